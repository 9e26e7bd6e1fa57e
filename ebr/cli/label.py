"""`ebr label draw | read`: a label template as it would be printed, and what a scanned code says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ebr.cli.speech import say
from ebr.domain.refusal import Refusal
from ebr.words import tr

app = typer.Typer(
    help="Label templates: draw one with the longest contents it foresees; read a scanned code.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
PROFILES = ("production", "practice", "demonstration", "rehearsal")


@app.command("draw")
def draw(
    template: Annotated[str, typer.Argument(metavar="TEMPLATE", help="A YAML file, or the id of a shipped template.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write: .png, .pdf or .zpl.")],
) -> int:
    """Draw a label template with the longest contents it foresees; it says that it is not real.

    Example: ebr label draw resources/labels/cart_bag_1.yaml -o bag.png
    """
    from ebr.station.label_files import drawn_example

    _written(output, drawn_example(template, output.suffix))
    return 0


def _written(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise Refusal("file_not_written", file=str(file), why=error.strerror or "") from error
    say(tr("{file}: {size} bytes", file=str(file), size=str(len(data))))


@app.command("check-symbol")
def check_symbol(output: Annotated[Path, typer.Option("-o", "--output", help="PNG file to write.")]) -> int:
    """Draw the check symbol of a terminal: scanned once, it shows that a scanner sends separators.

    Example: ebr label check-symbol -o check.png
    """
    from ebr.station.label_files import check_symbol as drawn

    _written(output, drawn())
    return 0


@app.command("read")
def read(
    code: Annotated[str, typer.Argument(metavar="CODE", help="What the scanner sent, with ]d2 before it; ~ is FNC1.")],
    profile: Annotated[str, typer.Option("--profile", help="Of the store that reads.")] = "production",
) -> int:
    """Say what a scanned code says, or why it is refused.

    Example: ebr label read "]d201095060001343521728113010L-7~2142"
    """
    from ebr.station.label_files import said_by

    if profile not in PROFILES:
        raise Refusal("setting_choice", name="--profile", value=profile, choices=", ".join(PROFILES))
    if not code.strip():
        raise Refusal("scan_empty", slot="CODE")
    kind, readable, facts = said_by(code.replace("~", "\x1d"), profile)
    say(f"{kind}\t{readable}")
    for name, text in facts.items():
        say(f"{name}\t{text}")
    return 0
