"""Tests over real texts with known faults, which lie beside the project and are no part of it."""

from pathlib import Path

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
