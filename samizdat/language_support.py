"""What samizdat does not have for a language: words, hyphenation, typefaces."""

from __future__ import annotations

from collections.abc import Iterator

import pyphen

from samizdat import fonts, locales

# Their words are short, or lines break between any two signs.
UNDIVIDED = frozenset({"ja", "km", "ko", "lo", "my", "th", "vi", "yue", "zh"})


def has_hyphenation(tag: str) -> bool:
    """Whether a dictionary divides the words of a language, or nobody divides them."""
    if locales.load(tag).direction == "rtl" or tag.partition("-")[0] in UNDIVIDED:
        return True
    return pyphen.language_fallback(tag.replace("-", "_")) is not None


def name(tag: str) -> str:
    """The language's name for itself, or its tag where CLDR does not know it."""
    known = locales.in_cldr(tag)
    if known is None:
        return tag
    return str(known.get_display_name(tag.replace("-", "_")) or known.display_name or tag)


def lacking(tag: str) -> Iterator[str]:
    """A sentence for each thing that is not there for a language, and where to add it."""
    found = locales.nearest(tag)
    if found is None:
        yield (
            f"samizdat has no words and quotation marks for {tag}, and uses those of "
            f"{locales.FALLBACK}: add samizdat/locales/{tag}.toml, with the keys of "
            f"{locales.FALLBACK}.toml"
        )
    if not has_hyphenation(tag):
        yield f"no dictionary divides the words of {tag}, so that its lines have wider gaps"
    missing = fonts.uncovered(_letters(tag))
    if missing:
        signs = " ".join(sorted(missing)[:12])
        yield (
            f"no typeface has these characters of {tag}: {signs}; styles/print.css and epub.css of "
            "the book can name one that lies beside them"
        )


def _letters(tag: str) -> set[str]:
    """Letters that the language needs: those of the names that CLDR has in it."""
    known = locales.in_cldr(tag)
    if known is None:
        return set()
    names = [*known.languages.values(), *known.territories.values(), *known.scripts.values()]
    return {sign for word in names for sign in str(word) if sign.isalpha()}
