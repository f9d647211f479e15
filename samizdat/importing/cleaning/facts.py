"""What a line of a title page or of a colophon says of the book."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from samizdat.traces.words import bare

_EMPHASIS = re.compile(r"^[*_]+|[*_]+$")
_CALL = re.compile(r"\[\^[^\]\s]+\]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINK = re.compile(
    r"!?\[(?P<words>[^\]]*)\]\((?P<address>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)", re.DOTALL
)
_ADDRESS = re.compile(r"<?(?P<address>https?://\S+?)>?")
_LEAD = re.compile(
    r"(?:source|retrieved (?:on .*?)?from|online|available at|quelle|fuente|fonte|origen|"
    r"источник|zdroj|źródło)\s*:?\s*",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:by|written by|von|por|de|par|di|autor(?:a|in)?:|author:|auteur(?:e)?\s?:|"
    r"автор:)\s+(?P<name>.+)",
    re.IGNORECASE,
)
_TRANSLATED = re.compile(
    r"(?:translat(?:ed|ion)(?: from (?:the )?\w+)?(?: by|:)|translator:|"
    r"(?:aus dem \w+ )?(?:übersetzt|übertragen)(?: aus dem \w+)? von|übersetzung:|"
    r"übersetzer(?:in)?:|"
    r"traduc(?:ción|ido|ida)(?: del \w+)?(?: de| por|:)|traduzione(?: di|:)|"
    r"tradotto (?:dal \w+ )?da|"
    r"tradu(?:ção|zido|zida)(?: de| por|:)|traduit (?:de l['’]\w+ |du \w+ )?par|"
    r"traduction\s?(?:de|:)|перевод(?:чик)?:?)\s+(?P<name>[^\n]+)",
    re.IGNORECASE,
)
_FROM_LANGUAGE = re.compile(
    r"(?:translated from the \w+|aus dem \w+en übersetzt|traducido del \w+|traduit de l['’]\w+|"
    r"traduit du \w+)\.?",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"(?:edited by|herausgegeben von|edición de|editado por|édité par|a cura di)"
    r"\s+(?P<name>[^\n]+)",
    re.IGNORECASE,
)
_WHEN = r"(?:(?:first )?published(?: in)?|written(?: in)?|date|erschienen|publicado(?: en)?):?"
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|ene|abr|ago|dic|janv|févr|"
    r"avr|juin|juil|août|déc)[^\W\d_]*\.?"
)
_DAY = rf"(?:\d{{1,2}}\.? )?(?:(?:de )?{_MONTH},? (?:de )?(?:\d{{1,2}}, )?)?[12]\d{{3}}"
_DATE = re.compile(
    rf"(?:{_WHEN})?\s*\(?(?P<date>{_DAY}|\d{{4}}-\d\d(?:-\d\d)?)\)?\.?", re.IGNORECASE
)
_RIGHTS = re.compile(
    r"anti-?\s?copyright.*|no copyright.*|copyleft.*|public domain.*|gemeinfrei.*|"
    r"dominio público.*|"
    r"domínio público.*|domaine public.*|cc[- ](?:by|0).*|"
    r"creative commons.*|(?:copyright|©|\(c\)).*|"
    r"all rights reserved.*|alle rechte vorbehalten.*|"
    r"(?:todos )?los derechos reservados.*",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(
    r"(?:the )?(?:anarchist library|marxists internet archive|project gutenberg|libcom(?:\.org)?|"
    r"internet archive|sprout distro|wikisource).{0,40}|"
    r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|info|de|es|fr|it|eu)/?",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?:[^\W\d_a-z][\w’'.-]*|de|da|del|della|di|do|dos|du|la|le|van|von|der|den|y|e|bin|al)"
    r"(?: (?=\S)|$)){2,6}"
)
_LONGEST = 120


@dataclass(frozen=True)
class Said:
    """What a line says: of which `key`, and the `value`; `archive` and `aside` go nowhere."""

    key: str
    value: str
    is_sure: bool = True

    @property
    def facts(self) -> Mapping[str, object]:
        """The line by the keys of metadata.yaml."""
        if self.key in {"author", "translator", "editor"}:
            return {"creators": [{"name": self.value, "role": self.key}]}
        return {self.key: self.value}


def plain(line: str) -> str:
    """A line without emphasis, tags, heading marks and spaces at its ends."""
    words = " ".join(_CALL.sub("", _TAG.sub("", line)).split()).rstrip("\\").strip("# ")
    while (less := _EMPHASIS.sub("", words).strip()) != words:
        words = less
    return words


def facts_of(
    line: str, known: Mapping[str, object], *, is_title: bool = False, has_title: bool = False
) -> Said | None:
    """What the line says of the book, or None where it is a line of the text.

    `known` are the facts that were told before, by the keys of metadata.yaml.

    A line that `is_title` stands first and may be the title; where the text `has_title` already, a
    line that looks like a name is the author's.
    """
    words = plain(line)
    if not words:
        return None
    if address := _whole_address(words):
        is_site = not re.match(r"https?://[^/]+/?\Z", address)
        return Said("source", address) if is_site else Said("archive", words)
    for pattern, key in (
        (_TRANSLATED, "translator"),
        (_EDITED, "editor"),
    ):
        if match := pattern.fullmatch(words):
            return Said(key, match["name"].strip().rstrip("."))
    if _FROM_LANGUAGE.fullmatch(words):
        return Said("aside", words)
    if match := _DATE.fullmatch(words):
        return Said("date", match["date"])
    if _RIGHTS.fullmatch(words) and len(words) < _LONGEST:
        return Said("rights", words)
    if _ARCHIVE.fullmatch(words):
        return Said("archive", words)
    title = str(known.get("title") or "")
    if title and bare(words) == bare(title):
        return Said("title", words)
    creators = known.get("creators")
    for one in creators if isinstance(creators, list) else []:
        if bare(str(one["name"])) == bare(words):
            return Said("author", words)
    if match := _BY.fullmatch(words):
        name = match["name"].strip().rstrip(".")
        if _is_name(name):
            return Said("author", name)
    if is_title and not known.get("title") and len(words) < _LONGEST and words[-1] not in ".;,":
        return Said("title", words, is_sure=False)
    if has_title and _is_name(words):
        return Said("author", words, is_sure=False)
    return None


def _is_name(words: str) -> bool:
    names = re.split(r",? (?:and|und|y|et|e|и) |, ", words)
    return len(words) < 80 and all(_NAME.fullmatch(name) for name in names)


def _whole_address(words: str) -> str:
    """The address that is all the line says, or an empty text."""
    words = _LEAD.sub("", words, count=1) if _LEAD.match(words) else words
    if match := _LINK.fullmatch(words):
        return match["address"]
    match = _ADDRESS.fullmatch(words)
    return match["address"] if match else ""


def new_facts(known: Mapping[str, object], told: Mapping[str, object]) -> dict[str, object]:
    """What is told of the book and nobody said before; further names are added to those known.

    A title on a title page stands for one that only a file's properties tell.
    """
    found = dict[str, object]()
    for key, value in told.items():
        if key == "creators" and isinstance(value, list):
            so_far = known.get(key)
            names = list(so_far) if isinstance(so_far, list) else []
            taken = {bare(str(one["name"])) for one in names}
            found[key] = names + [one for one in value if bare(one["name"]) not in taken]
        elif key == "title" or not known.get(key):
            found[key] = value
    return found
