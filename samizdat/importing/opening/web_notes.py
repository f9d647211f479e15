"""Notes of a page: calls that are links, matched with the texts that they lead to.

What a page says of itself is believed: EPUB's types (Structural Semantics Vocabulary), DPUB-ARIA's
roles. Else a link is a call if its words are a short mark and the place it leads to begins with
the same mark, or leads back. So the notes of word processors, wikis, Project Gutenberg and blogs
are found without knowing their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from samizdat.importing.opening.elements import (
    HEADINGS,
    Element,
    begins,
    block_of,
    classes,
    drop,
    is_empty,
    names,
    parent_of,
    types,
    words,
)
from samizdat.importing.opening.web_marks import CALL, NOTE, Marks

# A figure, a letter, a Roman number or a printer's sign, in brackets or not.
_MARK = re.compile(
    r"[\[(\u27e8\u3014]*(?:note |n\. ?)?"
    r"((?:\d{1,4}[a-z]?|[ivxlc]{1,7}|[a-z]{1,2})(?![^\W_])"
    r"|[*\u2020\u2021\u00a7\u2016\u00b6#\u2217]{1,6}|[\u00b9\u00b2\u00b3\u2070-\u2079]+)"
    r"[.:]?[\])\u27e9\u3015]*",
    re.IGNORECASE,
)
_CALLS = {
    "footnote-ref", "footnote-call", "fnanchor", "noteref", "note-call", "sdfootnoteanc",
    "sdendnoteanc", "footnote-reference", "footnote-anchor", "footref", "fnref", "doc-noteref",
}  # fmt: skip
_TEXTS = {"footnote", "endnote", "rearnote", "note"}
_BACK = {"footnote-back", "footnote-backref", "reversefootnote", "mw-cite-backlink", "backlink"}
_ARROWS = re.compile(r"[\u21a9\u21b5\u2191\u21d1^\u2934\u23ce\ufe0e\ufe0f\s]+|")
_SERIES = re.compile(r"\btranslators?\b|\btr-?note\b", re.IGNORECASE)
_LABEL = re.compile(r"[\w.:-]+")
_MOST_BETWEEN = 8
_LONGEST_HEADING = 60
_SHOWN = ("img", "svg", "math", "object")
_PLAIN_NUMBER = re.compile(r"(?:note|fn|ftn|footnote|endnote|en|n|id)?[-_.]?\d*", re.IGNORECASE)


@dataclass
class Note:
    """A note: its place in the page, its mark, the links that call it, and its label."""

    text: Element
    mark: str
    calls: list[Element] = field(default_factory=list)
    label: str = ""
    is_translators: bool = False
    more: list[Element] = field(default_factory=list)


@dataclass(frozen=True)
class Notes:
    """Labels of notes in the order of their calls, those of the translator's, and the texts.

    On the shelf the texts stand one after the other, each behind a paragraph with its mark.
    """

    labels: tuple[str, ...]
    translators: frozenset[str]
    shelf: Element


class _Page:
    """A page's links and what they lead to."""

    def __init__(self, body: Element) -> None:
        self.body = body
        self.order: dict[Element, int] = {}
        self.named: dict[str, Element] = {}
        for number, element in enumerate(body.iter(etree.Element)):
            self.order[element] = number
            for name in names(element):
                self.named.setdefault(name, element)

    def target(self, link: Element) -> Element | None:
        address = link.get("href") or ""
        return self.named.get(unquote(address[1:])) if address.startswith("#") else None


def take(body: Element, marks: Marks) -> Notes:
    """Takes the notes out of a page, and leaves marks for their calls.

    What is called and isn't there, or there and not called, stays where it is and is remarked upon.
    """
    page = _Page(body)
    notes = _matched(page)
    _name(notes)
    _say_unmatched(page, notes, marks)
    for note in notes.values():
        _clean(page, note)
    for number, note in enumerate(notes.values()):
        for call in note.calls:
            _put_call(call, number)
    shelf = etree.Element("div")
    headings = dict.fromkeys(
        heading for note in notes.values() if (heading := _heading_above(note.text)) is not None
    )
    rules = [
        rule
        for note in notes.values()
        if (rule := note.text.getprevious()) is not None and rule.tag == "hr"
    ]
    homes: list[Element] = []
    for number, note in enumerate(notes.values()):
        homes += _shelve(note, number, shelf)
    for home in homes:
        _drop_empty(home)
    for rule in rules:
        if _is_last(rule):
            drop(rule)
    for heading in headings:
        if _is_last(heading):
            marks.leave_out(heading, "the heading of the notes was taken out with them")
    return Notes(
        tuple(note.label for note in notes.values()),
        frozenset(note.label for note in notes.values() if note.is_translators),
        shelf,
    )


