"""How the command ends: its exit statuses, and what it says of wrong use."""

from __future__ import annotations

import sys

EXIT_OK, EXIT_ERRORS, EXIT_WRONG_USE = 0, 1, 2


def wrong_use(message: str) -> int:
    """Says how the command was used wrongly, and returns the exit status for that."""
    print(f"samizdat: {message}", file=sys.stderr)
    return EXIT_WRONG_USE
