"""Step 7: a finished file that lost something is found out. Each file here is broken by hand."""

from __future__ import annotations

import base64
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from samizdat import artifacts, editions, rules
from samizdat.book import Book, dump, load, note_call
from samizdat.commission import Commission
from samizdat.findings import Location, Problem
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.rules import running_text
from samizdat.runs import in_runs
from samizdat.source import read_source

from .conftest import FACTS, SAMPLER, MakeBook, samizdat


@pytest.fixture(scope="session")
def book() -> Book:
    return prepare(read_book(read_source(SAMPLER)))


@pytest.fixture(scope="session")
def book_in_runs(book: Book) -> Book:
    """The same book as a build has it, its words in runs."""
    return load(dump(book), as_runs=True)


def prove(book: Book, opened: object) -> list[str]:
    return [f"{f.code} {f.message}" for f in rules.run(rules.Proof(book, opened))]


def codes(book: Book, opened: object) -> set[str]:
    return {finding.code for finding in rules.run(rules.Proof(book, opened))}


def damaged(text: str, old: str, new: str) -> str:
    """The text in which `old`, a regular expression, became `new`."""
    return re.sub(old, new, text, flags=re.DOTALL)


def repacked(
    epub: Path, target: Path, change: Callable[[str, bytes], bytes | None], **others: bytes
) -> Path:
    """A copy of the EPUB with its files as `change` gives them, without those that are None.

    `others` are files to add.
    """
    before, after = {}, {}
    with zipfile.ZipFile(epub) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            before[name] = source.read(name)
            data = change(name, before[name])
            if data is not None:
                after[name] = data
        after |= others
        for name, data in after.items():
            out.writestr(name, data)
    assert before != after, "no damage was done"
    return target


def pages_changed(epub: Path, target: Path, old: str, new: str, ending: str = ".xhtml") -> Path:
    """A copy of the EPUB in whose files of that ending `old` became `new`."""

    def change(name: str, data: bytes) -> bytes:
        return damaged(data.decode(), old, new).encode() if name.endswith(ending) else data

    return repacked(epub, target, change)


def made_for_screens(folder: Path, target: Path) -> Iterator[tuple[Book, object]]:
    """The book and its EPUB and web edition, opened again."""
    book = load(dump(prepare(read_book(read_source(folder)))))
    for edition, opener in (("epub", artifacts.open_epub), ("web", artifacts.open_web)):
        path = target / f"book{editions.ENDINGS[edition]}"
        editions.render(edition, Commission(book, path, folder))
        yield book, opener(path)


