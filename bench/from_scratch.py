"""1: a long book from scratch, against one WeasyPrint render of its text."""

from __future__ import annotations

from figures import Figure, Limit, Told
from workshop import Workshop


def measured(workshop: Workshop) -> Told:
    """The render, the print edition, and all editions with their proofs as `doit` makes them."""
    render, ours = workshop.whole_render, workshop.print_edition()
    yield f"{ours['pages']} pages, {ours['text_pages']} of them of the text"
    name = "one WeasyPrint render of the whole"
    yield Figure(1, name, render["seconds"], series="setting")
    faster = render["seconds"] / ours["seconds"]
    yield Figure(
        1,
        "print from scratch",
        ours["seconds"],
        ratio=faster,
        means="{ratio} times as fast as the render",
        limit=Limit(1.8, kind="at least"),
        series="setting",
    )
    built = workshop.built
    yield Figure(
        1,
        "all editions and proofs from scratch (doit)",
        built,
        ratio=built / render["seconds"],
        means="{ratio} of the render",
    )
