"""What became of each passage of a text that was edited."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from samizdat.scanner import TextFile
from samizdat.translation.ledger import Entry, Ledger
from samizdat.translation.passages import digest
from samizdat.translation.recording import recorded
from samizdat.translation.revisions import revisions
from samizdat.translation.standing import standing

ONE = "The mill stood by the river until the flood of the third winter took its wheel away."
TWO = "Nobody in the village would say who had opened the sluice on the night before."
THREE = "A letter from the owner was found in 1931, and it names the price of the timber."
FOUR = "We printed two hundred copies on a hand press, and folded them at the kitchen table."


def told(old: list[str], new: list[str]) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    """The revisions but for what stayed as it was."""
    return [(r.fate, r.old, r.new) for r in revisions(old, new) if r.fate != "same"]


def test_a_paragraph_put_into_the_middle_makes_one_revision() -> None:
    assert told([ONE, TWO, THREE], [ONE, FOUR, TWO, THREE]) == [("new", (), (1,))]


def test_a_paragraph_taken_out_is_gone() -> None:
    assert told([ONE, TWO, THREE], [ONE, THREE]) == [("gone", (1,), ())]


def test_a_paragraph_with_some_other_words_is_changed() -> None:
    new = TWO.replace("village", "town").replace("night", "evening")
    assert told([ONE, TWO, THREE], [ONE, new, THREE]) == [("changed", (1,), (1,))]


def test_a_paragraph_that_is_put_elsewhere_has_moved_and_its_neighbours_have_not() -> None:
    assert told([ONE, TWO, THREE, FOUR], [TWO, THREE, FOUR, ONE]) == [("moved", (0,), (3,))]


def test_a_paragraph_can_be_split_and_two_can_be_joined() -> None:
    whole = f"{ONE} {TWO}"
    assert told([THREE, whole, FOUR], [THREE, ONE, TWO, FOUR]) == [("split", (1,), (1, 2))]
    assert told([THREE, ONE, TWO, FOUR], [THREE, whole, FOUR]) == [("joined", (1, 2), (1,))]


def test_a_replaced_paragraph_is_gone_and_another_is_new() -> None:
    assert told([ONE, TWO, THREE], [ONE, FOUR, THREE]) == [("gone", (1,), ()), ("new", (), (1,))]


def test_lines_wrapped_in_another_way_are_the_same() -> None:
    assert told([ONE], [ONE.replace(" the flood", "\nthe flood")]) == []


def test_what_comes_many_times_belongs_to_its_neighbours() -> None:
    stars = "* * *"
    old, new = [ONE, stars, TWO, stars, THREE], [ONE, stars, FOUR, stars, TWO, stars, THREE]
    assert Counter(fate for fate, _, _ in told(old, new)) == {"new": 2}


def test_a_note_is_the_same_note_as_long_as_it_has_its_label() -> None:
    old, new = ["[^mill]: It is gone.", ONE], [ONE, "[^mill]: Nothing of this is true any more."]
    assert told(old, new) == [("changed", (0,), (1,))]


def test_a_heading_in_its_place_is_another_wording_of_the_one_that_stood_there() -> None:
    assert told(["# The mill", ONE], ["# Water", ONE]) == [("changed", (0,), (0,))]


# --- a long book and many edits ------------------------------------------------------------------

_WORDS = [
    f"{a}{b}{c}" for a in "bdfgklmnprstv" for b in "aeiou" for c in ("n", "rt", "l", "st", "m")
]


def _paragraph(chance: random.Random) -> str:
    length = chance.randint(12, 60)
    return " ".join(chance.choice(_WORDS) for _ in range(length)).capitalize() + "."


def _entry(chance: random.Random) -> str:
    """One of many passages that were all made by one pattern."""
    number = chance.randint(1, 10**6)
    return f"Letter {number} was sent to the editor of the paper on day {number}, and was answered."


@dataclass(frozen=True)
class Edited:
    """A text before and after two hundred edits, and what became of each passage.

    `fates` has the numbers of the old passages by fate, `inserted` the places of the new ones.
    """

    old: list[str]
    new: list[str]
    fates: set[tuple[str, tuple[int, ...]]]
    inserted: list[int]


def edited(chance: random.Random, make: Callable[[random.Random], str]) -> Edited:
    """A thousand passages and a run of edits, each of other passages than the others."""
    old = [make(chance) for _ in range(1000)]
    starts = chance.sample(range(1, 249), 200)
    kinds = ["insert", "delete", "change", "move", "split", "join"]
    edits = {4 * start: chance.choice(kinds) for start in sorted(starts)}
    new: list[tuple[str, str, tuple[int, ...]]] = []  # text, fate, and the old passages
    gone, moving = set[int](), list[tuple[str, int]]()
    number = 0
    while number < len(old):
        text, edit = old[number], edits.get(number)
        words = text.split()
        if edit == "insert":
            new += [(make(chance), "new", ()), (text, "same", (number,))]
        elif edit == "delete":
            gone.add(number)
        elif edit == "change":
            for _ in range(max(1, len(words) // 6)):
                words[chance.randrange(2, len(words) - 4)] = chance.choice(_WORDS)
            new.append((" ".join(words) + " anew", "changed", (number,)))
        elif edit == "move":
            moving.append((text, number))
        elif edit == "split":
            cut = chance.randint(4, len(words) - 4)
            halves = (words[:cut], words[cut:])
            new += [(" ".join(half), "split", (number,)) for half in halves]
        elif edit == "join":
            new.append((f"{text} {old[number + 1]}", "joined", (number, number + 1)))
            number += 1
        else:
            new.append((text, "same", (number,)))
        number += 1
    for text, number in moving:
        place = chance.randrange(len(new) - 1)
        while new[place][1] == "split" and new[place - 1][1] == "split":
            place += 1
        new.insert(place, (text, "moved", (number,)))
    fates = {("gone", (number,)) for number in gone} | {(fate, one) for _, fate, one in new if one}
    inserted = [place for place, (_, fate, _) in enumerate(new) if fate == "new"]
    return Edited(old, [text for text, _, _ in new], fates, inserted)


EVERY_KIND = pytest.mark.parametrize("make", [_paragraph, _entry])


@EVERY_KIND
@pytest.mark.parametrize("seed", range(5))
def test_two_hundred_edits_of_a_thousand_passages_are_told_exactly(
    seed: int, make: Callable[[random.Random], str]
) -> None:
    book = edited(random.Random(seed), make)
    found = revisions(book.old, book.new)
    assert {(r.fate, r.old) for r in found if r.old} == book.fates
    assert [r.new[0] for r in found if r.fate == "new"] == book.inserted
    assert sorted(n for r in found for n in r.old) == list(range(1000))
    assert sorted(n for r in found for n in r.new) == list(range(len(book.new)))


@EVERY_KIND
def test_the_ledger_of_a_translation_tells_the_same_edits_and_no_false_one(
    make: Callable[[random.Random], str],
) -> None:
    book = edited(random.Random(7), make)
    numbers = {text: number for number, text in enumerate(book.old)}
    # A language in which every word is written backwards.
    theirs = [" ".join(word[::-1] for word in text.split()) for text in book.old]
    ledger = Ledger(
        tuple(
            Entry("manuscript.md", ours, (digest(other),))
            for ours, other in zip(book.old, theirs, strict=True)
        )
    )
    original = TextFile("manuscript/manuscript.md", "\n\n".join(book.new))
    translated = TextFile("translations/xx/manuscript.md", "\n\n".join(theirs))
    for _ in range(2):  # nothing is forgotten when the ledger is written again
        rows = standing((original,), (translated,), ledger).rows
        told = {
            (row.state.replace("done", "same"), tuple(numbers[text] for text in row.was))
            for row in rows
            if row.state != "new"
        }
        assert told == book.fates
        new = {row.original[0].text for row in rows if row.state == "new"}
        assert new == {book.new[place] for place in book.inserted}
        ledger = recorded(ledger, rows)
    looked_at = [row for row in rows if row.state not in {"done", "new"}]
    ledger = recorded(ledger, rows, looked_at)
    rows = standing((original,), (translated,), ledger).rows
    assert {row.state for row in rows} <= {"done", "new", "added"}
