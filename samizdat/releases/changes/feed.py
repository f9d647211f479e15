"""What changed, as a feed: Atom (RFC 4287), one entry a version, the newest first."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from lxml import etree

from samizdat.pages import environment
from samizdat.releases.changes.history import LanguageSummary, Summary
from samizdat.releases.changes.voice import Voice, voice
from samizdat.releases.release import Release

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"


def feed(release: Release, versions: Sequence[Summary], page: str, address: str) -> bytes:
    """The feed of a book, with its versions, the newest first.

    `page` and `address` are those of the page of changes and of the feed itself, as they lie in the
    folder of the release. An id stays what it is, wherever the feed is put: it is made of the
    identifier of the book, and of the version.
    """
    own = voice(release.language)
    names: dict[str | None, str] = {None: _ATOM}
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=names)  # type: ignore[arg-type]
    root.set(f"{{{_XML}}}lang", release.language)
    _add(root, "title", own.told(release.title, own.words["changes"]))
    _add(root, "id", _id(release.identifier))
    _add(root, "updated", _instant(release.modified))
    _add(root, "link", rel="self", type="application/atom+xml", href=address)
    _add(root, "link", rel="alternate", type="text/html", href=page)
    # A feed must have an author (section 4.1.1).
    for name in _authors(release) or [release.title]:
        _add(_add(root, "author"), "name", name)
    if rights := next((one.rights for one in release.languages), None):
        _add(root, "rights", rights)
    for one in versions:
        _entry(root, release, one, own, page)
    etree.indent(root, " ")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(root: etree._Element, release: Release, one: Summary, own: Voice, page: str) -> None:
    entry = _add(root, "entry")
    _add(entry, "title", own.version(one.version, one.modified))
    _add(entry, "id", _id(f"{release.identifier}#{one.version}"))
    _add(entry, "updated", _instant(one.modified))
    _add(entry, "link", rel="alternate", type="text/html", href=page)
    if one.before is None:
        _add(entry, "summary", own.words["changes-first"])
        return
    _add(entry, "summary", "\n".join(map(_sentence, one.languages)))
    macro = environment().get_template("changes_summary.html").module
    _add(entry, "content", str(macro.summary(one, voice)).strip(), type="html")  # type: ignore[attr-defined]


def _sentence(one: LanguageSummary) -> str:
    """What changed in a language, in a line in its own words."""
    own = voice(one.language)
    if one.what == "same":
        return own.told(own.name, own.words["changes-none"])
    if one.what == "gone":
        return own.told(own.name, own.what("gone"))
    return own.told(own.name, "; ".join(own.told(*fact) for fact in own.facts(one)))


def _authors(release: Release) -> list[str]:
    """The names of the authors, or of all who made the book where none is called one."""
    creators = release.languages[0].creators if release.languages else ()
    authors = [one.name for one in creators if one.role == "author"]
    return authors or [one.name for one in creators]


def _id(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _instant(moment: datetime.datetime) -> str:
    """A moment as RFC 3339 writes it, in UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _add(parent: etree._Element, name: str, text: str = "", **facts: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}", facts)
    element.text = _plain(text) or None
    return element


def _plain(text: str) -> str:
    """The text without what XML can't hold (XML 1.0, section 2.2)."""
    whole = text.encode("utf-8", "replace").decode()
    return "".join(c for c in whole if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
