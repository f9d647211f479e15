"""What files and title pages tell of a book, as metadata.yaml may have it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from samizdat.importing.incoming import Remark
from samizdat.importing.language import language_tag
from samizdat.metadata import Metadata
from samizdat.roles import ROLES

FIELDS = tuple(field.alias or name for name, field in Metadata.model_fields.items())
"""The keys of metadata.yaml in the order of its schema."""

_MOST = 4_000
"""Characters of a fact above which it is none."""


def valid_facts(facts: Mapping[str, object]) -> tuple[dict[str, object], list[Remark]]:
    """The facts that metadata.yaml may hold, and a remark about each that was changed or left out.

    Whatever came in, `samizdat.metadata` finds nothing wrong in what is returned.
    """
    found, remarks = dict[str, object](), list[Remark]()
    for key in FIELDS:
        if not facts.get(key):
            continue
        told = facts[key]
        value = _MENDED[key](told) if key in _MENDED else _plain(told)
        if not value or not _is_valid(key, value):
            remarks.append(_remark(f"“{_short(told)}” can't be the {key} and was left out"))
            continue
        found[key] = value
        if key in {"language", "date"} and str(value) != str(told):
            remarks.append(_remark(f"the {key} “{_short(told)}” is written as {value}"))
    remarks += _of_roles(facts.get("creators"))
    return found, remarks


def _remark(message: str) -> Remark:
    return Remark(0, message, "look at it in metadata.yaml")


def _is_valid(key: str, value: object) -> bool:
    try:
        Metadata.model_validate({"title": "A title", key: value})
    except ValidationError:
        return False
    return True


def _plain(value: object) -> object:
    """The value with words in one line, and without characters that nobody sees."""
    if isinstance(value, str):
        seen = "".join(
            " " if unicodedata.category(one) == "Cc" else one
            for one in value
            if unicodedata.category(one) != "Cs"
        )
        words = " ".join(seen.split())
        return words if len(words) <= _MOST else ""
    if isinstance(value, list | tuple):
        return [plain for one in value if (plain := _plain(one))]
    if isinstance(value, Mapping):
        return {str(key): plain for key, one in value.items() if (plain := _plain(one))}
    return value


def _date(value: object) -> object:
    """A date without its time of day; of one that is in no calendar, its year."""
    words = str(_plain(value))
    if match := re.match(r"(\d{4}-\d\d-\d\d)[T ]\d\d:", words):
        words = match[1]
    if _is_valid("date", words):
        return words
    year = re.search(r"\d{4}", words)
    return year.group() if year else ""


def _creators(value: object) -> object:
    """Names with roles that there are: who has another one has contributed."""
    found = list[dict[str, str]]()
    for one in value if isinstance(value, list | tuple) else []:
        plain = _plain(one)
        if not isinstance(plain, dict) or not _is_valid("creators", [{"name": plain.get("name")}]):
            continue
        role = str(plain.get("role", "author"))
        kept = {"name": str(plain["name"]), "role": role if role in ROLES else "contributor"}
        if plain.get("file-as"):
            kept["file-as"] = str(plain["file-as"])
        if kept not in found:
            found.append(kept)
    return found


def _of_roles(value: object) -> Iterator[Remark]:
    for one in value if isinstance(value, list | tuple) else []:
        role = one.get("role", "author") if isinstance(one, Mapping) else "author"
        if role not in ROLES:
            name = _short(one.get("name"))
            yield _remark(f"{name} has a role that is not known, “{_short(role)}”: a contributor")


def _short(value: object) -> str:
    words = str(_plain(value) if isinstance(value, str) else value)
    return words if len(words) <= 80 else f"{words[:79]}…"


_MENDED = {
    "language": lambda value: language_tag(value) or "",
    "date": _date,
    "creators": _creators,
}