# --- matching -------------------------------------------------------------------------------


def _matched(page: _Page) -> dict[Element, Note]:
    found: dict[Element, Note] = {}
    for link in page.body.iter("a"):
        target = page.target(link)
        if target is None or _is_back(link):
            continue
        mark = _mark_of(link)
        is_said = _is_said_call(link)
        if not (mark or is_said) or page.order[target] == page.order[link]:
            continue
        text = _text_at(page, target)
        if text is None or text in link.iterancestors():
            continue
        is_note = is_said or bool(types(text) & _TEXTS) or _answers(page, link, text, mark)
        if is_note and not (page.order[text] < page.order[link] and not _is_said_text(text)):
            note = found.setdefault(text, Note(text, mark))
            note.calls.append(link)
            said = " ".join(classes(link) | classes(text))
            note.is_translators = note.is_translators or bool(_SERIES.search(said))
    for text in list(found):  # a note within a note would be taken twice
        if any(above in found for above in text.iterancestors()):
            del found[text]
    _gather_more(found)
    return found


def _mark_of(link: Element) -> str:
    """The mark that is all the words of a link, without brackets; empty for other links."""
    found = _MARK.fullmatch(words(link))
    return found[1].lower() if found else ""


def _is_said_call(link: Element) -> bool:
    return "noteref" in types(link) or bool(classes(link) & _CALLS)


def _is_back(link: Element) -> bool:
    return "backlink" in types(link) or any(
        classes(one) & _BACK for one in (link, *link.iterancestors("span", "sup", "b"))
    )


def _is_said_text(text: Element) -> bool:
    return bool(types(text) & _TEXTS or classes(text) & _TEXTS)


def _text_at(page: _Page, target: Element) -> Element | None:
    """The block that is the note to which a link leads; None where that is no note's beginning."""
    for above in (target, *target.iterancestors()):
        if types(above) & _TEXTS:
            return above
        if above.tag in ("body", "section"):
            break
    text = block_of(target)
    if text.tag in ("body", *HEADINGS) or (text is not target and not begins(text, target)):
        return None
    while True:
        around = text.getparent()
        if (
            around is None
            or around.tag not in ("div", "li", "dd", "aside", "td", "tr")
            or not begins(around, text)
            or (around.tag == "div" and _is_shelf(around, text))
        ):
            return text
        text = around


def _is_shelf(around: Element, text: Element) -> bool:
    """Whether a division has more in it than one note."""
    named = classes(around) | {around.get("id") or ""}
    if any(re.fullmatch(r"(foot|end)?notes|references|sdfootnotes?", name) for name in named):
        return True
    if any(True for _ in around.iter("hr", *HEADINGS)):
        return True
    marked = any(re.search(r"(note|ftn|fn|edn)-?\d*$", name, re.IGNORECASE) for name in named)
    return len(around) > 1 and not marked and text.getnext() is not None


def _answers(page: _Page, link: Element, text: Element, mark: str) -> bool:
    """Whether the text begins with the mark, or leads back to the call."""
    shown = words(text)
    beginning = _MARK.match(shown)
    if beginning and beginning[1].lower() == mark and len(beginning[0]) < len(shown):
        return True
    places = set(_places(link))
    return any(page.target(back) in places for back in text.iter("a") if back is not link)


