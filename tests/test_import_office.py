"""Files of word processors become Markdown that a person could have typed, and nothing is lost."""

from __future__ import annotations

import base64
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

from samizdat.importing.incoming import Incoming, UnusableFileError
from samizdat.importing.opening.archives import opened
from samizdat.importing.opening.kinds import kind_of
from samizdat.importing.opening.latex import open_latex
from samizdat.importing.opening.open_document import open_open_document
from samizdat.importing.opening.rich_text import open_rich_text
from samizdat.importing.opening.tree import as_markdown
from samizdat.importing.opening.word import open_word

from . import office_texts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
</Types>"""
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="Kapitel"/>
  <w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="Umriss"><w:name w:val="Eigene"/>
  <w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Autor"><w:name w:val="Author"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Gedicht"><w:name w:val="Gedicht"/></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
</w:styles>"""


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{name}{properties}</w:pPr>{content}</w:p>"


def docx(folder: Path, body: str, head: str = "", **parts: str | bytes) -> Path:
    """A DOCX of a body and other parts; `rels` are relations of the body."""
    file = folder / "text.docx"
    kinds = {"styles.xml": "styles", "footnotes.xml": "footnotes", "endnotes.xml": "endnotes"}
    kinds["comments.xml"] = "comments"
    parts = {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()}
    parts.setdefault("styles.xml", STYLES)
    relations = str(parts.pop("rels", "")) + "".join(
        f'<Relationship Id="k{kind}" Type="{R}/{kind}" Target="{name}"/>'
        for name, kind in kinds.items()
        if name in parts
    )
    document = (
        f'{head}<w:document xmlns:w="{W}" xmlns:r="{R}" {WP}><w:body>{body}</w:body></w:document>'
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        main = f'<Relationship Id="r" Type="{R}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", RELS.format(main))
        archive.writestr("word/document.xml", document)
        archive.writestr("word/_rels/document.xml.rels", RELS.format(relations))
        for name, part in parts.items():
            archive.writestr(f"word/{name}", part)
    return file


def said(incoming: Incoming) -> str:
    return "\n".join(remark.message for remark in incoming.remarks)


def lost(incoming: Incoming) -> str:
    return "\n".join(r.message for r in incoming.remarks if "not in the text" in r.message)


def test_headings_are_known_by_names_and_outline_levels_and_what_they_are_based_on(
    tmp_path: Path,
) -> None:
    body = (
        paragraph(run("Eins"), "berschrift2")
        + paragraph(run("Zwei"), "Kapitel")
        + paragraph(run("Drei"), "Umriss")
    )
    assert open_word(docx(tmp_path, body)).text == "## Eins\n\n## Zwei\n\n### Drei\n"


def test_title_and_author_are_facts_and_no_text(tmp_path: Path) -> None:
    body = (
        paragraph(run("Das Buch"), "Titel")
        + paragraph(run("Ana B; Carl D"), "Autor")
        + paragraph(run("Text"))
    )
    incoming = open_word(docx(tmp_path, body))
    assert incoming.text == "Text\n"
    assert incoming.facts == {
        "title": "Das Buch",
        "creators": [{"name": "Ana B", "role": "author"}, {"name": "Carl D", "role": "author"}],
    }
    assert not lost(incoming)


def test_quotations_are_known_by_style_and_by_indents_on_both_sides(tmp_path: Path) -> None:
    both = '<w:ind w:left="720" w:right="720"/>'
    body = (
        paragraph(run("Styled."), "Zitat")
        + paragraph(run("Between."))
        + paragraph(run("Indented."), properties=both)
        + paragraph(run("Left alone."), properties='<w:ind w:left="720"/>')
    )
    expected = "> Styled.\n\nBetween.\n\n> Indented.\n\nLeft alone.\n"
    assert open_word(docx(tmp_path, body)).text == expected


def test_lines_of_verse_stay_lines(tmp_path: Path) -> None:
    body = "".join(paragraph(run(f"Line {n}"), "Gedicht") for n in (1, 2, 3))
    broken = "<w:r><w:br/></w:r>".join(run(f"Verse {n}") for n in (1, 2, 3))
    text = open_word(docx(tmp_path, body + paragraph(run("Prose.")) + paragraph(broken))).text
    assert text == "| Line 1\n| Line 2\n| Line 3\n\nProse.\n\n| Verse 1\n| Verse 2\n| Verse 3\n"


def test_runs_of_emphasis_are_one_and_stand_around_words(tmp_path: Path) -> None:
    body = paragraph(
        run("so ")
        + run("bold", "<w:b/>")
        + run(" and", "<w:b/>")
        + run(" ", "<w:b/>")
        + run("word")
        + run(" ", "<w:i/>")
        + run("[1] 5 > 4", "")
    )
    assert open_word(docx(tmp_path, body)).text == "so **bold and** word [1] 5 > 4\n"


def test_changes_are_accepted_and_told_of_where_they_are(tmp_path: Path) -> None:
    body = paragraph(
        run("One ")
        + f'<w:ins w:id="1" w:author="Ana">{run("new ")}</w:ins>'
        + '<w:del w:id="2" w:author="Ben"><w:r><w:delText>old</w:delText></w:r></w:del>'
        + run("two.")
    )
    incoming = open_word(docx(tmp_path, body))
    assert incoming.text == "One new two.\n"
    told = {(r.offset, r.words, r.message.split()[0]) for r in incoming.remarks}
    assert told == {(4, "new", "Ana"), (8, "old", "Ben")}


def test_a_paragraph_whose_end_was_deleted_is_one_with_the_next(tmp_path: Path) -> None:
    mark = '<w:rPr><w:del w:id="1" w:author="Ben"/></w:rPr>'
    body = paragraph(run("One "), properties=mark) + paragraph(run("two."))
    assert open_word(docx(tmp_path, body)).text == "One two.\n"


def test_comments_are_remarks_and_never_text(tmp_path: Path) -> None:
    comments = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="7" w:author="Ana">'
        f"{paragraph(run('Is this right?'))}</w:comment></w:comments>"
    )
    body = paragraph(
        run("He ")
        + '<w:commentRangeStart w:id="7"/>'
        + run("came")
        + '<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>'
        + run(" late.")
    )
    incoming = open_word(docx(tmp_path, body, comments_xml=comments))
    assert incoming.text == "He came late.\n"
    (remark,) = incoming.remarks
    assert (remark.offset, remark.words) == (3, "Is this right?")
    assert remark.message == "a comment by Ana on “came”: Is this right?"


