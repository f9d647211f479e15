"""Which mark belongs to which text: their order decides, and not the number alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from samizdat.importing.cleaning.note_headings import bare
from samizdat.importing.cleaning.note_marks import Mark
from samizdat.importing.cleaning.note_numbers import value_of
from samizdat.importing.cleaning.note_sections import Run
from samizdat.importing.cleaning.note_texts import Text
from samizdat.importing.edits import Certainty
from samizdat.scanner import Heading, TextFile

_NEAR = 40
"""A text is looked for among so many marks of its number, counted from where it should be."""
_BEYOND = 5
"""So much higher than the last text a mark may be numbered; a higher number is no note's."""
_YEARS = 1000
"""From here on a number that stands alone is a year."""
_PAGE = 5000
"""So many characters before the foot of a page the page begins, or well before."""
_GOOD = 0.6
"""So much of a run has to agree, or it is none of notes."""
_SAME = {
    "square": {"square", "call", "link"},
    "round": {"round"},
    "curly": {"curly"},
    "corner": {"corner", "square"},
    "raised": {"raised", "sign"},
    "circled": {"circled"},
    "link": {"link", "dotted"},
    "call": {"call", "square", "dotted"},
    "half": {"half"},
}
"""The styles of texts that are those of marks of a style."""
_LIKE = {
    "square": {"raised", "dotted", "half", "plain", "round", "corner"},
    "round": {"dotted", "half", "raised"},
    "raised": {"dotted", "plain", "half", "square", "round", "circled", "call", "link"},
    "link": {"square", "raised", "round", "plain", "half", "call"},
    "corner": {"dotted", "half", "circled", "plain"},
    "circled": {"dotted", "corner", "square"},
    "curly": {"dotted"},
    "call": {"raised", "half", "plain"},
    "half": {"dotted", "raised"},
}
"""And those that often answer them."""


@dataclass(frozen=True)
class Answer:
    """A run of texts with the marks that it answers.

    `lonely_marks` and `lonely_texts` have no partner.
    """

    run: Run
    pairs: tuple[tuple[Mark, Text], ...]
    certainty: Certainty
    lonely_marks: tuple[Mark, ...]
    lonely_texts: tuple[Text, ...]