def _places(call: Element) -> Iterator[Element]:
    """The elements by which a note leads back: the call, what is in it or holds it, or before."""
    yield from call.iter(etree.Element)
    around = call
    while True:
        before = around.getprevious()
        while before is not None and not (before.tail or "").strip() and is_empty(before):
            yield from before.iter(etree.Element)
            before = before.getprevious()
        parent = around.getparent()
        if parent is None or parent.tag not in ("sup", "span", "small", "b", "i", "em", "strong"):
            return
        yield parent
        around = parent


def _gather_more(found: dict[Element, Note]) -> None:
    """The paragraphs between two notes that stand side by side belong to the first of them."""
    calls = {call for note in found.values() for call in note.calls}
    for text, note in found.items():
        if text.tag != "p":
            continue
        between: list[Element] = []
        after = text.getnext()
        while (
            after is not None
            and after not in found
            and after.tag in ("p", "blockquote", "ul", "ol")
            and not any(link in calls for link in after.iter("a"))
        ):
            between.append(after)
            after = after.getnext()
        is_run = after is not None and after in found and len(between) <= _MOST_BETWEEN
        is_end = after is None and any(
            re.search(r"notes?$|notes-", name) for name in classes(parent_of(text))
        )
        if is_run or is_end:
            note.more = between


# --- taking ---------------------------------------------------------------------------------


def _name(notes: dict[Element, Note]) -> None:
    """Gives each note a label: its id where that is words, and else its number."""
    used: set[str] = set()
    for number, note in enumerate(notes.values(), 1):
        label = re.sub(r"^note-", "", note.text.get("id") or "")
        is_word = "note-call" in classes(note.calls[0]) and _LABEL.fullmatch(label)
        note.label = label if is_word and not _PLAIN_NUMBER.fullmatch(label) else str(number)
        plain, again = note.label, 2
        while note.label in used:
            note.label, again = f"{plain}-{again}", again + 1
        used.add(note.label)


def _say_unmatched(page: _Page, notes: dict[Element, Note], marks: Marks) -> None:
    called = {call for note in notes.values() for call in note.calls}
    for link in list(page.body.iter("a")):
        address = link.get("href") or ""
        if link in called or not address.startswith("#") or _is_back(link):
            continue
        is_raised = any(True for _ in link.iterancestors("sup"))
        is_lost = bool(_mark_of(link)) and is_raised and page.target(link) is None
        if _is_said_call(link) or is_lost:
            marks.remark(
                link,
                f"the call {words(link)} leads to no note",
                "look for its text, and make a note of it",
                words(link),
            )
    taken = {below for note in notes.values() for below in note.text.iter(etree.Element)}
    for element in list(page.body.iter(etree.Element)):
        is_note = bool(types(element) & {"footnote", "endnote", "rearnote"})
        if is_note and element not in taken and not is_empty(element):
            marks.remark(
                element,
                "no call leads to this note, which stays in the text",
                "put its call where it belongs, or leave it as a paragraph",
                words(element),
            )


def _clean(page: _Page, note: Note) -> None:
    """Takes off a note what leads back from it, its mark, and the word that says who speaks."""
    places = {place for call in note.calls for place in _places(call)}
    is_marked = False
    for link in [a for one in (note.text, *note.more) for a in list(one.iter("a"))]:
        is_link = link.get("href") is not None and link.getparent() is not None
        if is_link and (_is_back(link) or page.target(link) in places) and _is_sign(link, note):
            is_marked = is_marked or _mark_of(link) == note.mark
            drop(link)
    for span in list(note.text.iter("span", "sup", "b")):
        is_speaker = "speaker" in classes(span) and note.is_translators
        is_back = bool(classes(span) & _BACK)
        is_sign = span.tag == "sup" and _is_sign(span, note) and begins(note.text, span)
        if (is_speaker or is_back or is_sign) and span.getparent() is not None:
            is_marked = is_marked or (is_sign and _mark_of(span) == note.mark)
            drop(span)
    _strip_mark(note.text, "" if is_marked else note.mark)
    for link in list(note.text.iter("a")):
        if is_empty(link) and link is not note.text:
            drop(link)


def _is_sign(element: Element, note: Note) -> bool:
    """Whether all that an element shows is a mark or an arrow."""
    said = words(element)
    return bool(_ARROWS.fullmatch(said)) or bool(_MARK.fullmatch(said)) or said == note.mark