GOOD = {  # manuscripts in which nothing may be found
    "notes stand wherever they can be called": """
# Quoted "words"[^a] and *more*

Twice[^b] called[^b] and^[Inline, with ^[another inside]. And $x^2$.] on.

Term[^c]
:   Definition[^d]

| head[^e] | head  |
|----------|-------|
| —[^f]    | —[^g] |

: A caption.[^h]

![A figure.[^i]](images/needle.png)

| a line[^j]
| another

- [ ] to do[^k]

[a link[^l]](https://example.org)[^m][^n] [^b]

[^a]: †
[^b]: > A quotation.

    # A heading in a note

    | a | b |
    |---|---|
    | 1 | 2 |
[^c]: $y$
[^d]: ![](images/needle.png)
[^e]: Same.
[^f]: Same.
[^g]: Same.
[^h]: `code  with  spaces`
[^i]: ↩ and ↔ and half\u00adway
[^j]: [A link](#more){#back}
[^k]:
    ```
    def code(): ...
    ```
[^l]: a
[^m]: b
[^n]: c

## More {#more}
""",
    "headings are odd": """
Text before the first.

### *Deep* first {#deep}

# $x$

# [^a]

# ![](images/needle.png){alt="A needle"}

###### Deepest

> ## In a quotation

::: {.chapter}
# In a div
:::

[^a]: A note that is all of a heading.
""",
    "links are odd": """
# Käse & Brot {#brot}

[](#brot) [](#figure) [](#table) [span]{#span} [s](#span) [d](#div) [c](#code) [b](#brot "title")
[![words](images/needle.png)](https://example.org/ä?b=1&c=%20d) <mail@example.org> [t](tel:+44123)
[](https://example.org/nothing) [same](#brot) [same](#span) ![x](images/needle.png){#pic} [p](#pic)

![A figure, see [bread](#brot).](images/needle.png){#figure}

| a |
|---|
| b |

: A *table*. {#table}

::: {#div}
## Within

A paragraph.
:::

``` {#code}
code
```
""",
    "raw HTML is everywhere": """
# One

<div class="chapter"><p>raw <b>bold</b>[^a]</p> tail</div>

<a href="https://example.org">raw **link**</a> <span id="s">span</span> <a href="#s">to it</a>

<table><tr><td>a</td><td>b<p>c</p></td></tr></table>

<details><summary>Sum</summary>text</details> <q>quoted</q> <kbd>K</kbd> a<br>b

<h2>A raw heading</h2>

- <p>item</p> rest

[^a]: A note with <b>raw</b> text.
""",
    "there is no heading": "Text.[^a]\n\n[^a]: A note.\n",
    "there is nothing but a heading": "# Alone\n",
    "formulas are broken": r"""
# $\frac{$

A $\nosuchcommand$ b[^a]

[^a]: $\frac{$ c
""",
    "a picture is missing": """
# A ![gone](no.png)

![gone](no.png){alt="It is gone"} x[^a]

[^a]: y
""",
    "lists are nested deeply": "\n\n".join("    " * n + f"- x[^{n}]" for n in range(50))
    + "".join(f"\n\n[^{n}]: A note." for n in range(50)),
}


@pytest.mark.parametrize("manuscript", GOOD)
def test_nothing_is_found_where_nothing_is_wrong(
    manuscript: str, make_book: MakeBook, tmp_path: Path
) -> None:
    picture = (SAMPLER / "manuscript/images/needle.png").read_bytes()
    files: dict[str, str | bytes] = {"manuscript/images/needle.png": picture}
    folder = make_book(GOOD[manuscript], files)
    for book, opened in made_for_screens(folder, tmp_path):
        assert prove(book, opened) == []


FRENCH = """
# "Titre" : oui !

Un mot : [deux ; trois](#z)[^a] « quatre » ! ^[Cinq : six.]

## Z ? {#z}

[^a]: "Sept" !
"""
ARABIC = """
# كتاب "جديد"

نص[^a] (قوس) 123.

## فصل

[^a]: ملاحظة
"""


@pytest.mark.parametrize(("language", "manuscript"), [("fr", FRENCH), ("ar", ARABIC)])
def test_nothing_is_found_in_a_book_of_another_language(
    language: str, manuscript: str, make_book: MakeBook, tmp_path: Path
) -> None:
    facts = FACTS.replace("language: en", f"language: {language}")
    folder = make_book(manuscript, {"metadata.yaml": facts})
    for book, opened in made_for_screens(folder, tmp_path):
        assert prove(book, opened) == []


SEVERAL_FILES = {
    "metadata.yaml": f"""{FACTS}
bibliography: [manuscript/works.bib]
notes:
  author: {{marks: symbols, restart: chapter}}
""",
    "manuscript/works.bib": "@book{k, author={A. B.}, title={T}, year=1900, url={https://k.org/}}",
    "manuscript/1.md": """
# One

x[^a] [two](2.md#two) [](2.md#two) [@k, p. 3][^t]

[^a]: One's.
""",
    "manuscript/2.md": """
No heading.[^a]

# Two

y[^a] [@k]^[In @k.] [file](1.md)

[^a]: Two's.
""",
    "manuscript/3.md": "# One\n\nz[^t] [one](#one)\n",
    "manuscript/notes.md": "[^t]: The translator's, with a [link](1.md).\n",
}


