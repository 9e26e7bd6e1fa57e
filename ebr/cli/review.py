"""`ebr review BATCH`: what a reviewer must look at, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from ebr.cli.options import AsJson, Folder
from ebr.cli.speech import say, say_json
from ebr.wording import severity_word
from ebr.wording.sweep import standing_word

SAID_APART = ("flags", "proof", "conforms", "exceptions")


def review(
    batch: Annotated[str, typer.Argument(help="Number of the batch.")], station: Folder, as_json: AsJson = False
) -> int:
    """List every flag of a batch with its reason, what conforms, and what stands against a review.

    Example: ebr review HR-2026-001 --station ./demo-site --json
    """
    from ebr.station.looking import look

    with look(station) as here:
        found = here.review(batch)
    if as_json:
        say_json(found)
        return 0
    say(str(found["conforms"]))
    for flag in found["flags"]:
        say(_line(flag))
    for name, value in found.items():
        if name not in SAID_APART:
            _said(name, value)
    return 0


def _line(flag: Mapping[str, Any]) -> str:
    """Return one flag with step, line of the MBR, rule and clause."""
    why = flag["why"]
    place = " ".join(text for text in (why["step"]["number"], why["step"]["title"], why["mbr_line"]["address"]) if text)
    about = "; ".join(
        text for text in (flag["exception"], standing_word(flag["state"]), place, flag["rule"], why["clause"]) if text
    )
    return f"{severity_word(flag['severity'])}: {flag['words']} [{about}]"


def _said(name: str, value: object) -> None:
    for line in value if isinstance(value, list) else [value]:
        text = ", ".join(f"{n} {v}" for n, v in line.items()) if isinstance(line, dict) else line
        say(f"{name.replace('_', ' ')}: {text}")
