"""How each kind of entry is made: first what must be refused, then the value that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from ebr.domain.batch import commands as c
from ebr.domain.batch.rules.rows import bill_limits
from ebr.domain.batch.state import flow
from ebr.domain.batch.state.inputs import limits_now
from ebr.domain.batch.state.plan import COMPUTED, last_id, rounds_of
from ebr.domain.batch.state.seconds import second_of
from ebr.domain.decision import Decision
from ebr.domain.mbr.model import Slot
from ebr.rehearsal import amounts, clocks, floor
from ebr.rehearsal.game import HAND, Game, StuckError, text
from ebr.rehearsal.guessing import unit_of
from ebr.rehearsal.points import EXPECTED
from ebr.rehearsal.stage import PEOPLE

FILE: Final = {"sha256": "a" * 64, "name": "rehearsal.pdf", "size": "1200", "media": "application/pdf"}
LATE_WITNESS: Final = 60.0
WRONG: Final = "WRONG-CODE-1"
ATTEMPTS: Final = ("out_of_limit", "not_acceptable")
SELDOM, OFTEN = 0.05, 0.5


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


def put(game: Game, slot: Slot, address: str, value: Mapping[str, str], *, who: str = "", item: int = 0) -> None:
    """Enter a value; one that its limits refuse stands by an exception."""
    person = who or game.hand
    command = floor.belated(game, slot, game.record(address, dict(value), item=item, who=who))
    clocks.before(game, slot.id, command, person)
    decision = game.stage.do(command, person)
    if decision.refusal is None:
        if command.late:
            game.excepted("late_entry", floor.PLACE, address)
        return
    if decision.refusal.code not in ATTEMPTS:
        raise StuckError(slot.id, decision.refusal.code, dict(decision.refusal.params))
    accept(game, slot, address, decision, person)


def accept(game: Game, slot: Slot, address: str, decision: Decision, person: str) -> None:
    """Let an attempt stand by an exception."""
    attempt, item = int(decision.answer["attempt"]), int(decision.answer["item"])
    command = c.RaiseException(game.batch, address, "cause unknown", "", "minor", attempt, accepts=True, item=item)
    game.do(command, person, slot.id)


def tries(game: Game, kind: str, slot: Slot) -> bool:
    """Tell whether a value is to be tried that must be refused."""
    again = any(game.ledger.wants_fault(one, slot.id) for one in ("read_again", "labels_out")) or _leads_on(game, slot)
    return again or game.errs(kind, slot.id)


def _leads_on(game: Game, slot: Slot) -> bool:
    """Tell whether a value that stands beyond its limits could bring what follows from it beyond its own."""
    after = game.plan.dependents.get(slot.id, ())
    return any(game.ledger.wants_fault("computed_out", name) for name in after)


def stays(game: Game, slot: Slot, address: str, tried: Decision) -> bool:
    """Let what was just refused stand by an exception now and then: a departure that was looked at."""
    often = OFTEN if _leads_on(game, slot) else SELDOM
    if tried.refusal is None or tried.refusal.code not in ATTEMPTS or not game.chance(often):
        return False
    if any(clocks.running(game, slot.id)) or game.ledger.wants_fault("read_again", slot.id):
        return False
    accept(game, slot, address, tried, game.hand)
    return True


def cannot(game: Game, slot: Slot, address: str) -> None:
    """Document an entry that cannot be made."""
    game.do(c.RaiseException(game.batch, address, "not possible", accepts=True), game.performer, slot.id)
    game.ledger.skipped[slot.id] += 1


# Numbers


def _limits(game: Game, slot: Slot, address: str) -> dict[str, str]:
    return limits_now(game.state, slot.limits, rounds_of(address))


def _number_value(game: Game, slot: Slot, address: str) -> str:
    """Try a value beyond its limits where none was tried, then return one that may stand; nothing if the first does."""
    limits = _limits(game, slot, address)
    decimals, unit = game.plan.decimals(slot), game.plan.unit(slot)
    if slot.kind != "result" and (tries(game, "out_of_limit", slot) or _untried(game, slot.id, limits)):
        value = amounts.outside(game, slot.id, limits, decimals)
        command = game.record(address, {"number": text(value)}) if value is not None else None
        if command is not None and stays(game, slot, address, game.fault("out_of_limit", slot.id, command, game.hand)):
            return ""
    aimed = game.aims.value(game.state, slot, address)
    chosen = amounts.choose(game, slot.id, limits, decimals, unit, aimed if isinstance(aimed, Decimal) else None)
    return text(chosen)


def _untried(game: Game, place: str, limits: Mapping[str, str]) -> bool:
    return any(game.ledger.missing("limit", place, "outside", name) for name in ("low", "high") if name in limits)


def _number(game: Game, slot: Slot, address: str) -> None:
    while len(game.state.slot(address).standing()) < slot.replicates:
        value = _number_value(game, slot, address)
        if value:
            put(game, slot, address, {"number": value})


def _table(game: Game, slot: Slot, address: str) -> None:
    least, most = max(slot.rows, 1), max(slot.most, slot.rows, 1)
    for value in _readings(game, slot, address, game.random.randint(least, most)):
        if value:
            put(game, slot, address, {"number": value})
    if game.state.slot(address).closed is None:
        command = c.CloseItems(game.batch, address)
        clocks.before(game, slot.id, command, game.performer)
        game.do(command, game.hand, slot.id)


def _readings(game: Game, slot: Slot, address: str, count: int) -> Iterator[str]:
    """Yield readings: all alike, spread from end to end, at one end, or each for itself."""
    aimed = game.aims.value(game.state, slot, address)
    limits = _limits(game, slot, address)
    found = amounts.span(limits, slot.decimals, slot.unit)
    if isinstance(aimed, Decimal):
        yield from [text(found.fit(aimed))] * count
        return
    unmet = any(game.ledger.wants("limit", f"{slot.id}/{name}") for name, _ in slot.statistics)
    pattern = game.random.choice(("alike", "spread", "low", "high", "each")) if unmet else "each"
    ends = {"alike": (0.5, 0.5), "spread": (0.0, 1.0), "low": (0.0, 0.0), "high": (1.0, 1.0)}.get(pattern)
    for number in range(count):
        yield text(found.at(ends[number % 2])) if ends else _number_value(game, slot, address)


def _environment(game: Game, slot: Slot, address: str) -> None:
    told = {item.id: limits_now(game.state, item.limits, rounds_of(address)) for item in slot.items}
    aimed = game.aims.value(game.state, slot, address)
    wanted = aimed if isinstance(aimed, Mapping) else {}
    value = {
        item.id: text(
            amounts.choose(game, f"{slot.id}/{item.id}", told[item.id], item.decimals, item.unit, wanted.get(item.id))
        )
        for item in slot.items
    }
    for item in slot.items:
        place = f"{slot.id}/{item.id}"
        if _untried(game, place, told[item.id]) or tries(game, "out_of_limit", slot):
            out = amounts.outside(game, place, told[item.id], item.decimals)
            if out is not None:
                game.fault("out_of_limit", slot.id, game.record(address, {**value, item.id: text(out)}), game.hand)
    put(game, slot, address, value)


def _labels(game: Game, slot: Slot, address: str) -> None:
    aimed = game.aims.value(game.state, slot, address)
    used, destroyed = game.random.randint(1, 200), game.random.randint(0, 3)
    counts = {"issued": used + destroyed + 1, "used": used, "damaged": 0, "destroyed": destroyed}
    counts |= {"returned": 0, "specimen": 1}
    if isinstance(aimed, Mapping):
        counts.update({name: int(count) for name, count in aimed.items() if name in counts})
    if tries(game, "out_of_limit", slot):
        lost = {**counts, "issued": counts["issued"] + 1}
        if stays(
            game, slot, address, game.fault("out_of_limit", slot.id, game.record(address, _texts(lost)), game.hand)
        ):
            return
    put(game, slot, address, _texts(counts))


def _texts(counts: Mapping[str, int]) -> dict[str, str]:
    return {name: str(count) for name, count in counts.items()}


def _material(game: Game, slot: Slot, address: str) -> None:
    own = bool(slot.limits.any() or slot.limits.target)
    limits = dict(_limits(game, slot, address) if own else bill_limits(game.state, slot))
    decimals, unit = game.plan.decimals(slot), game.plan.unit(slot)
    aimed = game.aims.value(game.state, slot, address)
    total = amounts.choose(game, slot.id, limits, decimals, unit, aimed if isinstance(aimed, Decimal) else None)
    if aimed is None and (game.ledger.wants_fault("quantity_out", slot.id) or _untried(game, slot.id, limits)):
        total = amounts.outside(game, slot.id, limits, decimals) or total
    for value in _rows(game, slot, max(total, unit_of(decimals)), unit_of(decimals)):
        put(game, slot, address, value)
    command = c.CloseItems(game.batch, address)
    clocks.before(game, slot.id, command, game.performer)
    if game.state.slot(address).closed is None:
        game.do(command, game.hand, slot.id)


def _rows(game: Game, slot: Slot, total: Decimal, step: Decimal) -> Iterator[dict[str, str]]:
    """Yield rows of one or two lots that come to a total; where potency counts, as pure as the total says."""
    material = game.plan.materials.get(slot.of)
    extra = {"potency": "100.00", "lod": "0.00"} if material is not None and material.potency else {}
    first = (total / step / 2).to_integral_value() * step
    parts = [first, total - first] if game.chance(0.3) and 0 < first < total else [total]
    for number, part in enumerate(parts, start=1):
        lot = f"LOT-{slot.of.upper()}-{number}"
        yield {"lot": lot, "container": str(number), "net": text(part), **extra}


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
        limits = _limits(game, slot, address)
        if not (slot.unit or slot.limits.any()):
            put(game, slot, address, {"text": "as expected"}, who=who)
            continue
        out = None
        if _untried(game, slot.id, limits) or game.errs("result_out", slot.id):
            out = amounts.outside(game, slot.id, limits, slot.decimals)
        given = text(out) if out is not None else _number_value(game, slot, address)
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
    "number": _number,
    "duration": _number,
    "qs": _number,
    "table": _table,
    "environment": _environment,
    "labels": _labels,
    "material": _material,
    "choice": _choice,
    "check": _check,
    "clearance": _clearance,
    "result": _result,
    "scan": _scan,
    "identity": _identity,
    "timer": _timer,
    "signature": _signature,
}
