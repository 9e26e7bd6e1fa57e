"""Acts that had nothing to do, places that there are not, hand-overs to oneself (21 CFR 11.10(a), 11.10(f))."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.rules.sweep.found import Found, Sight
from ebr.domain.batch.rules.sweep.moments import earlier
from ebr.domain.batch.state.astray import OLD_DIFFERS, UNEXPLAINED, UNSIGNED
from ebr.domain.batch.state.model import Astray
from ebr.domain.batch.state.plan import last_id
from ebr.domain.values import shown_text

NOT_PLACES = ("batch/", "exception/")
"""How the scopes of signatures begin that are no places of the document."""
LONGEST = 80


def found(sight: Sight) -> Iterator[Found]:
    """Yield entries that the rules of the moment would not have written."""
    for one in sight.state.astray:
        yield _astray(sight, one)
    for address, by in sight.strays:
        yield Found("place_unknown", "", {"place": shown_text(address, LONGEST), "person": by})
    for each in sight.state.signatures:
        if each.scope and not each.scope.startswith(NOT_PLACES) and last_id(each.scope) not in sight.plan.places:
            params = {"place": shown_text(each.scope, LONGEST), "person": each.signed.person}
            yield Found("place_unknown", "", params)
    for number, raised in sight.state.exceptions.items():
        if raised.rule == "person" and not (raised.reason.strip() or raised.comment.strip()):
            told = {"act": "exception_raised", "person": raised.raised.by, "at": raised.raised.at.wall}
            yield Found("act_unexplained", _place(sight, raised.where), {**told, "exception": number})
    yield from _rounds(sight)
    for where, to, _, stamp, _ in sight.state.handed_over:
        if to == stamp.by:
            yield Found("handed_to_self", _place(sight, where), {"person": to, "at": stamp.at.wall})


def _place(sight: Sight, where: str) -> str:
    return where if where and last_id(where) in sight.plan.places else ""


def _astray(sight: Sight, one: Astray) -> Found:
    where = _place(sight, one.where)
    told = {"act": one.act, "person": one.stamp.by, "at": one.stamp.at.wall}
    if one.code == OLD_DIFFERS:
        slot = sight.plan.slots[last_id(where)].label if where else one.where
        return Found("old_value_differs", where, {**told, "slot": slot}, item=one.item if where else 0)
    if one.code == UNSIGNED:
        return Found("signature_lacking", where, told)
    if one.code == UNEXPLAINED:
        return Found("act_unexplained", where, told)
    return Found("act_not_due", where, told, item=one.item if where else 0)


def _rounds(sight: Sight) -> Iterator[Found]:
    """Yield rounds that were opened after somebody had said that there are no more."""
    state = sight.state
    for base in state.ended:
        over = state.round_stamps.get(base)
        late = [stamp for name in state.rounds.get(base, ()) if (stamp := state.round_stamps.get(f"{base}[{name}]"))]
        after = next((stamp for stamp in late if over is not None and earlier(over, stamp)), None)
        place = sight.plan.places.get(last_id(base))
        if after is not None and place is not None and place.node is not None:
            yield Found("round_after_end", base, {"step": place.node.title, "at": after.at.wall})
