"""The schema of metadata.yaml, and its reading with a place for every fault (part of step 1)."""

from __future__ import annotations

import datetime
import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from samizdat.findings import Location, Problem
from samizdat.folder import METADATA
from samizdat.roles import ROLES

PATH = METADATA
Edition = Literal["web", "epub", "print", "booklet-a4", "booklet-letter", "text"]
EDITIONS: tuple[Edition, ...] = ("web", "epub", "print", "booklet-a4", "booklet-letter", "text")


def is_language(tag: str) -> bool:
    """Whether the tag is one of BCP 47 that a book may need.

    Source: RFC 5646, section 2.1, without extensions and grandfathered tags.
    """
    return bool(
        re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-\w{4,8})*", tag)
    )


def _language(tag: str) -> str:
    if not is_language(tag):
        raise ValueError("expected a BCP 47 language tag such as en, pt-BR or zh-Hant")
    return tag


def _scalar(value: object) -> object:
    """Dates and numbers that YAML has made of plain words are words again."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _visible(words: str) -> str:
    folded = " ".join(words.split())
    if not any(c.isprintable() and not c.isspace() for c in folded):
        raise ValueError("expected words")
    if hidden := next((c for c in folded if unicodedata.category(c) in {"Cc", "Cs"}), None):
        raise ValueError(f"expected words without the control character U+{ord(hidden):04X}")
    return folded


def _date(words: str) -> str:
    """A year, a month or a day is checked against the calendar; other words are left alone."""
    if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", words):
        try:
            datetime.date.fromisoformat(words if len(words) == 10 else f"{words}-01")
        except ValueError as error:
            raise ValueError(f"expected a day of the calendar: {error}") from error
    return words


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _instant(value: object) -> object:
    # YAML reads an unquoted time stamp as UTC without saying so.
    if isinstance(value, datetime.datetime):
        return (value if value.tzinfo else value.replace(tzinfo=datetime.UTC)).isoformat()
    if isinstance(value, datetime.date):
        return f"{value.isoformat()}T00:00:00+00:00"
    return value


def _role(role: str) -> str:
    if role not in ROLES:
        near = difflib.get_close_matches(role, ROLES, 1)
        raise ValueError(
            "expected a MARC relator term" + (f"; did you mean {near[0]}?" if near else "")
        )
    return role


Text = Annotated[str, BeforeValidator(_scalar), AfterValidator(_visible)]
Words = Annotated[tuple[Text, ...], BeforeValidator(_one_or_more)]
Language = Annotated[Text, AfterValidator(_language)]
Instant = Annotated[datetime.datetime, BeforeValidator(_instant)]


class Part(BaseModel):
    """A part of the schema: unknown keys are errors, keys are written with hyphens."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.replace("_", "-"),
    )


class Creator(Part):
    """A person or body who made the book, with a MARC relator term as the role."""

    name: Text
    role: Annotated[Text, AfterValidator(_role)] = "author"
    file_as: Text | None = None


class Series(Part):
    """How one series of notes is marked, and where its marks begin anew."""

    marks: Literal["numbers", "letters", "symbols"] = "numbers"
    restart: Literal["chapter", "book"] = "chapter"


class TranslatorSeries(Series):
    """The translator's series, which has marks that differ from the author's."""

    marks: Literal["numbers", "letters", "symbols"] = "letters"


class Notes(Part):
    """The two series of notes."""

    author: Series = Series()
    translator: TranslatorSeries = TranslatorSeries()


@dataclass(frozen=True)
class TrimSize:
    """The size of a leaf, width and height in CSS units, and what suits it.

    `margins` are the inner, outer, top and bottom one; `style` is what the house style changes.
    """

    size: str
    margins: tuple[str, str, str, str]
    style: str = ""


