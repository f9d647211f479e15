"""Words, quotation marks and spaces of the languages, from one file each."""

from __future__ import annotations

import datetime
import doctest
import importlib
import re
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from langcodes import Language

from samizdat import fonts, locales, pages
from samizdat.book import Book, text, walk
from samizdat.prepare import prepare
from samizdat.prepare.typography import set_typography, typeset
from samizdat.reader import read_book
from samizdat.source import read_source

from .conftest import FACTS, MakeBook, samizdat


def prepared(folder: Path) -> Book:
    return prepare(read_book(read_source(folder)))


def set_in(language: str, words: str, make_book: MakeBook) -> str:
    facts = FACTS.replace("language: en", f"language: {language}")
    book = prepared(make_book(words, {"metadata.yaml": facts}))
    return text(book.chapters[0].blocks).strip()


@pytest.mark.parametrize("tag", locales.tags())
def test_every_language_has_the_words_of_english_with_the_same_gaps(tag: str) -> None:
    english, own = locales.load("en").words, locales.load(tag).words
    assert list(own) == list(english)
    for key, words in own.items():
        assert set(re.findall(r"{\w+}", words)) == set(re.findall(r"{\w+}", english[key])), key
        assert words == words.strip()
        assert not re.search("['\"]|\\.\\.\\.", words), key
        assert not fonts.uncovered(words), key
    assert len(locales.load(tag).quotes) == 4
    assert locales.nearest(tag) == tag


def test_the_languages_that_are_promised_are_there() -> None:
    assert set(locales.tags()) >= {"en", "es", "fr", "de", "pt", "it", "ru", "ar"}
    assert set(locales.tags()) >= {"el", "he", "fa", "pt-BR", "pl", "cs", "tr", "vi", "sr-Latn"}
    assert len(locales.tags()) >= 38


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        *(("en", "ltr"), ("ar-EG", "rtl"), ("he", "rtl"), ("fa", "rtl")),
        *(("ur", "rtl"), ("yi", "rtl"), ("az-Arab", "rtl"), ("he-Latn", "ltr"), ("grc", "ltr")),
    ],
)
def test_the_direction_is_known_of_languages_without_a_file_too(tag: str, direction: str) -> None:
    assert locales.load(tag).direction == direction


@pytest.mark.parametrize(
    ("tag", "date", "names"),
    [
        ("en-GB", "1 March 2026", "Ana, Berta and Clara"),
        ("en", "March 1, 2026", "Ana, Berta, and Clara"),
        ("fr", "1er mars 2026", "Ana, Berta et Clara"),
        ("pt-BR", "1º de março de 2026", "Ana, Berta e Clara"),
        ("de", "1. März 2026", "Ana, Berta und Clara"),
        ("hu", "2026. március 1.", "Ana, Berta és Clara"),
        ("ru", "1 марта 2026\u202fг.", "Ana, Berta и Clara"),
        ("grc", "2026-03-01", "Ana, Berta, and Clara"),
    ],
)
def test_dates_and_lists_are_written_as_the_language_does(tag: str, date: str, names: str) -> None:
    assert locales.load(tag).date(datetime.date(2026, 3, 1)) == date
    assert locales.load(tag).listed(["Ana", "Berta", "Clara"]) == names
    assert "11" in locales.load(tag).date(datetime.date(2026, 3, 11))


def test_a_title_page_names_people_as_the_language_does(make_book: MakeBook) -> None:
    makers = "".join(f"  - {{name: {name}, role: translator}}\n" for name in ("Bo", "Cy", "Di"))
    facts = FACTS.replace("language: en", "language: es").replace("language", f"{makers}language")
    book = prepared(make_book("# Uno\n\nTexto.\n", {"metadata.yaml": facts}))
    page = pages.macros("parts.html", book).title_page(pages.credited(book))
    assert "Traducción de Bo, Cy y Di" in page


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "He said “one ‘two’ three”: really?"),
        ("de", "He said „one ‚two‘ three“: really?"),
        ("fr", "He said «\u202fone “two” three\u202f»\u202f: really\u202f?"),
        ("es", "He said «one “two” three»: really?"),
        ("ru", "He said «one „two“ three»: really?"),
        ("pt-BR", "He said “one ‘two’ three”: really?"),
    ],
)
def test_straight_quotation_marks_become_those_of_the_language(
    language: str, expected: str, make_book: MakeBook
) -> None:
    said = set_in(language, """He said "one 'two' three": really?\n""", make_book)
    assert said == expected


