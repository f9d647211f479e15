"""Step 7 for the PDF: whatever a finished file lost is found by its rule, and by no other.

A good PDF is damaged here in one way at a time: its content streams are written anew, or its
links, names and facts are changed. What is drawn is looked for by its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from samizdat import drawn as glyphs
from samizdat import rules
from samizdat.book import Book
from samizdat.findings import Finding
from samizdat.kept import seal, unseal
from samizdat.opened_print import open_print
from samizdat.prepare import prepare
from samizdat.printed import PrintEdition
from samizdat.reader import read_book
from samizdat.source import read_source

from .conftest import FACTS, SAMPLER, MakeBook, samizdat

SHOWN = {"Tf", "Tj", "TJ"}


@pytest.fixture(scope="module")
def book() -> Book:
    return prepare(read_book(read_source(SAMPLER)))


@pytest.fixture(scope="module")
def good(sampler: Path) -> Path:
    (path,) = sampler.glob("*-en-GB.pdf")
    return path


def prove(book: Book, path: Path, kept: Path | None = None) -> list[Finding]:
    return rules.run(rules.Proof(book, open_print(path, kept)))


# --- ways to damage a PDF -------------------------------------------------------------------------

Damage = Callable[[pikepdf.Pdf, PrintEdition], None]


def drawn(pdf: pikepdf.Pdf, page: int, mark: int) -> tuple[list[Any], list[int]]:
    """The instructions of a page, and which of them show the words that a mark calls."""
    instructions: list[Any] = list(pikepdf.parse_content_stream(pdf.pages[page]))
    inside, found = -1, []
    for number, instruction in enumerate(instructions):
        operator = str(instruction.operator)
        if operator == "BDC":
            inside = int(instruction.operands[1].get("/MCID", -1))
        elif operator in {"EMC", "BMC"}:
            inside = -1
        elif inside == mark and operator in {*SHOWN, "Tm"}:
            found.append(number)
    return instructions, found


def redraw(pdf: pikepdf.Pdf, page: int, instructions: list[Any]) -> None:
    pdf.pages[page].Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def found(opened: PrintEdition, words: str, page: int) -> int:
    """The mark of the last piece of a page that has the words; notes come after their calls."""
    return max(p.mark for p in opened.sheets[page].pieces if p.text.strip() == words)


def erase(words: str, page: int) -> Damage:
    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        instructions, places = drawn(pdf, page, found(opened, words, page))
        kept = [i for n, i in enumerate(instructions) if n not in places or n == places[0]]
        redraw(pdf, page, kept)

    return damage


def swap(words: str, others: str, page: int) -> Damage:
    """What shows the words takes the place of what shows the others, and the other way round."""

    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        instructions, ones = drawn(pdf, page, found(opened, words, page))
        _, twos = drawn(pdf, page, found(opened, others, page))
        shows = {n: str(instructions[n].operator) in SHOWN for n in (*ones, *twos)}
        one = [instructions[n] for n in ones if shows[n]]
        two = [instructions[n] for n in twos if shows[n]]
        redrawn = []
        for number, instruction in enumerate(instructions):
            if shows.get(number):
                redrawn += {ones[1]: two, twos[1]: one}.get(number, [])
            else:
                redrawn.append(instruction)
        redraw(pdf, page, redrawn)

    return damage


def move(words: str, page: int, points: int) -> Damage:
    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        instructions, (place, *_) = drawn(pdf, page, found(opened, words, page))
        *matrix, x, y = instructions[place].operands
        moved = pikepdf.ContentStreamInstruction([*matrix, x + points, y], pikepdf.Operator("Tm"))
        redraw(pdf, page, [*instructions[:place], moved, *instructions[place + 1 :]])

    return damage


def take_a_glyph(words: str, page: int) -> Damage:
    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        instructions, places = drawn(pdf, page, found(opened, words, page))
        instructions[places[-1]] = pikepdf.ContentStreamInstruction(
            [pikepdf.Array([pikepdf.String(b"\0\0")])], pikepdf.Operator("TJ")
        )
        redraw(pdf, page, instructions)

    return damage


def followed(page: Any) -> list[Any]:
    return list(page.get("/Annots", pikepdf.Array()))


def links_to(pdf: pikepdf.Pdf, target: str) -> Iterator[Any]:
    for page in pdf.pages:
        for annotation in followed(page):
            if target in {str(annotation.get("/Dest")), str(annotation.get("/A", {}).get("/URI"))}:
                yield annotation


def lead(target: str, other: str) -> Damage:
    """The links to a target lead to another one."""

    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        for annotation in links_to(pdf, target):
            annotation.Dest = pikepdf.String(other)

    return damage


def lead_the_last(target: str, other: str) -> Damage:
    """The last link to a target, which is what shows a call's mark, leads to another one."""

    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        *_, last = links_to(pdf, target)
        last.Dest = pikepdf.String(other)

    return damage


