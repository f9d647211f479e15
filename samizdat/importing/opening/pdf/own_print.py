"""What is particular to the print edition that samizdat itself makes (see `print_tags`)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from samizdat import locales
from samizdat.importing.opening.pdf.blocks import Paragraph, Span, Spans, Text, cut, words
from samizdat.importing.opening.pdf.calls import mapped
from samizdat.importing.opening.pdf.tags import Element

if TYPE_CHECKING:
    from samizdat.importing.opening.pdf.tagged import Tagged


def generated(tree: Element) -> list[Element]:
    """Takes the pages around the text out of the tree, and returns them.

    The text is in parts; half-title, title page, imprint, contents and colophon are sections
    beside them.
    """
    found: list[Element] = []
    for whole in [tree, *(kid for kid in tree.kids if isinstance(kid, Element))]:
        kids = [kid for kid in whole.kids if isinstance(kid, Element)]
        if any(kid.name == "Part" for kid in kids):
            found += [kid for kid in kids if kid.name != "Part"]
            whole.kids = [kid for kid in kids if kid.name == "Part"]
            break
    return found


def finish(text: Text, tagged: Tagged) -> None:
    """Tells the translator's notes, whose marks are letters, from the author's.

    Such a note begins with words that say whose it is, which the edition puts there.
    """
    speakers = {
        f"{locales.load(code).words.get('translators-note', '')}:" for code in locales.tags()
    }
    for number, blocks in list(text.notes.items()):
        first = blocks[0] if blocks else None
        if not isinstance(first, Paragraph):
            continue
        said = words(first.spans).lstrip()
        speaker = next((s for s in sorted(speakers) if len(s) > 1 and said.startswith(s)), None)
        if speaker:
            text.translators.add(number)
            length = words(first.spans).index(speaker) + len(speaker)
            rest = words(first.spans)[length:]
            length += len(rest) - len(rest.lstrip())
            text.notes[number] = [replace(first, spans=cut(first.spans, length)), *blocks[1:]]
        elif re.fullmatch(r"[a-z]{1,2}", tagged.notes.labels[number]):
            text.translators.add(number)


def without_pages(text: Text, language: str) -> str:
    """Takes out the page numbers that the edition puts behind cross-references; returns them."""
    before, _, behind = locales.load(language).words["page-short"].partition("{page}")
    number = re.compile(rf"\s*\({re.escape(before)}[\w٠-٩۰-۹]+{re.escape(behind)}\)$")
    taken: list[str] = []

    def shorter(spans: Spans, _: int) -> Spans:
        found = []
        for span, after in zip(spans, (*spans[1:], Span("")), strict=True):
            match = number.search(span.text)
            if match and span.style.link.startswith("\0") and after.style.link != span.style.link:
                taken.append(match[0].strip())
                span = replace(span, text=span.text[: match.start()])
            found.append(span)
        return tuple(found)

    text.blocks = [mapped(block, shorter) for block in text.blocks]
    for key, note in text.notes.items():
        text.notes[key] = [mapped(block, shorter) for block in note]
    return " ".join(taken)
