"""A step from its first entry to its last signature: performers, scribes, second persons, rounds beside it."""

from __future__ import annotations

from ebr.domain.batch import commands as c
from ebr.domain.batch.state import flow
from ebr.domain.batch.state.inputs import opened
from ebr.domain.batch.state.plan import COMPUTED, last_id, rounds_of
from ebr.domain.mbr.model import Node, Phase, Slot
from ebr.rehearsal import changes, clocks, entries, floor, putting
from ebr.rehearsal.game import HAND, Game, StuckError
from ebr.rehearsal.stage import PEOPLE

MINUTE = 60
LATE_WITNESS = 60.0


def perform(game: Game, address: str) -> None:
    """Do a step that is open: mistakes, entries, corrections, rounds beside it, the performers' signatures."""
    phase = game.plan.phases[last_id(address)]
    _people(game, address, phase)
    _mistakes(game, address, phase)
    floor.stop(game, address, phase)
    _name_scribe(game, address, phase)
    _enter(game, address, phase)
    changes.correct(game, address, phase)
    _beside(game, address, phase)
    _enter(game, address, phase)
    _sign(game, address, phase)
    game.scribe = ""


def _people(game: Game, address: str, phase: Phase) -> None:
    laboratory = all(slot.kind == "result" for slot in phase.slots)
    performer = game.one(PEOPLE["laboratory" if laboratory else "operator"])
    own = [slot for slot in phase.slots if slot.kind == "signature" and slot.role == "supervisor"]
    if any(game.ledger.wants_fault("same_person", slot.id) for slot in own):
        performer = PEOPLE["supervisor"][0]
    done = flow.performers_in(game.state, address)
    game.performer, game.scribe = min(done, default=performer), ""


def _mistakes(game: Game, address: str, phase: Phase) -> None:
    """Sign what is not done, and enter something without the right to."""
    if flow.standing(game.state, address, phase).status != "open":
        return
    if game.errs("signed_unfinished", phase.id):
        game.fault("signed_unfinished", phase.id, c.SignStep(game.batch, address, "performed"), game.performer)
    if game.errs("no_right", phase.id):
        _without_right(game, address, phase)


def _without_right(game: Game, address: str, phase: Phase) -> None:
    """Have somebody make an entry that is another's: the laboratory on the floor, an operator a result."""
    results = [slot for slot in phase.slots if slot.kind == "result"]
    floor = [slot for slot in phase.slots if slot.kind not in (*COMPUTED, "timer", "signature", "result")]
    if results:  # a file or photograph beside results is the laboratory's too
        floor = [slot for slot in floor if slot.kind not in ("file", "photo")]
    able = [(slot, PEOPLE["laboratory"][0]) for slot in floor if not slot.when]
    able += [(slot, PEOPLE["operator"][0]) for slot in results if not slot.when and _sampled(game, address, slot)]
    for slot, person in able[:1]:
        game.fault("no_right", phase.id, c.RecordValue(game.batch, f"{address}/{slot.id}", {"text": "x"}), person)


def _sampled(game: Game, address: str, slot: Slot) -> bool:
    """Tell whether the sample of a result was taken: before that nobody can enter one, with or without the right."""
    sample = game.plan.slots.get(slot.of)
    if sample is None:
        return True
    repeating = game.plan.places[sample.id].repeating
    rounds = {node: name for node, name in rounds_of(address).items() if node in repeating}
    return len(rounds) == len(repeating) and flow.filled(game.state, sample, game.plan.address(sample.id, rounds))


def _name_scribe(game: Game, address: str, phase: Phase) -> None:
    if not phase.scribe or not (game.ledger.missing("person", phase.id, "scribe") or game.chance(0.2)):
        return
    if flow.standing(game.state, address, phase).status != "open":
        return
    scribe = game.other("operator", game.performer)
    game.do(c.NameScribe(game.batch, address, game.performer), scribe, phase.id)
    game.scribe = scribe


def _enter(game: Game, address: str, phase: Phase) -> None:
    """Make every entry that applies, again and again, because one may open another."""
    rounds = rounds_of(address)
    for _ in range(len(phase.slots) + 1):
        done = False
        for slot in phase.slots:
            if slot.kind != "signature" and flow.applies(game.state, slot, rounds):
                done |= entries.fill(game, f"{address}/{slot.id}")
                floor.shift(game, address, phase)
        if not done:
            break
    for slot in phase.slots:  # a correction made the second person's signature void
        entries.second(game, slot, f"{address}/{slot.id}")
    for slot in phase.slots:
        place = f"{address}/{slot.id}"
        if slot.kind in COMPUTED and place in flow.open_slots(game.state, address, phase):
            putting.cannot(game, slot, place)
    for slot in phase.slots:
        if slot.kind == "signature" and flow.applies(game.state, slot, rounds):
            entries.fill(game, f"{address}/{slot.id}")


