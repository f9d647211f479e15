"""What is set and drawn when: the course of a book through the composing room."""

from __future__ import annotations

from functools import cache

from samizdat.typesetting.compositor import Compositor
from samizdat.typesetting.crew import Crew, crew
from samizdat.typesetting.drawing import Part
from samizdat.typesetting.hand import Draw, Job, Set
from samizdat.typesetting.keeping import Keeping
from samizdat.typesetting.setting import Order, Setting

_PASSES = 5
"""How often the chapters are gone through until the page numbers that they name are right."""


class Course:
    """One book: the orders of its chapters, what came of them, and their pages as drawn.

    In the first pass no chapter knows a page number. Each later one orders those anew that name
    pages of theirs or others, with the numbers that the pass before gave.
    """

    def __init__(self, compositor: Compositor, keeping: Keeping) -> None:
        self.keeping = keeping
        self.compositor = compositor
        self.orders = [Order(number) for number in range(len(compositor.composed.chapters))]
        self.settings: dict[int, Setting] = {}
        self.parts: dict[int, Part] = {}
        self.labels: dict[str, str] = {}
        self._far = cache(compositor.markup.far_references)
        self._drawn_as: dict[int, tuple[Order, int]] = {}
        self._homes: dict[Order, int] = {}
        self._to_set: list[Order] = []
        self._at_work: dict[int, Job] = {}

    def run(self) -> None:
        """Sets and draws all chapters, until nothing changes any more."""
        waiting = sum(not self._is_set(order) for order in self.orders)
        with crew(self.compositor, waiting) as hands:
            for _ in range(_PASSES):
                self._go_through(hands)
                self.labels = {
                    identifier: str(first + page)
                    for number, first in enumerate(self.firsts())
                    for identifier, page in self.settings[number].ids.items()
                }
                orders = [self._order(*numbered) for numbered in enumerate(self.firsts())]
                if orders == self.orders:
                    return
                self.orders = orders
            self._go_through(hands)

    def firsts(self) -> list[int]:
        """The numbers of the first pages of the chapters, up to the first that is not set."""
        firsts, page = list[int](), 1
        for number in range(len(self.orders)):
            setting = self.settings.get(number)
            if setting is None:
                break
            firsts.append(setting.begins_at(page))
            page = firsts[-1] + setting.pages
        return firsts

    def _order(self, number: int, first: int) -> Order:
        """What a chapter has to be set for, whose first page has the number `first`."""
        setting = self.settings[number]
        start = first if setting.names_itself else setting.order.start
        named = sorted(self._far(number) & self.labels.keys())
        return Order(number, start, tuple((one, self.labels[one]) for one in named))

    # --- one pass -----------------------------------------------------------------------------

    def _go_through(self, hands: Crew) -> None:
        """Sets what is not set for its order, and draws what has its numbers."""
        self._to_set = [order for order in self.orders if not self._is_set(order)]
        while True:
            to_draw = self._to_draw()
            for hand in hands.free() if to_draw or self._to_set else ():
                job = self._job(hand, to_draw)
                if job:
                    hands.give(hand, job)
                    self._at_work[hand] = job
            if not (self._at_work or to_draw or self._to_set):
                return
            for hand, answer in hands.done():
                self._take(hands, hand, self._at_work.pop(hand), answer)

    def _to_draw(self) -> list[Draw]:
        """The chapters that have their numbers, and are not drawn with these."""
        jobs = []
        waiting = {job.order for job in self._at_work.values() if isinstance(job, Draw)}
        for number, first in enumerate(self.firsts()):
            order, setting = self.orders[number], self.settings[number]
            if self._drawn_as.get(number) == (order, first) or order in waiting:
                continue
            if setting.order != order or not self._is_final(order, first):
                continue
            kept = self.keeping.part(order, first)
            if kept:
                self._drawn_as[number], self.parts[number] = (order, first), kept
            else:
                jobs.append(Draw(order, setting.start, setting.remedies, first))
        return jobs

    def _is_final(self, order: Order, first: int) -> bool:
        """Whether the chapter is set with all numbers that it names, as far as is known."""
        has_labels = not self._far(order.number) - self.labels.keys()
        return has_labels and self._order(order.number, first) == order

    def _job(self, hand: int, to_draw: list[Draw]) -> Job | None:
        """The next job for a hand; a chapter is drawn by who has set it."""
        for job in to_draw:
            if self._homes.get(job.order, hand) == hand:
                to_draw.remove(job)
                return job
        return Set(self._to_set.pop(0)) if self._to_set else None

    def _take(self, hands: Crew, hand: int, job: Job, answer: Setting | Part) -> None:
        number = job.order.number
        if isinstance(answer, Setting):
            self.settings[number] = answer
            self.keeping.keep_setting(answer)
            firsts = self.firsts()
            # A chapter that names no page of its own is good before its number is known.
            first = firsts[number] if number < len(firsts) else 0
            if self._is_final(job.order, first):
                self._homes[job.order] = hand
            else:
                hands.put_away(hand, job.order)
        elif isinstance(job, Draw):
            self._homes.pop(job.order, None)
            self.parts[number] = answer
            self._drawn_as[number] = job.order, job.first
            self.keeping.keep_part(job.order, job.first, answer)

    def _is_set(self, order: Order) -> bool:
        """Whether the chapter is set for the order, now or by an earlier build."""
        setting = self.settings.get(order.number)
        if setting is None or setting.order != order:
            setting = self.keeping.setting(order)
        if setting is None:
            return False
        self.settings[order.number] = setting
        return True
