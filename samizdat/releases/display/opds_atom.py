"""A catalog as an acquisition feed of OPDS 1.2.

Of the accessibility it says what schema.org has words for, since OPDS 1.2 has none of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from samizdat.releases.display.catalog import (
    ACQUISITION,
    ATOM,
    JSON,
    Catalog,
    Publication,
    instant,
    legible,
)
from samizdat.roles import ROLES

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/terms/"
_OPF = "http://www.idpf.org/2007/opf"
_SCHEMA = "http://schema.org/"
_SPACES: Any = {None: _ATOM, "dc": _DC, "opf": _OPF, "schema": _SCHEMA}

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_IMAGE = "http://opds-spec.org/image"


def feed(catalog: Catalog, name: str = "opds.xml") -> str:
    """The feed as XML; `name` is its own file, beside which `index.html` and `opds.json` lie."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=_SPACES)
    root.set(_LANGUAGE, catalog.language)
    _put(root, "id", catalog.identifier)
    _put(root, "title", catalog.title)
    _put(root, "updated", instant(catalog.modified))
    _put(_put(root, "author"), "name", catalog.maker)
    _link(root, "self", name, ATOM)
    _link(root, "start", name, ATOM)
    _link(root, "alternate", "index.html", "text/html")
    _link(root, "alternate", "opds.json", JSON)
    for publication in catalog.publications:
        _entry(root, publication)
    etree.indent(root, " ")
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written.decode() + "\n"


def _entry(root: etree._Element, publication: Publication) -> None:
    release, language = publication.release, publication.language
    entry = _put(root, "entry")
    entry.set(_LANGUAGE, language.locale)
    _put(entry, "id", publication.entry_id)
    _put(entry, "title", language.title)
    _put(entry, "updated", instant(language.modified))
    for person in publication.people("author"):
        _put(_put(entry, "author"), "name", person.name)
    for person in language.creators:
        if person.role != "author":
            contributor = _put(entry, "contributor")
            contributor.set(f"{{{_OPF}}}role", ROLES.get(person.role, "oth"))
            _put(contributor, "name", person.name)
    for subject in language.subjects:
        _put(entry, "category", term=subject, label=subject)
    if language.rights:
        _put(entry, "rights", language.rights)
    if language.description:
        _put(entry, "summary", language.description, type="text")
    for term, words in _dublin_core(publication):
        _put(entry, term, words, _DC)
    if language.subtitle:
        _put(entry, "alternativeHeadline", language.subtitle, _SCHEMA)
    if release.collection:
        series = {"name": release.collection, "position": release.position or ""}
        put = _put(entry, "Series", space=_SCHEMA)
        for key, words in series.items():
            if words:
                put.set(f"{{{_SCHEMA}}}{key}", legible(words))
    for term, words in _accessibility(publication):
        _put(entry, term, words, _SCHEMA)
    _links(entry, publication)


def _dublin_core(publication: Publication) -> Iterator[tuple[str, str]]:
    release, language = publication.release, publication.language
    for one in publication.identifiers:
        yield "identifier", one
    yield "language", language.locale
    if language.publisher:
        yield "publisher", language.publisher
    if release.date:
        yield "issued", release.date
    if language.accessibility and language.accessibility.conforms_to:
        yield "conformsTo", language.accessibility.conforms_to


def _accessibility(publication: Publication) -> Iterator[tuple[str, str]]:
    """What schema.org calls the claims of the publication, in the order of its vocabulary."""
    claims = publication.language.accessibility
    if claims is None:
        return
    for term, values in (
        ("accessMode", claims.modes),
        ("accessModeSufficient", claims.sufficient),
        ("accessibilityFeature", claims.features),
        ("accessibilityHazard", claims.hazards),
    ):
        yield from ((term, value) for value in values)
    if claims.summary:
        yield "accessibilitySummary", claims.summary


def _links(entry: etree._Element, publication: Publication) -> None:
    language = publication.language
    if language.cover:
        for rel in (_IMAGE, f"{_IMAGE}/thumbnail"):
            _link(entry, rel, publication.address(language.cover), language.cover.media_type)
    for edition in publication.editions:
        _link(
            entry,
            ACQUISITION,
            publication.address(edition),
            edition.media_type,
            hreflang=language.locale,
            length=str(edition.size),
            title=publication.name(edition),
        )
    _link(entry, "alternate", publication.page, "text/html", hreflang=language.locale)


def _link(parent: etree._Element, rel: str, href: str, kind: str, **others: str) -> None:
    _put(parent, "link", rel=rel, href=href, type=kind, **others)


def _put(
    parent: etree._Element, name: str, words: str = "", space: str = _ATOM, **attributes: str
) -> etree._Element:
    """A new element at the end of the parent, with the words as its text."""
    element = etree.SubElement(parent, f"{{{space}}}{name}")
    for key, value in attributes.items():
        element.set(key, legible(value))
    if words:
        element.text = legible(words)
    return element
