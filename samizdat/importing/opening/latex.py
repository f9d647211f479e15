r"""LaTeX, read by pandoc in its sandbox, where no \input or the like reads anything."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from samizdat.book import text, transform, walk
from samizdat.importing.incoming import Incoming, UnusableFileError
from samizdat.importing.opening.conversion import markdown_of, read_tree
from samizdat.importing.opening.encodings import decoded, doubts
from samizdat.importing.opening.kinds import kind_of
from samizdat.importing.opening.noticed import Noticed
from samizdat.importing.opening.office_report import tell_of_lost_words
from samizdat.importing.opening.places import STRAY

_MOST = 20_000_000
_MOST_PICTURE = 50_000_000
_ENDINGS = ("", ".png", ".jpg", ".jpeg", ".svg", ".gif")
# Commands of layout that pandoc stumbles over, and loses what follows them.
_STUMBLING = re.compile(r"\\(?:arraybackslash|noalign\s*\{\s*\})(?![a-zA-Z])")
_QUOTE = re.compile(r"\\textquotesingle(?:\{\}|[ ]|(?![a-zA-Z]))")
# What pandoc skips is told of where it has words.
_WORDED = re.compile(
    r"(?!\\(?:begin|end|label|index|usepackage|set\w+)\b).*\{[^{}]*[^\W\d_]{2}", re.S
)
# What the package inputenc is told, and its names for encodings that Python calls otherwise.
_INPUT = re.compile(rb"\\(?:usepackage\[([\w-]+)\]\{inputenc\}|inputencoding\{([\w-]+)\})")
_INPUT_ENCODINGS = {"ansinew": "cp1252", "applemac": "mac-roman", "utf8x": "utf-8"}
_LANGUAGES = {
    **{"english": "en", "british": "en-GB", "american": "en-US", "german": "de", "ngerman": "de"},
    **{"french": "fr", "spanish": "es", "catalan": "ca", "italian": "it", "portuguese": "pt"},
    **{"brazilian": "pt-BR", "russian": "ru", "ukrainian": "uk", "polish": "pl", "dutch": "nl"},
    **{"swedish": "sv", "danish": "da", "norsk": "nb", "czech": "cs", "greek": "el"},
    **{"turkish": "tr", "hungarian": "hu", "finnish": "fi", "romanian": "ro", "croatian": "hr"},
}


def open_latex(path: Path, encoding: str | None = None) -> Incoming:
    r"""A LaTeX file as Markdown.

    `\title`, `\author` and `\date` are facts. What pandoc skips and what the file would have read
    are remarks. Pictures are taken from the file's own folder alone. `encoding` is the
    file's, where somebody knows it. Raises `UnusableFileError`.
    """
    if kind_of(path) not in {"latex", "text"}:
        raise UnusableFileError(f"{path.name} is not LaTeX, whatever its name says")
    if path.stat().st_size > _MOST:
        raise UnusableFileError(
            f"{path.name} is larger than {_MOST // 1_000_000} MB; give it in several files"
        )
    noticed = Noticed()
    content = path.read_bytes()
    read = decoded(content, path.name, encoding, declared=_declared(content))
    source = STRAY.sub("", read.text)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "text.tex"
        file.write_text(_STUMBLING.sub("", _QUOTE.sub("'", source)), "utf-8")
        document, log = read_tree(file, "latex", len(source), costs=200)
    facts = _facts(document["meta"], source, noticed)
    beginning = source.partition("\\begin{document}")[0].count("\n")
    for message in log:
        if message.get("line", 0) > beginning:
            _tell(message, noticed)
    pictures = _pictures(document["blocks"], path.parent, noticed)
    markdown, remarks = tell_of_lost_words(_words_in(source), markdown_of(document), noticed)
    said = () if read.encoding == "UTF-8" else (f"{path.name} was read as {read.encoding}",)
    return Incoming(
        path.name,
        markdown,
        pictures,
        facts,
        remarks=(*doubts(path.name, markdown, read), *remarks),
        said=said,
    )


def _declared(content: bytes) -> str:
    """The encoding that the preamble declares, as Python calls it."""
    found = _INPUT.search(content)
    named = (found[1] or found[2]).decode("ascii") if found else ""
    return _INPUT_ENCODINGS.get(named, named)


def _facts(meta: dict[str, Any], source: str, noticed: Noticed) -> dict[str, object]:
    facts: dict[str, object] = {}
    for key in ("title", "subtitle", "date"):
        if key in meta and (words := " ".join(text(meta[key].get("c", [])).split())):
            facts[key] = words
            noticed.taken.append(words)
    authors = meta.get("author", {})
    listed = authors.get("c", []) if authors.get("t") == "MetaList" else [authors]
    names = [" ".join(text(author.get("c", [])).split()) for author in listed]
    if any(names):
        facts["creators"] = [{"name": name, "role": "author"} for name in names if name]
        noticed.taken += names
    options = re.search(r"\\usepackage\[([^\]]*)\]\{babel\}", source)
    main = re.search(r"\\setmainlanguage(?:\[[^\]]*\])?\{(\w+)\}", source)
    # the last option of babel is the main language (babel manual, section 1.1)
    name = main[1] if main else options[1].split(",")[-1].strip() if options else ""
    if name in _LANGUAGES:
        facts["language"] = _LANGUAGES[name]
    return facts


def _tell(message: dict[str, Any], noticed: Noticed) -> None:
    line = message.get("line", 0)
    if message["type"] == "CouldNotLoadIncludeFile" and not message["path"].endswith(".sty"):
        noticed.add(
            f"line {line} of the file takes in {message['path']}, which was not read",
            "give that file as well, as a chapter of its own, if it is part of the text",
        )
    elif message["type"] == "SkippedContent" and _WORDED.match(message["contents"]):
        noticed.add(
            f"line {line} of the file has a command that was not understood: "
            f"{message['contents'][:80]}",
            "look whether words of it belong to the text",
            message["contents"],
        )


def _pictures(blocks: Any, folder: Path, noticed: Noticed) -> dict[str, bytes]:
    """The pictures in the folder of the file, or below it, by their names in the text."""
    contents: dict[str, bytes] = {}

    def change(image: dict[str, Any]) -> Any:
        attributes, inlines, (target, title) = image["c"]
        file = _inside(folder, target)
        if file is None:
            mark = noticed.add(
                f"the picture {target} is not in the folder of the file", "put it into images/"
            )
            return [{"t": "Str", "c": mark}, *([] if text(inlines) == "image" else inlines)]
        name = "images/" + re.sub(r"[^\w.-]+", "-", file.name)
        contents[name] = file.read_bytes()
        words = [] if text(inlines) == "image" else inlines
        return {"t": "Image", "c": [attributes, words, [name, title]]}

    if any(walk(blocks, "Image")):
        blocks[:] = transform(blocks, change, "Image")
    return contents


def _inside(folder: Path, target: str) -> Path | None:
    root = folder.resolve()
    for ending in _ENDINGS:
        try:
            file = (folder / f"{target}{ending}").resolve()
            if file.is_relative_to(root) and file.is_file():
                return file if file.stat().st_size <= _MOST_PICTURE else None
        except (OSError, ValueError):
            return None
    return None


_NO_TEXT = re.compile(
    r"(?<!\\)%.*|\\(?:begin|end)\s*\{[^}]*\}(?:\[[^\]]*\])?(?:\{[^}\s]*\})?"
    r"|\\(?:label|ref|pageref|\w*cite\w*|include\w*|input|usepackage|hypertarget|href|url|index|"
    r"new\w*command|renewcommand|def|set\w+|bibliography\w*|hyperlink|protect\w*|real|minipage|"
    r"[hv]space\*?|pandocbounded|write18)\s*(?:\[[^\]]*\])*(?:\{[^{}]*\})?|\$[^$]*\$|\\[a-zA-Z]+\*?"
    r"(?:\[[^\]]*\])?"
)


def _words_in(source: str) -> Iterator[str]:
    """The words of the body, without commands, each once: a command may say a word again."""
    body = source.partition("\\begin{document}")[2] or source
    body = body.partition("\\end{document}")[0]
    words = re.findall(r"[^\W\d_]{2,}", _NO_TEXT.sub(" ", body))
    yield from dict.fromkeys(words)
