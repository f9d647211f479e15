"""What is kept between builds: files that say themselves whether they are whole.

Each value in such a file has a name that is the digest of all that makes it. A file that can't be
read, was cut short or was changed counts for nothing, and one that can't be written is done
without: what is kept only saves time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from samizdat.whole_files import write_whole

_PACKAGE = Path(__file__).parent
_SEAL, _NO_DIGEST = b'{"sha256": "%s", "value": ', b"0" * 64


def seal(value: Any) -> bytes:
    """The value as JSON that tells its own digest."""
    data = json.dumps(value, ensure_ascii=False).encode()
    return _SEAL % hashlib.sha256(data).hexdigest().encode() + data + b"}"


def unseal(sealed: bytes) -> Any:
    """The value that `seal` wrote; ValueError where it is not whole."""
    data = sealed[len(_SEAL % _NO_DIGEST) : -1]
    if sealed != _SEAL % hashlib.sha256(data).hexdigest().encode() + data + b"}":
        raise ValueError("the file is not whole")
    return json.loads(data)


def digest(*what: Any) -> str:
    """A name for what is made of all this, which has to be such as JSON has."""
    return hashlib.sha256(json.dumps(what, ensure_ascii=False).encode()).hexdigest()


@cache
def tools(files: tuple[str, ...], libraries: tuple[str, ...] = ()) -> str:
    """The digest of files of the package, by patterns, and of versions of libraries."""
    whole = hashlib.sha256()
    for pattern in files:
        for path in sorted(path for path in _PACKAGE.glob(pattern) if path.is_file()):
            whole.update(f"{path.relative_to(_PACKAGE)} ".encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    for library in libraries:
        whole.update(f"{library} {version(library)} ".encode())
    return whole.hexdigest()


class Shelf:
    """A file of kept values; without a path, nothing is kept beyond this process."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: dict[str, Any] = {}
        self._used: dict[str, Any] = {}
        if path:
            with suppress(OSError, ValueError):
                known = unseal(path.read_bytes())
                self._known = known if isinstance(known, dict) else {}

    def find(self, name: str) -> Any:
        """The value with the name, or None where it is not kept. It is never changed."""
        if name not in self._used and name in self._known:
            self._used[name] = self._known[name]
        return self._used.get(name)

    def keep(self, name: str, value: Any) -> None:
        """Keeps a value, which is JSON and not None."""
        self._used[name] = value

    def take(self, name: str, make: Callable[[], Any]) -> Any:
        """The value with the name, made where it is not kept."""
        if self.find(name) is None:
            self.keep(name, make())
        return self._used[name]

    def close(self) -> None:
        """Writes what was used, if that is something else than what was kept."""
        if self._path and list(self._used) != list(self._known):
            with suppress(OSError):
                write_whole(self._path, seal(self._used))


class Folder:
    """A folder of kept octets, each a file with facts before them; without a path, nothing is kept.

    It is for pictures, which would make one file too large to be read and written at each build.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._used: set[str] = set()

    def find(self, name: str) -> tuple[Any, bytes] | None:
        """The facts and the octets with the name, or None where they are not kept."""
        self._used.add(name)
        if self._path:
            with suppress(OSError, ValueError, KeyError, TypeError):
                head, _, octets = (self._path / name).read_bytes().partition(b"\n")
                told = unseal(head)
                if told["octets"] == hashlib.sha256(octets).hexdigest():
                    return told["facts"], octets
        return None

    def keep(self, name: str, facts: Any, octets: bytes) -> None:
        """Keeps octets, and facts that are JSON."""
        self._used.add(name)
        if self._path:
            head = seal({"facts": facts, "octets": hashlib.sha256(octets).hexdigest()})
            with suppress(OSError):
                write_whole(self._path / name, head + b"\n" + octets)

    def close(self) -> None:
        """Takes away what was not used."""
        sweep(self._path, self._used)


def sweep(folder: Path | None, used: Container[str]) -> None:
    """Takes away the files of a folder that have other names than those used."""
    if folder and folder.is_dir():
        for path in folder.iterdir():
            if path.name not in used:
                with suppress(OSError):
                    path.unlink()
