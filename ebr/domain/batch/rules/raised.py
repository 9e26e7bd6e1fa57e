"""Exceptions that the engine raises by rule: what they say, their number and their class.

A rule says *how* an entry left the way ("out", "far", "other"); `settled` gives the number, weighs it by the policy
and adds, for a round of a series, since when nothing good is known (floor-rules 3: the disposition of everything
since the last good round).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ebr.domain import subjects
from ebr.domain.batch.events import ExceptionRaised
from ebr.domain.batch.rules.verdict import HOWS, floor, weighed
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.inputs import opened
from ebr.domain.batch.state.model import SEVERITIES
from ebr.domain.batch.state.plan import Plan, last_id, rounds_of, within
from ebr.domain.decision import Decision, Draft
from ebr.domain.site.state import Policy

OF_LIMITS = ("person", "repeated_reading", "statistic_out_of_limit", "computed_out_of_limit", "corrected_out_of_limit")
OF_VALUE = (
    "computed_out_of_limit",
    "corrected_out_of_limit",
    "limit_moved",
    "quantity_out_of_limit",
    "result_out_of_limit",
)
"""Rules that speak of a value in the unit of its entry."""
OF_STANDING = ("computed_out_of_limit", "statistic_out_of_limit", "quantity_out_of_limit", "limit_moved")


def raised(
    state: BatchState,
    where: str,
    rule: str,
    how: str,
    params: Mapping[str, str],
    *,
    reason: str = "",
    attempt: int = 0,
    item: int = 0,
) -> Draft:
    """Return an exception by rule, number and class still open; `how` is one of `HOWS`, or a class the rule fixes."""
    told = {**_unit(state, where), **params} if rule in OF_VALUE and "bound" in params else params
    event = ExceptionRaised(state.id, "", where, attempt, rule, how, reason, "", told, item=item)
    return Draft("", event)


def _unit(state: BatchState, where: str) -> Mapping[str, str]:
    slot = state.plan.slots.get(last_id(where)) if state.plan is not None and where else None
    unit = state.plan.unit(slot) if state.plan is not None and slot is not None else ""
    return {"unit": unit} if unit else {}


def next_number(state: BatchState, more: int = 0, station: str = "") -> str:
    """Return the next free number of an exception of this batch.

    A station that did not issue the batch numbers apart, with its name: no two stations give one number.
    """
    issuer = state.issued.station if state.issued is not None else ""
    if station in ("", issuer):
        return f"EX-{len(state.exceptions) + more + 1:03d}"
    own = f"EX-{station}-"
    return f"{own}{sum(number.startswith(own) for number in state.exceptions) + more + 1:03d}"


def settled(state: BatchState, decision: Decision, policy: Policy | None, station: str = "") -> Decision:
    """Return the decision with every exception numbered, weighed and told since when."""
    if not any(isinstance(draft.event, ExceptionRaised) for draft in decision.drafts):
        return decision
    count = 0
    drafts = []
    for draft in decision.drafts:
        event = draft.event
        if not isinstance(event, ExceptionRaised):
            drafts.append(draft)
        elif not _said_already(state, event):
            number = next_number(state, count, station)
            count += 1
            params = {**event.params, **_since(state, event)}
            whole = replace(event, exception=number, severity=_severity(state, event, policy), params=params)
            drafts.append(Draft(subjects.exception(state.id, number), whole))
    return replace(decision, drafts=tuple(drafts))


def _said_already(state: BatchState, event: ExceptionRaised) -> bool:
    """Tell whether an open exception says the same of the same standing value: nothing is said twice."""
    if event.rule not in OF_STANDING:
        return False
    before = (state.exceptions[number] for number in state.excepted.get(event.where, ()))
    return any(found.open and found.rule == event.rule for found in before)


def _severity(state: BatchState, event: ExceptionRaised, policy: Policy | None) -> str:
    how = weighed(event.severity, policy)
    if how not in HOWS:
        return event.severity
    slot = state.plan.slots.get(last_id(event.where)) if state.plan else None
    return floor(how, critical=slot is not None and slot.critical, policy=policy)


def heavier(*severities: str) -> str:
    """Return the heaviest class."""
    return max(severities, key=SEVERITIES.index)


def _since(state: BatchState, event: ExceptionRaised) -> Mapping[str, str]:
    plan = state.plan
    if plan is None or event.rule not in OF_LIMITS:
        return {}
    rounds = rounds_of(event.where)
    for node_id in rounds:
        node = plan.places[node_id].node if node_id in plan.places else None
        if node is not None and node.flow.series is not None:
            good = list(_good_rounds(state, plan, node_id, rounds))
            return {"since": good[-1] if good else "", "series": node.title}
    return {}


def _good_rounds(state: BatchState, plan: Plan, node: str, rounds: Mapping[str, str]) -> Iterator[str]:
    """Yield when each earlier round without a departure was begun."""
    for name in opened(state, plan, node, rounds):
        if name == rounds[node]:
            return
        address = plan.address(node, {**rounds, node: name})
        if address in state.round_stamps and not any(within(x.where, address) for x in state.exceptions.values()):
            yield state.round_stamps[address].at.wall