def test_french_spaces_stand_behind_emphasis_calls_and_quotations_too(
    make_book: MakeBook,
) -> None:
    words = (
        """*Un*; "deux"! [trois](https://example.org/a:b)? 10:30, x[^a]: fin.\n\n[^a]: Note.\n"""
    )
    said = set_in("fr", words, make_book)
    assert said == "Un\u202f; «\u202fdeux\u202f»\u202f! trois\u202f? 10:30, x\u202f: fin."


def test_a_passage_in_another_language_has_its_own_marks(make_book: MakeBook) -> None:
    said = set_in("en", """A ["mot"]{lang=de} and a "word".\n""", make_book)
    assert said == "A „mot“ and a “word”."


def test_code_is_left_as_it_was_typed(make_book: MakeBook) -> None:
    assert set_in("fr", """`"a": b; 1-2` $1-2$\n""", make_book) == '"a": b; 1-2 1-2'


NARROW, HELD = "\u202f", "\u00a0"
SET = [  # language, what is typed, what is set; a narrow space is shown as _, a no-break one as ~
    ("fr", "Quoi? Oui; non! Donc: «a» et « b ».", "Quoi_? Oui_; non_! Donc_: «_a_» et «_b_»."),
    ("fr", "Quoi ? Oui ; non !", "Quoi_? Oui_; non_!"),
    ("fr", "Vu (?) à 10:30 [!] : «Quoi!» dit-il…?", "Vu (?) à 10:30 [!]_: «_Quoi_!_» dit-il…_?"),
    ("fr", "*Un*; «*deux*»? `a`: x!?", "Un_; «_deux_»_? a_: x_!?"),
    ("fr", "Voir https://example.org/a;b?c=d et a:b.", "Voir https://example.org/a;b?c=d et a:b."),
    ("fr", '["Wort?"]{lang=de} "mot?"', "„Wort?“ «_mot_?_»"),
    ("fr", "Il dit: \"l'un 'dit' deux\"", "Il dit_: «_l’un “dit” deux_»"),
    ("fr-CA", "Quoi? Donc: «a» et « b ».", "Quoi? Donc~: «~a~» et «~b~»."),
    ("de-CH", "Er sagt \"ja, 'nein'\"?", "Er sagt «ja, ‹nein›»?"),
    ("de", 'Er - und sie - sagt "ja ..."', "Er – und sie – sagt „ja …“"),
    ("nl", "Hij zei \"een 'twee' drie\".", "Hij zei „een ‚twee’ drie”."),
    ("da", "Han sagde \"en 'to' tre\".", "Han sagde »en ›to‹ tre«."),
    ("sv", "Han sade \"ett 'två' tre\".", "Han sade ”ett ’två’ tre”."),
    ("fi", "Hän sanoi \"yksi 'kaksi'\".", "Hän sanoi ”yksi ’kaksi’”."),
    ("hu", "Azt mondta: \"egy 'kettő'\".", "Azt mondta: „egy »kettő«”."),
    ("pl", 'I rzekł: "idź z nim do lasu".', "I~rzekł: „idź z~nim do lasu”."),
    ("cs", 'Sedí v lese a "z okna" - u nás.', "Sedí v~lese a~„z~okna“ – u~nás."),
    ("cs", "A. Novák, vitamin K a B-v tak.", "A. Novák, vitamin K~a~B-v tak."),
    ("sk", "Išli k nám s ňou.", "Išli k~nám s~ňou."),
    ("hr", "Otišao je u grad i k moru.", "Otišao je u~grad i~k~moru."),
    ("ru", 'Он в лесу - "и я" --- с ней.', "Он в~лесу~— «и~я»~— с~ней."),
    ("uk", 'Він у лісі - "і я".', "Він у~лісі~— «і~я»."),
    ("en", "A war, 1914-1918 (pp. 12-15).", "A war, 1914–1918 (pp.~12–15)."),
    ("en", "On 2026-11-24, ISBN 978-3-16-148410-0, tel. 030-1234567", None),
    ("pl", "W 31-120 Krakowie na s. 98-102.", "W~31-120 Krakowie na s. 98–102."),
    (
        "en",
        "In 2005-06, at 030-12, not 1905-7 or pp. x-xv.",
        "In 2005-06, at 030-12, not 1905–7 or pp.~x–xv.",
    ),
    ("en", "See <https://example.org/1914-1918>, a-b@example.org and www.x.org/3-5.", None),
    (
        "en",
        "[1914-1918](https://example.org/) and [http://x.org/3-5](http://x.org/3-5).",
        "1914–1918 and http://x.org/3-5.",
    ),
    ("es", "Dijo \"uno 'dos'\"... ¿Sí? 1905-7.", "Dijo «uno “dos”»… ¿Sí? 1905–7."),
    ("el", "Είπε \"ένα 'δύο'\"; ναι.", "Είπε «ένα “δύο”»; ναι."),
    ("he", 'חז"ל אמרו "שלום" וג\'ירפה', "חז״ל אמרו ”שלום” וג׳ירפה"),
    ("fa", "گفت \"یک 'دو' سه\".", "گفت «یک ‹دو› سه»."),
    ("pt-BR", "Disse \"um 'dois' três\".", "Disse “um ‘dois’ três”."),
    ("vi", "Nói \"một 'hai' ba\".", "Nói “một ‘hai’ ba”."),
]


