"""What an exception is about, in one line: by the rule that raised it, or as a person documented it.

An exception by a person carries the parameters of the refused attempt it documents, so it says as much as the refusal
did. `WEAKNESSES` words what is allowed but weak in a policy.
"""

from __future__ import annotations

from collections.abc import Mapping

from ebr.wording.parameters import WEAK, shown
from ebr.wording.sentences import Sentences, refined, sentence, word
from ebr.wording.sweep import FOUND
from ebr.words import mark, tr

RULES: Sentences = {
    "person": (
        mark("{slot}: {measured} is {value}, limit {limit}"),
        mark("{slot} is {value}, limit {limit}"),
        mark("{slot}: {scanned} instead of {expected}"),
        mark("{slot}: {drawn} {unit} of lot {lot}, container {container}, where {left} {unit} were left"),
        mark("{what} was used on what {station} knew of it until {until}"),
        mark("{what} was used on what {station} knew of it without a lease"),
        mark("{slot}: {value}"),
        mark("{slot}: departure documented"),
        mark("Departure documented"),
    ),
    "unwitnessed": mark("No second person was there"),
    "performer_gone": mark("Who did the work left without signing"),
    "repeated_reading": mark("{slot} was read {attempts} times"),
    "computed_out_of_limit": mark("Computed value {value} is out of limits, limit {limit}"),
    "limit_moved": mark("The limit moved to {limit} after {value} was recorded"),
    "statistic_out_of_limit": (
        mark("{statistic} of the values is {value}, limit {limit}"),
        mark("A statistic of the values is {value}, limit {limit}"),
    ),
    "result_out_of_limit": (
        mark("{slot}: result {value} is out of limits, limit {limit}"),
        mark("{slot}: result {value} is not accepted"),
    ),
    "quantity_out_of_limit": mark("Quantity used {total} is out of limits, limit {limit}"),
    "corrected_out_of_limit": (
        mark("{slot}: {measured} was corrected to {value}, limit {limit}"),
        mark("{slot} was corrected to {value}, limit {limit}"),
        mark("{slot} was corrected to {value}, which is not accepted"),
    ),
    "time_limit": mark("Time was {value}, limit {limit}"),
    "time_limit.low": mark("Time was {value}, shorter than {limit}"),
    "time_limit.high": mark("Time was {value}, longer than {limit}"),
    "late_entry": (mark("Recorded later than it happened, at {happened}"), mark("Recorded later than it happened")),
    "loop_bound": mark("{step}: end point not reached after {rounds} rounds"),
    "end_point_lost": mark("{step}: after a correction the end point was not reached"),
    "series_late": mark("{step}: round due at {planned} came more than {tolerance} minutes late"),
    "series_missed": (
        mark("{step}: rounds missed before the one of {planned}: {missed}"),
        mark("{step}: rounds are missing, {rounds} were made"),
        mark("{step}: rounds are missing"),
    ),
    "witness_late": mark("{step}: witnessed after {late}, the limit is {minutes} minutes"),
    "stale_facts": mark("{step}: {station} worked on with what it knew about {kind} too long ago"),
    "taken_over": (
        mark("{step} was taken over from {was} by {station} without contact"),
        mark("The batch was taken over from {was} by {station} without contact"),
    ),
    "amended": (
        mark("Amendment {amendment} ({kind}) while the batch ran: {steps}"),
        mark("Amendment {amendment} while the batch ran: {steps}"),
    ),
    "manual_reading": mark("{slot} was typed by hand and not read by {device}"),
    "reading_old": (
        mark("{slot}: the reading of {read} was older than {longest} seconds when it was accepted"),
        mark("{slot}: nobody can tell how old the reading was when it was accepted"),
    ),
    "two_balances": mark("{slot}: tare was read on {tare} and gross on {gross}; one balance weighs both"),
    "reading_taken_twice": mark("{slot}: the line {raw} of {time} was taken for {other} before"),
    "labels_unreconciled": mark("{slot}: labels do not add up, {value} are missing or too many"),
    "calibration_lapsed": (
        mark("{name} ({equipment}) was in use when its calibration of {until} ended"),
        mark("{name} ({equipment}) was in use when it failed its calibration at {time}"),
        mark("{name} ({equipment}) was in use and is not calibrated"),
    ),
    "equipment_swapped": mark("{equipment} took the place of {before}, which was left: {ended}"),
    "corrected_to_blocked": (
        mark("{slot} was corrected to lot {lot}, which may not be used: {why}"),
        mark("{slot} was corrected to {equipment}, which may not be used: {why}"),
        mark("{slot} was corrected to what may not be used: {why}"),
    ),
    "delivery_differs": mark(
        "{slot}: {said} labels were taken in with delivery {delivery}, a second person counted {counted}"
    ),
    "corrected_past_first": mark("{slot} was corrected to lot {lot}, though lot {first} is over before it, on {until}"),
    "transcribed_blocked": mark("{slot}: form {form} tells of a use that the station would have refused: {why}"),
    "form_lost": mark("Emergency form {form} is lost; what was written on it is not in the record"),
    "form_transcribed": mark("{values} values were written on emergency form {form} first and transcribed later"),
    **FOUND,
}
REFINED_BY = {"time_limit": "bound"}

DOUBT: Sentences = {
    "since": (
        mark("The last good round of {series} began at {since}. Decide about everything made since then."),
        mark("No round of {series} was good yet. Decide about everything made so far."),
    ),
}

