"""The source and the book folder side by side, with every change and its reason, as one page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from samizdat import locales
from samizdat.importing import cleaning
from samizdat.importing.edits import Change
from samizdat.importing.incoming import Remark
from samizdat.importing.marked import Marked, Part
from samizdat.importing.run import Import
from samizdat.importing.side_by_side import Changed, SideBySide
from samizdat.importing.word_account import word_account
from samizdat.pages import environment, trusted
from samizdat.report import named, seen
from samizdat.stylesheets import house_style

EXAMPLES = 50
"""How many changes of one reason are shown with their words."""

MOST = 200
"""How many unsure changes of one reason are shown, and how many examples of one step."""


@dataclass(frozen=True)
class Told:
    """A change as the page tells of it in its lists; `row` is the number of its row."""

    change: Change
    parts: Sequence[Part]
    row: int


@dataclass(frozen=True)
class Asked:
    """A remark with its place in what came in, and the number of its row."""

    remark: Remark
    place: str
    row: int


@dataclass(frozen=True)
class Doubts:
    """What a person has to look at of one step, or, without a name, of reading the files."""

    name: str
    purpose: str
    changes: tuple[Told, ...]
    remarks: tuple[Asked, ...]
    more: int

    @property
    def count(self) -> int:
        """How many there are, those that aren't shown too."""
        return len(self.changes) + len(self.remarks) + self.more


@dataclass(frozen=True)
class Reason:
    """The sure changes of a step that have one reason: how many, and the first of them."""

    why: str
    count: int
    examples: tuple[Told, ...]


@dataclass(frozen=True)
class Done:
    """What a step did: how many changes it made, how many of them are to be looked at."""

    name: str
    purpose: str
    count: int
    unsure: int
    reasons: tuple[Reason, ...]


def page(done: Import) -> str:
    """The page; it needs no network and no script."""
    revision = done.revision
    language = str(revision.facts.get("language", "en"))
    telling = _Telling(done)
    doubts = list(telling.doubts())
    rows = list(telling.rows.shown(telling.marked))
    filled = (
        environment()
        .get_template("import.html")
        .render(
            style=trusted("".join(map(house_style, ("report", "translations", "import")))),
            title=revision.facts.get("title") or "An untitled book",
            names=done.source.names,
            said=done.said,
            facts=list(_facts(revision.facts)),
            language=language,
            direction=locales.load(language).direction,
            doubts=doubts,
            listed={told.change.number for group in doubts for told in group.changes},
            to_look_at=sum(group.count for group in doubts),
            made=sum(change.is_made for change in revision.changes),
            steps=list(telling.steps()),
            words=word_account(revision),
            rows=[(one, isinstance(one, Changed)) for one in rows],
            changed=sum(isinstance(one, Changed) for one in rows),
            marks=_marks,
            seen=seen,
        )
    )
    # What came in may hold half a character.
    return filled.encode("utf-8", "replace").decode()


class _Telling:
    """Tells of the changes of an import in lists."""

    def __init__(self, done: Import) -> None:
        self._revision = done.revision
        self.marked = Marked(done.revision)
        self.rows = SideBySide(done.revision)

    def doubts(self) -> Iterator[Doubts]:
        """What a person has to look at, in the order of the steps, and of the text in each."""
        changes, remarks = defaultdict[str, list[Told]](list), defaultdict[str, list[Asked]](list)
        counts, more = Counter[tuple[str, str]](), Counter[str]()
        for change in self._revision.changes:
            if change.certainty == "sure":
                continue
            counts[change.step, change.why] += 1
            if counts[change.step, change.why] > MOST:
                more[change.step] += 1
            else:
                changes[change.step].append(self._told(change))
        for remark in self._revision.remarks:
            place = self.rows.place(remark.offset)
            remarks[remark.step].append(Asked(remark, place, self.rows.row(remark.offset)))
        for name, purpose in {"": "", **_purposes()}.items():
            if changes[name] or remarks[name]:
                some = tuple(sorted(remarks[name], key=lambda one: one.remark.offset))
                yield Doubts(name, purpose, tuple(changes[name]), some, more[name])

    def steps(self) -> Iterator[Done]:
        """What each step did, with examples of its sure changes by their reasons."""
        by_step = defaultdict[str, list[Change]](list)
        for change in self._revision.changes:
            if change.is_made:
                by_step[change.step].append(change)
        for name, purpose in _purposes().items():
            reasons = defaultdict[str, list[Change]](list)
            for change in by_step[name]:
                if change.certainty == "sure":
                    reasons[change.why].append(change)
            unsure = sum(change.certainty != "sure" for change in by_step[name])
            yield Done(name, purpose, len(by_step[name]), unsure, tuple(self._reasons(reasons)))

    def _reasons(self, reasons: Mapping[str, Sequence[Change]]) -> Iterator[Reason]:
        left = MOST
        for why, changes in sorted(reasons.items(), key=lambda one: -len(one[1])):
            examples = tuple(map(self._told, changes[: min(EXAMPLES, left)]))
            left -= len(examples)
            yield Reason(why, len(changes), examples)

    def _told(self, change: Change) -> Told:
        return Told(change, self.marked.change(change), self.rows.row(change.offset))


def _purposes() -> dict[str, str]:
    """What each step is for, in the order in which they run."""
    return {step.name: step.purpose for step in cleaning.STEPS}


def _facts(facts: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The metadata that was found, as names and words."""
    for name, value in facts.items():
        values = value if isinstance(value, list) else [value]
        yield name, "; ".join(map(_fact, values))


def _fact(value: object) -> str:
    if isinstance(value, dict):
        words = [str(each) for each in value.values()]
        return words[0] + (f" ({', '.join(words[1:])})" if words[1:] else "")
    return str(value)


_TAGS = {
    "out": ("<del>", "</del>"),
    "in": ("<ins>", "</ins>"),
    "moved": ('<span class="moved">', "</span>"),
}


def _marks(parts: Sequence[Part], apart: str = "") -> str:
    """The parts as HTML: what came and went is marked, and its hidden characters have names."""
    told = list[str]()
    for kind, text in parts:
        if kind == "same":
            told.append(escape(seen(text), quote=False))
        else:
            begin, end = _TAGS[kind]
            told.append(f"{begin}{escape(named(text), quote=False)}{end}")
    return trusted(apart.join(told))