class _Shelf:
    """The marks of one style by name and place; those that are paired are taken from it."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.marks = list(marks)
        self.starts = [mark.start for mark in marks]
        self.taken = [False] * len(marks)
        self.by_name: dict[str, list[int]] = defaultdict(list)
        for number, mark in enumerate(marks):
            self.by_name[mark.name].append(number)

    def within(self, start: int, end: int) -> Iterator[int]:
        """The numbers of the free marks of a part of the text."""
        for number in range(bisect_left(self.starts, start), bisect_left(self.starts, end)):
            if not self.taken[number]:
                yield number

    def places(self, name: str, start: int, end: int) -> list[int]:
        """The numbers of the free marks of a name in a part of the text."""
        own = self.by_name.get(name, [])
        first = bisect_left(own, bisect_left(self.starts, start))
        last = bisect_left(own, bisect_left(self.starts, end))
        return [number for number in own[first:last] if not self.taken[number]]

    def aligned(
        self, texts: Sequence[Text], start: int, end: int, clear: bool
    ) -> list[tuple[int, Text]]:
        """The longest run of marks and texts of one name each, both in the order of the text.

        Source: Hunt and Szymanski, "A fast algorithm for computing longest common subsequences",
        1977; only near places are looked at, which keeps it linear.
        """
        own = dict[str, list[int]]()
        for name in {text.name for text in texts}:
            places = self.places(name, start, end)
            own[name] = [n for n in places if self.marks[n].is_clear] if clear else places
        counts = Counter(text.name for text in texts)
        ranks = Counter[str]()
        tails, tops = list[int](), list[int]()  # of the best run of each length, from the end
        nodes = list[tuple[int, Text, int]]()
        for text in reversed(texts):
            places, ranks[text.name] = own[text.name], ranks[text.name] + 1
            from_end = len(places) - ranks[text.name]
            from_begin = counts[text.name] - ranks[text.name]
            near = {
                place
                for middle in (from_end, from_begin)
                for place in range(max(0, middle - _NEAR), min(len(places), middle + _NEAR + 1))
            }
            for place in sorted(near):
                mark = places[place]
                depth = bisect_left(tails, -mark)
                nodes.append((mark, text, tops[depth - 1] if depth else -1))
                tails[depth : depth + 1] = [-mark]
                tops[depth : depth + 1] = [len(nodes) - 1]
        found, node = list[tuple[int, Text]](), tops[-1] if tops else -1
        while node >= 0:
            mark, text, node = nodes[node]
            found.append((mark, text))
        return found


def answers(file: TextFile, marks: Sequence[Mark], runs: Sequence[Run]) -> list[Answer]:
    """The runs that answer marks, in the order of the text.

    Sections with a heading choose first, then runs whose numbers are written as the marks are,
    and of those the longest.
    """
    by_style: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_style[mark.style].append(mark)
    shelves = {style: _Shelf(some) for style, some in by_style.items()}
    found = list[Answer]()
    headed = [run for run in runs if run.is_headed]
    for number, run in enumerate(headed):
        before = headed[number - 1].end if number else 0
        zones = [*_chapter(file, run, before), (before, run.start)]
        if answer := _best(file, shelves, run, zones):
            found.append(answer)
    loose = [run for run in runs if not run.is_headed]
    stops = sorted(run.end for run in runs)
    for run in sorted(loose, key=lambda run: (run.style in {"dotted", "plain"}, -len(run.texts))):
        place = bisect_right(stops, run.start) - 1
        near = stops[place] if place >= 0 else 0
        done = max((one.run.end for one in found if one.run.end <= run.start), default=0)
        zones = [(near, run.start), *_chapter(file, run, done), (done, run.start)]
        if not run.texts[0].name.isalnum():
            zones = [(max(start, run.start - _PAGE), end) for start, end in zones]
        if answer := _best(file, shelves, run, zones):
            found.append(answer)
    return sorted(found, key=lambda answer: answer.run.start)


def _chapter(file: TextFile, run: Run, before: int) -> list[tuple[int, int]]:
    """The chapter that the run stands in, and those around it, up to the run."""
    starts = [heading.start for heading in file.headings]
    found, level = list[tuple[int, int]](), 7
    place = bisect_left(starts, run.start) - 1
    if run.is_headed and place + 1 < len(starts) and starts[place + 1] == run.start:
        level = file.headings[place + 1].level
    while place >= 0 and starts[place] >= before and len(found) < 6:
        if file.headings[place].level < level:
            level = file.headings[place].level
            found.append((starts[place], run.start))
        place -= 1
    return found


def _best(
    file: TextFile,
    shelves: Mapping[str, _Shelf],
    run: Run,
    zones: Sequence[tuple[int, int]],
) -> Answer | None:
    """The best answer over all styles of marks and zones, the nearest zone first."""
    best: tuple[tuple[int, int, int], str, list[tuple[int, Text]], tuple[int, int]] | None = None
    for style, shelf in shelves.items():
        fit = 2 if run.style in _SAME[style] else 1 if run.style in _LIKE[style] else 0
        if not fit and not run.is_headed:
            continue
        for reach, zone in enumerate(zones):
            for clear in (True, False):
                pairs = _paired(file, shelf, run, zone, clear)
                rank = (len(pairs), fit, -reach)
                if pairs and (best is None or rank > best[0]):
                    best = (rank, style, pairs, zone)
                if len(pairs) == len(run.texts):
                    break
            if best is not None and best[0][0] == len(run.texts):
                break
    if best is None:
        return None
    return _answer(shelves[best[1]], run, best[2], best[3], best[0][1])


def _paired(
    file: TextFile, shelf: _Shelf, run: Run, zone: tuple[int, int], clear: bool
) -> list[tuple[int, Text]]:
    """The pairs of a run, chapter by chapter where its titles are found in the text."""
    chapters = _titled(file.headings, run)
    if not chapters:
        return shelf.aligned(run.texts, *zone, clear)
    found = list[tuple[int, Text]]()
    for texts, start, end in chapters:
        found += shelf.aligned(texts, start, end, clear)
    return found


def _titled(headings: Sequence[Heading], run: Run) -> list[tuple[Sequence[Text], int, int]]:
    """The parts of a run with where their chapters begin and end; none if one is not found."""
    if not run.parts or run.parts[0][0] > 0:
        return []
    above = [heading for heading in headings if heading.end <= run.start]
    places, first = list[int](), 0
    for _, title in run.parts:
        number = next(
            (n for n in range(first, len(above)) if _is_title(above[n].plain, title)), None
        )
        if number is None:
            return []
        places.append(number)
        first = number + 1
    ends = [number for number, _ in run.parts[1:]] + [len(run.texts)]
    found = list[tuple[Sequence[Text], int, int]]()
    for place, (begin, _), end in zip(places, run.parts, ends, strict=True):
        level = above[place].level
        stop = next((h.start for h in above[place + 1 :] if h.level <= level), run.start)
        found.append((run.texts[begin:end], above[place].start, stop))
    return found


def _is_title(heading: str, title: str) -> bool:
    """Whether a title above notes is that of a chapter, or its begin or end, or its number."""
    one, two = bare(heading).split(), bare(title).split()
    if not one or not two:
        return False
    length = min(len(one), len(two))
    if one[:length] == two[:length] or one[-length:] == two[-length:]:
        return True
    return two[-1].isdecimal() and one[0] == two[-1]


def _answer(
    shelf: _Shelf, run: Run, pairs: list[tuple[int, Text]], zone: tuple[int, int], fit: int
) -> Answer | None:
    """The answer, with how sure it is; None where a list is more likely."""
    answered = {text.start for _, text in pairs}
    count, first, last = len(run.texts), pairs[0][0], pairs[-1][0]
    own = {number for number, _ in pairs}
    names = {text.name.isdecimal() for text in run.texts}
    highest = max((int(text.name) for text in run.texts if text.name.isdecimal()), default=0)
    start = zone[0] if not run.is_headed or not run.parts else shelf.marks[first].start
    lonely = [
        shelf.marks[number]
        for number in shelf.within(start, run.start)
        if number not in own
        and shelf.marks[number].is_clear
        and shelf.marks[number].name.isdecimal() in names
        and not shelf.marks[number].name.isalpha()
        and (value_of(shelf.marks[number].name) or 0) <= highest + _BEYOND
    ]
    between = [mark for mark in lonely if shelf.starts[first] < mark.start < shelf.starts[last]]
    missing = count - len(pairs)
    is_clear = run.is_headed or all(shelf.marks[number].is_clear for number in own)
    if not is_clear and run.is_announced:
        return None
    if not run.is_headed and not _is_note_run(shelf, run, pairs, missing, fit):
        return None
    if not missing and not lonely and _rises(run) and fit and is_clear:
        certainty: Certainty = "sure"
    elif len(pairs) >= _GOOD * max(count, len(pairs) + len(between)):
        certainty = "likely"
    else:
        certainty = "doubtful"
    for number in own:
        shelf.taken[number] = True
    return Answer(
        run,
        tuple((shelf.marks[number], text) for number, text in pairs),
        certainty,
        tuple(lonely),
        tuple(text for text in run.texts if text.start not in answered),
    )


def _is_note_run(
    shelf: _Shelf, run: Run, pairs: Sequence[tuple[int, Text]], missing: int, fit: int
) -> bool:
    """Whether texts without a heading are notes: written as their marks are, or all answered."""
    names = [text.name for text in run.texts]
    if len(names) == 1 and (value_of(names[0]) or 0) >= _YEARS:
        return False
    if any(name.isalpha() for name in names) and fit < 2:
        return False
    if run.style in {"sign", "raised"} and not names[0].isalnum():
        return not missing and len(set(names)) == len(names)
    if fit == 2 and len(pairs) >= 3 and len(pairs) >= _GOOD * len(names):
        return True
    if missing:
        return False
    if fit == 2 and run.style not in {"dotted", "half", "circled"}:
        return True
    return all(shelf.marks[number].is_clear for number, _ in pairs)


def _rises(run: Run) -> bool:
    """Whether the numbers count up by one, or begin anew."""
    last = 0
    for number, text in enumerate(run.texts):
        if not text.name.isdecimal():
            continue
        value = int(text.name)
        if number and value not in {last + 1, 1}:
            return False
        last = value
    return True
