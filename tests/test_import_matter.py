"""Title pages and colophons go to metadata.yaml; what is text stays."""

from __future__ import annotations

from typing import Any

import pytest

from .one_step import after

TEXT = (
    "The river rose in the night, and in the morning the bridge was gone. Nobody had seen it go, "
    "and nobody had heard it. It was the third bridge in that place within living memory, and the "
    "people of both banks had long since ceased to trust in bridges of any kind."
)


def creators(*made: str) -> list[dict[str, str]]:
    """`Ana B: translator` and the like as metadata.yaml has them."""
    parts = [words.partition(": ") for words in made]
    return [{"name": name, "role": role or "author"} for name, _, role in parts]


TITLE_PAGES = [
    (
        "THE BRIDGE\n\nA History of Two Banks\n\nBy Ana Pressa\n\nMarch 1921",
        {
            "title": "THE BRIDGE",
            "subtitle": "A History of Two Banks",
            "creators": creators("Ana Pressa"),
            "date": "March 1921",
        },
    ),
    (
        "The Bridge\nby Ana Pressa and Carl Druck\nTranslated from the German by Eva Blei\n1921",
        {
            "title": "The Bridge",
            "creators": creators("Ana Pressa", "Carl Druck", "Eva Blei: translator"),
            "date": "1921",
        },
    ),
    (
        "# **The Bridge**\n\n## Ana Pressa\n\n*12 March 1921*\n\n# One",
        {"title": "The Bridge", "creators": creators("Ana Pressa"), "date": "12 March 1921"},
    ),
    (
        "Die Brücke\n\nVon Ana Presse\n\nAus dem Russischen übersetzt von Eva Blei\n\n5. März 1921",
        {
            "title": "Die Brücke",
            "creators": creators("Ana Presse", "Eva Blei: translator"),
            "date": "5. März 1921",
        },
    ),
    (
        "El puente\n\nPor Ana Prensa\n\nTraducción del alemán de Eva Blei\n\n12 de octubre de 1934",
        {
            "title": "El puente",
            "creators": creators("Ana Prensa", "Eva Blei: translator"),
            "date": "12 de octubre de 1934",
        },
    ),
    (
        "Мост\n\nАвтор: Анна Печать\n\nПеревод: И. Иванов\n\n1921",
        {
            "title": "Мост",
            "creators": creators("Анна Печать", "И. Иванов: translator"),
            "date": "1921",
        },
    ),
    ("桥\n\n作者：鲁迅\n\n1921", {"title": "桥", "creators": creators("鲁迅"), "date": "1921"}),
    (
        "Le Pont\n\nAuteur : Ana Presse\n\nTraduit de l’anglais par Eva Plomb",
        {"title": "Le Pont", "creators": creators("Ana Presse", "Eva Plomb: translator")},
    ),
    (
        "The Bridge\n\nEdited by Eva Blei\n\nIntroduction by Ada Lead\n\nCC BY-SA 4.0\n\n"
        "Retrieved on 3rd March 2009 from www.example.org/bridge",
        {
            "title": "The Bridge",
            "creators": creators("Eva Blei: editor", "Ada Lead: writer of introduction"),
            "rights": "CC BY-SA 4.0",
            "source": "https://www.example.org/bridge",
        },
    ),
    (
        "Ana Pressa\n\nThe Bridge\n\n1921",
        {"creators": creators("Ana Pressa"), "title": "The Bridge", "date": "1921"},
    ),
]


@pytest.mark.parametrize(("page", "facts"), TITLE_PAGES)
def test_a_title_page_goes_to_the_metadata(page: str, facts: dict[str, object]) -> None:
    done = after("matter", f"{page}\n\n{TEXT}\n\n{TEXT}\n")
    assert done.facts == facts
    assert done.text.strip().removeprefix("# One").strip() == f"{TEXT}\n\n{TEXT}"


