"""The help of every command, with examples that are right, and completion in shells."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

import pytest

from samizdat import cli, command_line

from .conftest import samizdat

PARSERS = {name: parser for name, parser, _ in command_line.parsers(cli._parser())}


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


@pytest.mark.parametrize("name", PARSERS)
def test_help_explains_the_command_and_each_of_its_words_in_narrow_lines(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    own = PARSERS[name]
    assert own.description
    assert [a.dest for a in own._actions if not a.help and not a.choices] == []
    assert max(map(len, own.format_help().split("examples:")[0].splitlines())) <= 80


def test_the_version_is_told() -> None:
    done = samizdat("--version")
    assert (done.returncode, done.stdout) == (0, f"samizdat {metadata.version('samizdat')}\n")


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


def test_fish_completes_commands_options_choices_and_files(tmp_path: Path) -> None:
    if shutil.which("fish") is None:
        pytest.skip("fish is not there")
    (tmp_path / "letters.docx").touch()
    script = tmp_path / "samizdat.fish"
    script.write_text(samizdat("completion", "fish").stdout, "utf-8")

    def offered(line: str) -> dict[str, str]:
        asked = f"source {script}; complete -C {shlex.quote(line)}"
        done = subprocess.run(
            ["fish", "--no-config", "-c", asked],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        )
        words = (one.partition("\t") for one in done.stdout.splitlines())
        return {word: said for word, _, said in words}

    assert offered("samizdat ch") == {
        "changes": "what changed between two releases",
        "check": "check the text, and finished files where there are any",
    }
    assert {"--draft", "--edition"} <= set(offered("samizdat build --"))
    assert {"epub", "web"} <= set(offered("samizdat build --edition "))
    assert set(offered("samizdat locale a")) == {"add", "accept", "adopt"}
    assert "letters.docx" in offered("samizdat import let")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("samizdat ch", "what changed between two releases"),
        ("samizdat build --dr", "--draft"),
        ("samizdat build --edition w", "web"),
        ("samizdat locale sta", "status"),
        ("samizdat import let", "letters.docx"),
    ],
)
def test_zsh_completes_commands_options_choices_and_files(
    line: str, shown: str, tmp_path: Path
) -> None:
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not there")
    (tmp_path / "letters.docx").touch()
    (tmp_path / "_samizdat").write_text(samizdat("completion", "zsh").stdout, "utf-8")
    # Completion works at a terminal only, which zsh makes itself. What is typed there is echoed;
    # so the words to wait for are no part of it.
    typist = f"""
zmodload zsh/zpty && zpty shell zsh -f -i || exit 2
zpty -w shell 'fpath=($PWD $fpath); autoload -Uz compinit && compinit -D -u; print READ""Y'
zpty -r shell seen '*READY*'
zpty -w -n shell {shlex.quote(line)}$'\\t'
zpty -r shell seen '*{shown}*' && print FOUND
"""
    done = subprocess.run(
        ["zsh", "-f", "-c", typist],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TERM": "vt100"},
    )
    assert done.stdout == "FOUND\n", done.stderr
