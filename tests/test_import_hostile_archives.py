"""Office files and e-books made to do harm, through the whole command."""

from __future__ import annotations

import io
import struct
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from .conftest import samizdat
from .measured_import import measured, refused

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PASSWORDS = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    + '<!ENTITY x "&l11;">]>'
)


def word(body: str, head: str = "", relations: str = "") -> dict[str, str]:
    """The members of a DOCX."""
    main = f'<Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{main}</Relationships>',
        "word/document.xml": (
            f'{head}<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body>{body}</w:body>'
            "</w:document>"
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
        ),
    }


def open_document(body: str, head: str = "") -> dict[str, str]:
    """The members of an ODT."""
    names = f'xmlns:office="{OFFICE}office:1.0" xmlns:text="{OFFICE}text:1.0"'
    names += f' xmlns:draw="{OFFICE}drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": (
            f"{head}<office:document-content {names}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>"
        ),
    }


def book(body: str, head: str = "", styles: str = "") -> dict[str, str]:
    """The members of an EPUB."""
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
            '<rootfiles><rootfile full-path="book.opf" '
            'media-type="application/oebps-package+xml"/></rootfiles></container>'
        ),
        "book.opf": (
            f'{head}<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Book</dc:title>'
            '</metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
            '</manifest><spine><itemref idref="a"/></spine></package>'
        ),
        "a.xhtml": (
            f'{head}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A</title>{styles}'
            f"</head><body>{body}</body></html>"
        ),
    }


def packed(file: Path, members: dict[str, str] | dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


TEXT = "The keeper wrote down each boat that came through the lock. "
WHOLE = {
    "docx": word(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"),
    "odt": open_document(f"<text:p>{TEXT}</text:p>"),
    "epub": book(f"<p>{TEXT}</p>"),
}
TEXTS = {"docx": "word/document.xml", "odt": "content.xml", "epub": "a.xhtml"}


@pytest.mark.parametrize("ending", WHOLE)
def test_the_files_that_the_others_are_made_of_are_imported(ending: str, tmp_path: Path) -> None:
    file = packed(tmp_path / f"a.{ending}", WHOLE[ending])
    assert measured(file, tmp_path / "book")[0] == 0
    assert TEXT.strip() in (tmp_path / "book/manuscript/manuscript.md").read_text("utf-8")


# Bombs


@pytest.mark.parametrize("ending", WHOLE)
def test_a_text_that_unpacks_without_end_is_refused(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"a.{ending}"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in WHOLE[ending].items():
            if name != TEXTS[ending]:
                archive.writestr(name, content)
        with archive.open(TEXTS[ending], "w", force_zip64=True) as member:
            for _ in range(500):
                member.write(b" " * 1_000_000)
    assert "unpacks to more than" in refused(file)


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_more_markup_or_paragraphs_than_a_book_has_are_refused(ending: str, tmp_path: Path) -> None:
    made, paragraph = {"docx": (word, "<w:p/>"), "odt": (open_document, "<text:p/>")}[ending]
    assert "paragraphs" in refused(packed(tmp_path / f"a.{ending}", made(paragraph * 70_000)))
    assert "markup" in refused(packed(tmp_path / f"b.{ending}", made(paragraph * 1_600_000)))


def test_the_parts_of_a_file_are_limited_together(tmp_path: Path) -> None:
    blank = f"<a>{' ' * 9_000_000}</a>"
    parts = {f"word/{name}.xml": f"<a>{blank * 4}</a>" for name in ("styles", "numbering")}
    relations = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>'
        for name in ("styles", "numbering")
    )
    body = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"
    assert "unpacks to more" in refused(
        packed(tmp_path / "a.docx", word(body, "", relations) | parts)
    )


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_the_longest_texts_that_are_read_stay_within_the_limits(
    ending: str, tmp_path: Path
) -> None:
    made, paragraph = {
        "docx": (word, "<w:p>" + "<w:r><w:t>a b</w:t></w:r>" * 13 + "</w:p>"),
        "odt": (open_document, "<text:p>" + "a <text:span>b</text:span> " * 20 + "</text:p>"),
    }[ending]
    measured(packed(tmp_path / f"a.{ending}", made(paragraph * 25_000)), tmp_path / "book")


def test_a_list_of_more_members_than_fit_in_memory_is_not_read(tmp_path: Path) -> None:
    entry = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", *[20] * 6, 0, 0, 0, 1, *[0] * 6) + b"a"
    count = 1_500_000
    size = len(entry) * count
    end = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, 0)
    end += struct.pack("<4sIQI", b"PK\x06\x07", 0, size, 1)
    end += struct.pack("<4sHHHHIIH", b"PK\x05\x06", *[0xFFFF] * 4, *[0xFFFFFFFF] * 2, 0)
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04" + entry * count + end)
    assert "more than 20,000 files" in refused(tmp_path / "a.docx")


def test_entries_that_share_their_octets_are_refused(tmp_path: Path) -> None:
    file = packed(tmp_path / "a.docx", WHOLE["docx"])
    with zipfile.ZipFile(file) as archive:
        first, *_, text, _ = archive.infolist()
    entry = file.read_bytes()
    place = entry.rindex(b"word/document.xml") - 4  # where the list says that the text begins
    shared = struct.pack("<I", first.header_offset)
    file.write_bytes(entry[:place] + shared + entry[place + 4 :])
    assert text.filename == "word/document.xml"
    assert "damaged" in refused(file)


# Archives


def test_an_archive_is_no_text_and_an_archive_in_a_text_is_not_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b" " * 10_000_000)
    assert "is an archive" in refused(packed(tmp_path / "a.zip", {"b.zip": inner.getvalue()}))
    whole = {name: content.encode() for name, content in WHOLE["docx"].items()}
    file = packed(tmp_path / "a.docx", whole | {"word/embeddings/b.zip": inner.getvalue()})
    assert measured(file, tmp_path / "book")[0] == 0
    assert not list((tmp_path / "book").rglob("*.zip"))


