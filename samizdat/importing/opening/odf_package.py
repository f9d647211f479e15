"""The parts of an OpenDocument text, packed or flat, and a smaller ODT made of them for pandoc.

OpenDocument 1.3, part 2 (packages) and part 3, section 3.1 (documents).
"""

from __future__ import annotations

import base64
import binascii
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from samizdat.importing.incoming import UnusableFileError
from samizdat.importing.opening.archives import (
    MOST_PIECES,
    MOST_XML,
    Archive,
    opened,
    parsed,
    pieces,
    too_much,
)

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{_NAMESPACE}office:1.0}}"
TEXT = f"{{{_NAMESPACE}text:1.0}}"
STYLE = f"{{{_NAMESPACE}style:1.0}}"
DRAW = f"{{{_NAMESPACE}drawing:1.0}}"
FO = f"{{{_NAMESPACE}xsl-fo-compatible:1.0}}"
SVG = f"{{{_NAMESPACE}svg-compatible:1.0}}"
DC = "{http://purl.org/dc/elements/1.1/}"
XLINK = "{http://www.w3.org/1999/xlink}"
MATH = "{http://www.w3.org/1998/Math/MathML}math"

_PREFIXES = {"office": OFFICE, "text": TEXT, "style": STYLE, "draw": DRAW, "fo": FO, "svg": SVG}
_PREFIXES |= {"dc": DC, "xlink": XLINK, "table": f"{{{_NAMESPACE}table:1.0}}"}
_MATHML = MATH[1:].partition("}")[0].encode()
_MIMETYPE = "application/vnd.oasis.opendocument.text"
_MANIFEST = f"{_NAMESPACE}manifest:1.0"
_ENDINGS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"<svg": "svg"}


@dataclass(frozen=True)
class OdfPackage:
    """The text of an OpenDocument file.

    `formulas` are the embedded objects that are MathML, by their names; `pictures` are the
    contents of pictures by the path that the text has for them.
    """

    content: etree._Element
    styles: etree._Element | None
    meta: etree._Element | None
    formulas: dict[str, etree._Element] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)


def odf_package_of(path: Path) -> OdfPackage:
    """The parts of the file. Raises `UnusableFileError` where there is no text, or it is locked."""
    with path.open("rb") as file:
        packed = file.read(2) == b"PK"
    return _packed(path) if packed else _flat(path)


def _packed(path: Path) -> OdfPackage:
    with opened(path) as archive:
        if "META-INF/manifest.xml" in archive:
            manifest = archive.xml("META-INF/manifest.xml")
            if next(manifest.iter(f"{{{_MANIFEST}}}encryption-data"), None) is not None:
                raise UnusableFileError(
                    f"{path.name} is locked with a password; open it in the word processor, take "
                    "the password off, and save it again"
                )
        if "content.xml" not in archive:
            raise UnusableFileError(f"{path.name} has no text in it; save it again as ODT")
        content = archive.xml("content.xml")
        used = {
            image.get(f"{XLINK}href", "").removeprefix("./")
            for image in content.iter(f"{DRAW}image")
        }
        return OdfPackage(
            content,
            archive.xml("styles.xml") if "styles.xml" in archive else None,
            archive.xml("meta.xml") if "meta.xml" in archive else None,
            dict(_formulas(archive)),
            {name: archive.read(name) for name in archive.names if name in used},
        )


def _formulas(archive: Archive) -> Iterator[tuple[str, etree._Element]]:
    """The objects that are formulas; tables and drawings are not parsed."""
    for name in archive.names:
        if name.count("/") == 1 and name.endswith("/content.xml"):
            content = archive.read(name)
            is_likely = _MATHML in content[:1000]
            if is_likely and (root := parsed(content, name)).tag == MATH:
                yield name, root


def _flat(path: Path) -> OdfPackage:
    """A flat document: all parts in one, pictures among the text in letters (base 64)."""
    with path.open("rb") as file:
        whole = file.read(MOST_XML + 1)
    if len(whole) > MOST_XML:
        raise UnusableFileError(
            f"{path.name} has more than {MOST_XML // 1_000_000} MB of XML; save it as ODT"
        )
    if pieces(whole) > MOST_PIECES:
        raise too_much(path.name)
    root = parsed(whole, path.name)
    if root.find(f"{OFFICE}body/{OFFICE}text") is None:
        raise UnusableFileError(f"{path.name} has no text in it; save it again as ODT")
    pictures = {}
    for number, data in enumerate(list(root.iter(f"{OFFICE}binary-data")), 1):
        image = data.getparent()
        if image is None or image.tag != f"{DRAW}image":
            continue
        try:
            content = base64.b64decode("".join((data.text or "").split()), validate=True)
        except binascii.Error:
            continue
        ending = next((e for start, e in _ENDINGS.items() if content.startswith(start)), "bin")
        name = f"Pictures/picture{number}.{ending}"
        pictures[name] = content
        image.set(f"{XLINK}href", name)
        image.remove(data)
    document = _root("document-content")
    styles = _root("document-styles")
    for name, holder in (("automatic-styles", document), ("body", document), ("styles", styles)):
        if (part := root.find(f"{OFFICE}{name}")) is not None:
            holder.append(part)
    return OdfPackage(document, styles, root.find(f"{OFFICE}meta"), {}, pictures)


def _root(name: str) -> etree._Element:
    """A root with the usual prefixes, by which pandoc knows what is below it."""
    return etree.Element(
        f"{OFFICE}{name}", nsmap={prefix: space[1:-1] for prefix, space in _PREFIXES.items()}
    )


def write(package: OdfPackage, target: Path) -> int:
    """Writes the parts as an ODT that pandoc can read; returns the bytes before packing."""
    parts = {"content.xml": package.content, **package.formulas}
    styles = package.styles
    parts["styles.xml"] = _root("document-styles") if styles is None else styles
    for name in ("styles", "automatic-styles", "master-styles"):  # pandoc asks for all of them
        if parts["styles.xml"].find(f"{OFFICE}{name}") is None:
            etree.SubElement(parts["styles.xml"], f"{OFFICE}{name}")
    contents = {name: etree.tostring(part) for name, part in parts.items()}
    manifest = etree.Element(f"{{{_MANIFEST}}}manifest")
    for name, kind in [("/", _MIMETYPE), *((name, "text/xml") for name in contents)]:
        entry = etree.SubElement(manifest, f"{{{_MANIFEST}}}file-entry")
        entry.set(f"{{{_MANIFEST}}}full-path", name)
        entry.set(f"{{{_MANIFEST}}}media-type", kind)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("mimetype"), _MIMETYPE)
        file.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), etree.tostring(manifest))
        for name, content in contents.items():
            file.writestr(zipfile.ZipInfo(name), content)
        for name in package.pictures:
            file.writestr(zipfile.ZipInfo(name), b"")  # pandoc asks only whether it is there
    return sum(map(len, contents.values()))
