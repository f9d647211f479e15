"""What the pages of a book may show."""

from __future__ import annotations

from pathlib import Path


class Shelf:
    """All that a page may show, by address: its octets or their file, and the media type."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes | Path, str]] = {}

    def put(self, address: str, data: bytes | Path, media_type: str) -> str:
        """Puts something on the shelf; returns its address."""
        self.files[address] = (data, media_type)
        return address
