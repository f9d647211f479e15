"""No word is lost on the way, whatever a step does; files and pictures come along as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from samizdat.importing.cleaning import Step
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.importing.proof import lost
from samizdat.importing.revising import WordsLostError, revised
from samizdat.importing.traced import Piece, TracedText
from samizdat.scanner import TextFile

from .conftest import samizdat

TEXT = """\
# The Weavers

Anna Keller

1911

# The Loom

In the spring the weavers of the town had no bread, and walked down to the

river in the evening.

# The Strike

They sang [a song of the time. Translator's note] all night.
"""


def test_several_files_are_chapters_in_their_natural_order(tmp_path: Path) -> None:
    for number in (1, 2, 10):
        words = f"# Chapter {number}\n\nWords.[^1]\n\n[^1]: Note {number}.\n"
        (tmp_path / f"chapter-{number}.md").write_text(words, "utf-8")
    paths = sorted(tmp_path.glob("chapter-*.md"))  # 10 before 2, as a shell gives them
    assert samizdat("import", *paths, "--into", tmp_path / "book").returncode == 0
    text = (tmp_path / "book/manuscript/manuscript.md").read_text("utf-8")
    assert re.findall(r"# Chapter (\d+)", text) == ["1", "2", "10"]
    labels = re.findall(r"^\[\^([^\]]+)\]: Note (\d+)\.$", text, re.MULTILINE)
    assert [number for _, number in labels] == ["1", "2", "10"]
    assert len({label for label, _ in labels}) == 3
    for label, _ in labels:
        assert text.count(f"[^{label}]") == 2


def test_pictures_beside_the_text_come_along_and_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "in/map.png").write_bytes(b"picture")
    words = "# One\n\n![A map](map.png)\n\n![](../secret.png)\n\n![](/etc/passwd)\n"
    (tmp_path / "in/text.md").write_text(words, "utf-8")
    done = samizdat("import", tmp_path / "in/text.md", "--into", tmp_path / "book")
    assert done.returncode == 0
    assert (tmp_path / "book/manuscript/images/map.png").read_bytes() == b"picture"
    assert [p.name for p in (tmp_path / "book/manuscript/images").iterdir()] == ["map.png"]
    assert done.stdout.count("is not beside the text") == 2


def dropping(draft: Draft) -> Iterator[Edit]:
    start = draft.text.index("bread")
    yield Edit(start, start + 5, "", "a step with a fault in it")


def doubling(draft: Draft) -> Iterator[Edit]:
    start = draft.text.index("bread")
    yield Edit(start, start, "bread ", "a step with a fault in it", "taken out")


@pytest.mark.parametrize("fault", [dropping, doubling])
def test_a_step_that_loses_or_doubles_a_word_is_stopped(fault: object) -> None:
    step = Step("faulty", "nothing good", fault)  # type: ignore[arg-type]
    with pytest.raises(WordsLostError, match="step faulty would change words"):
        revised(TextFile("text.md", TEXT), (), {}, frozenset(), (), steps=(step,))


def test_the_proof_sees_a_word_that_is_missing_and_one_that_came_from_nowhere() -> None:
    assert lost("one two", [TracedText.of("one two")], ()) == []
    faults = lost("one two", [TracedText("one three", (Piece(0, 9, 0, 1),))], ())
    assert faults == ["words of the source are missing: two", "words came from nowhere: three"]


def test_the_proof_sees_words_that_changed_their_place() -> None:
    turned = TracedText("two one ", (Piece(0, 4, 4), Piece(4, 8, 0)))
    assert lost("one two ", [turned], ()) == ["“one ” changed its place"]
