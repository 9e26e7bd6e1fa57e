"""Take one entry of a deviation into account; never raises.

Two stations may write about one deviation without knowing of each other. What is stricter counts until quality has seen
both (floor-rules 19): the heavier class, every batch that either names, and a deviation that is closed on one while
something is written on the other is open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from ebr.domain.decision import Recorded
from ebr.domain.deviation import events as e
from ebr.domain.deviation.state.model import SEVERITIES, Act, DeviationState, Mark, Written
from ebr.domain.signature import Signed
from ebr.domain.values import Stamp

NAMES: Mapping[type, str] = {
    e.DeviationContained: "contained",
    e.CauseFound: "cause",
    e.ImpactAssessed: "impact",
    e.ActionsSet: "actions",
}


def start(root: str) -> DeviationState:
    """Return the state of a deviation before its first entry."""
    return DeviationState(unquote(root.partition("/")[2]))


def apply(state: DeviationState, recorded: Recorded) -> DeviationState:
    """Return the state with one entry more."""
    change = CHANGES.get(type(recorded.event))
    if change is not None:
        change(state, recorded.event, recorded)
    return state


def _opened(state: DeviationState, event: e.DeviationOpened, recorded: Recorded) -> None:
    stamp = recorded.stamp
    _note(state, "opened", event.description, stamp)
    if state.known:
        state.twice = (*state.twice, stamp)
        state.severity = max(state.severity, _class(event.severity), key=SEVERITIES.index)
    else:
        state.opened, state.rule = stamp, event.rule
        state.title, state.description, state.discovered = event.title, event.description, event.discovered
        state.severity = _class(event.severity)
    _link(state, event.exceptions, event.batches)
    _touched(state)


def _class(severity: str) -> str:
    return severity if severity in SEVERITIES else SEVERITIES[-1]


def _link(state: DeviationState, exceptions: e.Exceptions, batches: tuple[str, ...]) -> None:
    state.exceptions = tuple(dict.fromkeys((*state.exceptions, *exceptions)))
    state.named = tuple(dict.fromkeys((*state.named, *(batch for batch, _ in exceptions), *batches)))


def _described(state: DeviationState, event: e.DeviationDescribed, recorded: Recorded) -> None:
    _note(state, "described", event.reason, recorded.stamp)
    state.title, state.description, state.discovered = event.title, event.description, event.discovered
    state.described = recorded.stamp
    _touched(state)


def _linked(state: DeviationState, event: e.ExceptionsLinked, recorded: Recorded) -> None:
    names = [f"{batch} {number}" for batch, number in event.exceptions]
    _note(state, "linked", ", ".join((*names, *event.batches)), recorded.stamp)
    _link(state, event.exceptions, event.batches)
    _touched(state)


def _classed(state: DeviationState, event: e.DeviationClassed, recorded: Recorded) -> None:
    _note(state, f"classed_{_class(event.severity)}", event.reason, recorded.stamp)
    new = _class(event.severity)
    beside = state.classed is not None and state.classed.hash in recorded.beside
    state.severity = max(state.severity, new, key=SEVERITIES.index) if beside else new
    state.classed = recorded.stamp
    _touched(state)


def _section(state: DeviationState, event: Any, recorded: Recorded) -> None:  # noqa: ANN401 - one of the four sections
    name = NAMES[type(event)]
    _note(state, name, _words(event), recorded.stamp)
    state.written[name] = Written(event, recorded.stamp)
    if isinstance(event, e.ImpactAssessed):
        state.ever = tuple(dict.fromkeys((*state.ever, *event.affected)))
    _touched(state)


def _words(event: Any) -> str:  # noqa: ANN401 - one of the four sections
    if isinstance(event, e.ActionsSet):
        return " ".join(part for part in (event.corrective, event.preventive) if part)
    return str(event.text)


def _attached(state: DeviationState, event: e.FileAttached, recorded: Recorded) -> None:
    _note(state, "attached", event.value.get("name", ""), recorded.stamp)
    state.files = (*state.files, (event, recorded.stamp))
    _touched(state)


def _proposed(state: DeviationState, event: e.ClosingProposed, recorded: Recorded) -> None:
    mark = _signed(state, "proposed", event.conclusion, event.signed, recorded.stamp)
    if state.closure is None and not _unknown(state, recorded):
        state.proposal = mark


def _returned(state: DeviationState, event: e.DeviationReturned, recorded: Recorded) -> None:
    _signed(state, "returned", event.reason, event.signed, recorded.stamp)
    state.proposal = None
    if state.closure is not None and state.closure.stamp.hash in recorded.beside:
        state.closure, state.contested = None, True


def _closed(state: DeviationState, event: e.DeviationClosed, recorded: Recorded) -> None:
    mark = _signed(state, "closed", event.conclusion, event.signed, recorded.stamp)
    if _unknown(state, recorded):
        state.proposal, state.contested = None, True
        return
    if state.closure is None:
        state.closure, state.contested = mark, False


def _reopened(state: DeviationState, event: e.DeviationReopened, recorded: Recorded) -> None:
    mark = _signed(state, "reopened", event.reason, event.signed, recorded.stamp)
    state.reopened = mark
    state.proposal = state.closure = None


def _touched(state: DeviationState) -> None:
    """Take the proposal back, and a closing with it: nothing is written in a closed one but by who did not know."""
    state.proposal = None
    if state.closure is not None:
        state.closure, state.contested = None, True


def _unknown(state: DeviationState, recorded: Recorded) -> bool:
    """Tell whether who signed did not know of something that stands."""
    return any(hash_ in recorded.beside for hash_ in state.entries)


def _signed(state: DeviationState, what: str, text: str, signed: Signed | None, stamp: Stamp) -> Mark:
    """Take a signed act in."""
    _note(state, what, text, stamp)
    by, name = (signed.person, signed.name) if signed is not None else (stamp.by, "")
    role, meaning = (signed.role, signed.meaning) if signed is not None else ("", "")
    mark = Mark(what, text, by, name, role, meaning, stamp)
    state.signatures = (*state.signatures, mark)
    return mark


def _note(state: DeviationState, what: str, text: str, stamp: Stamp) -> None:
    state.history.append(Act(what, text, stamp.by, stamp))


CHANGES: Mapping[type, Callable[[DeviationState, Any, Recorded], None]] = {
    e.DeviationOpened: _opened,
    e.DeviationDescribed: _described,
    e.ExceptionsLinked: _linked,
    e.DeviationClassed: _classed,
    **dict.fromkeys(NAMES, _section),
    e.FileAttached: _attached,
    e.ClosingProposed: _proposed,
    e.DeviationReturned: _returned,
    e.DeviationClosed: _closed,
    e.DeviationReopened: _reopened,
}
