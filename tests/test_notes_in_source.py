"""The scanner finds calls and definitions of notes where pandoc does, and not in code."""

from samizdat.scanner import mask, scan


def labels(text: str) -> tuple[list[str], list[str]]:
    notes = scan(mask(text))
    return [c.label for c in notes.calls], [d.label for d in notes.definitions]


def test_a_call_and_its_definition() -> None:
    assert labels("Text[^a].\n\n[^a]: Note.\n") == (["a"], ["a"])


def test_code_comments_and_formulas_hold_no_notes() -> None:
    text = "`[^a]` <!-- [^b] --> $x[^c]$\n\n```\n[^d]\n```\n\n    [^e]\n"
    assert labels(text) == ([], [])


def test_a_definition_glued_to_a_paragraph_is_none() -> None:
    assert labels("Text[^a].\n[^a]: Note.\n") == (["a", "a"], [])
