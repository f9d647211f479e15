"""TX004 raw html not allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.raw_html import ALLOWED
from samizdat.rules import rule
from samizdat.scanner import mask
from samizdat.source import Source

_TAG = re.compile(r"<(?P<name>[A-Za-z][\w-]*)(?=[\s/>])(?P<rest>[^<>]*)>")


@rule("TX004", level="error", reads=Source)
def raw_html_not_allowed(source: Source) -> Iterator[Problem]:
    """Raw HTML runs, embeds or fetches something.

    Why: elements that say something about text are kept; script, frames, forms and styles are
    taken out of every edition, and somebody has to know.

    Bad:
        Text. <script>alert(1)</script>

    Good:
        Text with H<sub>2</sub>O.
    """
    for file in source.texts:
        for tag in _TAG.finditer(mask(file.text)):
            name = tag["name"].lower()
            handler = re.search(r"\bon\w+\s*=", tag["rest"], re.IGNORECASE)
            if name not in ALLOWED or handler:
                what = f"attribute {handler[0].strip(' =')}" if handler else f"element <{name}>"
                yield Problem(
                    file.location(tag.start(), tag.end() - tag.start()),
                    f"raw HTML {what} is not allowed and is left out",
                    "say it in Markdown; plain text elements such as <sup> are kept",
                )
