"""The book as a preview shows it, and the threads that keep it up with the folder."""

from __future__ import annotations

import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from samizdat import findings as told
from samizdat.preview.background import Checks, Typesetting
from samizdat.preview.building import Builder, NotBuiltError, press_for
from samizdat.preview.events import Hub
from samizdat.preview.proving import Answer, Order
from samizdat.preview.shown import Shown
from samizdat.preview.watching import changes
from samizdat.whole_files import write_whole


class Desk:
    """Shows the languages that somebody looks at, `first` from the begin, until it is closed."""

    def __init__(self, folder: Path, first: str) -> None:
        self.folder = folder
        self.first = first
        self.hub = Hub()
        self._builder = Builder(folder)
        self._changed = threading.Condition()
        self._shown: dict[str, Shown] = {}
        self._wanted: Counter[str] = Counter([first])
        self._due = {first}
        self._at_work: set[str] = set()
        self._to_write: set[str] = set()
        self._written_with: dict[str, tuple[str, bool]] = {}
        self._tried_again: set[str] = set()
        self._stop = threading.Event()
        self._checks = Checks(self._hear)
        self._typesetting = Typesetting(self._hear)
        self._threads = [
            threading.Thread(target=self._watch, name="watch"),
            threading.Thread(target=self._build, name="build"),
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Ends all threads and processes."""
        self._stop.set()
        self.hub.close()
        with self._changed:
            self._changed.notify_all()
        self._typesetting.close()
        self._checks.close()
        for thread in self._threads:
            thread.join()

    def locales(self) -> list[str]:
        """The languages of the book as it is now, its own first, and those shown before."""
        press = press_for(self.folder)
        with self._changed:
            return list(dict.fromkeys([*press.all_locales, *self._shown]))

    def shown(self, locale: str) -> Shown:
        """What is shown of a locale; waits for its first text, and for one that is being built."""
        with self._changed:
            if locale not in self._shown:
                self._due.add(locale)
                self._changed.notify_all()
            self._changed.wait_for(
                lambda: locale not in self._due | self._at_work or self._stop.is_set()
            )
            return self._shown.get(locale) or Shown(locale, sentence="the preview has ended")

    def known(self, locale: str) -> Shown:
        """What is shown of a locale at this moment."""
        with self._changed:
            return self._shown.get(locale) or Shown(locale)

    @contextmanager
    def wanted(self, locales: list[str]) -> Iterator[None]:
        """While somebody looks at the locales, they are kept up with the folder."""
        with self._changed:
            self._wanted.update(locales)
            self._due.update(locales)
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._wanted.subtract(locales)

    def _watch(self) -> None:
        """Notes that the folder was saved. Runs in a thread."""
        try:
            for _ in changes(self.folder, self._stop):
                with self._changed:
                    self._due.update(one for one, count in self._wanted.items() if count > 0)
                    self._changed.notify_all()
        except OSError as error:
            sentence = f"the folder can't be watched: {error.strerror or error}"
            self.shown(self.first)  # there is a text, or the reason why there is none
            self._put(self.first, lambda shown: replace(shown, sentence=sentence), "panel")

    def _build(self) -> None:
        """Builds what is due. Runs in a thread."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._due or self._to_write or self._stop.is_set())
                if self._stop.is_set():
                    return
                # What is saved from here on makes a text due again.
                self._at_work, self._due = self._due, set()
                due, to_write = set(self._at_work), self._to_write - self._due
                self._to_write = set()
            fresh = [one for one in sorted(due, key=self._order) if self._renew(one)]
            for locale in sorted(to_write - due):
                self._rewrite(locale)
            with self._changed:
                self._at_work = set()
                self._changed.notify_all()
            if fresh:
                self._follow(fresh)

    def _order(self, locale: str) -> tuple[bool, str]:
        return locale != self.first, locale

    def _renew(self, locale: str) -> bool:
        """Builds a locale if its files have changed, and tells; whether there is a new text."""
        with self._changed:
            last = self._shown.get(locale, Shown(locale))
        if last.text is not None and not last.sentence and self._builder.is_current(locale):
            return False
        self.hub.tell(locale, "begun")
        self._typesetting.make_way()
        try:
            text = self._builder.build(locale, is_first=last.text is None)
        except NotBuiltError as error:
            sentence = str(error)
        except OSError as error:
            name = f" {error.filename}" if error.filename else ""
            sentence = f"can't read or write{name}: {error.strerror or error}"
        # What nobody foresaw must not end the preview: the next text may be a better one.
        except Exception as error:
            path = press_for(self.folder).work_file(locale, "stumbled.txt")
            with suppress(OSError):
                write_whole(path, traceback.format_exc())
            sentence = f"samizdat stumbled over this text: {error}; please report it with {path}"
        else:
            self._put(locale, lambda shown: shown.with_text(text), "text")
            return True
        self._put(locale, lambda shown: replace(shown, sentence=sentence), "panel")
        return False

    def _rewrite(self, locale: str) -> None:
        """Writes the page of a text again, of which something else is known now."""
        with suppress(NotBuiltError, OSError):
            text = self._builder.write(press_for(self.folder), locale)
            self._put(locale, lambda shown: shown.with_page(text), "text")

    def _put(self, locale: str, change: Callable[[Shown], Shown], kind: str) -> None:
        """Shows a locale as a change makes it of what is shown, which may have been told of."""
        with self._changed:
            self._shown[locale] = change(self._shown.get(locale, Shown(locale)))
            self._at_work.discard(locale)
            self._changed.notify_all()
        self.hub.tell(locale, kind)

    def _follow(self, fresh: list[str]) -> None:
        """What is slower than the page: the check, then the printed pages."""
        with self._changed:
            left = [
                one
                for one, shown in self._shown.items()
                if one not in fresh and shown.text and not shown.is_printed and self._wanted[one]
            ]
            orders = [Order(self.folder, one, self._shown[one].texts) for one in [*fresh, *left]]
        for order in orders[: len(fresh)]:
            self._checks.order(order)
        if not self._stop.is_set():
            self._typesetting.order(orders)

    def _hear(self, answer: Answer) -> None:
        """Shows what a process has told."""
        locale = answer.order.locale
        with self._changed:
            new = self._shown[locale] = self._shown[locale].with_answer(answer)
            if self._is_to_be_written(new):
                self._to_write.add(locale)
            if answer.kind == "checked":
                self._try_again(answer)
            self._changed.notify_all()
        self.hub.tell(locale, "printed" if answer.kind == "printed" else "panel")

    def _try_again(self, answer: Answer) -> None:
        """Has a text built once more that could not be checked: its folder may have been away."""
        locale = answer.order.locale
        if answer.sentence and locale not in self._tried_again:
            self._tried_again.add(locale)
            self._due.add(locale)
        elif not answer.sentence:
            self._tried_again.discard(locale)

    def _is_to_be_written(self, shown: Shown) -> bool:
        """Whether a page would be another one now: by its page numbers, or as a draft."""
        has_numbers = press_for(self.folder).original.metadata.page_numbers
        numbers = shown.printed.digest if shown.printed and has_numbers else ""
        known = numbers, bool(told.errors(shown.findings))
        before, self._written_with[shown.locale] = self._written_with.get(shown.locale), known
        return before != known and known != ("", False)
