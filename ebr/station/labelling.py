"""Printing labels of a batch: drawn, then written down, then sent, then what came of it (21 CFR 211.125).

    planned(...)       what the template is filled in with and the serial numbers; reads only
    drawn(...)         its dots, wherever that holds nobody up (`ebr.station.label_drawing`)
    record(...)        the entry that numbers the job; from here on somebody has to answer for it
    note(...)          what the printer said; without it, after a power cut, the screen asks "printed?"
    print_label(...)   all of it after each other, for commands and tests; the window does each where it belongs

A printer that is a folder gets a PDF, any other ZPL; both hold the same dots.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from ebr.domain import subjects
from ebr.domain.batch.commands import NotePrint
from ebr.domain.batch.state import BatchState, labelling, product
from ebr.domain.batch.state.model import Job
from ebr.domain.batch.state.plan import last_id
from ebr.domain.label.state import LabelState
from ebr.domain.label.state.template import GIVEN, Template
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState
from ebr.domain.values import shown_text
from ebr.station.answered import Answer
from ebr.station.label_drawing import Drawn, LabelPlan, command_of, drawn
from ebr.storage.views import labels as view

if TYPE_CHECKING:
    from ebr.devices.printer import Outcome
    from ebr.station.devices import Devices
    from ebr.station.inside import Inside

FILES: Final = "labels"
"""Folder, and name of the printer, where a terminal without one prints outside production."""
MOST: Final = 100
"""Labels of one job: a longer one keeps its printer, and the answer, from everybody."""


class Printer(Protocol):
    """What a job is sent to (`ebr.devices.printer`)."""

    name: str

    def send(self, data: bytes) -> Outcome:
        """Print one job."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants printed: `count` new labels, a specimen, or `serials` of job `of` again.

    `fields` is what was typed, by name of the placeholder; `item` the row of a material.
    """

    batch: str
    slot: str
    template: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    count: int = 1
    item: int = 0
    specimen: bool = False
    of: str = ""
    serials: tuple[str, ...] = ()
    reason: str = ""


def print_label(
    station: Inside, wanted: Wanted, printer: Printer, by: str, *, as_pdf: bool = False, command_id: str = ""
) -> Answer:
    """Print labels of a batch and write down what came of it; the answer names the job, its outcome and any trouble."""
    try:
        plan = planned(station, wanted, printer.name, as_pdf=as_pdf)
        made = drawn(plan)
    except Refusal as refusal:
        return Answer(refusal)
    answer = record(station, plan, made, by, command_id)
    if not answer.ok:
        return answer
    outcome = printer.send(made.data)
    noted = note(station, wanted.batch, answer.answer["print"], outcome, by)
    told = {**answer.answer, "outcome": outcome.state, "file": outcome.file}
    return Answer(noted.refusal or outcome.trouble, told, answer.changed)


@dataclass(frozen=True, slots=True)
class LabelOrder:
    """A job that is written down: its answer, and what goes to the printer of this terminal, or into `folder`.

    `changed` are the roots that the entry changed.
    """

    answer: Answer
    batch: str
    data: bytes = field(default=b"", repr=False)
    folder: str = ""

    @property
    def changed(self) -> frozenset[str]:
        """As of the answer."""
        return self.answer.changed


def ordered(station: Inside, wanted: Wanted, devices: Devices, by: str, command_id: str = "") -> LabelOrder:
    """Draw a job for the label printer of this terminal and write it down; `sent` sends it afterwards."""
    try:
        plan = plan_for(station, wanted, devices)
        made = drawn(plan)
    except Refusal as refusal:
        return LabelOrder(Answer(refusal), wanted.batch)
    return _order(plan, made, record(station, plan, made, by, command_id))


def plan_for(station: Inside, wanted: Wanted, devices: Devices) -> LabelPlan:
    """Return the job for the label printer of this terminal, not drawn yet; raises `Refusal`.

    Outside production a terminal without a printer writes PDF files into the station's folder of labels.
    """
    try:
        address = devices.address("label_printer")
    except Refusal as refusal:
        if refusal.code != "device_missing" or station.store.genesis.profile == "production":
            raise
        return replace(planned(station, wanted, FILES, as_pdf=True), folder=str(station.folder / FILES))
    return planned(station, wanted, address.device, as_pdf=address.protocol == "pdf")


def written(
    station: Inside, wanted: Wanted, plan: LabelPlan, made: Drawn, devices: Devices, by: str, command_id: str = ""
) -> LabelOrder:
    """Write a job down that was drawn elsewhere, where it still is what would be printed now."""
    try:
        now = plan_for(station, wanted, devices)
    except Refusal as refusal:
        return LabelOrder(Answer(refusal), wanted.batch)
    if now != plan:
        return LabelOrder(Answer(Refusal("label_plan_changed", batch=plan.batch)), wanted.batch)
    return _order(plan, made, record(station, plan, made, by, command_id))


def _order(plan: LabelPlan, made: Drawn, answer: Answer) -> LabelOrder:
    return LabelOrder(answer, plan.batch, made.data if answer.ok else b"", plan.folder)


def sent(devices: Devices, order: LabelOrder) -> Outcome:
    """Send a job and return what came of it; on the thread of the devices."""
    from ebr.devices.printer import FilePrinter

    if order.folder:
        return FilePrinter(Path(order.folder), FILES).send(order.data)
    return devices.printer().send(order.data)


def preview(station: Inside, wanted: Wanted) -> bytes:
    """Return the first label of a job as PNG, as it would be printed now; raises `Refusal`."""
    return drawn(planned(station, replace(wanted, count=1), "")).picture


def planned(station: Inside, wanted: Wanted, printer: str, *, as_pdf: bool = False) -> LabelPlan:
    """Return the job as it would be printed now, not drawn; raises `Refusal` for whatever is missing."""
    state = _batch(station, wanted.batch)
    before = state.label_jobs.get(wanted.of)
    if wanted.of and before is None:
        raise Refusal("label_print_unknown", print=shown_text(wanted.of), batch=wanted.batch)
    label = _label(station, state, wanted, before)
    contents = dict(before.event.contents) if before is not None else None
    serials = _serials(state, wanted)
    if not 1 <= len(serials) <= MOST:
        raise Refusal("labels_count", count=str(len(serials)), most=str(MOST))
    site = station.store.state("site")
    assert isinstance(site, SiteState)
    return LabelPlan(
        wanted.batch,
        wanted.slot,
        label.id,
        label.version,
        label.title,
        label.document,
        contents if contents is not None else contents_of(station, state, label.template, wanted),
        serials,
        station.store.genesis.profile,
        printer,
        site.name,
        wanted.item if before is None else before.event.item,
        wanted.of,
        wanted.reason,
        wanted.specimen,
        as_pdf,
    )


def _label(station: Inside, state: BatchState, wanted: Wanted, before: Job | None) -> LabelState:
    """Return the version to print with: that of the job that is printed again, else the one in force."""
    if before is None:
        return template_for(station, state, wanted.slot, wanted.template)
    found = station.store.state(subjects.label(before.event.template, before.event.version))
    assert isinstance(found, LabelState)
    return found


def record(station: Inside, plan: LabelPlan, made: Drawn, by: str, command_id: str = "") -> Answer:
    """Write a job down before it is sent; a specimen's picture is kept first."""
    command = command_of(plan, made)
    if command.specimen:
        name = f"{command.batch}-{command.template}-{command.version}.png"
        data = made.picture
        value = {"media": "image/png", "name": name, "sha256": station.attachments.add(data), "size": str(len(data))}
        command = replace(command, value=value)
    return station.do(command, by=by, command_id=command_id)


