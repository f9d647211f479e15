"""`samizdat preview`: what is served is what was saved last, whatever becomes of the book."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import sys
import threading
import time
from functools import partial
from pathlib import Path
from queue import SimpleQueue

import pypdfium2
import pytest

from samizdat.preview.watching import changes

from .conftest import FACTS, MakeBook, samizdat
from .previewed import PATIENCE, Preview, previewing, save, until

TEXT = """\
# One {#one}

The lamp was lit in the morning.[^a]

Nobody came to see it for a week.

[^a]: Or so it is told.

# Two {#two}

The second chapter has a line, and another.

- an item
- another item
"""

LONG = "\n\n".join(
    f"# Chapter {n}\n\n" + "A line of words that fills the page. " * 4000 for n in range(1, 4)
)
"""A text that takes long to typeset, and not long to write as HTML."""

STILL = "This is the last text that could be built."


@pytest.fixture
def book(make_book: MakeBook) -> Path:
    return make_book(TEXT)


def test_what_is_saved_is_served_and_told_before_all_that_is_slower(
    book: Path, preview: Preview
) -> None:
    line = preview.listen("en")
    assert "The lamp was lit" in preview.text("/en/text")
    preview.settled()
    line.close()
    line = preview.listen("en")
    save(book, TEXT.replace("for a week", "for a month"))
    told = line.until("printed")
    assert told[:2] == ["begun", "text"]
    assert "panel" in told  # the check, which is sooner done
    news = preview.news()
    assert "for a month" in news["page"]
    assert news["changed"] == ["1.2"]
    assert 'data-block="1.2">Nobody came to see it for a month' in news["page"]


def test_the_page_is_the_web_edition_and_the_script_is_in_none(
    book: Path, preview: Preview
) -> None:
    page = preview.text("/en/text")
    file = book / ".build/preview/en/a-small-book-en.html"
    assert page == file.read_text("utf-8")
    assert "preview.js" not in page
    assert "preview.js" in preview.text("/en/")
    out = book.parent / "out"
    assert samizdat("build", book, "--out", out, "--edition", "web", "--draft").returncode == 0
    (edition,) = out.glob("en/*.html")
    assert "data-block" not in edition.read_text("utf-8")


def test_a_note_and_an_item_are_told_as_what_changed(book: Path, preview: Preview) -> None:
    line = preview.listen("en")
    save(book, TEXT.replace("it is told", "it was told"))
    until(lambda: preview.news()["changed"])
    (note,) = preview.news()["changed"]
    assert note == "note-a.1"
    save(book, TEXT.replace("another item", "a third item"))
    until(lambda: preview.news()["changed"] != [note])
    # The note is as it was again, and an item of the list, which stands behind it, has changed.
    assert preview.news()["changed"][0] == note
    assert len(preview.news()["changed"]) == 2
    line.close()


def test_a_finding_stands_at_its_line_and_beside_its_block(book: Path, preview: Preview) -> None:
    save(book, TEXT.replace("and another.", "and another.[^nowhere]"))
    panel = until(
        lambda: 'data-code="FN001" data-block="2.1"' in (said := preview.text("/en/panel")) and said
    )
    assert "manuscript/manuscript.md:11" in panel
    assert "1 error" in panel
    # A text with errors is shown, as a draft.
    assert "and another." in preview.text("/en/text")


BROKEN: dict[str, tuple[str, bytes | None, str]] = {
    "octets that are no text": ("manuscript/manuscript.md", b"# One\n\n\xff\xfe\n", "UTF-8"),
    "no metadata that can be read": ("metadata.yaml", b"title: [A\n  b: c", "metadata.yaml"),
    "a manuscript that is gone": ("manuscript/manuscript.md", None, "no manuscript"),
    "an empty manuscript": ("manuscript/manuscript.md", b"", "empty"),
    "a folder in place of a file": ("manuscript/manuscript.md", b"/", ""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_last_text_stays_while_there_is_none_and_goes_on_behind_it(
    name: str, book: Path, preview: Preview
) -> None:
    path, octets, sentence = BROKEN[name]
    line = preview.listen("en")
    before = preview.text("/en/text")
    whole = (book / path).read_bytes()
    if octets is None or octets == b"/":
        (book / path).unlink()
    if octets == b"/":
        (book / path).mkdir()
    elif octets is not None:
        (book / path).write_bytes(octets)
    panel = until(lambda: STILL in (said := preview.text("/en/panel")) and said)
    assert sentence in panel
    assert preview.text("/en/text") == before
    if (book / path).is_dir():
        (book / path).rmdir()
    save(book, whole.decode().replace("The lamp was", "The lamps were"), path)
    until(lambda: STILL not in preview.text("/en/panel"))
    if path != "metadata.yaml":
        assert "The lamps were lit" in preview.text("/en/text")
    line.close()


def test_a_book_that_is_broken_from_the_begin_is_told_of_and_shown_when_it_is_mended(
    make_book: MakeBook,
) -> None:
    book = make_book(None)
    with previewing(book) as preview:
        panel = until(lambda: "broken" in (said := preview.text("/en/panel")) and said)
        assert "no manuscript" in panel
        line = preview.listen("en")
        (book / "manuscript").mkdir()
        save(book, TEXT)
        until(lambda: "The lamp was lit" in preview.text("/en/text"))
        line.close()
        assert preview.interrupt() == 0


def test_a_translation_may_come_and_go(book: Path, preview: Preview) -> None:
    line = preview.listen("en")
    assert preview.ask("/es/text")[0] == 404
    (book / "translations/es").mkdir(parents=True)
    save(book, "title: Un libro\n", "translations/es/metadata.yaml")
    save(book, "# Uno\n\nLa lámpara estaba encendida.\n", "translations/es/manuscript.md")
    assert "La lámpara" in preview.text("/es/text")
    assert 'lang="es"' in preview.text("/es/text")
    other = preview.listen("es")
    shutil.rmtree(book / "translations")
    panel = until(lambda: STILL in (said := preview.text("/es/panel")) and said)
    assert "no language es" in panel
    assert "La lámpara" in preview.text("/es/text")
    assert STILL not in preview.text("/en/panel")
    save(book, TEXT.replace("a week", "a year"))
    until(lambda: "a year" in preview.text("/en/text"))
    line.close()
    other.close()


def test_a_translation_stands_beside_its_source_by_its_passages(
    book: Path, preview: Preview
) -> None:
    (book / "translations/ar").mkdir(parents=True)
    arabic = TEXT.replace("# One {#one}", "# واحد").replace("# Two {#two}", "# اثنان")
    save(book, arabic, "translations/ar/manuscript.md")
    page = preview.text("/ar/beside/")
    assert page.index('src="/en/text"') < page.index('src="/ar/text"')
    assert 'dir="rtl"' in preview.text("/ar/text")
    line = preview.listen("en", "ar")
    pairs = until(lambda: preview.news("ar")["pairs"])
    assert ["1.0", "1.0"] in pairs
    assert ["2.1", "2.1"] in pairs
    line.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can fill a disk for one process")
def test_a_full_disk_is_told_and_the_preview_goes_on_when_there_is_room(
    book: Path, preview: Preview
) -> None:
    import resource

    line = preview.listen("en")
    assert "The lamp was lit" in preview.text("/en/text")
    before = resource.prlimit(preview.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(preview.process.pid, resource.RLIMIT_FSIZE, (1_000, before[1]))
    save(book, TEXT.replace("a week", "a year"))
    panel = until(lambda: STILL in (said := preview.text("/en/panel")) and said)
    assert "can&#39;t read or write" in panel
    assert "a week" in preview.text("/en/text")
    resource.prlimit(preview.process.pid, resource.RLIMIT_FSIZE, before)
    save(book, TEXT.replace("a week", "a decade"))
    until(lambda: "a decade" in preview.text("/en/text"))
    assert STILL not in preview.text("/en/panel")
    line.close()


def test_the_folder_may_be_put_away_and_come_again(book: Path, preview: Preview) -> None:
    line = preview.listen("en")
    preview.text("/en/text")
    book.rename(book.with_name("away"))
    until(lambda: STILL in preview.text("/en/panel"))
    book.with_name("away").rename(book)
    until(lambda: STILL not in preview.text("/en/panel"))
    save(book, TEXT.replace("a week", "a year"))
    until(lambda: "a year" in preview.text("/en/text"))
    line.close()


def test_a_folder_that_was_away_for_a_moment_is_looked_at_again(tmp_path: Path) -> None:
    folder, told, stop = tmp_path / "book", SimpleQueue[None](), threading.Event()
    folder.mkdir()

    def watch() -> None:
        for _ in changes(folder, stop):
            told.put(None)

    thread = threading.Thread(target=watch)
    thread.start()
    told.get(timeout=PATIENCE)
    folder.rename(tmp_path / "away").rename(folder)
    told.get(timeout=PATIENCE)
    stop.set()
    thread.join()


@pytest.mark.parametrize("manner", ["moved", "removed"])
def test_no_folder_is_made_for_a_book_that_is_gone_while_it_is_being_typeset(
    manner: str, make_book: MakeBook
) -> None:
    text = "\n\n".join(f"# Chapter {n}\n\n" + "A line of words. " * 400 for n in range(200))
    book = make_book(text)
    kept, away = book / ".build/preview/.build/pages/en/set", book.with_name("away")
    with previewing(book) as preview:
        line = preview.listen("en")
        until(lambda: kept.is_dir() and len(list(kept.iterdir())) > 20)  # a chapter every moment
        book.rename(away)  # a removal takes longer, and may meet with a chapter that is kept
        if manner == "removed":
            shutil.rmtree(away)
        until(lambda: STILL in preview.text("/en/panel"))
        until(lambda: len(preview.processes()) == 4)  # the typesetting has been ended
        assert not book.exists()
        if manner == "moved":
            away.rename(book)
            until(lambda: STILL not in preview.text("/en/panel"))
            until(lambda: len(preview.processes()) > 4)  # it is being typeset again
        line.close()


# --- printed pages --------------------------------------------------------------------------------


def test_the_printed_pages_are_pictures_that_know_which_block_they_begin_with(
    book: Path, preview: Preview
) -> None:
    line = preview.listen("en")
    panel = until(lambda: "/printed/" in (said := preview.text("/en/panel")) and said)
    first = panel.partition('src="')[2].partition('"')[0]
    status, headers, picture = preview.ask(first)
    assert status == 200
    assert headers["Content-Type"] == "image/png"
    assert picture.startswith(b"\x89PNG")
    assert 'data-block="2.0" data-offset="0"' in panel
    digest = first.split("/")[3]
    for other in (f"/en/printed/{digest}/0.png", f"/en/printed/{digest}/9999.png"):
        assert preview.ask(other)[0] == 404
    save(book, TEXT.replace("a week", "a year"))
    newer = until(
        lambda: "/printed/" in (said := preview.text("/en/panel")) and digest not in said and said
    )
    # A browser that has not heard of the new pages yet may still ask for those before them.
    assert preview.ask(first)[2] == picture
    digest = newer.partition("/en/printed/")[2].partition("/")[0]
    save(book, TEXT.replace("a week", "a day"))
    until(
        lambda: "/printed/" in (said := preview.text("/en/panel")) and digest not in said and said
    )
    assert preview.ask(first)[0] == 404
    line.close()


@pytest.mark.slow
def test_who_saves_more_often_than_print_takes_sees_pages_all_the_same(make_book: MakeBook) -> None:
    book = make_book(LONG)
    with previewing(book) as preview:

        def saying(word: str) -> bool:
            return word in preview.text("/en/text")

        def is_printed() -> bool:
            return "/printed/" in preview.text("/en/panel")

        line = preview.listen("en")
        preview.text("/en/text")
        texts = 0
        while not is_printed() and texts < 100:
            until(lambda: len(preview.processes()) >= 5 or is_printed())  # it is being typeset
            texts += 1
            save(book, f"{LONG}\n\n# Chapter {texts}\n\nA line.\n")
            until(partial(saying, f"Chapter {texts}"))
        assert is_printed()
        # The first was broken off, and the second let to its end, while there were newer texts.
        assert texts > 3
        assert "being set" in preview.text("/en/panel")
        until(lambda: "being set" not in preview.text("/en/panel"))
        panel = preview.text("/en/panel")
        (pdf,) = (book / ".build/preview/.build/pages/en").glob("*.pdf")
        assert hashlib.sha256(pdf.read_bytes()).hexdigest()[:16] in panel
        document = pypdfium2.PdfDocument(pdf)
        words = "".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        assert f"Chapter {texts}" in words
        line.close()
        assert preview.interrupt() == 0
        until(lambda: not preview.processes())


# --- who may read it ------------------------------------------------------------------------------


def test_only_browsers_of_this_machine_are_answered(preview: Preview) -> None:
    port = preview.port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}"):
        assert preview.ask("/en/text", {"Host": host})[0] == 200
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", "", f"127.0.0.1.evil:{port}"):
        for path in ("/", "/en/text", "/events", "/preview.js", "/nowhere"):
            status, _, content = preview.ask(path, {"Host": host})
            assert status == 403
            assert b"lamp" not in content
    assert preview.ask("/en/text", {"Sec-Fetch-Site": "cross-site"})[0] == 403
    assert preview.ask("/en/text", {"Sec-Fetch-Site": "same-origin"})[0] == 200


def test_the_server_listens_on_loopback_alone(preview: Preview) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        try:
            line.connect(("192.0.2.1", 9))  # nothing is sent; it tells our own address
            outside = line.getsockname()[0]
        except OSError:
            pytest.skip("this machine has no address but loopback")
    if outside.startswith("127."):
        pytest.skip("this machine has no address but loopback")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((outside, preview.port), timeout=5)


@pytest.mark.parametrize(
    "path",
    [
        "/../metadata.yaml",
        "/en/../../metadata.yaml",
        "/en/..%2f..%2fmetadata.yaml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/en/text/../../../metadata.yaml",
        "/metadata.yaml",
        "/.build/preview/en/book.json",
        "/en/printed/../../../x.png",
        "/en\\..\\metadata.yaml",
        "/en/text%00.html",
        "/styles/web.css",
    ],
)
def test_no_address_leads_to_a_file(path: str, preview: Preview) -> None:
    status, _, content = preview.ask(path)
    assert status == 404
    assert b"Ana Pressa" not in content


def test_nothing_can_be_sent_and_no_page_can_take_ours_in(preview: Preview) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert preview.ask("/en/", method=method)[0] == 501
    for path in ("/en/", "/en/text", "/en/panel", "/en/news", "/preview.js"):
        headers = preview.ask(path)[1]
        assert "frame-ancestors" in headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in headers


# --- how it begins and ends -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_it_ends_clean_and_leaves_no_process(name: str, book: Path) -> None:
    with previewing(book) as preview:
        line = preview.listen("en")
        preview.text("/en/text")
        until(lambda: len(preview.processes()) > 1)
        preview.process.send_signal(getattr(signal, name))
        assert preview.process.wait(60) == 0
        assert preview.process.stdout is not None
        assert preview.process.stdout.read() == ""
        with pytest.raises(EOFError):
            line.until("nothing")
        until(lambda: not preview.processes())


def test_it_ends_at_once_while_it_begins(book: Path) -> None:
    with previewing(book) as preview:
        assert preview.interrupt() == 0
        assert preview.process.stdout is not None
        assert preview.process.stdout.read() == ""
        until(lambda: not preview.processes())


def test_one_that_is_killed_leaves_no_process_although_one_was_typesetting(
    make_book: MakeBook,
) -> None:
    with previewing(make_book(LONG)) as preview:
        line = preview.listen("en")
        preview.text("/en/text")
        # Itself, the one that begins others, the one that tidies up, the check, the typesetting.
        until(lambda: len(preview.processes()) == 5)
        preview.process.kill()
        preview.process.wait()
        begin = time.monotonic()
        until(lambda: not preview.processes())
        assert time.monotonic() < begin + 5
        line.close()


def test_a_port_in_use_is_told_in_a_sentence(book: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = samizdat("preview", book, "--no-browser", "--port", port)
    assert done.returncode == 1
    assert done.stderr == (
        f"samizdat: port {port} is in use; give another one with --port, or none\n"
    )


def test_without_a_port_it_takes_one_that_is_free(book: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(book, other)
    with previewing(book) as first, previewing(other) as second:
        assert first.port != second.port
        assert "The lamp" in first.text("/en/text")
        assert "The lamp" in second.text("/en/text")


def test_wrong_use_is_told(book: Path, tmp_path: Path) -> None:
    for arguments, sentence in (
        ([tmp_path / "nowhere"], "is not a folder"),
        ([book, "--locale", "xx"], "no such language in the book: xx"),
        ([book, "--port", "70000"], "70000 is no port"),
    ):
        done = samizdat("preview", *arguments)
        assert done.returncode == 2
        assert sentence in done.stderr
    with previewing(book):
        done = samizdat("preview", book, "--no-browser")
        assert done.returncode == 2
        assert "another preview, process" in done.stderr


@pytest.mark.slow
def test_a_build_at_the_same_time_is_the_same_build_and_nothing_else_is_written(
    book: Path, preview: Preview
) -> None:
    def kept() -> dict[str, bytes]:
        return {
            path.relative_to(book).as_posix(): path.read_bytes()
            for path in book.rglob("*")
            if path.is_file() and ".build/preview" not in path.as_posix()
        }

    before = kept()
    line = preview.listen("en")
    until(lambda: "being set" not in preview.text("/en/panel"))
    assert kept() == before
    done = samizdat("build", book)
    assert done.returncode == 0, done.stdout + done.stderr
    save(book, TEXT.replace("a week", "a year"))
    until(lambda: "a year" in preview.text("/en/text"))
    again = samizdat("build", book)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "a year" in next((book / "dist/en").glob("*.html")).read_text("utf-8")
    assert not (book / "preview").exists()
    line.close()


def test_what_is_hidden_or_made_is_not_watched_and_what_was_put_away_is_again(
    book: Path,
) -> None:
    stop, seen = threading.Event(), list[None]()

    def watch() -> None:
        for _ in changes(book, stop):
            seen.append(None)

    thread = threading.Thread(target=watch)
    thread.start()
    until(lambda: len(seen) == 1)
    time.sleep(0.5)  # until the system watches
    for name in ("dist/x.md", ".git/x.md", ".build/x.md", "manuscript/.manuscript.md.swp"):
        (book / name).parent.mkdir(exist_ok=True)
        (book / name).write_text("x", "utf-8")
    time.sleep(0.5)
    assert len(seen) == 1
    save(book, "# Another\n")
    until(lambda: len(seen) == 2)
    (book / os.fsdecode(b"odd\xff.md")).write_text("x", "utf-8")
    until(lambda: len(seen) == 3)
    book.rename(book.with_name("away"))
    until(lambda: len(seen) >= 4)
    book.with_name("away").rename(book)
    until(lambda: len(seen) >= 5)
    stop.set()
    thread.join()


def test_the_language_to_begin_with_is_that_of_the_source_or_the_one_asked_for(
    book: Path,
) -> None:
    (book / "translations/de").mkdir(parents=True)
    save(book, "# Eins\n\nDie Lampe.\n", "translations/de/manuscript.md")
    with previewing(book) as preview:
        assert preview.ask("/")[1]["Location"] == "/en/"
        assert preview.interrupt() == 0
    with previewing(book, "--locale", "de") as preview:
        assert preview.ask("/")[1]["Location"] == "/de/"
        assert "Die Lampe" in preview.text("/de/text")


def test_a_metadata_file_with_another_language_is_another_book(
    book: Path, preview: Preview
) -> None:
    line = preview.listen("en")
    preview.text("/en/text")
    save(book, FACTS.replace("language: en", "language: fr"), "metadata.yaml")
    panel = until(lambda: STILL in (said := preview.text("/en/panel")) and said)
    assert "no language en now; it has fr" in panel
    assert 'lang="fr"' in preview.text("/fr/text")
    line.close()


def test_names_with_odd_octets_break_nothing(book: Path, preview: Preview) -> None:
    line = preview.listen("en")
    preview.text("/en/text")
    (book / "manuscript" / os.fsdecode(b"odd\xff.md")).write_text("# Odd\n", "utf-8")
    panel = until(lambda: STILL in (said := preview.text("/en/panel")) and said)
    assert r"the name of manuscript/odd\xff.md is not UTF-8" in panel
    assert "a week" in preview.text("/en/text")
    odd = (book / "manuscript" / os.fsdecode(b"odd\xff.md")).rename(
        book / "manuscript" / os.fsdecode(b"odd\xff.svg")
    )
    panel = until(lambda: "TX023" in (said := preview.text("/en/panel")) and said)
    assert STILL not in panel
    odd.unlink()
    save(book, TEXT.replace("a week", "a year"))
    until(lambda: "a year" in preview.text("/en/text"))
    line.close()
