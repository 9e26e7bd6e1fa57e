"""`ebr review BATCH`: what a reviewer must look at."""

from __future__ import annotations

from typing import Annotated

import typer

from ebr.cli.options import AsJson, Folder
from ebr.cli.speech import say, say_json


def review(
    batch: Annotated[str, typer.Argument(help="Number of the batch.")], station: Folder, as_json: AsJson = False
) -> int:
    """List exceptions, changes, attempts, pending results and what stands against a review.

    Example: ebr review HR-2026-001 --station ./demo-site --json
    """
    from ebr.station.looking import look

    with look(station) as here:
        found = here.review(batch)
    if as_json:
        say_json(found)
        return 0
    for name, value in found.items():
        lines = value if isinstance(value, list) else [value]
        for line in lines:
            text = ", ".join(f"{n} {v}" for n, v in line.items()) if isinstance(line, dict) else line
            say(f"{name.replace('_', ' ')}: {text}")
    return 0