def act(target: str, kind: str, where: str) -> Damage:
    """The links to a target do something else."""
    key = "/URI" if kind == "/URI" else "/F"

    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        for annotation in links_to(pdf, target):
            annotation.A = pikepdf.Dictionary({"/S": pikepdf.Name(kind), key: where})

    return damage


def unlink(target: str) -> Damage:
    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        gone = {annotation.objgen for annotation in links_to(pdf, target)}
        for page in pdf.pages:
            kept = [one for one in followed(page) if one.objgen not in gone]
            page.Annots = pikepdf.Array(kept)

    return damage


def forget(name: str) -> Damage:
    """The destination of that name is gone."""

    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        del pikepdf.NameTree(pdf.Root.Names.Dests)[name]

    return damage


def misplace(name: str, other: str) -> Damage:
    """The destination of that name is where another one is."""

    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        names[name] = names[other]

    return damage


def outline(change: Callable[[list[Any]], object]) -> Damage:
    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        with pdf.open_outline() as tree:
            change(tree.root)

    return damage


def swap_titles(root: list[Any]) -> None:
    root[0].title, root[1].title = root[1].title, root[0].title


def raise_a_level(root: list[Any]) -> None:
    root.insert(1, root[0].children.pop())


def lead_elsewhere(root: list[Any]) -> None:
    root[1].destination = root[3].destination


def take(*keys: str) -> Damage:
    """The entry of the catalogue is gone."""

    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        holder = pdf.Root
        for key in keys[:-1]:
            holder = holder[key]
        del holder[keys[-1]]

    return damage


def from_font(key: str) -> Damage:
    """The typeface of the code, and of nothing else, loses something."""

    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        for font in pdf.pages[8].Resources.Font.values():
            if "Plex" in str(font.BaseFont):
                inner = font if key in font else font.DescendantFonts[0].FontDescriptor
                del inner[key]

    return damage