def notes(kind: str, words: str) -> str:
    note = f'<w:{kind} w:id="2">{paragraph(run(words))}</w:{kind}>'
    return f'<w:{kind}s xmlns:w="{W}">{note}</w:{kind}s>'


def test_footnotes_and_endnotes_are_notes_and_both_kinds_are_told_of(tmp_path: Path) -> None:
    body = paragraph(
        run("A")
        + '<w:r><w:footnoteReference w:id="2"/></w:r>'
        + run(" and b")
        + '<w:r><w:endnoteReference w:id="2"/></w:r>'
    )
    parts = {
        "footnotes_xml": notes("footnote", "Foot."),
        "endnotes_xml": notes("endnote", "End."),
    }
    incoming = open_word(docx(tmp_path, body, **parts))
    assert incoming.text == "A[^1] and b[^2]\n\n[^1]: Foot.\n\n[^2]: End.\n"
    assert "1 footnotes and 1 endnotes" in said(incoming)


def test_a_typed_mark_of_a_note_goes_and_is_told_of(tmp_path: Path) -> None:
    call = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
    parts = {"footnotes_xml": notes("footnote", "* Of the translator.")}
    incoming = open_word(docx(tmp_path, paragraph(run("A") + call), **parts))
    assert incoming.text == "A[^1]\n\n[^1]: Of the translator.\n"
    assert "this note has the mark *" in said(incoming)


def field(instructions: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instructions}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_generated_contents_and_page_numbers_are_taken_out(tmp_path: Path) -> None:
    body = (
        paragraph(field(' TOC \\o "1-3" ', "Entry one 5"), "Verzeichnis1")
        + paragraph(run("Entry two 6"), "Verzeichnis1")
        + paragraph(run("Text ") + field(" PAGE ", "17") + run("end."))
    )
    incoming = open_word(docx(tmp_path, body))
    assert incoming.text == "Text end.\n"
    (remark,) = [r for r in incoming.remarks if "contents" in r.message]
    assert remark.words == "Entry one 5\nEntry two 6"


def test_words_of_text_boxes_stay(tmp_path: Path) -> None:
    box = (
        f"<w:r><w:pict><w:txbxContent>{paragraph(run('In a box.'))}</w:txbxContent></w:pict></w:r>"
    )
    incoming = open_word(docx(tmp_path, paragraph(run("Before.") + box) + paragraph(run("After."))))
    assert incoming.text == "Before.\n\nIn a box.\n\nAfter.\n"
    assert not lost(incoming)


