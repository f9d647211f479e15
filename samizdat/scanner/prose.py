"""What readers see of a Markdown text, by position: no addresses, labels, attributes or tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.scanner.lines import at_line_starts
from samizdat.scanner.links import Links

# What is written for the machine, wherever it stands. Each part ends at the next sign that could
# begin it, so that the search is linear.
_MARKUP = {
    # a tag
    r"</?[A-Za-z][^<>]*>": ("<",),
    # attributes
    r"\{[ ]?(?:[#.=-]|[\w:-]+=)[^{}\n]*\}": ("{",),
    # a call, or the label of a note
    r"\[\^[^\]\s\[]+\]:?": ("[^",),
    # a citation key
    r"(?<![\w@.])-?@(?:\{[^{}\n]*\}|[\w:.#$%&+?~/-]+)": ("@",),
    # an address
    r"(?<!\w)(?:https?://|ftp://|www\.|doi:|mailto:)[^\s<>\"()（）]*[^\s<>\"()（）.,;:!?]": (
        *("://", "www.", "doi:", "mailto:"),
    ),
    # a DOI
    r"(?<![\w.])10\.\d{4,9}/[^\s<>\"]*[^\s<>\"().,;:!?]": ("10.",),
    # the begin or end of a division
    r"^[ ]{0,3}:{3,}[^\n]*": (":::",),
}
"""The patterns, each with what stands in a text that it finds something in: one of these."""

# The lines of dashes in simple and multiline tables; of boxes in grid tables, pipe tables, verse.
_DASHES = re.compile(r"[ >]*(?:[-=]{2,}[ \t]+)*[-=]{2,}[ \t]*$", re.MULTILINE)
_BOXED = re.compile(r"[ >]*(?:\+[-=:+]{3,}|\|)[^\n]*(?:\n[ >]*[|+][^\n]*)*")
_PIPED = re.compile(r"[ >]*[-:]+[ ]?\|[-:| ]+$", re.MULTILINE)
_LONGEST = 60
"""How many lines of a multiline table are looked through for its end."""


def prose(masked: str, links: Links) -> str:
    """The text, code masked already, with what no reader sees turned to spaces."""
    parts, done = list[str](), 0
    for start, end in sorted(_hidden(masked, links)):
        if start >= done:
            parts += [masked[done:start], re.sub(r"[^\n]", " ", masked[start:end])]
            done = end
    text = "".join([*parts, masked[done:]])
    # Those of which nothing is there would be tried at every character.
    found = [part for part, signs in _MARKUP.items() if any(sign in text for sign in signs)]
    if not found:
        return text
    markup = re.compile("|".join(found), re.MULTILINE)
    return markup.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def _hidden(masked: str, links: Links) -> Iterator[tuple[int, int]]:
    """The brackets and addresses of links, and the definitions of references."""
    for link in links.links:
        if link.kind == "autolink":
            yield link.start, link.end
        else:
            yield link.start - link.is_image, link.start + 1
            yield link.start + 1 + len(link.words), link.end
    for reference in links.references:
        end = masked.find("\n", reference.target)
        yield reference.start, end if end >= 0 else len(masked)


def tables(text: str, masked: str) -> Iterator[tuple[int, int]]:
    """Where tables and verse stand, whose spaces and line ends have a meaning of their own.

    Source: pandoc manual, "Tables". A table without a line above its first dashes goes on to the
    dashes that an empty line follows, others to the first empty line.
    """
    for match in at_line_starts(_BOXED, masked):
        yield match.span()
    done = 0
    for match in at_line_starts(_PIPED, masked):
        if match.start() >= done:
            done = _empty_line(text, match.end())
            yield _line_above(text, match.start()), done
    dashes = [match.span() for match in at_line_starts(_DASHES, masked)]
    done = 0
    for number, (start, end) in enumerate(dashes):
        if start < done:
            continue
        above = _line_above(text, start)
        has_columns = len(masked[start:end].split()) > 1
        if above < start:
            if has_columns:
                done = _empty_line(text, end)
                yield above, done
            continue
        for _, last in dashes[number + 1 : number + 9]:
            if masked.count("\n", end, last) > _LONGEST:
                break
            if _empty_line(text, last) <= last + 1:
                done = last
                yield start, done
                break


def _line_above(text: str, start: int) -> int:
    """The begin of the line above the one at `start`, or `start` where that line is empty."""
    above = text.rfind("\n", 0, max(start - 1, 0)) + 1
    return above if text[above:start].strip(" \t>\n") else start


def _empty_line(text: str, after: int) -> int:
    end = text.find("\n\n", after)
    return end if end >= 0 else len(text)
