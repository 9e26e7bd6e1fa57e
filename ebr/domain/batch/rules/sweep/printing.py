"""Labels as they were printed: serials, contents, how many, and whether the count follows (211.122, 211.125)."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.batch.rules.sweep.found import Entry, Found, Sight, decimal_of
from ebr.domain.batch.state.labelling import SPECIMEN, jobs_of, may_print, of_row, proposed
from ebr.domain.batch.state.model import Job
from ebr.domain.batch.state.plan import last_id
from ebr.domain.mbr.model import Slot

OF_ROW = ("lot", "container", "expiry", "gross", "tare", "net", "potency")
"""What a label of a container says of the row of its material."""


def found(sight: Sight) -> Iterator[Found]:
    """Yield what the jobs of the label printers tell."""
    slots = dict.fromkeys(job.event.slot for job in sight.state.label_jobs.values())
    for address in slots:
        slot = sight.plan.slots.get(last_id(address))
        if slot is not None:
            yield from _of_slot(sight, address, slot)
    for entry in sight.entries:
        if entry.slot.kind == "labels" and entry.address in slots:
            yield from _counted(sight, entry)
    for (address, number), delivery in sight.state.label_deliveries.items():
        slot = sight.plan.slots.get(last_id(address))
        if slot is not None and not delivery.second and (sight.over or sight.state.slot(address).rows):
            params = {"slot": slot.label, "delivery": number, "person": delivery.stamp.by}
            yield Found("delivery_uncounted", address, params)


def _of_slot(sight: Sight, address: str, slot: Slot) -> Iterator[Found]:
    jobs, label = jobs_of(sight.state, address), slot.label
    seen: dict[str, str] = {}
    for job in jobs:
        yield from _job(sight, job, label)
        for serial in job.event.serials if not job.event.of else ():
            if serial != SPECIMEN and seen.setdefault(serial, job.event.print) != job.event.print:
                params = {"slot": label, "serial": serial, "print": job.event.print, "other": seen[serial]}
                yield Found("serial_twice", address, params)
                break
    for job in jobs if sight.over else ():
        if job.open:
            yield Found("print_unanswered", address, {"slot": label, "print": job.event.print})
    yield from _outdated(sight, jobs, label)
    came = [job for job in jobs if job.good]
    if slot.kind == "labels" and came and not any(job.event.specimen for job in came):
        yield Found("specimen_missing", address, {"slot": label})
    over = -may_print(sight.state, address)
    if slot.kind == "labels" and over > 0:  # a label of a weighed container follows from its row, nobody issues it
        yield Found("labels_unissued", address, {"slot": label, "more": str(over)})


def _job(sight: Sight, job: Job, label: str) -> Iterator[Found]:
    event, told = job.event, {"slot": label, "print": job.event.print}
    batch = event.contents.get("batch", "")
    if batch and batch != sight.state.id:
        yield Found("label_of_other", event.slot, {**told, "batch": batch})
    if event.of and not event.reason.strip():
        yield Found("reprint_unexplained", event.slot, {**told, "other": event.of})


def _outdated(sight: Sight, jobs: list[Job], label: str) -> Iterator[Found]:
    """Yield the last label of a container that says otherwise than its row, which was corrected since (211.130(b))."""
    last = {job.event.item: job for job in jobs if job.good and job.event.item}
    for item, job in last.items():
        right = of_row(sight.state, job.event.slot, item)
        said = job.event.contents
        name = next((one for one in OF_ROW if one in said and right and right.get(one, "") != said[one]), "")
        if name:
            params = {
                "slot": label,
                "print": job.event.print,
                "name": name,
                "said": said[name],
                "right": right.get(name, ""),
            }
            yield Found("label_outdated", job.event.slot, params, item=item)


def _counted(sight: Sight, entry: Entry) -> Iterator[Found]:
    """Yield a count of issued labels that is another than what came out of the printers."""
    came = proposed(sight.state, entry.address).get("issued", "")
    for row in entry.rows if came else ():
        if decimal_of(row.value.get("issued", "")) != decimal_of(came):
            params = {"slot": entry.slot.label, "value": row.value.get("issued", ""), "expected": came}
            yield Found("labels_uncounted", entry.address, params, item=row.item)
