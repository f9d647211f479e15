"""The rules over the traces of scanning know languages, and see what readers see."""

from __future__ import annotations

import pytest

from samizdat.findings import Finding
from samizdat.rules import run
from samizdat.scanner import TextFile
from samizdat.source import read_source

from .conftest import FACTS, MakeBook


def found(make_book: MakeBook, text: str, language: str = "en") -> list[Finding]:
    facts = FACTS.replace("language: en", f"language: {language}")
    return run(read_source(make_book(f"# One\n\n{text}\n", {"metadata.yaml": facts})))


CLEAN = {
    "French": (
        "fr",
        "« Viens », dit-\nil, « est-\nce toi ? » – peut-être – (oui), l’été 1914–1918.",
    ),
    "German": (
        "de",
        "„Haupt- und Nebensache“, sagte sie, »vor-\noder nachher« – ‚so‘; Röm. 5,12–15.",
    ),
    "Portuguese": ("pt", "“Quero vê-\nlo”, disse. NÃO, ÇÃO, São João, à mãe. 1914–1918."),
    "Spanish": ("es", "—¿Vienes? —dijo—. «Padre e\nhijo», ¡y más! «Uno.\n\n»Y otro»."),
    "Swedish": ("sv", "”Ord”, sade hon, ”och ord”. »Så», sade han, och gick."),
    "Polish": ("pl", "„Słowo”, powiedziała, «i słowo», Łódź i źdźbło."),
    "Russian": ("ru", "«Самиздат „внутри“», сказал кто-\nто, и T-лимфоцит, 5 кОм, йод."),
    "Greek": ("el", "«Ἐν ἀρχῇ ἦν ὁ λόγος», εἶπε, ῥοδοδάκτυλος Ἠώς, τὸ ὕφασμα."),
    "Vietnamese": ("vi", "“Tiếng Việt”, ĐẠI HỌC, Nguyễn, đường phố, ẤN ĐỘ."),
    "Hebrew": ("he", "שלום \u200f(עולם) \u200e2–3, \u05f4תל אביב\u05f4."),
    "Persian": ("fa", "«می\u200cخواهم» و (کتاب\u200cها) می\u200cروند."),
}


@pytest.mark.parametrize("language", CLEAN)
def test_a_clean_text_has_no_finding_in_its_language(make_book: MakeBook, language: str) -> None:
    locale, text = CLEAN[language]
    assert [str(f) for f in found(make_book, text, locale)] == []


def test_control_characters_are_told_of_up_to_twenty_in_a_file(make_book: MakeBook) -> None:
    findings = found(make_book, "a\x01\n" * 25)
    assert [f.code for f in findings] == ["TX016"] * 20
    assert "(and 5 more in this file)" in findings[-1].message
    assert "\x01" not in "".join(f.location.excerpt for f in findings)


def test_a_control_character_in_the_metadata_does_not_hide_the_rest(make_book: MakeBook) -> None:
    book = make_book("# One\n\nText.\n", {"metadata.yaml": FACTS.replace("Small", "\x0cSmall")})
    source = read_source(book)
    assert [f.code for f in run(source)] == ["TX016"]
    assert source.metadata.title.endswith("Small Book")


def test_a_cp1252_character_is_told_with_the_one_that_was_meant(make_book: MakeBook) -> None:
    (finding,) = found(make_book, "It\x92s here.")
    assert finding.hint.startswith("type ’ in its place")


def test_a_typists_two_spaces_behind_full_stops_are_one_finding(make_book: MakeBook) -> None:
    (finding,) = found(make_book, "One thing.  Another thing.  A third.  A fourth.")
    assert finding.message == "two spaces behind full stops, here and in 2 more places"


def test_more_than_fifty_findings_of_a_rule_are_counted(make_book: MakeBook) -> None:
    findings = found(make_book, "a  b\n" * 60)
    assert len(findings) == 50
    assert findings[-1].message.endswith("(and 10 more in this file)")


def test_prose_has_no_addresses_labels_or_tags() -> None:
    text = (
        'A [link](http://example.org/1-2 "t") and <b>bold</b>, [a]{.b #c}[^d] `code`, $x$,\n'
        "[@key, p. 3], <https://example.org/>, doi:10.1000/5-6, [so][d].\n\n[d]: http://example.org\n"
    )
    prose = TextFile("a.md", text).prose
    assert len(prose) == len(text)
    words = "A link and bold , [a] , , [ , p. 3], , , so ."
    assert " ".join(prose.split()) == words


def test_tables_and_verse_are_left_out_where_spaces_have_a_meaning() -> None:
    text = (
        "Before.\n\nOne  two\n---- ---\na    b\n\nBetween.\n\n"
        "---------\nOne  two\n---- ----\na    b\n\nc    d\n---------\n\n"
        "| verse\n|   line\n\na | b\n--|--\nc | d\n\n+---+\n| a |\n+---+\n\nBehind.\n"
    )
    assert TextFile("a.md", text).untabled.split() == ["Before.", "Between.", "Behind."]


def test_a_word_with_a_full_stop_begins_no_list_and_hides_no_code() -> None:
    text = "ist. A text\n- that goes on\n\n    words\n\n- item\n\n    words\n\n## Head\n    words\n"
    shown = TextFile("a.md", text).masked.split("\n")
    assert [line.strip() for line in shown if line.startswith("    ")] == ["", "words", ""]
