"""What a PDF says of itself: title, authors, language, subjects."""

from __future__ import annotations

import re
from typing import Any

import langcodes

_NO_TITLE = re.compile(
    r"untitled|unbenannt|sin t[ií]tulo|sans titre|senza titolo|\(anonymous\)|"
    r"microsoft word.*|.*\.(?:docx?|odt|rtf|indd|qxd|qxp|tex|dvi|ps|p65|pdf|html?|fm|pub|tiff?)",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(r"user|admin.*|unknown|owner|author|anonymous|\(anonymous\)", re.IGNORECASE)


def facts(pdf: Any, stem: str) -> dict[str, object]:
    """The facts by the keys of metadata.yaml; `pdf` is pikepdf's, `stem` the file's own name.

    When the file was made is no date of the book.
    """
    said: dict[str, object] = {}
    info = {str(key): _clean(str(value)) for key, value in pdf.docinfo.items()}
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        title = _clean(_one(xmp.get("dc:title"))) or info.get("/Title", "")
        authors = [_clean(name) for name in _many(xmp.get("dc:creator"))]
        subjects = [_clean(word) for word in _many(xmp.get("dc:subject"))]
        description = _clean(_one(xmp.get("dc:description"))) or info.get("/Subject", "")
        languages = _many(xmp.get("dc:language"))
    if title and title != stem and not _NO_TITLE.fullmatch(title) and re.search(r"[^\W\d_]", title):
        said["title"] = title
    authors = [name for name in authors if name] or [
        name.strip() for name in re.split(r";|,? and ", info.get("/Author", ""))
    ]
    named = [name for name in authors if name and not _NO_AUTHOR.fullmatch(name)]
    if named:
        said["creators"] = [{"name": name, "role": "author"} for name in named]
    language = _language(str(pdf.Root.get("/Lang", "")) or (languages[0] if languages else ""))
    if language:
        said["language"] = language
    if description:
        said["description"] = description
    subjects = [word for word in subjects if word] or [
        word.strip() for word in re.split(r"[;,]", info.get("/Keywords", ""))
    ]
    if any(subjects):
        said["subjects"] = [word for word in subjects if word]
    return said


def _clean(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def _one(value: object) -> str:
    return next(iter(_many(value)), "")


def _many(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, set):
        return sorted(map(str, value))
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _language(tag: str) -> str:
    """A language tag in its usual form, and nothing if it is none."""
    tag = tag.strip().replace("_", "-")
    if not tag or not langcodes.tag_is_valid(tag):
        return ""
    return str(langcodes.standardize_tag(tag))
