"""The stamp of the last release: one number for all that it was made of.

Nothing here needs the text or the schema, so that a build with nothing to do loads neither.
"""

from __future__ import annotations

from pathlib import Path

from samizdat.press import READY, Press
from samizdat.releases import FACTS, source_files, sums
from samizdat.whole_files import write_whole

_NAME = "released.sha256"


def write(press: Press) -> None:
    """Notes that what is proved now is released. Raises OSError."""
    write_whole(press.work / _NAME, _state(press))


def is_there(press: Press) -> bool:
    """Whether the same was released last, and all of it still lies there."""
    try:
        if (press.work / _NAME).read_text("utf-8") != _state(press):
            return False
        files = sums.load((press.releases / sums.NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return all((press.releases / file).is_file() for file in files)


def _state(press: Press) -> str:
    """One number for all that a release is made of, and for what tells of the last one."""
    paths = [press.work_file(locale, READY) for locale in press.all_locales]
    paths += [press.releases / FACTS, press.releases / sums.NAME]
    package = Path(__file__).parents[1]
    for pattern in ("releases/**/*.py", "templates/*.html", "styles/*.css", "locales/*.toml"):
        paths += sorted(package.glob(pattern))
    parts = [f"{press.draft} {press.unvalidated} {press.locales} {press.editions}".encode()]
    parts += [path.read_bytes() if path.is_file() else b"" for path in paths]
    return sums.digest(b"\0".join([*parts, source_files.whole(press).encode()]))
