"""What the environment tells this process, and what it tells the programs that it starts."""

from __future__ import annotations

import os
from pathlib import Path

_TYPEFACES = "FONTCONFIG_FILE"
"""Names what Fontconfig reads when it starts (fonts-conf(5), "Environment Variables")."""

_before: dict[str, str] = {}
"""What the variable was before it was set here."""


def hide_typefaces(configuration: Path) -> None:
    """Lets this process see those typefaces alone that Fontconfig finds by the configuration."""
    before = os.environ.get(_TYPEFACES)
    if before is not None and before != str(configuration):
        _before[_TYPEFACES] = before
    os.environ[_TYPEFACES] = str(configuration)


def for_programs() -> dict[str, str]:
    """The environment for another program, which sees the typefaces of the system.

    A browser crashes, and LibreOffice stays silent, where there is none.
    """
    return {**{name: value for name, value in os.environ.items() if name != _TYPEFACES}, **_before}
