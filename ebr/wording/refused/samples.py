"""Samples and their results: what cannot be done with them, and what they say against a release."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

COURSE: Mapping[str, str | tuple[str, ...]] = {
    "sample_number": mark("“{sample}” cannot be the number of a sample. Use what is printed on its label."),
    "sample_number_taken": mark(
        "Sample number {sample} is taken: {label} of batch {batch}. Take a label with another number."
    ),
    "sample_known": mark("Sample number {sample} is taken: {label} of batch {batch}. Give another number."),
    "sample_not_known": mark("No sample has the number {sample} here. Check the number."),
    "sample_not_taken": mark("{label} ({sample}) was not taken yet. It is taken in the batch, at its step."),
    "sample_not_received": mark("{label} ({sample}) was not received by the laboratory yet. Receive it first."),
    "sample_received_already": mark("{sample} was received on {at}. There is nothing more to receive."),
    "sample_replaced": mark("{sample} is no sample of the batch any more: {by} stands in its place. Use that one."),
    "sample_gone": mark("{sample} was destroyed or used up. Take another sample."),
    "sample_still_open": mark("{sample} still waits for a result or a check. Finish that first."),
    "sample_text": mark("{field} is missing. Fill it in."),
    "sample_day": mark("{field}: “{text}” is no day. Write it as 2026-11-30."),
    "sample_day_over": mark("{day} is over. Give a day from today on."),
    "sample_time": mark("“{text}” is no time up to now. Write it as 2026-11-30T14:05+01:00."),
    "sample_due_same": mark("The results of {sample} are due on {due} already."),
    "sample_exposed": mark("Plate {sample} is open at {place}. Close it first."),
    "sample_not_exposed": mark("Plate {sample} is not open. Open it first."),
    "exposure_before_start": mark("The plate was opened or closed at {began}. Give a time after that."),
    "exposure_too_long": mark(
        "The plate was open for {minutes} minutes, longer than {hours} hours. Say why its result counts."
    ),
}

ROOMS: Mapping[str, str | tuple[str, ...]] = {
    "sample_number_of_room": mark(
        "Sample number {sample} is taken: {label} of room {room}. Take a label with another number."
    ),
    "sample_known_of_room": mark("Sample number {sample} is taken: {label} of room {room}. Give another number."),
    "sample_of_batch": mark("{sample} is a sample of batch {batch}. What becomes of it is recorded there."),
    "sample_room_unknown": mark("No room has the code {room} here. Register it under Equipment, as a room."),
    "room_limit_wide": mark(
        "{action} is above {most}, the highest action limit for {room} of grade {grade} (EU GMP annex 1). Set it lower."
    ),
    "room_limit_order": mark(
        "The alert level {alert} is above the action limit {action}. Set it at the limit or below it."
    ),
    "room_count": mark("{field}: “{text}” is no whole number. Write colonies as a figure, such as 12."),
    "room_taken_already": mark("{sample} was taken on {at} already. Plan another sample."),
    "room_not_taken": mark("{sample} was not taken yet. Take it first."),
    "room_hours": mark("Incubate for at least 1 and at most {most} hours."),
    "room_not_opened": mark("Plate {sample} was never opened in the room. Record that first."),
    "room_not_incubated": mark("{sample} was not incubated yet. Record the incubator first."),
    "room_incubating": mark("{sample} is incubated until {until}. Read it after that."),
    "room_read_already": mark("{sample} was read already. There is nothing more to incubate."),
    "room_needs_investigation": mark(
        "The result of {sample} is checked or above its action limit. Only quality sets it aside, by an investigation."
    ),
    "room_sample_again": mark("{sample} is not tested again. Plan another sample of the room."),
    "room_sample_contested": mark(
        "Sample number {sample} was given twice, in {room} and in {other}. Quality withdraws it."
    ),
    "room_result_checked": mark("The result of {sample} ({place}) does not wait for a check."),
    "room_result_own": mark("{person} read {sample}. Somebody else of the laboratory checks it."),
    "room_result_unchecked": mark("A second person has not checked the result of {sample} yet. That comes first."),
    "room_result_settled": mark("The result of {sample} does not wait for a decision."),
}

COMMANDS: Mapping[str, str | tuple[str, ...]] = {
    "batch_not_named": mark("Name the batch with --batch. A certificate of analysis is written for one batch."),
}

JUDGED: Mapping[str, str | tuple[str, ...]] = {
    "sample_contested": mark(
        "Two samples have the number {sample}: one of batch {batch}, one of batch {other}. Quality withdraws it."
    ),
    "sample_withdrawn": mark("{sample} was withdrawn by investigation {investigation}. Take another sample."),
    "sample_unfit": mark(
        "{label} ({sample}) was not fit when it was received. Quality withdraws it; take another sample in its place."
    ),
    "sample_has_results": mark("{sample} has results that stand. Each of them has to be set aside first."),
    "sample_result_unknown": mark("{sample} has no such result. Open the sample again."),
    "investigation_unknown": mark("No deviation {investigation} is kept here. Open one first, and give its number."),
    "retest_count": mark("Order at least 1 and at most {most} retests."),
    "retest_ordered_already": mark("Retests of {test} ({sample}) are ordered and not done yet. Wait for them."),
    "retest_not_ordered": mark("No retest of {test} ({sample}) is ordered. Quality orders it in an investigation."),
    "retest_checked_already": mark("This retest of {test} ({sample}) was checked already."),
    "retest_checked_by_analyst": mark("{person} recorded this retest of {test}. Somebody else checks it."),
    "result_checked_in_batch": mark("{test} ({sample}) is checked with its entry in the batch."),
    "result_invalid_already": mark("This result of {test} ({sample}) was set aside already."),
    "result_replaced": mark("Another result stands in the place of this one of {test} ({sample})."),
    "result_judged_by_tester": mark("{person} recorded or checked {test}. Somebody else of quality decides about it."),
    "result_needs_investigation": mark(
        "{slot} of sample {sample} is checked or out of its limits. Only quality sets it aside, by an investigation."
    ),
    "result_is_no_retest": mark(
        "{slot} of sample {sample} was set aside. Only what a checked retest found can stand in its place."
    ),
    "retest_owed": mark("Retests of {test} (sample {sample}) are ordered: {count} still to be done."),
    "retest_unchecked": mark("A retest of {test} (sample {sample}) was not checked by a second person yet."),
    "retest_failed": mark(
        "A retest of {test} (sample {sample}) is out of limits. Quality decides about it in the investigation."
    ),
    "result_invalid": mark(
        "The result of {test} (sample {sample}) was set aside. Put a retest in its place, or reject the batch."
    ),
}

SAMPLES: Mapping[str, str | tuple[str, ...]] = {**COURSE, **ROOMS, **COMMANDS, **JUDGED}
