"""What a preview shows of a locale, and what becomes of it by what is heard."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from samizdat import page_map
from samizdat.findings import Finding
from samizdat.preview.blocks import changed
from samizdat.preview.building import Text, press_for_pages
from samizdat.preview.places import Places
from samizdat.preview.printed_pages import Printed, printed
from samizdat.preview.proving import Answer


@dataclass(frozen=True)
class Shown:
    """What is shown of a locale.

    `texts` counts its texts, and `version` its pages, of which a text may have several; `changed`
    are the blocks that the last text changed. `sentence` says
    why the text is not the one in the folder, `print_sentence` why there are no newer pages, and
    `is_printed` whether the pages are those of the text. A browser may ask for pages `before` the
    printed ones while it changes them. `pairs` are blocks of the source with their fellows here.
    """

    locale: str
    text: Text | None = None
    texts: int = 0
    version: int = 0
    changed: tuple[str, ...] = ()
    sentence: str = ""
    findings: tuple[Finding, ...] = ()
    is_checked: bool = False
    places: Places = field(default_factory=Places)
    pairs: tuple[tuple[str, str], ...] = ()
    printed: Printed | None = None
    before: Printed | None = None
    print_sentence: str = ""
    is_printed: bool = False

    def with_text(self, text: Text) -> Shown:
        """With another text, of which nothing but the page is known yet."""
        return replace(
            self,
            text=text,
            texts=self.texts + 1,
            version=self.version + 1,
            changed=tuple(changed(self.text.blocks, text.blocks)) if self.text else (),
            sentence=text.faulty[0] if text.faulty else "",
            is_checked=False,
            is_printed=False,
            print_sentence="",
        )

    def with_page(self, text: Text) -> Shown:
        """With the same text, whose page was written again."""
        return replace(self, text=text, version=self.version + 1)

    def with_answer(self, answer: Answer) -> Shown:
        """With what a process has told; of an older text that is its pages, and nothing else."""
        if answer.kind in {"printed", "proved"} and answer.order.texts != self.texts:
            if answer.kind == "proved" or answer.sentence:
                return self
            pages = self._with_pages(answer)
            return replace(pages, is_printed=False, print_sentence=self.print_sentence)
        if answer.kind in {"printed", "proved"} and answer.sentence:
            return replace(self, print_sentence=answer.sentence, is_printed=True)
        if answer.sentence:
            return replace(self, sentence=self.sentence or answer.sentence, is_checked=True)
        if answer.kind == "printed":
            return self._with_pages(answer)
        if answer.findings is not None:
            return replace(self, findings=answer.findings, is_checked=True)
        if answer.places is not None:
            return replace(self, places=answer.places, pairs=answer.pairs)
        return self

    def _with_pages(self, answer: Answer) -> Shown:
        press = press_for_pages(answer.order.folder)
        try:
            pages = page_map.load(press.work_file(self.locale, "pages.json").read_text("utf-8"))
            book = printed(press.built(self.locale, "print").read_bytes(), pages)
        except (OSError, ValueError) as error:
            sentence = f"the printed pages can't be read: {error}"
            return replace(self, print_sentence=sentence, is_printed=True)
        return replace(self, printed=book, before=self.printed, print_sentence="", is_printed=True)
