"""The tags of the print edition: one tree of the whole book, read back from a finished PDF.

What is said here of PDF/UA-1 and PDF/A-3a is the structure, checked; it is no validation.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from samizdat.print_facts import page_labels

from .conftest import FACTS, MakeBook, samizdat, write_book

SENTENCE = "The weaver counts the threads of the warp once more, and begins again."
LONG, LONGER = (" ".join([SENTENCE] * times) for times in (12, 30))
ROWS = "| linen | 12[^cell] |\n" + "| silk | 40 |\n" * 61
BOOK = f"""\
# Cloth[^title] {{#cloth}}

{LONG}

{LONG} It is *said[^stet]* and [linked](https://example.org/cloth).[^linen]

> {LONGER}

- {LONGER}
- two

    1. deep

Warp
:   {LONG}

## Needles {{#needles}}

![A needle, drawn.](needle.svg)

| Cloth | Threads |
|-------|--------:|
{ROWS}
: Counts

Some `code`, $a^2$, [le fil]{{lang=fr}} and [underlined]{{.underline}} words;
see [the cloth](#cloth).

[^title]: Of the title.
[^linen]:
    {SENTENCE}

    The second paragraph of the note.

[^cell]: Of a cell.
"""
NOTES = "[^stet]: Latin, “let it stand”.\n"
NEEDLE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="9"><path d="M0 0H40V9Z"/></svg>'
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tags")
    write_book(
        folder,
        BOOK,
        **{
            "metadata.yaml": FACTS + "rights: Free & open\nsubjects: [Cloth, Needles]\n",
            "manuscript/notes.md": NOTES,
            "manuscript/needle.svg": NEEDLE,
        },
    )
    done = samizdat("build", folder, "--out", folder / "out", "--edition", "print")
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = (folder / "out").rglob("*.pdf")
    return found


class Tagged:
    """A finished PDF and the elements of its tree, in the order of reading."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf: Any = pdf
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self.root: Any = self.pdf.Root.StructTreeRoot.K[0]
        self.all = list(self.below(self.root))

    def below(self, element: Any) -> Iterator[Any]:
        """The element and all below it."""
        yield element
        for kid in kids(element):
            if is_element(kid):
                yield from self.below(kid)

    def named(self, name: str) -> list[Any]:
        """The elements of that name."""
        return [element for element in self.all if f"/{name}" == element.S]

    def drawn_on(self, element: Any) -> set[int]:
        """The pages on which an element's words stand."""
        own = self.pages[element.Pg.objgen] if "/Pg" in element else -1
        found = set()
        for kid in kids(element):
            if isinstance(kid, int):
                found.add(own)
            elif kid.get("/Type") == "/MCR":
                found.add(self.pages[kid.Pg.objgen])
            elif is_element(kid):
                found |= self.drawn_on(kid)
        return found

    def shape(self, element: Any) -> list[Any]:
        """The names of the elements below one, nested."""
        return [[str(kid.S)[1:], *self.shape(kid)] for kid in kids(element) if is_element(kid)]


def kids(element: Any) -> list[Any]:
    return list(element.get("/K", []))


def is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


@pytest.fixture
def tagged(path: Path) -> Iterator[Tagged]:
    with pikepdf.open(path) as pdf:
        yield Tagged(pdf)


# --- one element of the book is one of the tree ---------------------------------------------------


@pytest.mark.parametrize("name", ["P", "BlockQuote", "L", "Table", "Sect"])
def test_what_a_page_turn_divides_is_one_element(name: str, tagged: Tagged) -> None:
    assert max(len(tagged.drawn_on(element)) for element in tagged.named(name)) > 1


def test_the_tree_of_a_chapter_is_that_of_the_book(tagged: Tagged) -> None:
    (main,) = tagged.named("Part")
    assert [shape[0] for shape in tagged.shape(main)] == ["Sect"]
    (chapter,) = tagged.shape(main)
    assert [shape[0] for shape in chapter[1:]] == ["H1", "NonStruct", "Div"]
    body = "P P BlockQuote L L H2 Div Table P"
    assert [shape[0] for shape in chapter[3][1:]] == body.split()
    assert chapter[3][3] == ["BlockQuote", ["P"]]


def test_the_head_of_a_table_is_tagged_once_though_each_page_has_it(tagged: Tagged) -> None:
    (table,) = tagged.named("Table")
    rows = [element for element in tagged.below(table) if element.S == "/TR"]
    # The head that comes again on each page is tagged once.
    assert (len(rows), len(tagged.drawn_on(table)) > 1) == (63, True)
    assert len(list(named(tagged, table, "THead"))) == 1


def named(tagged: Tagged, above: Any, name: str) -> Iterator[Any]:
    return (element for element in tagged.below(above) if f"/{name}" == element.S)


def test_lists_and_definitions_have_labels_and_bodies(tagged: Tagged) -> None:
    bullets, _, definitions = tagged.named("L")
    assert tagged.shape(bullets) == [
        ["LI", ["Lbl"], ["LBody", ["P"]]],
        ["LI", ["Lbl"], ["LBody", ["P"], ["L", ["LI", ["Lbl"], ["LBody"]]]]],
    ]
    assert tagged.shape(definitions) == [["LI", ["Lbl", ["Span"]], ["LBody"]]]


def test_tables_have_scopes_and_their_caption(tagged: Tagged) -> None:
    (table,) = tagged.named("Table")
    assert [str(kid.S) for kid in kids(table)] == ["/Caption", "/THead", "/TBody"]
    assert {str(head.A.Scope) for head in tagged.named("TH")} == {"/Column"}


def test_pictures_and_formulas_have_words_and_their_place(tagged: Tagged) -> None:
    (figure,) = tagged.named("Figure")
    (formula,) = tagged.named("Formula")
    assert [str(figure.Alt), str(formula.Alt)] == ["A needle, drawn.", "a²"]
    left, bottom, right, top = map(float, figure.A.BBox)
    edge = [float(number) for number in tagged.pdf.pages[0].MediaBox]
    assert edge[0] < left < right < edge[2]
    assert edge[1] < bottom < top < edge[3]
    assert right - left == pytest.approx(30)
    assert [str(kid.S) for kid in kids(figure.P)] == ["/Figure", "/Caption"]


def test_a_foreign_word_has_its_language(tagged: Tagged) -> None:
    (foreign,) = [element for element in tagged.all if "/Lang" in element]
    assert (str(foreign.S), str(foreign.Lang)) == ("/Span", "fr")


# --- notes and contents ---------------------------------------------------------------------------


def test_a_note_follows_its_call_and_has_an_id(tagged: Tagged) -> None:
    ids = []
    for note in tagged.named("Note"):
        around = kids(note.P)
        before = around[[getattr(kid, "objgen", None) for kid in around].index(note.objgen) - 1]
        if note.P.S != "/NonStruct":
            assert before.S == "/Reference"
        (label,) = [kid for kid in kids(note) if kid.S == "/Lbl"]
        assert tagged.shape(label) == [["Link"]]
        ids.append(str(note.ID))
    names = pikepdf.NameTree(tagged.pdf.Root.StructTreeRoot.IDTree)
    assert len(ids) == len(set(ids)) == 4
    assert [str(name) for name in names] == sorted(ids)
    assert [names[name].objgen for name in ids] == [n.objgen for n in tagged.named("Note")]


def test_a_note_of_a_heading_stands_behind_the_heading(tagged: Tagged) -> None:
    first = tagged.named("Note")[0]
    assert first.P.S == "/NonStruct"
    around = kids(first.P.P)
    place = [kid.objgen for kid in around].index(first.P.objgen)
    assert around[place - 1].S == "/H1"
    assert [element for element in tagged.below(around[place - 1]) if element.S == "/Note"] == []


def test_a_note_of_two_paragraphs_has_two(tagged: Tagged) -> None:
    assert [len(list(named(tagged, note, "P"))) for note in tagged.named("Note")] == [1, 1, 2, 1]


def test_contents_are_contents(tagged: Tagged) -> None:
    (contents, _) = tagged.named("TOC")
    entry = ["Reference", ["Link"]]
    assert tagged.shape(contents) == [["TOCI", entry, ["TOC", ["TOCI", entry]]]]


# --- links ----------------------------------------------------------------------------------------


def test_links_say_what_they_are_and_belong_to_a_link(tagged: Tagged) -> None:
    parents = pikepdf.NumberTree(tagged.pdf.Root.StructTreeRoot.ParentTree)
    said = set()
    for page in tagged.pdf.pages:
        assert page.Tabs == "/S"
        for annotation in page.get("/Annots", []):
            assert parents[int(annotation.StructParent)].S == "/Link"
            assert int(annotation.F) == 4
            said.add(str(annotation.Contents))
    assert {
        "Note 1",
        "Translator’s note a",
        "Back to the text",
        "linked (https://example.org/cloth)",
        "the cloth",
        "Needles",
    } <= said
    for link in tagged.named("Link"):
        assert any(kid.get("/Type") == "/OBJR" for kid in kids(link) if not isinstance(kid, int))


# --- what is drawn --------------------------------------------------------------------------------


def test_whatever_is_drawn_is_of_an_element_or_an_artifact_and_never_of_both(
    tagged: Tagged,
) -> None:
    parents = pikepdf.NumberTree(tagged.pdf.Root.StructTreeRoot.ParentTree)
    paints = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do"}
    kinds = set()
    for number, page in enumerate(tagged.pdf.pages):
        owners = parents[int(page.StructParents)]
        inside: list[str] = []
        drawing: Any = pikepdf.parse_content_stream(page)
        for operands, operator in drawing:
            name = str(operator)
            if name in {"BMC", "BDC"}:
                assert inside == [], "a mark within a mark"
                inside.append(str(operands[0]))
                if name == "BDC" and "/MCID" in operands[1]:
                    assert is_element(owners[int(operands[1].MCID)])
                elif name == "BDC":
                    kinds.add(str(operands[1].Type))
            elif name == "EMC":
                inside.pop()
            elif name in paints:
                assert inside, f"page {number} paints without a mark"
    assert kinds == {"/Pagination", "/Layout"}


def test_each_mark_of_the_tree_is_owned_by_the_element_that_has_it(tagged: Tagged) -> None:
    parents = pikepdf.NumberTree(tagged.pdf.Root.StructTreeRoot.ParentTree)
    count = 0
    for element in tagged.all:
        for kid in kids(element):
            if isinstance(kid, int):
                owner = parents[int(element.Pg.StructParents)][kid]
            elif kid.get("/Type") == "/MCR":
                owner = parents[int(kid.Pg.StructParents)][int(kid.MCID)]
            elif kid.get("/Type") == "/OBJR":
                owner = parents[int(kid.Obj.StructParent)]
            else:
                owner = kid.P
                assert owner.objgen == element.objgen
            assert owner.objgen == element.objgen
            count += 1
    assert count > 300


# --- what the file says of itself -----------------------------------------------------------------


def test_the_file_names_both_standards_and_its_facts(tagged: Tagged) -> None:
    pdf = tagged.pdf
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        assert (xmp["pdfuaid:part"], xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == (
            "1",
            "3",
            "A",
        )
        assert xmp["dc:title"] == str(pdf.docinfo["/Title"])
        assert xmp["dc:rights"] == "Free & open"
        assert xmp["dc:language"] == {"en"}
        assert xmp["dc:subject"] == {"Cloth", "Needles"}
        assert xmp["pdf:Producer"] == str(pdf.docinfo["/Producer"])
        day = xmp["xmp:ModifyDate"][:10].replace("-", "")
        assert str(pdf.docinfo["/ModDate"]).startswith(f"D:{day}")
        assert xmp["xmp:CreateDate"] == xmp["xmp:ModifyDate"]
    assert b"pdfaExtension:schemas" in pdf.Root.Metadata.read_bytes()
    (intent,) = pdf.Root.OutputIntents
    assert (str(intent.S), int(intent.DestOutputProfile.N)) == ("/GTS_PDFA1", 3)
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert "/ID" in pdf.trailer


def test_pages_are_labelled_as_they_are_numbered(tagged: Tagged) -> None:
    labels = [page.label for page in tagged.pdf.pages]
    assert labels[:8] == ["i", "ii", "iii", "iv", "v", "vi", "1", "2"]


def test_a_book_without_front_matter_is_counted_from_its_first_page() -> None:
    assert page_labels(["text", "text"]) == [(0, "D")]
    assert page_labels(["front", "", "text", "bare"]) == [(0, "r"), (2, "D")]
    assert page_labels(["front"]) == [(0, "r")]


def test_a_book_from_right_to_left_says_so(make_book: MakeBook, tmp_path: Path) -> None:
    folder = make_book("# فصل\n\nنص.\n", {"metadata.yaml": FACTS.replace(": en", ": ar")})
    done = samizdat("build", folder, "--out", tmp_path / "out", "--edition", "print")
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = (tmp_path / "out").rglob("*.pdf")
    with pikepdf.open(found) as pdf:
        assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"
