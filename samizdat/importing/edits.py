"""What a step of cleaning proposes, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Effect = Literal["same", "moved", "respelt", "taken out", "to metadata", "to notes"]
"""What an edit does to words: it keeps them, keeps them in another order, as where a note stood in
the middle of a paragraph, spells them otherwise, or takes them somewhere."""

Certainty = Literal["sure", "likely", "doubtful"]
"""A sure edit is made, a likely one is made and looked over, a doubtful one is only proposed."""


@dataclass(frozen=True)
class Edit:
    """`text` in place of what stands from `start` to `end`, offsets into the text of the step.

    `why` says to a person what is done and for what reason. Edits with the same `decision` are made
    or left together. `facts` are what it tells of the book, by the keys of metadata.yaml. An edit
    to the notes has the `label` of the translator's note that it makes, and `body`, the spans of
    the text that become the note's words, with a space between two and the `stop` behind them.
    """

    start: int
    end: int
    text: str
    why: str
    effect: Effect = "same"
    certainty: Certainty = "sure"
    decision: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    label: str = ""
    body: tuple[tuple[int, int], ...] = ()
    stop: str = ""


@dataclass(frozen=True)
class Change:
    """An edit as the report tells of it.

    `path`, `line` and `column` are where it stood in what came in. `before` and `after` are the
    texts of the edit; `words_out` and `words_in` the words that went and came, of which the proof
    takes its account. `offset` is its place in the joined source, `is_made` whether it was made.
    """

    number: int
    step: str
    why: str
    effect: Effect
    certainty: Certainty
    path: str
    line: int
    column: int
    offset: int
    before: str
    after: str
    is_made: bool
    words_out: tuple[str, ...] = ()
    words_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A change that a person is asked about, with the text before and after it.

    `count` is how many edits are made or left together with it.
    """

    change: Change
    lead: str
    rest: str
    count: int = 1
