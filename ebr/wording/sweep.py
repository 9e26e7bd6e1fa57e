"""What the pass over a whole batch found, in one line each (`ebr.domain.batch.rules.sweep`)."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.wording.sentences import Sentences, word
from ebr.words import mark

FOUND: Sentences = {
    "out_of_limit": (
        mark("{slot}: {measured} {value} is out of limits, limit {limit}"),
        mark("{slot}: {value} is out of limits, limit {limit}"),
        mark("{slot}: {value} is out of limits"),
    ),
    "alert_limit": (
        mark("{slot}: {value} {unit} is outside the alert limits"),
        mark("{slot}: {value} is outside the alert limits"),
    ),
    "average_hides": mark("{slot}: {value} is out of limits, limit {limit}; the average {average} hides it"),
    "value_unreadable": (
        mark("{slot}: {value} cannot be read as such an entry"),
        mark("{slot}: what stands there cannot be read as such an entry"),
    ),
    "trend": mark("{slot}: a trend inside the limits at reading {points} ({value} {unit}): {run}"),
    "entry_missing": mark("{slot}: signed without this entry"),
    "late_unexplained": (
        mark("{slot}: recorded later than it happened, at {happened}"),
        mark("{slot}: recorded later than it happened"),
    ),
    "round_late": mark("{step}: the round due at {planned} came more than {tolerance} minutes late"),
    "rounds_few": mark("{step}: rounds are missing, {rounds} were made"),
    "reading_differs": mark("{slot}: {value} stands, the device sent {raw}"),
    "identity_stands": mark("{slot}: {value} is not the identity of this batch"),
    "scan_stands": mark("{slot}: {value} stands where {expected} belongs"),
    "lot_of_other": mark("{slot}: lot {lot} is not of {expected}"),
    "witness_after": mark("{person} signed as witness {late} minutes after the work, the limit is {minutes}"),
    "lease_over": mark("{station} worked on at {at}, after its lease had ended"),
    "changed": mark("{slot}: changed from {old} to {new}: {reason}"),
    "correction_without_reason": mark("{slot}: changed from {old} to {new} without a reason"),
    "changed_into_limits": mark(
        "{slot}: {old} {unit} was outside the limits, a change made it {new} {unit}, and no exception explains it"
    ),
    "withdrawn_out_of_limit": mark(
        "{slot}: {old} {unit} was outside the limits and was withdrawn, and no exception explains it"
    ),
    "manual_unsaid": mark("{slot} was typed and not read by {device}"),
    "reading_stale": mark("{slot}: the reading of {read} was older than {longest} seconds when it was accepted"),
    "device_trouble": mark("{slot}: the device did not give a reading"),
    "reading_replaced": mark("{slot}: the reading {value} was taken from the device and replaced by another"),
    "attempt_undocumented": mark("{slot}: {value} was tried and refused, and no exception says what became of it"),
    "identity_mismatch": (
        mark("{slot}: {scanned} was scanned where {expected} belongs ({identifier})"),
        mark("{slot}: an identity that does not belong here was scanned"),
    ),
    "wrong_scan": (
        mark("{slot}: {scanned} was scanned where {expected} belongs"),
        mark("{slot}: {value} does not belong here"),
    ),
    "use_refused": mark("{slot}: {value} was tried and may not be used: {why}"),
    "without_right": mark("{slot}: {person} tried without the right"),
    "attempt_refused": mark("{slot}: {value} was tried and refused"),
    "calibration_ended": (
        mark("{slot}: the calibration of {equipment} ended on {until}, after the reading and before the signature"),
        mark("{slot}: the calibration of the device ended on {until}, after the reading and before the signature"),
    ),
    "calibration_over": (
        mark("{slot}: {equipment} was used after its calibration of {until} had ended"),
        mark("{slot}: {equipment} was used before it was calibrated"),
        mark("{slot}: the device was used after its calibration had ended"),
    ),
    "training_lacking": mark("{step}: {person} worked at {at} without the training for {task}"),
    "old_procedure": mark("{step}: {person} worked at {at} trained in version {trained} of {task}, not in {version}"),
    "material_expired": (
        mark("{slot}: lot {lot} was used at {at}, after {until}"),
        mark("{slot}: lot {lot} was used at {at} and had expired"),
    ),
    "expiry_unclear": mark("{slot}: the expiry of lot {lot} stands as {until}, which is no date"),
    "lot_not_released": mark("{slot}: lot {lot} was not released when it was used: {status}"),
    "hold_short": mark("{slot}: {value}, shorter than {limit}"),
    "hold_long": mark("{slot}: {value}, longer than {limit}"),
    "hold_running_over": mark("{slot}: runs since {value}, longer than {limit}"),
    "net_wrong": (
        mark("{slot}: net {value}, but gross less tare is {expected}"),
        mark("{slot}: net {value} does not follow from gross and tare"),
    ),
    "calculation_wrong": (
        mark("{slot}: {value} stands, computed again it is {expected}"),
        mark("{slot}: {value} stands and cannot be computed"),
    ),
    "total_wrong": (
        mark("{slot}: {value} stands, the entries give {expected}"),
        mark("{slot}: the total does not follow from the entries, which give {expected}"),
    ),
    "verdict_wrong": mark("{slot}: {value} is called within limits and is not"),
    "elapsed_wrong": mark("{slot}: {value} seconds stand, from start to stop it is {expected}"),
    "returned_too_much": mark("{slot}: {more} {unit} of lot {lot} came back, {drawn} {unit} were taken"),
    "more_out_than_in": mark("{slot}: {value} %, more came out than went in"),
    "yield_over_hundred": mark("{slot}: {value} %, above 100 % inside the limits"),
    "more_than_received": mark("{slot}: {drawn} {unit} of lot {lot} were used, {received} {unit} ever came"),
    "more_than_held": mark(
        "{slot}: {drawn} {unit} of lot {lot} were taken from container {container}, which came with {received} {unit}"
    ),
    "labels_over": mark("{slot}: {more} more labels are accounted for than were issued"),
    "before_issue": mark("{slot}: dated {time}, before the batch was issued"),
    "signed_before_entry": mark("{step}: signed at {at}, before the entry {slot}"),
    "second_before_entry": mark("{slot}: the second person signed at {at}, before the entry"),
    "result_before_sample": mark("{slot}: the result is older than the sample {sample}, taken at {at}"),
    "stopped_before_started": mark("{slot}: stopped at {time}, started at {started}"),
    "time_in_future": mark("{slot}: dated {time}, which was not yet when it was written"),
    "stated_before_issue": mark("{slot}: stated as {time}, before the batch was issued"),
    "stated_apart": mark("{slot}: stated as {time}, before {other}, which is stated as {before}"),
    "after_end": mark("{slot}: recorded at {at}, after the end of production"),
    "during_hold": mark("{slot}: recorded at {at}, while the batch stood still"),
    "signed_during_hold": mark("{person} signed ({meaning}) at {at}, while the batch stood still"),
    "ended_during_hold": mark("{person} ended production at {at}, while the batch stood still"),
    "decided_before_raised": mark("Exception {exception} was decided at {at}, before it was raised at {raised}"),
    "clock_jump": mark("The clock was set by {by} seconds between {before} and {at}"),
    "clock_back": mark("The clock ran back by {by} seconds, from {before} to {at}"),
    "clock_behind": mark(
        "A station ({station}) wrote at {at} and knew an entry of {before}, which is {by} seconds later by its clock"
    ),
    "zone_changed": mark("A station wrote in zone {zone} at {at}, and in {was} before"),
    "time_unconfirmed": mark("{slot}: {value} seconds passed, and no clock confirms it"),
    "version_not_in_force": (
        mark("Issued on version {version} of {mbr}, which was in force from {since} only"),
        mark("Issued on version {version} of {mbr}, which was never in force"),
    ),
    "document_differs": mark("The document of the batch is not version {version} of {mbr} as approved"),
    "step_skipped": mark("{step}: production ended without this step ({status})"),
    "step_out_of_order": mark("{step}: begun while {what} was still to be done"),
    "step_repeated": mark("{step}: {person} signed as performer more than once"),
    "rounds_too_many": mark("{step}: {rounds} rounds, the master allows {most}"),
    "end_point_missing": mark("{step}: ended after {rounds} rounds and the end point is not reached"),
    "countersignature_missing": mark("{step}: the second person has not signed ({missing})"),
    "signature_blank": mark("A signature of {at} names nobody ({meaning})"),
    "signature_void": mark("The signature of {person} ({meaning}) is void and was not given again"),
    "second_same_person": mark("{person} signed as second person for own work ({meaning})"),
    "own_exception": mark("{person} raised exception {exception} and decided it"),
    "own_entry_decided": mark("{person} decided exception {exception}, which is about an own entry"),
    "decision_without_reason": mark("{person} decided exception {exception} without a word why"),
    "performer_missing": mark("{slot}: nobody is named who did it"),
    "signature_of_other": mark("The signature of {person} ({meaning}) of {at} was written by {by}"),
    "role_never_held": mark("{person} signed ({meaning}) as {role} and never had that role"),
    "signature_short": mark(
        "{slot}: recorded before {person} signed the step at {at}, and the signature does not cover it"
    ),
    "not_independent": mark("{person} took part in production and signed: {meaning}"),
    "issue_unchecked": mark("Production began before quality checked the issue"),
    "not_holding": mark("{slot}: recorded at {station}, which never held a part of the batch; {other} did"),
    "conflict": mark("Two stations wrote the same entry: {sides} versions"),
    "too_fast": mark("{step}: {entries} entries within {took} seconds"),
    "many_in_a_minute": mark("{person} made {entries} entries within a minute, from {at} on"),
    "two_places": mark("{person} made entries at two stations at the same time, at {at}"),
    "too_many_decimals": mark("{slot}: {value} has more decimals than the {decimals} that the master asks for"),
    "limits_differ": mark("{slot}: limits {limits} stand beside the value, the master says {expected}"),
    "answer_na": (
        mark("{slot}: answered as not applicable: {reason}"),
        mark("{slot}: answered as not applicable"),
    ),
    "row_missing": mark("{slot}: row {row} is missing between the others"),
    "attempt_missing": mark("{slot}: the value was attempt {attempt}, and the earlier ones are not in the record"),
    "place_unknown": mark("{person} recorded at {place}, which this batch does not have"),
    "round_after_end": mark("{step}: a round was opened at {at}, after the rounds had ended"),
    "device_of_other": mark("{slot}: read by {equipment}, the step uses {expected}"),
    "reading_unnamed": mark("{slot}: read by a device, and no device is named"),
    "reading_unstable": mark("{slot}: the balance said that the weight was still moving ({raw})"),
    "rows_too_many": mark("{slot}: {rows} readings stand, the master asks for {most}"),
    "not_asked": mark("{slot}: recorded although the condition of the master does not hold"),
    "sample_short": mark("{slot}: {value} {unit} were taken, the master asks for {expected} {unit}"),
    "equipment_twice": mark("{slot}: {equipment} stands at {other} too"),
    "readings_alike": mark("{slot}: {times} readings in a row are all {value} {unit}"),
    "readings_copied": mark("{slot}: {times} readings are those of the round before, one by one"),
    "rows_alike": mark("{slot}: two rows of lot {lot} are alike to the last digit ({value} {unit})"),
    "file_twice": mark("{slot}: the same file stands at {other} too"),
    "form_unreconciled": mark("Emergency form {slot} of {station} was printed, and nobody said what became of it"),
    "form_unknown": mark("{slot}: taken from emergency form {form}, which was not printed with room for it"),
    "sample_twice": mark("{slot}: sample {sample} stands at {other} too"),
    "result_differs": mark("{slot}: {value} stands, the laboratory found {expected} in sample {sample}"),
    "sample_of_other": mark("{slot}: sample {sample} is of batch {batch}"),
    "changed_back": mark("{slot}: changed to {old} and back to {new}"),
    "reasons_alike": mark("{person} gave the same reason for {times} changes: {reason}"),
    "old_value_differs": mark("{slot}: the change by {person} at {at} names another old value than the one that stood"),
    "act_not_due": mark("{person} at {at}: {act}, and there was nothing of the kind to do"),
    "act_unexplained": mark("{person} at {at}: {act}, without a reason"),
    "time_claimed": mark("{slot}: a time of {time} is claimed, the entry was made at {at}"),
    "offset_wrong": mark("The time {time} does not have the offset of its zone {zone}"),
    "signature_differs": mark(
        "The signature of {person} ({meaning}) of {at} was given for another act: its own statement is of {time}"
    ),
    "signature_lacking": mark("{person} at {at}: {act}, without a signature"),
    "recorded_for_another": mark("{slot}: recorded by {person} for {performer}, and the step allows no scribe"),
    "recorded_without_role": (
        mark("{slot}: recorded by {person}, whose roles do not record ({roles})"),
        mark("{slot}: recorded by {person}, who has no role"),
    ),
    "signed_for_another": mark("{person} signed ({meaning}) at {at} for work that others did: {performer}"),
    "person_unknown": mark("{person} recorded and was never enrolled here"),
    "role_not_enough": mark("{person} signed ({meaning}) at {at} as {role}, who may not sign that"),
    "handed_to_self": mark("{person} handed over to the same person at {at}"),
    "severity_lowered": mark("{person} lowered the class of exception {exception} from {old} to {severity}"),
    "severity_short": mark(
        "{slot}: exception {exception} was raised as {severity}, the distance to the limit asks for {least}"
    ),
    "decided_alike": mark("{person} decided {times} exceptions with the same words within a minute: {reason}"),
    "station_unknown": mark("{entries} entries come from a station that the site never admitted ({station})"),
    "equipment_dirty": mark("{slot}: {equipment} was used and was not ready ({state})"),
    "equipment_of_other": mark("{slot}: {equipment} is of class {kind}, the master asks for {expected}"),
    "container_of_other": mark("{slot}: lot {lot} never came with a container {container}"),
    "expiry_differs": mark("{slot}: {date} stands as the expiry of lot {lot}, the receipt says {expected}"),
    "size_outside": mark("A size of {value} {unit} is outside what the master allows ({low} to {high} {unit})"),
    "identifier_missing": mark("The batch was issued without {identifier}"),
    "amended_unsaid": mark("{person} amended the instructions at {at} ({amendment}), and no exception tells of it"),
    "serial_twice": mark("{slot}: serial number {serial} was printed by {other} and by {print}"),
    "print_unanswered": mark("{slot}: nobody said what came out of the printer for {print}"),
    "delivery_uncounted": mark("{slot}: {person} took in delivery {delivery}, and no second person counted it"),
    "label_of_other": mark("{slot}: {print} printed labels of batch {batch}"),
    "labels_unissued": mark("{slot}: {more} more labels were printed than were issued"),
    "label_outdated": mark(
        "{slot}: label {print} says {said} for {name}; the entry was corrected to {right} and no new label came out"
    ),
    "specimen_missing": mark("{slot}: labels were printed and no specimen is in the record"),
    "labels_uncounted": mark("{slot}: {value} labels are counted as issued, {expected} came out of the printer"),
    "reprint_unexplained": mark("{slot}: {print} printed {other} again without a reason"),
    "reviewed_early": mark("{person} signed the review at {at}, before production had ended"),
    "review_unread": mark("{person} signed the review at {at}, and nobody had read {section}"),
    "trail_not_signed": mark("{person} signed the review at {at}, before that of the audit trail"),
    "read_too_fast": mark("{person} read {entries} entries of the record within {took} seconds"),
    "certified_unreviewed": mark("{person} decided about the batch at {at}, before a review was signed"),
    "question_open": mark("{person} signed the review at {at}, while question {slot} to the floor was open"),
    "certified_failed": (
        mark("{person} released the batch at {at}, although exception {exception} had been rejected"),
        mark("{person} released the batch at {at}, although {slot} is out of specification: {value}"),
    ),
    "certified_missing": mark("{person} released the batch at {at}, before the result {slot}"),
    "certified_open": mark("{person} released the batch at {at}, while exception {exception} was open"),
    "decided_anew": mark("{person} released the batch at {at} after it had been rejected"),
}

FAMILIES: Mapping[str, str] = {
    "documented": mark("Documented by a person"),
    "limits": mark("Limits"),
    "trend": mark("Trend inside limits"),
    "readings": mark("Readings and attempts"),
    "entries": mark("Missing and late entries"),
    "changes": mark("Changes"),
    "devices": mark("Devices"),
    "identity": mark("Identity"),
    "use": mark("What was used"),
    "holds": mark("Hold times"),
    "arithmetic": mark("Arithmetic"),
    "balance": mark("More out than in"),
    "times": mark("Times that disagree"),
    "clocks": mark("Clocks"),
    "versions": mark("Versions"),
    "flow": mark("Order of steps"),
    "people": mark("People and signatures"),
    "stations": mark("Stations"),
    "pace": mark("Pace"),
    "labels": mark("Labels"),
    "release": mark("Review and release"),
    "other": mark("Other"),
}
"""What rules of review are about."""

RUNS: Mapping[str, str] = {
    "western electric 2": mark("two of three near the limit"),
    "western electric 3": mark("four of five away from the middle"),
    "western electric 4": mark("eight on one side"),
    "nelson 3": mark("six all one way"),
}
"""Runs of a trend, inside a sentence."""

ACTS: Mapping[str, str] = {
    "issued": mark("batch issued"),
    "checked": mark("issue checked"),
    "corrected": mark("value corrected"),
    "started": mark("timer started"),
    "stopped": mark("timer stopped"),
    "exception_decided": mark("exception decided"),
    "exception_raised": mark("exception raised"),
    "severity": mark("class changed"),
    "hold_lifted": mark("hold lifted"),
    "aborted": mark("batch aborted"),
    "completed": mark("production ended"),
    "print_answered": mark("print answered"),
    "form_reconciled": mark("emergency form reconciled"),
    "held": mark("batch put on hold"),
    "handed_over": mark("handed over"),
    "taken_over": mark("taken over"),
    "reviewed": mark("review signed"),
    "decided": mark("batch decided"),
    "trail_reviewed": mark("review of the audit trail signed"),
    "conflict_resolved": mark("conflict resolved"),
    "weakness_decided": mark("weakness decided"),
    "amended": mark("instructions amended"),
    "sponsor_released": mark("released by the sponsor"),
}
"""Acts of a batch, inside a sentence (`ebr.domain.batch.state.astray`)."""

STANDING: Mapping[str, str] = {"open": mark("Open"), "decided": mark("Decided"), "noted": mark("To be seen")}
"""Where a flag stands."""


def family_word(family: str) -> str:
    """Return what a rule of review is about."""
    return word(FAMILIES, family)


def act_word(act: str) -> str:
    """Return what somebody did."""
    return word(ACTS, act)


def run_word(run: str) -> str:
    """Return which run makes a trend."""
    return word(RUNS, run)


def standing_word(state: str) -> str:
    """Return where a flag stands: open, decided, to be seen."""
    return word(STANDING, state)
