"""From a page's tree to Markdown: the core of the openers of HTML and EPUB."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from samizdat.importing.incoming import Remark, UnusableFileError
from samizdat.importing.opening import (
    layout_tables,
    web_languages,
    web_links,
    web_looks,
    web_markdown,
    web_marks,
    web_notes,
    web_verse,
)
from samizdat.importing.opening.elements import (
    BLOCKS,
    Element,
    classes,
    drop,
    parent_of,
    types,
    unwrap,
    words,
)
from samizdat.importing.opening.tree import MEMORY, PATIENCE
from samizdat.pandoc import PandocError, pandoc

Pictures = Callable[[Element], str]
"""Takes the picture that an `img` shows, and gives its path in the text; empty if it has none."""

_READ = "html-auto_identifiers-smart+native_divs+native_spans"
# What has no words of the text: it runs, fetches, asks or decorates.
_MACHINERY = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "canvas",
    "audio", "video", "input", "select", "textarea", "button", "link", "meta", "base", "map",
    "wbr", "progress", "meter", "datalist", "title", "head",
)  # fmt: skip
_PAGES = {"pagenum", "pageno", "page-mark", "pagebreak", "page-number", "page_number", "pb"}
_LONGEST_MARK = 40
LONGEST = 3_500_000
"""Letters of a text with its markup; pandoc's tree of more would take more than 1 GB."""
_TEX = re.compile(r"^\{\\displaystyle (.*)\}$", re.DOTALL)


@dataclass
class Reading:
    """A page while it is read: its body, what was said of it, and what its sheets say."""

    body: Element
    name: str
    language: str
    looks: web_looks.Looks
    marks: web_marks.Marks = field(default_factory=web_marks.Marks)
    said: list[str] = field(default_factory=list)
    base: str = ""


@dataclass(frozen=True)
class Written:
    """What a page says, as Markdown."""

    text: str
    remarks: tuple[Remark, ...]
    translators: frozenset[str]


def taken_notes(reading: Reading) -> web_notes.Notes:
    """Takes formulas, marks of printed pages, hidden text and notes out of a page.

    Formulas are spelt in TeX; notes are kept apart, and marks stand in the places of their calls.
    """
    _formulas(reading.body)
    for element in list(reading.body.iter(*_MACHINERY)):
        is_formula = element.tag == "script" and (element.get("type") or "").startswith("math/tex")
        if element.getparent() is not None and not is_formula:
            drop(element)
    _take_pages(reading)
    web_looks.spell_out(reading.body, reading.looks)
    notes = web_notes.take(reading.body, reading.marks)
    for root in (reading.body, notes.shelf):
        for element in web_looks.hidden(root, reading.looks):
            reading.marks.leave_out(element, "what the page hides from its readers was left out")
    return notes


def written(reading: Reading, notes: web_notes.Notes, pictures: Pictures) -> Written:
    """The page as Markdown. Raises `UnusableFileError` where nothing can be made of it."""
    roots = [reading.body, notes.shelf]
    for root in roots:
        web_verse.mark(root)
        layout_tables.undo(root)
        _code(root)
        web_links.unlink_pictures(root)
        _take_pictures(root, pictures)
    web_languages.settle(roots, reading.language)
    linked, lost = web_links.settle(roots, reading.base)
    if lost:
        reading.said.append(
            f"{lost} links of {reading.name} led to files beside it and became plain words"
        )
    for root in roots:
        _simplify(root)
    reading.body.append(notes.shelf)
    reading.body.tag = "body"
    source = etree.tostring(reading.body, encoding="unicode", method="html", with_tail=False)
    if len(source) > LONGEST:
        raise UnusableFileError(
            f"{reading.name} has {len(source) // 1_000_000} million letters, as many as a shelf of "
            "books; divide it into files"
        )
    try:
        document = json.loads(
            pandoc(["-f", _READ, "-t", "json"], source, patience=PATIENCE, memory=MEMORY)[0]
        )
        tree = web_markdown.Tree(document, linked, notes.labels)
        text, remarks = web_marks.taken(web_markdown.written(tree), reading.marks.remarks)
    except (PandocError, RecursionError) as error:
        why = str(error).partition("\n")[0] if isinstance(error, PandocError) else "too deep"
        raise UnusableFileError(
            f"{reading.name} can't be turned into Markdown ({why}); open it in a browser, save it "
            "again, or copy its text"
        ) from error
    return Written(text, tuple(remarks), notes.translators)