def test_nothing_is_found_in_a_book_of_several_files_with_equal_labels_and_a_list_of_works(
    make_book: MakeBook, tmp_path: Path
) -> None:
    for book, opened in made_for_screens(make_book(None, SEVERAL_FILES), tmp_path):
        assert prove(book, opened) == []


END_OF_NOTE = r"(?:</aside>|</div>\s*</div>)"  # it is an `aside` in an EPUB
STET = rf'(<(?:aside|div)[^>]*id="note-stet".*?{END_OF_NOTE})'

# What is done to a page of the EPUB and to the web edition: the number of the rule that finds it,
# what is put in place of what, and what the finding says.
DAMAGE = {
    "a note is deleted": (
        "001",
        rf'<(?:aside|div)[^>]*id="note-flax".*?{END_OF_NOTE}',
        "",
        "is missing",
    ),
    "the text of a note is cut": ("001", "Linum usitatissimum", "Linum", "is not whole"),
    "a note says more than it should": (
        "001",
        "It is as short as it says",
        "Not at all. It is as short as it says",
        "has words that are not its own",
    ),
    "two notes have each other's text": (
        "001",
        r"(Latin, “let it stand”\.)(.*?)(It is as short as it says\.)",
        r"\3\2\1",
        "is not whole",
    ),
    "two notes have each other's mark": (
        "001",
        r'(id="note-stet".*?"a [^"]*">)a(</a>.*?id="note-1".*?"2 [^"]*">)2(</a>)',
        r"\g<1>2\g<2>a\3",
        "bears the mark 2",
    ),
    "two notes stand in each other's place": (
        "001",
        STET + rf'(\s*)(<(?:aside|div)[^>]*id="note-1".*?{END_OF_NOTE})',
        r"\3\2\1",
        "stands where note a (stet) belongs",
    ),
    "two calls have each other's mark": (
        "001",
        r'(id="call-note-stet"[^>]*>)a(</a>.*?id="call-note-1"[^>]*>)2(</a>)',
        r"\g<1>2\g<2>a\3",
        "is called by the mark 2",
    ),
    "nobody says whose note it is": (
        "001",
        r'class="note translator" id="note-flax"',
        'class="note" id="note-flax"',
        "is not marked as the translator's",
    ),
    "nobody says who speaks": (
        "001",
        r'(id="note-flax".*?)<span class="speaker">.*?</span>',
        r"\1",
        "does not say who speaks",
    ),
    "a note stands twice": ("001", STET, r"\1\1", "stands 2 times"),
    "a note is there that the book has not": (
        "001",
        STET,
        r'\1<aside class="note author" id="note-of-mine" role="doc-footnote">Mine.</aside>',
        "note note-of-mine is none of the book's",
    ),
    "a call is deleted": (
        "001",
        r'<a [^>]*href="#note-flax"[^>]*>a</a>',
        "",
        "is linked from 0 of its 1",
    ),
    "a call leads to another note": (
        "001",
        'href="#note-stet"',
        'href="#note-1"',
        "is linked from 0 of its 1",
    ),
    "a call leads to no note": ("001", 'href="#note-stet"', 'href="#cloth"', "leads to no note"),
    "a call stands in another paragraph": (
        "001",
        r'(<a [^>]*id="call-note-stet"[^>]*>a</a>)(.*?)(of them\.)',
        r"\2\3\1",
        "a whole sampler … of them.” in place of behind “",
    ),
    "a call stands a few words too late": (
        "001",
        r'(<a [^>]*id="call-note-stet"[^>]*>a</a>)( An inline)',
        r"\2\1",
        "in place of behind “",
    ),
    "a way back is cut": (
        "001",
        'href="#call-note-flax"',
        'href="#thread"',
        "has no way back to its call",
    ),
    "a way back leads to another call": (
        "001",
        'href="#call-note-stet"',
        'href="#call-note-1"',
        "has no way back to its call",
    ),
    "a heading is deleted": (
        "002",
        r'<h3 id="by-the-square">.*?</h3>',
        "",
        "heading “By the square” of level 3 is not in its place in the text",
    ),
    "a heading is of another level": (
        "002",
        r'<h2( id="counted">.*?)</h2>',
        r"<h4\1</h4>",
        "heading “Counted threads” of level 2 is not in its place in the text",
    ),
    "a line of the contents is deleted": (
        "002",
        r'<li><a href="[^"]*#by-the-square">.*?</li>',
        "",
        "heading “By the square” of level 3 is not in its place in the",
    ),
    "a line of the contents has other words": (
        "002",
        "<li>(<a[^>]*>)Counted threads",
        r"<li>\1Uncounted threads",
        "heading “Counted threads” of level 2 is not in its place in the",
    ),
    "two lines of the contents are swapped": (
        "002",
        r'(<li><a [^>]*#thread-again">.*?</li>)(\s*)(<li><a [^>]*#bibliography">.*?</li>)',
        r"\3\2\1",
        "“Bibliography” of level 1 stands where nothing belongs in the",
    ),
    "a line of the contents is too deep": (
        "002",
        r'(<li><a [^>]*#bibliography">.*?</li>)',
        r"<li><ol>\1</ol></li>",
        "heading “Bibliography” of level 1 is not in its place in the",
    ),
    "a line of the contents leads to another heading of the same words": (
        "002",
        r'<li><a href="[^"]*thread-again">',
        '<li><a href="#thread">',
        "does not lead to its heading",
    ),
    "a cross-reference leads nowhere": (
        "003",
        r'href="[^"]*#cloth"([^>]*>the cloth</a>, or)',
        r'href="#loth"\1',
        "leads to #loth in",
    ),
    "a cross-reference leads to something else": (
        "003",
        r'#cloth"([^>]*>the cloth</a>, or)',
        r'#counted"\1',
        "leads to #counted in",
    ),
    "what a cross-reference means has lost its id to something else": (
        "003",
        r'id="fig-needle"(.*?)id="tbl-counts"',
        r'id="tbl-counts"\1id="fig-needle"',
        "which is not what the book means",
    ),
    "a web link is text": (
        "003",
        r'<a href="https://example.org/a/very[^>]*>(.*?)</a>',
        r"\1",
        "is not in",
    ),
    "a web link leads elsewhere": (
        "003",
        r'href="https://example.org/a/very',
        r'href="https://example.com/a/very',
        "leads to https://example.com/a/very",
    ),
    "a picture is fetched from elsewhere": (
        "004",
        r'src="[^"]*"( style="width:40.0%")',
        r'src="https://example.org/needle.png"\1',
        "https://example.org/needle.png",
    ),
    "there is a script": ("004", "</body>", "<script>1</script></body>", "the element script"),
    "an element runs something": (
        "004",
        '<h1 id="thread">',
        '<h1 id="thread" onclick="run()">',
        "the attribute onclick",
    ),
    "a form asks something": ("004", "</body>", "<form></form></body>", "the element form"),
    "a style reads a style from elsewhere": (
        "004",
        "</head>",
        '<style>@import "https://example.org/style.css";</style></head>',
        "https://example.org/style.css",
    ),
    "an element's style reads a picture from elsewhere": (
        "004",
        "<blockquote>",
        '<blockquote style="background: url(//example.org/paper.png)">',
        "//example.org/paper.png",
    ),
    "a link on the title page runs something": (
        "004",
        '(<p class="creators">)',
        r'\1<a href="javascript:run()">x</a>',
        "a link to javascript:run()",
    ),
}


