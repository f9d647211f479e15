"""HT004 web reaches outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from samizdat.artifacts import WebEdition
from samizdat.findings import Location, Problem
from samizdat.rules import Proof, rule, self_contained
from samizdat.stylesheets import house_script


@rule("HT004", level="error", reads=WebEdition)
def web_reaches_outside(proof: Proof) -> Iterator[Problem]:
    """The finished web edition reads, runs or follows something outside itself.

    Why: it is one file that needs nothing beside it. A page that fetches something tells others
    who reads it. Only links may leave it, to web addresses, mail and telephone numbers, and no
    script may run but samizdat's own, to the letter.
    """
    web = proof.artifact
    for page in web.pages:
        for what in _faults(page.root, house_script()):
            yield Problem(
                Location(web.path.name),
                f"{what} in {web.path.name}",
                "build the edition again; if it stays, please report it to samizdat",
            )


def _faults(root: Any, script: str | None = None) -> Iterator[str]:
    for what in self_contained.active(root, script):
        yield f"{what} stands"
    for address in self_contained.links_that_can_not_be_followed(root):
        yield f"a link to {address} stands"
    for address in self_contained.fetched(root):
        if not address.startswith(("#", "data:")):
            yield f"{address} is read and is not"
            continue
        for inner in self_contained.fetched_by_data(address):
            if not inner.startswith(("#", "data:")):
                yield f"{inner} is read by a style and is not"
        try:
            drawing = self_contained.drawing_in(address)
        except ValueError as error:
            yield f"a drawing that is no XML ({error}) stands"
            continue
        if drawing is not None:
            yield from _faults(drawing)
