"""The course of a batch: issue, hold, exceptions, completion, review, decision, report."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

COURSE: Mapping[str, str | tuple[str, ...]] = {
    "thing_unknown": mark(
        "Nothing on this station has the number {thing}: no batch, lot, container, machine, room or patient. Check"
        " the letters, or scan the label."
    ),
    "thing_unknown_near": mark("Nothing on this station has exactly the number {thing}. Near to it: {near}."),
    "thing_ambiguous": mark("The number {thing} stands for several things. Say which is meant: {kinds}."),
    "no_batches": mark("There is no batch of {mbr} on this station yet. Take in what other stations wrote, or wait."),
    "views_older": mark(
        "The lists of the station in {folder} were made by another version of the program. Open the station once, for"
        " example with “ebr open”, then ask again."
    ),
    "rules_unknown": mark("There are no run rules “{rules}”. Choose one of: {known}."),
    "batch_unknown": mark("There is no batch {batch} on this station."),
    "batch_number_taken": mark("Batch number {batch} is used already. Choose another one."),
    "batch_number_bad": mark("“{batch}” cannot be a batch number. Use 3 to 32 capital letters, digits and hyphens."),
    "batch_size_outside": (
        mark("The batch size {size} {unit} is not possible. Choose {low} to {high} {unit}."),
        mark("The batch size {size} is not possible. Choose {low} to {high}."),
    ),
    "identifier_bad": mark("{identifier} is missing or cannot be right. Scan or type it again, without blanks."),
    "identifier_unknown": mark("This product has no identifier “{identifier}”. Leave it out."),
    "master_not_effective": mark("Version {version} of {mbr} is not in force today. Choose one that is."),
    "masters_in_force": mark("Several versions of {mbr} are in force: {versions}. Quality must withdraw all but one."),
    "master_unreadable": mark("The master batch record of {batch} cannot be read by this program. Call quality."),
    "issue_not_checked": mark("Quality has not checked the issue of batch {batch} yet. Ask quality to check it."),
    "batch_held": mark("Batch {batch} is on hold: {reason}. Quality can lift the hold."),
    "not_held": mark("Batch {batch} is not on hold."),
    "batch_aborted": mark("Batch {batch} was ended early. Nothing more can be made."),
    "batch_rejected": mark("Batch {batch} was rejected. Nothing more can be made."),
    "batch_complete": mark("Production of batch {batch} is complete. Only results and corrections are possible."),
    "return_first": mark("Everybody left batch {batch} at once. State first how product and room were found."),
    "nobody_left": mark("Nobody left batch {batch} at once. There is nothing to state."),
    "return_incomplete": mark("Batch {batch}: state both how the product and how the room were found."),
    "steps_open": mark("Steps still open: {count}. The first is {first} ({status})."),
    "report_unknown": mark("Batch {batch} has no report {report}. Choose one of its reports."),
}

FORMS: Mapping[str, str | tuple[str, ...]] = {
    "form_empty": mark("Batch {batch} has no entries still to make. There is nothing to print."),
    "form_unknown": mark("Batch {batch} has no emergency form “{form}”. Choose one of those shown."),
    "form_reconciled": mark("Emergency form {form} is reconciled already."),
    "form_open": mark("Emergency form {form}, printed at {station}, is not reconciled yet. Reconcile it first."),
    "form_outcome_unknown": mark("“{outcome}” is not an outcome. Choose transcribed, unused or lost."),
    "form_nothing_transcribed": mark("No value came from emergency form {form} yet. Transcribe it first."),
    "form_was_used": mark("{values} values came from emergency form {form}. It was not unused."),
    "form_scan_missing": mark("Attach the scan of emergency form {form} as it was filled in."),
    "form_without_entry": mark("Emergency form {form} has no room for this entry. Choose the form it stands on."),
    "form_time_missing": mark("State when it was done and why it comes late, as emergency form {form} says."),
}

EXCEPTIONS: Mapping[str, str | tuple[str, ...]] = {
    "exception_unknown": mark("There is no exception {exception} in this batch."),
    "exception_decided": mark("Exception {exception} is decided already."),
    "exception_open": mark("Exception {exception} ({severity}) is not decided yet. Decide it first."),
    "own_exception": mark("{person} took part in what exception {exception} is about. Another person must decide it."),
    "severity_unknown": mark("“{severity}” is not a class. Choose minor, major or critical."),
    "severity_lowered_by_quality": mark("Only quality can lower the class of exception {exception}."),
    "severity_same": mark("Exception {exception} has this class already ({severity})."),
    "nothing_missing": mark("{step} lacks nothing that an exception could stand for. Document it without accepting."),
    "attempt_unknown": mark("{slot} has no attempt {attempt}. Choose one that is listed."),
    "attempt_never_stands": mark("{slot}: this attempt can never be made to stand. Do it again in the right way."),
    "identity_never_skipped": mark("{slot} can never be left out."),
}

DECISIONS: Mapping[str, str | tuple[str, ...]] = {
    "batch_not_complete": mark("Production of batch {batch} is not complete yet. Complete it first."),
    "result_pending": (
        mark("The result {slot} of sample {sample} is not here yet. Wait for the laboratory."),
        mark("The result {slot} is not here yet. Wait for the laboratory."),
    ),
    "results_unchecked": mark("The result {slot} was not checked by a second person of the laboratory yet."),
    "result_failed": mark("The result {slot} is out of limits. The batch cannot be certified."),
    "exception_rejected": mark("Exception {exception} was rejected. The batch can only be rejected."),
    "signature_voided": mark("{step} was changed after it was signed. It must be signed again first."),
    "not_independent": mark("{person} took part in batch {batch}. Another person must review or decide it."),
    "decision_unknown": mark("“{decision}” is not a decision. Choose one of those shown."),
    "not_reviewed": mark("Batch {batch} is not reviewed, or it was changed since. Quality must review it first."),
    "nothing_pending": mark("Batch {batch} waits for no result. A conditional release is not needed."),
}

BATCHES: Mapping[str, str | tuple[str, ...]] = {**COURSE, **FORMS, **EXCEPTIONS, **DECISIONS}
