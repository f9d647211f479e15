"""EP005 not valid epub."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule, validated
from samizdat.validators import EpubValidation


@rule("EP005", level="error", reads=EpubValidation)
def not_valid_epub(validation: EpubValidation) -> Iterator[Problem]:
    """EPUBCheck finds an error in the finished EPUB or warns about it.

    Why: EPUBCheck is the trade's own test, and shops refuse what does not pass it. Where it
    can't be run, nobody knows whether the EPUB would pass.
    """
    yield from validated.faults("EPUBCheck", validation)
