"""The map in samizdat/__init__.py is true: it names what is there, and imports point upward."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import samizdat

PACKAGE = Path(samizdat.__file__).parent
MAP = (
    inspect.cleandoc(samizdat.__doc__ or "")
    .partition("The map")[2]
    .partition("Beside the modules")[0]
)
ORDER = re.findall(r"^    (\w+) ", MAP, re.MULTILINE)
DATA = {"styles", "templates", "typefaces", "nu_checker", "new_book", "new_texts"}


def modules() -> dict[str, list[Path]]:
    """The files of each top-level module of the package."""
    found = {path.stem: [path] for path in PACKAGE.glob("*.py") if path.stem != "__init__"}
    for folder in PACKAGE.iterdir():
        if (folder / "__init__.py").exists():
            found[folder.name] = sorted(folder.rglob("*.py"))
    return found


def imported(path: Path) -> Iterator[str]:
    """The top-level modules of samizdat that a file imports, at its head or within a function."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "samizdat":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("samizdat."):
            yield (node.module or "").split(".")[1]


def test_the_map_names_every_module_and_no_other() -> None:
    assert sorted(ORDER) == sorted(modules())
    assert all((PACKAGE / name).is_dir() for name in DATA)


@pytest.mark.parametrize("name", ORDER)
def test_imports_point_only_upward(name: str) -> None:
    above = ORDER[: ORDER.index(name) + 1]
    for path in modules()[name]:
        assert set(imported(path)) <= set(above), path


def test_rules_and_editions_never_import_each_other() -> None:
    for name in ("rules", "editions"):
        for path in modules()[name]:
            if path.name != "__init__.py":
                siblings = {
                    node.module
                    for node in ast.walk(ast.parse(path.read_text("utf-8")))
                    if isinstance(node, ast.ImportFrom)
                    and re.match(r"samizdat\.(rules\.[a-z]{2}\d{3}_|editions\.)", node.module or "")
                }
                # what two rules share is a module without a code
                assert siblings == set(), path


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("pypandoc", {"pandoc.py"}),
        ("weasyprint", {"engine.py", "letters.py"}),
        ("ebooklib", {"epub.py"}),
        ("urllib3", {"request.py", "asking.py"}),
    ],
)
def test_one_file_alone_knows_each_library(library: str, homes: set[str]) -> None:
    users = {
        path.name
        for paths in modules().values()
        for path in paths
        if re.search(rf"^\s*(import|from) {library}\b", path.read_text("utf-8"), re.MULTILINE)
    }
    assert users == homes


def test_a_change_of_any_module_builds_something_again() -> None:
    from samizdat.graph import _STEPS, _modules
    from samizdat.metadata import EDITIONS

    known = {path for step in _STEPS for path in _modules(step)}
    # What only runs the steps, tells of them, or writes what they begin with, changes nothing in
    # their files.
    running = {
        "whole_files",
        "collector",
        "workers",
        "press",
        "steps",
        "state",
        "exits",
        "locale_command",
        "library_command",
        "changes_command",
        "new_command",
        "command_line",
        "doctor",
        "progress",
        "verify_command",
        "preview",
        "preview_command",
        "console",
        "graph",
        "cli",
        "__main__",
    }
    telling = {"translations_page", "contact_sheet", "catalogue", "report", "weights"}
    beginning = {"importing", "import_report", "import_command"}
    for name in set(ORDER) - running - telling - beginning:
        for path in modules()[name]:
            assert path in known or path.name == "__init__.py", path
    words = set((PACKAGE / "locales").glob("*.toml"))
    for step in ("parse", "prepare", *EDITIONS):
        assert words <= set(_modules(step)), step
    data = [path for name in ("styles", "templates") for path in (PACKAGE / name).iterdir()]
    others = {"fontconfig.xml", "report.css", "report.html"}
    others |= {
        "translations.css",
        "translations.html",
        "import.css",
        "import.html",
        "library.css",
        "library.html",
        "page_head.html",
    }
    shown = {path for path in data if path.name.startswith("preview")}
    assert {path for path in data if path.name not in others} - shown <= known
