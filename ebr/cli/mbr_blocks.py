"""`ebr mbr blocks`: the library of building blocks, and where each is used."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from ebr.cli.access import opened
from ebr.cli.options import AsJson, AsPerson, Folder
from ebr.cli.speech import say, say_json
from ebr.words import tr

Block = Annotated[str, typer.Argument(help="Id of one building block; without it, all are listed.")]


def blocks(station: Folder, block: Block = "", as_json: AsJson = False, person: AsPerson = "") -> int:
    """List the building blocks of a station with their versions and where they are used.

    Example: ebr mbr blocks --station ./demo-site
    """
    from ebr.station.questions import Blocks, BlockUse
    from ebr.wording.codes import block_word, level_word, likeness_word

    with opened(station, person) as (here, _):
        rows = [row for row in here.ask(Blocks()) if block in ("", row.block)]
        uses = {name: here.ask(BlockUse(name)) for name in dict.fromkeys(row.block for row in rows)}
    if as_json:
        plain = [
            {**asdict(row), "uses": [asdict(use) for use in uses[row.block] if use.version == row.version]}
            for row in rows
        ]
        say_json([{name: value for name, value in row.items() if name != "part"} for row in plain])
        return 0
    for row in rows:
        name = f"{row.block}@{row.version}"
        told = {"level": level_word(row.level), "title": row.title, "status": block_word(row.status)}
        say(tr("{block}: {level}, {title}. {status}", block=name, **told))
        for use in uses[row.block]:
            if use.version == row.version:
                where = {"mbr": use.mbr, "version": use.mbr_version, "number": use.number, "title": use.part_title}
                words = tr("{mbr} {version}, {number} {title}: {how}", **where, how=likeness_word(use.likeness))
                say(f"  {words}")
    if not rows:
        say(tr("No building block"))
    return 0
