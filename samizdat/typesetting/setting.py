"""What is known of a chapter that is set, as JSON there and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from samizdat.findings import Problem, location_from_json
from samizdat.page_map import Place
from samizdat.remedies import Remedies


@dataclass(frozen=True)
class Order:
    """What a chapter is set for: its number in the book, from 0 on, and numbers of pages.

    `start` is the number of its first page, or 1 where it names no page of its own. `labels` are
    the numbers of pages in other chapters that it names, by the ids that stand there.
    """

    number: int
    start: int = 1
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Setting:
    """A chapter that is set.

    `start` is the number of its first page when it was set, which counts only where it names its
    own pages, as `names_itself` says. `is_bound_to_its_side` says that the stylesheet lets it begin
    on a page of no other side. `ids` are the pages, from 0 on, on which ids stand first; `places`
    are those in the text at which the pages begin; `said` is what WeasyPrint warned about.
    """

    order: Order
    start: int
    pages: int
    is_bound_to_its_side: bool
    names_itself: bool
    ids: Mapping[str, int]
    places: tuple[Place | None, ...]
    remedies: Remedies
    problems: tuple[Problem, ...] = ()
    said: tuple[str, ...] = ()

    def begins_at(self, page: int) -> int:
        """The number of its first page where the next page of the book has the number `page`."""
        return page + (self.is_bound_to_its_side and (page - self.start) % 2)


def dump(setting: Setting) -> str:
    """The setting as JSON with sorted keys."""
    data = asdict(setting)
    data["remedies"] = {name: sorted(value) for name, value in data["remedies"].items()}
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def load(text: str) -> Setting:
    """The setting that `dump` wrote; ValueError, KeyError or TypeError for anything else."""
    data: dict[str, Any] = json.loads(text)
    order = data.pop("order")
    labels = tuple((identifier, label) for identifier, label in order["labels"])
    remedies: dict[str, Any] = {
        name: frozenset(tuple(one) if isinstance(one, list) else one for one in value)
        for name, value in data.pop("remedies").items()
    }
    return Setting(
        order=Order(order["number"], order["start"], labels),
        places=tuple(place and Place(**place) for place in data.pop("places")),
        remedies=Remedies(**remedies),
        problems=tuple(
            Problem(**{**problem, "location": location_from_json(problem["location"])})
            for problem in data.pop("problems")
        ),
        said=tuple(data.pop("said")),
        **data,
    )
