"""`ebr device list | try | play`: the devices of a station, and devices that are played (floor-rules 16)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

import typer

from ebr.cli.options import Folder
from ebr.cli.speech import say
from ebr.domain.refusal import Refusal
from ebr.words import tr

app = typer.Typer(
    help="Balances, scanners, label printers: list them, try one, or play one to practise with.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
LANGUAGES = ("mt-sics", "sbi", "zpl")


@app.command("list")
def show(station: Folder) -> int:
    """Say which devices are set up at a station. Reads only.

    Example: ebr device list --station ./iso-1
    """
    from ebr.domain.station.state import ROLES, read_address
    from ebr.wording import setting_words

    settings = _status(station).settings
    for role in ROLES:
        text = settings.get(role, "")
        device = read_address(role, text).device if text else "-"
        say(f"{setting_words(role)}\t{device}\t{text or '-'}")
    return 0


@app.command("try")
def attempt(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help='Such as "mt-sics tcp 192.168.1.20:8001 BAL-01".')],
    station: Folder,
    role: Annotated[str, typer.Option("--role", help="balance, scanner, label_printer or badge_reader.")] = "balance",
) -> int:
    """Ask a device at an address and say what it answers; nothing is recorded.

    Example: ebr device try "mt-sics tcp 192.168.1.20:8001 BAL-01" --station ./iso-1
    """
    from ebr.clock import SystemClock
    from ebr.domain.station.state import ROLES
    from ebr.station.devices import Devices

    if role not in ROLES:
        raise Refusal("setting_choice", name="--role", value=role, choices=", ".join(ROLES))
    production = _status(station).profile == "production"
    say(Devices({}, production=production, clock=SystemClock()).tried(role, address))
    return 0


@app.command("play")
def play(
    language: Annotated[str, typer.Argument(metavar="LANGUAGE", help="mt-sics, sbi or zpl.")],
    port: Annotated[int, typer.Option("--port", help="Port of this computer to answer at.")],
    load: Annotated[str, typer.Option("--load", help="What lies on the balance, in g.")] = "0.00",
    fault: Annotated[str, typer.Option("--fault", help="overload, unplugged, silent, garbage, half, late ...")] = "",
) -> int:
    """Play a device at a port of this computer until it is stopped (Ctrl+C), to practise or to try a station.

    Example: ebr device play mt-sics --port 8001 --load 251.30
    """
    from ebr.station.devices import play_at

    if language not in LANGUAGES:
        raise Refusal("setting_choice", name="LANGUAGE", value=language, choices=", ".join(LANGUAGES))
    try:
        weight = Decimal(load)
    except InvalidOperation:
        raise Refusal("number_unreadable", text=load) from None
    say(tr("Playing {language} at 127.0.0.1:{port}. Ctrl+C stops it.", language=language, port=port))
    try:
        play_at(language, port, weight, fault)
    except KeyboardInterrupt:
        say(tr("Stopped"))
    return 0


def _status(folder: Path) -> Any:  # noqa: ANN401 - StatusAnswer, imported late
    from ebr.station.looking import look

    with look(folder) as here:
        return here.status()
