"""PD022 picture without words."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import REPORT, place_of_page


@rule("PD022", level="error", reads=PrintEdition)
def picture_without_words(proof: Proof) -> Iterator[Problem]:
    """A picture or a drawn formula of the finished PDF has no alternative text.

    Why: who does not see it learns nothing of it.
    """
    edition: PrintEdition = proof.artifact
    for tag in edition.tags:
        if tag.name in {"Figure", "Formula"} and "Alt" not in tag.has:
            yield Problem(
                place_of_page(proof.book, edition, tag.page),
                f"a {tag.name.lower()} on page {edition.number(tag.page)} of {edition.path.name} "
                "has no alternative text",
                REPORT,
            )
