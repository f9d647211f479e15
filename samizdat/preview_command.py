"""`samizdat preview`: the book in a browser, kept up with what is written."""

from __future__ import annotations

import argparse
import errno
import signal
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samizdat import command_line
from samizdat.exits import EXIT_ERRORS, EXIT_OK, wrong_use

if TYPE_CHECKING:
    from samizdat.preview.desk import Desk
    from samizdat.preview.serving import Server


def arrange(commands: Any) -> None:
    """Puts `preview` among the commands of the command line."""
    parser = commands.add_parser(
        "preview",
        help="show the book in a browser while it is written",
        description="Show the book in a browser, and show it again whenever it is saved: the text "
        "at the place that changed, what is wrong with it, the printed pages, a translation beside "
        "its source. Nothing is released. Ctrl-C ends it.",
    )
    command_line.add_book(parser)
    parser.add_argument(
        "--locale", metavar="L", help="the language to begin with; that of the source if not said"
    )
    parser.add_argument(
        "--port", type=_port, metavar="N", help="the port of the server, on this machine alone"
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="open no browser, only tell the address"
    )
    parser.set_defaults(run=run)


def _port(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 65535:
        raise argparse.ArgumentTypeError(f"{word} is no port; give a number from 1 to 65535")
    return int(word)


def run(options: argparse.Namespace) -> int:
    """Serves the book until it is ended; returns the exit status."""
    end = _End()
    from samizdat.preview.building import press_for
    from samizdat.releases import lock

    if not options.book.is_dir():
        return wrong_use(f"{options.book} is not a folder")
    folder = options.book.resolve()
    press = press_for(folder)
    if options.locale and options.locale not in press.all_locales:
        return wrong_use(f"no such language in the book: {options.locale}")
    try:
        held = lock.take(press.work)
    except lock.LockedError as error:
        who = f", process {error.process}," if error.process else ""
        return wrong_use(f"another preview{who} shows this book")
    with held:
        return _serve(options, folder, options.locale or press.original.locale, end)


class _End:
    """Waits for somebody to end the preview, with Ctrl-C or otherwise."""

    def __init__(self) -> None:
        # The system may hand a signal to any thread, and Python's own handlers wait until the main
        # thread wakes; what is written to a socket wakes it.
        self._ours, self._theirs = socket.socketpair()
        self._theirs.setblocking(False)
        signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: None)

    def wait(self) -> None:
        """Returns when the preview is to end, at once if somebody has said so before."""
        self._ours.recv(1)


def _serve(options: argparse.Namespace, folder: Path, locale: str, end: _End) -> int:
    from samizdat.preview.desk import Desk

    desk = Desk(folder, locale)
    try:
        server = _server(desk, options.port)
        if server is None:
            print(
                f"samizdat: port {options.port} is in use; give another one with --port, or none",
                file=sys.stderr,
            )
            return EXIT_ERRORS
        thread = threading.Thread(target=server.serve_forever, args=(0.1,), name="server")
        thread.start()
        print(f"{server.address} shows {folder.name}; Ctrl-C ends it", flush=True)
        if not options.no_browser and sys.stdout.isatty():
            webbrowser.open(server.address)
        end.wait()
        server.shutdown()
        thread.join()
        server.server_close()
    finally:
        desk.close()
    return EXIT_OK


def _server(desk: Desk, port: int | None) -> Server | None:
    """The server at the port that was asked for, None where it is in use.

    Without a port it is the usual one, or where that is in use any that is free.
    """
    from samizdat.preview.serving import PORT, Server

    for one in [port] if port else [PORT, 0]:
        try:
            return Server(desk, one)
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
    return None
