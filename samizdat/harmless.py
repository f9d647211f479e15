"""What a text may not do in an edition (part of step 3): taken out of the tree, and noted.

Editions show text and pictures. They run nothing, fetch nothing and follow no address that a
reader could not. What is taken out for that reason is a problem of kind `refused`; what simply
has no place in an edition is one of kind `raw-dropped`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from urllib.parse import unquote

from samizdat.addresses import SCHEMES, is_web_address, meant
from samizdat.book import Node, text, walk
from samizdat.findings import Location, Problem
from samizdat.folder import inside
from samizdat.raw_html import ALLOWED, is_raw_html
from samizdat.scanner import TextFile, find
from samizdat.source import Source

# Attributes of Markdown's own spans, divs, headings and so on that say something about text, and
# what they may say. The last four are made by pandoc itself.
_ATTRIBUTES = {
    "lang": r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*",
    "dir": "ltr|rtl|auto",
    "title": ".*",
    "startFrom": r"\d+",
    "role": "list|listitem|doc-bibliography|doc-biblioentry",
    "entry-spacing": r"\d+",
    "line-spacing": r"\d+",
    "wrapper": "1",
}
_OF_IMAGES = {"alt": ".*", "width": r"[\d.]+(%|[a-z]{2})?", "height": r"[\d.]+(%|[a-z]{2})?"}
_PLACE_OF_ATTRIBUTES = {
    **dict.fromkeys(("Code", "CodeBlock", "Div", "Span", "Link", "Image", "Figure", "Table"), 0),
    "Header": 1,
}
# Attributes by which HTML runs or fetches something (HTML Living Standard, index of attributes).
_ACTIVE_ATTRIBUTE = re.compile(
    r"on.*|src(set|doc)?|href|background|poster|data|(form)?action|ping|.*:.*|manifest|code(base)?"
)
_ACTIVE_STYLE = re.compile(r"url|image|@import|expression|src\(|\\", re.IGNORECASE)
# Elements by which HTML runs, embeds, fetches or asks; others that are not allowed only look.
_ACTIVE_ELEMENTS = {
    *("script", "iframe", "frame", "frameset", "object", "embed", "applet", "param", "link"),
    *("meta", "base", "style", "form", "input", "button", "select", "textarea", "audio", "video"),
    *("source", "track", "svg", "math", "canvas", "template", "portal", "noscript", "dialog"),
}
_TO_A_FILE = "leads to a file that is no part of an edition"
_LINK_HINT = "link to a heading as #its-id, or to a whole web address"
_TAG = re.compile(r"<(?P<name>[A-Za-z][\w:-]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>?")
_ATTRIBUTE = re.compile(r"(?P<name>[^\s=/\"'>]+)(?:\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s>]+))?")
_OUR_CLASSES = re.compile(r"note-call|samizdat-.*")


def problems_of_html(tree: Node, files: Sequence[TextFile]) -> Iterator[Problem]:
    """What of the raw HTML in pandoc's tree the allow-list does not keep."""
    seen: Counter[str] = Counter()
    for element in walk(tree, "RawBlock", "RawInline"):
        if not is_raw_html(element):
            continue
        for tag in _TAG.finditer(re.sub(r"(?s)<!--.*?-->", "", element["c"][1])):
            where = find(files, tag.group(), nth=seen[tag.group()])
            seen[tag.group()] += 1
            name = tag["name"].lower()
            if name not in ALLOWED:
                kind = "refused" if name in _ACTIVE_ELEMENTS else "raw-dropped"
                yield _left_out(where, f"raw HTML element <{name}>", kind, tag["rest"])
                continue
            for attribute in _ATTRIBUTE.finditer(tag["rest"]):
                key, value = attribute["name"].lower(), (attribute["value"] or "").strip("\"'")
                if key == "href" and name == "a" and (why := _refusal(unescape(value))):
                    message = f"link to {value} {why}"
                    yield Problem(where, message, _LINK_HINT, "link-refused")
                elif key not in ALLOWED["*"] | ALLOWED[name]:
                    yield _left_out(where, f"raw HTML attribute {key}", _kind(key, value), value)


def _left_out(where: Location, what: str, kind: str, value: str) -> Problem:
    reads = re.search(r"""[^\s"'()=<>]*(?:/|:)[^\s"'()=<>]+""", value)
    named = f" with {reads.group()}" if reads else ""
    hint = "say it in Markdown; the handbook lists the HTML that is kept"
    return Problem(where, f"{what}{named} is left out of every edition", hint, kind)


