"""An import with small steps of its own, of a text that has one of each thing that can happen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from samizdat.importing import cleaning, revising
from samizdat.importing.cleaning import Step
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Certainty, Edit, Effect
from samizdat.importing.incoming import Remark
from samizdat.importing.run import Import, run

TEXT = """\
The Lock Keeper

Inside Cover. Printed at the lock.

# The lock

The keeper wrote down each boat that came
through the lock, and each boat that he sent back, in a book of two hundred leaves.

The water stood low that year, and the

17

barges waited for rain [the Long Wait of 1911. Translator's note] until the autumn.

He was called Figs by the bargemen.

"Nobody passes," he said, and he said so <script>alert(1)</script> often.

The last page is torn [and nobody knows more].

Nobody has looked for the other half.
"""

Find = Callable[[Draft], Iterator[Edit | Remark]]


def edits(
    pattern: str, put: str, why: str, effect: Effect = "same", certainty: Certainty = "sure"
) -> Find:
    """A step that puts something in the place of each match of a pattern."""

    def find(draft: Draft) -> Iterator[Edit]:
        for match in re.finditer(pattern, draft.text):
            facts = {"title": match.group()} if effect == "to metadata" else {}
            text = match.expand(put)
            yield Edit(match.start(), match.end(), text, why, effect, certainty, facts=facts)

    return find


def _notes(draft: Draft) -> Iterator[Edit]:
    for match in re.finditer(r" \[([^\]]*?)\. Translator's note\]", draft.text):
        yield Edit(
            match.start(),
            match.end(),
            "[^wait]",
            "the bracket is signed",
            "to notes",
            label="wait",
            body=(match.span(1),),
        )


def _brackets(draft: Draft) -> Iterator[Remark]:
    for match in re.finditer(r"\[and[^\]]*\]", draft.text):
        yield Remark(match.start(), "a bracket without a signature", "sign it", match.group())


STEPS = (
    Step(
        "matter",
        "the title goes to metadata.yaml",
        edits(r"\AThe Lock Keeper", "", "it is the title", "to metadata"),
    ),
    Step(
        "covers",
        "what stood on the cover goes",
        edits(r"Inside Cover\..*", "", "it stood on the cover", "taken out", "likely"),
    ),
    Step("pages", "page numbers go", edits(r"(?m)^17$", "", "a page's number", "taken out")),
    Step("unwrap", "lines become paragraphs", edits(r"(?<=came)\n", " ", "a line that was cut")),
    Step("join", "broken paragraphs", edits(r"(?<=the)\n\n+", " ", "the sentence goes on")),
    Step("notes", "signed notes go to notes.md", _notes),
    Step(
        "names",
        "names are spelt in one way",
        edits("Figs", "Figes", "elsewhere he is Figes", "respelt", "doubtful"),
    ),
    Step("quotes", "quotes of the language", edits('"([^"]*)"', r"“\1”", "straight quotes")),
    Step("brackets", "brackets are looked at", _brackets),
)


def imported(
    folder: Path,
    patch: pytest.MonkeyPatch,
    text: str = TEXT,
    steps: tuple[Step, ...] = STEPS,
    language: str = "en",
) -> Import:
    """The text as a file of the folder, imported with these steps."""
    patch.setattr(revising, "STEPS", steps)
    patch.setattr(cleaning, "STEPS", steps)
    file = folder / "lock.txt"
    file.write_text(text, "utf-8")
    return run([file], language=language)
