"""The whole of an import: from files to the book folder's contents, proved."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from samizdat.importing.book_folder import metadata_yaml
from samizdat.importing.edits import Change
from samizdat.importing.incoming import Incoming, Remark, UnusableFileError
from samizdat.importing.joining import Source, in_order, joined
from samizdat.importing.language import language_of
from samizdat.importing.opening import open_file
from samizdat.importing.proof import lost
from samizdat.importing.revising import Ask, Revision, WordsLostError, revised
from samizdat.importing.word_account import WordAccount, word_account
from samizdat.importing.written import MANUSCRIPT, NOTES, Written, tidy

_CITATION = re.compile(r"\[-?@[\w:.-]+")


@dataclass(frozen=True)
class Import:
    """What came in, what became of it, and the files of the book folder by their paths."""

    source: Source
    revision: Revision
    files: Mapping[str, bytes]
    said: tuple[str, ...]


def run(
    paths: Sequence[Path],
    skipped: Collection[str] = (),
    language: str | None = None,
    ask: Ask | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Import:
    """The files as a book folder, cleaned by all steps but the `skipped` ones.

    Raises `UnusableFileError` for a file that can't become a book, and `WordsLostError` where a
    word would be lost.
    """
    source = joined([_opened(path, tell) for path in in_order(_files(paths))])
    said = list(source.said)
    facts = dict(source.facts)
    if language:
        facts["language"] = language
    elif not facts.get("language"):
        guessed = language_of(source.text.text)
        facts["language"] = guessed or "en"
        if guessed:
            said.append(f"its language looks like {guessed}; --language sets another")
    revision = revised(
        source.text, source.breaks, facts, source.translators, source.remarks, skipped, ask
    )
    _name(revision, source, paths)
    faults = lost(source.text.text, [revision.manuscript, revision.notes], revision.changes)
    if faults:
        raise WordsLostError("; ".join(faults))
    return Import(source, revision, _contents(source, revision), tuple(said))


def _files(paths: Sequence[Path]) -> list[Path]:
    """The files, with those of a folder in place of the folder."""
    found = list[Path]()
    for path in paths:
        if path.is_dir():
            inside = [one for one in path.rglob("*") if _is_text(one, path)]
            if not inside:
                raise UnusableFileError(f"{path} is a folder without a text")
            found += sorted(inside)
        elif path.exists():
            found.append(path)
        else:
            raise UnusableFileError(f"{path} is not there; look at how its name is spelt")
    return found


_TEXTS = {
    *(".md", ".markdown", ".txt", ".text", ".html", ".htm", ".xhtml", ".epub", ".docx", ".odt"),
    *(".rtf", ".tex", ".pdf"),
}


def _is_text(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden and path.suffix.lower() in _TEXTS


def _opened(path: Path, tell: Callable[[str], None]) -> Incoming:
    tell(f"reading {path.name}")
    return open_file(path)


def _name(revision: Revision, source: Source, paths: Sequence[Path]) -> None:
    """A book has a title: where nothing tells one, it is the file's name, and a person looks."""
    if not revision.facts.get("title"):
        name = paths[0].stem.replace("_", " ").replace("-", " ").strip()
        revision.facts["title"] = name or "An Untitled Book"
        revision.remarks.append(
            Remark(
                0,
                f"nothing tells the title; the file's name stands for it: “{name}”",
                "write it into metadata.yaml",
            )
        )
    if (cited := _CITATION.search(source.text.text)) and not revision.facts.get("bibliography"):
        revision.remarks.append(
            Remark(
                cited.start(),
                "works are cited by keys, and the book has no bibliography",
                "put the file of references into manuscript/, and `bibliography:` into "
                "metadata.yaml",
                cited.group(),
            )
        )
    if not revision.facts.get("creators"):
        revision.remarks.append(
            Remark(0, "nothing tells who wrote it", "write the author into metadata.yaml")
        )


def _contents(source: Source, revision: Revision) -> dict[str, bytes]:
    """The files of the book folder."""
    manuscript = tidy(revision.manuscript.text)
    notes = tidy(revision.notes.text)
    files = {
        "metadata.yaml": metadata_yaml(revision.facts, source.text.text).encode(),
        MANUSCRIPT: manuscript.encode(),
    }
    if notes.strip():
        files[NOTES] = notes.encode()
    for path, content in sorted(source.pictures.items()):
        files[f"manuscript/{path}"] = content
    dodo = Path(__file__).parents[1] / "new_book" / "dodo.py"
    return files | {"dodo.py": dodo.read_bytes()}


def as_json(done: Import) -> str:
    """What came in, the count of its words, and all changes and remarks, for programs.

    `path`, `line` and `column` are of what came in, `result-path` and `result-line` of the book
    folder. Keys only ever come to this, as long as the number of the schema is the same.
    """
    revision = done.revision
    written = Written(revision.manuscript, revision.notes)

    def place(of_result: tuple[str, int]) -> dict[str, object]:
        return {"result-path": of_result[0], "result-line": of_result[1]}

    data = {
        "schema": 1,
        "files": list(done.source.names),
        "said": list(done.said),
        "facts": revision.facts,
        "words": _dashed(word_account(revision)),
        "changes": [_dashed(one) | place(written.place(one)) for one in revision.changes],
        "remarks": [
            _remark(one, done.source) | place(written.place_of(one.offset))
            for one in revision.remarks
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _remark(remark: Remark, source: Source) -> dict[str, object]:
    place = source.text.location(min(remark.offset, max(0, len(source.text.text) - 1)))
    return {"path": place.path, "line": place.line, "column": place.column} | _dashed(remark)


def _dashed(record: Change | Remark | WordAccount) -> dict[str, object]:
    return {key.replace("_", "-"): value for key, value in asdict(record).items()}