def test_words_that_pandoc_would_lose_are_listed(tmp_path: Path) -> None:
    strange = f"<w:p><w:strange>{run('swallowed')}</w:strange></w:p>"
    incoming = open_word(docx(tmp_path, paragraph(run("Kept.")) + strange))
    assert "1 words of the file are not in the text: swallowed" in said(incoming)


def picture(attributes: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="A dog"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:blipFill><a:blip {attributes}/></pic:blipFill></pic:pic></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r>"
    )


def test_pictures_come_along_with_their_descriptions(tmp_path: Path) -> None:
    relation = f'<Relationship Id="p1" Type="{R}/image" Target="media/dog.png"/>'
    parts: dict[str, str | bytes] = {"rels": relation, "media/dog.png": PIXEL}
    incoming = open_word(docx(tmp_path, paragraph(picture('r:embed="p1"')), "", **parts))
    assert incoming.text == '![](images/dog.png){alt="A dog"}\n'
    assert incoming.pictures == {"images/dog.png": PIXEL}


# What is hostile


def test_nothing_outside_of_a_document_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(PIXEL)
    relation = "".join(
        f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{target}" TargetMode="External"/>'
        for name, kind, target in (
            ("p1", "image", secret.as_uri()),
            ("t1", "attachedTemplate", "http://198.51.100.1/evil.dotm"),
        )
    )
    body = (
        paragraph(run("Text.") + picture('r:link="p1"'))
        + paragraph(picture('r:embed="p1"'))
        + paragraph(field(f' INCLUDETEXT "{secret}" ', "cached"))
    )
    incoming = open_word(docx(tmp_path, body, rels=relation))
    assert incoming.text == "Text.\n\ncached\n"
    assert incoming.pictures == {}
    for words in ("198.51.100.1", "was not fetched", "INCLUDETEXT"):
        assert words in said(incoming)


LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)).replace("&a0;", "&a;")
    + "]>"
)
READING = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(("head", "entity"), [(LAUGHS, "&a11;"), (READING, "&x;")])
def test_entities_are_refused(tmp_path: Path, head: str, entity: str) -> None:
    with pytest.raises(UnusableFileError, match="declares entities"):
        open_word(docx(tmp_path, paragraph(run(entity)), head))
    with pytest.raises(UnusableFileError, match="declares entities"):
        open_open_document(odt(tmp_path, f"<text:p>{entity}</text:p>", head))


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    file = tmp_path / "bomb.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(100):
                member.write(b" " * 1_000_000)
    with pytest.raises(UnusableFileError, match="unpacks to more than 60 MB"):
        open_word(file)


def test_an_archive_does_not_open_what_leads_out_of_it_or_is_cut_short(tmp_path: Path) -> None:
    file = tmp_path / "out.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../out.txt", "x" * 5000)
    with pytest.raises(UnusableFileError, match="leads out of the archive"), opened(file):
        pass
    file.write_bytes(file.read_bytes()[:200])
    with pytest.raises(UnusableFileError, match="cut short"), opened(file):
        pass


@pytest.mark.slow
def test_endless_macros_end_with_a_message_in_time_and_memory(tmp_path: Path) -> None:
    texts = [
        r"\def\a{\a\a}\a",
        r"\def\a{x\b}\def\b{y\a}\a",
        r"\def\a#1{\a{#1#1}}\a{xxxxxxxx}",
        r"\newcommand{\a}{\b\b}\newcommand{\b}{\c\c}" + r"\newcommand{\c}{\d\d}" * 2 + r"\a",
    ]
    for number, source in enumerate(texts):
        file = tmp_path / f"{number}.tex"
        file.write_text(f"\\documentclass{{book}}\\begin{{document}}{source}\\end{{document}}")
        _open_within_limits(file)


