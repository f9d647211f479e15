"""One who sets chapters and draws their pages; several of them work side by side."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from typing import Any

from samizdat.remedies import Remedies
from samizdat.typesetting import drawing, engine
from samizdat.typesetting.compositor import Compositor
from samizdat.typesetting.drawing import Part
from samizdat.typesetting.setting import Order, Setting


@dataclass(frozen=True)
class Set:
    """The job to set a chapter, whose pages are kept at hand until they are drawn."""

    order: Order


@dataclass(frozen=True)
class Draw:
    """The job to draw a chapter that is set, with the number `first` on its first page.

    Where its pages aren't at hand it is set again: `start` and `remedies` are what came of the
    order.
    """

    order: Order
    start: int
    remedies: Remedies
    first: int


Job = Set | Draw

_PAGES = 20
"""Pages after which what is done with them is cleared away: each time takes as long as a page."""


class Hand:
    """Does one job after the other."""

    def __init__(self, compositor: Compositor) -> None:
        self.compositor = compositor
        self.at_hand: dict[Order, Any] = {}
        self._pages = 0

    def do(self, job: Job) -> Setting | Part:
        """What comes of a job."""
        # A document is one live heap, which the collector would only walk again and again.
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            came = self._set(job) if isinstance(job, Set) else self._drawn(job)
            self._pages += came.pages if isinstance(came, Setting) else 0
            return came
        finally:
            if self._pages > _PAGES:
                self._pages = 0
                gc.collect()
            if was_enabled:
                gc.enable()

    def _set(self, job: Set) -> Setting:
        setting, self.at_hand[job.order] = self.compositor.chapter(job.order)
        return setting

    def _drawn(self, job: Draw) -> Part:
        document = self.at_hand.pop(job.order, None)
        order = replace(job.order, start=job.start)
        if document is None:
            document = self.compositor.set(order, job.remedies)
        if (job.first - order.start) % 2 and not engine.turned_over(document):
            order = replace(order, start=order.start + 1)
            document = self.compositor.set(order, job.remedies)
        return drawing.drawn(document, job.first - order.start, self.compositor.ids)

    def put_away(self, order: Order) -> None:
        """Forgets the pages of a chapter that are not drawn."""
        self.at_hand.pop(order, None)
