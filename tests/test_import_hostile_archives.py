"""Archives made to fill the memory or to write where they should not, through the whole command."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from .conftest import samizdat
from .hostile_files import RELATIONS, TEXT, TEXTS, WHOLE, book, open_document, packed, word
from .measured_import import measured, refused


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
            for _ in range(120):
                member.write(b" " * 1_000_000)
    assert "unpacks to more than" in refused(file)


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_more_markup_or_paragraphs_than_a_book_has_are_refused(ending: str, tmp_path: Path) -> None:
    made, paragraph = {"docx": (word, "<w:p/>"), "odt": (open_document, "<text:p/>")}[ending]
    assert "paragraphs" in refused(packed(tmp_path / f"a.{ending}", made(paragraph * 70_000)))
    assert "markup" in refused(packed(tmp_path / f"b.{ending}", made(paragraph * 1_600_000)))


def test_pages_of_more_markup_than_a_book_has_are_refused(tmp_path: Path) -> None:
    file = packed(tmp_path / "a.epub", book("<p>a</p>" * 260_000))
    assert "more markup than any book" in refused(file)


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
