"""The page of a release: in every language of the book, for the web and for a disk."""

from __future__ import annotations

import base64
import doctest
import io
import re
from types import ModuleType
from typing import Any

import pytest
from lxml import html
from PIL import Image, ImageFilter

from samizdat import locales, pages
from samizdat.releases.display import covers, page, spoken
from samizdat.releases.release import Person, Release

from . import sample_release as sample

CRUEL = "<script>alert(1 & 2)</script>"


def opened(release: Release) -> Any:
    """The page as a browser has it, after a look at what must be true of each."""
    text = page.html(release, sample.covers(release))
    tree = html.fromstring(text)
    assert not list(tree.iter("script", "iframe", "object", "form"))
    assert not re.search(r"url\(|@import|https?:", text)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    for element in tree.iter("img"):
        assert re.match("data:image/(png|jpeg);base64,", str(element.get("src")))
        assert element.get("alt")
    for element in tree.iter("a"):
        address = str(element.get("href"))
        assert not address.startswith("#") or address[1:] in ids
        assert not re.match(r"[a-z]+:|/|\.\.", address), "a link within the release"
    return tree


def texts(tree: Any, path: str) -> list[str]:
    return [" ".join("".join(element.itertext()).split()) for element in tree.xpath(path)]


# --- languages ------------------------------------------------------------------------------------


def test_each_language_speaks_for_itself() -> None:
    tree = opened(sample.release("en", "es", "ar"))
    assert tree.get("lang") == "en"
    assert texts(tree, "//nav//a") == ["English", "español", "العربية"]
    articles = tree.xpath("//article")
    assert [(one.get("lang"), one.get("dir")) for one in articles] == [
        ("en", "ltr"),
        ("es", "ltr"),
        ("ar", "rtl"),
    ]
    assert texts(tree, "//h1 | //article/header//h2") == [
        "The Lamp and the Wind",
        "La lámpara y el viento",
        "المصباح والريح",
    ]
    assert "Translated by Ben Oduya" in texts(articles[0], ".//p")
    assert "Traducción de Ben Oduya" in texts(articles[1], ".//p")
    assert "Versión 1.2.0, 1 de marzo de 2026" in texts(articles[1], ".//span")


def test_a_page_of_one_language_has_no_choice_of_languages() -> None:
    tree = opened(sample.release("de"))
    assert not tree.xpath("//nav")
    assert tree.get("lang") == "de"
    assert not tree.xpath("//*[@class='language']")


@pytest.mark.parametrize("tag", locales.tags())
def test_every_language_has_a_page(tag: str) -> None:
    tree = opened(sample.release(tag))
    assert "{" not in "".join(tree.xpath("//body//text()"))
    assert tree.get("dir") == locales.load(tag).direction


def test_a_language_that_keeps_its_old_files_says_so() -> None:
    tree = opened(sample.changed(sample.release("es", "en"), kept="3 errors in manuscript.md"))
    (notice,) = texts(tree, "//*[@class='notice']")
    assert notice == "Estos archivos son de una publicación anterior."
    assert tree.xpath("//*[@class='notice']/ancestor::article/@lang") == ["es"]


# --- editions -------------------------------------------------------------------------------------


def test_every_edition_is_there_with_what_it_is_for_and_its_size() -> None:
    tree = opened(sample.release("en"))
    links = tree.xpath("//ul[@class='editions']//a")
    assert [one.get("href") for one in links] == [
        one.path for one in sample.release("en").languages[0].editions
    ]
    assert texts(tree, "//ul[@class='editions']/li")[:4:3] == [
        "Web page Opens in any browser, with nothing to install, and needs no connection. 812 kB",
        "Booklet (A4) To print at home, fold and staple. 2 MB Pages: 214",
    ]
    assert any("short edge" in words for words in texts(tree, "//p"))


def test_without_a_booklet_nothing_is_said_of_folding() -> None:
    release = sample.release("en")
    tree = opened(sample.changed(release, editions=release.languages[0].editions[:2]))
    assert not any("short edge" in words for words in texts(tree, "//p"))


