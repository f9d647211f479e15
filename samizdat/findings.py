"""Findings: what is wrong in a book, where, and what to do next. Imports nothing of ours.

A `Problem` is noticed somewhere along the flow; a rule gives it a code and a level and thereby
makes it a `Finding`, which is what people and programs get to see.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol, TextIO
from urllib.parse import quote

Level = Literal["error", "review"]


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file of the book.

    `path` is relative to the book folder, with `/`; `line` and `column` count from 1, in
    characters; `width` is how many characters are meant; `excerpt` is the text of the line, or of a
    very long one what stands around the place: `cut` is how many characters it leaves out before.
    """

    path: str
    line: int = 1
    column: int = 1
    width: int = 1
    excerpt: str = ""
    cut: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """Something noticed at a place: a lower-case fact with the offending value, and a hint.

    `kind` names what was noticed while reading or parsing, so that a rule can pick it up.
    """

    location: Location
    message: str
    hint: str = ""
    kind: str = ""


@dataclass(frozen=True, order=True)
class Finding:
    """A problem under a rule's code. `error` stops a release, `review` asks a person."""

    location: Location
    code: str
    name: str
    level: Level
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return _said(self, _plain)


Paint = Callable[[str, str], str]
"""Takes the name of a style of `_STYLES` and a text, and returns the text as it is to be shown."""

# Parameters of SGR (ECMA-48, section 8.3.117), of the sixteen colours that every theme has.
_STYLES = {"place": "1", "error": "1;31", "review": "33", "hint": "36", "head": "2"}

# Control characters could steer a terminal, and those of direction (UAX #9) could turn a line
# round, so that another text is seen than is there. Each becomes one character, so places stay.
_SEEN = dict.fromkeys(
    [*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)],
    "\ufffd",
)
_LINE = _SEEN | {ord("\t"): " "}

_MOST = 88
"""How many cells of a terminal an excerpt takes, so that it is not broken into two lines."""


def _plain(style: str, text: str) -> str:
    return text


def _coloured(style: str, text: str) -> str:
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"


def is_colourful(stream: TextIO) -> bool:
    """Whether colours may be written to the stream: a terminal that has them, and nobody objects.

    Source: https://no-color.org. An old console of Windows would print the codes as they are.
    """
    return (
        stream.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
        and (os.name != "nt" or "WT_SESSION" in os.environ)
    )


def painter(stream: TextIO) -> Paint:
    """What colours texts for the stream, or leaves them as they are."""
    return _coloured if is_colourful(stream) else _plain


def harmless(text: str) -> str:
    """The text with signs in place of what could steer a terminal; ends of lines stay."""
    return text.translate(_SEEN)


def _said(finding: Finding, paint: Paint) -> str:
    mark = "" if finding.level == "error" else " (review)"
    place = paint("place", f"{finding.location}:".translate(_SEEN))
    code = paint(finding.level, f"{finding.code}{mark}")
    lines = [f"{place} {code} {finding.message.translate(_SEEN)}"]
    if finding.location.excerpt.strip():
        lines += _pointer(finding.location, finding.level, paint)
    if finding.hint:
        lines.append("    " + paint("hint", f"hint: {finding.hint.translate(_SEEN)}"))
    return "\n".join(lines)


def _pointer(location: Location, level: Level, paint: Paint) -> list[str]:
    """The line in question, cut to what fits around the place, and carets under what is meant.

    In a line with letters from right to left the words meant stand behind the carets once more,
    since some terminals turn such a line round and others do not.
    """
    start = min(location.column - 1 - location.cut, len(location.excerpt))
    # More can't be shown, and a line as long as a book costs no more than others.
    skipped = max(0, start - 2 * _MOST)
    text = location.excerpt[skipped : start + _MOST + 1].translate(_LINE)
    start -= skipped
    first, last = _window(text, start)
    shown = text[first:last].rstrip()
    meant = shown[start - first : start - first + location.width]
    carets = "^" * max(1, _cells(meant))
    if any(unicodedata.bidirectional(character) in {"R", "AL"} for character in shown):
        carets += f" {meant}"
    blank = " " * _cells(shown[: start - first].ljust(start - first))
    return [f"    {shown}", f"    {blank}{paint(level, carets)}"]