def _open_within_limits(file: Path) -> None:
    program = textwrap.dedent(
        """
        import resource, sys
        from pathlib import Path
        from samizdat.importing.incoming import UnusableFileError
        from samizdat.importing.opening.latex import open_latex
        try:
            print(open_latex(Path(sys.argv[1])).text)
        except UnusableFileError as error:
            print(error)
        used = [resource.getrusage(w).ru_maxrss for w in
                (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        assert sum(used) < 1_000_000, used
        """
    )
    command = [sys.executable, "-c", program, str(file)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 0, done.stderr


# OpenDocument

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = (
    f'xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0" xmlns:style="{ODF}style:1.0" '
    f'xmlns:draw="{ODF}drawing:1.0" xmlns:fo="{ODF}xsl-fo-compatible:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def odt(folder: Path, body: str, head: str = "", styles: str = "") -> Path:
    return odf(folder, {"content.xml": _content(body, head, styles)})


def _content(body: str, head: str = "", styles: str = "") -> str:
    return (
        f"{head}<office:document-content {NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )


def odf(folder: Path, parts: dict[str, str]) -> Path:
    file = folder / "text.odt"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, part in parts.items():
            archive.writestr(name, part)
    return file


def test_changes_and_annotations_of_open_document_are_told_of(tmp_path: Path) -> None:
    body = """<text:tracked-changes>
    <text:changed-region text:id="c1"><text:deletion><office:change-info>
      <dc:creator>Ben</dc:creator></office:change-info><text:p>old</text:p></text:deletion></text:changed-region>
    <text:changed-region text:id="c2"><text:insertion><office:change-info>
      <dc:creator>Ana</dc:creator></office:change-info></text:insertion></text:changed-region>
    </text:tracked-changes><text:p>One <text:change text:change-id="c1"/><text:change-start
    text:change-id="c2"/>new<text:change-end text:change-id="c2"/> two<office:annotation>
    <dc:creator>Eve</dc:creator><text:p>Why?</text:p></office:annotation>.</text:p>"""
    incoming = open_open_document(odt(tmp_path, body))
    assert incoming.text == "One new two.\n"
    told = [(r.offset, r.words, r.message.split("“")[0].strip()) for r in incoming.remarks]
    assert (4, "old", "Ben deleted") in told
    assert (4, "new", "Ana inserted") in told
    assert (11, "Why?", "a comment by Eve: Why?") in told
    assert len(told) == 3


def test_a_flat_document_and_its_index_and_quotation(tmp_path: Path) -> None:
    file = tmp_path / "flat.xml"
    file.write_text(
        f"<office:document {NAMES}><office:automatic-styles><style:style style:name='P1' "
        "style:family='paragraph'><style:paragraph-properties fo:margin-left='1cm' "
        "fo:margin-right='1cm'/></style:style></office:automatic-styles><office:body><office:text>"
        "<text:table-of-content><text:index-body><text:p>One 5</text:p></text:index-body>"
        "</text:table-of-content><text:h text:outline-level='2'>One</text:h>"
        "<text:p text:style-name='P1'>Quoted.</text:p></office:text></office:body>"
        "</office:document>"
    )
    assert kind_of(file) == "open_document"
    incoming = open_open_document(file)
    assert incoming.text == "## One\n\n> Quoted.\n"
    assert [r.words for r in incoming.remarks] == ["One 5"]


MATHML = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">'
    "<msqrt><mn>2</mn></msqrt></math>"
)
FORMULAS = (
    "<text:p>The root {} of two.</text:p><text:p>{}</text:p>"
    "<text:p>A drawing<draw:frame><draw:object xlink:href='./Drawing'/></draw:frame>.</text:p>"
)


def object_at(address: str) -> str:
    return f"<draw:frame><draw:object xlink:href='{address}'/></draw:frame>"


def test_formulas_stand_among_their_words_or_alone_and_other_objects_are_told_of(
    tmp_path: Path,
) -> None:
    packed = odf(
        tmp_path,
        {
            "content.xml": _content(FORMULAS.format(object_at("Formula-1/"), object_at("./O 2"))),
            "Formula-1/content.xml": MATHML,
            "O 2/content.xml": MATHML,
            "Drawing/content.xml": "<office:document-content/>",
        },
    )
    flat = tmp_path / "flat.fodt"
    within = f"<draw:frame><draw:object>{MATHML}</draw:object></draw:frame>"
    flat.write_text(
        f"<office:document {NAMES}><office:body><office:text>{FORMULAS.format(within, within)}"
        "</office:text></office:body></office:document>"
    )
    for file in (packed, flat):
        incoming = open_open_document(file)
        text = "The root $\\sqrt{2}$ of two.\n\n$$\\sqrt{2}$$\n\nA drawing.\n"
        assert incoming.text == text
        (remark,) = incoming.remarks
        assert "an object stands here" in remark.message
        assert incoming.text[: remark.offset].endswith("A drawing")


def test_a_formula_that_pandoc_cannot_read_is_told_of(tmp_path: Path) -> None:
    broken = MATHML.replace("mn>", "what>")
    content = _content(f"<text:p>Root{object_at('O')}.</text:p>")
    file = odf(tmp_path, {"content.xml": content, "O/content.xml": broken})
    assert "1 of 1 formulas can't be read" in said(open_open_document(file))


# RTF and LaTeX


def test_what_pandoc_loses_of_rich_text_stays(tmp_path: Path) -> None:
    file = tmp_path / "text.rtf"
    file.write_bytes(
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f1\fcharset204 A;}}\pard caf\'e9 \u8220?q\u8221?"
        rb"{\deleted  gone}{\*\atnauthor Ana}{\*\annotation a remark} {\f1 \'e4\'e0}"
        rb"{\*\footnote Foot.} end.{\object\objemb{\*\objdata 0102}}\par}"
    )
    incoming = open_rich_text(file)
    assert incoming.text == "café “q” да[^1] end.\n\n[^1]: Foot.\n"
    assert not lost(incoming)
    for words in ("somebody deleted “gone”", "a comment by Ana: a remark", "embedded object"):
        assert words in said(incoming)


