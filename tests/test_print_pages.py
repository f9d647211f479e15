"""The pages of the print edition: where notes stand, and where each page begins in the text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from samizdat import book as books
from samizdat import markup, page_map
from samizdat.artifacts import letters
from samizdat.opened_print import open_print
from samizdat.printed import PrintEdition
from samizdat.rules.printed_text import is_foot

from .conftest import MakeBook, samizdat, write_book

_WORDS = """
the printer set each line by hand and locked the forme before dawn while nobody in the street knew
which paper would be read aloud at noon
""".split()  # noqa: SIM905  # prose reads better than a list
_HALF_A_PAGE = {5: 230, 17: 250, 31: 240, 44: 260}
_OVER_PAGES = {9: 900, 26: 2300}
"""Words of the notes, by their numbers, that fill two pages and five."""


def prose(count: int, seed: int) -> str:
    """So many words, in sentences, which differ by the seed."""
    out: list[str] = []
    while len(out) < count:
        length = 7 + (seed * 5) % 9
        sentence = [_WORDS[(seed * 7 + n * 3 + n * n) % len(_WORDS)] for n in range(length)]
        sentence[0] = sentence[0].capitalize()
        sentence[-1] += "."
        out += sentence
        seed += 1
    return " ".join(out[:count]).rstrip(".") + "."


class Notes:
    """Calls of notes, one after the other, and their definitions."""

    def __init__(self) -> None:
        self.definitions: list[str] = []

    def call(self) -> str:
        """The call of the next note, which it defines."""
        number = len(self.definitions) + 1
        words = _HALF_A_PAGE.get(number, _OVER_PAGES.get(number, 8 + (number * 7) % 40))
        text = f"Note number {number} begins. {prose(words, number)} Note number {number} ends."
        if number in _OVER_PAGES:  # in paragraphs
            text = text.replace(". ", ".\n\n    ", 3)
        self.definitions.append(f"[^n{number}]: {text}")
        return f"[^n{number}]"

    def paragraph(self, seed: int, words: int, calls: int = 1) -> str:
        """So many words with calls spread over them."""
        text = prose(words, seed).split()
        for count in range(1, calls + 1):
            text[count * len(text) // (calls + 1)] += self.call()
        return " ".join(text)


def sixty_notes() -> str:
    """A manuscript of two chapters, with notes in every place that makes trouble."""
    notes = Notes()
    blocks = ["# The first chapter"]
    blocks += [notes.paragraph(n, 60 + 7 * n, 1 if n % 4 else 2) for n in range(12)]
    blocks += [f"## A heading with a note{notes.call()}", prose(120, 40)]
    blocks += [
        f"| Kind | Count |\n|---|---|\n| Broadsides{notes.call()} | 12 |\n"
        f"| Pamphlets | 7{notes.call()} |\n\n: What was printed{notes.call()}."
    ]
    blocks += [notes.paragraph(60 + n, 90 + 11 * n) for n in range(6)]
    blocks += ["# The second chapter", f"> {notes.paragraph(80, 60)}"]
    blocks += [f"- {prose(9, 81)}{notes.call()}\n- {prose(12, 82)}{notes.call()}"]
    while len(notes.definitions) < 57:
        number = len(notes.definitions)
        blocks += [notes.paragraph(100 + number, 85 + (number * 13) % 60)]
    three = f"Three stand in one line:{notes.call()}{notes.call()}{notes.call()}"
    blocks += [f"{prose(60, 300)} {three}", prose(150, 200)]
    assert len(notes.definitions) == 60
    return "\n\n".join([*blocks, *notes.definitions]) + "\n"


class Printed:
    """A book that was built for print: its PDF, its prepared text and its page map."""

    def __init__(self, out: Path) -> None:
        (self.path,) = out.glob("*/*.pdf")
        work = out.parent / ".build" / out.name / self.path.parent.name
        opened = open_print(self.path)
        assert isinstance(opened, PrintEdition)
        self.pdf = opened
        self.book = books.load((work / "book.json").read_text("utf-8"))
        self.pages = page_map.load((work / "pages.json").read_text("utf-8"))
        self.findings = json.loads((work / "prove.json").read_text("utf-8"))

    def text(self, page: int) -> str:
        """The letters of a page of the file in the order of its tags, without notes and calls."""
        return letters(
            "".join(
                run.text
                for run in self.pdf.runs
                if run.page == page
                and not is_foot(run)
                and not (run.link >= 0 and "#note-" in self.pdf.links[run.link].targets[0])
            )
        )


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    folder = tmp_path_factory.mktemp("sixty")
    book = write_book(folder / "book", sixty_notes())
    done = samizdat("build", book, "--out", folder / "out", "--edition", "print")
    assert done.returncode == 0, done.stdout + done.stderr
    return Printed(folder / "out")


def note_texts(printed: Printed) -> Iterator[tuple[int, list[int]]]:
    """The number of each note, and the pages on which its text begins and ends."""
    for number in range(1, 61):
        pages = []
        for word in ("begins", "ends"):
            wanted = letters(f"Note number {number} {word}.")
            text, places = "", []
            for run in printed.pdf.runs:
                places += [run.page] * len(letters(run.text))
                text += letters(run.text)
            assert text.count(wanted) == 1, (number, word)
            pages.append(places[text.index(wanted)])
        yield number, pages


def test_sixty_notes_are_whole_once_and_in_order(sixty: Printed) -> None:
    starts = dict(note_texts(sixty))
    at_foot = [number for number in starts if number not in _OVER_PAGES]
    assert [starts[n] for n in at_foot] == sorted(starts[n] for n in at_foot)
    for note in sixty.book.notes:
        whole = letters(books.text(note.blocks))
        assert letters("".join(run.text for run in sixty.pdf.runs)).count(whole) == 1, note.label


def test_each_note_is_on_the_page_of_its_call_or_its_finding_says_where(sixty: Printed) -> None:
    told = {re.search(r"note \S+ \(n(\d+)\)", f["message"]): f for f in sixty.findings}
    of_notes = {int(match[1]) for match in told if match}
    assert of_notes == set(_OVER_PAGES)
    calls = {
        target.removeprefix("#"): link.page
        for link in sixty.pdf.links
        for target in link.targets
        if target.startswith("#note-")
    }
    starts = dict(note_texts(sixty))
    for note in sixty.book.notes:
        number = int(note.label[1:])
        call = sixty.pdf.places[f"call-{note.key}"].page
        assert note.key in calls
        assert (starts[number][0] == call) == (number not in _OVER_PAGES), number
        if number in _HALF_A_PAGE:
            assert starts[number] == [call, call]


def test_a_note_too_tall_for_the_foot_is_pointed_at_from_it(sixty: Printed) -> None:
    starts = dict(note_texts(sixty))
    for number in _OVER_PAGES:
        call = sixty.pdf.places[f"call-note-n{number}"].page
        label = sixty.pages[starts[number][0]].label
        foot = "".join(run.text for run in sixty.pdf.runs if run.page == call)
        assert f"continued on p.\u00a0{label}" in foot.replace(" \u00a0", "\u00a0")


def test_the_page_map_has_a_label_for_each_page_of_the_file(sixty: Printed) -> None:
    labels = [page.label for page in sixty.pages]
    assert len(labels) == len(sixty.pdf.sheets)
    assert labels[:4] == ["i", "ii", "iii", "iv"]
    first = labels.index("1")
    assert first % 2 == 0  # a page on the right
    assert labels[first:] == [str(n) for n in range(1, len(labels) - first + 1)]
    for number, sheet in enumerate(sixty.pdf.sheets):
        assert not sheet.folios or labels[number] in sheet.folios


def test_joining_the_pages_gives_the_text_of_the_book(sixty: Printed) -> None:
    texts = _block_texts(sixty.book)
    begins, whole = {}, ""
    for block, text in texts.items():
        begins[block] = len(whole)
        whole += letters(text)
    starts = [
        (page, begins[place.block] + len(letters(texts[place.block][: place.offset])))
        for page, place in enumerate(printed.place for printed in sixty.pages)
        if place and place.block in texts
    ]
    assert starts[0][1] == 0
    compared = 0
    for (page, begin), (following, end) in pairwise(starts):
        if following == page + 1:  # no long notes in between
            assert sixty.text(page) == whole[begin:end], sixty.pages[page].label
            compared += 1
    assert compared > 15


def _block_texts(book: books.Book) -> dict[str, str]:
    texts: dict[str, str] = {}
    for part in markup.compose(book, lambda image: image.target).chapters:
        texts |= markup.block_texts(part.heading) | markup.block_texts(part.body)
    return {block: text for block, text in texts.items() if block}


def test_pages_within_a_long_note_begin_within_its_blocks(sixty: Printed) -> None:
    within = [page.place for page in sixty.pages if page.place and page.place.block[:5] == "note-"]
    assert len(within) >= 5
    composed = markup.compose(sixty.book, lambda image: image.target)
    for place in within:
        key, _, _ = place.block.rpartition(".")
        assert place.offset < len(markup.block_texts(composed.notes[key])[place.block])


def test_no_word_is_divided_by_a_page_turn(sixty: Printed) -> None:
    texts = _block_texts(sixty.book)
    for page in sixty.pages:
        if page.place and page.place.block in texts and page.place.offset:
            before = texts[page.place.block][page.place.offset - 1]
            assert not before.isalpha(), page.label


def test_facing_pages_share_a_grid_of_lines(sixty: Printed) -> None:
    size, leading = 10.6 / 0.75, 14.2 / 0.75
    with pikepdf.open(sixty.path) as pdf:
        for page in list(pdf.pages)[6:11]:
            lines, y = [], 0.0
            for instruction in pikepdf.parse_content_stream(page, "Tm Tf"):
                if str(instruction.operator) == "Tm":
                    y = float(instruction.operands[5])
                elif abs(float(instruction.operands[1]) - size) < 0.1:
                    lines.append((y - 20 / 25.4 * 96) / leading % 1)
            assert len(lines) > 10
            assert max(lines) - min(lines) < 0.02


def test_the_pdf_is_sound(sixty: Printed) -> None:
    with pikepdf.open(sixty.path) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_a_chapter_may_ask_for_a_page_on_the_right(make_book: MakeBook, tmp_path: Path) -> None:
    text = "\n\n".join(f"# Chapter {n}\n\n{prose(60, n)}" for n in range(3))
    style = ".chapter { break-before: recto }"
    book = make_book(text, {"styles/print.css": style})
    done = samizdat("build", book, "--out", tmp_path / "out", "--edition", "print")
    assert done.returncode == 0, done.stdout
    printed = Printed(tmp_path / "out")
    begins = [p.label for p in printed.pages if p.place]
    assert begins == ["1", "3", "5"]


def table(columns: int, rows: int, caption: str) -> str:
    """A table of words, with a caption."""
    lines = [[f"Column {n}" for n in range(columns)], ["---"] * columns]
    lines += [
        [_WORDS[(7 * row + 3 * column) % len(_WORDS)] for column in range(columns)]
        for row in range(rows)
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + f"\n\n: {caption}\n"


def test_wide_tables_are_set_smaller_or_turned_and_told(
    make_book: MakeBook, tmp_path: Path
) -> None:
    tables = [
        table(4, 3, "Few"),
        table(9, 5, "Nine"),
        table(14, 6, "Fourteen"),
        table(11, 80, "Long"),
    ]
    book = make_book("# Tables\n\n" + f"\n{prose(60, 3)}\n\n".join(tables))
    done = samizdat("build", book, "--out", tmp_path / "out", "--edition", "print")
    assert done.returncode == 0, done.stdout
    printed = Printed(tmp_path / "out")
    assert {f["code"] for f in printed.findings} == {"PD026"}, "nothing is beyond the edge"
    said = {f["message"].partition("“")[2].split()[0]: f["message"] for f in printed.findings}
    assert said.keys() == {"Nine", "Fourteen", "Long"}
    assert "turned on its side" in said["Fourteen"]
    assert "turned" not in said["Nine"] + said["Long"], "what goes over pages can't be turned"
    heads = [
        sheet
        for sheet in printed.pdf.sheets
        if sum(piece.text.strip() == "Column" for piece in sheet.pieces) >= 11
    ]
    assert len(heads) >= 4, "the long table has its head on each of its pages"


def test_a_list_of_tasks_has_its_boxes_before_its_words(
    make_book: MakeBook, tmp_path: Path
) -> None:
    book = make_book("# Tasks\n\n- [ ] fold\n- [x] staple\n")
    done = samizdat("build", book, "--out", tmp_path / "out", "--edition", "print")
    assert done.returncode == 0, done.stdout
    printed = Printed(tmp_path / "out")
    tops = {
        piece.text.strip(): round(piece.box[1])
        for piece in printed.pdf.sheets[6].pieces
        if piece.text.strip()
    }
    assert abs(tops["☐"] - tops["fold"]) < 4
    assert abs(tops["☑"] - tops["staple"]) < 4
    assert printed.pages[6].place == page_map.Place("1.0", 0)