def _cells(text: str) -> int:
    """How many cells of a terminal the text takes (UAX #11), as wcwidth knows it."""
    if text.isascii():
        return len(text)
    import wcwidth  # its tables take longer to load than all of this module

    return max(0, wcwidth.wcswidth(text))


def _window(text: str, start: int) -> tuple[int, int]:
    """From which to which character of the text is shown so that `start` is within."""
    if len(text) <= _MOST and _cells(text) <= _MOST:
        return 0, len(text)
    first, room = start, _MOST // 2
    while first > 0 and (room := room - _cells(text[first - 1])) >= 0:
        first -= 1
    while first < start and unicodedata.combining(text[first]):
        first += 1
    last, room = first, _MOST
    while last < len(text) and (room := room - _cells(text[last])) >= 0:
        last += 1
    return first, last


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Those of the findings that stop a release."""
    return [finding for finding in findings if finding.level == "error"]


def count(findings: Sequence[Finding]) -> str:
    """The findings in words: `2 errors, 1 to review`, or `no findings`."""
    wrong = len(errors(findings))
    look = len(findings) - wrong
    parts = [f"{wrong} error{'s' * (wrong != 1)}"] * bool(wrong) + [f"{look} to review"] * bool(
        look
    )
    return ", ".join(parts) or "no findings"


def location_from_json(data: Mapping[str, Any]) -> Location:
    """The location that `dataclasses.asdict` made `data` of."""
    return Location(**data)


def dump(findings: Iterable[Finding]) -> str:
    """The findings as JSON with all that `load` needs."""
    return json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=1, sort_keys=True)


def load(text: str) -> list[Finding]:
    """The findings that `dump` wrote."""
    return [
        Finding(**{**item, "location": location_from_json(item["location"])})
        for item in json.loads(text)
    ]


def tally(findings: Iterable[Finding]) -> list[tuple[str, str, Level, int]]:
    """Code, name, level and number of findings of each rule that has any, by code."""
    counts = Counter((f.code, f.name, f.level) for f in findings)
    return [(*rule, number) for rule, number in sorted(counts.items())]


def _table(findings: Sequence[Finding], paint: Paint) -> list[str]:
    """The count by rule in columns."""
    rows = tally(findings)
    name_width = max(len(name) for _, name, _, _ in rows)
    count_width = max(len("count"), *(len(str(number)) for *_, number in rows))
    return [
        paint("head", f"code   {'name':{name_width}}  level   {'count':>{count_width}}"),
        *(
            f"{paint(level, code)}  {name:{name_width}}  {level:6}  {number:>{count_width}}"
            for code, name, level, number in rows
        ),
    ]


def as_text(
    findings: Sequence[Finding],
    *,
    colour: bool = False,
    most: int | None = None,
    all_in: str = "",
) -> str:
    """The findings for a person, one after the other, a count by rule, and the count of all.

    Of one rule at most `most` are shown; `all_in` then says where the others are.
    """
    paint = _coloured if colour else _plain
    shown: Counter[str] = Counter()
    lines = []
    for finding in findings:
        shown[finding.code] += 1
        if most is None or shown[finding.code] <= most:
            lines.append(_said(finding, paint))
    for code, number in sorted(shown.items()):
        if most is not None and number > most:
            lines.append(f"and {number - most} more of {code}; see {all_in}")
    if findings:
        lines += ["", *_table(findings, paint), ""]
    return "\n".join([*lines, count(findings)])


def as_json(findings: Sequence[Finding]) -> str:
    """A list of objects with code, name, level, path, line, column, message and hint."""
    rows = [
        {
            "code": f.code,
            "name": f.name,
            "level": f.level,
            "path": f.location.path,
            "line": f.location.line,
            "column": f.location.column,
            "message": f.message,
            "hint": f.hint,
        }
        for f in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_github(findings: Sequence[Finding], root: str = "") -> str:
    """Workflow commands, which GitHub shows beside the lines of a change.

    `root` leads from the repository to the book folder, and is empty or ends with `/`. Source:
    GitHub Docs, "Workflow commands for GitHub Actions"; what is escaped is told by the code of
    actions/toolkit, `command.ts`.
    """

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    lines = []
    for f in findings:
        at = f.location
        properties = {"file": root + at.path, "line": at.line, "col": at.column}
        if end := _end(at):
            properties["endColumn"] = end - 1  # the last column that is meant, not the next
        properties["title"] = f"{f.code} {f.name}"
        named = ",".join(f"{name}={value(str(said))}" for name, said in properties.items())
        lines.append(f"::{_SEVERITY[f.level]} {named}::{data(_in_one(f))}")
    return "\n".join(lines)


_SEVERITY = {"error": "error", "review": "warning"}


def _in_one(finding: Finding) -> str:
    return finding.message + (f" ({finding.hint})" if finding.hint else "")


def _end(location: Location) -> int | None:
    """The column behind what is meant, where the line is known."""
    if not location.excerpt:
        return None
    left = len(location.excerpt) + location.cut - location.column + 1
    return location.column + max(1, min(location.width, left))


class Explained(Protocol):
    """A rule with the parts of its page."""

    @property
    def code(self) -> str:
        """Two letters and three figures."""

    @property
    def name(self) -> str:
        """What the rule calls the fault, with hyphens."""

    @property
    def level(self) -> Level:
        """How grave the fault is."""

    @property
    def summary(self) -> str:
        """The fault in a sentence."""

    @property
    def why(self) -> str:
        """Why it matters."""

    @property
    def page(self) -> str:
        """All that is said of the rule."""


def as_sarif(findings: Sequence[Finding], rules: Sequence[Explained], root: str = "") -> str:
    """One run in SARIF 2.1.0 (OASIS standard, 2020), for tools that collect such reports.

    `rules` are those that were run, and hold those of the findings; `root` is as in `as_github`.
    Section numbers here are the standard's.
    """
    numbers = {rule.code: number for number, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    results = []
    for f in findings:
        print_of_it = _fingerprint(f)
        seen[print_of_it] += 1
        results.append(
            {
                "ruleId": f.code,
                "ruleIndex": numbers[f.code],
                "level": _SEVERITY[f.level],
                "message": {"text": _in_one(f)},
                "locations": [{"physicalLocation": _physical(f.location, root)}],
                "partialFingerprints": {"findingHash/v1": f"{print_of_it}:{seen[print_of_it]}"},
            }
        )
    driver = {"name": "samizdat", "rules": [_descriptor(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {
            "%SRCROOT%": {"description": {"text": "The folder in which samizdat was called."}}
        },
        # Columns count characters, not units of UTF-16 (section 3.14.17).
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def _descriptor(rule: Explained) -> dict[str, Any]:
    """A rule as section 3.49 wants it."""
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary} {rule.why}".strip()},
        "help": {"text": rule.page},
        "defaultConfiguration": {"level": _SEVERITY[rule.level]},
    }


def _physical(location: Location, root: str) -> dict[str, Any]:
    """A place as section 3.29 wants it; columns and lines count from 1 there too."""
    region: dict[str, Any] = {"startLine": location.line, "startColumn": location.column}
    if end := _end(location):
        region["endColumn"] = end
        region["snippet"] = {"text": location.excerpt}
    # A name may hold octets that are no characters; they are octets in an address.
    octets = (root + location.path).encode("utf-8", "surrogateescape")
    return {"artifactLocation": {"uri": quote(octets), "uriBaseId": "%SRCROOT%"}, "region": region}


def _fingerprint(finding: Finding) -> str:
    """What stays the same of a finding when lines come or go before it (section 3.27.17)."""
    at = finding.location
    parts = (finding.code, at.path, finding.message, at.excerpt.strip())
    octets = "\0".join(parts).encode("utf-8", "surrogateescape")
    return hashlib.sha256(octets).hexdigest()[:32]
