"""Formulas for paper: MathML drawn as SVG, with its place on the baseline.

WeasyPrint shows no MathML; ziamath draws it with the outlines of STIX Two Math.
"""

from __future__ import annotations

import logging
import re
import warnings
from dataclasses import dataclass

from lxml import etree

MATHML = "{http://www.w3.org/1998/Math/MathML}"
_SIZE = 24.0
"""The size in pixels in which ziamath draws; only ratios of it are used."""

# STIX Two Math is larger on the body than EB Garamond; so much makes their x-heights equal.
_RATIO = 0.86


@dataclass(frozen=True)
class Drawing:
    """A drawn formula. `width`, `height` and `depth` (below the baseline) are in em."""

    svg: str
    width: float
    height: float
    depth: float


def draw(math: str) -> Drawing:
    """The drawing of a MathML element given as text. Raises ValueError if ziamath can't draw it."""
    with warnings.catch_warnings():
        # It asks for its own font in a way that Python 3.11 calls deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath import zmath

    logger = logging.getLogger()
    before, logger.disabled = logger.disabled, True
    try:
        formula = zmath.Math(_bare(math), size=_SIZE)
        svg = formula.svg()
        # The drawing may not reach out of its own box, as ziamath's reported size lets it.
        _, top, width, height = (float(x) for x in _view_box(svg))
    # ziamath fails in many ways on what it does not know; each is the same fault to us.
    except Exception as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error
    finally:
        logger.disabled = before
    em = _RATIO / _SIZE
    return Drawing(svg, width * em, height * em, (top + height) * em)


def _view_box(svg: str) -> tuple[str, ...]:
    found = re.search(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"', svg)
    if not found:
        raise ValueError("the drawing has no size")
    return found.groups()


def _bare(math: str) -> str:
    """The MathML without its TeX annotation, which ziamath does not know."""
    bare = etree.fromstring(math)
    for semantics in list(bare.iter(f"{MATHML}semantics")):
        parent = semantics.getparent()
        if parent is not None:
            parent.replace(semantics, semantics[0])
    bare.attrib.pop("alttext", "")
    return etree.tostring(bare, encoding="unicode")
