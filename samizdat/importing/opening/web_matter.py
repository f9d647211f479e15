"""What a page's head says of the text: title, authors, date, source, rights.

Sources: Dublin Core in HTML (DCMI), the tags of Google Scholar (`citation_*`), Open Graph,
schema.org as JSON-LD, and the standard names of HTML (section 4.2.5.1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from samizdat.importing.opening.elements import Element, classes, words

_NAMES = {
    "title": ("citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title"),
    "author": ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author"),
    "date": (
        "citation_publication_date", "citation_date", "dc.date", "dcterms.date", "dcterms.issued",
        "dc.date.issued", "article:published_time", "datepublished", "date",
    ),
    "publisher": ("citation_publisher", "dc.publisher", "dcterms.publisher", "publisher"),
    "description": ("dc.description", "dcterms.description", "description", "og:description"),
    "rights": ("dc.rights", "dcterms.rights", "dcterms.license", "copyright", "rights"),
    "subjects": ("dc.subject", "dcterms.subject", "keywords"),
    "language": ("citation_language", "dc.language", "dcterms.language"),
    "identifier": ("citation_doi", "dc.identifier", "dcterms.identifier"),
    "source": ("dc.source", "dcterms.source", "og:url"),
}  # fmt: skip
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?")
_DEEPEST = 6


def facts_of(root: Element, address: str) -> dict[str, object]:
    """The facts of a page, by the keys of metadata.yaml; `address` is where it was saved from."""
    said = _said(root)
    facts: dict[str, object] = {}
    title = next(iter(said.get("title", [])), "") or _title(root)
    if title:
        facts["title"] = title
    people = list(dict.fromkeys(name for name in said.get("author", []) if _is_name(name)))
    if people:
        facts["creators"] = [{"name": turned(name), "role": "author"} for name in people]
    if date := next(filter(None, map(date_of, said.get("date", []))), ""):
        facts["date"] = date
    for key in ("publisher", "description", "identifier"):
        if value := next(iter(said.get(key, [])), ""):
            facts[key] = value
    subjects = [one.strip() for words in said.get("subjects", []) for one in words.split(",")]
    if subjects := list(dict.fromkeys(filter(None, subjects))):
        facts["subjects"] = subjects
    language = (root.get("lang") or next(iter(said.get("language", [])), "")).replace("_", "-")
    if _TAG.fullmatch(language):
        facts["language"] = language
    links = {
        rel.lower(): link.get("href") or ""
        for link in root.iter("link", "a")
        for rel in (link.get("rel") or "").split()
        if link.get("href")
    }
    source = links.get("canonical") or address or next(iter(said.get("source", [])), "")
    if source.startswith(("http://", "https://")):
        facts["source"] = source
    rights = links.get("license") or next(iter(said.get("rights", [])), "")
    if rights:
        facts["rights"] = rights
    facts.update(_own(root))
    return facts


def _said(root: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    given: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
        if content := " ".join((meta.get("content") or "").split()):
            given.setdefault(name.strip().lower(), []).append(content)
    for key, names in _NAMES.items():
        best = next((given[name] for name in names if name in given), [])
        found[key] = list(best)
    for thing in _things(root):
        for key, name in (
            ("title", "headline"),
            ("author", "author"),
            ("date", "datePublished"),
            ("publisher", "publisher"),
            ("description", "description"),
            ("rights", "license"),
        ):
            if not found.get(key) and name in thing:
                found[key] = list(_values(thing[name]))
    return found


def _things(root: Element) -> Iterator[dict[str, Any]]:
    """What the page says of articles and books in JSON-LD."""
    for script in root.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            try:
                said = json.loads(script.text or "")
            except (ValueError, RecursionError):
                continue
            yield from _articles(said, 0)


def _articles(said: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(said, list):
        for one in said:
            yield from _articles(one, depth + 1)
    elif isinstance(said, dict):
        kind = said.get("@type")
        kinds = kind if isinstance(kind, list) else [kind]
        if any(re.search(r"Article|Book|Posting|Creative|Report", str(one)) for one in kinds):
            yield said
        yield from _articles(said.get("@graph", []), depth + 1)


def _values(said: Any) -> Iterator[str]:
    if isinstance(said, list):
        for one in said:
            yield from _values(one)
    elif isinstance(said, dict):
        yield from _values(said.get("name") or said.get("@value") or "")
    elif isinstance(said, str) and said.strip():
        yield " ".join(said.split())


def _title(root: Element) -> str:
    """The title of the window, without the name of the site behind it if a heading says so."""
    title = next(root.iter("title"), None)
    shown = words(title) if title is not None else ""
    for heading in root.iter("h1"):
        said = words(heading)
        if said and (shown.startswith(said) or not shown):
            return said
    return shown


def _is_name(name: str) -> bool:
    return not re.match(r"https?:|@|admin$|webmaster$", name, re.IGNORECASE)


def turned(name: str) -> str:
    """A name as it is spoken: `Luxemburg, Rosa` is turned round."""
    family, _, given = name.partition(", ")
    return f"{given} {family}" if given and "," not in given else name


def date_of(said: str) -> str:
    """The day, the month or the year with which a date begins; empty for other words."""
    found = re.match(r"\s*(\d{4})(?:[-/](\d\d?)(?:[-/](\d\d?))?)?(?!\d)", said)
    if not found:
        return ""
    return "-".join([found[1], *(part.zfill(2) for part in found.groups()[1:] if part)])


def _own(root: Element) -> dict[str, object]:
    """What the title page of a web edition of samizdat says, or the head of a page of pandoc."""
    page = next(
        (
            one
            for one in root.iter("header")
            if "title-page" in classes(one) or one.get("id") == "title-block-header"
        ),
        None,
    )
    if page is None:
        return {}
    facts: dict[str, object] = {}
    for element in page.iter("h1", "p"):
        for name in ("title", "subtitle", "publisher"):
            if name in classes(element):
                facts[name] = words(element)
    imprint = next((one for one in root.iter("footer") if "imprint" in classes(one)), None)
    if imprint is not None:
        for line in imprint.iter("p"):
            cite = line.find("cite")
            if cite is not None and (date := date_of((cite.tail or "").strip(", "))):
                facts["date"] = date
            if re.fullmatch(r"(urn|doi|https?):\S+", words(line)) and line.find("a") is None:
                facts["identifier"] = words(line)
    return facts
