"""Plays one batch from its issue to the decision about it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ebr.domain.batch import commands as c
from ebr.domain.batch.rules import lifecycle, review_steps
from ebr.domain.batch.state import flow
from ebr.domain.batch.state.inputs import base_of, opened
from ebr.domain.batch.state.plan import COMPUTED, compiled, last_id, rounds_of
from ebr.domain.mbr.model import Node, Phase
from ebr.rehearsal import entries, turns
from ebr.rehearsal.amounts import around
from ebr.rehearsal.game import HAND, Game, StuckError, text
from ebr.rehearsal.guessing import unit_of
from ebr.rehearsal.stage import CERTIFIER, CHECKER, ISSUER, PEOPLE, REVIEWER

WORKABLE = ("open", "active")
BESIDE = 0.15
"""How often another step than the first open one is done, where the order leaves a choice."""
LOOPS = (1, 1, 2, 2, 3)


def play(game: Game) -> bool:
    """Play a batch; tell whether production was completed. What stopped it otherwise stands in the ledger."""
    try:
        issue(game)
        _plan_rounds(game)
        game.aims.begin(game.state)
        _out_of_order(game)
        while _named_rounds(game) or _step(game):
            pass
        finish(game)
    except StuckError as stuck:
        game.ledger.dead_ends.append(game.dead_end(stuck))
    return game.state.completed is not None


def issue(game: Game) -> None:
    """Issue and check the batch, at the ends of its sizes too."""
    header = game.stage.document.mbr.header
    size = header.size
    ids = {found.id: f"{found.id.upper().replace('_', '-')}-{4000 + game.number}" for found in header.identifiers}
    if game.errs("size_outside", "header"):
        number = Decimal(size.high)
        exponent = number.as_tuple().exponent
        out = around(number, unit_of(max(0, -exponent) if isinstance(exponent, int) else 0))[-1]
        wrong = c.IssueBatch(game.batch, header.id, header.version, text(out), ids)
        game.fault("size_outside", "header", wrong, ISSUER)
    fresh = [
        bound
        for name, bound in (("low", size.low), ("high", size.high))
        if game.ledger.missing("limit", "header", "at", f"size.{name}")
    ]
    chosen = fresh[0] if fresh else size.nominal if game.chance(0.8) else game.random.choice((size.low, size.high))
    game.do(c.IssueBatch(game.batch, header.id, header.version, chosen, ids), ISSUER, "header")
    for name, bound in (("low", size.low), ("high", size.high)):
        if Decimal(chosen) == Decimal(bound):
            game.ledger.mark("limit", "header", "at", f"size.{name}")
    game.do(c.CheckIssue(game.batch), CHECKER, "header")


def _plan_rounds(game: Game) -> None:
    """Choose how many rounds each repeating node is to have; an aim counts with it."""
    for place in game.plan.places.values():
        node = place.node
        if node is None:
            continue
        if node.flow.for_each is not None:
            game.aims.counts[node.id] = game.rounds[node.id] = _things(game, node)
        elif node.flow.repeat is not None:
            game.aims.counts[node.id] = game.rounds[node.id] = _loop(game, node)


def _things(game: Game, node: Node) -> int:
    each = node.flow.for_each
    assert each is not None
    ends = {"least": max(each.least, 1), "most": each.most}
    fresh = [count for way, count in ends.items() if game.ledger.missing("loop", node.id, way)]
    if fresh:
        return game.random.choice(fresh)
    return game.random.randint(ends["least"], min(each.most, ends["least"] + 2))


def _loop(game: Game, node: Node) -> int:
    """Return after how many rounds the end point is to come; one more than the bound: never."""
    repeat = node.flow.repeat
    assert repeat is not None
    ends = {"first": 1, "more": min(2, repeat.most), "bound": repeat.most + 1}
    fresh = [count for way, count in ends.items() if game.ledger.missing("loop", node.id, way)]
    return min(game.random.choice(fresh or LOOPS), repeat.most + 1)


def _out_of_order(game: Game) -> None:
    """Try to work in steps that wait for others."""
    for phase_id, phase in game.plan.phases.items():
        slot = next((s for s in phase.slots if s.kind not in (*COMPUTED, "timer", "signature", "result")), None)
        if slot is None or game.plan.places[phase_id].repeating or game.ledger.tallies.get(("out_of_order", phase_id)):
            continue
        address = game.plan.places[phase_id].address
        if flow.standing(game.state, address, phase).status == "locked":
            command = c.RecordValue(game.batch, f"{address}/{slot.id}", {"text": "x"})
            game.fault("out_of_order", phase_id, command, PEOPLE["operator"][0])


def _open_steps(game: Game) -> Iterator[tuple[str, Phase, str]]:
    for address, phase, _ in flow.phase_instances(game.state):
        if address in game.done:
            continue
        status = flow.standing(game.state, address, phase).status
        if status == "done":
            game.done.add(address)
        if status in (*WORKABLE, "to_verify", "unsigned"):
            yield address, phase, status


def _step(game: Game) -> bool:
    """Do the next step that can be done, mostly in the order of the document."""
    steps = _open_steps(game)
    found = next(steps, None)
    if found is None and game.done:
        game.done.clear()
        steps = _open_steps(game)
        found = next(steps, None)
    if found is None:
        return False
    if game.chance(BESIDE):
        found = game.random.choice([found, *steps])
    address, phase, status = found
    if status in WORKABLE:
        _steer(game, address)
        turns.perform(game, address)
    elif status != "to_verify" or not turns.without_second(game, address):
        turns.seconds(game, address)
    then = flow.standing(game.state, address, phase)
    if then.status == status:
        raise StuckError(phase.id, "step_unfinished", {"status": status})
    return True


def _steer(game: Game, address: str) -> None:
    """Choose values of a round so that its loop ends where it was meant to."""
    rounds = rounds_of(address)
    for node_id, name in rounds.items():
        node = game.plan.places[node_id].node
        repeat = node.flow.repeat if node is not None else None
        known = {part: rounds[part] for part in game.plan.places[node_id].repeating}
        key = f"{game.plan.address(node_id, known)}?"
        if repeat is None or key in game.rounds:
            continue
        game.rounds[key] = 1
        answer = int(name) >= game.rounds.get(node_id, 1) if name.isdigit() else True
        game.aims.steer(game.state, compiled(repeat.until), known, answer=answer)


def _named_rounds(game: Game) -> bool:
    """Name the things of every node that is run once for each; too few and too many are tried first."""
    for place in game.plan.places.values():
        node = place.node
        if node is None or node.flow.for_each is None:
            continue
        for outer in _outer(game, node):
            base = base_of(game.plan, node.id, outer)
            if base in game.state.ended or not flow.node_gate_open(game.state, game.plan, node, outer):
                continue
            _name(game, node, base, outer)
            return True
    return False


def _outer(game: Game, node: Node) -> list[dict[str, str]]:
    """Return the rounds above a node that there are."""
    pending: list[dict[str, str]] = [{}]
    for above in game.plan.places[node.id].repeating:
        if above != node.id:
            pending = [
                {**rounds, above: name} for rounds in pending for name in opened(game.state, game.plan, above, rounds)
            ]
    return pending


def _name(game: Game, node: Node, base: str, outer: dict[str, str]) -> None:
    each = node.flow.for_each
    assert each is not None
    who, end = PEOPLE["operator"][0], c.EndRounds(game.batch, base)
    if each.least > 0 and game.errs("fewer", node.id):
        game.fault("fewer", node.id, end, who)
    wanted = game.rounds.get(node.id, max(each.least, 1))
    for number in range(len(opened(game.state, game.plan, node.id, outer)) + 1, wanted + 1):
        game.stage.wait(HAND)
        game.do(c.OpenRound(game.batch, base, f"{number}"), who, node.id)
    if wanted >= each.most and game.errs("further", node.id):
        game.fault("further", node.id, c.OpenRound(game.batch, base, f"{each.most + 1}"), who)
    game.do(end, who, node.id)


# After the last step


def finish(game: Game) -> None:
    """Complete production, enter the results that come later, decide every exception, review, decide."""
    left = lifecycle.unfinished(game.state)
    if left:
        place, status = left[0]
        phase = game.plan.phases.get(last_id(place))
        why = flow.standing(game.state, place, phase) if phase is not None else None
        waits = {"waits": why.what} if why is not None and why.what else {}
        raise StuckError(last_id(place), why.why if why is not None and why.why else status, waits)
    game.do(c.CompleteBatch(game.batch), ISSUER, "batch")
    _results(game)
    _settle(game)
    _read(game)
    game.do(c.ReviewBatch(game.batch), REVIEWER, "batch")
    decision = "rejected" if lifecycle.failed_results(game.state) else "certified"
    game.do(c.DecideBatch(game.batch, decision, "rehearsed"), CERTIFIER, "batch")


def _read(game: Game) -> None:
    """Read every section and sign the audit trail, as the review asks for."""
    for step in review_steps.missing(game.state, {}):
        game.do(step, REVIEWER, "batch")


def _results(game: Game) -> None:
    """Enter every result that is still missing."""
    for address, phase, rounds in list(flow.phase_instances(game.state)):
        if flow.standing(game.state, address, phase).status == "not_applicable":
            continue
        for slot in phase.slots:
            if slot.kind == "result" and flow.applies(game.state, slot, rounds):
                entries.fill(game, f"{address}/{slot.id}", late=True)


def _settle(game: Game) -> None:
    for found in list(game.state.open_exceptions()):
        people = flow.people_in(game.state, found.where) if found.where else set()
        without = people | {found.raised.by, REVIEWER}
        role = "supervisor" if found.severity == "minor" and game.chance(0.5) else "quality"
        able = [person for person in (*PEOPLE[role], *PEOPLE["quality"]) if person not in without]
        if able:
            game.do(c.DecideException(game.batch, found.number, "accepted", "assessed"), able[0], found.number)
