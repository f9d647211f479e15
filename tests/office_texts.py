"""The handbook as files of word processors, and what of it has to be there when they are opened."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from samizdat.book import text, walk
from samizdat.importing.incoming import Incoming
from samizdat.pandoc import _binary, pandoc

ROOT = Path(__file__).parent.parent
_FOLDED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "."})


def handbook() -> str:
    """The handbook's manuscript with its translator's notes, each picture a PNG."""
    texts = [(ROOT / "manuscript" / name).read_text("utf-8") for name in ("manuscript.md",)]
    texts.append((ROOT / "manuscript" / "notes.md").read_text("utf-8"))
    # links without words are filled in by samizdat, which pandoc does not do
    whole = re.sub(r"\[\]\(([\w.]*#[\w-]+)\)", r"[there](\1)", "\n\n".join(texts))
    whole = re.sub(r"\]\(rules\.md", "](https://example.org/rules", whole)
    return re.sub(r"(images/[\w-]+)\.svg\)", r"\1.png)", whole)


def write_handbook(folder: Path, *endings: str) -> list[Path]:
    """The handbook in each format, as pandoc writes it."""
    pictures = folder / "images"
    pictures.mkdir(parents=True)
    source = handbook()
    for number, name in enumerate(
        sorted(set(re.findall(r"images/([\w-]+\.(?:png|jpg))\)", source)))
    ):
        picture = Image.new("RGB", (60 + number, 40), "white")
        ImageDraw.Draw(picture).line((0, 0, 60, 40), fill="black", width=number + 1)
        picture.save(pictures / name)
    files = []
    for ending in endings:
        file = folder / f"handbook.{ending}"
        facts = ["-M", "title=The samizdat Handbook", "-M", "author=The makers"]
        subprocess.run(
            [_binary(), "-s", "-f", "markdown", *facts, "-o", str(file)],
            input=source,
            encoding="utf-8",
            cwd=folder,
            check=True,
            capture_output=True,
        )
        files.append(file)
    return files


@dataclass(frozen=True)
class Holdings:
    """What a Markdown text holds, folded for comparison."""

    headings: list[tuple[int, str]]
    notes: list[str]
    links: Counter[str]
    inner_links: int
    images: int
    paragraphs: list[str]


def holdings(markdown: str) -> Holdings:
    """What is in a text."""
    tree = json.loads(pandoc(["-f", "markdown-smart", "-t", "json"], markdown)[0])["blocks"]
    addresses = [link["c"][2][0] for link in walk(tree, "Link")]
    return Holdings(
        [(h["c"][0], folded(text(h["c"][2]))) for h in walk(tree, "Header")],
        [folded(_note_text(note["c"])) for note in walk(tree, "Note")],
        Counter(a for a in addresses if not a.startswith("#")),
        sum(a.startswith("#") for a in addresses),
        len(list(walk(tree, "Image"))),
        [p for p in map(folded, _paragraphs(tree)) if p],
    )


def _note_text(blocks: Any) -> str:
    return text(blocks)


def _paragraphs(tree: Any) -> Iterator[str]:
    for block in walk(tree, "Para", "Plain", "LineBlock", "CodeBlock"):
        if block["t"] == "LineBlock":
            yield " ".join(map(text, block["c"]))
        elif block["t"] == "CodeBlock":
            yield text(block)
        elif [inline["t"] for inline in block["c"]] == ["Image"]:
            continue  # its words are no paragraph
        else:
            yield text(block["c"])


def folded(words: str) -> str:
    """Without differences of spaces and typography."""
    plain = unicodedata.normalize("NFKC", words).translate(_FOLDED)
    return re.sub(r"\W+", " ", re.sub(r"[\s­]+", " ", plain.replace("--", "-"))).strip().lower()


def share_of_equal(before: list[str], after: list[str]) -> float:
    """How many of the paragraphs are there again, in their order, of 1."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(before)


def unlike(before: list[str], after: list[str]) -> list[tuple[list[str], list[str]]]:
    """The paragraphs that differ, before and after."""
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(before[a:b], after[c:d]) for tag, a, b, c, d in steps if tag != "equal"]


def assert_alike(incoming: Incoming, share: float) -> None:
    """Headings, notes, links and pictures are those of the handbook, and paragraphs to a share."""
    before, after = holdings(handbook()), holdings(incoming.text)
    assert after.headings == before.headings
    assert after.notes == before.notes
    assert after.links == before.links
    assert after.inner_links == before.inner_links
    assert after.images == before.images == len(incoming.pictures)
    differing = unlike(before.paragraphs, after.paragraphs)
    assert share_of_equal(before.paragraphs, after.paragraphs) >= share, differing
