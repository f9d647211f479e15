"""TX013 mixed scripts."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import TextFile
from samizdat.source import Source
from samizdat.traces.foreign_letters import MixedWord, mixed_words


@rule("TX013", level="review", reads=Source)
def mixed_scripts(source: Source) -> Iterator[Problem]:
    """A word has a letter of another script that only looks like its own.

    Why: nobody sees it, but a search does not find the word, it is read aloud wrongly, and the
    letter comes from another typeface.

    Bad:
        She read an old bооk on cloth.

    Good:
        She read an old book on cloth, самиздат, of 3 μm and 2 kΩ.
    """
    for file in source.texts:
        yield from few(_problem(file, found) for found in mixed_words(file))


def _problem(file: TextFile, found: MixedWord) -> Problem:
    mixture = found.mixture
    named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in mixture.letters)
    noun = "letters" if len(mixture.letters) > 1 else "letter"
    return Problem(
        file.location(found.start, len(found.word)),
        f"“{found.word}” has the {mixture.foreign} {noun} {named} among {mixture.own} ones",
        f"type the word again: {mixture.meant}",
    )
