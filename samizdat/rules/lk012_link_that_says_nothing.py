"""LK012 link that says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source

# Words that name no target, in the languages that samizdat knows best.
_NOTHING = {
    *("here", "click here", "click", "this", "this link", "link", "read more", "more", "this page"),
    *("hier", "hier klicken", "klicken sie hier", "dieser link", "mehr", "weiter", "weiterlesen"),
    *("aquí", "aqui", "haz clic aquí", "pulse aquí", "este enlace", "enlace", "leer más", "más"),
    *("ici", "cliquez ici", "ce lien", "lien", "lire la suite", "en savoir plus", "plus"),
    *("qui", "clicca qui", "questo link", "leggi tutto", "continua"),
    *("clique aqui", "este link", "ligação", "saiba mais", "mais"),
    *("здесь", "тут", "ссылка", "по ссылке", "нажмите здесь", "подробнее", "сюда"),
    *("هنا", "اضغط هنا", "الرابط"),
}


@rule("LK012", level="review", reads=Source)
def link_that_says_nothing(source: Source) -> Iterator[Problem]:
    """The words of a link do not say where it leads.

    Why: a screen reader reads the links of a page out one by one, and a list of “here, here, here”
    helps nobody. On paper there is nothing to click at all.

    Bad:
        # Barcelona

        The archive is [here](https://example.org/archive).

    Good:
        # Barcelona

        See [the archive](https://example.org/archive).
    """
    for file in source.texts:
        for link in file.links.links:
            words = re.sub(r"[^\w\s]+", "", link.words).strip().casefold()
            if words in _NOTHING and not link.is_image:
                yield Problem(
                    file.location(link.start, link.end - link.start),
                    f"link “{link.words}” does not say where it leads",
                    "name in its words what the reader finds there",
                )
