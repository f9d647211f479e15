"""Pages of HTML and EPUBs, opened as Markdown."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import pypandoc
import pytest

from samizdat.importing.incoming import Incoming, UnusableFileError
from samizdat.importing.opening.epub import open_epub
from samizdat.importing.opening.web import open_web
from tests.read_again import book_in, equal_part, imported

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist/en"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8"
    "cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def page(tmp_path: Path, html: str, name: str = "page.html") -> Incoming:
    file = tmp_path / name
    file.write_text(html, "utf-8")
    return open_web(file)


def epub(tmp_path: Path, files: dict[str, str | bytes]) -> Path:
    file = tmp_path / "book.epub"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        )
        for name, content in files.items():
            archive.writestr(name, content)
    return file


def package(pages: list[str], more: str = "", metadata: str = "") -> str:
    items = "".join(
        f'<item id="p{n}" href="{page}" media-type="application/xhtml+xml"/>'
        for n, page in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" version="2.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        f"{metadata}</metadata><manifest>{items}{more}</manifest><spine>{spine}</spine></package>"
    )


def xhtml(body: str) -> str:
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><head/><body>{body}</body></html>'


# --- round trips ----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["html", "epub"])
def test_the_handbook_comes_back_from_its_own_editions(tmp_path: Path, ending: str) -> None:
    file = DIST / f"the-samizdat-handbook-en.{ending}"
    incoming = (open_epub if ending == "epub" else open_web)(file)
    book, again = book_in(ROOT), imported(incoming, tmp_path / "book")
    assert again.headings == book.headings
    assert equal_part(book.paragraphs, again.paragraphs) >= 0.99
    assert equal_part(again.paragraphs, book.paragraphs) >= 0.99
    assert sorted(again.notes.values()) == sorted(book.notes.values())
    labels = re.findall(r"^\[\^([^\]]+)\]:", (ROOT / "manuscript/notes.md").read_text(), re.M)
    assert incoming.translators == set(labels)
    # The one that differs is an id that the page of the edition has for itself.
    links = [link.replace("#s-page-numbers", "#page-numbers") for link in again.links]
    assert links == book.links
    assert again.pictures == book.pictures
    assert incoming.facts["title"] == "The samizdat Handbook"
    assert incoming.facts["subtitle"] == "A manual for small presses and their translators"


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["html", "epub"])
def test_the_handbook_comes_back_from_what_pandoc_makes_of_it(tmp_path: Path, ending: str) -> None:
    manuscript = ROOT / "manuscript"
    text = "\n".join(
        (manuscript / name).read_text("utf-8") for name in ("manuscript.md", "rules.md", "notes.md")
    )
    (tmp_path / "all.md").write_text(text.replace("](rules.md#", "](#"), "utf-8")
    target = tmp_path / f"plain.{ending}"
    subprocess.run(
        [
            pypandoc.get_pandoc_path(), "-s", "--mathml", "--citeproc", "--bibliography",
            "references.bib", "--metadata=title=Handbook", "--metadata=lang=en",
            f"--resource-path={manuscript}", tmp_path / "all.md", "-o", target,
        ],
        cwd=manuscript,
        check=True,
        capture_output=True,
    )  # fmt: skip
    if ending == "html":
        (tmp_path / "images").mkdir()
        for picture in (manuscript / "images").iterdir():
            (tmp_path / "images" / picture.name).write_bytes(picture.read_bytes())
    incoming = (open_epub if ending == "epub" else open_web)(target)
    book, again = book_in(ROOT), imported(incoming, tmp_path / "book")
    assert again.headings == book.headings
    assert equal_part(book.paragraphs, again.paragraphs) >= 0.99
    assert set(again.notes.values()) == set(book.notes.values())
    links = [
        link.replace("rules.md#", "#").replace("rules.md", "#catalogue") for link in book.links
    ]
    assert equal_part(links, again.links) >= 0.95
    assert again.pictures == book.pictures


# --- notes ----------------------------------------------------------------------------------

WORD = """<p class=MsoNormal>Words<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"
title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if
!supportFootnotes]>[1]<![endif]></span></span></a> go on.</p>
<div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">
<div style='mso-element:footnote' id=ftn1>
<p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"><span class=MsoFootnoteReference>[1]
</span></a> The note.</p></div></div>"""
LIBRE = """<p>Words<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1
</sup></a> go on.</p><div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym"
name="sdfootnote1sym" href="#sdfootnote1anc">1</a>The note.</p></div>"""
GUTENBERG = """<p>Words<a name="FNanchor_1_1" id="FNanchor_1_1"></a><a href="#Footnote_1_1"
class="fnanchor">[1]</a> go on.</p><div class="footnotes"><h3>FOOTNOTES:</h3><div class="footnote">
<p><a name="Footnote_1_1" id="Footnote_1_1"></a><a href="#FNanchor_1_1"><span class="label">[1]
</span></a> The note.</p></div></div>"""
WIKI = """<p>Words<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup> go on.
</p><h2><span class="mw-headline" id="References">References</span></h2><div class="reflist"><ol
class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-1">^
</a></b></span> <span class="reference-text">The note.</span></li></ol></div>"""
EASY = """<p>Words<span id="easy-footnote-1-9" class="easy-footnote-margin-adjust"></span><span
class="easy-footnote"><a href="#easy-footnote-bottom-1-9" title="The note."><sup>1</sup></a></span>
go on.</p><ol class="easy-footnotes-wrapper"><li class="easy-footnote-single"><span
id="easy-footnote-bottom-1-9" class="easy-footnote-margin-adjust"></span>The note.<a
class="easy-footnote-to-top" href="#easy-footnote-1-9"></a></li></ol>"""
AMUSE = """<p>Words<a href="#fn1" class="footnote" id="fn_back1">[1]</a> go on.</p>
<p class="fnline"><a class="footnotebody" href="#fn_back1" id="fn1">[1]</a> The note.</p>"""
PLAIN = """<p>Words<sup><a href="#n1">1</a></sup> go on.</p><hr><p id="n1">1. The note.</p>"""
TYPED = """<p>Words<a epub:type="noteref" href="#n">*</a> go on.</p>
<aside epub:type="footnote" id="n"><p>The note.</p></aside>"""
ROLES = """<p>Words<a role="doc-noteref" href="#n" id="r">1</a> go on.</p>
<section role="doc-endnotes"><h2>Notes</h2><ol><li role="doc-endnote" id="n"><p>The note. <a
role="doc-backlink" href="#r">↩︎</a></p></li></ol></section>"""


@pytest.mark.parametrize(
    "html", [WORD, LIBRE, GUTENBERG, WIKI, EASY, AMUSE, PLAIN, TYPED, ROLES]
)  # fmt: skip
def test_a_note_of_any_make_is_a_note(tmp_path: Path, html: str) -> None:
    text = page(tmp_path, f"<body>{html}</body>").text
    assert text == "Words[^1] go on.\n\n[^1]: The note.\n"


def test_a_note_has_all_its_paragraphs_and_may_be_called_twice(tmp_path: Path) -> None:
    html = """<p>One<sup><a href="#n1">1</a></sup> two.<sup><a href="#n1">1</a></sup></p>
    <p>Three.<sup><a href="#n2">2</a></sup></p><div class="notes"><p id="n1">1. First.</p>
    <p>More.</p><ul><li>item</li></ul><p id="n2">2. Second.</p></div>"""
    assert page(tmp_path, html).text == (
        "One[^1] two.[^1]\n\n[^1]: First.\n\n    More.\n\n    - item\n\nThree.[^2]\n\n"
        "[^2]: Second.\n"
    )


def test_what_has_no_partner_stays_and_is_said(tmp_path: Path) -> None:
    html = """<p>Call.<sup><a href="#gone">7</a></sup></p>
    <aside role="doc-footnote" id="x"><p>Nobody calls.</p></aside>"""
    found = page(tmp_path, html)
    assert found.text == "Call.^7^\n\nNobody calls.\n"
    assert [(r.words, r.offset) for r in found.remarks] == [("7", 6), ("Nobody calls.", 10)]


def test_a_year_that_is_a_link_is_no_note(tmp_path: Path) -> None:
    html = """<p>In <a href="#y">1917</a> much.</p><h2 id="y">The year</h2><p>It was.</p>"""
    assert page(tmp_path, html).text == "In [1917](#y) much.\n\n## The year {#y}\n\nIt was.\n"


def test_a_note_that_begins_with_an_article_keeps_it(tmp_path: Path) -> None:
    html = """<p>Words.<a role="doc-noteref" href="#n" id="c">a</a></p><div role="doc-footnote"
    id="n"><a role="doc-backlink" href="#c">a</a> <p>A way of writing.</p></div>"""
    assert "[^1]: A way of writing." in page(tmp_path, html).text


# --- what is around, and what is within -----------------------------------------------------


def test_what_stands_around_the_text_is_left_out_and_said(tmp_path: Path) -> None:
    html = """<html lang="fr"><head><title>Titre | Site</title><link rel="canonical"
    href="https://example.org/a"><meta name="author" content="Rosa Lux"><meta
    property="article:published_time" content="1918-11-09T00:00"></head><body><nav>Menu</nav>
    <main><h1>Titre</h1><p>Texte <a href="/b">ici</a>.</p><div class="share">Share</div></main>
    <footer>Pied</footer><script>x()</script></body></html>"""
    found = page(tmp_path, html)
    assert found.text == "# Titre\n\nTexte [ici](https://example.org/b).\n"
    assert sorted(remark.words for remark in found.remarks) == ["Menu", "Pied", "Share"]
    assert found.facts == {
        "title": "Titre",
        "creators": [{"name": "Rosa Lux", "role": "author"}],
        "date": "1918-11-09",
        "language": "fr",
        "source": "https://example.org/a",
    }


def test_notes_outside_the_article_are_not_lost(tmp_path: Path) -> None:
    html = """<body><article><p>A long text of the article.<sup><a href="#n1">1</a></sup></p>
    </article><div id="more"><p id="n1">1 The note.</p></div></body>"""
    assert "[^1]: The note." in page(tmp_path, html).text


def test_tables_that_lay_out_become_text_and_others_stay(tmp_path: Path) -> None:
    html = """<table><tr><td><p>One.</p><p>Two.</p></td><td>Side</td></tr></table>
    <table><tr><td>Row</td><td>end</td></tr></table><table><tr><th>Year</th><th>Copies</th></tr><tr><td>1971</td><td>12</td></tr></table>"""
    text = page(tmp_path, html).text
    assert text.startswith("One.\n\nTwo.\n\nSide\n\nRow\n\nend\n\n| Year | Copies |")


def test_markup_of_the_text_is_typed_as_a_person_would(tmp_path: Path) -> None:
    html = """<html lang="en-GB"><style>.k{font-style:italic}</style><body>
    <p>It's <span class="k">so</span>, <font color="red">H<sub>2</sub>O</font>, <span lang="en-US">
    plain</span> and <i lang="fr">mot</i> <span style="font-variant:small-caps">bc</span> #1.</p>
    <ol start="3"><li>three</li></ol><pre class="language-sh">a <b>b</b></pre>
    <div class="poem"><div class="stanza"><span class="i0">One<br></span><span class="i2">two<br>
    </span></div></div><p>First.<br><br>Second.</p></body></html>"""
    assert page(tmp_path, html).text == (
        "It's *so*, H~2~O, plain and *[mot]{lang=fr}* [bc]{.smallcaps} #1.\n\n3.  three\n\n"
        "```sh\na b\n```\n\n| One\n|   two\n\nFirst.\n\nSecond.\n"
    )


def test_a_formula_is_tex(tmp_path: Path) -> None:
    html = """<p>So <math alttext="a &lt; b"><mi>a</mi></math> and <math><msqrt><mn>2</mn></msqrt>
    </math>.</p>"""
    assert page(tmp_path, html).text == "So $a < b$ and $\\sqrt{2}$.\n"


def test_pictures_of_a_saved_page_come_along_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "Page_files").mkdir()
    (tmp_path / "Page_files/a b.png").write_bytes(PIXEL)
    (tmp_path.parent / "secret.png").write_bytes(PIXEL)
    html = """<p><img src="Page_files/a%20b.png" alt="A dot"></p><p>x <img src="../secret.png"
    alt="none"> y</p>"""
    found = page(tmp_path, html)
    assert found.text == '![](images/a-b.png){alt="A dot"}\n\nx y\n'
    assert dict(found.pictures) == {"images/a-b.png": PIXEL}
    assert found.remarks[0].words == "none ../secret.png"


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("cp1251", '<meta charset="windows-1251">'),
        ("cp1252", '<meta charset="iso-8859-1">'),
        ("cp1252", ""),
        ("cp1255", '<meta charset="no-such">'),
        ("cp1256", ""),
    ],
)
def test_a_page_is_read_in_its_encoding(tmp_path: Path, encoding: str, head: str) -> None:
    words = {
        "cp1252": "déjà vu, garçon, où est la fête",
        "cp1255": "שומר הסכר רשם כל סירה שעברה",
        "cp1256": "كان الحارس يكتب كل مركب مر من هنا",
    }.get(encoding, "слова издата")
    file = tmp_path / "page.html"
    file.write_bytes(
        f"<html><head>{head}</head><body><p>{words}</p></body></html>".encode(encoding)
    )
    found = open_web(file)
    assert found.text == f"{words}\n"
    name = encoding.replace("cp", "windows-")
    assert found.said == (() if encoding == "utf-8" else (f"page.html was read as {name}",))


def test_a_page_is_read_in_the_encoding_that_a_person_tells(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes('<meta charset="utf-8"><p>El niño.</p>'.encode("mac-roman"))
    assert open_web(file, "mac-roman").text == "El niño.\n"


# --- EPUB -----------------------------------------------------------------------------------


def test_an_epub_is_one_text_with_levels_of_its_contents(tmp_path: Path) -> None:
    ncx = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Part
    </text></navLabel><content src="a.xhtml"/><navPoint><navLabel><text>One</text></navLabel>
    <content src="b.xhtml"/></navPoint></navPoint></navMap></ncx>"""
    metadata = """<dc:title>T</dc:title><dc:language>de</dc:language><dc:creator opf:role="trl"
    opf:file-as="Lux, Rosa">Rosa Lux</dc:creator><dc:date>1919-01-15T00:00</dc:date>"""
    more = (
        '<item id="n" href="t.ncx" media-type="application/x-dtbncx+xml"/>'
        '<item id="i" href="i/x.png" media-type="image/png" properties="cover-image"/>'
    )
    file = epub(
        tmp_path,
        {
            "OPS/book.opf": package(["c.xhtml", "a.xhtml", "b.xhtml", "n.xhtml"], more, metadata),
            "OPS/t.ncx": ncx,
            "OPS/i/x.png": PIXEL,
            "OPS/c.xhtml": xhtml('<img src="i/x.png" alt=""/>'),
            "OPS/a.xhtml": xhtml('<h2 id="x">Part</h2><p>Go to <a href="b.xhtml#x">one</a>.</p>'),
            "OPS/b.xhtml": xhtml(
                '<h1 id="x">One</h1><p>Text&nbsp;here<a href="n.xhtml#n1" id="r1">1</a>.<br>'
            ),
            "OPS/n.xhtml": xhtml('<h1>Notes</h1><p id="n1"><a href="b.xhtml#r1">1</a> A note.</p>'),
        },
    )
    found = open_epub(file)
    assert found.text == (
        "# Part\n\nGo to [one](#x-2).\n\n## One {#x-2}\n\nText\u00a0here[^1].\n\n[^1]: A note.\n"
    )
    assert found.facts == {
        "title": "T",
        "creators": [{"name": "Rosa Lux", "role": "translator", "file-as": "Lux, Rosa"}],
        "language": "de",
        "date": "1919-01-15",
        "cover": "manuscript/images/x.png",
    }
    assert "Notes" in [remark.words for remark in found.remarks]


