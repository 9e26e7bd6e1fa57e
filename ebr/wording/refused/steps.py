"""Steps of a batch: locked, signed, by whom, in which round."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

LOCKED: Mapping[str, str | tuple[str, ...]] = {
    "waits_for": (
        mark("{step} is locked. Finish and sign {number} {what} first."),
        mark("{step} is locked. Finish and sign {what} first."),
    ),
    "waits_for_condition": mark(
        "{step} is locked until it is known whether it applies. Make the earlier entries first."
    ),
    "waits_for_running": (
        mark("{step} is done while {number} {what} is running. Start that step first."),
        mark("{step} is done while {what} is running. Start that step first."),
        mark("{step} is done while another step is running. Start that step first."),
    ),
    "waits_for_round": mark("{step} is locked. Finish and sign round {what} first."),
    "step_not_applicable": mark("{step} does not apply to this batch."),
    "step_signed": mark("{step} is signed already. A value that is wrong can be corrected."),
    "batch_language": mark("This batch cannot be read in the language {language}, only in {languages}."),
    "step_unknown": mark("There is no step “{step}” in batch {batch}."),
    "slot_unknown": mark("There is no entry “{slot}” in batch {batch}."),
}

SIGNED: Mapping[str, str | tuple[str, ...]] = {
    "meaning_not_asked": mark("{step} does not ask for the signature “{meaning}”."),
    "already_signed": mark("{step} has this signature already."),
    "not_yet_performed": mark("{step} must be done and signed by whoever did it before anybody else signs."),
    "entries_missing": mark("Entries still to make: {count}. The first is {first}."),
    "second_person_missing": (
        mark("{slot} needs a second person first: {meaning}."),
        mark("A second person must sign. It needs one of these roles: {roles}."),
    ),
    "second_person_missing.verified": mark("{slot} must first be verified by a second person."),
    "second_person_missing.witnessed": mark("{slot} must first be witnessed by a second person."),
    "second_person_same": mark("{person} took part in this. Another person must sign."),
    "not_the_performer": mark("Only those who did the work sign it as performed: {performers}."),
    "scribe_not_allowed": mark("In {step} everybody records what they did themselves."),
    "scribe_not_named": mark("{step}: name who performs and who writes before anything is recorded for somebody else."),
    "scribe_same": mark("{person} cannot both perform and write for somebody else. Name another person."),
    "hand_over_same": mark("{person} cannot hand over to the same person. Name who goes on."),
}

ROUNDS: Mapping[str, str | tuple[str, ...]] = {
    "round_unknown": mark("There is no such round in batch {batch}: {address}. Begin the round first."),
    "rounds_by_rule": mark("The rounds of {step} begin and end by themselves."),
    "not_repeating": mark("“{node}” is done only once in this batch."),
    "rounds_ended": mark("{step} is finished. No further round is possible."),
    "round_name_bad": (
        mark("“{name}” cannot name a {thing}. Use letters, digits and hyphens."),
        mark("Give the {thing} a name of letters, digits and hyphens."),
    ),
    "round_named_twice": mark("{thing} {name} is named already."),
    "rounds_full": mark("{thing}: {most} is the most, and all are there."),
    "rounds_too_few": mark("{thing}: at least {least} must be named first."),
}

STEPS: Mapping[str, str | tuple[str, ...]] = {**LOCKED, **SIGNED, **ROUNDS}