@pytest.mark.parametrize(("language", "typed", "expected"), SET)
def test_a_text_is_set_as_its_language_does_and_stays_so(
    language: str, typed: str, expected: str | None, make_book: MakeBook
) -> None:
    facts = FACTS.replace("language: en", f"language: {language}")
    book = prepared(make_book(f"# A\n\n{typed}\n", {"metadata.yaml": facts}))
    said = text(book.chapters[0].blocks).strip()
    if expected is None:
        assert said == re.sub("[<>]", "", typed)
    else:
        assert said == expected.replace("_", NARROW).replace("~", HELD)
    assert set_typography(book) == book
    assert set_in(language, said, make_book) == said


PIECES = (
    *" \n-–—;:!?«»“”„‘’‚‹›…()[]\u00a0\u202f\ufffc\u2028avв",
    *("1914-1918", "12", "mot", "слово", "חז", " - ", " --- ", "ISBN ", "pp. x-xv"),
)


@pytest.mark.parametrize("language", locales.tags())
@given(
    st.lists(
        st.one_of(
            st.sampled_from(PIECES),
            st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0x7FF), max_size=3),
        )
    ).map("".join)
)
def test_what_is_set_is_not_set_another_way_again(language: str, words: str) -> None:
    once = typeset(words, locales.load(language))
    assert typeset(once, locales.load(language)) == once
    for sign in ("\ufffc", "\u2028"):
        assert once.count(sign) == words.count(sign)


def test_with_typography_off_everything_is_as_it_was_typed(make_book: MakeBook) -> None:
    typed = """Il dit "oui 'non'"; mot: 1914-1918 -- l'an... *"x"* - fin?"""
    facts = FACTS.replace("language: en", "language: fr\ntypography: off")
    book = prepared(make_book(f"# A\n\n{typed}\n", {"metadata.yaml": facts}))
    assert text(book.chapters[0].blocks).strip() == typed.replace("*", "")


