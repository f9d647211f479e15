"""What the properties of a file say of the book, as far as it is sure.

The dates are those of the file, not of the text, and the author is often whoever owns the computer:
dates are passed over, and the author is put to a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from samizdat.importing.opening.noticed import Noticed

_DC = "{http://purl.org/dc/elements/1.1/}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"

# What programs put there when nobody says anything.
_NO_TITLE = re.compile(
    r"(?:microsoft word\b.*|untitled.*|document ?\d*|dokument ?\d*|documento ?\d*|\S+\.\w{2,4})",
    re.IGNORECASE,
)


def of_word(
    core: etree._Element | None, front: Mapping[str, object], noticed: Noticed
) -> dict[str, object]:
    """The facts of docProps/core.xml (ECMA-376, part 2, section 11)."""
    if core is None:
        return dict(front)
    subjects = [*re.split(r"[,;]", _text(core, f"{_CP}keywords")), _text(core, f"{_DC}subject")]
    return facts(
        front,
        noticed,
        title=_text(core, f"{_DC}title"),
        author=_text(core, f"{_DC}creator"),
        description=_text(core, f"{_DC}description"),
        subjects=subjects,
    )


def of_open_document(
    meta: etree._Element | None, front: Mapping[str, object], noticed: Noticed
) -> dict[str, object]:
    """The facts of meta.xml (OpenDocument 1.3, part 3, section 4.3)."""
    if meta is None:
        return dict(front)
    subjects = [element.text or "" for element in meta.iter(f"{_META}keyword", f"{_DC}subject")]
    return facts(
        front,
        noticed,
        title=_text(meta, f"{_DC}title"),
        author=_text(meta, f"{_META}initial-creator"),
        description=_text(meta, f"{_DC}description"),
        subjects=subjects,
    )


def facts(
    front: Mapping[str, object],
    noticed: Noticed,
    title: str = "",
    author: str = "",
    description: str = "",
    subjects: list[str] | None = None,
) -> dict[str, object]:
    """Facts by the keys of metadata.yaml; those of the `front` of the text go before all others."""
    found: dict[str, object] = {}
    if title and not _NO_TITLE.fullmatch(title):
        found["title"] = title
    if description:
        found["description"] = description
    if known := list(dict.fromkeys(filter(None, (s.strip() for s in subjects or [])))):
        found["subjects"] = known
    if author and "creators" not in front:
        noticed.add(
            f"the properties of the file name {author} as its author",
            "put the name into metadata.yaml if it is the author of the text, and not the typist",
            author,
        )
    return {**found, **front}


def _text(root: etree._Element, tag: str) -> str:
    element = next(root.iter(tag), None)
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""
