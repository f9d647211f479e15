"""samizdat installed as a package: the command works far from the clone, with all that it needs."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path) -> str:
    """What a command prints, which has to end well."""
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, capture_output=True, encoding="utf-8", timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def kept_files() -> set[str]:
    """The files of the package that the history has, or would have: none that git passes over."""
    listed = run(
        "git", "ls-files", "--cached", "--others", "--exclude-standard", "samizdat", cwd=ROOT
    )
    return {name for name in listed.split("\n") if name and (ROOT / name).is_file()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as pip makes it."""
    out = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", out, ROOT, cwd=out)
    (path,) = out.iterdir()
    return path


@pytest.fixture(scope="module")
def commands(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of an environment in which the wheel was installed.

    What samizdat depends on comes from the environment of this test, so that nothing is fetched.
    """
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True, symlinks=os.name != "nt")
    names = {"base": str(home), "platbase": str(home)}
    packages = Path(sysconfig.get_path("purelib", vars=names))
    pip = [home / "bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run(*pip, "install", "--no-deps", "--no-index", wheel, cwd=home)
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    # The checker comes from npm; it is shared as well.
    (home / "npm").symlink_to(Path(sys.prefix) / "npm")
    return home / "bin"


def test_the_wheel_holds_all_files_of_the_package_and_no_others(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name for name in names if ".dist-info/" not in name} == kept_files()
    assert any(name.endswith("entry_points.txt") for name in names)


def test_the_sdist_holds_what_a_wheel_is_made_of_and_no_more(tmp_path: Path) -> None:
    make = "from flit_core import buildapi; import sys; print(buildapi.build_sdist(sys.argv[1]))"
    name = run(sys.executable, "-c", make, tmp_path, cwd=ROOT).split()[-1]
    with tarfile.open(tmp_path / name) as archive:
        names = {one.partition("/")[2] for one in archive.getnames()}
    others = {"PKG-INFO", "pyproject.toml", "README.md", "LICENSE"}
    assert names - {""} == kept_files() | others


def test_the_command_makes_and_builds_a_book_in_an_empty_folder(
    commands: Path, tmp_path: Path
) -> None:
    where = run(
        commands / "python", "-c", "import samizdat; print(samizdat.__file__)", cwd=tmp_path
    )
    assert Path(where.strip()).is_relative_to(commands.parent)
    assert "All is there" in run(commands / "samizdat", "doctor", cwd=tmp_path)
    run(commands / "samizdat", "new", "x", cwd=tmp_path)
    run(commands / "samizdat", "build", "x", cwd=tmp_path)
    assert len(list((tmp_path / "x/dist/en").iterdir())) == 6
    assert run(commands / "samizdat", "check", "x", cwd=tmp_path) == "no findings\n"


def test_doit_knows_the_book_by_the_two_lines_of_its_dodo(commands: Path, tmp_path: Path) -> None:
    run(commands / "samizdat", "new", "x", "--language", "es", cwd=tmp_path)
    run(commands / "python", "-m", "doit", "text:es", cwd=tmp_path / "x")
    assert list((tmp_path / "x/.build/es").glob("*.txt"))


def test_what_is_locked_for_the_clone_is_what_a_package_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {line.split(">")[0].split("=")[0].lower() for line in project["dependencies"]}
    lines = (ROOT / "requirements/build.in").read_text("utf-8").splitlines()
    wanted = {line.split("=")[0].strip().lower() for line in lines if line[:1].isalpha()}
    # pydyf is what WeasyPrint brings; flit_core is for making the package.
    assert asked - {"pydyf"} == wanted - {"flit_core"}


def test_every_version_that_is_locked_is_one_that_the_package_may_have() -> None:
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for line in project["dependencies"]:
        asked = Requirement(line)
        assert asked.specifier.contains(metadata.version(asked.name)), line
