"""The application log: what the program did and where it failed, for whoever looks after the machine.

`<station>/logs/ebr.log`, at most 512 KiB, and five older ones beside it (`ebr.log.1` is the youngest). One line each:

    2026-11-22T16:30:01.120Z start version=0.1.0 system=Linux-6.1 screen=1280x800
    2026-11-22T16:31:07.002Z fault kind=ValueError at=ui/queue/view.py:88:_fill<ui/frame.py:40:show

It is not the record, and nothing of the record stands in it. This is so by construction, not by care: `note` takes
numbers, and tokens that the program itself wrote; the message of a fault, which may quote what somebody typed, is never
written, only its kind and the places in the source it went through. So a log may be given to whoever asks for it.

A log that cannot be written (a full disk, a folder that is read only) never stops the work: then there is none.
Two processes may write: each appends whole lines. One that holds a file open while another begins a new one goes on
in the older one, and no line is lost.
"""

from __future__ import annotations

import logging
import re
import time
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

FOLDER: Final = "logs"
FILE: Final = "ebr.log"
LARGEST: Final = 512 * 1024
KEPT: Final = 5
STATION: Final = "station.db"
TOKENS: Final = frozenset({"version", "system", "python", "screen", "code", "work", "kind", "end", "language"})
"""What may be told by a word of the program: versions, codes of refusals, names of screens and of work."""
_TOKEN: Final = re.compile(r"[A-Za-z0-9_.+-]{1,64}")
_ROOT: Final = Path(__file__).resolve().parent.parent
_log = logging.getLogger("ebr.applog")
_log.propagate = False
_log.setLevel(logging.INFO)


def begin(folder: Path) -> None:
    """Write to the log of the station in `folder` from now on; without a station there, nothing is written."""
    end()
    if not (folder / STATION).is_file():
        return
    try:
        place = folder / FOLDER
        place.mkdir(mode=0o750, exist_ok=True)
        handler = _Rotating(place / FILE, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
    except OSError:
        return
    _log.addHandler(handler)


def end() -> None:
    """Write no more, and let go of the file."""
    for handler in tuple(_log.handlers):
        _log.removeHandler(handler)
        handler.close()


def note(event: str, **facts: float | str) -> None:
    """Write down an event with numbers and with tokens of the program; anything else of it becomes "?"."""
    if _log.handlers:
        told = "".join(f" {key}={_told(key, fact)}" for key, fact in facts.items())
        _log.info("%s %s%s", _now(), _told("code", event), told)


def fault(error: BaseException) -> None:
    """Write down a fault of the program: its kind and the way it took through the source, without its message."""
    if _log.handlers:
        chain = "/".join(type(one).__name__ for one in _causes(error))
        _log.info("%s fault kind=%s at=%s", _now(), chain, "<".join(_places(error)) or "?")


def files(folder: Path) -> list[Path]:
    """Return the log files of a station, the youngest first."""
    place = folder / FOLDER
    named = (place / (FILE + (f".{age}" if age else "")) for age in range(KEPT + 1))
    return [file for file in named if file.is_file()]


class _Rotating(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is the library's
        """Go on without a log: a full disk must not fill standard error as well."""


def _now() -> str:
    now = time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now * 1000) % 1000:03d}Z"


def _told(key: str, fact: float | str) -> str:
    if isinstance(fact, int | float):
        return str(round(fact, 3))
    return fact if key in TOKENS and _TOKEN.fullmatch(fact) else "?"


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


def _places(error: BaseException) -> Iterator[str]:
    """Yield the places of the deepest cause, the innermost first."""
    deepest = list(_causes(error))[-1]
    for frame in reversed(traceback.extract_tb(deepest.__traceback__)):
        yield f"{_short(frame.filename)}:{frame.lineno}:{frame.name}"


def _short(file: str) -> str:
    """Return a file as the program names it: a folder of this machine may carry somebody's name."""
    path = Path(file)
    return path.relative_to(_ROOT).as_posix() if path.is_relative_to(_ROOT) else path.name
