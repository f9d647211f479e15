"""The handbook, converted by LibreOffice, is opened again with all that it holds."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from samizdat import surroundings
from samizdat.importing.opening.open_document import open_open_document
from samizdat.importing.opening.word import open_word
from tests import office_texts


@pytest.mark.parametrize(("before", "after"), [("odt", "docx"), ("docx", "odt")])
def test_the_handbook_comes_back_from_libreoffice(tmp_path: Path, before: str, after: str) -> None:
    (source,) = office_texts.write_handbook(tmp_path / "book", before)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", after, "--outdir", str(tmp_path)]
    environment = surroundings.for_programs()
    subprocess.run(
        [*command, str(source)], check=True, timeout=120, capture_output=True, env=environment
    )
    opener = {"docx": open_word, "odt": open_open_document}[after]
    office_texts.assert_alike(opener(tmp_path / f"handbook.{after}"), 0.99)
