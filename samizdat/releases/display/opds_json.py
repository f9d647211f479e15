"""A catalog as a feed of OPDS 2.0.

The metadata are those of the Readium Web Publication Manifest; the identifiers of conformance to
EPUB Accessibility are those of its section "Accessibility Metadata".
"""

from __future__ import annotations

import json
import re
from typing import Any

from samizdat.releases.display.catalog import ACQUISITION, ATOM, JSON, Catalog, Publication, instant
from samizdat.releases.release import Accessibility, Person

_ROLES = {
    "author": "author",
    "translator": "translator",
    "editor": "editor",
    "artist": "artist",
    "illustrator": "illustrator",
    "narrator": "narrator",
}
"""The roles for which the manifest has a name; others are contributors."""


def feed(catalog: Catalog, name: str = "opds.json") -> str:
    """The feed as JSON; `name` is its own file, beside which `index.html` and `opds.xml` lie."""
    data = {
        "metadata": {
            "title": catalog.title,
            "identifier": catalog.identifier,
            "modified": instant(catalog.modified),
            "numberOfItems": len(catalog.publications),
        },
        "links": [
            {"rel": "self", "href": name, "type": JSON},
            {"rel": "alternate", "href": "index.html", "type": "text/html"},
            {"rel": "alternate", "href": "opds.xml", "type": ATOM},
        ],
        "publications": [_publication(one, name) for one in catalog.publications],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _publication(publication: Publication, name: str) -> dict[str, Any]:
    language = publication.language
    links: list[dict[str, Any]] = [
        # It has no file of its own; its place in the feed is what it is known by.
        {"rel": "self", "href": f"{name}#{publication.entry_id}", "type": JSON},
        {
            "rel": "alternate",
            "href": publication.page,
            "type": "text/html",
            "language": language.locale,
        },
    ]
    links += [
        {
            "rel": ACQUISITION,
            "href": publication.address(edition),
            "type": edition.media_type,
            "title": publication.name(edition),
            "language": language.locale,
            "size": edition.size,
        }
        for edition in publication.editions
    ]
    data: dict[str, Any] = {"metadata": _metadata(publication), "links": links}
    if cover := language.cover:
        data["images"] = [
            _without_gaps(
                href=publication.address(cover),
                type=cover.media_type,
                width=cover.width,
                height=cover.height,
            )
        ]
    return data


def _metadata(publication: Publication) -> dict[str, Any]:
    release, language = publication.release, publication.language
    own, *others = publication.identifiers or (publication.entry_id,)
    people: dict[str, list[dict[str, str]]] = {}
    for person in language.creators:
        people.setdefault(_ROLES.get(person.role, "contributor"), []).append(_person(person))
    return _without_gaps(
        **{"@type": "http://schema.org/Book"},
        identifier=own,
        altIdentifier=others,
        title=language.title,
        subtitle=language.subtitle,
        language=language.locale,
        modified=instant(language.modified),
        published=release.date if re.fullmatch(r"\d{4}-\d\d-\d\d", release.date or "") else None,
        **people,
        publisher=language.publisher,
        subject=list(language.subjects),
        description=language.description,
        rights=language.rights,
        numberOfPages=language.pages,
        readingProgression=language.direction,
        belongsTo=_series(publication),
        accessibility=_accessibility(language.accessibility),
    )


def _person(person: Person) -> dict[str, str]:
    found = {"name": person.name}
    if person.file_as:
        found["sortAs"] = person.file_as
    if person.role not in _ROLES:
        found["role"] = person.role
    return found


def _series(publication: Publication) -> dict[str, Any] | None:
    release = publication.release
    if not release.collection:
        return None
    given = release.position or ""
    position = float(given) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", given, re.ASCII) else 0.0
    number = int(position) if position.is_integer() else position
    return {"series": _without_gaps(name=release.collection, position=number)}


def _accessibility(claims: Accessibility | None) -> dict[str, Any] | None:
    if claims is None:
        return None
    sufficient = [one.replace(" ", "").split(",") for one in claims.sufficient]
    return _without_gaps(
        conformsTo=_profile(claims.conforms_to),
        certification=_without_gaps(certifiedBy=claims.certified_by),
        summary=claims.summary,
        accessMode=list(claims.modes),
        accessModeSufficient=[one if len(one) > 1 else one[0] for one in sufficient],
        feature=list(claims.features),
        hazard=list(claims.hazards),
    )


def _profile(conforms_to: str) -> str:
    """The address of what a publication conforms to, where there is one.

    >>> _profile("EPUB Accessibility 1.1 - WCAG 2.1 Level AA")
    'https://www.w3.org/TR/epub-a11y-11#wcag-2.1-aa'
    """
    found = re.fullmatch(
        r"EPUB Accessibility 1\.1 - WCAG (2\.[0-2]) Level (A{1,3})", conforms_to.strip()
    )
    if not found:
        return ""
    return f"https://www.w3.org/TR/epub-a11y-11#wcag-{found[1]}-{found[2].lower()}"


def _without_gaps(**facts: Any) -> dict[str, Any]:
    """The facts that are known."""
    return {key: value for key, value in facts.items() if value not in (None, "", 0, [], {})}
