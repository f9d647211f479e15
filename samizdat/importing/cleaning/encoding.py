"""Letters that were read in the wrong encoding, or come from another script, are put right."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.importing.incoming import Remark
from samizdat.traces.foreign_letters import mixed_words
from samizdat.traces.wrong_encoding import misread_words


def mend_encoding(draft: Draft) -> Iterator[Edit | Remark]:
    """Words read in the wrong encoding are read again; a letter that is lost is told."""
    for word in misread_words(draft.file):
        if word.meant is None:
            yield Remark(
                word.start,
                f"a letter of “{word.word}” is lost",
                "look it up in the copy, and type it",
                word.word,
            )
        else:
            yield Edit(
                word.start, word.end, word.meant, "it was read in the wrong encoding", "respelt"
            )


def mend_scripts(draft: Draft) -> Iterator[Edit]:
    """A letter that only looks like those around it becomes the one of their script."""
    for word in mixed_words(draft.file):
        mixture = word.mixture
        yield Edit(
            word.start,
            word.end,
            mixture.meant,
            f"{mixture.foreign} {mixture.letters} stood among {mixture.own} letters",
            "respelt",
        )
