"""References in brackets are listed, and names that differ by a letter put to a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.importing.incoming import Remark

_PAGES = (
    r"(?:pp?|S|ss?|f|págs?|str|стр|с|Bd|vol)\.\s?\d[\d–, -]*(?:ff?\.)?"
    r"|\d{4}[a-z]?(?::\s?\d[\d–-]*)?"
)
_NAME = r"[^\W\d_a-z][^\W\d_]+(?:[-’'][^\W\d_]+)*"
_REFERENCE = re.compile(
    rf"(?:(?<=\()|(?<=; )|(?<=;\n))(?:(?:cf\.|see|vgl\.|siehe|véase|vid\.|voir|см\.) )?"
    rf"(?P<name>{_NAME})(?: (?:&|and|und|y|et|e|и) {_NAME}|,? et al\.)?,?\s"
    rf"(?:op\. ?cit\.,?\s|ob\. ?cit\.,?\s|a\. ?a\. ?O\.,?\s|[^\W\d_][^();]{{0,60}},\s)?(?:{_PAGES})"
)
_SHORTEST = 4


def list_citations(draft: Draft) -> Iterator[Edit | Remark]:
    """One remark that lists the references, and a proposal for each name with a doubtful letter."""
    found = list(_REFERENCE.finditer(draft.file.prose))
    counts = Counter(match["name"] for match in found)
    if not counts:
        return
    listed = ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))
    yield Remark(
        found[0].start(),
        f"references stand in brackets: {sum(counts.values())} of them, to {len(counts)} names",
        "they stay as they are; a bibliography and [@keys] would make them links",
        listed,
    )
    for one, other in combinations(sorted(counts), 2):
        if min(len(one), len(other)) >= _SHORTEST and _differ_by_a_letter(one, other):
            rare, usual = sorted((one, other), key=lambda name: (counts[name], len(name), name))
            for match in found:
                if match["name"] == rare:
                    yield Edit(
                        match.start("name"),
                        match.end("name"),
                        usual,
                        f"“{rare}” ({counts[rare]}) and “{usual}” ({counts[usual]}) differ by a "
                        "letter, and may be one author",
                        "respelt",
                        "doubtful",
                        f"name:{rare}",
                    )


def _differ_by_a_letter(one: str, other: str) -> bool:
    """Whether one letter changed, came or went makes one name the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    first = next(
        (n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    rest = short[first:] if len(short) < len(long) else short[first + 1 :]
    return rest == long[first + 1 :]
