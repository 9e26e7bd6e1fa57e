"""People: rights, ids, badges, keys, second persons, passwords."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

RIGHTS: Mapping[str, str | tuple[str, ...]] = {
    "right_missing": (
        mark("This needs one of these roles: {needed}. Ask somebody who has it."),
        mark("This needs one of these roles: {roles}. Ask somebody who has it."),
        mark("The station does this by itself. Nobody needs to ask for it."),
    ),
    "roles_empty": mark("Choose at least one role."),
    "role_unknown": mark("There is no role “{role}”."),
    "role_twice": mark("A role is named twice: {roles}."),
    "duty_not_for_role": mark("Only these roles can be on duty to unlock others: {roles}."),
    "roles_separated": mark("One person cannot be both {one} and {other} ({clause}). Take one of them out."),
    "own_rights": mark("{name}, somebody else must change your rights."),
    "rights_unchanged": mark("{name} has exactly these rights already."),
    "access_undated": mark(
        "Nobody has set the last day of {name} ({person}) yet. An administrator sets it, and quality signs it."
    ),
    "access_over": mark("The access of {name} ({person}) ended with {until}. Quality can sign another day."),
    "access_day_form": mark("“{until}” is no day. Write it as 2026-12-31."),
    "access_day_past": mark("{until} is over: today is {today}. Choose today or a later day."),
    "access_day_far": mark("{until} is too far away. An inspector's access lasts a year at most: until {last}."),
    "access_unchanged": mark("The access of {name} ends with {until} already."),
    "inspector_stays": mark(
        "An inspector has no other role, and nobody else becomes one. Enrol {name} under a new id."
    ),
    "inspector_reads": mark("An inspector sees batches, their records, the audit trail, masters and the status."),
    "not_on_duty": mark("{name} is not on duty to unlock others. Ask a duty unlocker."),
}

STANDING: Mapping[str, str | tuple[str, ...]] = {
    "person_unknown": mark("Nobody is enrolled under this id."),
    "person_inactive": mark("{name} ({person}) was deactivated and cannot sign in."),
    "person_contested": mark(
        "The id {person} was given twice, on two stations. Quality must decide before {name} can work."
    ),
    "key_not_vouched": mark("The key of {name} ({person}) was not confirmed by two other people and cannot sign yet."),
    "acknowledgement_missing": mark(
        "{name} ({person}) must first acknowledge that the electronic signature is binding."
    ),
    "acknowledgement_is_personal": mark("Only {person} can acknowledge this signature."),
    "acknowledgement_empty": mark("The text to acknowledge is missing."),
    "acknowledged_before": mark("{name} has acknowledged this signature already."),
    "second_person_unknown": mark("Nobody is enrolled under the id of the second person."),
    "second_person_is_same": mark("{name} asked for this. Another person must sign."),
    "second_person_concerned": mark("This is about {name}. Another person must sign."),
    "second_person_role": mark("{name} cannot sign this. It needs one of these roles: {roles}."),
}

ENROLMENT: Mapping[str, str | tuple[str, ...]] = {
    "identity_checker_missing": mark("Name the person who checked the identity."),
    "identity_checked_by_self": mark("{person} cannot confirm the own identity. Another person must check it."),
    "identity_evidence_missing": mark("Say what was shown as proof of identity."),
    "identity_checker_asks": mark("Whoever checks the identity does this personally, signed in: {checker}."),
    "person_id_form": mark(
        "“{person}” cannot be an id. Use 2 to 32 small letters and digits, a letter first; points and hyphens inside."
    ),
    "person_id_reserved": mark("“{person}” would read like a program. Choose another id."),
    "person_id_used": mark("The id {person} belongs to {name}. Ids are never used again. Choose another one."),
    "printed_name_form": mark("“{name}” cannot be printed as a name. Use 2 to 60 letters, single blanks, no digits."),
    "badge_form": mark("“{badge}” cannot be a badge. Use up to 64 signs without blanks."),
    "badge_taken": mark("{holder} has this badge. Use another one."),
    "badge_unchanged": mark("That is the badge already."),
    "key_form": mark("The keys are incomplete. Start again, so that new ones are made."),
    "key_used_before": mark("A key is never used twice. Start again, so that new ones are made."),
    "key_not_asked_for": mark("A new password keeps the key. New keys are made only after a temporary password."),
}

PASSWORDS: Mapping[str, str | tuple[str, ...]] = {
    "password_temporary": mark(
        "Choose your own password first, {name} ({person}). Nothing else is possible with the temporary one."
    ),
    "password_is_personal": mark("Only {name} can choose this password."),
    "password_same": mark("That is the password used so far. Choose another one."),
    "own_password_forgotten": mark("Ask two others to help: nobody replaces the own key."),
    "secret_missing": mark("{person} must type the password to sign."),
    "secret_wrong_before": mark("The password used so far is wrong. Type it again."),
    "secret_wrong": mark("The password is wrong. Tries left: {left}."),
    "wrong_password": mark("The password is wrong. Type it again."),
    "password_short": mark("The password needs at least {minimum} characters."),
    "password_long": mark("The password can have at most {maximum} characters."),
    "password_control_character": mark(
        "The password holds a character that cannot be typed again. Choose another one."
    ),
    "password_too_regular": mark("The password repeats too few characters. Use at least five different ones."),
    "password_blocked": mark("This password is too well known. Choose another one."),
    "password_holds_name": mark("The password must not hold your name or id."),
}

PEOPLE: Mapping[str, str | tuple[str, ...]] = {**RIGHTS, **STANDING, **ENROLMENT, **PASSWORDS}
