"""What the PDF says of itself (step 5): its standards, its facts, and the numbers of its pages.

WeasyPrint writes PDF/A-3a with the facts that HTML can carry. What is added here is PDF/UA-1 (ISO
14289-1, clause 5), the facts that HTML has no place for, and page labels.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

import pydyf

from samizdat import locales
from samizdat.metadata import Metadata

_TEXT = "text"
"""The name that the stylesheet gives to the pages of the text, which are counted from 1."""

_UA = """\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
"""
# PDF/A knows only its own schemas; any other has to be described (ISO 19005-3, section 6.6.2.3).
_UA_SCHEMA = """\
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>the part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def finish(facts: Metadata, document: Any, pdf: Any) -> None:
    """Adds what is missing to a PDF that WeasyPrint is about to write."""
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    packet = b"".join(stream.stream)
    added = _UA + _UA_SCHEMA + _more_facts(facts)
    stream.stream = [packet.replace(b"</rdf:RDF>", added.encode() + b"</rdf:RDF>")]
    stream.compress = False  # so that any program can read it
    preferences = {"DisplayDocTitle": "true"}
    if locales.load(facts.language).direction == "rtl":
        preferences["Direction"] = "/R2L"
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary(preferences)


def page_labels(names: list[str]) -> list[tuple[int, str]]:
    """Where each way of counting begins anew: the page from 0, and its style as PDF has it.

    `names` are those of the pages. Pages before the text have small roman numerals; the text is
    counted from 1, and what follows it goes on.
    """
    is_text = [False] * len(names)
    if _TEXT in names:
        start = names.index(_TEXT)
        is_text[start:] = [True] * (len(names) - start)
    labels, first = [], 0
    for decimal, pages in groupby(is_text):
        labels.append((first, "D" if decimal else "r"))
        first += len(list(pages))
    return labels


def _more_facts(facts: Metadata) -> str:
    """Facts as a description by Dublin Core, in the forms of XMP."""
    others = [creator.name for creator in facts.creators if creator.role != "author"]
    properties = [
        ("contributor", "Bag", others),
        ("language", "Bag", [facts.language]),
        ("publisher", "Bag", [facts.publisher] if facts.publisher else []),
        ("rights", "Alt", [facts.rights] if facts.rights else []),
        ("subject", "Bag", list(facts.subjects)),
    ]
    inner = f"<dc:identifier>{escape(facts.identifier)}</dc:identifier>" if facts.identifier else ""
    inner += "<dc:format>application/pdf</dc:format>"
    for name, kind, values in properties:
        language = ' xml:lang="x-default"' if kind == "Alt" else ""
        items = "".join(f"<rdf:li{language}>{escape(value)}</rdf:li>" for value in values)
        if items:
            inner += f"<dc:{name}><rdf:{kind}>{items}</rdf:{kind}></dc:{name}>"
    dublin_core = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<rdf:Description rdf:about="" {dublin_core}>{inner}</rdf:Description>\n'
