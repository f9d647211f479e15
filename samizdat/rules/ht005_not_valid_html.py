"""HT005 not valid html."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule, validated
from samizdat.validators import WebValidation


@rule("HT005", level="error", reads=WebValidation)
def not_valid_html(validation: WebValidation) -> Iterator[Problem]:
    """The Nu HTML checker finds an error in the finished web edition.

    Why: browsers mend wrong HTML, each in its own way. Where the checker can't be run, nobody
    knows whether the page is right.
    """
    yield from validated.faults("the Nu HTML checker", validation)
