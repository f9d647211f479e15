"""RTF: read by pandoc after what it would mistake was settled."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

from samizdat.book import text, walk
from samizdat.importing.incoming import Incoming, UnusableFileError
from samizdat.importing.opening import office_facts, office_pictures
from samizdat.importing.opening.conversion import markdown_of, tree_of
from samizdat.importing.opening.kinds import kind_of
from samizdat.importing.opening.noticed import Noticed
from samizdat.importing.opening.office_report import tell_of_lost_words
from samizdat.importing.opening.rtf_marks import settled

_MOST = 100_000_000


def open_rich_text(path: Path) -> Incoming:
    """An RTF file as Markdown.

    Tracked changes are accepted and comments taken out, each with a remark; embedded objects are
    not opened. Raises `UnusableFileError`.
    """
    if kind_of(path) != "rich_text":
        raise UnusableFileError(f"{path.name} is not RTF, whatever its name says")
    if path.stat().st_size > _MOST:
        raise UnusableFileError(
            f"{path.name} is larger than {_MOST // 1_000_000} MB; save it as DOCX or ODT, where "
            "pictures take less room"
        )
    noticed = Noticed()
    read = settled(path.read_bytes().decode("latin-1"), noticed)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "text.rtf"
        file.write_text(read.rtf, "ascii", errors="replace")
        document = tree_of(file, "rtf", len(read.rtf), costs=120)
    members = _pictures(document["blocks"], read.pictures)
    pictures = office_pictures.take(document["blocks"], members.__getitem__, members, noticed)
    facts = _facts(document["meta"], noticed)
    markdown, remarks = tell_of_lost_words(read.words, markdown_of(document), noticed)
    return Incoming(path.name, markdown, pictures, facts, remarks=remarks)


def _pictures(blocks: Any, contents: dict[str, bytes]) -> dict[str, bytes]:
    """The pictures by the names that pandoc gives them: the digest of what they hold."""
    members = {}
    for number, image in enumerate(walk(blocks, "Image"), 1):
        stem, _, ending = image["c"][2][0].rpartition(".")
        if stem in contents:
            name = f"picture{number}.{ending}"
            image["c"][2][0] = name
            members[name] = contents[stem]
            if text(image["c"][1]) == "image":  # what pandoc calls all of them
                image["c"][1] = []
    return members


def _facts(meta: dict[str, Any], noticed: Noticed) -> dict[str, object]:
    r"""What the group `\info` says of the text."""

    def said(key: str) -> str:
        return " ".join(text(meta.get(key, {}).get("c", [])).split())

    return office_facts.facts(
        {},
        noticed,
        title=said("title"),
        author=said("author"),
        description=said("doccomm"),
        subjects=[*re.split(r"[,;]", said("keywords")), said("subject")],
    )
