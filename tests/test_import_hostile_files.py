"""Files that would read others, or are damaged, locked or misnamed, through the whole command."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from .conftest import samizdat
from .hostile_files import RELATIONS, TEXT, WHOLE, book, open_document, packed, word
from .measured_import import measured, refused

PASSWORDS = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    + '<!ENTITY x "&l11;">]>'
)


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
        '<pic:pic><pic:blipFill><a:blip r:link="p" r:embed="p"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
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


def pdf(file: Path, encryption: pikepdf.Encryption | bool = False) -> Path:
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(file, encryption=encryption)
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


@pytest.mark.slow
def test_a_file_without_content_is_refused_whatever_its_name(tmp_path: Path) -> None:
    for ending in ("docx", "pdf", "html", "txt"):
        file = tmp_path / f"a.{ending}"
        file.write_bytes(b"")
        done = samizdat("import", file, "--into", tmp_path / "book")
        assert (done.returncode, "is empty" in done.stderr) == (1, True), done.stderr
    assert not (tmp_path / "book").exists()


@pytest.mark.slow
def test_a_wrong_name_hides_nothing(tmp_path: Path) -> None:
    assert "OCR" in refused(pdf(tmp_path / "pdf.docx"))
    text = tmp_path / "text.pdf"
    text.write_text(TEXT, "utf-8")
    assert measured(text, tmp_path / "book")[0] == 0
    assert TEXT.strip() in (tmp_path / "book/manuscript/manuscript.md").read_text("utf-8")


@pytest.mark.slow
def test_locked_files_and_scans_say_what_to_do(tmp_path: Path) -> None:
    key = pikepdf.Encryption(user="u", owner="o")
    assert "password" in refused(pdf(tmp_path / "locked.pdf", encryption=key))
    assert "OCR" in refused(pdf(tmp_path / "scan.pdf"))
    locked = tmp_path / "locked.docx"
    locked.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    )
    assert "password" in refused(locked)


@pytest.mark.slow
def test_a_folder_by_the_name_of_a_file_and_odd_names_are_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "folder.docx").mkdir()
    assert "folder without a text" in refused(tmp_path / "folder.docx")
    for number, name in enumerate(["-M x.docx", "a\nb;$(ls).docx", "\x1b[31m «ö» 漢.docx"]):
        file = packed(tmp_path / name, WHOLE["docx"])
        status, said = measured(file, tmp_path / f"book{number}")
        assert status == 0
        assert "\x1b" not in said
