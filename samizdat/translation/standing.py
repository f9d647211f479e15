"""How far a translation is: every passage of the source with its fellow, and what became of both.

The ledger says of which words each passage was made; comments that `samizdat locale add` wrote say
the same of what was put below them. What is left is compared across the languages, between
neighbours that are known already.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from samizdat.scanner import TextFile
from samizdat.translation.alignment import aligned
from samizdat.translation.ledger import Ledger
from samizdat.translation.passages import Passage, commented, passages
from samizdat.translation.revisions import gaps, revisions, steady

State = Literal["done", "moved", "changed", "split", "joined", "new", "gone", "added"]

STALE = frozenset({"changed", "split", "joined", "gone"})
"""The states of passages whose translation says what the source no longer says."""

SURE = 0.5
"""A pair that was found by comparison is believed from here on."""

CERTAIN = 0.75
"""From here on nobody is asked whether it is a pair, and faults that follow from it are told."""

_COMMENT = re.compile(
    r"\A[ \t]*[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*[ \t]*\n(?P<text>.*)\Z", re.DOTALL
)


@dataclass(frozen=True)
class Row:
    """Passages that belong together, and their state.

    `was` is what the source said when they were translated, passage by passage, as far as the
    ledger or a comment tells.
    `certainty` is how sure the pair is, from 0 to 1; below `SURE` nobody should rely on it.
    """

    state: State
    original: tuple[Passage, ...]
    translated: tuple[Passage, ...]
    was: tuple[str, ...] = ()
    certainty: float = 1.0

    @property
    def is_translated(self) -> bool:
        """Whether readers find it in the language of the translation."""
        return bool(self.translated) and self.state not in {"new", "gone", "added"}

    @property
    def is_done(self) -> bool:
        """Whether the translation says what the source says now."""
        return self.state in {"done", "moved"} and self.certainty >= SURE

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look at it."""
        return self.state != "added" and (self.state != "done" or self.certainty < SURE)

    @property
    def is_rewritten(self) -> bool:
        """Whether the source says something else now than when it was translated."""
        return self.state in {"changed", "split", "joined"}

    @property
    def told(self) -> str:
        """The state as people are told it: a pair that nobody should rely on is unsure."""
        return "unsure" if self.state == "done" and self.is_open else self.state

    @property
    def then(self) -> str:
        """What the source said when it was translated, as far as that is known."""
        return "\n\n".join(self.was)

    @property
    def now(self) -> str:
        """What the source says now."""
        return "\n\n".join(passage.text for passage in self.original)

    @property
    def block(self) -> str:
        """By what name a command knows the row: digits of the digest of its first passage."""
        first = (*self.original, *self.translated)[0]
        return first.digest[:8]


@dataclass(frozen=True)
class Standing:
    """A translation beside its source, row by row in the order of the source.

    Passages without words, such as code, are in `wordless`, with their fellow or without.
    """

    rows: tuple[Row, ...]
    wordless: tuple[Row, ...] = ()

    @cached_property
    def fellows(self) -> dict[Passage, Passage]:
        """The first passage of the translation by each passage of the source that has one."""
        return {
            one: row.translated[0]
            for row in (*self.rows, *self.wordless)
            if row.translated and row.certainty >= SURE
            for one in row.original
        }


@dataclass
class _Known:
    """What is known before anything is compared: words of the source, and passages made of them."""

    text: str
    translated: list[int]


def _first(known: _Known) -> int:
    return known.translated[0]


@lru_cache(maxsize=32)
def standing(
    original: tuple[TextFile, ...], translated: tuple[TextFile, ...], ledger: Ledger
) -> Standing:
    """The files of a translation beside those of its source."""
    return _Comparison(original, translated, ledger).standing()