def _kind(key: str, value: str) -> str:
    active = _ACTIVE_STYLE.search(value) if key == "style" else _ACTIVE_ATTRIBUTE.fullmatch(key)
    return "refused" if active else "raw-dropped"


def without_harm(tree: Node, source: Source, marks: frozenset[str]) -> tuple[Node, list[Problem]]:
    """The tree with harmless attributes and addresses only, and what was taken out of it.

    `tree` is changed in place. Elements with a class of `marks` are the reader's own.
    """
    problems: list[Problem] = []
    files, seen = source.texts, Counter[str]()
    for element in walk(tree, *_PLACE_OF_ATTRIBUTES):
        attributes = element["c"][_PLACE_OF_ATTRIBUTES[element["t"]]]
        if marks.intersection(attributes[1]):
            continue
        attributes[1] = [name for name in attributes[1] if not _OUR_CLASSES.fullmatch(name)]
        kept = []
        for key, value in attributes[2]:
            if _may_say(element["t"], key, value):
                kept.append([key, value])
                continue
            where = find(files, f"{key}=")
            problems.append(_left_out(where, f"attribute {key}", _kind(key.lower(), value), value))
        attributes[2] = kept
        if element["t"] == "Table":
            _without_attributes_of_cells(element["c"])
        if element["t"] == "Link" and (why := _refusal(element["c"][2][0])):
            address, words = element["c"][2][0], text(element["c"][1]).strip()
            element["t"], element["c"] = "Span", [attributes, element["c"][1]]
            if not address and not any(f"[{words}]" in file.text for file in files):
                continue  # made by the citation style of an entry without a URL
            if not words.startswith("^"):  # else the label of a note, with a rule of its own
                where = find(files, address, f"[{words}]", nth=seen[address], after="(")
                seen[address] += 1
                problems.append(_link_left_out(where, words, address, why, source))
    return tree, problems


def _link_left_out(where: Location, words: str, address: str, why: str, source: Source) -> Problem:
    if right := meant(unquote(address)):
        message = f"address {address} does not begin as an address does"
        return Problem(where, message, f"did you mean {right}?", "link-misspelt")
    if not address:
        return Problem(where, f"link {words} {why}", _LINK_HINT, "raw-dropped")
    kind = "link-refused"
    if why == _TO_A_FILE:
        kind, why = "link-to-file", _what_of_the_file(address, source)
    return Problem(where, f"link {words} to {address} {why}", _LINK_HINT, kind)


def _may_say(kind: str, key: str, value: str) -> bool:
    pattern = _ATTRIBUTES.get(key)
    if kind == "Image":
        pattern = _OF_IMAGES.get(key, pattern)
    if re.fullmatch(r"data-[a-z][a-z0-9-]*", key):
        pattern = ".*"
    return pattern is not None and bool(re.fullmatch(pattern, value, re.DOTALL))


def _without_attributes_of_cells(table: Node) -> None:
    """Rows and cells keep neither ids nor other attributes; raw HTML alone can give them any."""
    _, _, _, head, bodies, foot = table
    for part in (head, foot, *bodies):
        part[0] = ["", [], []]
        for rows in (item for item in part[1:] if isinstance(item, list)):
            for row in rows:
                row[0] = ["", [], []]
                for cell in row[1]:
                    cell[0] = ["", [], []]


def _refusal(address: str) -> str | None:
    """Why no edition may have a link to the address, or None where one may."""
    # Browsers pass over white space and control characters in a scheme (URL Standard, 4.4).
    plain = re.sub(r"[\x00-\x20]", "", address).lower()
    if not plain:
        return "has no address and is plain text in every edition"
    if plain.startswith(("http:", "https:")) and not is_web_address(address):
        return "is no web address that a reader could follow"
    scheme, colon, _ = plain.partition(":")
    if plain.startswith("#") or (colon and scheme in SCHEMES):
        return None
    if re.match(r"[a-z][a-z0-9+.-]*:", plain):
        return "is of a kind that no edition may follow"
    return _TO_A_FILE


def _what_of_the_file(address: str, source: Source) -> str:
    """Why a link to a file leads nowhere: the file is outside the book, not there, or not in it."""
    path = unquote(address).partition("#")[0].partition("?")[0]
    found = [inside(source.folder, base + path) for base in (source.base, "manuscript/", "")]
    if path.startswith("/") or not any(found):
        return "leads out of the book"
    if not any(file is not None and file.exists() for file in found):
        return "leads to a file that is not there"
    return _TO_A_FILE
