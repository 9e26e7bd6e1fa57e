"""`ebr status`: how is this station? Free to ask; shows no value of any batch."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from ebr.cli.options import AsJson, Folder
from ebr.cli.speech import say, say_json


def status(station: Folder, as_json: AsJson = False) -> int:
    """Say how the station is: profile, head, entries without a witness, disk, key store.

    Example: ebr status --station ./demo-site --json
    """
    found = asdict(_answer(station))
    if as_json:
        say_json(found)
        return 0
    for name, value in found.items():
        say(f"{name.replace('_', ' ')}: {value}")
    return 0


def _answer(folder: Path) -> Any:  # noqa: ANN401 - StatusAnswer, imported late
    from ebr.station.looking import look

    with look(folder) as here:
        return here.status()