@dataclass
class _Comparison:
    original_files: tuple[TextFile, ...]
    translated_files: tuple[TextFile, ...]
    ledger: Ledger
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.every = [p for file in self.original_files for p in passages(file)]
        self.ours = [p for p in self.every if p.has_words]
        self.all_theirs = [p for file in self.translated_files for p in passages(file)]
        self.theirs = [p for p in self.all_theirs if p.has_words]
        self.place = {p: n for n, p in enumerate(self.theirs)}
        self.free_ours = dict.fromkeys(range(len(self.ours)))
        self.free_theirs = dict.fromkeys(range(len(self.theirs)))
        self.pairs: list[tuple[int, int]] = []
        self.lost: dict[int, tuple[State, tuple[str, ...]]] = {}

    def standing(self) -> Standing:
        known, added = self._known()
        fates = revisions([one.text for one in known], [p.text for p in self.ours])
        for revision in fates:
            together = [known[n] for n in revision.old]
            numbers = sorted({n for one in together for n in one.translated})
            if not revision.old:
                continue
            state: State = "done" if revision.fate == "same" else revision.fate
            was = tuple(one.text for one in together)
            if numbers:
                self._take(state, revision.new, numbers, was)
            else:  # the translation was written anew; its words are found by comparison
                self.lost |= dict.fromkeys(revision.new, (state, was))
        for number in added:
            if number in self.free_theirs:
                self._take("added", (), (number,))
        self._copied()
        self._labelled()
        self._compared()
        for number in list(self.free_ours):
            self._take("new", (number,), ())
        for number in list(self.free_theirs):
            self._take("added", (), (number,), certainty=0.0)
        return Standing(tuple(self._in_order()), tuple(self._wordless()))

    def _take(
        self,
        state: State,
        ours: Iterable[int],
        theirs: Iterable[int],
        was: tuple[str, ...] = (),
        certainty: float = 1.0,
    ) -> None:
        ours, theirs = tuple(ours), tuple(theirs)
        self.rows.append(
            Row(
                state,
                tuple(self.ours[n] for n in ours),
                tuple(self.theirs[n] for n in theirs),
                was,
                certainty,
            )
        )
        for number in ours:
            self.free_ours.pop(number, None)
        for number in theirs:
            self.free_theirs.pop(number, None)
        if ours and theirs and state != "moved":
            self.pairs.append((ours[0], theirs[0]))

    # --- what is known --------------------------------------------------------------------------

    def _known(self) -> tuple[list[_Known], list[int]]:
        """What the ledger and the comments say, in the order of the source as it was.

        And what the ledger says the translator added.
        """
        known, added, claimed = list[_Known](), list[int](), set[int]()
        for entry, numbers in zip(self.ledger.entries, self._found_again(), strict=True):
            claimed.update(numbers)
            if entry.text:
                known.append(_Known(entry.text, numbers))
            else:
                added += numbers
        for told in self._told_by_comments(claimed):
            # Behind what stands before it in the translation.
            before = [k for k in known if k.translated and k.translated[0] < told.translated[0]]
            last = max(before, key=_first, default=None)
            known.insert(known.index(last) + 1 if last else 0, told)
        return known, added

    def _found_again(self) -> list[list[int]]:
        """For each entry of the ledger the passages of the translation that it names.

        What comes again, such as three words above each example, is told by its neighbours.
        """
        wanted = [
            (number, one)
            for number, entry in enumerate(self.ledger.entries)
            for one in entry.translation
        ]
        digests = [passage.digest for passage in self.theirs]
        counts = Counter(digests)
        places = {one: number for number, one in enumerate(digests) if counts[one] == 1}
        found: list[list[int]] = [[] for _ in self.ledger.entries]
        for revision in revisions([one for _, one in wanted], digests):
            for old in revision.old:
                entry, one = wanted[old]
                if revision.fate in {"same", "moved"}:
                    found[entry] += revision.new
                elif one in places:  # one passage may translate two
                    found[entry].append(places[one])
        return found

    def _told_by_comments(self, claimed: set[int]) -> Iterator[_Known]:
        """What stands below a comment with words of the source is their translation."""
        comments = [
            (place, found["text"].strip().replace("--\\>", "-->"))
            for place, passage in enumerate(self.all_theirs)
            if (found := _COMMENT.match(commented(passage)))
        ]
        if not comments:
            return
        homes = dict[int, int]()
        for revision in revisions([text for _, text in comments], [p.text for p in self.ours]):
            if len(revision.old) == len(revision.new) == 1:
                homes[revision.old[0]] = revision.new[0]
        ends = [place for place, _ in comments[1:]] + [len(self.all_theirs)]
        for number, ((place, text), end) in enumerate(zip(comments, ends, strict=True)):
            below = [
                self.place[p]
                for p in self.all_theirs[place + 1 : end]
                if p in self.place and p.file is self.all_theirs[place].file
            ]
            here, there = homes.get(number), homes.get(number + 1)
            is_whole = here is not None and there == here + 1
            below = below if is_whole else below[:1]
            if below and not claimed & set(below):
                yield _Known(text, below)

    # --- what is found --------------------------------------------------------------------------

    def _copied(self) -> None:
        """What was copied from the source and not yet translated, unless it is no word of any."""
        homes = {self.ours[n].digest: n for n in reversed(self.free_ours)}
        for number in list(self.free_theirs):
            passage = self.theirs[number]
            home = homes.pop(passage.digest, None)
            if home is not None:
                words = re.findall(r"\w+", passage.prose)
                is_name = all(word.isupper() or word.isdecimal() for word in words)
                self._take("done" if is_name else "new", (home,), (number,))

    def _labelled(self) -> None:
        """Notes with one label, in files of one name, are fellows."""
        homes = {
            (self.ours[n].file.name, self.ours[n].label): n
            for n in self.free_ours
            if self.ours[n].kind == "note"
        }
        for number in list(self.free_theirs):
            passage = self.theirs[number]
            if passage.kind == "note":
                home = homes.pop((passage.file.name, passage.label), None)
                if home is not None:
                    state, was = self.lost.get(home, ("done", ()))
                    self._take(state, (home,), (number,), was)

    def _compared(self) -> None:
        """What is left, compared across the languages between neighbours that are known."""
        lengths, free = (len(self.ours), len(self.theirs)), (self.free_ours, self.free_theirs)
        for ours, theirs in list(gaps(steady(set(self.pairs)), lengths, free)):
            for pair in aligned([self.ours[n] for n in ours], [self.theirs[n] for n in theirs]):
                left = tuple(ours[n] for n in pair.original)
                right = tuple(theirs[n] for n in pair.translated)
                state, was = self.lost.get(left[0], ("done", ()))
                self._take(state, left, right, was, pair.certainty)

    # --- in order -------------------------------------------------------------------------------

    def _in_order(self) -> list[Row]:
        """By the source; what the source has not stands behind what the translation has before."""
        numbers = {p: n for n, p in enumerate(self.ours)}
        placed = sorted(
            (self.place[row.translated[0]], numbers[row.original[0]])
            for row in self.rows
            if row.original and row.translated
        )
        edges = [there for there, _ in placed]

        def place(row: Row) -> tuple[int, int, int]:
            if row.original:
                return numbers[row.original[0]], 0, 0
            there = self.place[row.translated[0]]
            before = bisect_left(edges, there)
            return placed[before - 1][1] if before else -1, 1, there

        return sorted(self.rows, key=place)

    def _wordless(self) -> Iterator[Row]:
        """Code, pictures without words, lines of divisions: the same, or of one kind, in order.

        They are compared between the passages with words that are fellows.
        """
        homes = {row.translated[0]: row.original[-1] for row in self.rows if row.is_translated}
        fellows = {here: there for there, here in reversed(homes.items())}
        ours = _behind(self.every, fellows)
        theirs = _behind(self.all_theirs, homes)
        for head, left in ours.items():
            fellow = fellows[head] if head else None
            yield from _matched(left, theirs.pop(fellow, []))
        for right in theirs.values():
            yield from (Row("added", (), (p,)) for p in right)


def _behind(
    every: Iterable[Passage], heads: Collection[Passage]
) -> dict[Passage | None, list[Passage]]:
    """The passages without words by the last one of `heads` before them."""
    found: dict[Passage | None, list[Passage]] = {None: []}
    last: Passage | None = None
    for passage in every:
        if passage in heads:
            last = passage
        elif not passage.has_words and passage.kind != "comment":
            found.setdefault(last, []).append(passage)
    return found


def _matched(ours: list[Passage], theirs: list[Passage]) -> Iterator[Row]:
    left, right = list(ours), list(theirs)
    pairs = dict[Passage, Passage]()
    for likeness in ("digest", "kind"):
        for one in [p for p in left if p not in pairs]:
            same = (p for p in right if getattr(p, likeness) == getattr(one, likeness))
            if fellow := next(same, None):
                pairs[one] = fellow
                right.remove(fellow)
    for one in left:
        yield (Row("done", (one,), (pairs[one],)) if one in pairs else Row("new", (one,), ()))
    yield from (Row("added", (), (p,)) for p in right)