ABOUT_PICTURES = {
    "a picture is gone": (
        r'<img [^>]*alt="The needle once more[^>]*>',
        "",
        "the picture manuscript/images/needle.svg is not in its place",
    ),
    "a picture has other words": (
        "drawn in five strokes",
        "drawn in six strokes",
        "has the words “A needle, drawn in six strokes.” for “A needle, drawn in five",
    ),
    "two pictures stand in each other's place": (
        r'src="([^"]*)"( style="width:40.0%.*?src=)"([^"]*)"',
        r'src="\3"\2"\1"',
        "the picture manuscript/images/needle.png is not in its place",
    ),
    "a picture stands there twice": (
        r'(<img [^>]*alt="The needle once more[^>]*>)',
        r"\1\1",
        "stands where none belongs",
    ),
}


@pytest.mark.parametrize("damage", ABOUT_PICTURES)
def test_damage_to_a_picture_is_found_by_one_rule(
    damage: str, book: Book, sampler: Path, tmp_path: Path
) -> None:
    old, new, says = ABOUT_PICTURES[damage]
    (epub,), (page,) = sampler.glob("*.epub"), sampler.glob("*.html")
    broken = tmp_path / "broken.html"
    broken.write_text(damaged(page.read_text("utf-8"), old, new), "utf-8")
    opened = artifacts.open_web(broken)
    assert codes(book, opened) == {"HT008"}
    assert any(says in line for line in prove(book, opened))
    if "each other" not in damage:  # in the EPUB they stand on two pages
        publication = artifacts.open_epub(pages_changed(epub, tmp_path / "broken.epub", old, new))
        assert codes(book, publication) == {"EP009"}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_to_a_page_of_the_epub_is_found_by_one_rule(
    damage: str, book: Book, sampler: Path, tmp_path: Path
) -> None:
    number, old, new, says = DAMAGE[damage]
    (epub,) = sampler.glob("*.epub")
    opened = artifacts.open_epub(pages_changed(epub, tmp_path / "broken.epub", old, new))
    said = prove(book, opened)
    assert codes(book, opened) == {f"EP{number}"}, said
    assert any(says in line for line in said), said


