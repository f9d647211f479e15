"""Tracked changes and comments of a DOCX: the changes accepted, all of them told of.

ECMA-376, part 1, section 17.13 (annotations).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from samizdat.importing.opening import xml_trees
from samizdat.importing.opening.noticed import Noticed
from samizdat.importing.opening.word_package import W

_GONE = {f"{W}del": "deleted", f"{W}moveFrom": "moved away"}
_COME = {f"{W}ins": "inserted", f"{W}moveTo": "moved here"}
# What was another way before: how things look, and where moves begin and end.
_FORMER = {
    f"{W}{name}"
    for name in (
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange"),
        *("tcPrChange", "tblPrExChange", "numberingChange", "cellIns", "cellMerge"),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
    )
}
_SPACES = {f"{W}tab", f"{W}br", f"{W}cr"}


def run_of(word: str) -> etree._Element:
    """A run that holds a word."""
    run = etree.Element(f"{W}r")
    text = etree.SubElement(run, f"{W}t")
    text.text = word
    return run


def words_of(element: etree._Element) -> str:
    """The words below an element, those that are deleted too, a space between paragraphs."""
    parts: list[str] = []
    for child in element.iter():
        if child.tag in {f"{W}t", f"{W}delText"}:
            parts.append(child.text or "")
        elif child.tag in _SPACES or child.tag == f"{W}p":
            parts.append(" ")
    return " ".join("".join(parts).split())


def accept_changes(root: etree._Element, noticed: Noticed) -> None:
    """Makes what was inserted text and takes out what was deleted, each with a remark."""
    for element in [e for e in root.iter() if e.tag in _FORMER]:
        xml_trees.remove(element)
    for row in list(root.iter(f"{W}tr")):
        if (mark := row.find(f"{W}trPr/{W}del")) is not None:
            _tell_of_row(row, mark, noticed)
    ended = [
        paragraph
        for paragraph in root.iter(f"{W}p")
        if any(paragraph.find(f"{W}pPr/{W}rPr/{tag}") is not None for tag in _GONE)
    ]
    for element in [e for e in root.iter() if e.tag in _GONE or e.tag in _COME]:
        if element.getparent() is not None:
            _accept(element, noticed)
    for paragraph in reversed(ended):
        _join_to_next(paragraph)


def _accept(element: etree._Element, noticed: Noticed) -> None:
    parent = element.getparent()
    if parent is not None and parent.tag in {f"{W}rPr", f"{W}trPr", f"{W}ctrlPr"}:
        xml_trees.remove(element)  # the end of a paragraph or a row
        return
    group = [element, *_followers(element)]
    words = words_of_all(group)
    if words:
        done = (_GONE | _COME)[element.tag]
        mark = noticed.add(
            f"{_author(element)} {done} “{_short(words)}”, a tracked change, taken as accepted",
            "put it back if the change is not wanted"
            if element.tag in _GONE
            else "take it out if the change is not wanted",
            words,
        )
        if parent is not None and parent.tag in {f"{W}p", f"{W}hyperlink", f"{W}ins"}:
            element.addprevious(run_of(mark))
    for member in group:
        if member.tag in _GONE:
            xml_trees.remove(member)
        else:
            xml_trees.unwrap(member)


def words_of_all(elements: list[etree._Element]) -> str:
    """The words of elements that stand in a row, without a space that is not theirs."""
    whole = etree.Element("whole")
    for element in elements:
        copy = etree.fromstring(etree.tostring(element, with_tail=False))
        whole.append(copy)
    return words_of(whole)


def _followers(element: etree._Element) -> Iterator[etree._Element]:
    """The changes of the same kind by the same person that follow without anything between."""
    after = element.getnext()
    while (
        after is not None
        and after.tag == element.tag
        and after.get(f"{W}author") == element.get(f"{W}author")
    ):
        yield after
        after = after.getnext()


def _tell_of_row(row: etree._Element, mark: etree._Element, noticed: Noticed) -> None:
    words = words_of(row)
    noticed.add(
        f"{_author(mark)} deleted a row of a table, “{_short(words)}”, taken as accepted", "", words
    )
    xml_trees.remove(row)


def _join_to_next(paragraph: etree._Element) -> None:
    """Joins a paragraph, whose end was deleted, to the next one, which keeps its style."""
    after = paragraph.getnext()
    if after is None or after.tag != f"{W}p":
        if not words_of(paragraph) and not xml_trees.has(paragraph, f"{W}drawing"):
            xml_trees.remove(paragraph)
        return
    position = 1 if after.find(f"{W}pPr") is not None else 0
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    after[position:position] = content
    xml_trees.remove(paragraph)


def take_comments(root: etree._Element, comments: etree._Element | None, noticed: Noticed) -> None:
    """Takes every comment out of the text, with a remark at the words it is about."""
    texts = {}
    if comments is not None:
        texts = {c.get(f"{W}id", ""): c for c in comments.iterfind(f"{W}comment")}
    about = _words_commented(root)
    placed: set[str] = set()
    for element in list(root.iter(f"{W}commentRangeStart", f"{W}commentReference")):
        number = element.get(f"{W}id", "")
        if number in texts and number not in placed:
            placed.add(number)
            run = run_of(_remark(texts[number], about.get(number, ""), noticed))
            parent = element.getparent()
            if element.tag == f"{W}commentReference" and parent is not None:
                parent.addprevious(run)
            elif parent is not None and parent.tag == f"{W}p":
                element.addprevious(run)
            else:  # between paragraphs
                follower = next(element.itersiblings(f"{W}p"), None)
                if follower is not None:
                    position = 1 if follower.find(f"{W}pPr") is not None else 0
                    follower.insert(position, run)
    tags = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
    for element in list(root.iter(*tags)):
        xml_trees.remove(element)


def _remark(comment: etree._Element, about: str, noticed: Noticed) -> str:
    words = words_of(comment)
    of = f" on “{_short(about)}”" if about else ""
    return noticed.add(
        f"a comment by {_author(comment, 'somebody')}{of}: {words}",
        "comments never become a part of the text; do what it asks for, or leave it",
        words,
    )


def _words_commented(root: etree._Element) -> dict[str, str]:
    open_now: dict[str, list[str]] = {}
    done: dict[str, str] = {}
    for element in root.iter():
        if element.tag == f"{W}commentRangeStart":
            open_now[element.get(f"{W}id", "")] = []
        elif element.tag == f"{W}commentRangeEnd":
            parts = open_now.pop(element.get(f"{W}id", ""), [])
            done[element.get(f"{W}id", "")] = " ".join("".join(parts).split())
        elif open_now and (element.tag == f"{W}t" or element.tag in _SPACES | {f"{W}p"}):
            for parts in open_now.values():
                parts.append((element.text or "") if element.tag == f"{W}t" else " ")
    return done


def _author(element: etree._Element, nobody: str = "somebody") -> str:
    return element.get(f"{W}author", "").strip() or nobody


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:57].rpartition(" ")[0] + " …"
