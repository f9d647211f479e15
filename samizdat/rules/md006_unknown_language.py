"""MD006 unknown language."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat import locales
from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("MD006", level="error", reads=Source)
def unknown_language(source: Source) -> Iterator[Problem]:
    """A language tag is well made and names no language, script or region that is registered.

    Why: screen readers choose their voice by it, and hyphenation its rules. With an unknown tag the
    book is read out in the wrong language (BCP 47, RFC 5646, section 2.2.9).

    Bad:
        # Barcelona

        Text.
        --- metadata.yaml
        title: A Small Book
        language: en-UK

    Good:
        # Barcelona

        Text.
        --- metadata.yaml
        title: A Small Book
        language: en-GB
    """
    tag = source.metadata.language
    if not _is_registered(tag):
        likely = _likely(tag)
        yield Problem(
            source.key("language"),
            f"language {tag} is not registered",
            f"did you mean {likely}?"
            if likely
            else "use a tag such as en, en-GB, pt-BR or zh-Hant",
        )


def _is_registered(tag: str) -> bool:
    if tag in locales.tags():  # which saves loading the tables of all languages
        return True
    from langcodes import Language
    from langcodes.tag_parser import LanguageTagError

    try:
        return Language.get(tag, normalize=False).is_valid()
    except LanguageTagError:
        return False


def _likely(tag: str) -> str | None:
    """The tag that was meant: written by the standard, or the language of a country's code."""
    from langcodes import Language, standardize_tag

    guesses = [standardize_tag(tag)] if "-" in tag else []
    if len(tag) == 2:
        guesses.append(Language.get(f"und-{tag}").maximize().language or "")
    return next((guess for guess in guesses if guess not in {"", "und", tag}), None)
