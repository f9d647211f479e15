"""5: what a page of the print edition costs in short books and in long ones."""

from __future__ import annotations

from dataclasses import replace

from figures import Figure, Limit, Told
from workshop import Workshop

SIZES = (50, 250, 1000, 4000)
_MOST = Limit(1.25)


def measured(workshop: Workshop) -> Told:
    """Time and memory a page, each against the least that a page of a shorter book took.

    The memory is that of the largest process. What every book costs once, such as loading
    WeasyPrint, makes the pages of short books dear, so only what rises counts against the limit.
    """
    least_time, least_memory = float("inf"), float("inf")
    before: tuple[int, float] | None = None
    for size in (size for size in SIZES if size <= workshop.growth_to):
        found = workshop.print_edition(size)
        pages = found["pages"]
        time = 1000 * found["seconds"] / pages
        memory = 1000 * max(found["own"], found["others"]) / pages
        for name, value, unit, least in (
            ("time", time, "ms", least_time),
            ("memory", memory, "kB", least_memory),
        ):
            first = Figure(5, f"{pages} pages: {name} a page", value, unit, series=name)
            rise = value / least if before else None
            means = "{ratio} of the least before"
            yield replace(first, ratio=rise, means=means, limit=_MOST) if rise else first
        if before:
            further = 1000 * (found["seconds"] - before[1]) / (pages - before[0])
            yield Figure(5, f"{pages} pages: time a further page", further, "ms")
        least_time, least_memory = min(least_time, time), min(least_memory, memory)
        before = pages, found["seconds"]
    render, ours = workshop.whole_render, workshop.print_edition()
    yield Figure(5, "memory of one WeasyPrint render", render["peak"], "MB")
    for name, peak in (("the step itself", ours["own"]), ("the largest it begins", ours["others"])):
        means = "{ratio} of the render"
        ratio = peak / render["peak"]
        yield Figure(5, f"memory of print: {name}", peak, "MB", ratio, means, Limit(0.5))