def blank_a_page(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
    pdf.pages[8].Contents = pdf.make_stream(b"")


def slip_in_a_page(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
    empty = pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=pdf.pages[0].MediaBox)
    pdf.pages.insert(8, pikepdf.Page(pdf.make_indirect(empty)))


def drop_a_page(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
    del pdf.pages[8]


def attach_a_file(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
    pdf.attachments["notes.txt"] = b"hidden"


def run_a_script(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def raise_a_line_of_the_contents(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
    """The lines of the list within the list are lines of the list itself to a screen reader."""
    outer, inner, *_ = elements(pdf, "TOC")
    first, *others = outer.K
    first.K = pikepdf.Array([kid for kid in first.K if kid.objgen != inner.objgen])
    outer.K = pikepdf.Array([first, *inner.K, *others])


def change_the_title_in_xmp(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = "Untitled"


def change_the_title(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
    pdf.docinfo["/Title"] = "Untitled"


def claim_less(*keys: str) -> Damage:
    """The file does not name a standard any more."""

    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            for key in keys:
                del xmp[key]

    return damage


def change_the_author(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
    pdf.docinfo["/Author"] = "Nobody"


def label_from_the_cover(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
    pdf.Root.PageLabels.Nums = pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D)])


def elements(pdf: pikepdf.Pdf, name: str) -> list[Any]:
    """The elements of that name in the tree of tags."""
    waiting: list[Any] = [pdf.Root.StructTreeRoot.K[0]]
    there = []
    while waiting:
        element = waiting.pop()
        if element.get("/S") == f"/{name}":
            there.append(element)
        kids = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary)]
        waiting += kids[::-1]
    return there


def from_tag(name: str, *keys: str) -> Damage:
    """The first element of that name loses something."""

    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        holder = elements(pdf, name)[0]
        for key in keys[:-1]:
            holder = holder[key]
        del holder[keys[-1]]

    return damage


def rename(name: str, other: str, number: int = -1) -> Damage:
    """An element of the tree is another one."""

    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        elements(pdf, name)[number].S = pikepdf.Name(f"/{other}")

    return damage


def from_link(target: str, key: str) -> Damage:
    def damage(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
        for annotation in links_to(pdf, target):
            del annotation[key]

    return damage


def tab_anyhow(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
    del pdf.pages[4].Tabs


def mark_no_artifact(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
    """The running heads of a page are words like any other."""
    inside, kept = False, []
    for instruction in pikepdf.parse_content_stream(pdf.pages[6]):
        operator = str(instruction.operator)
        if operator in {"BDC", "BMC"} and str(instruction.operands[0]) == "/Artifact":
            inside = True
        elif operator == "EMC" and inside:
            inside = False
        else:
            kept.append(instruction)
    redraw(pdf, 6, kept)


def draw_a_line(pdf: pikepdf.Pdf, opened: PrintEdition) -> None:
    pdf.pages[6].contents_add(b"q 99 99 m 199 199 l S Q")


WEB = "https://example.org/a/very/long/address/that/has/to/break/somewhere"
IMPRINT = "https://example.org/sampler"
LATIN = "Latin, “let it stand”."
SHORT = "It is as short as it says."

DAMAGES: dict[str, tuple[Damage, str]] = {
    "a note's text is gone": (erase(LATIN, 6), "PD001"),
    "a part of a note is gone": (erase("a weft,", 6), "PD001"),
    "two notes' texts are swapped": (swap(LATIN, SHORT, 6), "PD001"),
    "two notes' marks are swapped": (swap("a", "2", 6), "PD001"),
    "nobody says who speaks": (erase("Translator’s note:", 6), "PD001"),
    "the way back is broken": (lead("call-note-stet", "cloth"), "PD001"),
    "the way back leads to another call": (lead("call-note-stet", "call-note-1"), "PD001"),
    "the place of a call is elsewhere": (misplace("call-note-stet", "call-note-1"), "PD001"),
    "a call leads to another note": (lead("note-stet", "note-linen"), "PD001"),
    "a call leads to two notes": (lead_the_last("note-stet", "note-linen"), "PD001"),
    "a call is no link": (unlink("note-stet"), "PD001"),
    "a call stands elsewhere": (swap("wool", "Linen", 6), "PD001"),
    "a note's destination is gone": (forget("note-stet"), "PD001"),
    "a note's destination is another's": (misplace("note-stet", "note-linen"), "PD001"),
    "words stand beyond the edge": (move("of them.", 7, 900), "PD003"),
    "a heading is gone": (erase("By the square", 7), "PD006"),
    "a line of the outline is gone": (outline(lambda root: root.pop(1)), "PD007"),
    "two lines of the outline are swapped": (outline(swap_titles), "PD007"),
    "a line of the outline has another level": (outline(raise_a_level), "PD007"),
    "a line of the outline leads elsewhere": (outline(lead_elsewhere), "PD007"),
    "two lines of the contents are swapped": (
        swap("Counted threads", "Bibliography", 4),
        "PD008",
    ),
    "a line of the contents has another level": (raise_a_line_of_the_contents, "PD008"),
    "a line of the contents leads to another heading": (lead("thread-again", "cloth"), "PD008"),
    "two numbers of the contents are swapped": (swap("4", "5", 4), "PD009"),
    "two numbers of cross-references are swapped": (swap("(p.\xa04)", "(p.\xa02)", 6), "PD009"),
    "a web link is gone": (unlink(WEB), "PD010"),
    "a web link leads elsewhere": (
        act(WEB, "/URI", "https://example.org/"),
        "PD010",
    ),
    "a cross-reference is no link": (unlink("fig-needle"), "PD010"),
    "a heading's destination is gone": (forget("counted"), "PD011"),
    "a heading's destination is elsewhere": (misplace("counted", "cloth"), "PD011"),
    "a link of the imprint starts a program": (
        act(IMPRINT, "/Launch", "calc.exe"),
        "PD012",
    ),
    "a link of the imprint opens a file": (
        act(IMPRINT, "/URI", "file:///etc/passwd"),
        "PD012",
    ),
    "a script runs": (run_a_script, "PD012"),
    "a file is attached": (attach_a_file, "PD012"),
    "a typeface is not embedded": (from_font("/FontFile2"), "PD013"),
    "a typeface has no letters": (from_font("/ToUnicode"), "PD013"),
    "a glyph is missing": (take_a_glyph("of them.", 7), "PD014"),
    "a page is blank": (blank_a_page, "PD015"),
    "a page is one too many": (slip_in_a_page, "PD015"),
    "a page of running text is gone": (drop_a_page, "PD017"),
    "there is no language": (take("/Lang"), "PD016"),
    "there are no tags": (take("/StructTreeRoot"), "PD016"),
    "tags are not marked": (take("/MarkInfo"), "PD016"),
    "the title is not shown": (take("/ViewerPreferences", "/DisplayDocTitle"), "PD016"),
    "PDF/UA is not named": (claim_less("pdfuaid:part"), "PD019"),
    "PDF/A is not named": (claim_less("pdfaid:part", "pdfaid:conformance"), "PD019"),
    "nothing says what colours mean": (take("/OutputIntents"), "PD019"),
    "the author in XMP is another one": (change_the_author, "PD019"),
    "there are no page labels": (take("/PageLabels"), "PD020"),
    "page labels count the front matter": (label_from_the_cover, "PD020"),
    "running heads are not marked": (mark_no_artifact, "PD021"),
    "a line is not marked": (draw_a_line, "PD021"),
    "a picture has no words": (from_tag("Figure", "/Alt"), "PD022"),
    "a formula has no words": (from_tag("Formula", "/Alt"), "PD022"),
    "a link has no description": (from_link(WEB, "/Contents"), "PD023"),
    "a link has no tag": (from_link(WEB, "/StructParent"), "PD023"),
    "links are not reached in order": (tab_anyhow, "PD023"),
    "a note has no identifier": (from_tag("Note", "/ID"), "PD024"),
    "notes are not found by identifier": (take("/StructTreeRoot", "/IDTree"), "PD024"),
    "items stand in no list": (rename("L", "Div"), "PD025"),
    "a heading skips levels": (rename("H2", "H4", 0), "PD025"),
    "a head of a table heads nothing": (from_tag("TH", "/A", "/Scope"), "PD025"),
    "the title in XMP is another one": (change_the_title_in_xmp, "PD016"),
    "the title is another one": (change_the_title, "PD016"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_found_by_its_rule_and_by_no_other(
    name: str, book: Book, good: Path, tmp_path: Path
) -> None:
    damage, code = DAMAGES[name]
    kept = tmp_path / "drawings.json"
    opened = open_print(good, kept)
    assert isinstance(opened, PrintEdition)
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(good) as pdf:
        damage(pdf, opened)
        pdf.save(broken)
    found = prove(book, broken)
    assert {finding.code for finding in found} == {code}
    assert prove(book, broken, kept) == found, "what was kept of the good file hides the damage"


def test_a_whole_pdf_has_no_findings(book: Book, good: Path) -> None:
    assert prove(book, good) == []


def test_a_book_that_is_not_the_one_of_the_file_is_found_out(book: Book, good: Path) -> None:
    turned = prove(replace(book, notes=book.notes[::-1]), good)
    assert {finding.code for finding in turned} == {"PD001"}
    assert "stands behind a later one" in turned[0].message
    shallow = replace(book, metadata=book.metadata.model_copy(update={"toc_depth": 2}))
    (finding,) = prove(shallow, good)
    assert finding.code == "PD008"
    assert "have “By the square”, which is no heading there" in finding.message


def test_a_damage_is_told_in_words_that_help(book: Book, good: Path, tmp_path: Path) -> None:
    opened = open_print(good)
    assert isinstance(opened, PrintEdition)
    said = {}
    for name in ("a note's text is gone", "a heading is gone", "words stand beyond the edge"):
        broken = tmp_path / "broken.pdf"
        with pikepdf.open(good) as pdf:
            DAMAGES[name][0](pdf, opened)
            pdf.save(broken)
        (finding,) = prove(book, broken)
        said[name] = f"{finding.location.path}: {finding.message}"
    assert said == {
        "a note's text is gone": ("manuscript/notes.md: note a (stet) is not whole in broken.pdf"),
        "a heading is gone": (
            "manuscript/01-cloth.md: heading “By the square” is not in its place in broken.pdf"
        ),
        "words stand beyond the edge": (
            "manuscript/01-cloth.md: “of them.” stands beyond the edge of page 2 "
            "(8 of the file) of broken.pdf"
        ),
    }


@pytest.mark.parametrize("kind", ["truncated", "empty", "something else", "encrypted", "pageless"])
def test_a_file_that_can_not_be_opened_is_a_finding_and_no_exception(
    kind: str, book: Book, good: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pdf"
    whole = good.read_bytes()
    contents = {
        "truncated": whole[: len(whole) // 2],
        "empty": b"",
        "something else": b"PK\3\4 no pages here",
    }
    if kind in contents:
        broken.write_bytes(contents[kind])
    with pikepdf.open(good) as pdf:
        if kind == "encrypted":
            pdf.save(broken, encryption=pikepdf.Encryption(owner="o", user="u"))
        elif kind == "pageless":
            pikepdf.new().save(broken)
    (finding,) = prove(book, broken)
    assert (finding.code, finding.level) == ("PD004", "error")
    assert finding.message.startswith("broken.pdf can't be opened: ")


# --- what is kept of the last build ---------------------------------------------------------------


def test_what_is_kept_is_what_is_read(good: Path, tmp_path: Path) -> None:
    kept = tmp_path / "drawings.json"
    first, again = open_print(good, kept), open_print(good, kept)
    assert first == again == open_print(good)
    whole = kept.read_bytes()
    for broken in (whole[:-9], b"", whole.replace(b"missing", b"nothing")):
        kept.write_bytes(broken)
        assert open_print(good, kept) == first
        assert kept.read_bytes() == whole


def test_only_pages_of_other_octets_are_read_again(good: Path, tmp_path: Path) -> None:
    kept, other = tmp_path / "drawings.json", tmp_path / "other.pdf"
    open_print(good, kept)
    known = unseal(kept.read_bytes())
    for drawing in known.values():
        for piece in drawing["pieces"]:
            piece[0] = "kept"
    kept.write_bytes(seal(known))
    before, (longer, narrower, dressed, *_) = read_and_kept(good, kept)
    with pikepdf.open(good) as pdf:
        pdf.pages[longer].Contents = pdf.make_stream(pdf.pages[longer].Contents.read_bytes() + b" ")
        pdf.pages[narrower].MediaBox = [0, 0, 300, 500]
        resources = dict(pdf.pages[dressed].Resources.items())
        pdf.pages[dressed].Resources = pikepdf.Dictionary({**resources, "/ColorSpace": {}})
        pdf.save(other)
    after, _ = read_and_kept(other, kept)
    assert after == sorted([*before, longer, narrower, dressed])


def read_and_kept(path: Path, kept: Path) -> tuple[list[int], list[int]]:
    """The pages with words that were read again, and those whose words are "kept"."""
    opened = open_print(path, kept)
    assert isinstance(opened, PrintEdition)
    words = {
        number: {piece.text for piece in sheet.pieces if piece.text.strip()}
        for number, sheet in enumerate(opened.sheets)
    }
    return (
        [number for number, here in words.items() if here - {"kept"}],
        [number for number, here in words.items() if here == {"kept"}],
    )


# --- books that are hard to prove -----------------------------------------------------------------


def built(folder: Path, out: Path) -> tuple[Book, Path]:
    """The prepared book and its PDF, built by the command."""
    done = samizdat("build", folder, "--out", out, "--edition", "print", "--draft")
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = out.rglob("*.pdf")
    return prepare(read_book(read_source(folder))), path


SENTENCE = "Lorem ipsum dolor sit amet, consectetur. "
ROWS = "".join(f"| cell {n}[^c{n}] | other |\n" for n in range(1, 31))
NOTES = "".join(f"[^c{n}]: Of cell {n}.\n" for n in range(1, 31))
EVERYWHERE = f"""\
A preface without a heading.[^p]

# One[^h] and more {{#one}}

{SENTENCE * 9}[^l] And twice.[^l]

| A[^t] | B |
|-------|---|
{ROWS}
: A caption.[^cap]

- item[^i], another^[inline, with *emphasis* and `code`]

    1. deep[^d]

> A quotation[^q][^q2]

Term[^dt]
:   Definition[^dd]

## Sub [linked](https://example.org/x)[^s] and $a^2$ of 1984 {{#sub}}

See [the part](#sub)[^x], $a^2$[^f], **bold[^b]** and <https://example.org/{"y" * 90}>.

# ?

Again [*One*](#one), and a note that is longer than a page.[^long] {SENTENCE * 90}

[^p]: Preface.
[^h]: Heading.
[^l]: With a [link](https://example.org/note), $x_1$ and [back](#sub) again.
[^t]: Head of a table, which comes again on the next page.
[^cap]: Caption.
[^i]: Item.
[^d]: Deep.
[^q]: Quotation.
[^q2]: Quotation too.
[^dt]: Term.
[^dd]: Definition.
[^s]: Subheading.
[^x]: Reference.
[^f]: Formula $x^2$, and one that stands alone $$x^3$$ after it.
[^b]:
    > Quoted.

    1. one,
    2. two.

    ```
    code
    ```
[^long]: {SENTENCE * 160}

    And its end, [there](#sub).
{NOTES}"""


def test_notes_in_every_place_are_found_where_they_are(make_book: MakeBook, tmp_path: Path) -> None:
    folder = make_book(EVERYWHERE, {"metadata.yaml": FACTS + "toc-depth: 3\n"})
    book, path = built(folder, tmp_path / "out")
    (finding,) = prove(book, path)
    assert (finding.code, finding.level) == ("PD005", "review")
    assert re.search(
        r"\(long\) is called on page \d+ \(\d+ of the file\) and stands at the end .* page \d",
        finding.message,
    )
    opened = open_print(path)
    assert isinstance(opened, PrintEdition)
    (there,) = [link.text for link in opened.links if "there" in link.text]
    assert re.fullmatch(r"there\(p\.\d\)", re.sub(r"\s", "", there))


ARABIC = """\
# الفصل الأول {#one}

كانت السفن تبحر في البحر عند الفجر.[^a] انظر [الفصل](#one) و[الموقع](https://example.org/arabic).[^b]

## مدينة 1917 القديمة

وكان الناس ينتظرون الأخبار على الشاطئ في Petrograd سنة 1917.[^c]

[^a]: هذه حاشية المؤلف.
[^b]: نص آخر تماما.
"""


def test_a_book_that_runs_from_right_to_left_is_proved_as_well(
    make_book: MakeBook, tmp_path: Path
) -> None:
    facts = FACTS.replace("language: en", "language: ar")
    notes = "[^c]: كلام المترجم، وفيه Saint Petersburg وسنة 1905.\n"
    folder = make_book(ARABIC, {"metadata.yaml": facts, "manuscript/notes.md": notes})
    book, path = built(folder, tmp_path / "out")
    assert prove(book, path) == []
    opened = open_print(path)
    assert isinstance(opened, PrintEdition)
    (page,) = {run.page for run in opened.runs if "حاشية" in run.text}
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(path) as pdf:
        swap("هذه حاشية المؤلف.", "نص آخر تماما.", page)(pdf, opened)
        pdf.save(broken)
    assert [finding.code for finding in prove(book, broken)] == ["PD001", "PD001"]


def test_a_chapter_that_is_called_like_its_book_is_not_looked_for_on_the_title_page(
    make_book: MakeBook, tmp_path: Path
) -> None:
    book, path = built(make_book("# A Small Book\n\nA text.\n"), tmp_path / "out")
    assert prove(book, path) == []


def test_a_letter_that_arabic_type_draws_in_two_parts_is_no_fault(
    make_book: MakeBook, tmp_path: Path
) -> None:
    facts = FACTS.replace("language: en", "language: ar")
    text = "# الفصل\n\nكان يحب القراءة.[^a]\n\n[^a]: قرأ كل الكتب في المدينة.\n"
    book, path = built(make_book(text, {"metadata.yaml": facts}), tmp_path / "out")
    opened = open_print(path)
    assert isinstance(opened, PrintEdition)
    assert any("الكتب" in run.text for run in opened.runs), "the letter comes out twice"
    assert prove(book, path) == []


def test_a_table_that_is_wider_than_the_page_and_a_missing_glyph_are_found(
    make_book: MakeBook, tmp_path: Path
) -> None:
    row = "|" + "|".join(f" column{n} " for n in range(30)) + "|\n"
    table = row + "|" + "---|" * 30 + "\n" + row
    book, path = built(make_book(f"{table}\nA bird: 𓅓\n"), tmp_path / "out")
    first, second = prove(book, path)
    assert (first.code, first.level) == ("PD003", "review")
    assert "stands beyond the edge of page 1 (7 of the file) of" in first.message
    assert second.code == "PD014"
    assert second.message.startswith("1 character is without a glyph on page 2 (8 of the file) of")


def test_a_picture_whose_shapes_are_cut_off_at_its_edge_is_within_the_page(
    make_book: MakeBook, tmp_path: Path
) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
        '<rect x="-4000" y="-4000" width="9000" height="9000"/></svg>'
    )
    folder = make_book("![A square.](s.svg)\n", {"manuscript/s.svg": svg})
    assert prove(*built(folder, tmp_path / "out")) == []


@pytest.mark.parametrize(
    ("shown", "times"),
    [
        (b"[<0012>-20<00130014>] TJ", 0),
        (b"[<0012>-20<00130000>] TJ", 1),
        (b"<0000> Tj", 1),
        (b"[<00>-20<00>] TJ", 1),
        (b"[< 00 00 >] TJ", 1),
        (b"[(\\0\\0)] TJ", 1),
        (b"[<1000>-20<0012>] TJ", 0),
        (b"/P <<>> BDC [<00>-20<00>] TJ EMC", 1),
        (b"/P <</A (<0000>)>> BDC [<0012>-0.00001<0012>] TJ EMC", 0),
    ],
)
def test_a_missing_glyph_is_counted_however_it_is_written(shown: bytes, times: int) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        page = pdf.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[pikepdf.Dictionary()],
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
        page.Contents = pdf.make_stream(b"BT /F 12 Tf " + shown + b" ET")
        assert glyphs.Glyphs().missing(page.obj, page.Resources) == times
