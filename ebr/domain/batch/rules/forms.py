"""Emergency forms: printing, reconciling, and what may be transcribed from one (floor-rules 18).

Every form has a number and is counted: completion and review wait until a supervisor has said of each what became of
it. What was written on paper comes in as late entries that name the form. The second check is the supervisor's who
reconciles: the sheet lists every value that came from the form, beside the scan of the paper, and nobody reconciles
what they wrote or transcribed themselves. Values from a form raise no exception each; the form raises one.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.batch import commands as c
from ebr.domain.batch import events as e
from ebr.domain.batch.rules import guards
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.state import BatchState, forms
from ebr.domain.batch.state.model import FormState
from ebr.domain.decision import Actor, Decision, Draft
from ebr.domain.refusal import Refusal
from ebr.domain.values import clean_text, shown_text

OUTCOMES = ("transcribed", "unused", "lost")


def print_form(state: BatchState, actor: Actor, now: str) -> Decision:
    """Number the next form; a batch on hold may be printed too, because a fire does not wait."""
    refusal = guards.running(state)
    if refusal is not None and refusal.code not in ("batch_held", "return_first"):
        return Decision(refusal=refusal)
    entries = forms.entries_of(forms.open_steps(state))
    if not entries:
        return Decision(refusal=Refusal("form_empty", batch=state.id))
    number = next_number(state, actor.station)
    event = e.FormPrinted(state.id, number, actor.station, entries, now)
    return Decision((Draft(subjects.batch(state.id), event),), answer={"form": number, "entries": str(len(entries))})


def next_number(state: BatchState, station: str) -> str:
    """Return the next number; a station that did not issue the batch numbers apart, with its name."""
    issuer = state.issued.station if state.issued is not None else ""
    start = "EF-" if station in ("", issuer) else f"EF-{station}-"
    own = sum(number.rpartition("-")[0] + "-" == start for number in state.forms)
    return f"{start}{own + 1:03d}"


def reconcile(state: BatchState, command: c.ReconcileForm, actor: Actor) -> Decision:
    """Say what became of a form; a lost one is a major exception."""
    form = _open(state, command.form)
    values = forms.transcribed(state, form.number)
    comment = clean_text(command.comment, 500)
    refusal = guards.issued(state) or _outcome_trouble(command, comment, len(values)) or _own(state, form, actor)
    if refusal is not None:
        return Decision(refusal=refusal)
    scan = {str(name): str(text) for name, text in command.scan.items()}
    event = e.FormReconciled(state.id, form.number, command.outcome, comment, len(values), scan)
    drafts = [Draft(subjects.batch(state.id), event)]
    if command.outcome == "lost":
        drafts.append(raised(state, "", "form_lost", "major", {"form": form.number}, reason=comment[:120]))
    elif values:
        params = {"form": form.number, "values": str(len(values))}
        drafts.append(raised(state, "", "form_transcribed", "minor", params, reason=comment[:120]))
    return Decision(tuple(drafts), answer={"role": "supervisor"})


def _open(state: BatchState, number: str) -> FormState:
    form = state.forms.get(number)
    if form is None:
        raise Refusal("form_unknown", form=shown_text(number), batch=state.id)
    if not form.open:
        raise Refusal("form_reconciled", form=number, batch=state.id)
    return form


def _outcome_trouble(command: c.ReconcileForm, comment: str, values: int) -> Refusal | None:
    if command.outcome not in OUTCOMES:
        return Refusal("form_outcome_unknown", outcome=shown_text(command.outcome))
    if command.outcome == "transcribed":
        if not values:
            return Refusal("form_nothing_transcribed", form=command.form)
        return None if "sha256" in command.scan else Refusal("form_scan_missing", form=command.form)
    if command.outcome == "unused" and values:
        return Refusal("form_was_used", form=command.form, values=str(values))
    return None if comment else Refusal("reason_missing", slot=command.form)


def _own(state: BatchState, form: FormState, actor: Actor) -> Refusal | None:
    """Refuse whoever wrote on the form or transcribed it: the check is a second person's."""
    people = {person for _, row in forms.transcribed(state, form.number) for person in (row.performed_by, row.first.by)}
    return Refusal("second_person_same", person=actor.name or actor.person) if actor.person in people else None


def source_trouble(state: BatchState, command: c.RecordValue) -> Refusal | None:
    """Refuse a value from a form that is not known, reconciled already, without room for it or without its own time."""
    if command.source.get("how") != forms.FROM_FORM:
        return None
    try:
        form = _open(state, command.source.get("form", ""))
    except Refusal as refusal:
        return refusal
    if not forms.lists(form, command.slot):
        return Refusal("form_without_entry", form=form.number)
    if not command.happened or not clean_text(command.late, 500):
        return Refusal("form_time_missing", form=form.number)
    return None


def from_form(command: c.RecordValue) -> bool:
    """Tell whether a value is transcribed: the paper names who did it, and the form raises the exception."""
    return command.source.get("how") == forms.FROM_FORM


def open_form(state: BatchState) -> Refusal | None:
    """Refuse completion and review while a form is out."""
    form = next(forms.open_forms(state), None)
    return None if form is None else Refusal("form_open", form=form.number, station=form.station)