_LARGE = "--type:12pt;--leading:16.2pt;--note-type:9.8pt;--note-leading:12.6pt"
# ISO 216, and the trade's common trims.
TRIMS = {
    "A5": TrimSize("148mm 210mm", ("17mm", "19mm", "20mm", "22mm")),
    "A4": TrimSize("210mm 297mm", ("33mm", "37mm", "30mm", "36mm"), _LARGE),
    "Letter": TrimSize("8.5in 11in", ("35mm", "40mm", "27mm", "33mm"), _LARGE),
    "5x8in": TrimSize("5in 8in", ("15mm", "17mm", "18mm", "20mm")),
    "5.5x8.5in": TrimSize("5.5in 8.5in", ("16mm", "18mm", "19mm", "22mm")),
    "B-format": TrimSize("129mm 198mm", ("15mm", "17mm", "18mm", "20mm")),
}
Trim = Literal["A5", "A4", "Letter", "5x8in", "5.5x8.5in", "B-format"]
Length = Annotated[Text, Field(pattern=r"^(0|\d+(\.\d+)?(mm|cm|in|pt))$")]


_INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72, "px": 1 / 96}


def inches(length: str) -> float:
    """A CSS length in inches (CSS Values and Units, 6.2); 0 for what is none of a fixed size."""
    match = re.fullmatch(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>[a-z]*)", length)
    if match is None:
        return 0.0
    return float(match["number"]) * _INCHES.get(match["unit"] or "px", 0.0)


class Margins(Part):
    """The white around the text, as CSS lengths; `inner` is at the fold. None suits the trim."""

    inner: Length | None = None
    outer: Length | None = None
    top: Length | None = None
    bottom: Length | None = None


@dataclass(frozen=True)
class White:
    """The white around the text on a trim, as CSS lengths."""

    inner: str
    outer: str
    top: str
    bottom: str


class Print(Part):
    """The sheet of the print edition."""

    trim: Trim = "A5"
    margins: Margins = Margins()
    bleed: Length = "0"

    @property
    def white(self) -> White:
        """The margins as they are set, those of the trim where none are given."""
        given = self.margins
        own = (given.inner, given.outer, given.top, given.bottom)
        pairs = zip(own, TRIMS[self.trim].margins, strict=True)
        return White(*(length or usual for length, usual in pairs))

    @property
    def text_width(self) -> float:
        """The width of the text block, in inches."""
        page = inches(TRIMS[self.trim].size.split()[0])
        return page - inches(self.white.inner) - inches(self.white.outer)


MOST_SHEETS = 50
"""Sheets that a signature may be asked to have; a fold through more of them is no fold."""


def _signature(words: str) -> str:
    if words not in {"auto", "one"} and not (
        re.fullmatch(r"[1-9]\d?", words) and int(words) <= MOST_SHEETS
    ):
        raise ValueError(f"expected auto, one, or a number of sheets from 1 to {MOST_SHEETS}")
    return words


def _thickness(length: str) -> str:
    if inches(length) > inches("1mm"):
        raise ValueError("expected the thickness of one sheet, at most 1mm")
    return length


class Booklet(Part):
    """How the booklets are folded: `signature` is a number of sheets, `paper` its thickness."""

    signature: Annotated[Text, AfterValidator(_signature)] = "auto"
    paper: Annotated[Length, AfterValidator(_thickness)] = "0.1mm"
    marks: bool = True

    def sheets(self, of: int) -> int | None:
        """How many sheets each signature has in a booklet `of` so many; None for no choice."""
        if self.signature == "auto":
            return None
        return of if self.signature == "one" else int(self.signature)


def _volume(number: str) -> str:
    if not re.fullmatch(r"(0|[1-9]\d*)(\.\d+)*", number):
        raise ValueError("expected a number such as 3, or 3.1")
    return number


class Collection(Part):
    """The series that the book belongs to, and which of its volumes it is."""

    name: Text
    position: Annotated[Text, AfterValidator(_volume)] | None = None


class Waiver(Part):
    """A finding that somebody has looked at and lets pass: which rule, where, and why."""

    rule: Annotated[Text, Field(pattern=r"^[A-Z]{2}\d{3}$")]
    where: Text
    reason: Text


