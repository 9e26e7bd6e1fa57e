"""`ebr material`: lots as a list, the inventory record of one, goods received from a table.

A table is for a first stock or a migration.

A table has a line of names and a line a lot. Everything received goes into quarantine; releasing needs the screens and
a signature.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ebr.cli.access import opened
from ebr.cli.mbr_text import text_of
from ebr.cli.options import AsJson, AsPerson, Folder
from ebr.cli.speech import say, say_json
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text
from ebr.words import ntr, tr

if TYPE_CHECKING:
    from ebr.domain.material.events import Amount

app = typer.Typer(help="Lots of the store.", no_args_is_help=True)
COLUMNS: Final = (
    "lot",
    "item",
    "supplier",
    "supplier_lot",
    "containers",
    "unit",
    "expiry",
    "retest",
    "storage",
    "place",
    "storage_reason",
)
NEEDED: Final = ("lot", "item", "containers")
Status = Annotated[str, typer.Option("--status", help="Only lots of this status: quarantine, released, expired ...")]
Number = Annotated[str, typer.Argument(help="Number of the lot.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write the inventory record as sealed PDF.")]
Table = Annotated[Path, typer.Argument(help="CSV file in UTF-8 with a line of column names.")]


@app.command("lots")
def lots(station: Folder, status: Status = "", as_json: AsJson = False, person: AsPerson = "") -> int:
    """List the lots of a station with status, dates and what is left.

    Example: ebr material lots --station ./demo-site --status released
    """
    from ebr.station.questions import Lots
    from ebr.wording.materials import lot_word

    with opened(station, person) as (here, _):
        rows = here.ask(Lots(status=status))
    if as_json:
        say_json([asdict(row) for row in rows])
        return 0
    for row in rows:
        said = {"status": lot_word(row.status), "left": row.left, "unit": row.unit, "until": row.expiry or row.retest}
        said |= {"lot": row.lot, "item": row.item, "title": row.title}
        if said["until"]:
            say(tr("{lot}: {item} {title}. {status}, {left} {unit}, {until}", **said))
        else:
            say(tr("{lot}: {item} {title}. {status}, {left} {unit}", **said))
    if not rows:
        say(tr("No lot"))
    return 0


@app.command("inventory")
def inventory(
    lot: Number, station: Folder, output: Output = None, as_json: AsJson = False, person: AsPerson = ""
) -> int:
    """Say every receipt, use, return and loss of a lot with what was left then (21 CFR 211.184).

    Example: ebr material inventory MET-A-2609 --station ./demo-site -o inventory.pdf
    """
    from ebr.station.questions import Inventory
    from ebr.wording.materials import change_word

    with opened(station, person) as (here, by):
        rows = here.ask(Inventory(lot))
        answer = here.print_inventory(lot, output, by) if output is not None else None
    if answer is not None and answer.refusal is not None:
        raise answer.refusal
    if as_json:
        say_json([asdict(row) for row in rows])
        return 0
    for row in rows:
        cells = (row.at, change_word(row.kind), row.container, f"{row.quantity} {row.unit}", row.balance, row.batch)
        say("\t".join(cells))
    if answer is not None:
        say(answer.answer["file"])
    return 0


@app.command("receive")
def receive(file: Table, station: Folder, person: AsPerson = "") -> int:
    """Receive the lots of a table into quarantine; a lot that is there already with the same data is passed over.

    Columns: lot, item, containers ("A1: 25, A2: 24.6"), supplier, supplier_lot, unit, expiry, retest, storage, place,
    storage_reason (why it comes stored otherwise than the specification asks). Nothing is received when a line of the
    table cannot be read. Example: ebr material receive stock.csv --station ./demo-site --as mchen
    """
    from ebr.domain.material.commands import ReceiveLot

    if not person:
        raise Refusal("person_required")
    commands = [
        ReceiveLot(
            line["lot"],
            line["item"],
            line.get("supplier", ""),
            line.get("supplier_lot", ""),
            _containers(line["containers"]),
            line.get("unit", ""),
            line.get("expiry", ""),
            line.get("retest", ""),
            line.get("storage", ""),
            line.get("place", ""),
            line.get("storage_reason", ""),
        )
        for line in _lines(file)
    ]
    with opened(station, person) as (here, by):
        for done, command in enumerate(commands):
            answer = here.do(command, by=by)
            if answer.refusal is not None:
                say(ntr("{n} lot was received before", "{n} lots were received before", done))
                raise answer.refusal
    say(ntr("{n} lot received into quarantine", "{n} lots received into quarantine", len(commands)))
    return 0


def _lines(file: Path) -> list[Mapping[str, str]]:
    """Return the lines of the table by column; refuses a table that is not one, by line."""
    try:
        rows = list(csv.DictReader(text_of(file).removeprefix("\N{BYTE ORDER MARK}").splitlines(), strict=True))
    except csv.Error as error:
        raise Refusal("material_table", line="1", why=shown_text(str(error), 80)) from error
    for number, row in enumerate(rows, start=2):
        named = {name for name in row if name is not None}
        strange = sorted(name for name in named if name not in COLUMNS)
        if strange or None in row or None in row.values():
            raise Refusal("material_table", line=str(number), why=shown_text(", ".join(strange), 80))
        missing = next((name for name in NEEDED if not row.get(name, "").strip()), "")
        if missing:
            raise Refusal("material_table", line=str(number), why=missing)
    return [{name: text.strip() for name, text in row.items()} for row in rows]


def _containers(text: str) -> tuple[Amount, ...]:
    from ebr.domain.material.state.containers import containers

    return containers(text)
