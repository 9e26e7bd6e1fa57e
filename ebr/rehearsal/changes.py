"""Corrections: a value is replaced, out of its limits too, and what follows from it moves the limits of another."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from ebr.domain.batch import commands as c
from ebr.domain.batch.rules.preview import preview
from ebr.domain.batch.state.inputs import limits_now
from ebr.domain.batch.state.plan import limits_of, references, rounds_of
from ebr.domain.decision import Decision
from ebr.domain.mbr.model import Phase, Slot
from ebr.rehearsal import amounts
from ebr.rehearsal.game import HAND, Game, text
from ebr.rehearsal.guessing import unit_of
from ebr.rehearsal.points import RECORDED_NUMBERS
from ebr.rehearsal.stage import ACTORS
from ebr.rehearsal.watching import beyond

SLIPS: Final = 0.02
FACTORS: Final = (Decimal("0.5"), Decimal("1.5"))
"""What a net weight is corrected by to move a limit that follows from it."""


def correct(game: Game, address: str, phase: Phase) -> None:
    """Correct entries of a step that is not signed yet."""
    if game.scribe:
        return
    for slot in phase.slots:
        place = f"{address}/{slot.id}"
        row = game.state.slot(place).rows.get(1)
        if slot.kind not in RECORDED_NUMBERS or slot.replicates != 1 or row is None or row.withdrawn:
            continue
        before = row.value["number"]
        if game.errs("corrected_out", slot.id):
            _out_and_back(game, slot, place, before)
        if game.ledger.missing("correction", slot.id, "changed") or game.chance(SLIPS):
            _change(game, slot, place, before)
        if game.errs("limit_moved", slot.id):
            move(game, slot, place)


def _limits(game: Game, slot: Slot, place: str) -> dict[str, str]:
    return limits_now(game.state, slot.limits, rounds_of(place))


def _correction(game: Game, place: str, value: str) -> c.CorrectValue:
    return c.CorrectValue(game.batch, place, 1, {"number": value}, "misread")


def _out_and_back(game: Game, slot: Slot, place: str, before: str) -> None:
    value = amounts.outside(game, slot.id, _limits(game, slot, place), game.plan.decimals(slot))
    if value is None or Decimal(before) == value:
        return
    game.stage.wait(HAND)
    game.do(_correction(game, place, text(value)), game.performer, slot.id)
    game.do(_correction(game, place, before), game.performer, slot.id)


def _change(game: Game, slot: Slot, place: str, before: str) -> None:
    """Correct to a neighbour of the value, and back."""
    found = amounts.span(_limits(game, slot, place), game.plan.decimals(slot), game.plan.unit(slot))
    other = found.fit(Decimal(before) + found.step)
    other = found.fit(Decimal(before) - found.step) if other == Decimal(before) else other
    if other != Decimal(before):
        game.stage.wait(HAND)
        game.do(_correction(game, place, text(other)), game.performer, slot.id)
        game.do(_correction(game, place, before), game.performer, slot.id)


def move(game: Game, slot: Slot, place: str) -> None:
    """Correct something earlier so that the limits of a standing value move away from it, and back again."""
    rounds = rounds_of(place)
    for name in sorted(references(limits_of(slot))):
        for source in _sources(game, name):
            address = game.plan.address(source.id, {n: r for n, r in rounds.items() if n in _above(game, source)})
            row = game.state.slot(address).rows.get(1)
            if row is None or row.withdrawn:
                continue
            for command in _ends(game, source, address, row.value):
                decision = game.stage.ask(command, game.performer)
                if decision.refusal is None and _moves(game, decision, slot, place):
                    game.done.clear()
                    before = c.CorrectValue(game.batch, address, 1, dict(row.value), "misread")
                    game.do(command, game.performer, slot.id)
                    game.excepted("limit_moved", slot.id, place)
                    game.do(before, game.performer, slot.id)
                    return


def _moves(game: Game, decision: Decision, slot: Slot, place: str) -> bool:
    """Tell whether an entry that stood within its limits would be beyond them: compared here, not taken from a rule."""
    now = game.state.slot(place).rows.get(1)
    then = preview(game.state, decision.drafts, ACTORS[game.performer], game.stage.now())
    row = then.slot(place).rows.get(1)
    if now is None or row is None or row.withdrawn:
        return False
    value = Decimal(row.value["number"])
    return not beyond(value, _limits(game, slot, place)) and beyond(
        value, limits_now(then, slot.limits, rounds_of(place))
    )


def _above(game: Game, slot: Slot) -> tuple[str, ...]:
    return game.plan.places[slot.id].repeating


def _sources(game: Game, name: str) -> list[Slot]:
    """Return the recorded numbers and materials that a name rests on, itself first, then in document order."""
    slots = game.plan.slots
    if name not in slots:
        return []
    inputs = [slot for each, slot in slots.items() if name in game.plan.dependents.get(each, ())]
    simple = [each for each in (slots[name], *inputs) if each.kind in RECORDED_NUMBERS and each.replicates == 1]
    return [*simple, *(each for each in inputs if each.kind == "material")]


def _ends(game: Game, source: Slot, address: str, before: Mapping[str, str]) -> list[c.CorrectValue]:
    if source.kind == "material":
        parts = {name: part for name, part in before.items() if name not in ("gross", "tare")}
        step = unit_of(game.plan.decimals(source))
        nets = [(Decimal(before["net"]) * factor).quantize(step) or step for factor in FACTORS]
        return [c.CorrectValue(game.batch, address, 1, {**parts, "net": text(net)}, "misread") for net in nets]
    found = amounts.span(_limits(game, source, address), game.plan.decimals(source), game.plan.unit(source))
    ends = [found.fit(found.low), found.fit(found.high)]
    return [_correction(game, address, text(end)) for end in ends if end != Decimal(before["number"])]
