"""Tests over real texts with known faults, which lie beside the project and are no part of it."""

from pathlib import Path

SHARED = Path(__file__).parents[3] / "shared"
CORPORA, BOOKS = SHARED / "corpora", SHARED / "books"