def test_checksums_feeds_and_source_are_to_be_had() -> None:
    release = sample.release("en", "fr")
    tree = opened(release)
    sums = texts(tree, "//details//dd")
    assert sums == [one.sha256 for language in release.languages for one in language.editions]
    for name in ("changes.html", "changes.atom", "opds.xml", "opds.json", "lamp-source.zip"):
        assert len(tree.xpath(f"//a[@href='{name}']")) == 2, name
    assert texts(tree, "//article[@lang='en']//details/p")[-1] == (
        "SHA256SUMS lists all checksums. In the folder of the release, "
        "sha256sum -c SHA256SUMS compares them."
    )


def test_a_name_that_is_no_address_becomes_one() -> None:
    release = sample.release("en")
    edition = release.languages[0].editions[0].model_copy(update={"path": "en/é %?#.html"})
    tree = opened(sample.changed(release, editions=(edition,)))
    assert tree.xpath("//ul[@class='editions']//a/@href") == ["en/%C3%A9%20%25%3F%23.html"]


# --- covers, and what may be missing --------------------------------------------------------------


def test_a_cover_is_as_large_as_its_place_needs() -> None:
    release = sample.release("en")
    text = page.html(release, {"cover-en.png": sample.cover(size=(3000, 4500))})
    (image,) = html.fromstring(text).iter("img")
    assert (image.get("width"), image.get("height")) == ("272", "408")
    octets = base64.b64decode(str(image.get("src")).partition(",")[2])
    assert Image.open(io.BytesIO(octets)).size == (544, 816)


@pytest.mark.parametrize("data", [b"", b"no picture", sample.cover()[:400]])
def test_a_cover_that_is_no_picture_gives_way_to_the_title(data: bytes) -> None:
    text = page.html(sample.release("en"), {"cover-en.png": data})
    tree = html.fromstring(text)
    assert not list(tree.iter("img"))
    assert texts(tree, "//div[@class='cover']") == ["The Lamp and the Wind"]


def test_titles_and_descriptions_are_set_as_the_text_is() -> None:
    said = "The keeper's lamp, 1901-1910"
    tree = opened(sample.changed(sample.release("en"), title=said, description=said))
    assert texts(tree, "//h1 | //p[@class='description']") == ["The keeper’s lamp, 1901–1910"] * 2


def test_little_is_enough_for_a_page() -> None:
    tree = opened(sample.bare())
    assert texts(tree, "//div[@class='facts']/*") == [
        "The Lamp and the Wind",
        "Version 1.2.0, March 1, 2026 Words: 61,204",
    ]


def test_what_comes_from_the_book_is_text() -> None:
    release = sample.changed(
        sample.release("en", "es", title=CRUEL),
        **dict.fromkeys(("title", "subtitle", "description", "publisher", "rights"), CRUEL),
        creators=(Person(name=CRUEL),),
    )
    tree = opened(release)
    assert texts(tree, "//h1") == [CRUEL]
    assert CRUEL in texts(tree, "//p")


def test_the_same_release_gives_the_same_page() -> None:
    release = sample.release("en", "es", "ar")
    assert page.html(release, sample.covers(release)) == page.html(release, sample.covers(release))


@pytest.mark.parametrize("module", [spoken, pages])
def test_the_examples_hold(module: ModuleType) -> None:
    assert not doctest.testmod(module).failed


def test_a_transparent_cover_lies_on_white() -> None:
    octets = io.BytesIO()
    Image.new("RGBA", (40, 60), (0, 0, 0, 0)).save(octets, "PNG")
    shown = covers.within_a_page(octets.getvalue(), 20)
    assert shown
    picture = Image.open(io.BytesIO(base64.b64decode(shown.address.partition(",")[2])))
    assert picture.convert("RGB").getpixel((20, 30)) == (255, 255, 255)


def test_a_drawing_is_kept_as_png_and_a_photograph_as_jpeg() -> None:
    octets = io.BytesIO()
    Image.effect_noise((800, 1200), 90).filter(ImageFilter.GaussianBlur(3)).save(octets, "PNG")
    for data, kind in ((sample.cover(), "png"), (octets.getvalue(), "jpeg")):
        shown = covers.within_a_page(data, 272)
        assert shown
        assert shown.address.startswith(f"data:image/{kind};")
