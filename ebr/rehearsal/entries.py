"""How each kind of entry is made: first what must be refused, then the value that stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ebr.domain.batch import commands as c
from ebr.domain.batch.state import flow
from ebr.domain.batch.state.plan import COMPUTED, last_id
from ebr.domain.batch.state.seconds import second_of
from ebr.domain.mbr.model import Slot
from ebr.rehearsal import amounts, clocks
from ebr.rehearsal.game import HAND, Game, StuckError, text
from ebr.rehearsal.numbers import environment, labels, limits_of, material, number, number_value, table, untried
from ebr.rehearsal.points import EXPECTED
from ebr.rehearsal.putting import ATTEMPTS, put, tries
from ebr.rehearsal.stage import PEOPLE

FILE: Final = {"sha256": "a" * 64, "name": "rehearsal.pdf", "size": "1200", "media": "application/pdf"}
LATE_WITNESS: Final = 60.0
WRONG: Final = "WRONG-CODE-1"


def fill(game: Game, address: str, *, late: bool = False) -> bool:
    """Make one entry with all that belongs to it; tell whether anything was done."""
    slot = game.plan.slots[last_id(address)]
    if _nothing_to_do(game, slot, address, late=late):
        return False
    game.stage.wait(HAND)
    KINDS.get(slot.kind, _simple)(game, slot, address)
    if flow.filled(game.state, slot, address) and game.state.slot(address).attempts:
        _read_again(game, slot, address)
    second(game, slot, address)
    return True


def _nothing_to_do(game: Game, slot: Slot, address: str, *, late: bool) -> bool:
    if slot.kind in COMPUTED or flow.filled(game.state, slot, address):
        return True
    if slot.optional and slot.kind != "timer":
        return not game.chance(0.3)
    if slot.kind == "timer":
        held = game.state.slot(address)
        return held.timer is not None or bool(slot.starts and not slot.declared)
    return slot.kind == "result" and slot.after_release and not late


def second(game: Game, slot: Slot, address: str) -> None:
    """Have the second person of an entry sign; the one who made it tries first."""
    state = game.state
    meaning = second_of(state, slot, address)
    if not meaning or not flow.ready_for_second(state, slot, address) or flow.seconded(state, slot, address):
        return
    role = "laboratory" if slot.kind == "result" else "operator"
    command = c.SignStep(game.batch, address, meaning)
    people = sorted(flow.people_in(state, address))
    if people and game.errs("same_person", slot.id):
        able = [person for person in people if person in PEOPLE[role]]
        if able:
            game.fault("same_person", slot.id, command, able[0])
    witnessing = meaning == "witnessed" and game.errs("witness_late", slot.id)
    if witnessing:
        game.stage.wait(game.witness_minutes * 60 + LATE_WITNESS)
    others = (*PEOPLE["laboratory"],) if role == "laboratory" else (*PEOPLE["supervisor"], *PEOPLE["operator"])
    game.stage.wait(HAND)
    game.do(command, game.one([person for person in others if person not in people]), slot.id)
    if witnessing:
        game.excepted("witness_late", slot.id, address)


def _read_again(game: Game, slot: Slot, address: str) -> None:
    """Count whether a reading after refused ones is documented as one, for each item that does not stand by itself.

    Labels that do not add up are an exception at once, whatever is counted afterwards (21 CFR 211.125(c)).
    """
    kind = "labels_out" if slot.kind == "labels" else "read_again"
    held, state = game.state.slot(address), game.state
    for row in held.standing():
        before = [each for each in held.attempts if each.item == row.item and each.why in ATTEMPTS]
        if before and not row.exception and slot.kind != "result":
            rules = [state.exceptions[each.exception].rule if each.exception else "" for each in before]
            game.ledger.seed(kind, slot.id, raised=set(rules) == {EXPECTED[kind]}, got=rules[0])


# Answers


def _choice(game: Game, slot: Slot, address: str) -> None:
    who = game.one(PEOPLE["laboratory"]) if slot.kind == "result" else ""
    refused = [option.id for option in slot.options if not option.accept]
    fresh = [option.id for option in slot.options if game.ledger.missing("choice", slot.id, option.id)]
    for option in refused if slot.kind != "result" else ():
        if option in fresh or tries(game, "not_acceptable", slot):
            game.fault("not_acceptable", slot.id, game.record(address, {"choice": option}), game.hand)
    aimed = game.aims.value(game.state, slot, address)
    welcome = [option.id for option in slot.options if option.accept]
    standing = [option for option in fresh if option in welcome or slot.kind == "result"]
    put(game, slot, address, {"choice": _answer(game, aimed, standing, welcome or refused)}, who=who)


def _answer(game: Game, aimed: object, fresh: list[str], welcome: list[str]) -> str:
    if isinstance(aimed, str):
        return aimed
    return game.random.choice(fresh or welcome)


def _check(game: Game, slot: Slot, address: str) -> None:
    if game.ledger.missing("choice", slot.id, "no") or tries(game, "not_acceptable", slot):
        game.fault("not_acceptable", slot.id, game.record(address, {"check": "no"}), game.hand)
    given = {"check": "yes"}
    if game.aims.value(game.state, slot, address) is None and game.ledger.missing("choice", slot.id, "na"):
        given = {"check": "na", "reason": "does not apply in a rehearsal"}
    put(game, slot, address, given)


def _clearance(game: Game, slot: Slot, address: str) -> None:
    clear = {item.id: "yes" for item in slot.items}
    for item in slot.items:
        if game.ledger.missing("choice", f"{slot.id}/{item.id}", "no") or tries(game, "not_acceptable", slot):
            game.fault("not_acceptable", slot.id, game.record(address, {**clear, item.id: "no"}), game.hand)
    put(game, slot, address, clear)


def _result(game: Game, slot: Slot, address: str) -> None:
    who = game.one(PEOPLE["laboratory"])
    if slot.options:
        _choice(game, slot, address)
        return
    for _ in range(slot.replicates):
        limits = limits_of(game, slot, address)
        if not (slot.unit or slot.limits.any()):
            put(game, slot, address, {"text": "as expected"}, who=who)
            continue
        out = None
        if untried(game, slot.id, limits) or game.errs("result_out", slot.id):
            out = amounts.outside(game, slot.id, limits, slot.decimals)
        given = text(out) if out is not None else number_value(game, slot, address)
        put(game, slot, address, {"number": given}, who=who)


# What is shown, scanned, brought


def _scan(game: Game, slot: Slot, address: str) -> None:
    from ebr.domain.batch.rules.kinds import expected_scan

    expected = expected_scan(game.state, slot)
    if expected and game.errs("wrong_scan", slot.id):
        game.fault("wrong_scan", slot.id, game.record(address, {"scan": WRONG}), game.hand)
    put(game, slot, address, {"scan": expected[0] if expected else "REHEARSAL-CODE-1"})


def _identity(game: Game, slot: Slot, address: str) -> None:
    assert game.state.issued is not None
    right = dict(game.state.issued.identifiers)
    if right and game.errs("wrong_identity", slot.id):
        wrong = {**right, game.random.choice(sorted(right)): WRONG}
        game.fault("wrong_identity", slot.id, game.record(address, wrong), game.hand)
    put(game, slot, address, right)


def _simple(game: Game, slot: Slot, address: str) -> None:
    put(game, slot, address, SIMPLE[slot.kind](game, slot))


SIMPLE: Final[Mapping[str, Callable[[Game, Slot], dict[str, str]]]] = {
    "instruction": lambda _game, _slot: {"done": "yes"},
    "text": lambda _game, slot: {"text": "as expected"[: slot.longest]},
    "datetime": lambda game, _slot: {"time": clocks.moment(game)},
    "photo": lambda _game, _slot: dict(FILE),
    "file": lambda _game, _slot: dict(FILE),
    "equipment": lambda _game, slot: {"equipment": f"{slot.of.upper()}-01", "state": "clean"},
    "sample": lambda game, slot: {"sample": f"S-{game.number}-{slot.id}"},
    "handover": lambda _game, slot: {"to": slot.of, "condition": "as expected"},
}


def _timer(game: Game, slot: Slot, address: str) -> None:
    clocks.start(game, slot, address)


def _signature(game: Game, slot: Slot, address: str) -> None:
    command = c.SignStep(game.batch, address, slot.meaning)
    people = flow.people_in(game.state, address.rpartition("/")[0])
    same = sorted(person for person in people if person in PEOPLE.get(slot.role, ()))
    if same and game.errs("same_person", slot.id):
        game.fault("same_person", slot.id, command, same[0])
    able = [person for person in PEOPLE.get(slot.role, ()) if person not in people]
    if not able:
        raise StuckError(slot.id, "second_person_missing", {"slot": slot.label, "meaning": slot.meaning})
    clocks.before(game, slot.id, command, able[0])
    game.do(command, game.one(able), slot.id)


KINDS: Final[Mapping[str, Callable[[Game, Slot, str], None]]] = {
    "number": number,
    "duration": number,
    "qs": number,
    "table": table,
    "environment": environment,
    "labels": labels,
    "material": material,
    "choice": _choice,
    "check": _check,
    "clearance": _clearance,
    "result": _result,
    "scan": _scan,
    "identity": _identity,
    "timer": _timer,
    "signature": _signature,
}
