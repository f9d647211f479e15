"""The rules: one a file, found by their files' names. A rule names a fault, not its cure.

A rule is a function that reads one kind of thing and yields problems; the decorator is its only
registration. Its docstring is its page: what is wrong, why it matters, and a bad and a good
example, which the tests run.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from samizdat.book import Book
from samizdat.findings import Finding, Level, Location, Problem
from samizdat.metadata import Waiver

CATEGORIES = {
    "FN": "notes",
    "TC": "contents and headings",
    "LK": "links",
    "IM": "images",
    "TX": "text",
    "MD": "metadata",
    "TR": "translations",
    "EP": "EPUB",
    "PD": "PDF",
    "HT": "HTML",
}


@dataclass(frozen=True)
class Report:
    """What an edition could not do, as its `render` returned it; `edition` is its name."""

    edition: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Proof:
    """A finished file, opened again, and the book that it has to hold."""

    book: Book
    artifact: Any


@dataclass(frozen=True)
class Rule:
    """A registered rule. `reads` is the type that its function takes."""

    code: str
    name: str
    level: Level
    reads: type
    check: Callable[[Any], Iterable[Problem]]

    @property
    def page(self) -> str:
        """The rule's page, from its docstring."""
        return inspect.cleandoc(self.check.__doc__ or "")


Check = TypeVar("Check", bound=Callable[[Any], Iterable[Problem]])

_RULES: dict[str, Rule] = {}


def rule(code: str, level: Level, reads: type) -> Callable[[Check], Check]:
    """Registers the decorated function as the rule `code`."""

    def register(check: Check) -> Check:
        if code in _RULES:
            raise ValueError(f"{code} is the code of {_RULES[code].name} already")
        _RULES[code] = Rule(code, check.__name__.replace("_", "-"), level, reads, check)
        return check

    return register


@cache
def rules() -> tuple[Rule, ...]:
    """All rules by code; each is in the file that its code and name give."""
    for path in sorted(Path(__file__).parent.glob("[a-z][a-z][0-9][0-9][0-9]_*.py")):
        import_module(f"samizdat.rules.{path.stem}")
    return tuple(_RULES[code] for code in sorted(_RULES))


def run(subject: Any, skip: frozenset[str] = frozenset()) -> list[Finding]:
    """What all rules that read the subject's type find in it, by place."""
    kind = type(subject.artifact) if isinstance(subject, Proof) else type(subject)
    found = {
        Finding(problem.location, one.code, one.name, one.level, problem.message, problem.hint)
        for one in rules()
        if one.reads is kind and one.code not in skip
        for problem in one.check(subject)
    }
    return sorted(found)


def picked(problems: Iterable[Problem], *kinds: str) -> Iterator[Problem]:
    """Those of the problems that were noted as one of `kinds`."""
    return (problem for problem in problems if problem.kind in kinds)


def waive(
    findings: Sequence[Finding], waivers: Sequence[Waiver], key: Location, *, is_source: bool = True
) -> list[Finding]:
    """The findings without those that a waiver names, and one for each waiver that names none.

    A waiver's place is a path, or a path and a line as `manuscript/manuscript.md:112`. In a
    translation (`is_source` is False) a waiver may name a file that is not read there.
    """
    left, used = [], set()
    for finding in findings:
        at = finding.location
        match = next(
            (
                w
                for w in waivers
                if w.rule == finding.code and w.where in {at.path, f"{at.path}:{at.line}", str(at)}
            ),
            None,
        )
        if match:
            used.add(match)
        else:
            left.append(finding)
    if not is_source:
        return left
    return left + [
        Finding(
            replace(key),
            "MD004",
            "waiver-without-finding",
            "review",
            f"waiver of {waiver.rule} at {waiver.where} matches no finding",
            "take it out of metadata.yaml, or mend its place",
        )
        for waiver in waivers
        if waiver not in used
    ]
