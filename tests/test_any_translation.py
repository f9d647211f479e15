"""Whatever is written, a translation is divided, compared and filled in without a stumble."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from samizdat.scanner import TextFile
from samizdat.translation.composing import composed
from samizdat.translation.ledger import Ledger, dump, load
from samizdat.translation.passages import passages
from samizdat.translation.recording import recorded
from samizdat.translation.standing import standing

from .test_any_text import PIECES

BLANK = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x85\xa0\u2028\u2029>"
"""White space, and the sign of a quotation in which nothing stands."""

TEXTS = st.lists(PIECES, max_size=25).map("".join)


@given(TEXTS)
def test_passages_hold_all_of_a_text_but_white_space_and_each_sign_once(text: str) -> None:
    file = TextFile("manuscript/manuscript.md", text)
    position = 0
    for passage in passages(file):
        assert not text[position : passage.start].strip(BLANK), "signs between two passages"
        assert position <= passage.start < passage.end
        position = passage.end
    assert not text[position:].strip(BLANK)


@given(TEXTS, TEXTS)
def test_every_passage_of_both_texts_is_in_one_row_and_the_ledger_comes_to_rest(
    ours: str, theirs: str
) -> None:
    original = TextFile("manuscript/manuscript.md", ours)
    translated = TextFile("translations/es/manuscript.md", theirs)
    ledger = Ledger()
    for _ in range(3):
        found = standing((original,), (translated,), ledger)
        every = [p for row in (*found.rows, *found.wordless) for p in row.original]
        wanted = [p for p in passages(original) if p.kind != "comment"]
        assert sorted(p.start for p in every) == [p.start for p in wanted]
        text = composed(original, translated, found, "en")
        for place in range(0, len(text.text), 7):
            assert text.location(place).path in {original.path, translated.path}
        before, ledger = ledger, recorded(ledger, found.rows)
        assert load(TextFile("ledger.json", dump(ledger))) == (ledger, [])
    assert ledger == before


@given(TEXTS)
def test_a_text_that_is_copied_has_nothing_to_fill_in(text: str) -> None:
    original = TextFile("manuscript/manuscript.md", text)
    translated = TextFile("translations/es/manuscript.md", text)
    found = standing((original,), (translated,), Ledger())
    assert all(row.translated for row in found.rows if row.original)