def _formulas(body: Element) -> None:
    """Puts the TeX of a formula in its place where the page keeps it; pandoc reads the others."""
    for element in list(body.iter("span", "div")):
        if classes(element) & {"mwe-math-element", "katex"} and element.getparent() is not None:
            math = next(element.iter("math"), None)
            if math is not None:
                math.tail = element.tail
                parent_of(element).replace(element, math)
    for math in list(body.iter("math")):
        noted = [
            one for one in math.iter("annotation") if "tex" in (one.get("encoding") or "").lower()
        ]
        tex = (noted[0].text if noted else math.get("alttext")) or ""
        tex = _TEX.sub(r"\1", tex.strip())
        if tex:
            is_display = math.get("display") == "block"
            script = etree.Element("script")
            script.set("type", "math/tex" + ("; mode=display" if is_display else ""))
            script.text, script.tail = tex, math.tail
            parent_of(math).replace(math, script)


def _take_pages(reading: Reading) -> None:
    """Takes out the marks of printed pages, and says how many and what they showed."""
    count, shown, first = 0, [], None
    for element in list(reading.body.iter(etree.Element)):
        is_mark = "pagebreak" in types(element) or bool(classes(element) & _PAGES)
        if not is_mark or element.getparent() is None or element is reading.body:
            continue
        said = words(element)
        if len(said) > _LONGEST_MARK or any(True for _ in element.iter("img", "h1", "h2", "p")):
            continue
        count += 1
        shown += [said] if said else []
        if said and first is None:
            first = len(reading.marks.remarks)
            reading.marks.remark(element, "")
        drop(element)
    if count:
        reading.said.append(f"{count} marks of printed pages were taken out of {reading.name}")
    if first is not None:
        message = f"{len(shown)} numbers of printed pages were taken out, this is the first"
        reading.marks.remarks[first] = Remark(0, message, "", " ".join(shown))


def _code(body: Element) -> None:
    """Takes colours and links off the lines of code."""
    for pre in body.iter("pre"):
        for br in list(pre.iter("br")):
            drop(br, "\n")
        names = classes(pre) | {name for code in pre.iter("code") for name in classes(code)}
        text = "".join(map(str, pre.itertext()))
        for child in list(pre):
            pre.remove(child)
        pre.text = text
        pre.set("class", " ".join(sorted(names)))


def _take_pictures(body: Element, pictures: Pictures) -> None:
    for image in list(body.iter("img")):
        if image.getparent() is None:
            continue
        path = pictures(image)
        alt = image.get("alt")
        if image.getparent() is None:
            continue
        if not path:
            drop(image)
            continue
        image.attrib.clear()
        image.set("src", path)
        if alt:
            image.set("alt", " ".join(alt.split()))


def _simplify(body: Element) -> None:
    """Takes off what says nothing of the text, so that pandoc's tree has nothing of it either."""
    for element in list(body.iter(etree.Element)):
        if element is body or element.getparent() is None:
            continue
        if element.tag in ("font", "o:p", "center", "big", "tt", "article", "main", "address"):
            holds_blocks = any(below.tag in BLOCKS for below in element.iterdescendants())
            is_block = element.tag in BLOCKS or holds_blocks
            element.tag = "code" if element.tag == "tt" else "div" if is_block else "span"
        kept = {
            name: value
            for name, value in element.attrib.items()
            if name in ("id", "lang", "href", "src", "alt", "start", "type", "reversed", "colspan")
            or name in ("rowspan", "align", "scope", "data-cites")
            or (name == "class" and _is_said(element))
            or (name == "style" and element.tag in ("th", "td", "col"))
        }
        element.attrib.clear()
        for name, value in kept.items():
            element.set(str(name), str(value))
        if element.tag == "span" and not element.attrib:
            unwrap(element)


def _is_said(element: Element) -> bool:
    said = {"smallcaps", "line-block", "cross-reference", "citation"}
    return element.tag in ("pre", "code") or bool(classes(element) & said)
