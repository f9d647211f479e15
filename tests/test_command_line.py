"""The help of every command, with examples that are right, and completion in shells."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from samizdat import cli, command_line

from .conftest import samizdat

PARSERS = dict(command_line.parsers(cli._parser()))


def test_every_command_has_examples_and_every_example_a_command() -> None:
    assert sorted(PARSERS) == sorted(command_line.EXAMPLES)


@pytest.mark.parametrize("name", command_line.EXAMPLES)
def test_each_example_is_understood(name: str) -> None:
    for typed, what in command_line.EXAMPLES[name]:
        words = shlex.split(typed.partition(" > ")[0])
        assert words[: 1 + len(name.split())] == ["samizdat", *name.split()]
        assert cli._parser().parse_args(words[1:]).run
        assert what


def test_help_shows_the_examples_as_they_are_typed() -> None:
    done = samizdat("import", "--help")
    assert "\n  samizdat import letters.docx --into letters\n      a book folder" in done.stdout
    assert max(map(len, done.stdout.split("examples:")[0].splitlines())) <= 80


@pytest.mark.parametrize("shell", command_line.SHELLS)
def test_a_shell_takes_the_script_by_which_it_completes(shell: str, tmp_path: Path) -> None:
    done = samizdat("completion", shell)
    assert done.returncode == 0, done.stderr
    assert "unvalidated" in done.stdout
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not there")
    script = tmp_path / "script"
    script.write_text(done.stdout, "utf-8")
    subprocess.run([program, "-n", str(script)], check=True)


def completed(line: str, folder: Path) -> set[str]:
    """What bash offers at the end of a line."""
    script = samizdat("completion", "bash").stdout
    typed = line.split(" ")
    ask = f"""
COMP_WORDS=({" ".join(map(shlex.quote, typed))}); COMP_CWORD={len(typed) - 1}
COMP_LINE={shlex.quote(line)}; COMP_POINT={len(line)}
_shtab_samizdat samizdat {shlex.quote(typed[-1])} {shlex.quote(typed[-2])}
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(
        ["bash", "-c", script + ask],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={"PATH": os.environ["PATH"]},
    )
    return set(done.stdout.split())


def test_bash_completes_commands_options_choices_and_files(tmp_path: Path) -> None:
    (tmp_path / "letters.docx").touch()
    assert "doctor" in completed("samizdat do", tmp_path)
    assert {"--draft", "--edition"} <= completed("samizdat build --", tmp_path)
    assert {"epub", "web"} <= completed("samizdat build --edition ", tmp_path)
    assert completed("samizdat locale a", tmp_path) == {"add", "accept", "adopt"}
    assert "letters.docx" in completed("samizdat import let", tmp_path)
