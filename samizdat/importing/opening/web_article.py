"""The text of a page, without what a site puts around it.

What is left out is what says of itself that it is no text: the landmarks of HTML and ARIA, and a
few names of classes on which the makers of sites agree. Where a page has one `main` or one
`article`, all else is left out, unless most of the words stand there.
"""

from __future__ import annotations

import re

from lxml import etree

from samizdat.importing.opening.elements import (
    HEADINGS,
    Element,
    classes,
    is_empty,
    parent_of,
    types,
    words,
)
from samizdat.importing.opening.web_marks import Marks, without_marks

_LANDMARKS = {"navigation", "search", "banner", "contentinfo", "complementary", "dialog", "menu"}
_CHROME = re.compile(
    r"(?:site-|page-|post-|entry-|article-|main-|top-|bottom-|primary-|secondary-)?(?:nav(?:bar|"
    r"igation)?|menu|breadcrumbs?|shar(?:e|ing)(?:-buttons|-links|daddy)?|sharedaddy|social"
    r"(?:-links|-media|-share)?|comments?(?:-area|-list|-section|-form)?|respond|disqus_thread|"
    r"cookies?(?:-banner|-consent|-notice|-bar)?|gdpr|newsletter|subscribe|related(?:-posts|"
    r"-articles)?|sidebar|widget(?:-area)?|pagination|pager|toolbar|skip(?:-link|-to-content)?|"
    r"screen-reader-text|sr-only|visually-hidden|advert(?:isement|s)?|ads|ad-container|popup|"
    r"modal|tags-links|cat-links|noprint|print-button|prev-next|next-prev)",
    re.IGNORECASE,
)
_WIKI = {
    "mw-editsection", "mw-jump-link", "navbox", "catlinks", "printfooter", "toc", "vertical-navbox",
    "mw-indicators", "mw-cite-up-arrow-backlink", "sistersitebox", "authority-control", "portalbox",
}  # fmt: skip
_MOST = 0.6
"""The part of a page's words that an article has to have, to be taken for all of the text."""
_CHROME_MOST = 0.4


def choose(body: Element, marks: Marks) -> Element:
    """The element that holds the text. All else was taken out of the page, with its words said."""
    count = _weight(body)
    content = body
    for kind in ("main", "article"):
        found = [one for one in content.iter(etree.Element) if _is(one, kind)]
        outer = [one for one in found if not any(_is(a, kind) for a in one.iterancestors())]
        best = max(outer, key=_weight, default=None)
        is_alone = best is not None and _weight(best) > 0.9 * sum(map(_weight, outer))
        if best is not None and is_alone and _weight(best) >= _MOST * _weight_of_text(content):
            content = best
    _leave_out_around(content, body, marks)
    for header in list(content.iter("header")):
        if header.get("id") == "title-block-header":
            marks.leave_out(header, "the title was taken for metadata.yaml")
    for element in list(content.iter(etree.Element)):
        if element is content or element.getparent() is None or not _is_chrome(element, content):
            continue
        if _weight(element) <= max(_CHROME_MOST * count, 200) and _is_within(element, content):
            _leave_out(element, marks)
    return content


def _is(element: Element, kind: str) -> bool:
    return element.tag == kind or kind in types(element)


def _is_within(element: Element, content: Element) -> bool:
    return any(above is content for above in element.iterancestors())


def _weight(element: Element) -> int:
    return sum(len(piece.strip()) for piece in map(str, element.itertext()))


def _weight_of_text(element: Element) -> int:
    """The letters of what is not plainly something else than text."""
    rest = sum(
        _weight(one)
        for one in element.iter("nav", "footer", "aside", "form", "script", "style")
        if not any(
            above.tag in ("nav", "footer", "aside", "form")
            for above in one.iterancestors()
            if _is_within(above, element)
        )
    )
    return max(0, _weight(element) - rest)


def _is_chrome(element: Element, content: Element) -> bool:
    if element.tag in HEADINGS or element.tag in ("p", "table", "body", "html"):
        return bool(classes(element) & _WIKI)
    if element.tag == "nav" or types(element) & _LANDMARKS:
        return "index" not in types(element)
    if types(element) & {"footnote", "endnote", "rearnote", "footnotes", "endnotes"}:
        return False
    named = classes(element) | {element.get("id") or ""}
    if named & _WIKI:
        return True
    is_top = element.getparent() is content and content.tag == "body"
    if element.tag == "form" or (element.tag in ("footer", "aside") and is_top):
        return True
    return any(_CHROME.fullmatch(name) for name in named)


_MESSAGE = "what stands around the text on the page was left out"
_HINT = "if it belongs to the text, copy it from the page"


def _leave_out_around(content: Element, body: Element, marks: Marks) -> None:
    """Says the words before the text and behind it, of which nothing will be in the text."""
    before: list[str] = []
    after: list[str] = []
    around = content
    while around is not body:
        parent = parent_of(around)
        outer, behind = [parent.text or ""], [around.tail or ""]
        side = outer
        for sibling in parent:
            if sibling is around:
                side = behind
            else:
                side += [_said(sibling), sibling.tail or ""]
        before = outer + before
        after += behind
        around = parent
    for pieces, is_first in ((before, True), (after, False)):
        said = [words for piece in pieces if (words := without_marks(piece).strip())]
        places = "".join(marks.place(_MESSAGE, _HINT, " ".join(one.split())) for one in said)
        # What was met there has been said, and keeps its place at the edge of the text.
        places += "".join(re.findall("\ufdd0\\d+\ufdd1", "".join(pieces)))
        if is_first:
            content.text = places + (content.text or "")
        elif len(content):
            content[-1].tail = (content[-1].tail or "") + places
        else:
            content.text = (content.text or "") + places


def _said(element: Element) -> str:
    return "" if element.tag in ("script", "style") else words(element)


def _leave_out(element: Element, marks: Marks) -> None:
    if is_empty(element):
        parent = parent_of(element)
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + (element.tail or "")
        else:
            parent.text = (parent.text or "") + (element.tail or "")
        parent.remove(element)
    elif words(element):
        marks.leave_out(element, _MESSAGE, _HINT)
