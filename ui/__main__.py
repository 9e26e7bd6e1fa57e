"""The `ebr` program: without an argument the window, with one a command.

What needs a window is here (no argument, `open [FOLDER] [--full-screen]` for a terminal, `demo` without `--headless`,
`screenshots`, the screens of `self-test`), and the window's own children
(`--child`, `ebr.station.child`; `rehearse FILE`, a trial of a document); everything else is `ebr.cli`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ebr import words

FULL_SCREEN: Final = "--full-screen"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    said = list(sys.argv[1:] if arguments is None else arguments)
    code, given = words.asked(said)
    if code and code not in words.available():
        return _commands(said)  # it says so
    if code:
        words.use_language(code)
    if not given:
        return _window(None)
    if given[0] == "--child":
        from ebr.station.child import run as work

        return work()
    if given[0] == "rehearse":
        from ui.rehearse.running import run as rehearse

        return rehearse(given[1:])
    asks_help = bool({"--help", "-h"} & set(given))
    if given[0] == "open" and not asks_help:
        return _window(_folder_of(given[1:]), full_screen=FULL_SCREEN in given)
    if given[0] == "screenshots" and not asks_help:
        from ebr.cli import in_one_line
        from ui.screenshots import run as screenshots

        return in_one_line(lambda: screenshots(given[1:]), given)
    done = _commands(given)
    if given[0] == "self-test" and done == 0 and not {"--help", "-h"} & set(given):
        from ui.selftest import run as show_screens

        return show_screens(given[1:])
    if given[0] == "demo" and done == 0 and not {"--headless", "--help", "-h", "--stations"} & set(given):
        return _window(_station_of(given), demo=True)
    return done


def _commands(given: Sequence[str]) -> int:
    from ebr.cli import run

    return run(given)


def _station_of(given: Sequence[str]) -> Path | None:
    for place, word in enumerate(given):
        if word == "--station" and place + 1 < len(given):
            return Path(given[place + 1])
        if word.startswith("--station="):
            return Path(word.partition("=")[2])
    return None


def _folder_of(given: Sequence[str]) -> Path | None:
    return next((Path(word) for word in given if word != FULL_SCREEN), None)


def _window(folder: Path | None, *, demo: bool = False, full_screen: bool = False) -> int:
    from ebr import paths
    from ui.app import run

    return run(folder or paths.data() / "station", demo=demo, full_screen=full_screen)


if __name__ == "__main__":
    sys.exit(main())
