"""Chapters are set each for itself, kept, and bound; the book looks as if set at once."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from samizdat import editions
from samizdat.book import Book
from samizdat.commission import Commission
from samizdat.metadata import TRIMS
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.remedies import Remedies
from samizdat.source import read_source
from samizdat.typesetting import crew, drawing, engine, setting
from samizdat.typesetting.compositor import Compositor
from samizdat.typesetting.hand import Draw, Hand, Job, Set
from samizdat.typesetting.setting import Order

from . import bound_pages
from .conftest import FACTS, MakeBook

SENTENCE = "The weaver counts the threads of the warp once more, and begins again."
PAGES = " ".join([SENTENCE] * 60)


def chapters(*texts: str) -> str:
    """A manuscript of chapters called One, Two and so on."""
    names = ("One", "Two", "Three", "Four")
    return "\n\n".join(
        f"# {name} {{#{name.lower()}}}\n\n{text}" for name, text in zip(names, texts, strict=False)
    )


FOUR = chapters(
    f"{PAGES}[^a] See [the end](#four).\n\n{PAGES}\n\n[^a]: Of the first chapter.",
    f"{SENTENCE}[^a] And back to [one](#one).",
    f"{PAGES}\n\n![A thread.](thread.svg)\n\n## Below\n\n{PAGES}",
    f"{PAGES} $a^2$",
)
THREAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20">'
    '<path d="M0 10H80" stroke="#000"/></svg>'
)


def prepared(folder: Path) -> Book:
    """The book of a folder as its editions take it."""
    return prepare(read_book(read_source(folder)))


def typeset(folder: Path, kept: Path | None = None) -> bytes:
    """The print edition of a book folder; what is kept goes to `kept`."""
    target = folder.parent / "book.pdf"
    editions.render("print", Commission(prepared(folder), target, folder, kept=kept))
    return target.read_bytes()


def change(folder: Path, old: str, new: str) -> None:
    """Changes the manuscript."""
    path = folder / "manuscript" / "manuscript.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def book(make_book: MakeBook) -> Path:
    """A book of four chapters that name each other's pages."""
    return make_book(FOUR, {"manuscript/thread.svg": THREAD})


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs that are done from now on, all of them in this process."""
    done: list[Job] = []
    do = Hand.do

    def noted(self: Hand, job: Job) -> Any:
        done.append(job)
        return do(self, job)

    monkeypatch.setattr(Hand, "do", noted)
    monkeypatch.setattr("samizdat.workers.cores", lambda: 1)
    return done


# --- as if set at once --------------------------------------------------------------------------


ARABIC = FACTS.replace("language: en", "language: ar")
BOOKS = {
    "four chapters": (FOUR, {"manuscript/thread.svg": THREAD}),
    "from the right": (
        chapters(
            "كتاب عن الخيوط واللحمة.[^a] الأول هنا.\n\n[^a]: حاشية.",
            "شيئًا آخر: لا إله إلا هو.",
            "الألف واللام.",
        ),
        {"metadata.yaml": ARABIC},
    ),
    "begun on rectos": (
        FOUR,
        {"manuscript/thread.svg": THREAD, "styles/print.css": ".chapter{break-before:recto}"},
    ),
    "margins of their own": (
        FOUR,
        {
            "manuscript/thread.svg": THREAD,
            "styles/print.css": "@page:left{margin-bottom:40mm}body{background:#eee}",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BOOKS)
def test_bound_chapters_are_as_if_written_at_once(
    name: str, make_book: MakeBook, tmp_path: Path
) -> None:
    folder = make_book(BOOKS[name][0], dict[str, str | bytes](BOOKS[name][1]))
    typeset(folder)
    bound_pages.write_at_once(prepared(folder), folder, tmp_path / "whole.pdf")
    bound = bound_pages.held(tmp_path / "book.pdf")
    whole = bound_pages.held(tmp_path / "whole.pdf")
    for fact in whole:
        assert bound[fact] == whole[fact], fact
    assert len(bound["letters"]) > 8
    assert sum(map(len, bound["links"])) > 3


def test_pages_that_are_turned_over_are_those_set_for_the_other_side(book: Path) -> None:
    compositor = Compositor(Commission(prepared(book), book / "book.pdf", book))
    hand = Hand(compositor)
    came = hand.do(Set(Order(2)))
    assert isinstance(came, setting.Setting)
    turned = hand.do(Draw(Order(2), 1, came.remedies, 2))
    for_it = drawing.drawn(compositor.set(Order(2, 2), came.remedies), 0, compositor.ids)
    assert turned == for_it
    not_turned = drawing.drawn(compositor.set(Order(2, 1), came.remedies), 0, compositor.ids)
    assert not_turned != for_it


@pytest.mark.parametrize("trim", [*TRIMS])
def test_pages_of_any_trim_are_turned_over_and_not_set_again(book: Path, trim: str) -> None:
    """They were: margins that come out alike but for the last digit were taken for others."""
    facts = book / "metadata.yaml"
    facts.write_text(f"{facts.read_text('utf-8')}print: {{trim: {trim}}}\n", "utf-8")
    compositor = Compositor(Commission(prepared(book), book / "book.pdf", book))
    assert engine.turned_over(compositor.set(Order(2), Remedies()))


# --- kept ---------------------------------------------------------------------------------------


def test_what_was_kept_gives_the_same_file_without_a_job(
    book: Path, tmp_path: Path, jobs: list[Job]
) -> None:
    fresh = typeset(book)
    assert len(jobs) > 6
    assert typeset(book, tmp_path / "kept") == fresh
    jobs.clear()
    assert typeset(book, tmp_path / "kept") == fresh
    assert jobs == []


def test_a_changed_word_sets_its_chapter_alone(book: Path, tmp_path: Path, jobs: list[Job]) -> None:
    typeset(book, tmp_path / "kept")
    jobs.clear()
    change(book, "$a^2$", "$b^2$")
    changed = typeset(book, tmp_path / "kept")
    assert [type(job) for job in jobs] == [Set, Draw]
    assert {job.order.number for job in jobs} == {3}
    assert changed == typeset(book)


def test_chapters_behind_one_that_grows_get_their_new_numbers(
    book: Path, tmp_path: Path, jobs: list[Job]
) -> None:
    typeset(book, tmp_path / "kept")
    change(book, "And back to", " ".join([PAGES] * 2) + " And back to")
    jobs.clear()
    grown = typeset(book, tmp_path / "kept")
    # The first names the fourth, whose page has moved; the third is drawn with other numbers only.
    assert {job.order.number for job in jobs if isinstance(job, Set)} == {0, 1}
    assert {job.order.number for job in jobs if isinstance(job, Draw)} == {0, 1, 2, 3}
    assert grown == typeset(book)


def test_a_note_that_moves_to_another_chapter_changes_both(
    book: Path, tmp_path: Path, jobs: list[Job]
) -> None:
    typeset(book, tmp_path / "kept")
    change(book, f"{PAGES}[^a] See", f"{PAGES} See")
    jobs.clear()
    moved = typeset(book, tmp_path / "kept")
    assert {job.order.number for job in jobs if isinstance(job, Set)} == {0, 1}
    assert moved == typeset(book)


@pytest.mark.parametrize("fault", ["cut in half", "of another schema", "no folder", "gone"])
def test_kept_chapters_that_are_broken_are_set_again(
    book: Path, tmp_path: Path, fault: str
) -> None:
    kept = tmp_path / "kept"
    fresh = typeset(book, kept)
    for path in sorted(kept.iterdir()):
        data = path.read_bytes()
        if fault == "cut in half":
            path.write_bytes(data[: len(data) // 2])
        elif fault == "of another schema":
            path.write_text('{"order": {}, "sha256": "0"}', "utf-8")
        elif fault == "gone" and path.suffix == ".pdf":
            path.unlink()
    if fault == "no folder":
        shutil.rmtree(kept)
        kept.write_text("a file in its place", "utf-8")
    assert typeset(book, kept) == fresh


def test_what_no_chapter_uses_any_more_is_swept_away(book: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    typeset(book, kept)
    before = {path.name for path in kept.iterdir()}
    change(book, "$a^2$", "$b^2$")
    typeset(book, kept)
    after = {path.name for path in kept.iterdir()}
    assert len(after) == len(before)
    # What is known of the fourth chapter, its pages and their facts; the case with its typefaces
    # only if a letter is new.
    assert len(after - before) in {3, 5}


def test_a_setting_comes_back_from_json_as_it_was(book: Path) -> None:
    hand = Hand(Compositor(Commission(prepared(book), book / "book.pdf", book)))
    came = hand.do(Set(Order(0, 7, (("four", "12"),))))
    assert isinstance(came, setting.Setting)
    assert setting.load(setting.dump(came)) == came
    part = hand.do(Draw(came.order, came.start, came.remedies, 7))
    assert isinstance(part, drawing.Part)
    assert drawing.with_facts(part.pdf, drawing.facts(part)) == part


# --- hands --------------------------------------------------------------------------------------


def test_one_hand_and_several_make_the_same_file(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Drawn in the chapter and in the contents, by one process or by two.
    change(book, "# Two {#two}", "# Two $c^2$ {#two}")
    files = set()
    for number in (1, 2, 5):
        monkeypatch.setattr("samizdat.workers.cores", lambda number=number: number)
        files.add(typeset(book))
    assert len(files) == 1


def until_something_comes(hands: crew.Crew) -> None:
    """Waits for what a hand answers."""
    while not hands.done():
        pass


def test_a_hand_that_the_system_ends_is_told_of(book: Path) -> None:
    compositor = Compositor(Commission(prepared(book), book / "book.pdf", book))
    with crew.crew(compositor, 4) as hands:
        assert isinstance(hands, crew.Company)
        first = next(hands.free())
        hands.give(first, Set(Order(0)))
        process = hands.hands[first][0]
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(ChildProcessError, match="memory may be full"):
            until_something_comes(hands)
    assert not process.is_alive()


def test_a_hand_that_stumbles_says_over_what(book: Path) -> None:
    compositor = Compositor(Commission(prepared(book), book / "book.pdf", book))
    with crew.crew(compositor, 4) as hands:
        hands.give(next(hands.free()), Set(Order(99)))
        with pytest.raises(RuntimeError, match="IndexError"):
            until_something_comes(hands)
