"""What the processes of a preview take long to import, so that they are forked with it."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

from samizdat import collector, rules

collector.look_rarely()
rules.rules()
for _name in ("artifacts", "opened_print", "editions.web", "editions.print_pdf"):
    with suppress(OSError):  # what the system lacks is told by the step that needs it
        import_module(f"samizdat.{_name}")