def test_a_quotation_in_html_has_straight_marks_with_typography_off(make_book: MakeBook) -> None:
    book = prepared(
        make_book("# A\n\nA <q>word</q>.\n", {"metadata.yaml": f"{FACTS}typography: off\n"})
    )
    assert text(book.chapters[0].blocks).strip() == 'A "word".'


@pytest.mark.parametrize("module", ["dashes", "gershayim", "held_words", "ranges", "spaces"])
def test_the_examples_of_typography_hold(module: str) -> None:
    tried = doctest.testmod(importlib.import_module(f"samizdat.prepare.{module}"))
    assert tried.attempted
    assert not tried.failed


def test_the_examples_of_locales_hold() -> None:
    assert not doctest.testmod(locales).failed


@pytest.mark.parametrize(
    ("language", "numerals", "mark", "date"),
    [
        ("fa", "", "۱", "۱ مارس ۲۰۲۶"),
        ("fa", "numerals: latin", "1", "1 مارس 2026"),
        ("ar", "", "1", "1 مارس 2026"),
        ("ar", "numerals: native", "١", "١ مارس ٢٠٢٦"),
        ("ar-EG", "", "١", "١ مارس ٢٠٢٦"),
        ("he", "numerals: native", "1", "1 במרץ 2026"),
        ("fr", "numerals: native", "1", "1er mars 2026"),
    ],
)
def test_marks_and_dates_have_the_figures_of_the_language_or_those_that_are_chosen(
    language: str, numerals: str, mark: str, date: str, make_book: MakeBook
) -> None:
    facts = FACTS.replace("language: en", f"language: {language}\n{numerals}")
    book = prepared(make_book("# A\n\nx[^a]\n\n[^a]: y\n", {"metadata.yaml": facts}))
    assert book.notes[0].mark == mark
    assert pages.formatted_date(book) == date


def test_lists_and_page_numbers_have_the_figures_of_the_language(
    make_book: MakeBook, tmp_path: Path
) -> None:
    facts = FACTS.replace("language: en", "language: fa\neditions: [print, web]")
    words = "# یک\n\n1. یک\n2. دو\n\n# دو\n\nببینید [](#یک).\n"
    folder = make_book(words, {"metadata.yaml": facts})
    done = samizdat("build", folder, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = (tmp_path / "out").glob("*/*.pdf")
    document = pypdfium2.PdfDocument(file)
    shown = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    assert "۲" in shown[4]  # the contents say where the second chapter begins
    assert not re.search("[0-9]", "".join(shown[4:-1]))
    (web,) = (tmp_path / "out").glob("*/*.html")
    assert 'data-page="۲"' in web.read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "typed", "direction"),
    [
        ("he", "[Wort]{lang=de}", "ltr"),
        ("fa", "[كلمة]{lang=ar}", None),
        ("en", "[كلمة]{lang=ar}", "rtl"),
        ("en", "[كلمة]{lang=ar dir=ltr}", "ltr"),
        ("en", "[mot]{lang=fr}", None),
    ],
)
def test_a_passage_that_runs_the_other_way_says_so(
    language: str, typed: str, direction: str | None, make_book: MakeBook
) -> None:
    facts = FACTS.replace("language: en", f"language: {language}")
    book = prepared(make_book(f"# A\n\nx {typed} y\n", {"metadata.yaml": facts}))
    (span,) = walk(book.chapters[0].blocks, "Span")
    assert dict(span["c"][0][2]).get("dir") == direction