def test_a_paragraph_that_is_gone_is_found_by_one_rule(
    book: Book, sampler: Path, tmp_path: Path
) -> None:
    lost = r"<p>A quotation.*?</p>"
    (epub,), (page,) = sampler.glob("*.epub"), sampler.glob("*.html")
    broken = tmp_path / "broken.html"
    broken.write_text(damaged(page.read_text("utf-8"), lost, ""), "utf-8")
    assert codes(book, artifacts.open_web(broken)) == {"HT007"}
    opened = artifacts.open_epub(pages_changed(epub, tmp_path / "broken.epub", lost, ""))
    assert codes(book, opened) == {"EP008"}
    (said,) = prove(book, opened)
    assert "goes on with “Theneedlegoesdown" in said
    assert "where the book has “Aquotationofseveralwords" in said


@pytest.mark.parametrize(
    ("word", "other"), [("Linen<", "Linem<"), ("comes first", "comes forst"), ("last.<", "<")]
)
def test_a_letter_that_differs_beside_a_call_is_a_fault_of_the_text_alone(
    word: str, other: str, book: Book, sampler: Path, tmp_path: Path
) -> None:
    (epub,), (page,) = sampler.glob("*.epub"), sampler.glob("*.html")
    broken = tmp_path / "broken.html"
    broken.write_text(damaged(page.read_text("utf-8"), word, other), "utf-8")
    assert codes(book, artifacts.open_web(broken)) == {"HT007"}
    opened = artifacts.open_epub(pages_changed(epub, tmp_path / "broken.epub", word, other))
    assert codes(book, opened) == {"EP008"}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_to_the_web_edition_is_found_by_one_rule(
    damage: str, book: Book, book_in_runs: Book, sampler: Path, tmp_path: Path
) -> None:
    number, old, new, says = DAMAGE[damage]
    (page,) = sampler.glob("*.html")
    text = page.read_text("utf-8")
    broken = tmp_path / "broken.html"
    broken.write_text(damaged(text, old, new), "utf-8")
    assert broken.read_text("utf-8") != text
    opened = artifacts.open_web(broken)
    said = prove(book, opened)
    assert codes(book, opened) == {f"HT{number}"}, said
    assert any(says in line for line in said), said
    assert prove(book_in_runs, opened) == said


