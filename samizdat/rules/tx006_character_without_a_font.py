"""TX006 character without a font."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat import fonts
from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("TX006", level="error", reads=Source)
def character_without_a_font(source: Source) -> Iterator[Problem]:
    """A character is in none of the typefaces of the house style.

    Why: in print there is a blank or a box in its place, and screens take any font they find.

    Bad:
        A sun: 𓀀

    Good:
        A sun: ☀
    """
    for file in (*source.texts, source.metadata_file):
        missing = fonts.uncovered(file.signs)
        if missing and file is not source.metadata_file:
            missing &= set(file.shown)
        if missing:
            first = next(place for place, c in enumerate(file.shown) if c in missing)
            rest = sorted(missing - {file.text[first]})
            named = ", ".join(f"{c} (U+{ord(c):04X})" for c in [file.text[first], *rest[:7]])
            more = f" and {len(rest) - 7} more" if len(rest) > 7 else ""
            noun, verb = ("characters", "are") if rest else ("character", "is")
            yield Problem(
                file.location(first),
                f"{noun} {named}{more} {verb} in no typeface here",
                "write it in other letters, or as a picture with its words",
            )
