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

SAMPLES: Mapping[str, str | tuple[str, ...]] = {**COURSE, **COMMANDS, **JUDGED}
