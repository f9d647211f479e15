"""The source and the book folder side by side, with every change and its reason, as one page."""

from __future__ import annotations

from samizdat.importing.run import Import


def page(done: Import) -> str:
    """The page; it needs no network and no script."""
    return ""
