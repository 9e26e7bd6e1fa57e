"""Seeded faults that were hunted by somebody who had not seen the list: each was silent once, or said too weakly.

Boundaries (`FINE`) stand beside them: what lies exactly on one is no fault, and the pass must stay silent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ebr.domain import subjects
from ebr.domain.batch import events as e
from ebr.domain.batch.events import label as le
from ebr.domain.batch.events import release as rl
from ebr.domain.batch.events import review as re_
from ebr.domain.sample import events as sa
from tests.domain.sweep_faults import CART, HAND, MET, Fault, about, ago, container, corrected
from tests.domain.sweep_forged import (
    decide,
    decided,
    other,
    person,
    printed,
    read_all,
    reviewed,
    signed,
    stations,
    trail,
    whole,
)
from tests.domain.sweep_tape import Tape

STEP = (e.ValueRecorded, e.StepSigned, e.ItemsClosed, e.TimerStarted, e.TimerStopped)


def ended(tape: Tape, by: str = "sven", role: str = "supervisor") -> Tape:
    return tape.add(e.BatchCompleted(tape.batch, signed(tape, by, "completed", role)), -1, 60, by=by)


def before(tape: Tape, step: str, slot: str) -> None:
    """All entries of a step come before one of another; each place in the log keeps its time."""
    goal, stamps = tape.entries[tape.of(slot)], [each.stamp for each in tape.entries]
    mine = [each for each in tape.entries if isinstance(each.event, STEP) and f"/{step}/" in f"{_about(each.event)}/"]
    rest = [each for each in tape.entries if each not in mine]
    at = rest.index(goal)
    order = [*rest[:at], *mine, *rest[at:]]
    tape.entries = [
        replace(each, stamp=replace(each.stamp, at=stamp.at)) for each, stamp in zip(order, stamps, strict=True)
    ]
    for place, each in enumerate(tape.entries):
        if getattr(each.event, "signed", None) is not None:
            tape.signed(place, at=each.stamp.at.wall)


def _about(event: object) -> str:
    return str(getattr(event, "slot", "") or getattr(event, "scope", ""))


def reason(tape: Tape, text: str) -> None:
    corrected(tape, "bulk_temp", text, number="22.5")


def again(tape: Tape, by: str) -> None:
    """The second person corrects a value, and signs for it as second person."""
    event: Any = tape.event("bulk_temp")
    tape.add(e.ValueCorrected(tape.batch, event.slot, 1, {"number": "22.5"}, event.value, "read wrongly", "in"), -1, 30, by=by)  # fmt: skip
    at = tape.signature("alcohol_check", "verified")
    tape.add(tape.entries[at].event, -1, 60, by=by)
    tape.signed(len(tape.entries) - 1, at=tape.entries[-1].stamp.at.wall, covered=(tape.entries[-2].stamp.hash,))


def signer(tape: Tape, step: str, meaning: str, **fields: str) -> None:
    at = tape.signature(step, meaning)
    tape.signed(at, **fields)
    if "person" in fields:
        other(tape, at, by=fields["person"])


def held(tape: Tape, at: int) -> None:
    """The batch was on hold while an entry was made."""
    tape.add(e.HoldLifted(tape.batch, "looked at", signed(tape, "quinn", "hold_lifted", "quality")), at, 1, by="quinn")
    tape.add(e.BatchHeld(tape.batch, "noise"), at - 1, 0.5, by="sven")


def far(tape: Tape, severity: str) -> None:
    """A critical value far out of its limits stands by an exception of a class."""
    at, address = tape.of("bulk_alcohol"), tape.address("bulk_alcohol")
    event: Any = tape.event("bulk_alcohol")
    tried = e.AttemptRecorded(tape.batch, address, 1, 1, {"number": "60.0"}, "olga", {"how": "typed"}, "out_of_limit", {"value": "60.0"}, event.limits)  # fmt: skip
    tape.entries[at] = replace(tape.entries[at], event=tried)
    raised = e.ExceptionRaised(tape.batch, "EX-001", address, 1, "person", severity, "cause unknown", "", {}, True, 1)
    tape.add(raised, at, 1, by="olga")


def form(tape: Tape, slot: str, number: str, at: int) -> None:
    tape.add(e.FormPrinted(tape.batch, number, "S1", (tape.address(slot),), "x"), at, 1, by="sven")


def delivered(tape: Tape) -> None:
    taken = le.LabelsDelivered(tape.batch, tape.address("bottle_labels"), "D-1", "Printing house", 110)
    tape.add(taken, tape.of("bottle_labels") - 1, 1, by="olga")


def unanswered(tape: Tape) -> None:
    printed(tape, serials=tuple(f"{n:06d}" for n in range(1, 111)), good=110, issue=110)
    tape.entries = [each for each in tape.entries if not isinstance(each.event, le.LabelPrintAnswered)]
    ended(tape)


def question(tape: Tape) -> None:
    asked = re_.QuestionAsked(tape.batch, "Q-001", tape.address("bulk_temp"), "olga", "", "Why so cold?")
    ended(tape).add(asked, -1, 60, by="quinn")
    decided(reviewed(trail(read_all(tape))))


def zones(tape: Tape, zone: str, since: str) -> None:
    for at in range(tape.of(since), len(tape.entries)):
        stamp = tape.entries[at].stamp
        there = replace(stamp, at=replace(stamp.at, zone=zone))
        tape.entries[at] = replace(tape.entries[at], stamp=there)


def found(tape: Tape, slot: str, number: str) -> None:
    """The laboratory found another value in the sample than stands in the batch."""
    sample = tape.said("release_sample", "sample")
    taken = sa.SampleTaken(sample, tape.batch, tape.address("release_sample"), "Bottles", "Hand rub", "3", "each", "olga", (), "")  # fmt: skip
    said = sa.ResultEntered(sample, tape.batch, tape.address(slot), 1, "Glycerol", {"number": number}, number, "% v/v", "out", {}, "lena", "")  # fmt: skip
    about(tape, "sample", subjects.sample(sample), taken, said)


def apart(tape: Tape, slot: str, seconds: float) -> None:
    """Another station, whose clock is wrong by so much, wrote an entry and knew all that came before."""
    at = tape.of(slot)
    other(tape.shift(at, seconds), at, log="b" * 64)


HUNTED: tuple[Fault, ...] = (
    # numbers, rows, conditions
    Fault("a number with an underscore in it", HAND, lambda t: t.value("bulk_temp", number="2_2.0"), "value_unreadable", "bulk_temp"),
    Fault("a number with a space before it", HAND, lambda t: t.value("bulk_temp", number=" 22.0"), "value_unreadable", "bulk_temp"),
    Fault("a third reading where the master asks for two", HAND, lambda t: t.add(replace(t.event("bulk_alcohol", nth=1), item=3), t.of("bulk_alcohol", nth=1), 1), "rows_too_many", "bulk_alcohol"),
    Fault("an eleventh tablet among ten", MET, lambda t: t.add(replace(t.event("weight10", nth=9), item=11), t.of("weight10", nth=9), 1), "rows_too_many", "weight10"),
    Fault("water added though the kneading was not dry", MET, lambda t: t.add(replace(t.event("water_more"), slot=t.address("knead_look", 1).replace("knead_look", "water_more")), t.of("knead_look", nth=1), 5), "not_asked", "water_more"),
    Fault("a step made whose condition does not hold", MET, lambda t: t.add(replace(t.event("sieve_residue"), slot=t.address("sieve_residue").replace("sift_carmellose/sieve_residue", "resift/resift_residue"), value={"number": "5"}, limits={"low": "0", "high": "20"}), t.of("sieve_residue"), 5), "not_asked", "resift"),
    Fault("a tablet out of limits withdrawn from the average", MET, lambda t: (t.value("weight10", 3, number="1600.0"), t.say("weight10", nth=3, verdict="out"), t.add(e.ValueCorrected(t.batch, t.address("weight10"), 4, {}, {"number": "1600.0"}, "wrong tablet", ""), -1, 30, by="olga")), "withdrawn_out_of_limit", "weight10"),
    Fault("a sample smaller than the master asks for", HAND, lambda t: t.value("bulk_sample", quantity="99"), "sample_short", "bulk_sample"),
    Fault("fewer bags than the master asks for", CART, lambda t: [t.drop("fill_bag", e.RoundOpened) for _ in range(2)], "rounds_few", "fill_bag"),
    Fault("a loop ended by hand before its end point", MET, lambda t: (t.say("dry_round", e.RoundsEnded, why="stopped"), t.value("lod", 2, number="3.50")), "end_point_missing", "dry_round"),
    Fault("the limits beside a yield moved", HAND, lambda t: t.say("bulk_yield", e.ValueCalculated, limits={"low": "50.0", "high": "100.5"}), "limits_differ", "bulk_yield"),
    Fault("the limits of a room moved", HAND, lambda t: t.say("store_room", limits={**t.event("store_room").limits, "temp_high": "40.0"}), "limits_differ", "store_room"),
    Fault("the limits of a charge moved", HAND, lambda t: t.say("glycerol_add", e.ItemsClosed, limits={"low": "1", "high": "900"}), "limits_differ", "glycerol_add"),
    Fault("a size of the batch that is no number", HAND, lambda t: t.issued(size="10 000"), "size_outside"),
    Fault("a net weight that is no number", MET, lambda t: t.value("povidone_dispense", net=".."), "value_unreadable", "povidone_dispense"),
    # order and times
    Fault("mixed before the water was in", HAND, lambda t: before(t, "mix", "water_add"), "step_out_of_order", "mix"),
    Fault("the filling line cleared before the bulk was tested", HAND, lambda t: before(t, "fill_clear", "bulk_temp"), "step_out_of_order", "fill_clear"),
    Fault("tablets pressed before the assay of the blend", MET, lambda t: before(t, "compress", "blend_net"), "step_out_of_order", "compress"),
    Fault("filling ended before it began, as stated", HAND, lambda t: t.value("fill_end", time=ago(t, "fill_start_time", 3600)), "stated_apart", "fill_end"),
    Fault("the vector thawed before it left the freezer, as stated", CART, lambda t: t.value("vector_thawed", time=ago(t, "vector_out", 60)), "stated_apart", "vector_thawed"),
    Fault("a step signed while its timer still ran", HAND, lambda t: t.shift(t.signature("mix", "performed"), -200), "signed_before_entry", "mix_time"),
    Fault("the rows of a material closed after the step was signed", HAND, lambda t: t.shift(t.of("glycerol_add", e.ItemsClosed), 7200), "signed_before_entry", "glycerol_add"),
    Fault("a timer started while the batch was on hold", HAND, lambda t: held(t, t.of("mix_time", e.TimerStarted)), "during_hold", "mix_time"),
    Fault("a round of checks opened while the batch was on hold", MET, lambda t: held(t, t.of("comp_checks", e.RoundOpened, 1)), "during_hold", "comp_checks"),
    Fault("production ended while the batch was on hold", HAND, lambda t: ended(t.add(e.BatchHeld(t.batch, "noise"), -1, 10, by="sven")), "ended_during_hold"),
    # changes and acts without a reason
    Fault("a full stop as the reason for a change", HAND, lambda t: reason(t, "."), "correction_without_reason", "bulk_temp"),
    Fault("a single letter as the reason for a change", HAND, lambda t: reason(t, "x"), "correction_without_reason", "bulk_temp"),
    Fault("a reason that nobody can see", HAND, lambda t: reason(t, "\u200b"), "correction_without_reason", "bulk_temp"),
    Fault("a hold without a reason", HAND, lambda t: (t.add(e.BatchHeld(t.batch, " "), -1, 10, by="sven"), t.add(e.HoldLifted(t.batch, "quiet", signed(t, "quinn", "hold_lifted", "quality")), -1, 60, by="quinn")), "act_unexplained"),
    Fault("an exception without a word", HAND, lambda t: t.add(e.ExceptionRaised(t.batch, "EX-001", t.address("mix_look"), 0, "person", "minor", "", ""), -1, 30, by="olga"), "act_unexplained", "mix_look"),
    # devices, equipment, materials
    Fault("a reading by a device that nobody names", MET, lambda t: t.say("scale_check", source={"how": "device"}), "reading_unnamed", "scale_check"),
    Fault("a weight that was still moving", MET, lambda t: t.source("scale_check", raw="S D      50.01 kg", at=ago(t, "scale_check", 5)), "reading_unstable", "scale_check"),
    Fault("one cylinder for the large and the small one", HAND, lambda t: t.value("cylinder_small_used", equipment=t.said("cylinder_large_used", "equipment")), "equipment_twice", "cylinder_small_used"),
    Fault("a lot received in grams and used in kilograms, more than came", MET, lambda t: container(t, "MET-A-2609", "RM-1001", "g", "20000", "39000"), "more_than_received", "active_dispense"),
    Fault("a container received in grams, more taken from it than it held", MET, lambda t: container(t, "MET-A-2609", "RM-1001", "g", "29999", "90000"), "more_than_held", "active_dispense"),
    Fault("an expiry that names a month gone by", HAND, lambda t: t.value("glycerol_add", expiry="2026-04"), "material_expired", "glycerol_add"),
    Fault("an expiry that is no date", HAND, lambda t: t.value("glycerol_add", expiry="next year"), "expiry_unclear", "glycerol_add"),
    # signatures and roles
    Fault("a step signed by somebody who did nothing in it", HAND, lambda t: signer(t, "mix", "performed", person="otto", name="Otto"), "signed_for_another", "mix"),
    Fault("a signature that covers nothing", HAND, lambda t: t.signed(t.signature("mix", "performed"), covered=()), "signature_short", "mix_look"),
    Fault("a second person whose signature leaves out an entry", HAND, lambda t: t.uncovered("top_up", "stopper_on", e.ValueRecorded) and t.signed(t.signature("top_up", "verified"), covered=()), "signature_short", "stopper_on"),
    Fault("a second person who corrected what he signed for", HAND, lambda t: again(t, "sven"), "second_same_person", "alcohol_check"),
    Fault("a supervisor's signature in the role of an operator", HAND, lambda t: signer(t, "production_sign", "verified", role="operator"), "role_not_enough", "production_sign"),
    Fault("a step performed in a role that performs nothing", HAND, lambda t: signer(t, "mix", "performed", role="quality"), "role_not_enough", "mix"),
    Fault("a step verified by an administrator", HAND, lambda t: signer(t, "top_up", "verified", role="administrator"), "role_not_enough", "top_up"),
    Fault("a signature without a role", HAND, lambda t: signer(t, "mix", "performed", role=""), "role_not_enough", "mix"),
    Fault("a result checked by an operator", MET, lambda t: signer(t, "blend_assay", "verified", role="operator"), "role_not_enough", "blend_assay"),
    Fault("a result recorded by an operator", MET, lambda t: (t.say("blend_assay", performed_by="olga"), other(t, t.of("blend_assay"), by="olga"), person(t, "olga", "operator")), "recorded_without_role", "blend_assay"),
    Fault("a batch issued by an operator", HAND, lambda t: t.signed(0, role="operator"), "role_not_enough"),
    Fault("production ended by an operator", HAND, lambda t: ended(t, "olga", "operator"), "role_not_enough"),
    Fault("released for the sponsor by quality", CART, lambda t: t.add(rl.SponsorReleased(t.batch, "fine", signed(t, "quinn", "sponsor_released", "quality")), -1, 60, by="quinn"), "role_not_enough"),
    Fault("a critical value far out let stand as a minor exception", HAND, lambda t: far(t, "minor"), "severity_short", "bulk_alcohol"),
    # clocks and stations
    Fault("a station two hours behind what it knew", HAND, lambda t: apart(t, "mix_look", -7200), "clock_behind", "mix_look"),
    Fault("a station a minute and a second ahead of the others", HAND, lambda t: apart(t, "mix_look", 181), "clock_behind"),
    Fault("a station that changed its zone", HAND, lambda t: zones(t, "Africa/Johannesburg", "fill_start_time"), "zone_changed"),
    Fault("a zone that there is not", HAND, lambda t: zones(t, "Mars/Base", "fill_start_time"), "zone_changed"),
    Fault("an entry of a station that never held the batch", HAND, lambda t: (stations(t, "log", "b" * 64), t.issued(station="S1"), apart(t, "mix_look", 0)), "not_holding", "mix_look"),
    Fault("a result that the laboratory did not find", HAND, lambda t: found(t, "glycerol_result", "1.70"), "result_differs", "glycerol_result"),
    Fault("a filling that began before the batch was issued, as stated", HAND, lambda t: t.value("fill_start_time", time=ago(t, "fill_start_time", 86400)), "stated_before_issue", "fill_start_time"),
    # labels and forms
    Fault("a print of which nobody said what came out", HAND, unanswered, "print_unanswered", "bottle_labels"),
    Fault("labels taken in and counted by one person alone", HAND, delivered, "delivery_uncounted", "bottle_labels"),
    Fault("an emergency form of which nobody knows", HAND, lambda t: (form(t, "mix_look", "EF-001", t.of("mix_look") - 1), ended(t)), "form_unreconciled"),
    Fault("a value from a form that was printed after it", HAND, lambda t: (t.source("bulk_temp", how="form", form="EF-001"), form(t, "bulk_temp", "EF-001", -1)), "form_unknown", "bulk_temp"),
    # review and release
    Fault("the audit trail reviewed by who produced", HAND, lambda t: decided(reviewed(trail(read_all(ended(t)), by="olga"))), "not_independent"),
    Fault("a review by who ended production", HAND, lambda t: reviewed(trail(read_all(ended(t, by="quita"))), by="quita"), "not_independent"),
    Fault("a review by who decided for production", HAND, lambda t: (decide(t, "sara", "supervisor", severity="minor"), reviewed(trail(read_all(ended(t))), by="sara")), "not_independent"),
    Fault("the audit trail reviewed before production ended", HAND, lambda t: decided(reviewed(read_all(ended(trail(t))))), "trail_not_signed"),
    Fault("a section read before its last change", HAND, lambda t: (trail(read_all(ended(t))), reason(t, "read wrongly"), decided(reviewed(t))), "review_unread"),
    Fault("a review while a question to the floor was open", HAND, question, "question_open", "bulk_temp"),
    Fault("certified without a result", HAND, lambda t: (t.drop("glycerol_result"), whole(t)), "certified_missing", "glycerol_result"),
    Fault("certified for good before the last results", CART, whole, "certified_missing", "micro_result"),
    Fault("certified with a rejected exception", HAND, lambda t: (decide(t, "quinn", "quality", "rejected"), whole(t)), "certified_failed", "mix_look"),
    Fault("certified with a result out of specification", HAND, lambda t: (t.value("glycerol_result", number="1.70"), t.say("glycerol_result", verdict="out"), whole(t)), "certified_failed", "glycerol_result"),
)  # fmt: skip

FINE: tuple[tuple[str, str, Callable[[Tape], Any]], ...] = (
    ("a temperature exactly at its alert limit", HAND, lambda t: t.value("bulk_temp", number="25.0")),
    ("a room exactly at both limits", HAND, lambda t: t.value("prep_room", temp="25.0", rh="70")),
    ("a reading a minute old to the second", MET, lambda t: t.source("active_dispense", how="device", at=ago(t, "active_dispense", 60))),
    ("a reading that the balance sent in grams", MET, lambda t: t.source("scale_check", raw="S S      50010 g", at=ago(t, "scale_check", 5))),
    ("a calibration that ends on that day", MET, lambda t: t.source("scale_check", calibration_due="2026-05-04")),
    ("a lot used on the day of its expiry", HAND, lambda t: t.value("glycerol_add", expiry="2026-05-04")),
    ("a lot used in the month of its expiry", HAND, lambda t: t.value("glycerol_add", expiry="2026-05")),
    ("a sample exactly as large as asked for", HAND, lambda t: t.value("bulk_sample", quantity="100")),
    ("a lot received in grams, used up to the last one", MET, lambda t: container(t, "SIL-2603", "RM-1007", "g", "1500")),
    ("cells collected the day before the batch was issued", CART, lambda t: t.value("collection_end", time=ago(t, "collection_end", 86400))),
    ("another station half a minute behind", HAND, lambda t: apart(t, "mix_look", -10)),
    ("filling that began and ended at the same minute, as stated", HAND, lambda t: t.value("fill_end", time=t.said("fill_start_time", "time"))),
)  # fmt: skip
"""What lies on a boundary, or is unusual and right: nothing is to be said of it."""