def note(station: Inside, batch: str, number: str, outcome: Outcome, by: str) -> Answer:
    """Write down what a printer said of a job."""
    return station.do(noted(batch, number, outcome), by=by)


def noted(batch: str, number: str, outcome: Outcome) -> NotePrint:
    """Return the command that writes down what a printer said of a job."""
    why = outcome.trouble
    params = dict(why.params) if why is not None else {}
    return NotePrint(batch, number, outcome.state, why.code if why is not None else "", params)


def template_for(station: Inside, state: BatchState, slot: str, template: str = "") -> LabelState:
    """Return the version in force that an entry is printed with: the one named, or the one that names the entry.

    Labels of a material are printed with the one template of kind "container"; raises `Refusal` for none or several.
    """
    plan = state.plan
    found = plan.slots.get(last_id(slot)) if plan is not None else None
    if found is None:
        raise Refusal("slot_unknown", slot=shown_text(slot), batch=state.id)
    every = [label for label in in_force(station) if template in ("", label.id)]
    fitting = [
        label
        for label in every
        if (label.title == found.of if found.kind == "labels" else label.template.kind == "container")
    ]
    if len(fitting) != 1:
        wanted = template or (found.of if found.kind == "labels" else "container")
        raise Refusal("label_none_in_force", slot=found.label, wanted=wanted, count=str(len(fitting)))
    return fitting[0]


def in_force(station: Inside) -> list[LabelState]:
    """Return the version in force of every template today."""
    with station.store.reading() as connection:
        lines = view.in_force(connection, today(station))
    return [state for line in lines if isinstance(state := station.store.state(line.root), LabelState)]


def today(station: Inside) -> str:
    """Return the day it is here, ISO."""
    return datetime.fromisoformat(station.clock.now().wall).date().isoformat()


def known_of(station: Inside, state: BatchState, slot: str, item: int) -> dict[str, str]:
    """Return what the record says, by name of the placeholder; persons by their printed names."""
    site = station.store.state("site")
    known = {**labelling.of_batch(state), "site": site.name, "printed": today(station)}
    known |= labelling.of_row(state, slot, item) if item else product.of_product(state, slot)
    for name in ("weighed_by", "checked_by"):
        if known.get(name):
            known[name] = station.acting.person(known[name]).name or known[name]
    return known


def contents_of(station: Inside, state: BatchState, template: Template, wanted: Wanted) -> dict[str, str]:
    """Return what a template is filled in with: the record first, then what was typed; the serial comes later."""
    known = known_of(station, state, wanted.slot, wanted.item)
    names = [name for name in template.placeholders() if name != "serial"]
    return {name: known.get(name) or wanted.fields.get(name, "").strip() for name in names}


def asked(template: Template, known: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what somebody must type, as (placeholder, words of the template or "")."""
    words = {GIVEN + one.id: one.label for one in template.given}
    return tuple(
        (name, words.get(name, "")) for name in template.placeholders() if name != "serial" and not known.get(name)
    )


def _serials(state: BatchState, wanted: Wanted) -> tuple[str, ...]:
    if wanted.specimen:
        return (labelling.SPECIMEN,)
    if wanted.of:
        return wanted.serials or state.label_jobs[wanted.of].event.serials
    return labelling.next_serials(state, wanted.slot, max(0, min(wanted.count, MOST + 1)))


def _batch(station: Inside, batch: str) -> BatchState:
    state = station.store.state(subjects.batch(batch))
    if not isinstance(state, BatchState) or state.issued is None:
        raise Refusal("batch_unknown", batch=shown_text(batch))
    return state
