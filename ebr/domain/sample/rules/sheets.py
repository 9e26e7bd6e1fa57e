"""What a signature about a sample shows and covers (21 CFR 11.50, 11.70): the results that it speaks of."""

from __future__ import annotations

from ebr.domain.canonical import Json
from ebr.domain.decision import Event, Sheet
from ebr.domain.sample import events as e
from ebr.domain.sample.state import OfRoom, Result, SampleState

Rows = list[Json]


def sheet(state: SampleState, event: Event) -> Sheet | None:
    """Return what a signature on this event shows and covers; None for an event that nobody signs."""
    if state.of_room is not None:
        return _of_room(state, state.of_room, event)
    rows: Rows = [["sample", state.number], ["batch", state.batch], ["test", getattr(event, "label", state.label)]]
    match event:
        case e.RetestOrdered():
            found = tuple(one for one in state.results if one.slot == event.slot)
            rows += [*_results(found), ["retests", str(event.count)], *_why(event.investigation, event.reason)]
            return _sheet("sample.order-retest", rows, found, "approved")
        case e.RetestChecked():
            one = state.result(event.result)
            rows += _results((one,) if one is not None else ())
            return _sheet("sample.check-retest", rows, (one,) if one is not None else (), "verified")
        case e.ResultInvalidated():
            found = tuple(one for one in state.results if one.slot == event.slot)
            one = state.result(event.result)
            rows += _results((one,) if one is not None else ())
            rows += [["other_result", said(other)] for other in found if other.entry != event.result]
            rows += _why(event.investigation, event.reason)
            return _sheet("sample.invalidate", rows, found, "approved")
        case e.SampleWithdrawn():
            rows += _why(event.investigation, event.reason)
            document = {"act": "sample.withdraw", "rows": rows}
            return Sheet(document, (state.taken.entry,) if state.taken is not None else (), "approved")
        case _:
            return None


def _of_room(state: SampleState, told: OfRoom, event: Event) -> Sheet | None:
    about: Rows = [["sample", state.number], ["room", told.room], ["place", told.place], ["sample_kind", told.kind]]
    limits: Rows = [["alert_limit", told.alert], ["action_limit", told.action]]
    match event:
        case e.ResultChecked() | e.ResultInvalidated() | e.ResultConcluded():
            found = state.result(event.result)
            known = (found,) if found is not None else ()
            rows = [*about, *limits, *_results(known)]
            rows += [["organism", one.value["organism"]] for one in known if one.value.get("organism")]
            if isinstance(event, e.ResultChecked):
                return _sheet("sample.check-room", rows, known, "verified")
            rows += _why(event.investigation, event.reason)
            act = "sample.invalidate" if isinstance(event, e.ResultInvalidated) else "sample.conclude-room"
            return _sheet(act, rows, known, "approved")
        case e.SampleWithdrawn():
            rows = [*about, *_why(event.investigation, event.reason)]
            document: Json = {"act": "sample.withdraw", "rows": rows}
            return Sheet(document, (state.taken.entry,) if state.taken is not None else (), "approved")
        case _:
            return None


def said(one: Result) -> str:
    """Return a result as one line of a sheet: what was found and its unit."""
    return f"{one.shown} {one.unit}".strip()


def _results(found: tuple[Result, ...]) -> Rows:
    return [["result", said(one)] for one in found]


def _why(investigation: str, reason: str) -> Rows:
    return [["investigation", investigation], ["reason", reason]]


def _sheet(act: str, rows: Rows, found: tuple[Result, ...], meaning: str) -> Sheet:
    kept = [row for row in rows if isinstance(row, list) and row[1]]
    return Sheet({"act": act, "rows": kept}, tuple(one.entry for one in found), meaning)
