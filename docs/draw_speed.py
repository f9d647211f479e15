"""Draws docs/speed.svg from the results that bench/speed.py wrote.

./run python docs/draw_speed.py RESULTS.json [TARGET.svg]

Prints the line by which a text shows the chart, with words for those who don't see it.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

TARGET = Path(__file__).with_name("speed.svg")

WIDTH, LEFT, RIGHT, ROW, EDGE = 840, 320, 160, 24, 28
"""Pixels: of the chart, beside the bars, of a row, and around all."""
STYLE = """
svg{--ground:#fbfaf7;--ink:#22201c;--quiet:#6b665d;--line:#dcd8cf;--own:#8c2f1b;--other:#aaa498}
@media (prefers-color-scheme:dark){
svg{--ground:#1b1a18;--ink:#ece8df;--quiet:#a8a296;--line:#3b3833;--own:#e2806a;--other:#75706a}}
text{font:13px system-ui,'Helvetica Neue',Arial,sans-serif;fill:var(--ink)}
.title{font-size:20px;font-weight:600}.head{font-size:15px;font-weight:600}
.quiet{fill:var(--quiet);font-size:12px}.ground{fill:var(--ground)}
.own{fill:var(--own)}.other{fill:var(--other)}
.missed{fill:var(--ground);stroke:var(--own);stroke-width:1.5}
.line{stroke:var(--line)}.limit{stroke:var(--ink);stroke-dasharray:4 3}
"""


@dataclass(frozen=True)
class Bar:
    """A row of a panel: what it is, how long its bar, what is written behind it, how it looks."""

    label: str
    value: float
    told: str
    look: str = "own"


class Chart:
    """Panels one below the other."""

    def __init__(self, title: str, words: str) -> None:
        self.svg = ElementTree.Element(
            "svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "width": str(WIDTH)}
        )
        self._add("title", {}, title)
        self._add("desc", {}, words)
        self._add("style", {}, STYLE)
        self.ground = self._add("rect", {"class": "ground", "width": str(WIDTH), "rx": "10"})
        self.down = EDGE + 14.0
        self._text(EDGE, title, "title")

    def line(self, words: str) -> None:
        """A quiet line of text."""
        self.down += 22
        self._text(EDGE, words, "quiet")

    def panel(
        self, title: str, axis: str, bars: Iterable[Bar], limit: float = 0, most: float = 0
    ) -> None:
        """Bars under a title, with a labelled axis below; none where there are no bars.

        A bar longer than `most` ends there. At `limit` stands a dashed line.
        """
        rows = list(bars)
        if not rows:
            return
        self.down += 44
        self._text(EDGE, title, "head")
        longest = max(limit * 1.1, *(bar.value for bar in rows))
        longest = min(longest, most) if most else longest
        room = WIDTH - LEFT - RIGHT
        top = self.down + 12
        bottom = top + ROW * len(rows) + 4
        for tick in _ticks(longest):
            across = LEFT + room * tick / longest
            self._stroke("line", across, top, bottom)
            self.down = bottom + 16
            self._text(across, f"{tick:g}", "quiet", "middle")
        for number, bar in enumerate(rows):
            self.down = top + ROW * number + 17
            length = max(1.5, room * min(bar.value, longest) / longest)
            self._text(LEFT - 10, bar.label, "", "end")
            place = {"x": f"{LEFT}", "y": f"{self.down - 12:.1f}", "width": f"{length:.1f}"}
            self._add("rect", {**place, "height": "16", "class": bar.look})
            if limit:  # out of the way of the dashed line
                self._text(WIDTH - EDGE, bar.told, "", "end")
            else:
                self._text(LEFT + length + 7, bar.told)
        if limit:
            self._stroke("limit", LEFT + room * limit / longest, top - 6, bottom)
        self.down = bottom + 34
        self._text(LEFT + room / 2, axis, "quiet", "middle")

    def written(self) -> str:
        """The chart as SVG."""
        height = f"{self.down + EDGE:.0f}"
        self.svg.set("height", height)
        self.svg.set("viewBox", f"0 0 {WIDTH} {height}")
        self.ground.set("height", height)
        ElementTree.indent(self.svg, "")
        return ElementTree.tostring(self.svg, "unicode") + "\n"

    def _text(self, across: float, words: str, look: str = "", anchor: str = "start") -> None:
        place = {"x": f"{across:.1f}", "y": f"{self.down:.1f}", "text-anchor": anchor}
        self._add("text", {**place, **({"class": look} if look else {})}, words)

    def _stroke(self, look: str, across: float, top: float, bottom: float) -> None:
        ends = {"x1": across, "x2": across, "y1": top, "y2": bottom}
        self._add("line", {"class": look, **{name: f"{at:.1f}" for name, at in ends.items()}})

    def _add(self, tag: str, facts: dict[str, str], text: str = "") -> ElementTree.Element:
        made = ElementTree.SubElement(self.svg, tag, facts)
        made.text = text or None
        return made


def _ticks(longest: float) -> list[float]:
    """Round numbers from 0 to the longest bar, six at the most."""
    rough = longest / 5
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
    return [step * number for number in range(int(longest / step + 1e-9) + 1)]


def _told(value: float, unit: str) -> str:
    """A value for people, in three digits."""
    digits = max(0, 2 - math.floor(math.log10(value))) if value > 0 else 0
    return f"{value:,.{min(2, digits)}f} {unit}"


def _plain(figure: dict[str, Any], look: str = "own") -> Bar:
    label = figure["name"].partition(":")[0] if figure["measurement"] == 5 else figure["name"]
    return Bar(label, figure["value"], _told(figure["value"], figure["unit"]), look)


def _of_limit(figure: dict[str, Any]) -> Bar:
    """How much of its limit a figure takes up."""
    limit = figure["limit"]
    held = figure["value"] if limit["of"] == "value" else figure["ratio"]
    told = f"{held:.2f}, {limit['kind']} {limit['bound']:g}"
    told += f" {figure['unit']}" if limit["of"] == "value" else ""
    return Bar(figure["name"], figure["share"], told, "own" if figure["within"] else "missed")


def drawn(results: dict[str, Any]) -> tuple[str, str]:
    """The chart, and what it shows in words."""
    figures, machine = results["figures"], results["machine"]
    limited = [figure for figure in figures if "limit" in figure]
    kept = sum(figure["within"] for figure in limited)
    setting = [figure for figure in figures if figure["series"] == "setting"]
    setting.sort(key=lambda figure: figure["value"])
    words = f"Setting {results['pages']} pages takes: " + ", ".join(
        f"{figure['name']} {_told(figure['value'], figure['unit'])}" for figure in setting
    )
    words += f". {kept} of {len(limited)} limits are kept."
    chart = Chart("How long a book takes", words)
    tools = ", ".join(f"{name} {told}" for name, told in machine.items() if name[0] in "sPpw")
    chart.line(f"{machine['cores']} cores; {tools}")
    chart.panel(
        f"A book of about {results['pages']} pages is typeset",
        "seconds, less is better",
        (
            _plain(one, "own" if one["measurement"] < 3 and "ratio" in one else "other")
            for one in setting
        ),
    )
    for series, axis in (("time", "milliseconds"), ("memory", "kilobytes, of the largest process")):
        rows = [figure for figure in figures if figure["series"] == series]
        chart.panel(f"Print: {series} a page, by the length of the book", axis, map(_plain, rows))
    chart.panel(
        "What is used of each limit",
        "part of the limit, which is the dashed line; where it is missed, the bar is empty",
        map(_of_limit, limited),
        limit=1,
        most=2.5,
    )
    return chart.written(), words


def main() -> None:
    """Draws the chart."""
    svg, words = drawn(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else TARGET
    target.write_text(svg, "utf-8")
    print(f"![{words}](docs/{target.name})")


if __name__ == "__main__":
    main()
