"""TR006 note calls differ."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.fellow_passages import differing, pairs
from samizdat.source import Source


@rule("TR006", level="review", reads=Source)
def note_calls_differ(source: Source) -> Iterator[Problem]:
    """A passage calls notes that the source does not call there, or calls them in another order.

    Why: a call that went into another sentence explains the wrong word. Languages order their words
    in their own way, so that it may be right; notes that the translator has added in `notes.md` are
    not meant.

    Bad:
        The mill[^mill] was closed by its owner.[^owner]

        [^mill]: It stood by the river.

        [^owner]: A widow.
        --- translations/es/manuscript.md
        # Un capítulo

        La dueña[^owner] cerró el molino.[^mill]

        [^owner]: Una viuda.

        [^mill]: Estaba junto al río.

    Good:
        The mill[^mill] was closed by its owner.[^owner]

        [^mill]: It stood by the river.

        [^owner]: A widow.
        --- translations/es/manuscript.md
        # Un capítulo

        El molino[^mill] fue cerrado por su dueña.[^owner]

        [^mill]: Estaba junto al río.

        [^owner]: Una viuda.
    """
    own = source.translation.own_notes if source.translation else None
    added = {definition.label for definition in own.notes.definitions} if own else set()
    called = {call.label for file in source.texts for call in file.notes.calls}
    for pair in pairs(source, "strict"):
        ours, theirs = pair.both("calls")
        theirs = [label for label in theirs if label in ours or label not in added]
        missing, more = differing(ours, theirs)
        if len(missing) == len(more) and missing:
            continue  # a label that was translated, which another rule tells
        missing = [label for label in missing if label in called]
        if ours != theirs and (missing or more or sorted(ours) == sorted(theirs)):
            said = ", ".join(f"[^{label}]" for label in theirs) or "no note"
            wanted = ", ".join(f"[^{label}]" for label in ours) or "none"
            yield Problem(
                pair.place,
                f"passage calls {said}, and the source calls {wanted}",
                "move the calls to the words that they explain, if they are not there",
            )
