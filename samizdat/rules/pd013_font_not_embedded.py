"""PD013 font not embedded."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Location, Problem
from samizdat.metadata import PATH
from samizdat.printed import PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import REPORT


@rule("PD013", level="error", reads=PrintEdition)
def font_not_embedded(proof: Proof) -> Iterator[Problem]:
    """A typeface is not in the finished PDF, or nobody can tell its letters.

    Why: a press that has not the typeface prints another one. Without a table of its letters
    (ToUnicode), nobody can search the text, copy it, or have it read out.
    """
    name = proof.artifact.path.name
    for face in proof.artifact.faces:
        if not face.is_embedded:
            yield Problem(Location(PATH), f"font {face.name} is not embedded in {name}", REPORT)
        elif not face.has_letters:
            what = f"font {face.name} has no table of its letters in {name}"
            yield Problem(Location(PATH), what, REPORT)