def test_a_paragraph_from_right_to_left_is_indented_at_its_right() -> None:
    from samizdat.typesetting.engine import weasyprint  # type: ignore[attr-defined]

    face = next(face for face in fonts.FACES if face.family == fonts.SECOND)
    style = (
        f"@font-face{{font-family:T;src:url({face.path.as_uri()})}} body{{margin:0;font:10px T}}"
        "@page{size:200px;margin:10px} p{margin:0;text-indent:20px;text-align:justify}"
    )
    configuration = weasyprint.text.fonts.FontConfiguration()
    document = weasyprint.HTML(string="<html lang=he dir=rtl><p>" + " ".join(["מלים"] * 90)).render(
        stylesheets=[weasyprint.CSS(string=style, font_config=configuration)],
        font_config=configuration,
    )
    page = document.pages[0]._page_box
    lines = [box for box in page.descendants() if type(box).__name__ == "LineBox"]
    edges = [(line.children[0].position_x, line.children[0].width) for line in lines]
    assert len(edges) > 3
    rights = [round(x + width) for x, width in edges]
    assert rights[0] == 190 - 20
    assert set(rights[1:]) == {190}
    assert {round(x) for x, _ in edges[:-1]} == {10}


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("en", "Åberg Ärlig Čapek Chalupa Cvrk Hora Ñandu Nzuri Öberg Zorn"),
        ("es", "Åberg Ärlig Čapek Chalupa Cvrk Hora Nzuri Ñandu Öberg Zorn"),
        ("sv", "Čapek Chalupa Cvrk Hora Ñandu Nzuri Zorn Åberg Ärlig Öberg"),
        ("cs", "Åberg Ärlig Cvrk Čapek Hora Chalupa Ñandu Nzuri Öberg Zorn"),
    ],
)
def test_a_list_of_works_is_in_the_order_of_the_language(
    language: str, order: str, make_book: MakeBook
) -> None:
    works = "".join(
        f"@book{{{number}, author={{{name}, B}}, title={{T}}, year={{1906}}}}\n"
        for number, name in enumerate(sorted(order.split()))
    )
    facts = FACTS.replace("language: en", f"language: {language}\nbibliography: works.bib")
    cited = "; ".join(f"@{number}" for number in range(len(order.split())))
    book = prepared(
        make_book(f"# A\n\nText [{cited}].\n", {"metadata.yaml": facts, "works.bib": works})
    )
    shown = [text(element) for element in walk(book.chapters[-1].blocks, "Para")]
    assert [entry.partition(",")[0] for entry in shown] == order.split()


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "(p. 1)"), ("hu", "(1. old.)"), ("de", "(S. 1)")]
)
def test_a_reference_names_its_page_as_the_language_does(
    language: str, shown: str, make_book: MakeBook, tmp_path: Path
) -> None:
    facts = FACTS.replace("language: en", f"language: {language}\neditions: [print]")
    words = "# Alma {#alma}\n\nText.\n\n# Szilva\n\nX [](#alma), [](#szilva).\n"
    folder = make_book(words, {"metadata.yaml": facts})
    done = samizdat("build", folder, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = (tmp_path / "out").glob("*/*.pdf")
    document = pypdfium2.PdfDocument(file)
    page = document[7].get_textpage().get_text_bounded().replace("\xa0", " ")
    document.close()
    assert shown in page
    assert shown.replace("1", "2") in page


def test_a_title_is_shown_as_the_text_is_set(make_book: MakeBook, tmp_path: Path) -> None:
    facts = FACTS.replace("A Small Book", "L'an 1905-1907 ?").replace(
        "language: en", "language: fr"
    )
    folder = make_book("# Un\n\nTexte.\n", {"metadata.yaml": f"{facts}editions: [print, web]\n"})
    done = samizdat("build", folder, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    (web,) = (tmp_path / "out").glob("*/*.html")
    assert "<title>L’an 1905–1907\u202f?</title>" in web.read_text("utf-8")
    assert web.name == "l-an-1905-1907-fr.html"
    plain = prepared(make_book("# Un\n\nTexte.\n", {"metadata.yaml": f"{facts}typography: off\n"}))
    assert pages.shown_facts(plain).title == "L'an 1905-1907 ?"


@pytest.mark.parametrize("tag", locales.tags())
def test_each_language_with_a_file_is_registered(tag: str) -> None:
    assert Language.get(tag, normalize=False).is_valid()  # MD006 takes that for granted
