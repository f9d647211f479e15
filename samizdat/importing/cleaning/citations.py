"""References in brackets are listed, and names that differ by a letter put to a person."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from samizdat.importing.cleaning.fact_words import MONTH
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.importing.incoming import Remark

_PAGES = r"(?:pp?|S|ss?|f|págs?|pag|str|стр|с|Bd|vol)\.\s?\d[\d–, -]*(?:ff?\.)?"
_YEAR = r"\d{4}[a-z]?(?:(?::\s?|,\s)\d[\d–-]*)?(?![\w–-])"
_NAME = r"(?:(?:de|von|van|di) )?[^\W\d_a-zа-яё][^\W\d_]+(?:[-’'][^\W\d_]+)*"
_CF = r"(?:(?:cf\.|see|vgl\.|siehe|véase|vid\.|voir|см\.),? )?"
# Behind a bracket or a semicolon: a name, or two, and then a page, maybe behind a title, or a year.
_REFERENCE = re.compile(
    rf"(?:(?<=\()|(?<=;\s)){_CF}(?P<name>{_NAME})"
    rf"(?: (?:&|and|und|y|et|e|и) {_NAME}|,? et al\.)?,?\s"
    rf"(?:{_YEAR}|(?:[^\W\d_][^();]{{0,60}}[,.]\s|\d{{4}}[a-z]?,\s)?{_PAGES})"
)
_MONTH = re.compile(MONTH, re.IGNORECASE)
_SHORTEST = 4
_MOST = 20
"""So many names of one shape are compared; more are a list and no slips."""


def list_citations(draft: Draft) -> Iterator[Edit | Remark]:
    """One remark that lists the references, and a proposal for each name with a doubtful letter."""
    found = [
        match
        for match in _REFERENCE.finditer(draft.file.prose)
        if not _MONTH.fullmatch(match["name"])
    ]
    counts = Counter(match["name"] for match in found)
    if not counts:
        return
    listed = ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))
    yield Remark(
        found[0].start(),
        f"{sum(counts.values())} references stand in brackets, to {len(counts)} names",
        "they stay as they are; a bibliography and [@keys] would make them links",
        listed,
    )
    meant = dict(_doubtful(draft, counts))
    for match in found:
        if usual := meant.get(match["name"]):
            rare = match["name"]
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


def _doubtful(draft: Draft, counts: Counter[str]) -> Iterator[tuple[str, str]]:
    """Each name that differs from one that comes more often by a letter, and that one.

    Of two that are cited as often, it is the one that is in the text less often.
    """
    alike = defaultdict[str, list[str]](list)
    for name in counts:
        if len(name) >= _SHORTEST:
            for shape in _shapes(name):
                alike[shape].append(name)
    pairs = {pair for some in alike.values() for pair in combinations(sorted(some[:_MOST]), 2)}
    book = draft.vocabulary.book
    for one, other in sorted(pairs):
        order = sorted(
            (one, other), key=lambda name: (counts[name], book[name.lower()], len(name), name)
        )
        yield order[0], order[1]


def _shapes(name: str) -> set[str]:
    """The name with a letter left open or out at each place, and as it is.

    Two names that have a shape in common differ by one letter.
    """
    places = range(len(name))
    opened = {f"{name[:place]}?{name[place + 1 :]}" for place in places}
    return opened | {f"-{name[:place]}{name[place + 1 :]}" for place in places} | {f"-{name}"}
