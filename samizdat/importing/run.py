"""The whole of an import: from files to the book folder's contents, proved."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from samizdat.importing.book_facts import valid_facts
from samizdat.importing.book_folder import metadata_yaml
from samizdat.importing.cleaning import Step
from samizdat.importing.edits import Change
from samizdat.importing.given_files import given_files
from samizdat.importing.incoming import Remark, UnusableFileError
from samizdat.importing.joining import Source, joined
from samizdat.importing.language import language_of
from samizdat.importing.opening import open_file
from samizdat.importing.proof import lost, unlike
from samizdat.importing.revising import Ask, Revision, WordsLostError, revised
from samizdat.importing.word_account import WordAccount, word_account
from samizdat.importing.written import MANUSCRIPT, NOTES, Written, tidy

MOST = 10_000_000
"""Characters of all files together above which they are no book: the Bible has five million."""

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
    *,
    book: Path | None = None,
    encoding: str | None = None,
    steps: Sequence[Step] | None = None,
) -> Import:
    """The files as a book folder, cleaned by all steps but the `skipped` ones.

    `language` and `encoding` are those of the files, where somebody knows them; `book` is the
    folder that is to be written, none of whose files is read from a folder that it lies in; `steps`
    are others than those of `cleaning`. Raises `UnusableFileError` for a file that can't become a
    book, and `WordsLostError` where a word would be lost.
    """
    files = given_files(paths, book)
    source = joined([open_file(path, encoding) for path in files])
    if not source.text.text.strip():
        raise UnusableFileError(f"{files[0].name} has no text; look whether it was saved whole")
    if len(source.text.text) > MOST:
        raise UnusableFileError(
            f"the text has more than {MOST // 1_000_000} million characters, twice as many as the "
            "Bible; make several books of it"
        )
    said = list(source.said)
    facts, remarks = valid_facts(source.facts)
    if language:
        facts["language"] = language
    elif not facts.get("language"):
        guessed = language_of(source.text.text)
        facts["language"] = guessed or "en"
        said.append(
            f"its language looks like {guessed}; --language sets another"
            if guessed
            else "its language can't be told from so few words, and en stands for it; "
            "--language sets another"
        )
    revision = revised(
        source.text,
        source.breaks,
        facts,
        source.translators,
        [*remarks, *source.remarks],
        skipped,
        ask,
        steps,
    )
    revision.facts, changed = valid_facts(revision.facts)
    revision.remarks += changed
    _name(revision, source, files)
    contents = _contents(source, revision)
    faults = lost(
        source.text.text, [revision.manuscript, revision.notes], revision.changes
    ) or unlike(
        [revision.manuscript, revision.notes], [contents.get(MANUSCRIPT), contents.get(NOTES)]
    )
    if faults:
        raise WordsLostError("; ".join(faults))
    return Import(source, revision, contents, tuple(said))


def _name(revision: Revision, source: Source, paths: Sequence[Path]) -> None:
    """A book has a title: where nothing tells one, it is the file's name, and a person looks."""
    if not revision.facts.get("title"):
        words = {"title": " ".join(paths[0].stem.replace("_", " ").replace("-", " ").split())}
        name = str(valid_facts(words)[0].get("title", "An Untitled Book"))
        revision.facts["title"] = name
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
            _remark(one, revision) | place(written.place_of(one.offset)) for one in revision.remarks
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _remark(remark: Remark, revision: Revision) -> dict[str, object]:
    place = revision.place(remark.offset)
    return {"path": place.path, "line": place.line, "column": place.column} | _dashed(remark)


def _dashed(record: Change | Remark | WordAccount) -> dict[str, object]:
    return {key.replace("_", "-"): value for key, value in vars(record).items()}
