"""The page of an import: what is to be looked at, the steps, the words, and both texts."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser

from samizdat import import_report
from samizdat.importing.aligned import Row, rows
from samizdat.importing.cleaning import Step
from samizdat.importing.edits import Edit
from samizdat.importing.run import Import, as_json
from samizdat.importing.traced import TracedText

from .browser import DESKTOP, PHONE, Scheme, opened, violations
from .imported_book import TEXT, edits, imported

QUOTES = Step("quotes", "quotes of the language", edits('"([^"]*)"', r"“\1”", "straight quotes"))


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    return imported(tmp_path, monkeypatch)


def tree_of(done: Import) -> Any:
    """The page as a browser has it, after a look at what must be true of each."""
    page = import_report.page(done)
    tree = html.fromstring(page)
    assert not list(tree.iter("script", "link", "iframe", "object", "form", "img"))
    assert not re.search(r"url\(|@import|https?:", page)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    for element in tree.iter("a"):
        assert str(element.get("href")).removeprefix("#") in ids, "a link within the page"
    return tree


def texts(tree: Any, path: str) -> list[str]:
    return [" ".join("".join(element.itertext()).split()) for element in tree.xpath(path)]


def sides(tree: Any) -> list[tuple[str, str]]:
    """The changed rows: what came in, and what became of it."""
    return [
        (texts(row, "*[@class='both']/div[1]")[0], texts(row, "*[@class='both']/div[2]")[0])
        for row in tree.xpath("//article[starts-with(@class, 'row')]")
    ]


# --- what is shown --------------------------------------------------------------------------------


def test_the_head_tells_what_came_in_and_what_it_says_of_the_book(lock: Import) -> None:
    tree = tree_of(lock)
    assert texts(tree, "//h1") == ["The Lock Keeper"]
    assert texts(tree, "//*[@class='count']") == ["7 changes were made, 4 places are to look at."]
    assert texts(tree, "//*[@class='files']/li") == ["lock.txt"]
    assert texts(tree, "//*[@class='facts']//tr") == ["titleThe Lock Keeper", "languageen"]


def test_what_was_not_sure_comes_first_by_step_and_leads_to_its_row(lock: Import) -> None:
    tree = tree_of(lock)
    sections = [section.get("id") for section in tree.iter("section")]
    assert sections == ["to-look-at", "steps", "words", "side-by-side"]
    assert texts(tree, "//section[@id='to-look-at']/h3/text()[1]/..") == [
        "reading the files",
        "covers what stood on the cover goes",
        "names names are spelt in one way",
        "brackets brackets are looked at",
    ]
    assert texts(tree, "//section[@id='to-look-at']//*[@class='place']") == [
        f"lock.txt:{line}" for line in (1, 3, 16, 20)
    ]
    (likely, doubtful) = tree.xpath("//article[starts-with(@id, 'change-')]")
    assert texts(likely, ".//*[@class='level']") == ["done, and likely right"]
    assert texts(likely, ".//del") == ["Inside Cover. Printed at the lock."]
    assert texts(doubtful, ".//*[@class='level']") == ["only proposed"]
    assert texts(doubtful, ".//*[@class='words']") == ["He was called Figs Figes by the bargemen."]
    assert texts(doubtful, ".//del | .//ins") == ["Figs", "Figes"]
    (row,) = tree.xpath(f"//*[@id='{doubtful.xpath('.//a/@href')[0][1:]}']")
    assert "He was called Figs by the bargemen." in "".join(row.itertext())
    assert row.xpath(f".//a[@href='#{doubtful.get('id')}']"), "and the row leads back"


def test_a_remark_has_its_words_and_its_hint(lock: Import) -> None:
    (remark,) = tree_of(lock).xpath(
        "//article[contains(., 'a bracket without')][@class='doubt asked']"
    )
    assert texts(remark, ".//*[@class='words']") == ["[and nobody knows more]"]
    assert texts(remark, ".//*[@class='hint']") == ["Hint sign it"]


def test_the_sure_changes_are_folded_below_their_step(lock: Import) -> None:
    tree = tree_of(lock)
    assert texts(tree, "//*[@id='steps']//h3") == [
        f"{name} 1 change{', 1 of them above' if name == 'covers' else ''}"
        for name in ("matter", "covers", "pages", "unwrap", "join", "notes", "quotes")
    ]
    assert texts(tree, "//*[@class='explained idle']") == ["Changed nothing: names, brackets."]
    assert not tree.xpath("//*[@id='steps']//details[@open]")
    (quotes,) = tree.xpath("//details[contains(summary, 'straight quotes')]")
    assert texts(quotes, ".//del | .//ins") == ['"Nobody passes,"', "“Nobody passes,”"]


def test_ends_of_lines_and_paragraphs_that_went_are_seen(lock: Import) -> None:
    tree = tree_of(lock)
    (unwrapped,) = tree.xpath("//details[contains(summary, 'a line that was cut')]")
    assert texts(unwrapped, ".//*[@class='words']") == [
        "The keeper wrote down each boat that came ↵ through the lock, and each boat that …"
    ]
    assert texts(unwrapped, ".//del") == ["↵"]
    (joined,) = tree.xpath("//details[contains(summary, 'the sentence goes on')]")
    assert texts(joined, ".//del") == ["¶"]


def test_spaces_that_differ_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = Step("spaces", "spaces", edits("(?<=12) (?=km)", "\u00a0", "a unit stays close"))
    tree = tree_of(imported(tmp_path, monkeypatch, "It is 12 km from here.\n", (step,)))
    assert texts(tree, "//*[@id='steps']//del | //*[@id='steps']//ins") == ["12␣km", "12⍽km"]


def test_the_words_add_up(lock: Import) -> None:
    rows = texts(tree_of(lock), "//*[@class='account']//tr")
    assert rows == [
        "came in94",
        "taken out−7",
        "moved to metadata.yaml−3",
        "signatures taken off notes−3",
        "are in the book folder81",
        "of these in manuscript.md76",
        "and moved to notes.md5",
    ]


def test_respelt_words_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = Step("names", "names", edits("to day", "today", "one word", "respelt"))
    tree = tree_of(imported(tmp_path, monkeypatch, "It is to day.\n", (step,)))
    assert "respelt: 2 became 1−1" in texts(tree, "//*[@class='account']//tr")


# --- side by side ---------------------------------------------------------------------------------


def test_each_block_stands_beside_what_it_came_from(lock: Import) -> None:
    tree = tree_of(lock)
    assert sides(tree) == [
        ("The Lock Keeper", "moved to metadata.yaml"),
        ("Inside Cover. Printed at the lock.", "taken out"),
        (
            "The water stood low that year, and the 17 barges waited for rain [the Long Wait of "
            "1911. Translator's note] until the autumn.",
            "The water stood low that year, and the barges waited for rain[^wait] until the "
            "autumn.notes.md:1 [^wait]the Long Wait of 1911",
        ),
        ("He was called Figs by the bargemen.",) * 2,
        (
            '"Nobody passes," he said, and he said so <script>alert(1)</script> often.',
            "“Nobody passes,” he said, and he said so <script>alert(1)</script> often.",
        ),
        ("The last page is torn [and nobody knows more].",) * 2,
    ]
    (joined,) = tree.xpath("//article[starts-with(@class, 'row')][contains(., 'barges waited')]")
    assert texts(joined, ".//del") == ["17", "[", ". Translator's note"]
    assert texts(joined, ".//*[@class='moved']") == ["the Long Wait of 1911"]
    assert texts(joined, ".//ins") == ["[^wait"]
    assert texts(joined, ".//*[@class='causes']/li") == [
        "pages a page's number",
        "join the sentence goes on",
        "notes the bracket is signed",
    ]
    assert texts(joined, "*[@class='head']") == ["lock.txt:10 manuscript.md:5"]


def test_what_came_as_it_is_is_folded_and_long_paragraphs_are_cut(lock: Import) -> None:
    tree = tree_of(lock)
    assert texts(tree, "//details[@class='same']/summary") == [
        "2 paragraphs as they came 1 of them with other line ends or spaces",
        "1 paragraph as it came",
    ]
    assert texts(tree, "//details[@class='same']//li") == [
        "1 # The lock",
        "3 The keeper wrote down each boat that came through the lock, and each boat … a book of "
        "two hundred leaves.",
        "13 Nobody has looked for the other half.",
    ]


def test_a_paragraph_that_was_parted_is_shown_as_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = Step("parted", "parted", edits(r"(?<=one\.) ", "\n\n", "two paragraphs"))
    tree = tree_of(imported(tmp_path, monkeypatch, "Here is one. And two.\n", (step,)))
    assert sides(tree) == [("Here is one.", "Here is one."), ("And two.", "And two.")]


def test_the_texts_have_the_language_and_direction_of_the_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = imported(tmp_path, monkeypatch, 'كتب الحارس "كل قارب" عبر.\n', (QUOTES,), "ar")
    cells = tree_of(done).xpath("//*[@lang='ar'][@dir='rtl']")
    assert len(cells) == 3, "an example, and both sides of the row"


def test_hidden_characters_have_names_where_they_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = Step("hidden", "hidden", edits("\u200b", "", "nobody sees it", "respelt"))
    tree = tree_of(imported(tmp_path, monkeypatch, "A lo\u200bck\u202e here.\n", (step,)))
    assert sides(tree) == [("A loU+200Bck\ufffd here.", "A lock\ufffd here.")]


def aligned(source: str, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    """The rows of a source with these words in the place of those."""
    traced = TracedText.of(source)
    for number, (old, new) in enumerate(changes):
        start = traced.text.index(old)
        traced = traced.edited([(Edit(start, start + len(old), new, ""), number)])
    found = rows(source, traced)
    assert "".join(source[row.start : row.end] for row in found) == source
    return [
        (source[row.start : row.end].strip(), traced.text[row.first : row.last]) for row in found
    ]


def test_rows_are_the_whole_source_and_nothing_stands_beside_what_is_not_its_own() -> None:
    source = "\nA title\n\nOne one.\nTwo two.\n\n9\n\nThree three.\n\nLast words.\n"
    assert aligned(source) == [
        ("A title", "\nA title"),
        ("One one.\nTwo two.", "One one.\nTwo two."),
        ("9", "9"),
        ("Three three.", "Three three."),
        ("Last words.", "Last words.\n"),
    ]
    assert aligned(source, ("A title", ""), ("9\n\n", ""), ("Last words.", "")) == [
        ("A title", ""),
        ("One one.\nTwo two.", "One one.\nTwo two."),
        ("9", ""),
        ("Three three.", "Three three."),
        ("Last words.", ""),
    ]
    assert aligned(source, ("A title", "# A Title Page"), ("\nTwo two.", ""), ("three.", "3.")) == [
        ("A title", "\n# A Title Page"),
        ("One one.\nTwo two.", "One one."),
        ("9", "9"),
        ("Three three.", "Three 3."),
        ("Last words.", "Last words.\n"),
    ]
    assert aligned("One.\nTwo.\n3\nFour.\n", (".\nTwo.\n3\n", ".\n\n")) == [
        ("One.", "One."),
        ("Two.\n3", ""),
        ("Four.", "Four.\n"),
    ]
    assert aligned("All goes.\n\nThat too.\n", ("All goes.\n\nThat too.\n", "")) == [
        ("All goes.", ""),
        ("That too.", ""),
    ]
    assert rows("", TracedText.of("")) == []
    assert rows("Words.", TracedText.of("Words.")) == [Row(0, 6, 0, 6)]


# --- for programs ---------------------------------------------------------------------------------


def test_the_json_tells_where_in_the_book_each_change_is(lock: Import) -> None:
    told = json.loads(as_json(lock))
    assert told["files"] == ["lock.txt"]
    assert told["words"]["came-in"] == 94
    written = {path: content.decode().split("\n") for path, content in lock.files.items()}

    def line(step: str) -> str:
        (one,) = [one for one in told["changes"] if one["step"] == step]
        return str(written[one["result-path"]][one["result-line"] - 1])

    assert line("covers") == "# The lock", "what follows"
    assert line("join").startswith("The water stood low that year, and the barges")
    assert line("notes") == "[^wait]: the Long Wait of 1911"
    assert line("names") == "He was called Figs by the bargemen."
    assert line("quotes").startswith("“Nobody passes,”")
    (remark,) = [one for one in told["remarks"] if one["step"]]
    assert (remark["step"], remark["line"], remark["result-line"]) == ("brackets", 20, 11)
    assert remark["result-path"] == "manuscript/manuscript.md"


def test_the_same_import_is_told_in_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (imported(tmp_path, monkeypatch) for _ in range(2))
    assert import_report.page(one) == import_report.page(two)
    assert as_json(one) == as_json(two)


# --- a long book ----------------------------------------------------------------------------------

SENTENCE = 'the keeper wrote "each boat" that came through,\nand sent it back in a book of'


def test_the_page_of_a_long_book_is_small_and_soon_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n\n".join(f"{number} {SENTENCE * 6}." for number in range(2000)) + "\n"
    assert len(text.split()) > 180_000
    unwrap = Step("unwrap", "lines", edits(r"(?<=,)\n", " ", "a line"))
    done = imported(tmp_path, monkeypatch, text, (unwrap, QUOTES))
    assert len(done.revision.changes) == 24_000
    started = time.perf_counter()
    page = import_report.page(done)
    assert time.perf_counter() - started < 4, "about one second"
    assert len(page.encode()) < 10_000_000
    tree: Any = html.fromstring(page)
    assert len(tree.xpath("//*[@class='examples']/li")) == 2 * import_report.EXAMPLES
    assert page.count("And 11,950 more, which") == 2


def test_of_very_many_unsure_changes_the_list_shows_some_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = Step("names", "names", edits("Figs", "Figes", "one name", certainty="doubtful"))
    tree = tree_of(imported(tmp_path, monkeypatch, "Figs.\n\n" * 300, (step,)))
    assert len(tree.xpath("//article[starts-with(@id, 'change-')]")) == import_report.MOST
    assert texts(tree, "//*[@class='explained']")[0] == "100 more are marked in the text below."


# --- in a browser ---------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_axe_finds_no_fault_in_the_page_of_an_import(
    browser: Browser, lock: Import, tmp_path: Path, size: tuple[int, int], scheme: Scheme
) -> None:
    file = tmp_path / "report.html"
    file.write_text(import_report.page(lock), "utf-8")
    with opened(browser, file, size, scheme) as page:
        assert violations(page) == []
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.slow
def test_the_two_texts_stand_beside_each_other_and_on_a_phone_below(
    browser: Browser, lock: Import, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    file.write_text(import_report.page(lock), "utf-8")
    for size, is_beside in ((DESKTOP, True), (PHONE, False)):
        with opened(browser, file, size) as page:
            one, two = (page.locator(".row .both > div").nth(n).bounding_box() for n in (0, 1))
            assert one
            assert two
            assert (one["y"] == two["y"], one["x"] < two["x"]) == (is_beside, is_beside)


@pytest.mark.slow
def test_a_line_without_a_space_does_not_widen_the_page(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = TEXT.replace('"Nobody passes,"', f'"{"w" * 3000}" <https://example.org/{"a" * 900}>')
    file = tmp_path / "report.html"
    file.write_text(import_report.page(imported(tmp_path, monkeypatch, long)), "utf-8")
    with opened(browser, file, PHONE) as page:
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
