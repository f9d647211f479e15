"""The catalogue of all rules as a chapter in Markdown, generated from their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from samizdat import fonts
from samizdat.rules import CATEGORIES, MANUSCRIPT, Rule

_HEADING = "# The rules, one by one {#catalogue}\n"

# A paragraph is one line, as in the other files of the handbook.
_INTRODUCTION = (
    "This appendix is written by the rules themselves: `samizdat explain --markdown` prints it, "
    "and `samizdat explain` with a code prints one page of it. Each page says what is the matter "
    "and why that matters. Most of them show the fault, and then a text in which there is nothing "
    "to find. An *error* stops a release; a *review* asks a person to judge.\n"
)

# Pandoc sets the quotation marks of the book's language in place of straight ones.
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")

_LEVELS = {"error": "An error.", "review": "A review."}

# A word that Markdown, or a rule, could take for more than a word.
_SPECIAL = re.compile(r"[\[\]<>{}$^@*_#|~\\]|://|--|^-|\d-\d|\.(?:md|yaml|css|bib)$")

_FENCE_MIN = 3


def markdown(rules: Sequence[Rule]) -> str:
    """The chapter: a section for each category of rules, with a page for each rule."""
    parts = [_HEADING, _INTRODUCTION]
    for letters, subject in CATEGORIES.items():
        of_it = [rule for rule in rules if rule.code.startswith(letters)]
        if of_it:
            heading = subject[0].upper() + subject[1:]
            parts.append(f"## {heading} {{#rules-{letters.lower()}}}\n")
            parts += ["\n".join(_page(rule)) for rule in of_it]
    return "\n".join(parts)


def _page(rule: Rule) -> Iterator[str]:
    yield f"### {rule.code} {rule.name.replace('-', ' ')} {{#{rule.code.lower()}}}\n"
    yield f"{_prose(rule.summary)} *{_LEVELS[rule.level]} It reads {rule.subject}.*\n"
    why = rule.why[:1].upper() + rule.why[1:]
    yield from (f"{_prose(paragraph)}\n" for paragraph in why.split("\n\n"))
    yield from _example(rule.bad, "With the fault")
    yield from _example(rule.good, "Without it")


def _example(files: Mapping[str, str], words: str) -> Iterator[str]:
    """The files of an example as code; which file it is, is said where it matters."""
    for number, (path, text) in enumerate(files.items()):
        where = f" in `{path}`" if path != MANUSCRIPT or len(files) > 1 else ""
        yield (f"And{where}:\n" if number else f"{words}{',' if where else ''}{where}:\n")
        yield _fenced(text)


def _fenced(text: str) -> str:
    """The text as a code block, whose fence is longer than any in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(_FENCE_MIN, longest + 1)
    return f"{fence}\n{_printable(text.strip(chr(10)))}\n{fence}\n"


def _printable(text: str) -> str:
    """The text with the names of characters that no typeface has, or that can't be seen."""
    unseen = {c for c in set(text) if not c.isprintable() and c != "\n"}
    unseen |= fonts.uncovered(set(text) - unseen - {"\n"})
    return "".join(f"<U+{ord(c):04X}>" if c in unseen else c for c in text)


def _prose(text: str) -> str:
    """The text with what looks like markup as code, so that it stands there as it was written."""
    parts = re.split(r"(`[^`]+`)", _printable(text.translate(_STRAIGHT)))
    return "".join(part if n % 2 else _words(part) for n, part in enumerate(parts))


def _words(text: str) -> str:
    return re.sub(r"\S+", _word, text)


def _word(match: re.Match[str]) -> str:
    """A word that is special as code, without the marks of the sentence around it."""
    word = match[0]
    core = word.rstrip(".,;:!?")
    if core.startswith("(") and (core.endswith(")") or ")" not in core):
        core = core[1:]
    if core.endswith(")") and core.count(")") > core.count("("):
        core = core[:-1]
    return word.replace(core, f"`{core}`") if core and _SPECIAL.search(core) else word
