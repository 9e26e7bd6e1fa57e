"""The seeded faults of the exception engine: what is put into a clean record, which rule must say so, and where.

`FAULTS` is published: the help page `exception-rules` names each fault as the example of its rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from ebr.domain import subjects
from ebr.domain.batch import events as e
from ebr.domain.decision import Recorded
from ebr.domain.equipment import events as eq
from ebr.domain.equipment import state as equipment
from ebr.domain.material import events as m
from ebr.domain.material import state as material
from ebr.domain.people.state.person import PersonState
from ebr.domain.sample import state as sample
from ebr.domain.site.state import Admission, Lease, SiteState
from ebr.domain.training import events as tr
from ebr.domain.training import state as training
from ebr.domain.values import Stamp
from tests.domain.batch_walk import FILE
from tests.domain.sweep_tape import Tape, later

HAND, MET, CART = "handrub_f1", "metformin_er_1000", "car_t_autologous"
EARLIER = "2026-05-03T09:00:00+02:00"
MODULES: dict[str, Any] = {"equipment": equipment, "material": material, "training": training, "sample": sample}


@dataclass(frozen=True)
class Fault:
    """One fault: what it is in words, the example it is put into, how, the rule that must say it and the place."""

    words: str
    example: str
    put: Callable[[Tape], Any]
    rule: str
    place: str = ""


# What several faults do


def about(tape: Tape, module: str, subject: str, *events: object, at: str = EARLIER) -> None:
    """Write entries about something else than the batch, before it was issued."""
    found = tape.facts.get(subject) or MODULES[module].start(subject)
    for n, event in enumerate(events, 1):
        model = tape.entries[0].stamp
        stamp: Stamp = replace(
            model, hash=f"{n:02d}{subject}".ljust(64, "0")[:64], by="quinn", at=replace(model.at, wall=at)
        )
        found = MODULES[module].apply(found, Recorded(event, stamp))
    tape.facts[subject] = found


def attempt(tape: Tape, slot: str, why: str, value: dict[str, str], **params: str) -> None:
    """Somebody tried before what stands; nothing says what became of it."""
    at = tape.of(slot)
    address = tape.address(slot)
    event = e.AttemptRecorded(tape.batch, address, 1, 1, value, "olga", {"how": "scanned"}, why, params)
    tape.say(slot, attempt=2).add(event, at - 1, 1, by="olga")


def corrected(tape: Tape, slot: str, reason: str, nth: int = 0, **value: str) -> None:
    event: Any = tape.entries[tape.of(slot, nth=nth)].event
    new = {**event.value, **value}
    tape.add(
        e.ValueCorrected(tape.batch, event.slot, event.item, new, event.value, reason, "in", event.limits),
        -1,
        30,
        by="olga",
    )


def lot(tape: Tape, number: str, item: str, quantity: str, unit: str, expiry: str = "2027-12-31") -> None:
    received = m.LotReceived(
        number, item, "SUP-1", "X-1", (m.Amount("1", quantity),), unit, expiry, "", "", "Store", "Europe/Berlin"
    )
    about(tape, "material", subjects.lot(number), received, m.LotReleased(number, "1", (), ()))


def machine(tape: Tape, code: str, due: str) -> None:
    about(
        tape,
        "equipment",
        subjects.equipment(code),
        eq.EquipmentAdded(code, code, "balance", "Room", eq.Needs(calibration_days=182)),
        eq.EquipmentCalibrated(code, "pass", "ok", "C-1", due),
    )


def task(tape: Tape, name: str, *versions: str) -> None:
    sets = [tr.TaskSet(name, version, name, 0, practical=False, roles=(), value={}) for version in versions]
    about(tape, "training", subjects.task(name), *sets)


def read(tape: Tape, person: str, name: str, version: str) -> None:
    about(tape, "training", subjects.training(person), tr.ReadSigned(person, name, version, name, ""))


def together(tape: Tape, step: str, seconds: float) -> None:
    """Make all entries of a step within so many seconds before it was signed."""
    signed = tape.entries[tape.signature(step, "performed")].stamp
    places = [
        at
        for at, each in enumerate(tape.entries)
        if isinstance(each.event, e.ValueRecorded) and each.event.slot.split("/")[-2].partition("[")[0] == step
    ]
    for n, at in enumerate(places):
        stamp = later(signed, -seconds + n * seconds / len(places))
        tape.entries[at] = replace(tape.entries[at], stamp=replace(tape.entries[at].stamp, at=stamp.at))


def burst(tape: Tape) -> None:
    """Forty entries at the same second."""
    places = [at for at, each in enumerate(tape.entries) if isinstance(each.event, e.ValueRecorded)][:40]
    last = tape.entries[places[-1]].stamp.at
    for at in places:
        tape.entries[at] = replace(tape.entries[at], stamp=replace(tape.entries[at].stamp, at=last))


def completed(tape: Tape) -> Tape:
    return tape.add(e.BatchCompleted(tape.batch), -1, 60, by="sven")


def drift(tape: Tape, slot: str, *values: str) -> None:
    for n, value in enumerate(values):
        tape.value(slot, n, number=value)


def held(tape: Tape, slot: str) -> None:
    at = tape.of(slot)
    tape.add(e.HoldLifted(tape.batch, "looked at"), at, 10, by="quinn")
    tape.add(e.BatchHeld(tape.batch, "noise"), at - 1, 1, by="sven")


def beside(tape: Tape, slot: str) -> None:
    """Another station wrote the same entry without knowing of this one."""
    first = tape.entries[tape.of(slot)]
    event: Any = first.event
    tape.add(replace(event, value={**event.value, "number": "21.0"}), -1, 5, by="otto")
    tape.entries[-1] = replace(tape.entries[-1], beside=frozenset({first.stamp.hash}))


def review(tape: Tape, person: str) -> None:
    signed = next(each.event.signed for each in tape.entries if getattr(each.event, "signed", None) is not None)
    assert signed is not None
    own = replace(signed, person=person, name=person.title(), covered=())
    completed(tape).add(e.BatchReviewed(tape.batch, "read", own), -1, 60, by=person)


def raised(tape: Tape, rule: str, where: str = "", by: str = "olga", **params: str) -> Tape:
    event = e.ExceptionRaised(tape.batch, "EX-001", where, 0, rule, "minor", "cause unknown", "", params)
    return tape.add(event, -1, 30, by=by)


def own(tape: Tape) -> None:
    signed = tape.entries[tape.signature("mix", "performed")].event
    raised(tape, "person", tape.address("mix_look"))
    decision = e.ExceptionDecided(tape.batch, "EX-001", "accepted", "fine", getattr(signed, "signed", None))
    tape.add(decision, -1, 60, by="olga")


def twice(tape: Tape, step: str) -> None:
    at = tape.signature(step, "performed")
    tape.add(tape.entries[at].event, at, 5)


def spoiled(tape: Tape, **fields: str) -> None:
    key = subjects.master(tape.floor.mbr.header.id, tape.floor.mbr.header.version)
    tape.facts[key] = replace(tape.facts[key], **fields)


def gone(tape: Tape, person: str) -> None:
    found = PersonState(person, person.title(), ("operator",), active=False, deactivated_at=EARLIER)
    tape.facts[subjects.person(person)] = found


def leased(tape: Tape) -> None:
    """The log of the batch is that of a room whose lease ended before."""
    site = SiteState("Riverside")
    site.stations["log"] = Admission("log", "S2", "key", "", office=False, entry="admits")
    site.leases["log"] = Lease("", {"people": 1, "policy": 1}, {}, "2026-05-01T08:00:00+02:00")
    tape.facts["site"] = site


def moved(tape: Tape, at: int, seconds: float) -> Tape:
    return tape.shift(at, seconds)


def ago(tape: Tape, slot: str, seconds: float, nth: int = 0) -> str:
    wall = datetime.fromisoformat(tape.entries[tape.of(slot, nth=nth)].stamp.at.wall)
    return (wall - timedelta(seconds=seconds)).isoformat()


def recalled(tape: Tape, slot: str) -> str:
    """Return the first device that read an entry."""
    event: Any = tape.entries[tape.of(slot)].event
    return str(event.source.get("device", ""))


def exception(tape: Tape, slot: str, decided_by: str, comment: str, after: float) -> None:
    """Raise an exception about an entry, and decide it so many seconds later."""
    signed: Any = tape.entries[tape.signature("mix", "performed")].event
    raised(tape, "person", tape.address(slot), by="sven")
    own = replace(signed.signed, person=decided_by)
    tape.add(e.ExceptionDecided(tape.batch, "EX-001", "accepted", comment, own), -1, after, by=decided_by)


def put_right(tape: Tape, slot: str, wrong: str, right: str) -> None:
    """A value outside its limits stood, and somebody made it another."""
    tape.value(slot, number=wrong).say(slot, verdict="out")
    corrected(tape, slot, "typed wrongly", number=right)


def held_while_signed(tape: Tape, step: str) -> None:
    at = tape.signature(step, "performed")
    tape.shift(at, 60, after=True)
    tape.add(e.HoldLifted(tape.batch, "looked at"), at, 10, by="quinn")
    tape.add(e.BatchHeld(tape.batch, "noise"), at - 1, 1, by="sven")


def elsewhere(tape: Tape, slot: str, other: str) -> None:
    """The same person typed at another station a second later."""
    first, at = tape.entries[tape.of(slot)].stamp, tape.of(other)
    tape.entries[at] = replace(tape.entries[at], stamp=replace(later(first, 1), log="b" * 64, by=first.by))


def forgotten(tape: Tape, step: str) -> None:
    """A signature that covers the first entry of its step only."""
    at = tape.signature(step, "performed")
    signed: Any = tape.entries[at].event
    tape.signed(at, covered=signed.signed.covered[:1])


def written_by(tape: Tape, step: str, by: str) -> None:
    at = tape.signature(step, "performed")
    tape.entries[at] = replace(tape.entries[at], stamp=replace(tape.entries[at].stamp, by=by))


def other_role(tape: Tape, person: str, **lost: str) -> None:
    """Somebody who is no operator: never was, or lost the role."""
    tape.facts[subjects.person(person)] = PersonState(person, person.title(), ("supervisor",), active=True, lost=lost)


def other_start(tape: Tape, timer: str) -> None:
    """The station was started anew while a timer ran, and the record calls its time confirmed."""
    at = tape.of(timer, e.TimerStopped)
    stamp = tape.entries[at].stamp
    apart = replace(stamp.at, boot="another", clock="system")
    tape.entries[at] = replace(tape.entries[at], stamp=replace(stamp, at=apart))


def container(tape: Tape, number: str, item: str, unit: str, *quantities: str) -> None:
    amounts = tuple(m.Amount(str(n), quantity) for n, quantity in enumerate(quantities, 1))
    received = m.LotReceived(
        number, item, "SUP-1", "X-1", amounts, unit, "2027-12-31", "", "", "Store", "Europe/Berlin"
    )
    about(tape, "material", subjects.lot(number), received, m.LotReleased(number, "1", (), ()))


def check_later(tape: Tape) -> None:
    """Quality checked the issue by a station whose entries came after those of production."""
    at = next(at for at, each in enumerate(tape.entries) if isinstance(each.event, e.IssueChecked))
    moved = later(tape.entries[-1].stamp, 3600)
    tape.entries[at] = replace(tape.entries[at], stamp=replace(tape.entries[at].stamp, at=moved.at, log="b" * 64))


FAULTS: tuple[Fault, ...] = (
    # limits
    Fault("a temperature above its action limit called within limits", HAND, lambda t: t.value("bulk_temp", number="31.0"), "out_of_limit", "bulk_temp"),
    Fault("a verdict that the limits beside it do not bear out", HAND, lambda t: t.value("bulk_temp", number="9.0"), "verdict_wrong", "bulk_temp"),
    Fault("a temperature between alert and action limit", HAND, lambda t: t.value("bulk_temp", number="26.0"), "alert_limit", "bulk_temp"),
    Fault("one of two readings out of limits", HAND, lambda t: t.value("bulk_alcohol", 1, number="86.0"), "out_of_limit", "bulk_alcohol"),
    Fault("an answer that is not accepted", HAND, lambda t: t.value("mix_look", choice="streaks"), "out_of_limit", "mix_look"),
    Fault("a check answered with no", HAND, lambda t: t.value("stopper_on", check="no"), "out_of_limit", "stopper_on"),
    Fault("a line that was not clear", HAND, lambda t: t.value("fill_clearance", no_labels="no"), "out_of_limit", "fill_clearance"),
    Fault("a store too warm", HAND, lambda t: t.value("store_room", temp="27.0"), "out_of_limit", "store_room"),
    Fault("a result of the laboratory out of specification", HAND, lambda t: t.value("glycerol_result", number="1.70"), "out_of_limit", "glycerol_result"),
    Fault("too little of a material", HAND, lambda t: t.value("glycerol_add", net="120"), "out_of_limit", "glycerol_add"),
    Fault("a statistic of tablets out of limits", MET, lambda t: [t.value("weight10", n, number="1431.0") for n in range(10)], "out_of_limit", "weight10"),
    Fault("one bag filled too much in a later round", CART, lambda t: t.value("bag_volume", 2, number="30.0"), "out_of_limit", "bag_volume"),
    Fault("one tablet out of limits behind a good mean", "averaged", lambda t: t.value("weight10", 3, number="1590.0"), "average_hides", "weight10"),
    Fault("an answer that the master does not offer", HAND, lambda t: t.value("mix_look", choice="pink"), "value_unreadable", "mix_look"),
    Fault("a number that is none", CART, lambda t: t.value("transport_low", number="cold"), "value_unreadable", "transport_low"),
    # trends
    Fault("eight tablets in a row above the target", MET, lambda t: [t.value("weight10", n, number=f"{1512 + n % 3}.0") for n in range(10, 18)], "trend", "weight10"),
    Fault("six readings all one way", MET, lambda t: drift(t, "hardness", "24.0", "24.6", "25.2", "25.8", "26.4", "27.0"), "trend", "hardness"),
    Fault("four of five fillings away from the target", HAND, lambda t: drift(t, "fill_net", *["100.5"] * 5), "trend", "fill_net"),
    Fault("two of three thicknesses close to the limit", MET, lambda t: drift(t, "thickness", "8.12", "7.90", "8.13"), "trend", "thickness"),
    # missing and late
    Fault("a step signed without one of its checks", HAND, lambda t: t.drop("stopper_on"), "entry_missing", "stopper_on"),
    Fault("a step signed without its timer", HAND, lambda t: (t.drop("mix_time", e.TimerStarted), t.drop("mix_time", e.TimerStopped)), "entry_missing", "mix_time"),
    Fault("a table that was never closed", MET, lambda t: t.drop("thickness", e.ItemsClosed), "entry_missing", "thickness"),
    Fault("a late entry without an exception", HAND, lambda t: t.say("bulk_temp", late="forgotten", happened=ago(t, "bulk_temp", 900)), "late_unexplained", "bulk_temp"),
    Fault("an entry that claims an earlier time and gives no reason", CART, lambda t: t.say("day1_conc", happened=ago(t, "day1_conc", 3600)), "late_unexplained", "day1_conc"),
    Fault("a round of checks twenty minutes late", MET, lambda t: t.shift(t.of("comp_checks", e.RoundOpened, 1), 1200, after=True), "round_late", "comp_checks"),
    Fault("rounds that were not made", MET, lambda t: t.shift(t.of("comp_checks", e.RoundsEnded), 7200, after=True), "rounds_few", "comp_checks"),
    # changes
    Fault("a value changed with its reason", HAND, lambda t: corrected(t, "bulk_temp", "read wrongly", number="22.5"), "changed", "bulk_temp"),
    Fault("a value changed without a reason", HAND, lambda t: corrected(t, "bulk_temp", "", number="22.5"), "correction_without_reason", "bulk_temp"),
    Fault("a value written over by recording it again", CART, lambda t: t.add(replace(t.entries[t.of("day1_conc")].event, value={"number": "930000"}), t.of("day1_conc"), 5), "correction_without_reason", "day1_conc"),
    # devices
    Fault("a weight typed where the balance reads", MET, lambda t: t.source("active_dispense", how="typed"), "manual_unsaid", "active_dispense"),
    Fault("a reading five minutes old when it was accepted", MET, lambda t: t.source("active_dispense", how="device", at=ago(t, "active_dispense", 300)), "reading_stale", "active_dispense"),
    Fault("a reading of which nobody can tell the time", MET, lambda t: t.source("active_dispense", how="device", at="just now"), "reading_stale", "active_dispense"),
    Fault("a reading from the future", MET, lambda t: t.source("active_dispense", how="device", at=ago(t, "active_dispense", -600)), "time_in_future", "active_dispense"),
    Fault("a balance that did not answer", MET, lambda t: attempt(t, "scale_check", "device_silent", {}), "device_trouble", "scale_check"),
    Fault("a weight that is not what the balance sent", MET, lambda t: t.source("active_dispense", how="device", raw="S S      29.00 kg"), "reading_differs", "active_dispense"),
    # attempts
    Fault("the label of another patient", CART, lambda t: attempt(t, "receipt_id", "identity_mismatch", {"patient": "OTHER"}, identifier="Patient", scanned="OTHER", expected="PATIENT-4711"), "identity_mismatch", "receipt_id"),
    Fault("the wrong material scanned", HAND, lambda t: attempt(t, "ethanol_scan", "wrong_scan", {"scan": "RM-9"}, scanned="RM-9", expected="RM-0101"), "wrong_scan", "ethanol_scan"),
    Fault("a lot of another material", HAND, lambda t: attempt(t, "glycerol_add", "lot_of_other_material", {"lot": "X-1"}), "wrong_scan", "glycerol_add"),
    Fault("a reading out of limits that nobody explained", HAND, lambda t: attempt(t, "bulk_temp", "out_of_limit", {"number": "35.0"}), "attempt_undocumented", "bulk_temp"),
    Fault("an answer not accepted that nobody explained", CART, lambda t: attempt(t, "bag_state", "not_acceptable", {"choice": "leaking"}), "attempt_undocumented", "bag_state"),
    Fault("a reading taken and replaced by another", MET, lambda t: attempt(t, "scale_check", "reading_replaced", {"number": "49.90"}), "reading_replaced", "scale_check"),
    Fault("somebody without the right tried", HAND, lambda t: attempt(t, "bulk_temp", "right_missing", {"number": "22.0"}), "without_right", "bulk_temp"),
    Fault("an expired lot was tried", HAND, lambda t: attempt(t, "glycerol_add", "lot_expired", {"lot": "GLY-1"}), "use_refused", "glycerol_add"),
    Fault("a hold was to end too early", HAND, lambda t: attempt(t, "mix_look", "hold_not_over", {"time": "x"}), "attempt_refused", "mix_look"),
    Fault("an identity that stands and is another's", CART, lambda t: t.value("vector_id", **{next(iter(t.floor.state.issued.identifiers)): "OTHER-1"}), "identity_stands", "vector_id"),  # type: ignore[union-attr]
    Fault("a scan that stands and is of another material", HAND, lambda t: t.value("ethanol_scan", scan="RM-9"), "scan_stands", "ethanol_scan"),
    # use
    Fault("a lot of another material as is known by now", HAND, lambda t: lot(t, "GLY-2608-11", "RM-9999", "5000", "mL"), "lot_of_other", "glycerol_add"),
    Fault("a calibration that ended between the reading and the signature", MET, lambda t: (t.source("scale_check", calibration_due="2026-05-04"), t.shift(t.signature("disp_clear", "performed"), 86400, after=True)), "calibration_ended", "scale_check"),
    Fault("a balance out of calibration by the record", MET, lambda t: t.source("scale_check", calibration_due="2026-05-01"), "calibration_over", "scale_check"),
    Fault("a balance out of calibration as is known by now", MET, lambda t: (t.source("scale_check", how="device", device="FS-1"), machine(t, "FS-1", "2026-05-01")), "calibration_over", "scale_check"),
    Fault("somebody not trained for the step", HAND, lambda t: task(t, "SOP-SH-004", "1"), "training_lacking"),
    Fault("somebody trained in an old version of the procedure", HAND, lambda t: (task(t, "SOP-SH-004", "1", "2"), read(t, "olga", "SOP-SH-004", "1")), "old_procedure"),
    Fault("a lot used after its expiry by the record", HAND, lambda t: t.value("glycerol_add", expiry="2026-05-01"), "material_expired", "glycerol_add"),
    Fault("a lot used after its expiry as is known by now", HAND, lambda t: lot(t, "GLY-2608-11", "RM-0103", "5000", "mL", "2026-04-30"), "material_expired", "glycerol_add"),
    Fault("a lot in quarantine when it was used", HAND, lambda t: t.source("glycerol_add", lot_status="quarantine"), "lot_not_released", "glycerol_add"),
    # holds
    Fault("mixed for too short a time", HAND, lambda t: t.say("mix_time", e.TimerStopped, elapsed="120.0"), "hold_short", "mix_time"),
    Fault("kept in quarantine for too short a time", HAND, lambda t: t.say("hold_time", e.TimerStopped, elapsed="200000.0"), "hold_short", "hold_time"),
    Fault("mixed for too long a time", HAND, lambda t: t.say("mix_time", e.TimerStopped, elapsed="2000.0"), "hold_long", "mix_time"),
    Fault("cells held too long before freezing", CART, lambda t: t.say("dmso_time", e.TimerStopped, elapsed="90000.0"), "hold_long", "dmso_time"),
    Fault("a timer that still runs beyond its limit", HAND, lambda t: t.drop("mix_time", e.TimerStopped), "hold_running_over", "mix_time"),
    # arithmetic
    Fault("a net weight that is not gross less tare", HAND, lambda t: t.value("glycerol_add", gross="200", tare="50"), "net_wrong", "glycerol_add"),
    Fault("a yield that its formula does not give", HAND, lambda t: t.value("bulk_yield", kind=e.ValueCalculated, number="98.7"), "calculation_wrong", "bulk_yield"),
    Fault("an input changed and nothing computed again", HAND, lambda t: t.value("bulk_volume", number="9870"), "calculation_wrong", "bulk_yield"),
    Fault("a dose that its formula does not give", CART, lambda t: t.value("final_dose", kind=e.ValueCalculated, number="962900"), "calculation_wrong", "final_dose"),
    Fault("a total that the rows do not give", HAND, lambda t: t.say("ethanol_add", e.ItemsClosed, value={"total": "8400"}), "total_wrong", "ethanol_add"),
    Fault("a row that the total does not hold", MET, lambda t: t.value("active_dispense", 2, net="41.90"), "total_wrong", "active_dispense"),
    Fault("a balance of labels that the counts do not give", HAND, lambda t: t.value("bottle_labels", balance="1"), "total_wrong", "bottle_labels"),
    Fault("an elapsed time that start and stop do not give", HAND, lambda t: t.say("mix_time", e.TimerStopped, elapsed="400.0"), "elapsed_wrong", "mix_time"),
    # more out than in
    Fault("more labels used than issued", HAND, lambda t: t.value("bottle_labels", used="99", balance="-4"), "labels_over", "bottle_labels"),
    Fault("more of a container came back than was taken", HAND, lambda t: t.add(replace(t.entries[t.of("glycerol_add")].event, item=2, value={"lot": "GLY-2608-11", "container": "1", "net": "200", "row": "returned"}), t.of("glycerol_add"), 5), "returned_too_much", "glycerol_add"),
    Fault("a yield above its upper limit", HAND, lambda t: t.value("bulk_yield", kind=e.ValueCalculated, number="101.3"), "more_out_than_in", "bulk_yield"),
    Fault("a yield above 100 % inside its limits", HAND, lambda t: t.value("bulk_yield", kind=e.ValueCalculated, number="100.2"), "yield_over_hundred", "bulk_yield"),
    Fault("more of a lot used than ever came", HAND, lambda t: lot(t, "GLY-2608-11", "RM-0103", "100", "mL"), "more_than_received", "glycerol_add"),
    # times
    Fault("an entry that claims a time before the issue", HAND, lambda t: t.say("bulk_temp", happened="2026-05-03T10:00:00+02:00", late="x"), "before_issue", "bulk_temp"),
    Fault("an entry stamped before the issue", MET, lambda t: t.shift(t.of("setup_waste"), -9 * 86400), "before_issue", "setup_waste"),
    Fault("a step signed before its entries", HAND, lambda t: t.shift(t.signature("mix", "performed"), -3600), "signed_before_entry", "mix_look"),
    Fault("a second person who signed before the entry", HAND, lambda t: t.shift(t.signature("water_add", "verified"), -3600), "second_before_entry", "water_add"),
    Fault("a result older than its sample", HAND, lambda t: t.shift(t.of("peroxide_result"), -7200), "result_before_sample", "peroxide_result"),
    Fault("a timer stopped before it was started", HAND, lambda t: t.say("mix_time", e.TimerStopped, stopped=EARLIER), "stopped_before_started", "mix_time"),
    Fault("a stated time that had not come yet", HAND, lambda t: t.value("fill_end", time=ago(t, "fill_end", -86400)), "time_in_future", "fill_end"),
    Fault("an entry after the end of production", HAND, lambda t: completed(t).add(e.ValueRecorded(t.batch, f"{t.address('finish_review', kind=e.StepSigned)}/weigh_prints", 1, 1, FILE, "olga", {}, ""), -1, 60, by="olga"), "after_end", "weigh_prints"),
    Fault("an entry while the batch was on hold", HAND, lambda t: held(t, "bulk_temp"), "during_hold", "bulk_temp"),
    # clocks
    Fault("the clock set forward by an hour", HAND, lambda t: t.shift(t.of("bulk_temp"), 3600, up=0, after=True), "clock_jump", "bulk_temp"),
    Fault("the clock set back by an hour", CART, lambda t: t.shift(t.of("day1_conc"), -3600, up=0, after=True), "clock_back", "day1_conc"),
    Fault("a hold that no clock confirms", HAND, lambda t: t.say("hold_time", e.TimerStopped, confirmed=False), "time_unconfirmed", "hold_time"),
    # versions
    Fault("a version that was not yet in force at issue", HAND, lambda t: spoiled(t, effective="2026-06-01"), "version_not_in_force"),
    Fault("a version that never came into force", MET, lambda t: spoiled(t, effective=""), "version_not_in_force"),
    Fault("another document than the one approved", CART, lambda t: spoiled(t, hash="0" * 64), "document_differs"),
    Fault("a version withdrawn before the issue", HAND, lambda t: spoiled(t, withdrawn="recalled", withdrawn_at=EARLIER), "master_withdrawn"),
    # steps
    Fault("a step that was never signed", HAND, lambda t: [t.drop("fill_clear_after", e.StepSigned) for _ in range(2)] and completed(t), "step_skipped", "fill_clear_after"),
    Fault("a step begun before the one it waits for", HAND, lambda t: [t.drop("top_up", e.StepSigned) for _ in range(2)], "step_out_of_order", "mix"),
    Fault("a step signed twice by the same person", HAND, lambda t: twice(t, "mix"), "step_repeated", "mix"),
    Fault("more rounds than the master allows", CART, lambda t: [t.add(e.RoundOpened(t.batch, t.address("early_feed", kind=e.RoundsEnded), name)) for name in ("4", "5")], "rounds_too_many", "early_feed"),
    Fault("a loop ended without its end point", CART, lambda t: t.value("early_feed_day", 2, number="3"), "end_point_missing", "early_feed"),
    # people
    Fault("a step without its countersignature", HAND, lambda t: (t.entries.pop(t.signature("fill_clear_after", "verified")), completed(t)), "countersignature_missing", "fill_clear_after"),
    Fault("an entry without its countersignature", HAND, lambda t: t.entries.pop(t.signature("water_add", "verified")), "countersignature_missing", "water_add"),
    Fault("a signature that names nobody", HAND, lambda t: t.signed(t.signature("top_up", "verified"), person="", name=""), "signature_blank", "top_up"),
    Fault("a signature that a change made void", HAND, lambda t: corrected(t, "bulk_temp", "read wrongly", number="22.5"), "signature_void", "alcohol_check"),
    Fault("a second person who made the entry", HAND, lambda t: t.signed(t.signature("water_add", "verified"), person="olga"), "second_same_person", "water_add"),
    Fault("an issue checked by who issued", HAND, lambda t: t.signed(next(at for at, x in enumerate(t.entries) if isinstance(x.event, e.IssueChecked)), person="sven"), "second_same_person"),
    Fault("an exception decided by who raised it", HAND, own, "own_exception", "mix_look"),
    Fault("a review by who produced", HAND, lambda t: review(t, "olga"), "not_independent"),
    Fault("production before the issue was checked", MET, lambda t: t.entries.pop(next(at for at, x in enumerate(t.entries) if isinstance(x.event, e.IssueChecked))), "issue_unchecked"),
    Fault("somebody deactivated who signed", HAND, lambda t: gone(t, "olga"), "person_deactivated"),
    Fault("a witness an hour after the work", HAND, lambda t: t.shift(t.signature("glycerol_add", "witnessed"), 3600), "witness_after", "glycerol_add"),
    # stations
    Fault("a station that worked on after its lease", HAND, leased, "lease_over"),
    Fault("two stations wrote the same entry", HAND, lambda t: beside(t, "bulk_temp"), "conflict", "bulk_temp"),
    Fault("work on facts that were too old", HAND, lambda t: raised(t, "stale_facts", kind="people", station="S2", step="Mixing"), "stale_facts"),
    # what the record says against its own signatures and decisions
    Fault("a value outside its limits that a change put inside", HAND, lambda t: put_right(t, "bulk_temp", "31.0", "22.5"), "changed_into_limits", "bulk_temp"),
    Fault("more of one container used than it held", HAND, lambda t: container(t, "GLY-2608-11", "RM-0103", "mL", "100", "5000"), "more_than_held", "glycerol_add"),
    Fault("a step signed while the batch was on hold", HAND, lambda t: held_while_signed(t, "mix"), "signed_during_hold", "mix"),
    Fault("an exception decided before it was raised", HAND, lambda t: exception(t, "mix_look", "quinn", "fine", -3600), "decided_before_raised", "mix_look"),
    Fault("an exception decided by who made the entry", HAND, lambda t: exception(t, "mix_look", "olga", "fine", 60), "own_entry_decided", "mix_look"),
    Fault("an exception decided without a word", HAND, lambda t: exception(t, "mix_look", "quinn", " ", 60), "decision_without_reason", "mix_look"),
    Fault("an entry that names nobody who did it", HAND, lambda t: t.say("bulk_temp", performed_by=""), "performer_missing", "bulk_temp"),
    Fault("a signature written by somebody else", HAND, lambda t: written_by(t, "mix", "otto"), "signature_of_other", "mix"),
    Fault("a signature in a role never held", HAND, lambda t: other_role(t, "olga"), "role_never_held", "mix"),
    Fault("a signature in a role that had ended", HAND, lambda t: other_role(t, "olga", operator=EARLIER), "role_withdrawn"),
    Fault("a signature that leaves out an entry of its step", HAND, lambda t: forgotten(t, "mix"), "signature_short", "mix_look"),
    Fault("the check of the issue after production began elsewhere", HAND, check_later, "issue_unchecked"),
    Fault("a timer over a new start called confirmed", HAND, lambda t: other_start(t, "mix_time"), "time_unconfirmed", "mix_time"),
    Fault("a value changed in the second in which it was made", HAND, lambda t: t.add(e.ValueCorrected(t.batch, t.address("bulk_temp"), 1, {"number": "22.5"}, {"number": "22.0"}, "typed wrongly", "in"), t.of("bulk_temp"), 0.2, by="olga"), "changed", "bulk_temp"),
    # pace
    Fault("one person who typed at two stations at once", HAND, lambda t: elsewhere(t, "bulk_temp", "mix_look"), "two_places"),
    Fault("a step of many entries within two seconds", MET, lambda t: together(t, "compress", 2), "too_fast", "compress"),
    Fault("forty entries in one minute", MET, burst, "many_in_a_minute"),
)  # fmt: skip
