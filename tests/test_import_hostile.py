"""Files made to hang, to fill the memory or to read other files end with a sentence, and soon."""

from __future__ import annotations

from pathlib import Path

import pytest

from .measured_import import measured, refused

BOMB = "---\na: &a [x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "facts that expand.md": BOMB + "title: *i\n---\n\nText.\n",
    "facts in brackets.md": "---\ntitle: " + "[" * 100_000 + "\n---\n\nText.\n",
    "facts with tags.md": "---\ntitle: !!python/name:os.system a\n---\n\nText.\n",
    "quotations.md": ">" * 100_000 + " a\n",
    "brackets.md": "[" * 100_000 + " a\n",
    "tags.md": "<div>" * 20_000,
    "lists.md": "\n".join("  " * depth + "- a" for depth in range(700)),
    "attributes.html": "<html><p " + " ".join(f'a{n}="b"' for n in range(100_000)) + ">Hello</p>",
    "elements.html": "<html>" + "<div>" * 100_000 + "a",
    "groups.rtf": "{\\rtf1 " + "{" * 50_000 + "a" + "}" * 50_000 + "}",
    "macros.tex": "\\documentclass{a}\\begin{document}\\newcommand{\\a}{\\a\\a}\\a\\end{document}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_with_a_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(HOSTILE[name], "utf-8")
    assert measured(tmp_path / name, tmp_path / "book")[1]


def test_300_megabytes_are_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.write(b"The keeper wrote. ")
        file.truncate(300_000_000)
    assert "300 MB of text" in refused(tmp_path / "a.txt")


def test_pictures_outside_of_the_folder_are_named_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\n![a](../../etc/passwd) ![b](/etc/passwd)\n", "utf-8")
    _, said = measured(tmp_path / "a.md", tmp_path / "book")
    assert "/etc/passwd is not beside the text" in said
    assert not list((tmp_path / "book").rglob("passwd"))
