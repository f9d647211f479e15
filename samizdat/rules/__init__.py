"""The rules: one a file, found by their files' names. A rule names a fault, not its cure.

A rule is a function that reads one kind of thing and yields problems; the decorator is its only
registration. Its docstring is its page: what is wrong, why it matters, and a bad and a good
example, which the tests run.
"""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, wraps
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from samizdat.book import Book
from samizdat.findings import Finding, Level, Location, Problem
from samizdat.metadata import Waiver
from samizdat.printed import PrintEdition
from samizdat.source import Source

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

_OF_FILES = frozenset({"EP", "PD", "HT"})
"""The categories of rules over finished files, and over what was said while they were made."""

MANUSCRIPT = "manuscript/manuscript.md"
"""The file that an example is of, where it does not say."""

# By the name of the type, since what opens finished files is not needed to tell of it.
_SUBJECTS = {
    "Source": "the text as it was written",
    "Book": "the text as chapters and notes",
    "Report": "what was said while an edition was made",
    "PrintEdition": "the finished PDF",
    "BookletEdition": "the finished booklet",
    "EpubEdition": "the finished EPUB",
    "WebEdition": "the finished web page",
}


@dataclass(frozen=True)
class Report:
    """What an edition could not do, as its `render` returned it; `edition` is its name."""

    edition: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, eq=False)  # one that is itself, so that what is read of it can be kept
class Proof:
    """A finished file, opened again, and the book that it has to hold.

    `printed` is the print edition, with which the others share the numbers of its pages. `read` is
    for `once`.
    """

    book: Book
    artifact: Any
    printed: PrintEdition | None = None
    read: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)


Read = TypeVar("Read")


def once(read: Callable[[Proof], Read]) -> Callable[[Proof], Read]:
    """The function, made to read a proof once for all rules; what it gives is kept with the proof.

    It is gone with the proof, as long as nothing else holds it.
    """

    @wraps(read)
    def kept(proof: Proof) -> Read:
        if read not in proof.read:
            proof.read[read] = read(proof)
        found: Read = proof.read[read]
        return found

    return kept


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

    @property
    def summary(self) -> str:
        """The fault in a sentence: the first line of the page."""
        return self.page.partition("\n")[0]

    @property
    def why(self) -> str:
        """Why the fault matters, each paragraph in one line."""
        found = re.search(r"(?ms)^Why: (.*?)(?=^(?:Bad|Good):$|\Z)", self.page)
        paragraphs = re.split(r"\n\s*\n", found[1].strip()) if found else []
        return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)

    @property
    def bad(self) -> dict[str, str]:
        """The example of the fault: the text of each file by its path, or nothing."""
        return self._example("Bad")

    @property
    def good(self) -> dict[str, str]:
        """The example of how it is right: the text of each file by its path, or nothing."""
        return self._example("Good")

    def _example(self, kind: str) -> dict[str, str]:
        """What is indented below `kind`; `--- path` begins another file than the manuscript."""
        found = re.search(rf"(?ms)^{kind}:\n(.*?)(?=^\S|\Z)", self.page + "\n")
        if found is None:
            return {}
        text = re.sub(r"(?m)^    ", "", found[1])
        first, *others = re.split(r"(?m)^--- (.*)\n", text)
        files = {MANUSCRIPT: first} if first.strip() or not others else {}
        return files | dict(zip(map(str.strip, others[::2]), others[1::2], strict=True))

    @property
    def subject(self) -> str:
        """What the rule reads, in words."""
        return _SUBJECTS.get(self.reads.__name__, "the finished files")

    @property
    def is_over_text(self) -> bool:
        """Whether the rule reads the text, and not what was made of it."""
        return self.reads in {Source, Book}


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
    return _loaded(frozenset(CATEGORIES))


@cache
def rules_over_text() -> tuple[Rule, ...]:
    """Those over the text and its tree, by code; to load the others takes as long again."""
    return _loaded(frozenset(CATEGORIES) - _OF_FILES)