class Metadata(Part):
    """The facts of a book: metadata.yaml, whose keys are these names with hyphens."""

    title: Text
    subtitle: Text | None = None
    creators: tuple[Creator, ...] = ()
    language: Language = "en"
    date: Annotated[Text, AfterValidator(_date)] | None = None
    version: Text = "0.1.0"
    modified: Instant = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    identifier: Text | None = None
    isbn: dict[Edition, Text] = {}
    publisher: Text | None = None
    rights: Text | None = None
    source: Text | None = None
    description: Text | None = None
    subjects: Words = ()
    collection: Collection | None = None
    cover: Text | None = None
    manuscript: Words = ()
    bibliography: Words = ()
    csl: Text | None = None
    toc_depth: Annotated[int, Field(ge=1, le=6)] = 2
    notes: Notes = Notes()
    print: Print = Print()
    booklet: Booklet = Booklet()
    page_numbers: bool = True
    typography: Literal["auto", "off"] = "auto"
    numerals: Literal["latin", "native"] | None = None
    parity: Literal["strict", "loose", "free"] = "strict"
    share: Annotated[int, Field(ge=0, le=100)] = 0
    editions: Annotated[tuple[Edition, ...], Field(min_length=1)] = EDITIONS
    waivers: tuple[Waiver, ...] = ()

    def names(self, role: str) -> list[str]:
        """The names of those with the role, in the order of the metadata."""
        return [creator.name for creator in self.creators if creator.role == role]


def read(
    text: str, path: str = PATH, *, partial: bool = False
) -> tuple[dict[str, Any], list[Problem]]:
    """The mapping that the YAML text holds, or an empty one and the problem that prevents it.

    With `partial`, as for a translation, the text may hold nothing.

    The mapping is ruamel's, which knows the line and the column of every key.
    """
    try:
        # Round-trip loading keeps positions; YAML 1.2 keeps `no` a word.
        data = YAML(typ="rt").load(text)
    except (YAMLError, ValueError) as error:
        return {}, [_syntax_problem(error, text, path)]
    except RecursionError:
        why = "metadata is nested too deeply"
        return {}, [_problem("metadata-syntax", text, path, 0, 0, why, "")]
    if data is None and partial:
        return {}, []
    if data is None:
        return {}, [
            _problem(
                "metadata-syntax",
                text,
                path,
                0,
                0,
                "metadata file is empty",
                "give at least a title, as in `title: The Name of the Book`",
            )
        ]
    if not isinstance(data, dict):
        found = (
            type(data).__name__.replace("CommentedSeq", "a list").replace("ScalarFloat", "number")
        )
        return {}, [
            _problem(
                "metadata-syntax",
                text,
                path,
                0,
                0,
                f"metadata is {found}, not keys with values",
                "write `title: The Name of the Book` and the other keys below it",
            )
        ]
    return data, []


def validate(
    data: Mapping[str, Any],
    text: str,
    fallback_title: str,
    path: str = PATH,
    *,
    partial: bool = False,
) -> tuple[Metadata, list[Problem]]:
    """The metadata that `data` describes, and what is wrong in it.

    Faulty keys are left out and take their defaults, so that the rest of the book can be looked
    at all the same. With `partial`, as for a translation, nothing has to be there. `text` is the
    file's text, for the excerpts.
    """
    good = {str(key): value for key, value in data.items()}
    problems: list[Problem] = []
    while True:
        try:
            return Metadata.model_validate({"title": fallback_title, **good}), [
                *problems,
                *_missing(data, text, path, partial=partial),
            ]
        except ValidationError as error:
            own = set(good)
            for fault in error.errors():
                key = str(fault["loc"][0])
                if key not in own:  # the title that a folder of a name such as " " would give
                    fallback_title = "An Untitled Book"
                    continue
                problems.append(_schema_problem(fault, data, text, path))
                good.pop(key, None)


def _missing(data: Mapping[str, Any], text: str, path: str, *, partial: bool) -> Iterator[Problem]:
    if not partial and "title" not in data:
        yield _problem(
            "metadata-missing",
            text,
            path,
            0,
            0,
            "title is missing",
            "add a line `title: The Name of the Book`",
        )


