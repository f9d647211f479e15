"""Real messy texts become book folders as a person would have made them."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from samizdat.importing.run import Import, run
from samizdat.importing.words import words
from samizdat.scanner import TextFile
from samizdat.source import read_source
from samizdat.traces.accidental_code import blocks_like_prose
from tests import read_again
from tests.conftest import samizdat
from tests.corpora import BOOKS, CORPORA

RAW = CORPORA / "barclay/raw-ocr/markdown_source"
CORRECTED = CORPORA / "barclay/content"
HANDBOOK = Path(__file__).parents[2]


def paragraphs(text: str) -> list[str]:
    """The blocks of a Markdown text, each in one line, as far as two typists would type alike."""
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text) if block.strip()]
    folded = str.maketrans("“”’–", '""\'-')
    return [re.sub(r"\[\^[^\]]*\]", "[^]", block).translate(folded) for block in blocks]


# --- a PDF that was made text, and the folder that somebody made of it by hand ------------------


@pytest.fixture(scope="module")
def guillamon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("import") / "book"
    done = samizdat("import", BOOKS / "guillamon/source.txt", "--into", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.parametrize("name", ["manuscript.md", "notes.md"])
def test_guillamon_is_as_it_was_made_by_hand(guillamon: Path, name: str) -> None:
    own = (guillamon / "manuscript" / name).read_text("utf-8")
    by_hand = (BOOKS / "guillamon/manuscript" / name).read_text("utf-8")
    assert paragraphs(own) == paragraphs(by_hand)


def test_guillamon_has_its_facts(guillamon: Path) -> None:
    own, by_hand = read_source(guillamon).metadata, read_source(BOOKS / "guillamon").metadata
    for key in ("title", "language", "date", "source", "rights"):
        assert getattr(own, key) == getattr(by_hand, key), key
    assert own.names("author") == by_hand.names("author")


def test_guillamon_leaves_to_a_person_what_is_not_sure(guillamon: Path) -> None:
    report = json.loads((guillamon / ".build/import-report.json").read_text("utf-8"))
    unsure = [c for c in report["changes"] if c["certainty"] != "sure"]
    assert any("[Text is not dated" in change["before"] for change in unsure)
    assert any("“Figs” (1)" in change["why"] and not change["is-made"] for change in unsure)


def test_guillamon_builds_at_once(guillamon: Path, tmp_path: Path) -> None:
    done = samizdat("build", guillamon, "--out", tmp_path / "out", "--unvalidated")
    assert done.returncode == 0, done.stdout + done.stderr


def test_guillamon_imported_once_more_stays_as_it_is(guillamon: Path) -> None:
    clean = guillamon / "manuscript/manuscript.md"
    again = run([clean], language="en")
    assert again.files["manuscript/manuscript.md"] == clean.read_bytes()


# --- raw OCR, and the chapters that somebody has corrected ---------------------------------------


@pytest.fixture(scope="module")
def barclay() -> dict[str, tuple[str, Import]]:
    """The raw text and the import of each file, by its path."""
    return {
        path.relative_to(RAW).as_posix(): (path.read_text("utf-8"), run([path], language="de"))
        for path in sorted(RAW.rglob("*.md"))
    }


def test_no_accidental_code_is_left(barclay: dict[str, tuple[str, Import]]) -> None:
    before = after = 0
    for raw, done in barclay.values():
        before += len(list(blocks_like_prose(TextFile("", raw))))
        text = done.files["manuscript/manuscript.md"].decode()
        after += len(list(blocks_like_prose(TextFile("", text))))
    assert (before > 0, after) == (True, 0)


def test_every_word_of_the_ocr_is_kept_or_listed(barclay: dict[str, tuple[str, Import]]) -> None:
    for path, (raw, done) in barclay.items():
        left = Counter(words(raw))
        for change in done.revision.changes:
            if change.is_made:
                left.subtract(change.words_out)
                left.update(change.words_in)
        for name in ("manuscript/manuscript.md", "manuscript/notes.md"):
            left.subtract(words(done.files.get(name, b"").decode()))
        assert {word: count for word, count in left.items() if count} == {}, path


def _tokens(text: str) -> tuple[list[str], set[int]]:
    """The words of a text in small letters, and before which of them a paragraph begins."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    # A comment that fills its line does not end a paragraph.
    text = re.sub(r"\n[ \t]*(?:<!--.*?-->[ \t]*)+(?=\n)", "", text, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->", " ", text, flags=re.DOTALL)
    text = re.sub(r"\[\^[^\]]*\]:?", "", text)
    found, begins = list[str](), set[int]()
    for block in re.split(r"\n[ \t>]*\n", text):
        some = re.findall(r"[^\W\d_]+", block.lower())
        if some and found:
            begins.add(len(found))
        found += some
    return found, begins


def _places(one: list[str], other: list[str]) -> dict[int, int]:
    """Which word of one text is which of the other."""
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return {a + n: b + n for a, b, size in matcher.get_matching_blocks() for n in range(size)}


def _is_break(place: int, places: dict[int, int], begins: set[int]) -> bool | None:
    """Whether a break of the raw text is one in another, or None where the two differ too much."""
    before = next((places[n] for n in range(place - 1, place - 6, -1) if n in places), None)
    after = next((places[n] for n in range(place, place + 5) if n in places), None)
    if before is None or after is None or after - before > 12:
        return None
    return any(before < begin <= after for begin in begins)


def test_paragraphs_of_the_ocr_are_joined_as_they_were_corrected(
    barclay: dict[str, tuple[str, Import]],
) -> None:
    counts = Counter[tuple[bool, bool]]()
    for path, (raw, done) in barclay.items():
        if not (CORRECTED / path).exists():
            continue
        raw_words, raw_begins = _tokens(raw)
        result, result_begins = _tokens(done.files["manuscript/manuscript.md"].decode())
        right, right_begins = _tokens((CORRECTED / path).read_text("utf-8"))
        in_result, in_right = _places(raw_words, result), _places(raw_words, right)
        for place in sorted(raw_begins):
            wanted = _is_break(place, in_right, right_begins)
            got = _is_break(place, in_result, result_begins)
            if wanted is not None and got is not None:
                counts[wanted, got] += 1
    assert sum(counts.values()) > 300
    assert (counts[True, True] + counts[False, False]) / sum(counts.values()) >= 0.95
    merged, kept = counts[True, False], counts[True, True]
    assert merged / (merged + kept) <= 0.01


# --- a thesis with notes by its author and by its translator --------------------------------------


def test_the_translators_notes_of_the_thesis_go_to_their_file_and_no_others() -> None:
    done = run([BOOKS / "curie/manuscript/manuscript.md"])
    before = TextFile("", (BOOKS / "curie/manuscript/manuscript.md").read_text("utf-8")).notes
    text = TextFile("", done.files["manuscript/manuscript.md"].decode())
    notes = TextFile("", done.files["manuscript/notes.md"].decode())
    assert len(notes.notes.definitions) == 11
    assert not re.search(r"Übers|Anm\.", notes.text)
    own = {note.label for note in before.definitions} - {"3"}  # the third one is signed
    assert {note.label for note in text.notes.definitions} == own
    assert len(text.notes.inline) == len(before.inline) - 9
    called = {call.label for call in text.notes.calls}
    assert {note.label for note in notes.notes.definitions} <= called


# --- the handbook's editions, imported as a whole -------------------------------------------------


# A PDF has the words of citations and of links without words, which the manuscript has not.
@pytest.mark.parametrize(("ending", "equal"), [("html", 0.99), ("epub", 0.99), ("pdf", 0.99)])
def test_the_handbook_comes_back_from_its_editions(
    ending: str, equal: float, tmp_path: Path
) -> None:
    (path,) = (HANDBOOK / "dist/en").glob(f"*-en.{ending}")
    done = samizdat("import", path, "--into", tmp_path / "book")
    assert done.returncode == 0, done.stdout + done.stderr
    book, again = read_again.book_in(HANDBOOK), read_again.book_in(tmp_path / "book")
    assert again.headings == book.headings
    assert sorted(again.notes.values()) == sorted(book.notes.values())
    assert read_again.equal_part(book.paragraphs, again.paragraphs) >= equal
    assert len(again.pictures) == len(book.pictures)
    checked = samizdat("check", tmp_path / "book", "--format", "json")
    assert [one for one in json.loads(checked.stdout) if one["level"] == "error"] == []
