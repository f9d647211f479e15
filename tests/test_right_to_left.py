"""Books from right to left: what is good is found good, and what is lost or moved is found."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from samizdat import rules
from samizdat.book import Book
from samizdat.drawn import Glyphs
from samizdat.opened_print import open_print
from samizdat.prepare import prepare
from samizdat.printed import PrintEdition
from samizdat.reader import read_book
from samizdat.reading_order import as_read, is_borne_out
from samizdat.source import read_source

from .conftest import FACTS, MakeBook, samizdat, write_book

ARABIC = """\
# مجلد الكتاب (Folder 2) و[شيء](https://example.org/one) آخر {#one}

ولكن الكتّاب كتبوا شيئًا عن مئة سنة.[^a] انظر [الورق](#two) و[`PD010`](#three) ([`HT009`](#four)،
و[`EP010`](#two)). صدرت الطبعة 3.2 من *Pandoc* [سنة 2004](https://example.org/two)
في 12–15 صفحة (50%).

```
samizdat build . --locale ar   # كلمات
[a] {b} <c>
```

The second paragraph [is in English](https://example.org/three) (still), with a call.[^b]

## A folder to each language {#two}

1. أوّلًا: "هكذا" [1] {2} 1، 2، 3.
2. ثانيًا، في سنة 1631 وغُرّموا 300 جنيه.[^c]

## علامات التنصيص والشُّرَط والفراغات {#three}

| اسم | Name (n) |
|---|---|
| كلمة | word [2] |

## The translator’s notes {#four}

النص الأخير في EPUB 3.3 و HTML (5) لا يُرى.

[^a]: This note, by the author (he says), is in English: “quoted” words, 1917.
[^b]: حاشية بالعربية عن شيء (هنا) و[رابط](https://example.org/four).
"""

HEBREW = """\
# כריכת הספר (Folder 2) ו[דבר](https://example.org/one) אחר {#one}

הספרים נכתבו לפני מאה שנה.[^a] ראו [הנייר](#two) ו[`PD010`](#three) ([`HT009`](#four),
ו[`EP010`](#two)). יצאה מהדורה 3.2 של *Pandoc* [בשנת 2004](https://example.org/two)
ב־12–15 עמודים (50%).

```
samizdat build . --locale he   # מילים
[a] {b} <c>
```

The second paragraph [is in English](https://example.org/three) (still), with a call.[^b]

## A folder to each language {#two}

1. ראשית: "כך" [1] {2} 1, 2, 3.
2. שנית, בשנת 1631, ונקנסו ב־300 לירות.[^c]

## מירכאות, קווים ורווחים {#three}

| שם | Name (n) |
|---|---|
| מילה | word [2] |

## The translator’s notes {#four}

הטקסט האחרון ב־EPUB 3.3 וב־HTML (5) אינו נראה.

[^a]: This note, by the author (he says), is in English: “quoted” words, 1917.
[^b]: הערה בעברית על דבר (כאן) ו[קישור](https://example.org/four).
"""

PERSIAN = """\
# پوشهٔ کتاب (Folder 2) و [چیزی](https://example.org/one) دیگر {#one}

کتاب‌ها صد سال پیش نوشته شده‌اند.[^a] [کاغذ](#two) و [`PD010`](#three) را ببینید ([`HT009`](#four)،
و [`EP010`](#two)). نسخهٔ ۳٫۲ از *Pandoc* در [سال ۲۰۰۴](https://example.org/two)
در ۱۲–۱۵ صفحه (۵۰٪).

```
samizdat build . --locale fa   # واژه‌ها
[a] {b} <c>
```

The second paragraph [is in English](https://example.org/three) (still), with a call.[^b]

## A folder to each language {#two}

1. نخست: "چنین" [1] {2} 1، 2، 3.
2. سپس، در سال 1631 و ۳۰۰ پوند.[^c]

## نشانه‌های نقل قول و خط‌ها و فاصله‌ها {#three}

| نام | Name (n) |
|---|---|
| واژه | word [2] |

## The translator’s notes {#four}

متن پایانی در EPUB 3.3 و HTML (5) دیده نمی‌شود.

[^a]: This note, by the author (he says), is in English: “quoted” words, 1917.
[^b]: یادداشتی به فارسی دربارهٔ چیزی (اینجا) و [پیوند](https://example.org/four).
"""

BY_TRANSLATOR = {
    "ar": "[^c]: كلام المترجم، وفيه Saint Petersburg (١٩٠٥) وسنة 1905.\n",
    "he": "[^c]: דברי המתרגם, ובהם Saint Petersburg (1905) ושנת 1905.\n",
    "fa": "[^c]: سخن مترجم، با Saint Petersburg (۱۹۰۵) و سال 1905.\n",
}
TEXTS = {"ar": ARABIC, "he": HEBREW, "fa": PERSIAN}
FILLING = {
    "ar": "كانت السفن تبحر في البحر عند الفجر، ولكن الكتب (books) لم تصل سنة 1917. ",
    "he": "הספינות הפליגו בים עם שחר, אבל הספרים (books) לא הגיעו בשנת 1917. ",
    "fa": "کشتی‌ها هنگام سپیده‌دم به دریا می‌رفتند، اما کتاب‌ها (books) در سال 1917 نرسیدند. ",
}


@dataclass(frozen=True)
class Built:
    """A book, the folder of its editions, and what the build said."""

    book: Book
    out: Path
    said: str

    @property
    def printed(self) -> Path:
        """The print edition."""
        (path,) = (p for p in self.out.glob("*.pdf") if "booklet" not in p.name)
        return path


@pytest.fixture(scope="module", params=TEXTS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    language = str(request.param)
    text = TEXTS[language] + "".join(f"\n{FILLING[language] * 6}\n" for _ in range(12))
    facts = FACTS.replace("language: en", f"language: {language}") + "toc-depth: 2\n"
    folder = tmp_path_factory.mktemp(language)
    write_book(
        folder / "book",
        text,
        **{"metadata.yaml": facts, "manuscript__notes.md": BY_TRANSLATOR[language]},
    )
    out = folder / "out"
    done = samizdat("build", folder / "book", "--out", out, "--unvalidated", "--draft")
    assert done.returncode == 0, done.stdout + done.stderr
    book = prepare(read_book(read_source(folder / "book")))
    return Built(book, out / language, done.stdout)


def test_nothing_is_found_in_the_print_edition(built: Built) -> None:
    assert re.findall(r"^.*?: (PD0(?!18).*)", built.said, re.MULTILINE) == []


def test_nothing_is_found_in_the_booklets(built: Built) -> None:
    assert re.findall(r"^.*?: (PD018.*)", built.said, re.MULTILINE) == []


def test_the_printed_pages_are_marked_where_they_begin(built: Built) -> None:
    assert re.findall(r"^.*?: ((?:EP|HT)\d.*)", built.said, re.MULTILINE) == []


def test_code_runs_from_left_to_right_in_every_edition(built: Built) -> None:
    opened = open_print(built.printed)
    assert isinstance(opened, PrintEdition)
    code = [run for run in opened.runs if "samizdat build" in run.text]
    words = [run for run in opened.runs if "[a] {b} <c>" in run.text]
    (one,), (other,) = ([run.box for run in runs if run.box] for runs in (code, words))
    assert one[0] == pytest.approx(other[0], abs=2), "the lines of a block begin on the left"
    (web,) = built.out.glob("*.html")
    (epub,) = built.out.glob("*.epub")
    with zipfile.ZipFile(epub) as archive:
        chapters = [archive.read(name).decode() for name in archive.namelist() if "html" in name]
    for page in (web.read_text("utf-8"), "".join(chapters)):
        assert re.search(r"<pre[^>]*>", page)
        assert all('dir="ltr"' in tag for tag in re.findall(r"<(?:pre|code)\b[^>]*>", page))


def test_paragraphs_are_indented_on_the_right_and_their_lines_end_on_the_left(
    make_book: MakeBook, tmp_path: Path
) -> None:
    words = "הספינות הפליגו בים עם שחר אבל הספרים לא הגיעו " * 6
    facts = FACTS.replace("language: en", "language: he")
    folder = make_book(f"# כריכה\n\nראשית\n\n{words}\n", {"metadata.yaml": facts})
    done = samizdat("build", folder, "--out", tmp_path / "out", "--edition", "print", "--draft")
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = (tmp_path / "out").rglob("*.pdf")
    opened = open_print(path)
    assert isinstance(opened, PrintEdition)
    start = next(n for n, run in enumerate(opened.runs) if run.text.startswith("הספינות"))
    first, second = (opened.runs[n].box for n in (start, start + 1))
    assert first is not None
    assert second is not None
    assert second[2] - first[2] == pytest.approx(14, abs=5), "the indent"
    assert first[0] == pytest.approx(second[0], abs=5), "both lines are full"


# --- what is lost or moved ------------------------------------------------------------------------


def lines(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """What is read of each mark, by its page and number."""
    glyphs = Glyphs()
    return {
        (number, mark): as_read([one.said for one in line], is_right_to_left=True)
        for number, page in enumerate(pdf.pages)
        for mark, line in glyphs.by_mark(page.obj, page.obj.Resources).items()
        if mark >= 0
    }


def found(pdf: pikepdf.Pdf, words: str) -> tuple[int, int]:
    """The page and mark of the last line that has the words, and no others if there is one.

    The contents stand before the text.
    """
    read = lines(pdf)
    alone = [place for place, line in read.items() if line.strip() == words]
    return max(alone or [place for place, line in read.items() if words in line])


def span(pdf: pikepdf.Pdf, place: tuple[int, int]) -> tuple[list[Any], int, int]:
    """The instructions of a page, and from where to where those of a mark go."""
    page, mark = place
    instructions: list[Any] = list(pikepdf.parse_content_stream(pdf.pages[page]))
    depth, start = 0, -1
    for number, instruction in enumerate(instructions):
        operator = str(instruction.operator)
        if start >= 0:
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
            if depth == 0:
                return instructions, start + 1, number
        elif operator == "BDC" and int(instruction.operands[1].get("/MCID", -1)) == mark:
            depth, start = 1, number
    raise AssertionError(place)


def redraw(pdf: pikepdf.Pdf, page: int, instructions: list[Any]) -> None:
    pdf.pages[page].Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def erase(pdf: pikepdf.Pdf, words: str) -> None:
    place = found(pdf, words)
    instructions, start, end = span(pdf, place)
    redraw(pdf, place[0], instructions[:start] + instructions[end:])


def swap(pdf: pikepdf.Pdf, words: str, others: str) -> None:
    """What draws two lines is drawn within the marks of each other."""
    one, two = found(pdf, words), found(pdf, others)
    instructions, start, end = span(pdf, one)
    other_instructions, other_start, other_end = span(pdf, two)
    first, second = instructions[start:end], other_instructions[other_start:other_end]
    redraw(pdf, one[0], instructions[:start] + second + instructions[end:])
    instructions, start, end = span(pdf, two)
    redraw(pdf, two[0], instructions[:start] + first + instructions[end:])


def take_link(pdf: pikepdf.Pdf, address: str) -> None:
    for page in pdf.pages:
        links: Any = page.get("/Annots", pikepdf.Array())
        page.Annots = pikepdf.Array(
            [one for one in links if "/A" not in one or str(one.A.get("/URI", "")) != address]
        )


LAST_HEADING = {"ar": "علامات", "he": "מירכאות", "fa": "نشانه"}
OF_TRANSLATOR = {"ar": "كلام", "he": "המתרגם", "fa": "سخن"}
BESIDE_CALL = {"ar": "شيئًا", "he": "נכתבו", "fa": "نوشته"}


def codes(built: Built, damage: Callable[[pikepdf.Pdf], None], folder: Path) -> set[str]:
    """The rules that find something in the print edition after a damage."""
    path = folder / "broken.pdf"
    with pikepdf.open(built.printed) as pdf:
        damage(pdf)
        pdf.save(path)
    return {finding.code for finding in rules.run(rules.Proof(built.book, open_print(path)))}


def test_a_lost_heading_is_found(built: Built, tmp_path: Path) -> None:
    own = LAST_HEADING[built.book.metadata.language]
    assert codes(built, lambda pdf: erase(pdf, own), tmp_path) == {"PD006"}
    assert codes(built, lambda pdf: erase(pdf, "A folder"), tmp_path) == {"PD006"}


def test_headings_that_changed_places_are_found(built: Built, tmp_path: Path) -> None:
    own = LAST_HEADING[built.book.metadata.language]
    assert "PD006" in codes(built, lambda pdf: swap(pdf, own, "A folder to"), tmp_path)


def test_a_lost_note_is_found(built: Built, tmp_path: Path) -> None:
    own = OF_TRANSLATOR[built.book.metadata.language]
    assert codes(built, lambda pdf: erase(pdf, own), tmp_path) == {"PD001"}
    assert codes(built, lambda pdf: erase(pdf, "This note"), tmp_path) == {"PD001"}


def test_a_call_that_stands_in_another_place_is_found(built: Built, tmp_path: Path) -> None:
    own = BESIDE_CALL[built.book.metadata.language]
    assert codes(built, lambda pdf: swap(pdf, own, "1631"), tmp_path) >= {"PD001"}


def test_a_lost_link_is_found(built: Built, tmp_path: Path) -> None:
    for address in ("https://example.org/one", "https://example.org/three"):
        assert "PD010" in codes(built, partial(take_link, address=address), tmp_path)


def test_a_link_over_other_words_is_found(built: Built, tmp_path: Path) -> None:
    assert codes(
        built, lambda pdf: swap(pdf, "is in English", "The second paragraph"), tmp_path
    ) >= {"PD010"}


# --- the words of the file ------------------------------------------------------------------------


def test_letters_that_arabic_type_draws_in_parts_are_told_once(
    make_book: MakeBook, tmp_path: Path
) -> None:
    text = "# الفصل\n\nكتب شيئًا في كل الكتب، ولكن لم يحن.[^a]\n\n[^a]: قرأ كل الكتب.\n"
    facts = FACTS.replace("language: en", "language: ar")
    folder = make_book(text, {"metadata.yaml": facts})
    done = samizdat("build", folder, "--out", tmp_path / "out", "--edition", "print", "--draft")
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = (tmp_path / "out").rglob("*.pdf")
    with pikepdf.open(path) as pdf:
        glyphs = Glyphs()
        marks = [
            line
            for page in pdf.pages
            for mark, line in glyphs.by_mark(page.obj, page.obj.Resources).items()
            if mark >= 0
        ]
    own = [as_read([one.own for one in line], is_right_to_left=True) for line in marks]
    said = [as_read([one.said for one in line], is_right_to_left=True) for line in marks]
    assert not any("كتب شيئًا في كل الكتب، ولكن لم يحن" in line for line in own)
    assert any("كتب شيئًا في كل الكتب، ولكن لم يحن" in line for line in said)
    opened = open_print(path)
    assert isinstance(opened, PrintEdition)
    assert any("شيئًا في كل الكتب، ولكن" in run.text for run in opened.runs)


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        (".ךרע", "ערך."),
        ("(Folder 2) תכירכ", "כריכת Folder 2 "),
        ("1631 תנשב", "בשנת 1631"),
        ("3 ,2 ,1 א", "א 1, 2, 3"),
        ("א 1.5", "1.5 א"),
        ("HTML-בו EPUB 3.3-ב", "ב-EPUB 3.3 וב-HTML"),
    ],
)
def test_a_line_is_read_from_the_right_and_its_latin_words_from_the_left(
    seen: str, read: str
) -> None:
    def plain(words: str) -> str:
        return words.replace("(", "").replace(")", "").strip()

    assert plain(as_read(list(seen), is_right_to_left=True)) == plain(read)


def test_words_from_right_to_left_in_a_line_of_code_are_turned_round() -> None:
    assert as_read(list("run # םילימ רתוי - x"), is_right_to_left=False) == "run # יותר מילים - x"


def test_what_a_file_says_of_itself_is_believed_only_where_it_is_drawn() -> None:
    assert is_borne_out("شيئًا", "شيا")
    assert is_borne_out("ولكن", "وللكن")
    assert not is_borne_out("كتاب", "بيت")
    assert not is_borne_out("كتاب 12", "كتاب 13")
    assert not is_borne_out("", "")


def test_words_behind_code_keep_their_distance_from_it_in_a_justified_line(
    make_book: MakeBook, tmp_path: Path
) -> None:
    text = (
        "# أ\n\nأول فقرة في الفصل كلها.\n\n"
        "هذا ينشئ مجلدًا اسمه `pamphlet` يحتوي على أقل ما يمكن أن يحتويه كتاب، ومع ذلك يُبنى. "
        "فإن كان هناك مجلد بهذا الاسم فيه شيء رفض الأمر. "
        "ومن هنا تمضي الدقائق العشر على النحو الآتي.\n"
    )
    book = make_book(text, {"metadata.yaml": "title: ت\nlanguage: ar\nprint:\n  trim: A5\n"})
    out = tmp_path / "out"
    done = samizdat("build", book, "--out", out, "--edition", "print", "--unvalidated")
    assert done.returncode == 0, done.stdout
    (path,) = out.glob("ar/*.pdf")
    with pypdfium2.PdfDocument(path) as document:
        page = next(page for page in document if "pamphlet" in page.get_textpage().get_text_range())
        letters = page.get_textpage()
        shown = letters.get_text_range()
        code = letters.get_charbox(shown.index("pamphlet"))
        boxes = [letters.get_charbox(n) for n, sign in enumerate(shown) if sign.strip()]
    on_the_left = [box for box in boxes if abs(box[1] - code[1]) < 9 and box[2] < code[0] + 1]
    gap = code[0] - max(right for _, _, right, _ in on_the_left)
    assert gap > 3.5, "a space of the text is 4 pt wide"


def test_marks_are_read_wherever_they_stand_again(make_book: MakeBook, tmp_path: Path) -> None:
    # WeasyPrint has the glyph of a mark stand for the letters of its first place.
    book = make_book(
        "# كتاب\n\nنُضِّد كِتاب عِلم ثم قرأ.\n",
        {"metadata.yaml": FACTS.replace("language: en", "language: ar")},
    )
    out = tmp_path / "out"
    done = samizdat("build", book, "--out", out, "--unvalidated", "--edition", "print")
    assert done.returncode == 0, done.stdout
    (pdf,) = out.rglob("*.pdf")
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    (words,) = (page for page in pages if "قرأ" in page)
    assert (words.count("ّ"), words.count("ِ")) == (1, 3)