def _impossible_day(text: str) -> tuple[int, int]:
    """Line and column from 0 of a date that no calendar has; YAML's reader does not say where."""
    for match in re.finditer(r"\b(\d{4})-(\d\d?)-(\d\d?)\b", text):
        try:
            datetime.date(*map(int, match.groups()))
        except ValueError:
            line = text.count("\n", 0, match.start())
            return line, match.start() - text.rfind("\n", 0, match.start()) - 1
    return 0, 0


def _syntax_problem(error: Exception, text: str, path: str) -> Problem:
    mark = getattr(error, "problem_mark", None) if isinstance(error, MarkedYAMLError) else None
    line, column = (mark.line, mark.column) if mark else _impossible_day(text)
    why = getattr(error, "problem", None) or str(error).splitlines()[0]
    return _problem(
        "metadata-syntax",
        text,
        path,
        line,
        column,
        f"metadata is not YAML: {why}",
        "each line is `key: value`; quote a value that holds `: ` or begins with a sign",
    )


def _schema_problem(
    fault: Mapping[str, Any], data: Mapping[str, Any], text: str, path: str
) -> Problem:
    where = fault["loc"]
    line, column, value = _position(data, where)
    name = ".".join(str(step) for step in where if step != "[key]")
    if fault["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(where[-1]), _known_keys(where[:-1]), 1, 0.5)
        hint = (
            f"did you mean {near[0]}?"
            if near
            else ("known keys: " + ", ".join(_known_keys(where[:-1])))
        )
        return _problem(
            "metadata-key",
            text,
            path,
            line,
            column,
            f"unknown key {name}",
            hint,
            len(str(where[-1])),
        )
    if fault["type"] == "missing":
        return _problem(
            "metadata-missing",
            text,
            path,
            line,
            column,
            f"{name} is missing",
            f"add `{where[-1]}: …`",
        )
    expected = fault["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    expected = expected.removeprefix("expected ")
    choices = re.findall(r"'([^']+)'", fault.get("ctx", {}).get("expected", ""))
    near = difflib.get_close_matches(str(value), choices, 1) if choices else []
    return _problem(
        "metadata-value",
        text,
        path,
        line,
        column,
        f"{name} is {_said(value)}, expected {expected}",
        f"did you mean {near[0]}?" if near else "",
        len(str(where[-1])),
    )


def _said(value: object) -> str:
    if isinstance(value, dict | CommentedMap):
        return "a mapping"
    if isinstance(value, list | CommentedSeq):
        return "a list"
    return "empty" if value is None else repr(str(value))


def _known_keys(where: Sequence[str | int]) -> list[str]:
    """The keys that the schema knows at the place `where`."""
    model: Any = Metadata
    for step in where:
        if isinstance(step, str):
            fields = {field.alias or key: field for key, field in model.model_fields.items()}
            model = next(part for part in _parts(fields[step].annotation))
    return sorted(field.alias or name for name, field in model.model_fields.items())


def _parts(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _parts(argument)


def _position(data: Any, where: Sequence[str | int]) -> tuple[int, int, object]:
    """Line and column, counted from 0, of the deepest key of `where` there is, and its value."""
    line, column = 0, 0
    for step in where:
        if isinstance(data, CommentedMap) and step in data:
            line, column = data.lc.key(step)
        elif isinstance(data, CommentedSeq) and isinstance(step, int) and step < len(data):
            line, column = data.lc.item(step)
        else:
            break
        data = data[step]
    return line, column, data


def locate(data: Any, key: str, text: str, path: str = PATH) -> Location:
    """The place of a top-level key, or of the file's begin where the key is not there."""
    line, column, _ = _position(data, (key,))
    return _problem("", text, path, line, column, "", "", len(key)).location


def _problem(
    kind: str, text: str, path: str, line: int, column: int, message: str, hint: str, width: int = 1
) -> Problem:
    lines = text.splitlines()
    excerpt = lines[line] if line < len(lines) else ""
    return Problem(Location(path, line + 1, column + 1, width, excerpt), message, hint, kind)