DAMAGE_OF_PARTS = {  # what only an EPUB has: rule, ending of the file, what is put for what
    "a heading is not in the NCX": ("EP002", ".ncx", '<navPoint id="nav-3[^>]*>.*?</navPoint>', ""),
    "a line of the NCX has other words": ("EP002", ".ncx", "Counted threads", "Threads"),
    "two lines of the NCX are swapped": (
        "EP002",
        ".ncx",
        r'(<navPoint id="nav-1-thread-again">.*?</navPoint>)(\s*)(<navPoint .*?</navPoint>)',
        r"\3\2\1",
    ),
    "a line of the NCX leads to another heading": (
        "EP002",
        ".ncx",
        "03-thread-again.xhtml#thread-again",
        "02-thread.xhtml#thread",
    ),
    "the nav is not called one": ("EP002", "nav.xhtml", 'epub:type="toc" role', "role"),
    "a landmark leads nowhere": ("EP003", "nav.xhtml", r"nav\.xhtml#toc", "nav.xhtml#top"),
    "the style reads a font from elsewhere": (
        "EP004",
        ".css",
        r"url\([^)]*\)",
        "url(https://example.org/font.ttf)",
    ),
    "a drawing runs something": ("EP004", ".svg", "</svg>", "<script>1</script></svg>"),
    "a drawing is cut off": ("EP004", ".svg", "</svg>", ""),
    "a file is not in the manifest": ("EP004", ".opf", r"<item [^>]*style\.css[^>]*>", ""),
    "a page is not XML": ("EP007", "03-thread-again.xhtml", "</p>", ""),
    "the NCX is empty": ("EP007", ".ncx", ".*", ""),
    "the package is no XML": ("EP007", ".opf", "</package>", ""),
    "the spine names a page that nobody knows": ("EP007", ".opf", 'idref="i-03', 'idref="i-07'),
}


@pytest.mark.parametrize("damage", DAMAGE_OF_PARTS)
def test_damage_to_another_part_of_the_epub_is_found_by_one_rule(
    damage: str, book: Book, sampler: Path, tmp_path: Path
) -> None:
    code, ending, old, new = DAMAGE_OF_PARTS[damage]
    (epub,) = sampler.glob("*.epub")
    opened = artifacts.open_epub(pages_changed(epub, tmp_path / "broken.epub", old, new, ending))
    assert codes(book, opened) == {code}, prove(book, opened)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("EPUB/images/needle-e714eac7.svg", "EP004"),
        ("EPUB/style.css", "EP004"),
        ("EPUB/03-thread-again.xhtml", "EP007"),
        ("EPUB/toc.ncx", "EP007"),
        ("EPUB/content.opf", "EP007"),
        ("META-INF/container.xml", "EP007"),
    ],
)
def test_a_file_that_was_taken_out_of_the_epub_is_missed(
    name: str, code: str, book: Book, sampler: Path, tmp_path: Path
) -> None:
    (epub,) = sampler.glob("*.epub")
    target = tmp_path / "broken.epub"
    repacked(epub, target, lambda one, data: None if one == name else data)
    said = prove(book, artifacts.open_epub(target))
    assert {line.partition(" ")[0] for line in said} == {code}
    assert any(name in line for line in said), said


def test_a_file_that_was_put_into_the_epub_is_found(
    book: Book, sampler: Path, tmp_path: Path
) -> None:
    (epub,) = sampler.glob("*.epub")
    target = tmp_path / "broken.epub"
    repacked(epub, target, lambda _, data: data, **{"EPUB/notes.txt": b"Mine."})
    assert prove(book, artifacts.open_epub(target)) == [
        "EP004 EPUB/notes.txt is not in the manifest and stands in broken.epub"
    ]