def _strip_mark(text: Element, mark: str) -> None:
    """Takes the mark off the beginning of a note, with its brackets and its full stop."""
    for holder, is_tail in _pieces(text):
        piece = (holder.tail if is_tail else holder.text) or ""
        if not piece.strip():
            continue
        rest = piece.lstrip()
        found = _MARK.match(rest)
        # A letter may be a word, such as the article `a`; a figure alone is a mark.
        is_mark = found is not None and not (found[1].isalpha() and found[0].isalpha())
        if found and is_mark and found[1].lower() == mark:
            rest = rest[found.end() :]
        # What stood between the mark, in an element of its own, and the text.
        rest = re.sub(r"^[\s\u00a0]*(?:[\])]\s*|[.:)]\s+)?", "", rest) or ""
        if is_tail:
            holder.tail = rest
        else:
            holder.text = rest
        if rest.strip():
            return


def _pieces(text: Element) -> Iterator[tuple[Element, bool]]:
    for event, node in etree.iterwalk(text, events=("start", "end")):
        if event == "start":
            yield node, False
        elif node is not text:
            yield node, True


def _put_call(call: Element, number: int) -> None:
    """Puts a mark in the place of a call, and of the brackets and the superscript around it."""
    around = call
    while True:
        parent = parent_of(around)
        rest = (parent.text or "") + "".join(
            (words(child) if child is not around else "") + (child.tail or "") for child in parent
        )
        is_frame = parent.tag in ("sup", "span", "small", "a") and not rest.strip(" []()\u00a0\n")
        if not is_frame:
            break
        around = parent
    drop(around, CALL.format(number))


def _shelve(note: Note, number: int, shelf: Element) -> list[Element]:
    """Moves a note to the shelf, and returns what it stood in."""
    homes = []
    etree.SubElement(shelf, "p").text = NOTE.format(number)
    content = etree.SubElement(shelf, "div")
    for element in (note.text, *note.more):
        home = parent_of(element)
        homes.append(home)
        tail, element.tail = element.tail, None
        place = element.getprevious()
        if place is not None:
            place.tail = (place.tail or "") + (tail or "")
        else:
            home.text = (home.text or "") + (tail or "")
        content.append(element)
        if element.tag in ("li", "dd", "td", "tr", "aside", "section", "dt"):
            element.tag = "div"
        for cell in element.iter("td", "th", "tr"):
            cell.tag = "div"
    return homes


def _heading_above(text: Element) -> Element | None:
    """The heading of the notes of which this is the first, or what holds nothing but it."""
    around: Element | None = text
    while around is not None and around.tag != "body":
        before = around.getprevious()
        while before is not None and is_empty(before):
            before = before.getprevious()
        if before is not None:
            inner = before if before.tag in HEADINGS else before.find(".//h2")
            is_heading = inner is not None and words(before).startswith(words(inner))
            return before if is_heading and len(words(before)) < _LONGEST_HEADING else None
        around = around.getparent()
    return None


def _is_last(heading: Element) -> bool:
    """Whether nothing is left below a heading before the next one."""
    around: Element | None = heading
    if heading.getparent() is None:
        return False
    while around is not None and around.tag != "body":
        if (around.tail or "").strip():
            return False
        after = around.getnext()
        while after is not None and is_empty(after):
            if (after.tail or "").strip() or after.find(".//img") is not None:
                return False
            after = after.getnext()
        if after is not None:
            first = after if after.tag in HEADINGS else after.find(".//*")
            return first is not None and first.tag in HEADINGS
        around = around.getparent()
    return True


def _drop_empty(home: Element) -> None:
    """Takes out what held nothing but notes, with the rule above it."""
    while home.getparent() is not None and home.tag != "body":
        shown = [child for child in home.iter(etree.Element) if child.tag in _SHOWN]
        if shown or "".join(map(str, home.itertext())).strip():
            return
        around, before = parent_of(home), home.getprevious()
        drop(home)
        if before is not None and before.tag == "hr" and not (before.tail or "").strip():
            drop(before)
        home = around
