"""Remarks that are made while a tree is changed, before their places in the text are known."""

from __future__ import annotations

from dataclasses import dataclass, field

from samizdat.importing.incoming import Remark
from samizdat.importing.opening.places import place, taken_out, without_empty_paragraphs


@dataclass
class Noticed:
    """What was noticed so far. `taken` are pieces of text that were taken out on purpose."""

    remarks: list[Remark] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def add(self, message: str, hint: str = "", words: str = "") -> str:
        """Keeps a remark; returns the word that has to be put where it belongs in the text."""
        self.remarks.append(Remark(0, message, hint, words))
        return place(len(self.remarks) - 1)

    def settled(self, text: str) -> tuple[str, tuple[Remark, ...]]:
        """The text without places, and the remarks in its order, those of no place first."""
        text, offsets = taken_out(without_empty_paragraphs(text))
        remarks = [
            Remark(offsets.get(number, 0), remark.message, remark.hint, remark.words)
            for number, remark in enumerate(self.remarks)
        ]
        return text, tuple(sorted(remarks, key=lambda remark: remark.offset))