TEXTS = [
    f"{TEXT}\n\n{TEXT}",
    f"It rained.\n\n{TEXT}",
    f"A short beginning of a story\n\n{TEXT}",
    f"# Introduction\n\n{TEXT}\n\n# The bridge\n\n{TEXT}",
    f"# Part One\n\n## The flood\n\n{TEXT}\n\n# Part Two\n\n{TEXT}",
    f"# Chapter 1\n\n## The flood\n\n{TEXT}",
    f"# The bridge {{#bridge}}\n\n{TEXT}\n\n## The flood\n\n{TEXT}",
    f"# The bridge\n\n{TEXT}\n\n# The flood\n\n{TEXT}",
    f"To my mother\n\n{TEXT}",
    f"- a list\n- of things\n\n{TEXT}",
    f"> Nothing is lost.\n\n{TEXT}",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_without_a_title_page_keeps_all_it_has(text: str) -> None:
    done = after("matter", text)
    assert done.text == text
    assert done.facts == {}


def test_a_dedication_and_an_epigraph_are_text() -> None:
    page = "# The Bridge\n\nAna Pressa\n\n"
    kept = f"To my mother, who swam\n\n> Nothing is lost.\n\n{TEXT}\n\n# One\n\n{TEXT}\n"
    done = after("matter", page + kept)
    assert done.text.lstrip() == kept
    assert done.facts["title"] == "The Bridge"


def test_what_only_looks_like_a_name_is_shown_first() -> None:
    done = after("matter", f"The Bridge\n\nAna Pressa\n\n1921\n\n{TEXT}\n")
    assert ("Ana Pressa", "") in done.unsure


@pytest.mark.parametrize(
    ("colophon", "facts"),
    [
        (
            "The Anarchist Library  \nAnti-Copyright\n\nAna Pressa  \nThe Bridge  \n1921\n\n"
            "Retrieved on 3rd March 2009 from [example.org](http://example.org/bridge)  \n"
            "Transcribed by a friend\n\n**theanarchistlibrary.org**",
            {"rights": "Anti-Copyright", "source": "http://example.org/bridge"},
        ),
        (
            "---\n\nSource: https://libcom.example/library/bridge\n\nPosted on March 3, 2009\n\n"
            "libcom.org",
            {"source": "https://libcom.example/library/bridge"},
        ),
        (
            "Source: Collected Works, Volume 5\n\nTranscription/Markup: Tim Setter\n\n"
            "Public Domain: Marxists Internet Archive (2004)",
            {
                "source": "Collected Works, Volume 5",
                "rights": "Public Domain: Marxists Internet Archive (2004)",
            },
        ),
    ],
)
def test_the_colophon_of_an_archive_goes(colophon: str, facts: dict[str, object]) -> None:
    known: dict[str, Any] = {"title": "The Bridge", "date": "1921"}
    known["creators"] = creators("Ana Pressa")
    done = after("matter", f"{TEXT}\n\n{colophon}\n", **known)
    assert done.text.strip() == TEXT
    assert done.facts == facts


@pytest.mark.parametrize(
    "end",
    [
        "Barcelona, 1937",
        "A. P.",
        "[See also the map.](map.html)",
        "[^a] [A museum](https://example.org/a)\n\n[^b] [A bridge](https://example.org/b)",
        "https://example.org/a/map",
    ],
)
def test_what_ends_a_text_and_is_no_colophon_stays(end: str) -> None:
    text = f"{TEXT}\n\n{end}\n"
    assert after("matter", text, title="The Bridge").text == text


def test_the_header_and_licence_of_gutenberg_go() -> None:
    text = (
        "The Project Gutenberg eBook of The Bridge\n\n"
        "This eBook is for the use of anyone anywhere.\n\n"
        "Title: The Bridge\n\nAuthor: Ana Pressa\n\nTranslator: Eva Blei\n\n"
        "Release date: March 3, 2009 [eBook #12]\nLanguage: English\n\n"
        "*** START OF THE PROJECT GUTENBERG EBOOK THE BRIDGE ***\n\n"
        f"{TEXT}\n\n"
        "*** END OF THE PROJECT GUTENBERG EBOOK THE BRIDGE ***\n\n"
        "Section 1. General terms\n\nYou may copy it.\n"
    )
    done = after("matter", text)
    assert done.text.strip() == TEXT
    assert done.facts == {
        "title": "The Bridge",
        "creators": creators("Ana Pressa", "Eva Blei: translator"),
    }