def test_an_epub_that_is_locked_says_so(tmp_path: Path) -> None:
    locked = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
    xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod
    Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></enc:EncryptedData></encryption>"""
    with pytest.raises(UnusableFileError, match="is encrypted"):
        open_epub(epub(tmp_path, {"META-INF/encryption.xml": locked}))


# --- files made to do harm ------------------------------------------------------------------


def test_a_bomb_in_an_epub_is_refused(tmp_path: Path) -> None:
    file = epub(tmp_path, {"OPS/book.opf": package(["a.xhtml"]), "OPS/a.xhtml": b" " * 150_000_000})
    with pytest.raises(UnusableFileError, match="more than any book needs"):
        open_epub(file)


def test_what_is_no_epub_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "book.epub"
    file.write_bytes(b"nothing")
    with pytest.raises(UnusableFileError, match="no whole EPUB"):
        open_epub(file)


def test_a_page_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    with file.open("wb") as out:
        out.truncate(300_000_000)
    with pytest.raises(UnusableFileError, match="300 MB of text"):
        open_web(file)


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12))
    html = f"""<!DOCTYPE html [<!ENTITY b0 "x">{bomb}]><html xmlns="http://www.w3.org/1999/xhtml">
    <body><p>Words &b11;</p></body></html>"""
    assert len(page(tmp_path, html).text) < 100


@pytest.mark.parametrize("tag", ["div", "blockquote", "b", "table><tr><td"])
def test_nesting_without_end_is_refused(tmp_path: Path, tag: str) -> None:
    with pytest.raises(UnusableFileError, match="deep"):
        page(tmp_path, f"<body>{f'<{tag}>' * 200_000}x</body>")


@pytest.mark.slow
def test_a_page_of_more_words_than_a_shelf_of_books_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableFileError, match="shelf of books"):
        page(tmp_path, "<p>words of a text</p>" * 300_000)
    with pytest.raises(UnusableFileError, match="more markup"):
        page(tmp_path, "<b></b>" * 2_000_000)


def test_a_page_of_lines_without_end_tags_is_read(tmp_path: Path) -> None:
    assert page(tmp_path, "<body>" + "line<br>" * 5000).text.count("line") == 5000


def test_script_leaves_nothing(tmp_path: Path) -> None:
    html = """<p onclick="x()">Words <a href="javascript:x()">here</a><script>x()</script></p>"""
    assert page(tmp_path, html).text == "Words here\n"


def test_a_folder_of_one_page_is_that_page(tmp_path: Path) -> None:
    page(tmp_path, "<p>Words</p>")
    assert open_web(tmp_path).text == "Words\n"
    page(tmp_path, "<p>Others</p>", "other.html")
    with pytest.raises(UnusableFileError, match="2 pages"):
        open_web(tmp_path)
