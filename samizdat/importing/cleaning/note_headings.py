"""Headings above typed notes, in the languages that books have, and those of lists of works."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from samizdat import locales
from samizdat.scanner import Block, TextFile

_NOTES = """
    notes|note|endnotes|footnotes|end notes|foot notes|notes and references|references and notes
    notes to the text|notas|notas al pie|notas al pie de página|notas finales|notas de rodapé
    notas de fim|anmerkungen|fußnoten|fussnoten|endnoten|notes de bas de page|notes de fin
    notes en bas de page|note a piè di pagina|note al testo|noten|voetnoten|eindnoten|przypisy
    przypisy końcowe|примечания|сноски|примітки|виноски|бележки|poznámky
    poznámky pod čarou|poznámky pod čiarou|jegyzetek|lábjegyzetek|végjegyzetek|notlar|dipnotlar
    sonnotlar|fotnoter|slutnoter|fodnoter|sluttnoter|alaviitteet|loppuviitteet|viitteet|viited
    notele|note de subsol|note de final|napomene|bilješke|fusnote|opombe|напомене|σημειώσεις
    υποσημειώσεις|注释|註釋|注釈|註解|注解|脚注|腳註|尾注|尾註|注|註|原注|原註|訳注|譯註|譯注
    각주|미주|주|주석|ملاحظات|هوامش|الهوامش|حواشی|پانویس|پانوشت|یادداشت‌ها|הערות|הערות שוליים
    chú thích|catatan|catatan kaki|notoj|piednotoj
"""
_WORKS = """
    references|works cited|bibliography|literature|sources|literatur|quellen|referencias
    referências|références|riferimenti|bibliografia|список литературы|литература|источники
    参考文献|參考文獻|引用文献|المراجع|מקורות
"""
_SIGNS = re.compile(r"[*_#:：.\s\u200c【】\[\]〔〕-]+")
_LONGEST = 40


@dataclass(frozen=True)
class NotesHeading:
    """A heading from `start` to `end` of a section of notes; `level` is 0 for a mere paragraph."""

    start: int
    end: int
    level: int


def bare(words: str) -> str:
    """Words as headings are compared: in small letters, without signs.

    >>> bare("**Foot Notes:**")
    'foot notes'
    """
    return " ".join(_SIGNS.sub(" ", words).split()).casefold()


def is_notes(words: str) -> bool:
    """Whether a heading says that notes stand below it."""
    return len(words) <= _LONGEST and bare(words) in _known()


def is_works(words: str) -> bool:
    """Whether a heading says that works are listed below it."""
    return len(words) <= _LONGEST and bare(words) in _listed()


def has_works(file: TextFile) -> bool:
    """Whether the text has a list of works, whose numbers are cited in it."""
    return any(is_works(heading.plain) for heading in file.headings)


@cache
def _known() -> frozenset[str]:
    own = {bare(word) for line in _NOTES.split("\n") for word in line.split("|")}
    told = {bare(locales.load(tag).words["notes"]) for tag in locales.tags()}
    return frozenset((own | told) - {""})


@cache
def _listed() -> frozenset[str]:
    own = {bare(word) for line in _WORKS.split("\n") for word in line.split("|")}
    told = {
        bare(name)
        for tag in locales.tags()
        for name in locales.load(tag).sections.get("bibliography", ())
    }
    return frozenset((own | told) - {""})


def notes_headings(file: TextFile) -> list[NotesHeading]:
    """The headings of sections of notes, and paragraphs that are as good as such."""
    found = [NotesHeading(h.start, h.end, h.level) for h in file.headings if is_notes(h.plain)]
    for block in file.blocks:
        if block.kind == "paragraph" and _is_typed(file, block):
            found.append(NotesHeading(block.start, block.end, 0))
    return sorted(found, key=lambda heading: heading.start)


def _is_typed(file: TextFile, block: Block) -> bool:
    return block.end - block.start <= _LONGEST and is_notes(file.text[block.start : block.end])
