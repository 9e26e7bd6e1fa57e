"""`ebr genealogy THING`: what it went into, where it comes from, and the recall list as PDF."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebr.cli.options import AsJson, AsPerson, Folder
from ebr.cli.speech import say, say_json
from ebr.domain.refusal import Refusal
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.questions import FoundThings, GenealogyAnswer, ThingRow

Wanted = Annotated[
    str, typer.Argument(help="Number of a batch, lot, container (LOT/1), bag, machine, sample, room or patient.")
]
Forward = Annotated[bool, typer.Option("--forward", help="Only what it went into.")]
Backward = Annotated[bool, typer.Option("--backward", help="Only where it comes from.")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Write the recall list (with --backward: where it comes from) as sealed PDF."),
]
Kind = Annotated[str, typer.Option("--kind", help="lot, equipment, sample ...: needed where several share a number.")]


def genealogy(
    thing: Wanted,
    station: Folder,
    kind: Kind = "",
    forward: Forward = False,
    backward: Backward = False,
    output: Output = None,
    as_json: AsJson = False,
    person: AsPerson = "",
) -> int:
    """Follow a lot, container, batch, machine or patient forward and backward, with its mass balance.

    Example: ebr genealogy MED-2610 --station ./demo-site --forward -o recall.pdf
    """
    from ebr.station.looking import look
    from ebr.station.questions import Genealogy

    direction = "both" if forward == backward else "forward" if forward else "backward"
    with look(station) as here:
        row = _one(here.find(thing), kind)
        found = here.genealogy(Genealogy(row.kind, row.name, row.part, direction, whole=True))
    if as_json:
        say_json(asdict(found))
    else:
        for line in lines(found):
            say(line)
    if output is not None:
        _write(station, row, "backward" if direction == "backward" else "forward", output, person, told=not as_json)
    return 0


def _one(found: FoundThings, kind: str) -> ThingRow:
    """Return the one thing that is meant; raises `Refusal` naming what there is instead."""
    from ebr.wording.genealogy import kind_word, number_words

    rows = [row for row in found.things if kind in ("", row.kind)]
    if len(rows) == 1:
        return rows[0]
    if rows:
        words = ", ".join(f"--kind {row.kind} ({kind_word(row)})" for row in rows)
        raise Refusal("thing_ambiguous", thing=found.text, kinds=words)
    near = ", ".join(number_words(row) for row in found.near)
    raise Refusal("thing_unknown_near" if near else "thing_unknown", thing=found.text, near=near)


def _write(station: Path, row: ThingRow, direction: str, output: Path, person: str, *, told: bool) -> None:
    from ebr.cli.access import opened

    with opened(station, person) as (here, by):
        answer = here.print_recall((row.kind, row.name, row.part), direction, output, by)
    if answer.refusal is not None:
        raise answer.refusal
    if told:
        say(answer.answer["file"])


def lines(found: GenealogyAnswer) -> list[str]:
    """Return everything that the command prints about a walk."""
    from ebr.wording.genealogy import cut_words

    told = [_thing(found.things[0])]
    behind = [row for row in found.things if row.distance < 0 and not row.beside]
    ahead = [row for row in found.things if row.distance > 0 and not row.beside]
    if found.direction != "forward":
        told += ["", tr("Where it comes from"), *_stages(behind)]
    if found.direction != "backward":
        told += ["", tr("What it went into"), *_stages(ahead)]
    if found.balances:
        told += ["", tr("Mass balance"), *_balance(found)]
    return [*told, *(["", cut_words(found.cut)] if found.cut else [])]


def _stages(rows: list[ThingRow]) -> list[str]:
    if not rows:
        return [f"    {tr('Nothing that this station knows of.')}"]
    return [f"{'    ' * min(abs(row.distance), 6)}{_thing(row)}" for row in rows]


def _thing(row: ThingRow) -> str:
    """Return a thing as one line: what it is, its number, what that is, how much, its state, whom it is for."""
    from ebr.wording.genealogy import amount_words, kind_word, number_words, state_words

    named = tr("{kind} {number}", kind=kind_word(row), number=number_words(row))
    product = row.kind in ("batch", "part")
    whom = tr("for {patients}", patients=", ".join(row.patients)) if row.patients and product else ""
    status = state_words(row.kind, row.status) if product or row.kind in ("lot", "equipment") else ""
    parts = (row.title, amount_words(row.quantity, row.unit), status, row.where if status else "", whom)
    return ": ".join(part for part in (named, ", ".join(part for part in parts if part)) if part)


def _balance(found: GenealogyAnswer) -> list[str]:
    from ebr.wording.genealogy import MOVEMENTS, reason_words
    from ebr.wording.sentences import word

    told = []
    for use in found.uses:
        amounts = (("used", use.used), ("returned", use.returned), ("spilled", use.spilled))
        words = ", ".join(f"{word(MOVEMENTS, what)} {amount} {use.unit}" for what, amount in amounts if amount)
        told.append(f"    {use.name}: {words}")
    for one in found.balances:
        sums = ", ".join(f"{word(MOVEMENTS, what)} {amount} {one.unit}" for what, amount in one.sums)
        left = tr("left {amount} {unit}", amount=one.left, unit=one.unit) if one.left else ""
        told.append(f"    {', '.join(part for part in (sums, left) if part)}")
        told.append(f"    {reason_words(one.reason, one.difference or one.left, one.unit)}")
    return told
