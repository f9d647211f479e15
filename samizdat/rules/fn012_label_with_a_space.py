"""FN012 label with a space."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source

_LABEL = re.compile(r"\[(?<!\\\[)\^(?P<label>[^\]\[\s][^\]\[\n]*[ \t][^\]\[\n]*)\]")


@rule("FN012", level="error", reads=Source)
def label_with_a_space(source: Source) -> Iterator[Problem]:
    """The label of a note has a space in it.

    Why: labels are single words; this one is printed as it stands, and there is no note.

    Bad:
        Text.[^war and peace]

        [^war and peace]: Tolstoy, 1869.

    Good:
        Text.[^war-and-peace]

        [^war-and-peace]: Tolstoy, 1869.
    """
    for file in source.texts:
        for match in _LABEL.finditer(file.masked):
            label = match["label"]
            yield Problem(
                file.location(match.start(), match.end() - match.start()),
                f"label [^{label}] has a space in it",
                f"write [^{'-'.join(label.split())}], at the call and at the definition",
            )
