"""The command at a terminal of its own, and somebody who answers it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

# The keys that break off: the first one alone, as they are no lines.
INTERRUPT = "\x03"
END_OF_INPUT = "\x04"

_PATIENCE = 60  # seconds without a word, after which nobody will say one

# A terminal sends the interrupt to the session that it controls, and whoever was started with
# interrupts ignored, as background jobs and many CI runners are, hands that down.
_LAUNCH = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.executable, [sys.executable, "-m", "samizdat", *sys.argv[1:]])
"""


def at_a_terminal(
    *arguments: object,
    answers: Sequence[str] = (),
    prompt: str = "] ",
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> tuple[int, str]:
    """The exit status of samizdat, and all that its terminal showed.

    Whenever the terminal shows the prompt last, the next answer is typed. A key that breaks off is
    typed as soon as the prompt was shown, also if more came behind it: who waits for it to be the
    last may have missed that. `environment` is the whole of it; without one it is our own, with
    colours off.
    """
    import pty  # not at the top, since Windows has none and skips these tests

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", _LAUNCH, *map(str, arguments)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env=environment or {**os.environ, "NO_COLOR": "1"},
        cwd=cwd,
    ) as process:
        os.close(theirs)
        left = list(answers)
        seen, key, answered = b"", "", 0
        while octets := _read(ours, process, key):
            seen += octets
            is_shown = prompt.encode() in seen[answered:]
            is_last = seen.endswith(prompt.encode())
            if left and (is_shown if left[0] in {INTERRUPT, END_OF_INPUT} else is_last):
                answer, answered = left.pop(0), len(seen)
                key = answer if answer in {INTERRUPT, END_OF_INPUT} else ""
                os.write(ours, answer.encode() + (b"" if key else b"\n"))
        os.close(ours)
    return process.returncode, seen.decode()


def _read(ours: int, process: subprocess.Popen[bytes], key: str) -> bytes:
    """What the terminal shows next; a key is pressed again each second until something comes.

    The first may come after the prompt and before the program waits for it, as no person's does.
    """
    for _ in range(_PATIENCE):
        if select.select([ours], [], [], 1)[0]:
            break
        os.write(ours, key.encode())
    else:
        os.killpg(process.pid, signal.SIGKILL)
        raise TimeoutError(f"nothing was said for {_PATIENCE} seconds")
    try:
        return os.read(ours, 65536)
    except OSError:  # the way Linux says that the other side has hung up
        return b""