@pytest.mark.parametrize("octets", [0, 1, 30, 4000, -10], ids=lambda n: f"cut at {n}")
def test_an_epub_that_is_cut_off_is_found(
    octets: int, book: Book, sampler: Path, tmp_path: Path
) -> None:
    (epub,) = sampler.glob("*.epub")
    target = tmp_path / "broken.epub"
    target.write_bytes(epub.read_bytes()[:octets])
    (said,) = prove(book, artifacts.open_epub(target))
    assert said.startswith("EP007 broken.epub is no whole archive: ")


@pytest.mark.parametrize("place", [100, 3000, 50_000, -40], ids=lambda n: f"at {n}")
def test_octets_that_went_wrong_in_an_epub_are_found(
    place: int, book: Book, sampler: Path, tmp_path: Path
) -> None:
    (epub,) = sampler.glob("*.epub")
    data = bytearray(epub.read_bytes())
    data[place : place + 20] = b"\0" * 20
    target = tmp_path / "broken.epub"
    target.write_bytes(data)
    (said,) = prove(book, artifacts.open_epub(target))
    assert said.startswith("EP007 ")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "does not end"),
        (b" \n", "does not end"),
        (b"<!DOCTYPE html><html><body><p>A text", "does not end"),
        (b"\xff\xfe<html></html>", "is not UTF-8 from octet 0 on"),
        (b"<html><body>caf\xe9</body></html>", "is not UTF-8 from octet 15 on"),
    ],
)
def test_a_web_edition_that_is_none_is_found(
    data: bytes, why: str, book: Book, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.html"
    broken.write_bytes(data)
    (said,) = prove(book, artifacts.open_web(broken))
    assert said.startswith(f"HT006 broken.html {why}")


def test_a_script_in_a_drawing_of_the_web_edition_is_found(
    book: Book, sampler: Path, tmp_path: Path
) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
    (page,) = sampler.glob("*.html")
    head = "data:image/svg+xml;base64,"
    data = head + base64.b64encode(drawing).decode()
    broken = tmp_path / "broken.html"
    broken.write_text(re.sub(re.escape(head) + '[^"]*', data, page.read_text("utf-8")), "utf-8")
    (said,) = prove(book, artifacts.open_web(broken))
    assert said == "HT004 the element script stands in broken.html"


def test_the_words_before_a_call_are_the_same_of_a_book_in_runs(book: Book) -> None:
    words = [{"t": "Str", "c": letter} for letter in "abcdefgh"]
    spaced = [part for word in words for part in (word, {"t": "Space"})]
    rules_between = [{"t": "HorizontalRule"}] * 27  # of what was said before, they leave little
    call = {"t": "Para", "c": [note_call("fn-a")]}
    tree = [{"t": "Para", "c": spaced}, *rules_between, call]
    for blocks in (tree, in_runs(tree)):
        (found,) = running_text.of_tree(blocks, book).calls
        assert found.behind == "g h"


def test_what_is_warned_about_while_the_epub_is_packed_is_a_finding() -> None:
    problem = Problem(Location("metadata.yaml"), "it is odd", "", "epub-warning")
    (finding,) = rules.run(rules.Report("epub", (problem,)))
    assert (finding.code, finding.level) == ("EP006", "review")


def test_what_the_typesetter_warns_about_is_a_finding() -> None:
    problem = Problem(Location("styles/print.css"), "WeasyPrint says: no", "", "print-warning")
    (finding,) = rules.run(rules.Report("print", (problem,)))
    assert (finding.code, finding.level) == ("PD002", "review")


def test_a_style_that_the_typesetter_does_not_know_is_a_finding(
    make_book: MakeBook, tmp_path: Path
) -> None:
    book = make_book("A text.\n", {"styles/print.css": "p { colour: red }\n"})
    done = samizdat("build", book, "--out", tmp_path / "out", "--edition", "print")
    assert done.returncode == 0
    assert "PD002" in done.stdout
    assert "colour" in done.stdout