def test_a_text_of_latex_reads_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text("SECRET")
    file = tmp_path / "text.tex"
    file.write_text(
        r"\documentclass{book}\usepackage[english,spanish]{babel}\title{T}\author{A \and B}"
        r"\date{1920}\begin{document}\maketitle One.\footnote{Note.} \input{secret}"
        r"\include{/etc/passwd}\write18{ls} \unknown{lost words}\end{document}"
    )
    incoming = open_latex(file)
    assert "SECRET" not in incoming.text
    assert "root" not in incoming.text
    assert incoming.text.startswith("One.[^1]")
    assert incoming.facts == {
        "title": "T",
        "date": "1920",
        "language": "es",
        "creators": [{"name": "A", "role": "author"}, {"name": "B", "role": "author"}],
    }
    assert "takes in" in said(incoming)
    assert r"\unknown{lost words}" in said(incoming)


# Kinds


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (PIXEL, "a picture"),
        (b"MZ\x90\x00", "a program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "DOCX first"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 cut", "cut short"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "book.txt"
    file.write_bytes(content)
    with pytest.raises(UnusableFileError, match=words):
        kind_of(file)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"{\\rtf1 x}", "rich_text"),
        (b"<!DOCTYPE html><p>x", "web"),
        (b"% x\n\\documentclass{book}", "latex"),
        ("# Ein Täxt".encode("utf-16"), "text"),
        (b"plain \xe9", "text"),
    ],
)
def test_what_a_file_holds_goes_before_its_name(tmp_path: Path, content: bytes, kind: str) -> None:
    file = tmp_path / "book.docx"
    file.write_bytes(content)
    assert kind_of(file) == kind


def test_a_docx_by_another_name_is_known(tmp_path: Path) -> None:
    file = docx(tmp_path, paragraph(run("Text."))).rename(tmp_path / "text.odt")
    assert kind_of(file) == "word"
    assert open_word(file).text == "Text.\n"
    with pytest.raises(UnusableFileError, match="not OpenDocument"):
        open_open_document(file)


# Markdown


@pytest.mark.parametrize(
    "markdown",
    [
        "A bracket [1] and a star * and 5 > 4.\n",
        "\\* A typed note, \\[1\\]: and [link](#x) [y]\n",
        "# Head\n\nIn [brackets\\] and \\[Head\\].\n",
        "Costs \\$5 and \\$6, or \\<tag> and a\\~b\\~.\n",
    ],
)
def test_backslashes_go_only_where_nothing_changes(markdown: str) -> None:
    import json

    from samizdat.pandoc import pandoc

    def tree(text: str) -> object:
        return json.loads(pandoc(["-f", "markdown-smart-auto_identifiers", "-t", "json"], text)[0])

    first = tree(markdown)
    assert isinstance(first, dict)
    assert tree(as_markdown(first)) == first


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ending", "share"), [("docx", 0.99), ("odt", 0.99), ("rtf", 0.95), ("latex", 0.97)]
)
def test_the_handbook_comes_back_from_each_format(
    tmp_path: Path, ending: str, share: float
) -> None:
    (file,) = office_texts.write_handbook(tmp_path / "book", ending)
    openers = {
        "docx": open_word,
        "odt": open_open_document,
        "rtf": open_rich_text,
        "latex": open_latex,
    }
    office_texts.assert_alike(openers[ending](file), share)
