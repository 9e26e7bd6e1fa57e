"""Options that several commands share, each with its words in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebr.words import LANGUAGES, available, language, speaking

if TYPE_CHECKING:
    from ebr.station.door import Station

Folder = Annotated[Path, typer.Option("--station", help="Folder of the station.")]
AsPerson = Annotated[
    str, typer.Option("--as", help="Who does this; on a production store it is required, and the secret is asked for.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer with JSON.")]


@contextmanager
def paper(station: Station) -> Iterator[None]:
    """Draw in the station's language, unless the command was asked to speak another one."""
    from ebr.station.questions import StationStatus

    spoken = station.ask(StationStatus()).settings.get("language", "en")
    if language() != LANGUAGES[0] or spoken not in available():
        yield
        return
    with speaking(spoken):
        yield
