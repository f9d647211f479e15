"""Tracked changes, comments and what is generated in an OpenDocument text.

OpenDocument 1.3, part 3, sections 5.5 (changes), 14.1 (annotations) and 8 (indexes).
"""

from __future__ import annotations

from lxml import etree

from samizdat.importing.opening import xml_trees
from samizdat.importing.opening.noticed import Noticed
from samizdat.importing.opening.odf_package import DC, OFFICE, TEXT, XLINK

_GENERATED = tuple(
    f"{TEXT}{name}"
    for name in (
        *("table-of-content", "alphabetical-index", "illustration-index", "table-index"),
        *("object-index", "user-index"),
    )
)
_NUMBERS = (f"{TEXT}page-number", f"{TEXT}page-count", f"{TEXT}page-continuation")
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")


def words_of(element: etree._Element) -> str:
    """The words below an element, a space between paragraphs."""
    parts: list[str] = []

    def gather(node: etree._Element) -> None:
        if node.tag in {f"{OFFICE}annotation", f"{TEXT}note", f"{TEXT}tracked-changes"}:
            return
        parts.append(node.text or "")
        for child in node:
            if isinstance(child.tag, str):
                gather(child)
            parts.append(child.tail or "")
        if node.tag in PARAGRAPHS or node.tag in _SPACES:
            parts.append(" ")

    gather(element)
    return " ".join("".join(parts).split())


_SPACES = {f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"}


def accept_changes(root: etree._Element, noticed: Noticed) -> None:
    """Takes the record of changes out; each change becomes a remark at its place."""
    regions = {
        name: region
        for region in root.iter(f"{TEXT}changed-region")
        for name in (region.get(f"{TEXT}id"), region.get(_XML_ID))
        if name
    }
    told: set[etree._Element] = set()
    for element in list(root.iter(f"{TEXT}change", f"{TEXT}change-start")):
        region = regions.get(element.get(f"{TEXT}change-id", ""))
        change = next(iter(region), None) if region is not None else None
        if change is None or change in told:
            continue
        told.add(change)
        author = _child(change, "creator") or "somebody"
        if change.tag == f"{TEXT}deletion":
            words, done = _deleted(change), "deleted"
        elif change.tag == f"{TEXT}insertion":
            words, done = _between(root, element), "inserted"
        else:
            continue
        if words:
            mark = noticed.add(
                f"{author} {done} “{short(words)}”, a tracked change, taken as accepted",
                "put it back if the change is not wanted"
                if done == "deleted"
                else "take it out if the change is not wanted",
                words,
            )
            _put(element, mark)
    for element in list(root.iter(f"{TEXT}tracked-changes", f"{TEXT}change", *_ENDS)):
        xml_trees.remove(element)


_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_ENDS = (f"{TEXT}change-start", f"{TEXT}change-end")


def _deleted(change: etree._Element) -> str:
    texts = [words_of(child) for child in change if child.tag != f"{OFFICE}change-info"]
    return " ".join(filter(None, texts))


def _child(element: etree._Element, name: str) -> str:
    found = next(element.iter(f"{DC}{name}"), None)
    return " ".join((found.text or "").split()) if found is not None else ""


def _between(root: etree._Element, start: etree._Element) -> str:
    """The words from the beginning of an insertion to its end."""
    name, parts, inside = start.get(f"{TEXT}change-id"), list[str](), False
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element is start:
            inside = True
        elif inside and event == "start":
            if element.tag == f"{TEXT}change-end" and element.get(f"{TEXT}change-id") == name:
                break
            parts.append(element.text or "")
        if inside and event == "end":
            parts.append((" " if element.tag in PARAGRAPHS else "") + (element.tail or ""))
    return " ".join("".join(parts).split())


def _put(element: etree._Element, mark: str) -> None:
    """Puts a mark before an element of a paragraph, or into the next one."""
    parent = element.getparent()
    if parent is not None and parent.tag in {*PARAGRAPHS, f"{TEXT}span", f"{TEXT}a"}:
        xml_trees.put_before(element, mark)
    else:
        follower = next(element.itersiblings(*PARAGRAPHS), None)
        if follower is not None:
            follower.text = mark + (follower.text or "")


def take_comments(root: etree._Element, noticed: Noticed) -> None:
    """Takes every annotation out of the text, with a remark at its place."""
    for element in list(root.iter(f"{OFFICE}annotation")):
        author = _child(element, "creator") or "somebody"
        words = " ".join(filter(None, (words_of(p) for p in element.iter(*PARAGRAPHS))))
        mark = noticed.add(
            f"a comment by {author}: {words}",
            "comments never become a part of the text; do what it asks for, or leave it",
            words,
        )
        _put(element, mark)
        xml_trees.remove(element)
    for element in list(root.iter(f"{OFFICE}annotation-end")):
        xml_trees.remove(element)


def take_generated(root: etree._Element, noticed: Noticed) -> None:
    """Takes contents, indexes and page numbers out, which every edition makes anew."""
    for element in list(root.iter(*_GENERATED)):
        entries = [words for words in map(words_of, element.iter(*PARAGRAPHS)) if words]
        follower = next(element.itersiblings(*PARAGRAPHS), None)
        xml_trees.remove(element)
        if not entries:
            continue
        noticed.taken += entries
        mark = noticed.add(
            "contents that the word processor made were taken out",
            "every edition gets its own contents from the headings",
            "\n".join(entries),
        )
        if follower is not None:
            follower.text = mark + (follower.text or "")
    for element in list(root.iter(*_NUMBERS)):
        noticed.taken.append(element.text or "")
        xml_trees.remove(element)


def tell_of_outside(root: etree._Element, noticed: Noticed) -> None:
    """Tells of sections and objects that are kept outside of the file; none is fetched."""
    for element in root.iter():
        if element.tag in {f"{TEXT}a"} or not isinstance(element.tag, str):
            continue
        address = element.get(f"{XLINK}href", "")
        if element.tag.endswith(("}section-source", "}dde-source", "}plugin", "}applet")) or (
            element.tag.endswith(("}object", "}object-ole"))
            and (":" in address or address.startswith(("..", "/")))
        ):
            noticed.add(
                f"the file refers to something outside of itself, {address}, which was not read",
                "look whether something is missing in the text",
            )


def short(words: str) -> str:
    """Words as they are quoted in a message."""
    return words if len(words) <= 60 else words[:57].rpartition(" ")[0] + " …"