def rules_that_found(findings: Iterable[Finding]) -> tuple[Rule, ...]:
    """The rules of which there are findings, by code."""
    codes = {finding.code for finding in findings}
    is_over_text = all(code[:2] not in _OF_FILES for code in codes)
    every = rules_over_text() if is_over_text else rules()
    return tuple(one for one in every if one.code in codes)


def _loaded(categories: frozenset[str]) -> tuple[Rule, ...]:
    for path in sorted(Path(__file__).parent.glob("[a-z][a-z][0-9][0-9][0-9]_*.py")):
        if path.stem[:2].upper() in categories:
            import_module(f"samizdat.rules.{path.stem}")
    return tuple(_RULES[code] for code in sorted(_RULES) if code[:2] in categories)


class UnknownCodeError(ValueError):
    """No rule has such a code; the text is a sentence for a person, with the nearest code."""


def chosen(wanted: Iterable[str]) -> frozenset[str]:
    """The codes of the rules that are wanted by their codes, or by how their codes begin.

    Raises UnknownCodeError where no rule answers.
    """
    codes = [one.code for one in rules()]
    found: set[str] = set()
    for word in wanted:
        answer = {code for code in codes if word and code.startswith(word.upper())}
        if not answer:
            near = _nearest(word)
            hint = f"did you mean {near}?" if near else "`samizdat explain` lists them"
            raise UnknownCodeError(f"there is no rule {word}; {hint}")
        found |= answer
    return frozenset(found)


def _nearest(word: str) -> str:
    """The code that has most characters in the places of `word`'s, or whose rule is named so."""

    def agreement(code: str) -> int:
        return sum(one == other for one, other in zip(code, word.upper(), strict=False))

    names = {one.name: one.code for one in rules()}
    if near := difflib.get_close_matches(word.lower(), names, 1):
        return names[near[0]]
    code = max(sorted(names.values()), key=agreement)
    return code if agreement(code) >= 3 else ""


def run(subject: Any, skip: frozenset[str] = frozenset()) -> list[Finding]:
    """What all rules that read the subject's type find in it, by place."""
    kind = type(subject.artifact) if isinstance(subject, Proof) else type(subject)
    found = {
        Finding(problem.location, one.code, one.name, one.level, problem.message, problem.hint)
        for one in (rules_over_text() if kind in {Source, Book} else rules())
        if one.reads is kind and one.code not in skip
        for problem in one.check(subject)
    }
    return sorted(found)


def picked(problems: Iterable[Problem], *kinds: str) -> Iterator[Problem]:
    """Those of the problems that were noted as one of `kinds`."""
    return (problem for problem in problems if problem.kind in kinds)


def waive(findings: Iterable[Finding], waivers: Sequence[Waiver], file: str = "") -> list[Finding]:
    """The findings without those that a waiver names; `file` is the finished file they are about.

    A waiver's place is a path, a path and a line as `manuscript/manuscript.md:112`, those and a
    column, or the name of a finished file.
    """
    return [f for f in findings if not any(_matches(waiver, f, file) for waiver in waivers)]


def _matches(waiver: Waiver, finding: Finding, file: str) -> bool:
    at = finding.location
    places = {at.path, f"{at.path}:{at.line}", str(at)} | ({file} if file else set())
    is_possible = not file or finding.level == "review"
    return is_possible and waiver.rule == finding.code and waiver.where in places


def idle(
    waivers: Iterable[Waiver], found: Mapping[str, Iterable[Finding]], key: Location
) -> list[Finding]:
    """A finding for each waiver that names none of those that were `found`, by finished file.

    Those about the text are under an empty name. `key` is where the waivers are written.
    """
    idle = []
    for waiver in waivers:
        if any(_matches(waiver, f, file) for file, some in found.items() for f in some):
            continue
        message, hint = "matches no finding", "take it out of metadata.yaml, or mend its place"
        named = next((one for one in rules() if one.code == waiver.rule), None)
        if named and named.level == "error" and not named.is_over_text:
            message = "lets nothing pass: an error in a finished file can't be waived"
            hint = "take it out of metadata.yaml; what is lost in the file is lost to its readers"
        message = f"waiver of {waiver.rule} at {waiver.where} {message}"
        idle.append(Finding(key, "MD004", "waiver-without-finding", "review", message, hint))
    return idle
