"""Translations: a folder of Markdown beside the source, and a ledger of what was made of what."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from samizdat.book import Book, text, walk
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.source import read_source

from .browser import DESKTOP, PHONE, Scheme, opened, violations
from .conftest import FACTS, MakeBook, samizdat
from .terminal import at_a_terminal

MILL = """\
# The mill {#mill}

The mill stood by the river until the flood of 1931 took its wheel away.[^flood]

## Its owner

Nobody in the village would say who had opened the sluice. See [the mill](#mill).

```
miller --open
```

[^flood]: The water stood for nine days.
"""
MOLINO = """\
# El molino

El molino estuvo junto al río hasta que la crecida de 1931 se llevó la rueda.[^flood]

## Su dueña

Nadie en el pueblo quiso decir quién había abierto la compuerta. Véase [el molino](#mill).

```
miller --open
```

[^flood]: El agua estuvo nueve días.
"""
NOTES = "[^tr-sluice]: A gate of oak.\n"


@pytest.fixture
def mill(make_book: MakeBook) -> Path:
    return make_book(MILL)


def locale(book: Path, *words: object) -> str:
    """What `samizdat locale` says, in the book's own folder."""
    done = samizdat("locale", *words, cwd=book)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def status(book: Path, tongue: str = "es") -> dict[str, Any]:
    (told,) = json.loads(locale(book, "status", tongue, "--format", "json"))
    found: dict[str, Any] = told
    return found


def states(book: Path, tongue: str = "es") -> list[tuple[str, list[str]]]:
    return [(row["state"], row["source"]) for row in status(book, tongue)["rows"]]


def write(book: Path, path: str, content: str) -> None:
    file = book / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, "utf-8")


def change(book: Path, path: str, old: str, new: str) -> None:
    said = (book / path).read_text("utf-8")
    assert old in said
    write(book, path, said.replace(old, new))


def translated(mill: Path) -> Path:
    """The book with a Spanish translation that is complete and has its ledger."""
    write(mill, "translations/es/manuscript.md", MOLINO)
    locale(mill, "adopt", "es", "--yes")
    return mill


def prepared(book: Path, tongue: str = "es") -> Book:
    original = prepare(read_book(read_source(book)))
    return prepare(read_book(read_source(book, tongue)), original)


# --- the folder -----------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["es", "pt-BR", "zh-Hant", "sr-Latn"])
def test_a_translation_can_be_begun_in_any_language(tag: str, mill: Path) -> None:
    locale(mill, "add", tag)
    folder = mill / "translations" / tag
    names = {path.name for path in folder.iterdir()}
    assert names == {"metadata.yaml", "manuscript.md", "ledger.json"}
    assert status(mill, tag)["share"] == 0


def test_each_passage_stands_in_a_comment_above_the_place_of_its_translation(mill: Path) -> None:
    locale(mill, "add", "es")
    text = (mill / "translations/es/manuscript.md").read_text("utf-8")
    assert "<!-- en\n# The mill {#mill}\n-->" in text
    assert "\n```\nmiller --open\n```\n" in text, "code is the same in every language"
    source = read_source(mill, "es")
    assert source.translation
    (own,) = source.translation.own
    assert own
    assert not own.notes.calls


def test_the_source_can_be_copied_as_text_to_write_over_or_left_out(mill: Path) -> None:
    locale(mill, "add", "es", "--with", "text")
    assert (mill / "translations/es/manuscript.md").read_text("utf-8") == MILL
    assert status(mill)["share"] == 0, "what was copied is not translated"
    locale(mill, "add", "fr", "--with", "empty")
    text = (mill / "translations/fr/manuscript.md").read_text("utf-8")
    assert "river" not in text
    assert "miller --open" in text


def test_the_notes_of_the_translator_have_their_places_too(make_book: MakeBook) -> None:
    book = make_book(MILL.replace("sluice.", "sluice.[^tr-sluice]"), {"manuscript/notes.md": NOTES})
    locale(book, "add", "es")
    text = (book / "translations/es/notes.md").read_text("utf-8")
    assert "<!-- en\n[^tr-sluice]: A gate of oak.\n-->" in text


def test_what_a_language_lacks_is_said_and_where_to_add_it(mill: Path) -> None:
    said = locale(mill, "add", "tlh")
    assert "samizdat/locales/tlh.toml" in said
    assert "no dictionary divides the words of tlh" in said


def test_a_translation_is_not_begun_twice_nor_in_no_language(mill: Path) -> None:
    locale(mill, "add", "es")
    for words, said in (
        (("add", "es"), "translations/es is there already"),
        (("add", "e s"), "e s is no language tag"),
        (("add", "en"), "en is the language of the source"),
        (("status", "fr"), "there is no folder translations/fr"),
        (("accept", "es", "0000"), "0000 names no passage"),
        (("accept", "es", "--all-in", "nothing.md"), "no passage of the translation is in nothing"),
    ):
        done = samizdat("locale", *words, cwd=mill)
        assert done.returncode == 2
        assert said in done.stderr


def test_nothing_is_written_outside_the_book(mill: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (mill / "translations").symlink_to(outside, target_is_directory=True)
    done = samizdat("locale", "add", "es", cwd=mill)
    assert done.returncode == 2
    assert "translations leads out of the book" in done.stderr
    (outside / "es").mkdir()
    assert samizdat("locale", "status", "es", cwd=mill).returncode == 2
    assert [path.name for path in outside.rglob("*")] == ["es"]


# --- what is shown meanwhile ----------------------------------------------------------------------


def test_what_is_not_translated_is_shown_in_the_sources_language_in_its_place(mill: Path) -> None:
    locale(mill, "add", "es")
    write(
        mill,
        "translations/es/manuscript.md",
        "# El molino\n\n```\nmiller --open\n```\n\n[^flood]: El agua estuvo nueve días.\n",
    )
    book = prepared(mill)
    (chapter,) = book.chapters
    shown = text([chapter.heading, chapter.blocks])
    order = ["El molino", "took its wheel away", "Its owner", "opened the sluice", "miller --open"]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    marked = [
        text(element)
        for element in walk(chapter.blocks, "Div", "Span")
        if ["lang", "en"] in element["c"][0][2] and "untranslated" in element["c"][0][1]
    ]
    assert len(marked) == 3
    (note,) = book.notes
    assert text(note.blocks).strip() == "El agua estuvo nueve días."


def test_a_fault_in_what_was_filled_in_is_told_where_it_was_written(mill: Path) -> None:
    locale(mill, "add", "es")
    change(mill, "manuscript/manuscript.md", "[the mill](#mill)", "[the mill](#gone)")
    found = json.loads(samizdat("check", mill, "--format", "json", "--only", "LK003").stdout)
    assert {(one["path"], one["line"]) for one in found} == {("manuscript/manuscript.md", 7)}


def test_without_a_ledger_nothing_is_put_into_a_translation(mill: Path) -> None:
    write(mill, "translations/es/manuscript.md", "# El molino\n\nUna edición propia.\n")
    assert "Nobody" not in text([c.blocks for c in prepared(mill).chapters])


def test_notes_of_the_source_are_taken_as_far_as_the_translation_calls_them(
    make_book: MakeBook,
) -> None:
    notes = NOTES + "\n[^tr-mill]: A mill for corn.\n"
    book = make_book(
        "# A\n\nThe sluice[^tr-sluice] of the mill.[^tr-mill]\n",
        {
            "manuscript/notes.md": notes,
            "translations/es/manuscript.md": "# A\n\nLa compuerta[^tr-sluice] de roble.[^tr-es]\n",
            "translations/es/notes.md": "[^tr-es]: Una nota de la traductora.\n",
        },
    )
    said = {note.label: text(note.blocks).strip() for note in prepared(book).notes}
    assert said == {"tr-sluice": "A gate of oak.", "tr-es": "Una nota de la traductora."}


@pytest.mark.slow
def test_a_draft_shows_what_is_not_translated_and_a_release_does_not(
    mill: Path, tmp_path: Path
) -> None:
    locale(mill, "add", "es")
    for name, more in (("draft", ["--draft"]), ("release", ["--unvalidated"])):
        done = samizdat("build", mill, "--out", tmp_path / name, "--edition", "web", *more)
        assert done.returncode == 0, done.stdout + done.stderr
    pages = {
        n: (tmp_path / n / "es/a-small-book-es.html").read_text() for n in ("draft", "release")
    }
    assert all('class="untranslated" lang="en"' in page for page in pages.values())
    assert "div.untranslated" in pages["draft"]
    assert "div.untranslated" not in pages["release"]


# --- ids ------------------------------------------------------------------------------------------


def test_headings_and_pictures_have_the_ids_of_the_source(make_book: MakeBook) -> None:
    book = make_book(
        "# The mill\n\nText.\n\n## Its owner {#owner}\n\n![A wheel.](wheel.svg){#fig-wheel}\n",
        {
            "manuscript/wheel.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
            "translations/es/manuscript.md": "# El molino\n\nTexto. [Véase](#el-molino).\n\n"
            "## Su dueña\n\n![Una rueda.](wheel.svg)\n\nVéase [la dueña](#owner).\n",
        },
    )
    (chapter,) = prepared(book).chapters
    assert chapter.id == "the-mill"
    (heading,) = walk(chapter.blocks, "Header")
    assert heading["c"][1][0] == "owner"
    (figure,) = walk(chapter.blocks, "Figure")
    assert figure["c"][0][0] == "fig-wheel"
    assert [link["c"][2][0] for link in walk(chapter.blocks, "Link")] == ["#the-mill", "#owner"]


def test_a_heading_of_the_translations_own_keeps_its_own_id(mill: Path) -> None:
    write(
        mill,
        "translations/es/manuscript.md",
        MOLINO.replace(
            "## Su dueña", "## A la edición española\n\nUn prólogo breve.\n\n## Su dueña"
        ),
    )
    headings = list(walk(prepared(mill).chapters[0].blocks, "Header"))
    assert [h["c"][1][0] for h in headings] == ["a-la-edición-española", "its-owner"]


# --- the ledger -----------------------------------------------------------------------------------


def test_a_translation_written_below_its_comments_goes_into_the_ledger(mill: Path) -> None:
    locale(mill, "add", "es")
    path = "translations/es/manuscript.md"
    change(mill, path, "# The mill {#mill}\n-->\n", "# The mill {#mill}\n-->\n\n# El molino\n")
    told = status(mill)
    assert told["rows"][0]["now"].startswith("The mill stood")
    ledger = json.loads((mill / "translations/es/ledger.json").read_text("utf-8"))
    assert [entry["text"] for entry in ledger["entries"]] == ["# The mill {#mill}"]
    # The comment may go now; the ledger knows.
    write(
        mill, path, re.sub(r"<!-- en\n.*?-->\n", "", (mill / path).read_text("utf-8"), flags=re.S)
    )
    assert status(mill)["rows"] == told["rows"]


def test_a_complete_translation_is_clean_and_its_ledger_is_written_once(mill: Path) -> None:
    book = translated(mill)
    ledger = (book / "translations/es/ledger.json").read_bytes()
    assert states(book) == []
    assert status(book)["share"] == 100
    assert (book / "translations/es/ledger.json").read_bytes() == ledger


def test_every_passage_knows_its_fellow(mill: Path) -> None:
    book = translated(mill)
    lines = [1, 3, 5, 7, 13]
    assert [(pair["source"], pair["translation"]) for pair in status(book)["pairs"]] == [
        ([f"manuscript/manuscript.md:{line}"], [f"translations/es/manuscript.md:{line}"])
        for line in lines
    ]


def test_two_files_of_one_name_are_refused_before_anything_is_written(make_book: MakeBook) -> None:
    text = "# A\n\nText.\n"
    facts = FACTS + "manuscript: [one/a.md, two/a.md]\n"
    book = make_book(None, {"metadata.yaml": facts, "one/a.md": text, "two/a.md": text})
    done = samizdat("locale", "add", "es", cwd=book)
    assert done.returncode == 2
    assert "several files of the manuscript are called a.md" in done.stderr
    assert not (book / "translations").exists()


def test_a_change_of_the_source_is_shown_word_by_word_until_it_is_accepted(mill: Path) -> None:
    book = translated(mill)
    change(book, "manuscript/manuscript.md", "opened the sluice", "broken the sluice")
    said = locale(book, "status", "es")
    assert "changed" in said
    assert "manuscript/manuscript.md:7  translations/es/manuscript.md:7" in said
    assert "[-opened-] {+broken+}" in said
    assert locale(book, "status", "es") == said, "it stays until somebody has looked at it"
    (row,) = status(book)["rows"]
    locale(book, "accept", "es", row["block"])
    assert states(book) == []


def test_a_paragraph_in_the_middle_makes_one_row(mill: Path) -> None:
    book = translated(mill)
    change(book, "manuscript/manuscript.md", "## Its owner", "A new paragraph.\n\n## Its owner")
    assert states(book) == [("new", ["manuscript/manuscript.md:5"])]


def test_what_moved_split_joined_or_went_is_told_as_that(mill: Path) -> None:
    paragraphs = [
        "The price of timber rose in the spring of that year.",
        "A letter from the owner was found under the floor. It names a sum that nobody had.",
        "We printed two hundred copies on a hand press.",
        "They were folded at the kitchen table.",
        "The last one was sold to a schoolmaster.",
    ]
    spanish = [
        "El precio de la madera subió en la primavera de aquel año.",
        "Bajo el suelo se halló una carta de la dueña. Nombra una suma que nadie tenía.",
        "Imprimimos doscientos ejemplares en una prensa de mano.",
        "Se plegaron en la mesa de la cocina.",
        "El último se vendió a un maestro de escuela.",
    ]
    write(mill, "manuscript/manuscript.md", "# Prices\n\n" + "\n\n".join(paragraphs) + "\n")
    write(mill, "translations/es/manuscript.md", "# Precios\n\n" + "\n\n".join(spanish) + "\n")
    locale(mill, "adopt", "es", "--yes")
    one, two, three, four, five = paragraphs
    halves = two.replace(". ", ".\n\n", 1)
    write(mill, "manuscript/manuscript.md", f"# Prices\n\n{halves}\n\n{three} {four}\n\n{one}\n")
    assert sorted(state for state, _ in states(mill)) == ["gone", "joined", "moved", "split"]
    locale(mill, "accept", "es", "--all-in", "manuscript.md")
    assert states(mill) == []
    assert five not in (mill / "translations/es/ledger.json").read_text("utf-8")


def test_words_that_come_again_stay_with_their_neighbours(mill: Path) -> None:
    def rules(*names: str, word: str) -> str:
        parts = [f"## {name}\n\n{word}:\n\n    code {name}" for name in names]
        return "\n\n".join(parts) + "\n"

    names = ("Glass", "Thread", "Needle", "Paste", "Awl")
    spanish = ("Vidrio", "Hilo", "Aguja", "Engrudo", "Lezna")
    write(mill, "manuscript/manuscript.md", rules(*names, word="With the fault"))
    write(mill, "translations/es/manuscript.md", rules(*spanish, word="Con la falta"))
    locale(mill, "adopt", "es", "--yes")
    source = (mill / "manuscript/manuscript.md").read_text("utf-8")
    parts = source.split("With the fault:")
    source = (
        "With the fault:".join(parts[:3])
        + "With the fault, here:"
        + "With the fault:".join(parts[3:])
    )
    write(mill, "manuscript/manuscript.md", source)
    (row,) = status(mill)["rows"]
    assert row["state"] == "changed"
    assert row["source"] == ["manuscript/manuscript.md:15"]
    assert row["translation"] == ["translations/es/manuscript.md:15"]
    change(
        mill, "translations/es/manuscript.md", "## Aguja\n\nCon la falta:", "## Aguja\n\nCon ella:"
    )
    assert status(mill)["rows"][0]["translation"] == ["translations/es/manuscript.md:15"]
    locale(mill, "accept", "es", row["block"])
    assert states(mill) == []


def test_a_passage_can_be_named_by_its_file_and_line(mill: Path) -> None:
    book = translated(mill)
    change(book, "manuscript/manuscript.md", "opened the sluice", "broken the sluice")
    locale(book, "accept", "es", "translations/es/manuscript.md:7")
    assert states(book) == []


def test_a_corrected_translation_is_not_stale(mill: Path) -> None:
    book = translated(mill)
    change(book, "translations/es/manuscript.md", "quiso decir", "supo decir")
    assert states(book) == []


def test_a_stale_passage_that_was_written_anew_stays_stale_until_it_is_accepted(mill: Path) -> None:
    book = translated(mill)
    change(book, "manuscript/manuscript.md", "opened the sluice", "broken the sluice")
    change(book, "translations/es/manuscript.md", "había abierto", "había roto")
    change(book, "manuscript/manuscript.md", "nine days", "ten days")
    change(book, "translations/es/manuscript.md", "nueve días", "diez días")
    for _ in range(2):
        assert [state for state, _ in states(book)] == ["changed", "changed"]
    locale(book, "accept", "es", "--all-in", "translations/es/manuscript.md")
    assert states(book) == []


def test_a_ledger_that_can_not_be_read_is_a_finding_at_its_line(mill: Path) -> None:
    book = translated(mill)
    change(book, "translations/es/ledger.json", '"version"', "<<<<<<< ours\n")
    done = samizdat("check", book)
    assert done.returncode == 1
    assert re.search(r"translations/es/ledger\.json:\d+:1: TR002", done.stdout)
    assert "Traceback" not in done.stdout + done.stderr


def test_the_page_of_the_translations_shows_both_sides(mill: Path) -> None:
    book = translated(mill)
    change(book, "manuscript/manuscript.md", "opened the sluice", "broken the sluice")
    locale(book, "status")
    page = (book / ".build/translations.html").read_text("utf-8")
    assert "<del>opened </del><ins>broken </ins>" in page
    assert "quién había abierto la compuerta" in page
    assert "Español" in page or "español" in page


# --- how strict, and how much ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parity", "expected"),
    [("strict", {"TR005", "TR010"}), ("loose", {"TR005"}), ("free", set())],
)
def test_how_strict_the_comparison_is_follows_the_locale(
    parity: str, expected: set[str], mill: Path
) -> None:
    text = MOLINO.replace("[^flood]\n", "\n").replace("1931", "1913").partition("[^flood]:")[0]
    write(mill, "translations/es/manuscript.md", text)
    write(mill, "translations/es/metadata.yaml", f"parity: {parity}\n")
    found = json.loads(samizdat("check", mill, "--format", "json", "--only", "TR").stdout)
    assert {one["code"] for one in found} == expected


def test_too_small_a_share_stops_that_language_alone(mill: Path, tmp_path: Path) -> None:
    locale(mill, "add", "es")
    write(mill, "translations/es/metadata.yaml", "share: 50\n")
    done = samizdat("build", mill, "--out", tmp_path / "out", "--edition", "text")
    assert done.returncode == 1
    assert "0% of the words are done, and 50% are asked for" in done.stdout
    assert [path.name for path in (tmp_path / "out").iterdir() if path.is_dir()] == ["en"]


def test_a_broken_file_stops_its_language_and_the_others_are_released(
    mill: Path, tmp_path: Path
) -> None:
    write(mill, "translations/es/manuscript.md", MOLINO)
    (mill / "translations/fr").mkdir()
    (mill / "translations/fr/manuscript.md").write_bytes(b"# Le moulin\n\nUn \xff texte.\n")
    done = samizdat("build", mill, "--out", tmp_path / "out", "--edition", "text")
    assert done.returncode == 1
    assert "translations/fr/manuscript.md:3:4: TX002" in done.stdout
    folders = [path.name for path in (tmp_path / "out").iterdir() if path.is_dir()]
    assert sorted(folders) == ["en", "es"]


def test_a_new_language_in_a_built_book_builds_that_language_alone(
    mill: Path, tmp_path: Path
) -> None:
    build = ("build", mill, "--out", tmp_path / "out", "--edition", "text")
    assert samizdat(*build).returncode == 0
    write(mill, "translations/es/manuscript.md", MOLINO)
    done = samizdat(*build)
    assert done.returncode == 0, done.stdout
    tasks = set(re.findall(r"^(\w+:\w+)$", done.stdout, re.MULTILINE))
    assert {task.partition(":")[2] for task in tasks} == {"es"}


def test_a_language_can_be_built_alone_and_has_the_ids_of_the_source(
    mill: Path, tmp_path: Path
) -> None:
    write(mill, "translations/es/manuscript.md", MOLINO)
    done = samizdat(
        "build",
        mill,
        "--out",
        tmp_path / "out",
        "--locale",
        "es",
        "--edition",
        "web",
        "--unvalidated",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "out/es/a-small-book-es.html").read_text("utf-8")
    assert 'id="its-owner"' in page
    assert not (tmp_path / "out/en").exists()


def test_styles_of_a_translation_come_behind_those_of_the_book(mill: Path, tmp_path: Path) -> None:
    write(mill, "styles/web.css", "p { color: #111 }\n")
    write(mill, "translations/es/manuscript.md", MOLINO)
    write(mill, "translations/es/styles/web.css", "p { color: #222 }\n")
    done = samizdat("build", mill, "--out", tmp_path / "out", "--edition", "web", "--unvalidated")
    assert done.returncode == 0, done.stdout + done.stderr
    pages = [(tmp_path / f"out/{one}/a-small-book-{one}.html").read_text() for one in ("en", "es")]
    assert "#222" not in pages[0]
    assert pages[1].index("#111") < pages[1].index("#222")


def test_metadata_come_from_the_source_key_by_key(mill: Path) -> None:
    write(mill, "metadata.yaml", FACTS + "publisher: A Press\nsubtitle: A tale\n")
    write(mill, "translations/es/metadata.yaml", "title: El molino\n")
    shutil.copytree(mill / "translations/es", mill / "translations/pt")
    facts = read_source(mill, "es").metadata
    assert (facts.title, facts.subtitle, facts.publisher) == ("El molino", "A tale", "A Press")


def test_a_picture_of_the_same_name_takes_the_place_of_the_sources(make_book: MakeBook) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 {0}" width="9" height="{0}"/>'
    book = make_book(
        "# A\n\n![A wheel.](images/wheel.svg)\n\n![A gate.](images/gate.svg)\n",
        {
            "manuscript/images/wheel.svg": drawing.format(1),
            "manuscript/images/gate.svg": drawing.format(2),
            "translations/es/manuscript.md": "# A\n\n![Una rueda.](images/wheel.svg)\n\n"
            "![Una compuerta.](images/gate.svg)\n",
            "translations/es/images/wheel.svg": drawing.format(3),
        },
    )
    images = {image.target: image for image in prepared(book).images}
    assert images["images/wheel.svg"].path == "translations/es/images/wheel.svg"
    assert images["images/gate.svg"].path == "manuscript/images/gate.svg"


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made the Unix way")
@pytest.mark.parametrize(("answer", "kept"), [("y", True), ("n", False)])
def test_at_a_terminal_adopt_asks_about_what_it_is_not_sure_of(
    answer: str, kept: bool, make_book: MakeBook
) -> None:
    book = make_book("# A\n\nOne line of six plain words.\n\nA letter from 1931.\n\nThe end.\n")
    write(book, "translations/es/manuscript.md", "# A\n\nUna línea.\n\nFin.\n")
    _, said = at_a_terminal("locale", "adopt", "es", answers=[answer] * 5, cwd=book)
    assert "are they fellows?" in said
    ledger = json.loads((book / "translations/es/ledger.json").read_text("utf-8"))
    texts = [entry["text"] for entry in ledger["entries"]]
    assert ("A letter from 1931." in texts) == kept


@pytest.mark.slow
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_in_the_page_of_the_translations(
    browser: Browser, mill: Path, size: tuple[int, int], scheme: Scheme
) -> None:
    book = translated(mill)
    change(book, "manuscript/manuscript.md", "opened the sluice", "broken the sluice")
    write(book, "translations/ar/manuscript.md", "# الطاحونة\n\nكانت الطاحونة على النهر.\n")
    locale(book, "status")
    with opened(browser, book / ".build/translations.html", size, scheme) as page:
        assert violations(page) == []
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0]