def _beside(game: Game, address: str, phase: Phase) -> None:
    """Open the rounds of the series that run beside a step, and do them."""
    for node in game.plan.beside.get(phase.id, ()):
        series = node.flow.series
        assert series is not None
        base = game.plan.address(node.id, rounds_of(address))
        performer, scribe = game.performer, game.scribe
        wanted = game.random.randint(1, max(1, min(3, series.most)))
        while len(opened(game.state, game.plan, node.id, rounds_of(base))) < wanted:
            _open_series(game, node, base)
            _do_rounds(game, node)
            game.performer, game.scribe = performer, scribe


def _open_series(game: Game, node: Node, base: str) -> None:
    series = node.flow.series
    assert series is not None
    late = {"late": series.tolerance + 1, "missed": series.every + 1}
    fresh = [way for way in ("due", "late", "missed") if game.ledger.missing("loop", node.id, way)]
    way = game.random.choice(fresh) if fresh else "due"
    if way == "late" and series.tolerance + 1 >= series.every:
        way = "missed"
    game.stage.wait((series.every + late.get(way, 0)) * MINUTE - _since(game, node, base))
    game.do(c.OpenRound(game.batch, base), game.performer, node.id)


def _since(game: Game, node: Node, base: str) -> float:
    """Return how many seconds passed since the last round, or since the step beside began."""
    from datetime import datetime

    names = opened(game.state, game.plan, node.id, rounds_of(base))
    series = node.flow.series
    assert series is not None
    during = game.plan.address(series.during, rounds_of(base))
    last = game.state.round_stamps.get(f"{base}[{names[-1]}]") if names else game.state.first_entry.get(during)
    if last is None:
        return 0.0
    now, then = (datetime.fromisoformat(at) for at in (game.stage.now().wall, last.at.wall))
    return (now - then).total_seconds()


def _do_rounds(game: Game, node: Node) -> None:
    """Do every step of a series that is open now."""
    for place, phase, _ in list(flow.phase_instances(game.state)):
        if node.id in game.plan.places[phase.id].path and flow.standing(game.state, place, phase).status == "open":
            perform(game, place)
            seconds(game, place)


def _sign(game: Game, address: str, phase: Phase) -> None:
    """Have every performer, and every scribe, sign; what is refused stops the batch with its reason."""
    for meaning, people in (("performed", flow.performers_in), ("recorded", flow.recorders_in)):
        if meaning not in phase.sign:
            continue
        command = c.SignStep(game.batch, address, meaning)
        signed = {found.signed.person for found in game.state.valid_signatures(address, meaning)}
        own = sorted(people(game.state, address)) or [game.performer]
        for person in [each for each in own if each not in signed]:
            game.stage.wait(HAND)
            if meaning == "performed":
                clocks.before(game, phase.id, command, person)
            game.do(command, person, phase.id)


def seconds(game: Game, address: str) -> None:
    """Have the second persons of a step sign; one who took part tries first."""
    phase = game.plan.phases[last_id(address)]
    for slot in phase.slots:
        entries.second(game, slot, f"{address}/{slot.id}")
    for meaning in flow.missing_meanings(game.state, address, phase):
        if meaning in ("performed", "recorded"):
            _people(game, address, phase)
            _sign(game, address, phase)
            continue
        command = c.SignStep(game.batch, address, meaning)
        people = flow.people_in(game.state, address)
        roles = ("supervisor", "quality") if meaning == "approved" else ("supervisor", "operator")
        same = sorted(person for person in people if any(person in PEOPLE[role] for role in roles))
        if same and game.errs("same_person", phase.id):
            game.fault("same_person", phase.id, command, same[0])
        late = meaning == "witnessed" and game.errs("witness_late", phase.id)
        if late:
            game.stage.wait(game.witness_minutes * MINUTE + LATE_WITNESS)
        game.stage.wait(HAND)
        able = [person for role in roles for person in PEOPLE[role] if person not in people]
        if not able:
            raise StuckError(phase.id, "second_person_missing", {"slot": phase.title, "meaning": meaning})
        game.do(command, game.one(able), phase.id)
        if late:
            game.excepted("witness_late", phase.id, address)


def without_second(game: Game, address: str) -> bool:
    """Go on without a second person: a critical exception that stops the batch until quality lifts it."""
    phase = game.plan.phases[last_id(address)]
    if not game.errs("second_gone", "batch") or not flow.missing_meanings(game.state, address, phase):
        return False
    game.do(c.RaiseException(game.batch, address, "alone on the shift", accepts=True), game.performer, phase.id)
    rules = [found.rule for found in game.state.exceptions.values() if found.where == address]
    held = bool(game.state.hold)
    game.ledger.seed("second_gone", "batch", raised="unwitnessed" in rules and held, got=rules[-1] if rules else "")
    if held:
        game.do(c.LiftHold(game.batch, "assessed"), PEOPLE["quality"][0], phase.id)
    return True
