"""What was measured: a figure, what it is held against, and how both are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Limit:
    """What the `value` or the `ratio` of a figure has to be, at most or at least."""

    bound: float
    of: Literal["value", "ratio"] = "ratio"
    kind: Literal["at most", "at least"] = "at most"


@dataclass(frozen=True)
class Figure:
    """One figure of a measurement, by its number.

    `ratio` is told in words by `means`: "{ratio} of one render". Figures of one `series` can be
    drawn side by side.
    """

    measurement: int
    name: str
    value: float
    unit: str = "s"
    ratio: float | None = None
    means: str = ""
    limit: Limit | None = None
    series: str = ""

    @property
    def share(self) -> float | None:
        """How much of what the limit allows is used up: 1 at the limit, more beyond it."""
        if self.limit is None:
            return None
        held = self.value if self.limit.of == "value" else (self.ratio or 0.0)
        if self.limit.kind == "at most":
            return held / self.limit.bound
        return self.limit.bound / held if held else float("inf")

    @property
    def is_within(self) -> bool:
        """Whether the limit is kept; a figure without one always is."""
        return self.share is None or self.share <= 1

    def line(self) -> str:
        """The figure for people."""
        value = f"{self.value:9.2f} {self.unit}"
        means = self.means.format(ratio=f"{self.ratio:.2f}") if self.ratio is not None else ""
        told = ""
        if self.limit is not None:
            bound = f"{self.limit.bound:g}{f' {self.unit}' * (self.limit.of == 'value')}"
            told = f"[{self.limit.kind} {bound}: {'within' if self.is_within else 'MISSED'}]"
        return f"{self.measurement}  {self.name:46} {value:13} {means:34} {told}".rstrip()

    def data(self) -> dict[str, Any]:
        """The figure for JSON, rounded to what is certain of it."""
        facts = {key: _rounded(value) for key, value in asdict(self).items() if value is not None}
        if self.share is not None:
            facts |= {"share": _rounded(self.share), "within": self.is_within}
        return facts


def _rounded(value: Any) -> Any:
    return float(f"{value:.4g}") if isinstance(value, float) else value


Told = Iterator[Figure | str]
"""What a measurement tells, one after the other; a sentence where something is left out."""
