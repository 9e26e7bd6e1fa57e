"""Labels of a batch: what was issued and printed, what came out, what a template is filled in with.

A job is "sent" until somebody or the printer says what came out; "failed" when nothing did. Counts of an entry are
proposed from what came out, and two people count what is there (211.125(c), (d)).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ebr.domain.batch.events.label import LabelPrintAnswered, LabelPrinted, LabelPrintFailed, LabelsIssued
from ebr.domain.batch.state.delivered import deliveries_of
from ebr.domain.batch.state.model import BatchState, Job
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.slots import Row
from ebr.domain.mbr.model import Slot
from ebr.domain.values import Stamp

SPECIMEN: Final = "SPECIMEN"
"""Serial of a label that is kept in the record and never used."""


def issued(state: BatchState, event: LabelsIssued, stamp: Stamp) -> None:
    """Take an issue in."""
    state.label_issues = (*state.label_issues, (event, stamp))


def printed(state: BatchState, event: LabelPrinted, stamp: Stamp) -> None:
    """Take a job in."""
    state.label_jobs.setdefault(event.print, Job(event, stamp))


def failed(state: BatchState, event: LabelPrintFailed, _stamp: Stamp) -> None:
    """Take in that a printer did not confirm."""
    found = state.label_jobs.get(event.print)
    if found is not None and found.open:
        state.label_jobs[event.print] = replace(found, outcome=event.outcome, why=event.why, params=event.params)


def answered(state: BatchState, event: LabelPrintAnswered, stamp: Stamp) -> None:
    """Take in what came out; the first answer stands."""
    found = state.label_jobs.get(event.print)
    if found is not None and found.open:
        said = replace(found, how=event.how, comment=event.comment, answered=stamp)
        state.label_jobs[event.print] = replace(said, outcome=event.answer, good=event.good, damaged=event.damaged)


def jobs_of(state: BatchState, slot: str) -> list[Job]:
    """Return the jobs of an entry, in the order of the fold."""
    return [job for job in state.label_jobs.values() if job.event.slot == slot]


def open_jobs(state: BatchState, slot: str = "") -> Iterator[Job]:
    """Yield the jobs of which nobody knows what came out."""
    return (job for job in state.label_jobs.values() if job.open and slot in ("", job.event.slot))


def may_print(state: BatchState, slot: str) -> int:
    """Return how many labels were issued for an entry and not printed yet; specimens and reprints count."""
    allowed = sum(event.count for event, _ in state.label_issues if event.slot == slot)
    used = (len(job.event.serials) if job.open else job.good + job.damaged for job in jobs_of(state, slot))
    return allowed - sum(used)


def proposed(state: BatchState, slot: str) -> dict[str, str]:
    """Return the counts that an entry of labels begins with: what came out, what of it is damaged or a specimen.

    Empty while a job or a delivery is open, and where nothing was printed here or delivered.
    """
    jobs, came = jobs_of(state, slot), deliveries_of(state, slot)
    if not (jobs or came.agreed) or came.open or any(job.open for job in jobs):
        return {}
    specimens = sum(job.good for job in jobs if job.event.specimen)
    damaged = sum(job.damaged for job in jobs)
    came_out = damaged + sum(job.good for job in jobs) + came.count
    return {"issued": str(came_out), "damaged": str(damaged), "specimen": str(specimens)}


def next_serials(state: BatchState, slot: str, count: int) -> tuple[str, ...]:
    """Return the next serial numbers of an entry: a number is given once, whether or not it came out."""
    last = max((int(one) for job in jobs_of(state, slot) for one in job.event.serials if one.isdecimal()), default=0)
    return tuple(f"{number:06d}" for number in range(last + 1, last + 1 + count))


def next_number(state: BatchState, station: str) -> str:
    """Return the number of the next job; a station that did not issue the batch numbers apart, with its name."""
    issuer = state.issued.station if state.issued is not None else ""
    start = "LP-" if station in ("", issuer) else f"LP-{station}-"
    own = sum(number.rpartition("-")[0] + "-" == start for number in state.label_jobs)
    return f"{start}{own + 1:03d}"


def of_batch(state: BatchState) -> dict[str, str]:
    """Return what a template can say of the batch: its header, number, size and identifiers."""
    if state.issued is None or state.plan is None:
        return {}
    header = state.plan.mbr.header
    return {
        "batch": state.id,
        "product": header.product,
        "product_code": header.product_code,
        "strength": header.strength,
        "form": header.form,
        "storage": header.storage,
        "mbr": state.issued.mbr,
        "mbr_version": state.issued.version,
        "size": f"{state.issued.size} {header.size.unit}",
        **{f"id.{name}": text for name, text in state.issued.identifiers.items()},
    }


def of_row(state: BatchState, address: str, item: int) -> dict[str, str]:
    """Return what a template can say of one row of a material, as it stands in the record; empty when there is none.

    Persons stand as ids; names are the station's to say. `checked_by` is who signed as the second person, and lacks
    before.
    """
    slot = _slot(state, address)
    row = state.slot(address).rows.get(item)
    if slot is None or row is None or row.withdrawn or slot.kind not in ("material", "qs"):
        return {}
    material = next((one for one in state.plan.mbr.materials if one.id == slot.of), None) if state.plan else None
    if material is None:
        return {}
    found = {"item": material.name, "item_code": material.code, **_weights(row, material.unit)}
    found |= {name: row.value[name] for name in ("lot", "container", "expiry") if row.value.get(name)}
    seconds = [one.signed.person for one in state.valid_signatures(address) if one.meaning in ("verified", "witnessed")]
    return {
        **found,
        "weighed_by": row.performed_by,
        "weighed_at": f"{row.stamp.at.wall[:16].replace('T', ' ')} {row.stamp.at.wall[-6:]}",
        **({"checked_by": seconds[-1]} if seconds else {}),
    }


def _weights(row: Row, unit: str) -> dict[str, str]:
    found = {name: f"{row.value[name]} {unit}" for name in ("gross", "tare", "net") if row.value.get(name)}
    if row.value.get("potency"):
        found["potency"] = f"{row.value['potency']} %"
    return found


def _slot(state: BatchState, address: str) -> Slot | None:
    return state.plan.slots.get(last_id(address)) if state.plan is not None else None