WEAKNESSES: Sentences = {
    "few_duty_unlockers": mark("People on duty to unlock others: {found}. The policy asks for {wanted}."),
    "duty_unlockers_below_default": mark("The policy asks for only {set} duty unlocker in a shift."),
    "labels_not_kept": mark(
        "The policy lets a batch count labels that nobody printed here or took in. Where they came from is not checked."
    ),
    "materials_not_kept": mark("The policy lets a batch use lots that are not kept here. They are not checked."),
    "equipment_not_kept": mark("The policy lets a batch use equipment that is not kept here. It is not checked."),
    "training_not_kept": mark("The policy lets people do tasks whose training is not kept here. It is not checked."),
}


def rule_words(rule: str, params: Mapping[str, str]) -> str:
    """Return what an exception is about; the rule's code when it is not known."""
    code = refined(RULES, REFINED_BY, rule, params)
    return sentence(RULES, code, shown(rule, params)) or rule


def since_words(params: Mapping[str, str]) -> str:
    """Return what an exception in a series puts in doubt: everything since the last good round; else empty."""
    return sentence(DOUBT, "since", shown("since", params)) if params.get("series") else ""


RECORD: Sentences = {
    "after_revocation": mark("{station} wrote up to entry {last}; it is trusted up to entry {entry} only"),
    "lease_over": mark("{station} worked on at {at}, after its lease had ended; this came to light after completion"),
    "master_withdrawn": mark("Issued on version {version} of {mbr}, which was not in force any more since {since}"),
    "taken_over": (
        mark("{step} was taken over from {was} without contact; {was} may hold entries nobody has seen"),
        mark("The batch was taken over from {was} without contact; {was} may hold entries nobody has seen"),
    ),
    "person_deactivated": mark("{person} was deactivated since {since} and recorded until {at}"),
    "role_withdrawn": mark("{person} signed as {role} at {at}, but did not have this role since {since}"),
    "key_replaced": mark("{person} signed at {at} with a key that was replaced at {since}"),
    "lot_rejected.before": mark("Lot {lot} was used at {at}; it had been rejected at {since}: {reason}"),
    "lot_rejected.since": mark("Lot {lot} was used at {at}; it was rejected at {since}: {reason}"),
    "lot_quarantined.before": mark("Lot {lot} was used at {at}; it was in quarantine since {since}"),
    "lot_quarantined.since": mark("Lot {lot} was used at {at}; it is in quarantine since {since}"),
    "lot_out_of_storage": mark(
        "Lot {lot}, container {container}, was used at {at}; it had been {hours} h out of {asked}, last at {storage}"
    ),
    "lot_overdrawn": (
        mark("More was taken from lot {lot}, container {container}, than there was: {left} {unit} left by the book"),
        mark("More was taken from lot {lot} than there was: {left} {unit} left by the book"),
    ),
    "supplier_disqualified": mark("Lot {lot} was used at {at}; {supplier} was not qualified any more since {since}"),
    "calibration_failed": mark("{name} ({equipment}) was used and failed its calibration at {since}"),
    "integrity_failed": mark("{name} ({equipment}) was used and failed its integrity test at {since}"),
    "equipment_shared": mark("{name} ({equipment}) was used by batch {batch} as well, from {since} on"),
    "equipment_stopped": mark("{name} ({equipment}) was used from {at} on; it had been stopped at {since}: {reason}"),
    "training_withdrawn": mark("{step}: {person} worked at {at}; the training for {task} was withdrawn at {since}"),
    "room_out_of_limits": mark(
        "Room {name} ({equipment}): sample {sample} at {place} of {at} showed {value} {unit}, more than {limit} {unit}"
    ),
    "room_not_sampled": (
        mark(
            "Room {name} ({equipment}) was used from {at} on; its last good sample was of {since}, over {days} days ago"
        ),
        mark("Room {name} ({equipment}) was used from {at} on; no good sample of it is known"),
    ),
    "unaware.hold": mark("Entries made before a hold was known at the station: {entries}"),
    "unaware.abort": mark("Entries made before the early end was known at the station: {entries}"),
    "unaware.completion": mark("Entries made before the completion was known at the station: {entries}"),
    "unaware.rejection": mark("Entries made before the rejection was known at the station: {entries}"),
    "unaware.take_over": mark("Entries made before a take-over was known at the station: {entries}"),
    "unaware.amendment": mark("Entries made in amended steps before the amendment was known at the station: {entries}"),
}
"""Weaknesses of a batch's record, which review sees (`ebr.domain.batch.rules.weakness`)."""
RECORD_REFINED_BY = {"unaware": "what", "lot_rejected": "when", "lot_quarantined": "when"}


def record_weakness_words(code: str, params: Mapping[str, str]) -> str:
    """Return what is weak in a batch's record; the code itself when it is not known."""
    found = refined(RECORD, RECORD_REFINED_BY, code, params)
    return sentence(RECORD, found, shown(code, params)) or code


WITH_ENTRY = (
    "lot_rejected",
    "lot_quarantined",
    "calibration_failed",
    "integrity_failed",
    "equipment_stopped",
    "room_out_of_limits",
    "room_not_sampled",
)
"""Weaknesses whose name ends with the entry that they came with."""


def seen_weakness_words(name: str) -> str:
    """Return what a review or a decision names as weak, where the facts that it was told from are not at hand."""
    code, _, about = name.partition("/")
    what = about.rpartition("/")[0] if code in WITH_ENTRY else about.replace("/", ", ")
    return tr("{weakness} ({about})", weakness=word(WEAK, code), about=what) if what else word(WEAK, code)


def weakness_words(code: str, params: Mapping[str, str]) -> str:
    """Return what is weak in a policy; the code itself when it is not known."""
    return sentence(WEAKNESSES, code, params) or code
