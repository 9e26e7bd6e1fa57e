"""More seeded faults of the exception engine: what a changed station, or a merge of two, could have written.

The rules of the moment let none of it in. Each is put into a clean record (`tests.domain.sweep_tape`) and named by its rule.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ebr.domain import subjects
from ebr.domain.batch import events as e
from ebr.domain.batch.events import label as le
from ebr.domain.batch.events import review as re_
from ebr.domain.equipment import events as eq
from ebr.domain.people.state.person import PersonState
from ebr.domain.sample import events as sa
from ebr.domain.site.state import Admission, SiteState
from tests.domain.sweep_faults import (
    CART,
    HAND,
    MET,
    Fault,
    about,
    ago,
    completed,
    container,
    corrected,
    raised,
)
from tests.domain.sweep_tape import Tape


def limits(tape: Tape, slot: str, nth: int = 0, **bounds: str) -> None:
    event: Any = tape.entries[tape.of(slot, nth=nth)].event
    tape.say(slot, nth=nth, limits={**event.limits, **bounds})


def other(tape: Tape, at: int, **stamp: Any) -> Tape:
    """Change who or which log an entry is of."""
    tape.entries[at] = replace(tape.entries[at], stamp=replace(tape.entries[at].stamp, **stamp))
    return tape


def alike(tape: Tape, slot: str, number: str) -> None:
    for nth in range(tape.count(slot)):
        tape.value(slot, nth, number=number)


def again(tape: Tape, slot: str, kind: type, seconds: float = 30, **fields: Any) -> None:
    """The same act once more, right after the first."""
    at = tape.of(slot, kind)
    tape.add(replace(tape.entries[at].event, **fields), at, seconds)


def moved(tape: Tape, slot: str, address: str) -> None:
    at = tape.of(slot)
    event: Any = tape.entries[at].event
    tape.entries[at] = replace(tape.entries[at], event=replace(event, slot=address))


def person(tape: Tape, who: str, *roles: str, known: bool = True) -> None:
    tape.facts[subjects.person(who)] = PersonState(
        who if known else "", who.title() if known else "", roles, active=True
    )


def signed(tape: Tape, who: str, meaning: str, role: str) -> Any:
    model: Any = next(each.event for each in reversed(tape.entries) if getattr(each.event, "signed", None) is not None)
    stamp = tape.entries[-1].stamp
    return replace(
        model.signed, person=who, name=who.title(), role=role, meaning=meaning, covered=(), at=stamp.at.wall, subject=subjects.batch(tape.batch)
    )  # fmt: skip


def ended(tape: Tape) -> Tape:
    return completed(tape)


def read_all(tape: Tape, *left_out: str, by: str = "quinn", apart: float = 600) -> Tape:
    from ebr.domain.batch.state.reviewing import counts

    for section, count in counts(tape.state()).items():
        if section not in left_out:
            tape.add(re_.SectionRead(tape.batch, section, count), -1, apart, by=by)
    return tape


def trail(tape: Tape, by: str = "quinn") -> Tape:
    return tape.add(
        re_.TrailReviewed(tape.batch, 9, "looked at", signed(tape, by, "trail_reviewed", "quality")), -1, 60, by=by
    )


def reviewed(tape: Tape, by: str = "quinn", role: str = "quality", seconds: float = 60) -> Tape:
    event = e.BatchReviewed(tape.batch, "read", signed(tape, by, "reviewed", role), depth="full")
    return tape.add(event, -1, seconds, by=by)


def decided(
    tape: Tape, decision: str = "certified", by: str = "petra", role: str = "qualified_person", seconds: float = 60
) -> Tape:
    event = e.BatchDecided(tape.batch, decision, "", signed(tape, by, decision, role))
    return tape.add(event, -1, seconds, by=by)


def whole(tape: Tape) -> Tape:
    """Everything that a release asks for: production ended, record read, trail and review signed, certified."""
    return decided(reviewed(trail(read_all(ended(tape)))))


def printed(
    tape: Tape,
    number: str = "LP-001",
    serials: tuple[str, ...] = ("000001",),
    seconds: float = 5,
    good: int = 1,
    issue: int = 0,
    slot: str = "bottle_labels",
    **fields: Any,
) -> None:
    at = tape.of(slot) - (slot == "bottle_labels")
    address = tape.address(slot)
    job = le.LabelPrinted(
        tape.batch, address, number, "T", "1", "h" * 64, "z" * 64, {"batch": tape.batch}, serials, 1, "", "", "PR-1", specimen=False
    )  # fmt: skip
    if issue:
        tape.add(le.LabelsIssued(tape.batch, address, "T", "1", issue), at, 0, by="olga", at=at)
        at += 1
    tape.add(replace(job, **fields), at, 0, by="olga", at=at)
    tape.add(le.LabelPrintAnswered(tape.batch, number, "yes", good, 0, "person"), at + 1, 0, by="olga", at=at + 1)


def stations(tape: Tape, *logs: str) -> None:
    site = SiteState("Riverside")
    for n, log in enumerate(logs, 1):
        site.stations[log] = Admission(log, f"S{n}", "key", "", office=False, entry="admits")
    tape.facts["site"] = site


def equipment(tape: Tape, code: str, kind: str) -> None:
    about(tape, "equipment", subjects.equipment(code), eq.EquipmentAdded(code, code, kind, "Room", eq.Needs()))


def decide(
    tape: Tape,
    by: str,
    role: str,
    decision: str = "accepted",
    comment: str = "fine",
    seconds: float = 60,
    severity: str = "major",
) -> None:
    raised(tape, "person", tape.address("mix_look"), by="sven")
    tape.entries[-1] = replace(tape.entries[-1], event=replace(tape.entries[-1].event, severity=severity))  # type: ignore[type-var]
    tape.add(
        e.ExceptionDecided(tape.batch, "EX-001", decision, comment, signed(tape, by, "approved", role)),
        -1,
        seconds,
        by=by,
    )


def many_decided(tape: Tape, seconds: float) -> None:
    for n in range(1, 6):
        event = e.ExceptionRaised(
            tape.batch, f"EX-{n:03d}", tape.address("mix_look"), 0, "person", "minor", "cause unknown", ""
        )
        tape.add(event, -1, 60, by="olga")
    for n in range(1, 6):
        own = signed(tape, "sven", "approved", "supervisor")
        tape.add(e.ExceptionDecided(tape.batch, f"EX-{n:03d}", "accepted", "no impact", own), -1, seconds, by="sven")


def transcribed(tape: Tape, slot: str, form: str, *, printed_too: bool = False) -> None:
    if printed_too:
        at = tape.of(slot)
        tape.add(e.FormPrinted(tape.batch, form, "S1", (tape.address("mix_look"),), "x"), at - 1, 0, by="sven", at=at)
    tape.source(slot, how="form", form=form)


FORGED: tuple[Fault, ...] = (
    # form of a value
    Fault("more decimals than the master asks", HAND, lambda t: t.value("bulk_temp", number="22.03"), "too_many_decimals", "bulk_temp"),
    Fault("more decimals in one tablet of twenty", MET, lambda t: t.value("weight10", 4, number="1506.25"), "too_many_decimals", "weight10"),
    Fault("more decimals in a weight than its material has", MET, lambda t: t.value("tablets_net", number=t.said("tablets_net", "number") + "123"), "too_many_decimals", "tablets_net"),
    Fault("the upper limit beside a value moved, and the value fits both", HAND, lambda t: limits(t, "bulk_temp", high="40.0"), "limits_differ", "bulk_temp"),
    Fault("the limits beside a value taken away", CART, lambda t: t.say("transport_low", limits={}), "limits_differ", "transport_low"),
    Fault("a photograph that is no file", HAND, lambda t: t.value("label_photo", sha256="none"), "value_unreadable", "label_photo"),
    Fault("a stated time without a zone", HAND, lambda t: t.value("fill_end", time="2026-05-04T12:00:00"), "value_unreadable", "fill_end"),
    Fault("a text with nothing in it", HAND, lambda t: t.value("store_place", text=" "), "value_unreadable", "store_place"),
    Fault("n/a on a check without a reason", HAND, lambda t: t.value("stopper_on", check="na"), "value_unreadable", "stopper_on"),
    Fault("n/a on a check with a reason", HAND, lambda t: t.value("stopper_on", check="na", reason="not needed"), "answer_na", "stopper_on"),
    Fault("n/a on a line of a clearance", HAND, lambda t: t.value("fill_clearance", no_labels="na"), "answer_na", "fill_clearance"),
    Fault("a net weight above its gross weight", HAND, lambda t: t.value("glycerol_add", gross="120"), "value_unreadable", "glycerol_add"),
    Fault("a negative weight", MET, lambda t: t.value("active_dispense", net="-29.00"), "value_unreadable", "active_dispense"),
    Fault("a potency of nine hundred per cent", MET, lambda t: t.value("active_dispense", potency="900"), "value_unreadable", "active_dispense"),
    Fault("a part of a value that no entry of its kind has", HAND, lambda t: t.value("bulk_temp", number="22.0", remark="ok"), "value_unreadable", "bulk_temp"),
    # places
    Fault("an entry at a place that the master does not have", HAND, lambda t: t.add(replace(t.entries[t.of("mix_look")].event, slot="mixing/extra/note"), t.of("mix_look"), 5), "place_unknown"),
    Fault("an entry under another step than its own", HAND, lambda t: moved(t, "bulk_temp", "mixing/elsewhere/bulk_temp"), "place_unknown"),
    Fault("an entry in a round that nobody opened", MET, lambda t: t.add(replace(t.entries[t.of("press_speed")].event, slot=t.address("hardness").replace("[1]", "[99]"), value={"number": "24.0"}), -1, 5), "place_unknown"),
    Fault("a round opened after the rounds had ended", MET, lambda t: t.add(e.RoundOpened(t.batch, t.event("comp_checks", e.RoundOpened).node, "98"), t.of("comp_checks", e.RoundsEnded), 60), "round_after_end", "comp_checks"),
    Fault("a row taken out of a table", MET, lambda t: t.drop("weight10", nth=3), "row_missing", "weight10"),
    Fault("a second reading without the first", CART, lambda t: t.say("day1_conc", attempt=2), "attempt_missing", "day1_conc"),
    # readings
    Fault("a reading by a balance that the step did not use", MET, lambda t: t.source("active_dispense", device="BALANCE-99"), "device_of_other", "active_dispense"),
    Fault("a reading by a device of another class", MET, lambda t: (t.drop("floor_scale_used"), t.source("active_dispense", device="PH-01"), equipment(t, "PH-01", "ph_meter")), "device_of_other", "active_dispense"),
    Fault("twenty readings alike", MET, lambda t: alike(t, "weight10", "1506.0"), "readings_alike", "weight10"),
    Fault("the same reading in every bottle of every round", HAND, lambda t: alike(t, "fill_net", "101.0"), "readings_alike", "fill_net"),
    Fault("a block of readings copied from round to round", MET, lambda t: [t.value("weight10", 10 + n, number=t.said("weight10", "number", n)) for n in range(10)], "readings_copied", "weight10"),
    Fault("the same line of the balance taken for two rows", MET, lambda t: [t.source("active_dispense", n, how="device", raw="S S      29.00 kg", at=ago(t, "active_dispense", 5)) for n in (0, 1)], "reading_taken_twice", "active_dispense"),
    Fault("tare and gross read on two balances", MET, lambda t: t.source("active_dispense", how="device", device_tare="FLOOR_SCALE-01", device_gross="BENCH_SCALE-01"), "two_balances", "active_dispense"),
    Fault("one photograph kept as two", CART, lambda t: t.value("label_specimen", sha256=t.said("bag_photo", "sha256")), "file_twice", "label_specimen"),
    Fault("a value from an emergency form that was never printed", HAND, lambda t: transcribed(t, "bulk_temp", "EF-009"), "form_unknown", "bulk_temp"),
    Fault("a value from an emergency form that had no room for it", HAND, lambda t: transcribed(t, "bulk_temp", "EF-001", printed_too=True), "form_unknown", "bulk_temp"),
    # changes
    Fault("a value changed and changed back", HAND, lambda t: (corrected(t, "bulk_temp", "read wrongly", number="22.5"), t.add(e.ValueCorrected(t.batch, t.address("bulk_temp"), 1, {"number": "22.0"}, {"number": "22.5"}, "was right", "in", {}), -1, 30, by="olga")), "changed_back", "bulk_temp"),
    Fault("a correction that says another old value than stood", HAND, lambda t: t.add(e.ValueCorrected(t.batch, t.address("bulk_temp"), 1, {"number": "22.5"}, {"number": "21.0"}, "typed wrongly", "in"), -1, 30, by="olga"), "old_value_differs", "bulk_temp"),
    Fault("a failing result of the laboratory changed into a good one", HAND, lambda t: (t.value("glycerol_result", number="1.70"), t.say("glycerol_result", verdict="out"), corrected(t, "glycerol_result", "typed wrongly", number="1.44")), "changed_into_limits", "glycerol_result"),
    Fault("a failing choice changed into a good one", HAND, lambda t: (t.value("mix_look", choice="streaks"), t.say("mix_look", verdict="out"), corrected(t, "mix_look", "typed wrongly", choice="clear")), "changed_into_limits", "mix_look"),
    Fault("a store too warm changed into a good one", HAND, lambda t: (t.value("store_room", temp="27.0"), t.say("store_room", verdict="out"), corrected(t, "store_room", "read wrongly", temp="21.4")), "changed_into_limits", "store_room"),
    Fault("one bottle out of limits changed into a good one", HAND, lambda t: (t.value("fill_net", 2, number="90.0"), t.say("fill_net", nth=2, verdict="out"), corrected(t, "fill_net", "read wrongly", 2, number="101.0")), "changed_into_limits", "fill_net"),
    Fault("the same reason given for one correction after the other", CART, lambda t: [corrected(t, name, "typo", number=t.said(name, "number")[:-1] + "1") for name in ("day1_viability", "activation_temp", "early_feed_temp", "late_feed_temp", "day10_viability")], "reasons_alike"),
    # acts without an effect
    Fault("a correction of what was never recorded", HAND, lambda t: t.add(e.ValueCorrected(t.batch, t.address("bulk_temp"), 7, {"number": "22.5"}, {"number": "21.0"}, "typed wrongly", "in"), -1, 30, by="olga"), "act_not_due", "bulk_temp"),
    Fault("a timer stopped a second time", HAND, lambda t: again(t, "mix_time", e.TimerStopped, elapsed="390.0"), "act_not_due", "mix_time"),
    Fault("a timer started a second time", HAND, lambda t: again(t, "mix_time", e.TimerStarted), "act_not_due", "mix_time"),
    Fault("a batch issued a second time for somebody else", CART, lambda t: t.add(replace(t.entries[0].event, identifiers=dict.fromkeys(t.entries[0].event.identifiers, "OTHER-1")), 0, 5, by="sven"), "act_not_due"),  # type: ignore[attr-defined,type-var]
    Fault("an exception decided a second time", HAND, lambda t: (decide(t, "quinn", "quality", "rejected"), t.add(e.ExceptionDecided(t.batch, "EX-001", "accepted", "on second thoughts", signed(t, "quinn", "approved", "quality")), -1, 60, by="quinn")), "act_not_due"),
    Fault("a decision about an exception that there is not", HAND, lambda t: t.add(e.ExceptionDecided(t.batch, "EX-099", "accepted", "fine", signed(t, "quinn", "approved", "quality")), -1, 60, by="quinn"), "act_not_due"),
    Fault("production ended twice", HAND, lambda t: (ended(t), ended(t)), "act_not_due"),
    Fault("a signature on a step that there is not", HAND, lambda t: t.add(e.StepSigned(t.batch, "mixing/extra", "performed", signed(t, "olga", "performed", "operator")), -1, 30, by="olga"), "place_unknown"),
    # timers
    Fault("a timer that claims an earlier start than its entry", HAND, lambda t: t.say("mix_time", e.TimerStarted, started=ago(t, "mix_look", 3000)), "time_claimed", "mix_time"),
    Fault("a timer that claims a later stop than its entry", HAND, lambda t: t.say("mix_time", e.TimerStopped, stopped=t.ahead("mix_time", e.TimerStopped, 1200)), "time_claimed", "mix_time"),
    Fault("a start declared where the master lets none be declared", HAND, lambda t: t.say("mix_time", e.TimerStarted, declared=True), "time_claimed", "mix_time"),
    # signatures
    Fault("a signature whose own time is another", HAND, lambda t: t.signed(t.signature("mix", "performed"), at=EARLY), "signature_differs", "mix"),
    Fault("a signature for another meaning than its entry", HAND, lambda t: t.signed(t.signature("water_add", "verified"), meaning="witnessed"), "signature_differs", "water_add"),
    Fault("a signature cut out of another batch", HAND, lambda t: t.signed(t.signature("mix", "performed"), subject="batch/B-0007"), "signature_differs", "mix"),
    Fault("a second person who typed what he checked", HAND, lambda t: other(t, t.of("water_add"), by="sven"), "second_same_person", "water_add"),
    Fault("somebody typed for another where the master allows no scribe", HAND, lambda t: other(t, t.of("bulk_temp"), by="otto"), "recorded_for_another", "bulk_temp"),
    Fault("a signature that leaves out a timer of its step", HAND, lambda t: t.uncovered("mix", "mix_time", e.TimerStopped), "signature_short", "mix_time"),
    Fault("the record of one who is nobody here", HAND, lambda t: (other(t, t.of("bulk_temp"), by="ghost"), person(t, "ghost", known=False), person(t, "olga", "operator")), "person_unknown"),
    Fault("an administrator who recorded", HAND, lambda t: (t.say("bulk_temp", performed_by="ada"), other(t, t.of("bulk_temp"), by="ada"), person(t, "ada", "administrator")), "recorded_without_role", "bulk_temp"),
    Fault("a hold lifted by a supervisor", HAND, lambda t: (t.add(e.BatchHeld(t.batch, "noise"), -1, 10, by="sven"), t.add(e.HoldLifted(t.batch, "quiet", signed(t, "sven", "hold_lifted", "supervisor")), -1, 60, by="sven")), "role_not_enough"),
    Fault("a hold lifted without a signature", HAND, lambda t: (t.add(e.BatchHeld(t.batch, "noise"), -1, 10, by="sven"), t.add(e.HoldLifted(t.batch, "quiet"), -1, 60, by="quinn")), "signature_lacking"),
    Fault("a hand-over to oneself", CART, lambda t: t.add(e.HandedOver(t.batch, t.address("day1_conc").rpartition("/")[0], "olga", "bye", signed(t, "olga", "handed_over", "operator")), -1, 60, by="olga"), "handed_to_self"),
    Fault("a hand-over without a signature", CART, lambda t: t.add(e.HandedOver(t.batch, t.address("day1_conc").rpartition("/")[0], "otto", "bye"), -1, 60, by="olga"), "signature_lacking"),
    # exceptions and deviations
    Fault("a critical exception decided by a supervisor", HAND, lambda t: decide(t, "sven", "supervisor", severity="critical"), "role_not_enough"),
    Fault("a class lowered without a reason", HAND, lambda t: (raised(t, "person", t.address("mix_look")), t.add(e.SeverityChanged(t.batch, "EX-001", "minor", "critical", " "), -1, 60, by="quinn")), "severity_lowered", "mix_look"),
    Fault("a class lowered by who made the entry", HAND, lambda t: (decide(t, "quinn", "quality"), t.entries.pop(), t.add(e.SeverityChanged(t.batch, "EX-001", "minor", "major", "looks fine"), -1, 60, by="olga")), "severity_lowered", "mix_look"),
    Fault("five exceptions decided in one breath with the same words", HAND, lambda t: many_decided(t, 1), "decided_alike"),
    Fault("an exception decided without a signature", HAND, lambda t: (raised(t, "person", t.address("mix_look"), by="sven"), t.add(e.ExceptionDecided(t.batch, "EX-001", "accepted", "fine"), -1, 60, by="quinn")), "signature_lacking"),
    # samples and results
    Fault("one sample number for two samples", HAND, lambda t: t.value("retained_sample", sample=t.said("release_sample", "sample")), "sample_twice", "retained_sample"),
    Fault("a result without its sample", HAND, lambda t: t.drop("release_sample"), "entry_missing", "release_sample"),
    Fault("a result of another batch's sample", HAND, lambda t: about(t, "sample", subjects.sample(t.said("release_sample", "sample")), sa.SampleTaken(t.said("release_sample", "sample"), "B-0099", "x/y", "Sample", "Other", "1", "mL", "otto", (), "")), "sample_of_other"),
    Fault("a result checked by who found it", MET, lambda t: t.signed(t.signature("blend_assay", "verified"), person="lena"), "second_same_person", "blend_assay"),
    # release
    Fault("certified before the review", HAND, lambda t: decided(ended(t)), "certified_unreviewed"),
    Fault("a certificate older than the review", HAND, lambda t: decided(reviewed(trail(read_all(ended(t)))), seconds=-3600), "certified_unreviewed"),
    Fault("a review of sections that nobody opened", HAND, lambda t: reviewed(trail(read_all(ended(t), "mixing", "filling"))), "review_unread"),
    Fault("a review without that of the audit trail", HAND, lambda t: reviewed(read_all(ended(t))), "trail_not_signed"),
    Fault("every section read within a few seconds", HAND, lambda t: reviewed(trail(read_all(ended(t), apart=0.5))), "read_too_fast"),
    Fault("a certificate over an open exception", HAND, lambda t: (raised(t, "person", t.address("mix_look")), whole(t)), "certified_open"),
    Fault("certified although it was rejected before", HAND, lambda t: (decided(ended(t), "rejected"), whole(t)), "decided_anew"),
    Fault("certified by somebody of quality", HAND, lambda t: decided(reviewed(trail(read_all(ended(t)))), by="quita", role="quality"), "role_not_enough"),
    Fault("a review before production ended", HAND, lambda t: reviewed(trail(read_all(t))), "reviewed_early"),
    # issue and identity
    Fault("a size that the master does not allow", HAND, lambda t: t.issued(size="99999999"), "size_outside"),
    Fault("a batch issued without one of its identifiers", CART, lambda t: t.issued(identifiers=dict(list(t.entries[0].event.identifiers.items())[1:])), "identifier_missing"),  # type: ignore[attr-defined]
    Fault("instructions amended and no exception says so", HAND, lambda t: t.add(e.BatchAmended(t.batch, 1, "rework", {}, "0" * 64, "rework", signed(t, "quinn", "amended", "quality")), -1, 30, by="quinn"), "amended_unsaid"),
    # stations
    Fault("an entry of a station that the site never admitted", HAND, lambda t: (stations(t, "log"), other(t, t.of("bulk_temp"), log="f" * 64)), "station_unknown", "bulk_temp"),
    Fault("a time whose offset is not that of its zone", HAND, lambda t: t.offset("bulk_temp", "+05:00"), "offset_wrong", "bulk_temp"),
    # equipment, rooms, materials
    Fault("equipment recorded as dirty", HAND, lambda t: t.value("filler_used", state="dirty"), "equipment_dirty", "filler_used"),
    Fault("a piece of equipment of another class", HAND, lambda t: equipment(t, t.said("filler_used", "equipment"), "autoclave"), "equipment_of_other", "filler_used"),
    Fault("a container that the receipt does not know", HAND, lambda t: (container(t, "GLY-2608-11", "RM-0103", "mL", "5000"), t.value("glycerol_add", container="9")), "container_of_other", "glycerol_add"),
    Fault("an expiry beside a lot that the receipt does not give", HAND, lambda t: (container(t, "GLY-2608-11", "RM-0103", "mL", "5000"), t.value("glycerol_add", expiry="2031-12-31")), "expiry_differs", "glycerol_add"),
    Fault("two rows of a material alike to the last digit", HAND, lambda t: t.value("ethanol_add", 1, **t.event("ethanol_add").value), "rows_alike", "ethanol_add"),
    # labels
    Fault("a serial number printed twice", HAND, lambda t: (printed(t, issue=5), printed(t, "LP-002")), "serial_twice", "bottle_labels"),
    Fault("a container whose label says the weight before its correction", HAND, lambda t: printed(t, slot="glycerol_add", item=1, contents={"batch": t.batch, "net": "150 mL"}), "label_outdated", "glycerol_add"),
    Fault("a label printed with the number of another batch", HAND, lambda t: printed(t, issue=5, contents={"batch": "B-0099"}), "label_of_other", "bottle_labels"),
    Fault("more labels printed than were issued", HAND, lambda t: printed(t, serials=tuple(f"{n:06d}" for n in range(1, 9)), good=8, issue=5), "labels_unissued", "bottle_labels"),
    Fault("a label printed again without a reason", HAND, lambda t: (printed(t, issue=5), printed(t, "LP-002", ("000002",), copy=2, of="LP-001")), "reprint_unexplained", "bottle_labels"),
    Fault("labels printed and no specimen kept", HAND, lambda t: printed(t, issue=5), "specimen_missing", "bottle_labels"),
    Fault("a label that says another net weight than the corrected row", MET, lambda t: printed(t, slot="active_dispense", item=1, contents={"batch": t.batch, "net": "1.00 kg"}), "label_outdated", "active_dispense"),
    Fault("labels of another batch in a count that adds up", HAND, lambda t: (printed(t, serials=tuple(f"{n:06d}" for n in range(1, 111)), good=110, issue=130), t.value("bottle_labels", issued="130", destroyed="34")), "labels_uncounted", "bottle_labels"),
    Fault("fewer labels counted than were printed", HAND, lambda t: printed(t, serials=tuple(f"{n:06d}" for n in range(1, 200)), good=199, issue=199), "labels_uncounted", "bottle_labels"),
)  # fmt: skip
EARLY = "2026-05-03T09:00:00+02:00"
