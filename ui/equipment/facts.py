"""What the details of a piece of equipment say, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.station.questions import DoneRow, EquipmentAnswer
from ebr.wording import refusal_words
from ebr.wording.equipment import result_word, stop_words
from ebr.words import figure, tr
from ui.pages.offer import Shown
from ui.shown import moment_of, when_of


def facts_of(found: EquipmentAnswer) -> tuple[Shown, ...]:
    """Return what is to be known of a piece: may it be used, what stopped it, what is due."""
    return (
        *_may_be_used(found),
        *_stops(found),
        *_identity(found),
        *_clean(found),
        *_examined(found),
        *_cleared(found),
        *_weighing(found),
    )


def _may_be_used(found: EquipmentAnswer) -> Iterator[Shown]:
    blocked = found.row.blocked
    if found.row.batches:
        yield Shown(tr("In use by"), ", ".join(found.row.batches))
    if blocked is None:
        words = tr("Each batch needs its line clearance") if found.needs.clearance else ""
        yield Shown(tr("Next batch"), tr("May use it"), words)
    else:
        yield Shown(tr("Next batch"), tr("May not use it"), refusal_words(blocked), "warn")


def _stops(found: EquipmentAnswer) -> Iterator[Shown]:
    for bar in found.bars:
        name = tr("Out of service") if bar.bar == "out" else tr("On hold")
        yield Shown(name, stop_words(bar.why, said=bar.said), f"{moment_of(bar.since)}, {bar.by}", "crit")
    if found.doubted:
        words = tr("Used since the last good calibration: quality assesses each")
        yield Shown(tr("Batches in doubt"), ", ".join(found.doubted), words, "crit")
    if found.passed_over:
        words = tr("Registered apart under the same code; give it another one")
        yield Shown(tr("Passed over"), ", ".join(found.passed_over), words, "warn")


def _identity(found: EquipmentAnswer) -> Iterator[Shown]:
    row = found.row
    yield Shown(tr("Code"), row.equipment, row.kind)
    for name, text in (
        (tr("Place"), row.place),
        (tr("Lot"), row.lot),
        (tr("Serial number"), found.serial),
        (tr("Cleanroom grade"), row.grade),
    ):
        if text:
            yield Shown(name, text)


def _clean(found: EquipmentAnswer) -> Iterator[Shown]:
    if not found.needs.cleaning:
        return
    if found.dirty_until:
        yield Shown(tr("Clean it by"), when_of(found.dirty_until), "", "warn")
    elif found.row.clean_until:
        yield Shown(tr("Clean until"), when_of(found.row.clean_until))
    yield _done(tr("Last cleaned"), found.cleaned, tr("Never"))


def _examined(found: EquipmentAnswer) -> Iterator[Shown]:
    until = _until(found.qualified)
    none = tr("Not qualified") if found.qualified is None else tr("Not since it was changed")
    if found.qualified_now and found.qualified is not None:
        yield Shown(tr("Qualified"), until or tr("Without end"), f"{found.qualified.by}, {found.qualified.detail}")
    else:
        yield Shown(tr("Qualified"), none, "", "warn")
    if found.needs.calibration_days or found.calibrated is not None:
        tone = "warn" if found.row.calibration_over else ""
        yield _done(tr("Calibrated"), found.calibrated, tr("Never"), tone)
    if found.needs.checks:
        words = tr("Done today") if found.checked_today else tr("Still to do today")
        last = found.checked
        detail = f"{result_word(last.result)}, {when_of(last.at)}, {last.by}" if last is not None else ""
        yield Shown(tr("Daily check"), words, detail, "" if found.checked_today else "warn")
    if found.needs.maintenance_days or found.maintained is not None:
        yield _done(tr("Maintained"), found.maintained, tr("No entry yet"))
    if found.needs.integrity:
        tone = "" if found.integrity is not None else "warn"
        yield _done(tr("Integrity test"), found.integrity, tr("Still to do"), tone)


def _cleared(found: EquipmentAnswer) -> Iterator[Shown]:
    made = found.cleared
    if not found.needs.clearance:
        return
    if made is None or not made.passed or made.when == "after":
        yield Shown(tr("Line clearance"), tr("For no batch"))
        return
    detail = f"{when_of(made.at)}, {made.by}, {made.checked_by}"
    yield Shown(tr("Line clearance"), tr("For {batch}", batch=made.batch), detail)


def _weighing(found: EquipmentAnswer) -> Iterator[Shown]:
    needs = found.needs
    for name, text in (
        (tr("Largest weight"), needs.capacity),
        (tr("Smallest weight"), needs.minimum),
        (tr("Step of the balance"), needs.resolution),
    ):
        if text:
            yield Shown(name, f"{figure(text)} {needs.unit}")


def _until(done: DoneRow | None) -> str:
    return tr("Until the end of {day}", day=done.until) if done is not None and done.until else ""


def _done(name: str, done: DoneRow | None, never: str, tone: str = "") -> Shown:
    """Return when something was done last: the day it counts until where there is one, else when it was."""
    if done is None:
        return Shown(name, never, "", tone)
    people = ", ".join(one for one in (done.by, done.checked_by) if one)
    result = result_word(done.result) if done.result else ""
    value = _until(done) if len(done.until) == len("2026-05-31") else moment_of(done.at)
    said = (result, moment_of(done.at) if value != moment_of(done.at) else "", people, done.detail)
    return Shown(name, value, ", ".join(one for one in said if one), tone)
