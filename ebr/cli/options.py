"""Options that several commands share, each with its words in one place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Option("--station", help="Folder of the station.")]
AsPerson = Annotated[
    str, typer.Option("--as", help="Who does this; on a production store it is required, and the secret is asked for.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer with JSON.")]
