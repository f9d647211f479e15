"""How often Python's collector looks for rings of objects that nothing holds any more."""

from __future__ import annotations

import gc

_RARELY = 70_000
"""New objects after which it looks; Python's own number is a hundredth of it."""


def look_rarely() -> None:
    """Called in a process that reads books.

    Modules and the trees of a long book are millions of objects without a ring among them, and
    looking through them takes a tenth of the time of a check, and a fifth of that of a step.
    """
    gc.set_threshold(_RARELY, *gc.get_threshold()[1:])
