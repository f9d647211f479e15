"""Files made to hang, to fill the memory or to read other files end with a sentence, and soon."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

# Runs the command, and tells on the standard output what it cost with all it called.
MEASURED = """
import json, resource, subprocess, sys, time
begin = time.monotonic()
done = subprocess.run([sys.executable, "-m", "samizdat", "import", *sys.argv[1:]],
                      capture_output=True, encoding="utf-8", errors="replace", timeout=60)
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([done.returncode, done.stdout + done.stderr, time.monotonic() - begin, most]))
"""
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


def measured(*arguments: object) -> str:
    """What the command says, which took less than a minute and a gigabyte."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    status, said, seconds, kilobytes = json.loads(done.stdout)
    assert status in {0, 1}
    assert "Traceback" not in said
    assert "stumbled" not in said
    assert seconds < 60
    assert kilobytes < 1_000_000
    return str(said)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_with_a_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(HOSTILE[name], "utf-8")
    assert measured(tmp_path / name, "--into", tmp_path / "book")


def test_300_megabytes_are_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.write(b"The keeper wrote. ")
        file.truncate(300_000_000)
    said = measured(tmp_path / "a.txt", "--into", tmp_path / "book")
    assert "a.txt" in said


def test_pictures_outside_of_the_folder_are_named_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\n![a](../../etc/passwd) ![b](/etc/passwd)\n", "utf-8")
    said = measured(tmp_path / "a.md", "--into", tmp_path / "book")
    assert "/etc/passwd is not beside the text" in said
    assert not list((tmp_path / "book").rglob("passwd"))