@pytest.mark.parametrize("ending", WHOLE)
@pytest.mark.parametrize("name", ["../../out.xml", "/out.xml", "C:\\out.xml", "a\\..\\..\\out"])
def test_names_that_lead_out_of_an_archive_are_refused(
    ending: str, name: str, tmp_path: Path
) -> None:
    file = packed(tmp_path / f"a.{ending}", WHOLE[ending] | {name: "out"})
    done = samizdat("import", file, "--into", tmp_path / "book")
    assert done.returncode == 1
    assert "leads out of the archive" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


# What a file would fetch, or read of others


@pytest.fixture
def requests() -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and what it was asked for."""
    asked = list[str]()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET  # noqa: N815  # the server's own name

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_nothing_is_fetched_for_a_file(requests: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = requests
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    picture = (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing" '
        f'xmlns:a="{drawing}/main" xmlns:pic="{drawing}/picture"><a:graphic><a:graphicData>'
        '<pic:pic><pic:blipFill><a:blip r:link="p" r:embed="p"/></pic:blipFill></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    outside = "".join(
        f'<Relationship Id="{kind[0]}" Type="{RELATIONS}/{kind}" Target="{address}/{kind}" '
        'TargetMode="External"/>'
        for kind in ("picture", "attachedTemplate", "subDocument", "oleObject")
    ).replace("/picture", "/image", 1)
    looks = f'<link rel="stylesheet" href="{address}/a.css"/>'
    shown = f'<p>{TEXT}<img src="{address}/a.png"/><iframe src="{address}/b"></iframe></p>'
    head = f'<!DOCTYPE html SYSTEM "{address}/a.dtd">'
    frames = (
        f'<draw:frame><draw:image xlink:href="{address}/a.png"/></draw:frame><draw:frame>'
        f'<draw:object xlink:href="{address}/b"/></draw:frame>'
    )
    section = f'<text:section><text:section-source xlink:href="{address}/c"/></text:section>'
    files = [
        packed(
            tmp_path / "a.docx",
            word(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>{picture}", "", outside),
        ),
        packed(tmp_path / "a.odt", open_document(f"<text:p>{TEXT}{frames}</text:p>{section}")),
        packed(tmp_path / "a.epub", book(shown, head, looks)),
        tmp_path / "a.html",
    ]
    files[-1].write_text(book(shown, head, looks)["a.xhtml"], "utf-8")
    for file in files:
        folder = tmp_path / f"book of {file.suffix}"
        assert measured(file, folder)[0] == 0
        assert TEXT.strip() in (folder / "manuscript/manuscript.md").read_text("utf-8")
    assert asked == []


@pytest.mark.parametrize("head", [PASSWORDS, LAUGHS], ids=["a file", "laughs"])
@pytest.mark.parametrize("ending", WHOLE)
def test_entities_bring_nothing_into_a_text(ending: str, head: str, tmp_path: Path) -> None:
    bodies = {
        "docx": word(f"<w:p><w:r><w:t>{TEXT}&x;</w:t></w:r></w:p>", head),
        "odt": open_document(f"<text:p>{TEXT}&x;</text:p>", head),
        "epub": book(f"<p>{TEXT}&x;</p>", head),
    }
    file = packed(tmp_path / f"a.{ending}", bodies[ending])
    status, said = measured(file, tmp_path / "book")
    assert status == 0 or "declares entities" in said
    for path in (tmp_path / "book").rglob("*"):
        if path.is_file():
            assert b"root:" not in path.read_bytes()
            assert b"hahaha" not in path.read_bytes()


# What is damaged, locked or called by a wrong name


def pdf(file: Path, **options: object) -> Path:
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(file, **options)
    return file


@pytest.mark.parametrize("ending", [*WHOLE, "pdf"])
def test_half_of_a_file_is_refused(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"a.{ending}"
    if ending == "pdf":
        Image.new("L", (300, 400), 255).save(file)
    else:
        packed(file, WHOLE[ending])
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    refused(file)


def test_half_of_a_page_is_read_as_far_as_it_goes_and_other_texts_are_refused(
    tmp_path: Path,
) -> None:
    halves = {
        "rtf": "{\\rtf1\\ansi " + TEXT + "\\par {\\b lost",
        "tex": "\\documentclass{book}\\begin{document}" + TEXT,
        "html": f"<!DOCTYPE html><html><body><p>{TEXT}</p><p class='a",
    }
    for ending, content in halves.items():
        (tmp_path / f"a.{ending}").write_text(content, "utf-8")
    assert "unexpected end" in refused(tmp_path / "a.rtf")
    assert "unexpected end" in refused(tmp_path / "a.tex")
    assert measured(tmp_path / "a.html", tmp_path / "book")[0] == 0


def test_a_file_without_content_is_refused_whatever_its_name(tmp_path: Path) -> None:
    for ending in (*WHOLE, "pdf", "html", "rtf", "tex", "md", "txt"):
        file = tmp_path / f"a.{ending}"
        file.write_bytes(b"")
        done = samizdat("import", file, "--into", tmp_path / "book")
        assert (done.returncode, "is empty" in done.stderr) == (1, True), done.stderr
    assert not (tmp_path / "book").exists()


def test_a_wrong_name_hides_nothing(tmp_path: Path) -> None:
    assert "OCR" in refused(pdf(tmp_path / "pdf.docx"))
    text = tmp_path / "text.pdf"
    text.write_text(TEXT, "utf-8")
    assert measured(text, tmp_path / "book")[0] == 0
    assert TEXT.strip() in (tmp_path / "book/manuscript/manuscript.md").read_text("utf-8")


def test_locked_files_and_scans_say_what_to_do(tmp_path: Path) -> None:
    key = pikepdf.Encryption(user="u", owner="o")
    assert "password" in refused(pdf(tmp_path / "locked.pdf", encryption=key))
    assert "OCR" in refused(pdf(tmp_path / "scan.pdf"))
    locked = tmp_path / "locked.docx"
    locked.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    )
    assert "password" in refused(locked)


def test_a_folder_by_the_name_of_a_file_and_odd_names_are_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "folder.docx").mkdir()
    assert "folder without a text" in refused(tmp_path / "folder.docx")
    for number, name in enumerate(["-M x.docx", "a\nb;$(ls).docx", "\x1b[31m «ö» 漢.docx"]):
        file = packed(tmp_path / name, WHOLE["docx"])
        status, said = measured(file, tmp_path / f"book{number}")
        assert status == 0
        assert "\x1b" not in said
