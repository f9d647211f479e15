"""The parts of a DOCX, and a smaller DOCX made of them for pandoc.

Nothing of the file itself reaches pandoc: the parts that make up the text are parsed here, and
written anew without what reaches out of the file (ECMA-376, part 2: Open Packaging Conventions).
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from samizdat.importing.incoming import UnusableFileError
from samizdat.importing.opening.archives import Archive

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml."

PARTS = ("styles", "numbering", "footnotes", "endnotes", "comments")


@dataclass(frozen=True)
class Relation:
    """Where a part leads: `target` is a member of the archive, or an address when `outside`."""

    kind: str
    target: str
    outside: bool


@dataclass(frozen=True)
class Package:
    """The text of a DOCX.

    `document` is the main part; `parts` are those of `PARTS` that there are; `relations` are those
    of the main part and of the notes, by part and identifier. `outside` are the addresses that any
    part of the file would fetch something from.
    """

    document: etree._Element
    parts: dict[str, etree._Element]
    relations: dict[str, dict[str, Relation]]
    core: etree._Element | None
    outside: tuple[str, ...]

    def texts(self) -> Iterator[tuple[str, etree._Element]]:
        """The parts that hold text, with their names."""
        yield "document", self.document
        for name in ("footnotes", "endnotes"):
            if name in self.parts:
                yield name, self.parts[name]


def package_of(archive: Archive) -> Package:
    """The parts of a DOCX that stands open. Raises `UnusableFileError` where there is no text."""
    top = _relations(archive, "")
    main = next((r.target for r in top.values() if r.kind == "officeDocument"), "word/document.xml")
    if main not in archive:
        raise UnusableFileError("the file has no text in it; save it again as DOCX")
    document = archive.xml(main)
    if etree.QName(document).namespace != W[1:-1]:
        raise UnusableFileError(
            "the file is DOCX of the kind that Word calls Strict; save it as ordinary DOCX"
        )
    relations = {"document": _relations(archive, main)}
    parts = {}
    for relation in relations["document"].values():
        if relation.kind in PARTS and relation.target in archive:
            parts[relation.kind] = archive.xml(relation.target)
            relations[relation.kind] = _relations(archive, relation.target)
    core = next((r.target for r in top.values() if r.kind == "core-properties"), "")
    return Package(
        document,
        parts,
        relations,
        archive.xml(core) if core in archive else None,
        _outside(archive),
    )


def _name_of_relations(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(archive: Archive, part: str) -> dict[str, Relation]:
    name = _name_of_relations(part)
    if name not in archive:
        return {}
    found = {}
    for element in archive.xml(name).iterfind(f"{{{_RELATIONSHIPS}}}Relationship"):
        target = element.get("Target", "")
        outside = element.get("TargetMode") == "External"
        if not outside:
            inner = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))
            target = unquote(inner).lstrip("/")
        kind = element.get("Type", "").rpartition("/")[2]
        found[element.get("Id", "")] = Relation(kind, target, outside)
    return found


def _outside(archive: Archive) -> tuple[str, ...]:
    """What any part would fetch from outside of the file; links that a reader follows are not."""
    found = []
    for name in archive.names:
        if name.endswith(".rels"):
            for element in archive.xml(name).iterfind(f"{{{_RELATIONSHIPS}}}Relationship"):
                kind = element.get("Type", "").rpartition("/")[2]
                if element.get("TargetMode") == "External" and kind != "hyperlink":
                    found.append(element.get("Target", ""))
    return tuple(dict.fromkeys(found))


def write(package: Package, target: Path) -> int:
    """Writes the text parts as a DOCX that pandoc can read; returns the bytes before packing."""
    parts = {name: part for name, part in package.parts.items() if name != "comments"}
    contents = {
        "[Content_Types].xml": _types(parts),
        "_rels/.rels": _written(
            {"rId1": Relation("officeDocument", "word/document.xml", False)}, "."
        ),
        "word/document.xml": etree.tostring(package.document),
        "word/_rels/document.xml.rels": _written(
            _inner(package.relations["document"])
            | {f"samizdat{n}": Relation(n, f"word/{n}.xml", False) for n in parts}
        ),
    }
    for name, part in parts.items():
        contents[f"word/{name}.xml"] = etree.tostring(part)
        if package.relations.get(name):
            contents[f"word/_rels/{name}.xml.rels"] = _written(_inner(package.relations[name]))
    for relations in package.relations.values():
        for relation in relations.values():
            if relation.kind == "image" and not relation.outside:
                contents[relation.target] = b""  # pandoc asks only whether it is there
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in contents.items():
            file.writestr(zipfile.ZipInfo(name), content)
    return sum(map(len, contents.values()))


def _inner(relations: dict[str, Relation]) -> dict[str, Relation]:
    return {
        name: relation
        for name, relation in relations.items()
        if relation.kind == "hyperlink" or (relation.kind == "image" and not relation.outside)
    }


def _written(relations: dict[str, Relation], folder: str = "word") -> bytes:
    root = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships")
    for name, relation in relations.items():
        element = etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship")
        element.set("Id", name)
        element.set("Type", f"{_OFFICE}/{relation.kind}")
        element.set(
            "Target",
            relation.target if relation.outside else posixpath.relpath(relation.target, folder),
        )
        if relation.outside:
            element.set("TargetMode", "External")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _types(parts: dict[str, etree._Element]) -> bytes:
    root = etree.Element(f"{{{_TYPES}}}Types")
    for ending, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(root, f"{{{_TYPES}}}Default", Extension=ending, ContentType=kind)
    for name in ("document.main", *parts):
        path = f"/word/{name.partition('.')[0]}.xml"
        kind = f"{_CONTENT}{name}+xml"
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=path, ContentType=kind)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
