"""100 files of raw OCR: paragraphs that scanning indented are code to Markdown; none is meant."""

from __future__ import annotations

import json
from pathlib import Path

from samizdat.book import walk
from samizdat.pandoc import MARKDOWN, pandoc
from samizdat.rules import run
from samizdat.scanner import TextFile
from samizdat.source import read_source

from . import CORPORA

RAW = CORPORA / "barclay" / "raw-ocr"


def lines_of_code(text: str) -> set[str]:
    """The lines that pandoc takes for code."""
    tree = json.loads(pandoc(["-f", MARKDOWN, "-t", "json"], text)[0])["blocks"]
    code = "\n".join(block["c"][1] for block in walk(tree) if block["t"] == "CodeBlock")
    return {line.strip() for line in code.split("\n") if line.strip()}


def test_accidental_code_is_found_and_nothing_else_is_taken_for_it(tmp_path: Path) -> None:
    files = sorted(RAW.rglob("*.md"))
    (tmp_path / "manuscript").mkdir()
    (tmp_path / "metadata.yaml").write_text("title: A Book\nlanguage: de\n", "utf-8")
    texts = {}
    for path in files:
        name = "-".join(path.relative_to(RAW).parts)
        texts[f"manuscript/{name}"] = path.read_text("utf-8")
        (tmp_path / "manuscript" / name).write_bytes(path.read_bytes())
    found = [f for f in run(read_source(tmp_path)) if f.code == "TX014"]
    code = {path: lines_of_code(text) for path, text in texts.items()}
    told = {(f.location.path, f.location.excerpt.strip()) for f in found}
    assert [(path, line) for path, line in told if line not in code[path]] == []
    # All blocks with words in them; what is left are numbers and single letters of page corners.
    files_with_words = {p for p, lines in code.items() if any(len(li.split()) > 3 for li in lines)}
    assert files_with_words <= {path for path, _ in told}
    assert len(found) >= 45


def test_the_scanner_and_pandoc_see_the_same_code() -> None:
    for path in sorted((RAW).rglob("*.md")):
        file = TextFile(path.name, path.read_text("utf-8"))
        rows = zip(file.text.split("\n"), file.masked.split("\n"), strict=True)
        blank = {
            text.strip() for text, shown in rows if text[:1] in {" ", "\t"} and not shown.strip()
        }
        assert blank - {""} <= lines_of_code(file.text), path
