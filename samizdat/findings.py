"""Findings: what is wrong in a book, where, and what to do next. Imports nothing of ours.

A `Problem` is noticed somewhere along the flow; a rule gives it a code and a level and thereby
makes it a `Finding`, which is what people and programs get to see.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Level = Literal["error", "review"]


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file of the book.

    `path` is relative to the book folder, with `/`; `line` and `column` count from 1, in
    characters; `width` is how many characters are meant; `excerpt` is the text of the line.
    """

    path: str
    line: int = 1
    column: int = 1
    width: int = 1
    excerpt: str = ""

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
        mark = "" if self.level == "error" else " (review)"
        lines = [f"{self.location}: {self.code}{mark} {self.message}"]
        if self.location.excerpt.strip():
            lines += _pointer(self.location)
        if self.hint:
            lines.append(f"    hint: {self.hint}")
        return "\n".join(lines)


def _pointer(location: Location, most: int = 88) -> list[str]:
    """The line in question and carets under what is meant, cut to `most` characters around it."""
    start = location.column - 1
    cut = max(0, start - most // 2) if len(location.excerpt) > most else 0
    shown = location.excerpt[cut : cut + most].replace("\t", " ").rstrip()
    carets = "^" * max(1, min(location.width, len(shown) - (start - cut)))
    return [f"    {shown}", "    " + " " * (start - cut) + carets]


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


def as_text(findings: Sequence[Finding]) -> str:
    """The findings for a person, one after the other, and their count."""
    return "\n".join([*map(str, findings), count(findings)])


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


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands, which GitHub shows beside the lines of a change.

    Source: GitHub Docs, "Workflow commands for GitHub Actions", setting an error message.
    """

    def escaped(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    return "\n".join(
        f"::{'error' if f.level == 'error' else 'warning'} file={f.location.path},"
        f"line={f.location.line},col={f.location.column},title={f.code} {f.name}"
        f"::{escaped(f.message + (' (' + f.hint + ')' if f.hint else ''))}"
        for f in findings
    )


def as_sarif(findings: Sequence[Finding]) -> str:
    """One SARIF 2.1.0 run (OASIS standard, 2020), for tools that collect such reports."""
    rules = {f.code: {"id": f.code, "name": f.name} for f in findings}
    results = [
        {
            "ruleId": f.code,
            "level": "error" if f.level == "error" else "warning",
            "message": {"text": f.message + (f" ({f.hint})" if f.hint else "")},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": f.location.path},
                        "region": {
                            "startLine": f.location.line,
                            "startColumn": f.location.column,
                        },
                    }
                }
            ],
        }
        for f in findings
    ]
    run = {
        "tool": {"driver": {"name": "samizdat", "rules": [rules[c] for c in sorted(rules)]}},
        "results": results,
    }
    log = {"version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


FORMATS = {"text": as_text, "json": as_json, "github": as_github, "sarif": as_sarif}
