"""What a release tells of its changes: a page, a feed, and what is kept of those before."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from playwright.sync_api import Browser

from samizdat import validators
from samizdat.releases.changes import history as histories
from samizdat.releases.changes.history import History, UnreadableHistoryError
from samizdat.releases.changes.news import files
from samizdat.releases.changes.page import MOST
from samizdat.releases.changes.told import Passage, ToldChapter, ToldNote, ToldRelease, told
from samizdat.releases.release import Language, Person, Release

from .browser import DESKTOP, PHONE, Scheme, opened, violations
from .told_releases import DAY, release

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"

FIRST = release(
    "1.0.0",
    en="The keeper opened the weir.\nNobody asked him why he did so.\nIt was cold.",
    ar="فتح الحارس السد في أول أيار.\nلم يسأله أحد.",
)
SECOND = release(
    "1.1.0",
    en="The keeper shut the weir.\nIt was cold.\nThe boats lay still for nine weeks.",
    ar="أغلق الحارس السد في أول أيار.\nلم يسأله أحد.",
    fr="Le gardien ferma la vanne.",
)


def facts(about: ToldRelease, **others: Any) -> Release:
    """The release.json of a release, as far as it matters here; `others` are of its language."""
    language = Language(
        locale="en",
        name="English",
        title=about.title,
        creators=(Person(name="Ana Pressa"), Person(name="Berta Lee", role="translator")),
        version=about.version,
        modified=about.modified,
        words=1,
        digest="0" * 64,
        **others,
    )
    return Release(
        title=about.title,
        slug="a-book",
        language="en",
        identifier="urn:isbn:9780000000002",
        version=about.version,
        modified=about.modified,
        languages=(language,),
    )


def written(release: ToldRelease, history: History) -> tuple[Any, Any]:
    """The page and the feed, as a browser and a reader of feeds have them."""
    made = files(facts(release), release, history)
    assert list(made) == ["changes.html", "changes.atom"]
    return html.fromstring(made["changes.html"].decode()), etree.fromstring(made["changes.atom"])


def texts(tree: Any, path: str) -> list[str]:
    return [" ".join("".join(element.itertext()).split()) for element in tree.xpath(path)]


SINCE_FIRST = History().after(FIRST, "1.1.0")

# --- the page -------------------------------------------------------------------------------------


def test_the_first_release_says_that_it_is_the_first() -> None:
    page, feed = written(FIRST, History())
    assert texts(page, "//header/p[@class='first']") == ["This is the first release."]
    assert not page.xpath("//article")
    assert [one.text for one in feed.iter(f"{ATOM}summary")] == ["This is the first release."]


def test_each_language_is_told_in_its_own_words_and_direction() -> None:
    page, _ = written(SECOND, SINCE_FIRST)
    sections = page.xpath("//section[@class='language']")
    assert [(one.get("lang"), one.get("dir")) for one in sections] == [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("fr", "ltr"),
    ]
    assert texts(sections[0], ".//h2") == ["English"]
    assert texts(sections[0], ".//dl/div") == ["Words added8", "Words removed8"]
    assert texts(sections[1], ".//dt") == ["كلمات أضيفت", "كلمات حُذفت"]
    assert texts(sections[2], ".//h2") == ["Français Nouveau"]


def test_words_that_came_and_went_are_marked_and_said_to_those_who_hear_them() -> None:
    page, _ = written(SECOND, SINCE_FIRST)
    (changed,) = page.xpath("//section[@id='en']//div[@class='change changed']")
    assert texts(changed, ".//del") == ["[Removed: opened]"]
    assert texts(changed, ".//ins") == ["[New: shut]"]
    hidden = changed.xpath(".//span[@class='unseen']/text()")
    assert "".join(hidden).split() == ["[Removed:", "]", "[New:", "]"]
    (new,) = page.xpath("//section[@id='en']//div[@class='change new']")
    assert texts(new, ".//ins") == ["The boats lay still for nine weeks."], "its label says so"


def test_whatever_the_book_says_stays_text() -> None:
    evil = release("1.1.0", en="<script>alert(1)</script> & \u202e the keeper.\nIt was cold.")
    page, feed = written(replace(evil, title="<b>A</b>"), SINCE_FIRST)
    assert not list(page.iter("script", "b", "iframe", "img"))
    assert texts(page, "//h1") == ["<b>A</b>"]
    assert "\u202e" not in "".join(page.itertext())
    assert feed.findtext(f"{ATOM}title") == "<b>A</b>: What changed"


def test_of_very_many_changes_the_first_are_shown_and_the_others_counted() -> None:
    old, new = (
        release(version, en="\n".join(f"The {n}th boat had {word} men." for n in range(MOST + 50)))
        for version, word in (("1.0.0", "nine"), ("1.1.0", "seven"))
    )
    page, _ = written(new, History().after(old, "1.1.0"))
    assert len(page.xpath("//div[starts-with(@class, 'change ')]")) == MOST
    assert texts(page, "//section[@id='en']/p[@class='said']") == ["More changes: 50"]


def test_the_page_needs_nothing_from_elsewhere() -> None:
    content = files(facts(SECOND), SECOND, SINCE_FIRST)["changes.html"].decode()
    assert not re.search(r"url\(|@import|https?:|<script", content)


def a_page_of_everything(folder: Path) -> Path:
    """A page with every kind of change that there is."""
    (old,) = release("1", en="One is here, and stays here.\nTwo goes away now.\nSmall.").languages
    notes = (ToldNote("author", "a", "1", "A note of five words."),)
    verse = Passage("verse", "A line of verse,\nand one more line of it")
    code = Passage("code", "a " * 200)
    others = (ToldChapter("b", "B", (verse,), notes), ToldChapter("c", "Moved", (verse, code)))
    before = replace(old, chapters=(*old.chapters, *others, ToldChapter("d", "Gone", ())), pages=9)
    later = (ToldNote("translator", "b", "a", "New."), replace(notes[0], text="A note of six."))
    changed = replace(verse, text=verse.text.replace("more", "other"))
    after = (
        replace(others[1], title="Moved on"),
        replace(old.chapters[0], passages=old.chapters[0].passages[::-2]),
        replace(others[0], passages=(changed, Passage("row", "a | b")), notes=later),
        ToldChapter("e", "New", (Passage("paragraph", "Its opening words. " * 90),)),
    )
    first = replace(FIRST, languages=(before, FIRST.languages[1]))
    second = replace(
        SECOND, languages=(replace(before, chapters=after, pages=11), *SECOND.languages[1:])
    )
    file = folder / "changes.html"
    history = History().after(release("0.9", en="Old."), "1.0.0").after(first, "1.1.0")
    file.write_bytes(files(facts(second), second, history)["changes.html"])
    return file


def test_the_nu_html_checker_finds_no_fault_in_the_page(tmp_path: Path) -> None:
    found = validators.validate(a_page_of_everything(tmp_path))
    assert not found.failure
    assert list(found.messages) == []


@pytest.mark.slow
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_in_the_page(
    browser: Browser, tmp_path: Path, size: tuple[int, int], scheme: Scheme
) -> None:
    with opened(browser, a_page_of_everything(tmp_path), size, scheme) as page:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


# --- the feed -------------------------------------------------------------------------------------


def test_the_feed_has_what_rfc_4287_asks_for() -> None:
    _, feed = written(SECOND, SINCE_FIRST)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get(f"{XML}lang") == "en"
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):  # sections 4.1.1 and 4.1.2
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        identifier, updated = (element.findtext(f"{ATOM}{name}") for name in ("id", "updated"))
        assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", identifier)
        assert datetime.datetime.fromisoformat(updated) == DAY
    assert texts(feed, "*[local-name()='author']/*") == ["Ana Pressa"]
    links = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
    assert links == {"self": "changes.atom", "alternate": "changes.html"}


def test_each_version_has_an_entry_whose_id_stays_what_it_is() -> None:
    _, old = written(FIRST, History())
    _, new = written(SECOND, SINCE_FIRST)
    ids = [[one.findtext(f"{ATOM}id") for one in feed.iter(f"{ATOM}entry")] for feed in (old, new)]
    assert ids[1][1:] == ids[0]
    assert len(set(ids[1])) == 2


def test_an_entry_tells_its_changes_by_language() -> None:
    _, feed = written(SECOND, SINCE_FIRST)
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Version 1.1.0, March 1, 2026"
    assert entry.findtext(f"{ATOM}summary").splitlines()[0] == (
        "English: Words added: 8; Words removed: 8"
    )
    content = entry.find(f"{ATOM}content")
    assert content.get("type") == "html"
    tree = html.fromstring(f"<main>{content.text}</main>")
    assert [one.get("dir") for one in tree.iter("div")] == ["ltr", "rtl", "ltr"]
    assert texts(tree, "div[1]//li") == ["Words added: 8; Words removed: 8", "Changed: A"]


# --- what is kept ---------------------------------------------------------------------------------


def test_a_clone_that_builds_the_version_again_writes_the_same_files() -> None:
    kept = histories.dump(SINCE_FIRST)
    assert histories.dump(histories.load(kept)) == kept
    again = histories.load(kept).after(SECOND, "1.1.0")
    assert files(facts(SECOND), SECOND, again) == files(facts(SECOND), SECOND, SINCE_FIRST)


def test_the_history_is_not_written_twice_when_a_release_failed() -> None:
    assert SINCE_FIRST.after(FIRST, "1.1.0") == SINCE_FIRST


def test_the_history_of_several_versions_has_the_newest_first() -> None:
    history = SINCE_FIRST.after(SECOND, "1.2.0")
    assert [(one.version, one.before) for one in history.versions] == [
        ("1.1.0", "1.0.0"),
        ("1.0.0", None),
    ]
    assert history.last == SECOND
    page, feed = written(replace(SECOND, version="1.2.0"), history)
    assert len(page.xpath("//article[@class='version']")) == 2
    assert len(feed.findall(f"{ATOM}entry")) == 3


def test_a_version_that_is_built_once_more_after_another_is_not_told_twice() -> None:
    history = SINCE_FIRST.after(SECOND, "1.0.0")
    assert [one.version for one in history.versions] == ["1.1.0"]


def test_a_language_whose_files_were_kept_is_compared_with_what_it_told_before() -> None:
    kept = replace(SECOND.languages[1], chapters=(), kept="its text has errors")
    second = replace(SECOND, languages=(SECOND.languages[0], kept))
    history = SINCE_FIRST.after(second, "1.2.0")
    assert history.last is not None
    assert history.last.language("ar") == FIRST.language("ar")


def test_a_language_whose_files_were_kept_is_told_without_a_text() -> None:
    release = facts(FIRST, kept="its text has errors", pages=7)
    (language,) = told({}, release).languages
    assert (language.locale, language.pages, language.chapters) == ("en", 7, ())
    assert language.kept == "its text has errors"


def test_a_book_without_a_history_has_an_empty_one(tmp_path: Path) -> None:
    assert histories.read(tmp_path) == History()
    (tmp_path / "changes.json").write_text(histories.dump(SINCE_FIRST), "utf-8")
    assert histories.read(tmp_path) == SINCE_FIRST
    (tmp_path / "changes.json").write_bytes(b"\xff")
    with pytest.raises(UnreadableHistoryError, match="UTF-8"):
        histories.read(tmp_path)


def test_each_passage_stands_on_a_line_of_its_own() -> None:
    lines = histories.dump(SINCE_FIRST).splitlines()
    assert sum('"It was cold."' in line for line in lines) == 1
    assert '       {"kind": "paragraph", "text": "Nobody asked him why he did so."},' in lines
    assert list(json.loads("\n".join(lines))) == ["last", "schema", "versions"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is no changes.json"),
        ("[" * 100_000, "is no changes.json"),
        ("[]", "is no changes.json"),
        ("{}", "is no changes.json"),
        ('{"schema": 99}', "by a later samizdat"),
        ('{"schema": 1, "last": {"title": 3}}', "is no changes.json"),
    ],
    ids=["empty", "deep", "list", "map", "later", "other"],
)
def test_a_history_that_is_none_is_told_in_a_sentence(text: str, why: str) -> None:
    with pytest.raises(UnreadableHistoryError, match=why):
        histories.load(text)
