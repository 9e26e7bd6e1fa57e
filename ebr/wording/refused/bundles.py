"""Joining a site, bundles, backups, second copies: what comes and goes as a file."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

FILES: Mapping[str, str | tuple[str, ...]] = {
    "file_exists": mark("{file} is already there. Name a new file."),
    "file_not_written": mark("{file} could not be written: {why}. Try another medium."),
    "file_foreign": mark("{file} was not made by this program. Choose the right one."),
    "file_newer": mark("{file} was made by a newer program. Use the newer program."),
    "file_damaged": mark("{file} is not whole: it was cut off or changed on the way. Have it made again."),
    "file_member": mark("{file} holds something that has no place in it: “{name}”. Do not use it."),
    "member_too_large": mark("{file} holds a part that is larger than it may be: {name}. Do not use it."),
    "folder_not_empty": mark("{folder} is not empty. Choose an empty folder."),
}

BUNDLE: Mapping[str, str | tuple[str, ...]] = {
    "bundle_other_site": mark("{file} is a bundle of another site. Nothing was taken."),
    "bundle_for_other": mark("{file} is for {station}, not for this station. Nothing was taken."),
    "bundle_gap": mark(
        "Entries of {station} are missing before this bundle: it begins behind entry {needed}, here is entry {here}. "
        "Take the earlier bundle first, or ask for a new one."
    ),
    "bundle_incomplete": mark("{file} does not hold what it says. Nothing was taken; have it made again."),
    "bundle_entry": mark(
        "Entry {seq} of log {log} in {file} is not sound ({finding}). Nothing was taken; call the administrator."
    ),
    "bundle_to_unknown": mark("There is no station “{station}” that could get a bundle. Choose one of the site."),
    "bundle_to_self": mark("A bundle is for another station than this one."),
    "bundle_write_stopped": mark("Stopped. No bundle was written."),
    "bundle_take_stopped": mark(
        "Stopped. What was taken until then stays, the rest is missing still. Take the bundle in again: it goes on"
        " there."
    ),
    "sender_unknown": mark("The sender (log {log}) does not belong to the site. Nothing was taken."),
}

FACTS: Mapping[str, str | tuple[str, ...]] = {
    "fact_unreadable": mark("This is no code of a fact, or it was not read whole. Read it again."),
    "fact_mixed": mark("These codes belong to different facts. Read those of one fact only."),
    "fact_incomplete": mark("Codes are missing: {missing}. Read these too."),
    "fact_station": mark("No station of the site wrote this (log {log}). Nothing was taken."),
    "fact_unsound": mark("The fact is not sound ({finding}). Nothing was taken; call the administrator."),
    "fact_kind": mark("This ends nothing, so it cannot come alone. Take a bundle."),
    "fact_after_revocation": mark("{station} was revoked before it wrote this. Nothing was taken."),
    "fact_signer": mark("{person}, who signed this, is not known here as a person of quality. Take a bundle first."),
    "fact_known": mark("This fact is here already."),
    "fact_parted": mark(
        "Entry {entry} of {station} is another one here: one of the two is forged. Nothing was taken; call quality and "
        "the administrator."
    ),
    "fact_unknown": mark(
        "There is no fact “{entry}” that can be sent, or more than one begins so. Look it up with ebr fact list."
    ),
    "fact_gap": mark("What proves this fact is not on this station. Send it from a station that has the whole record."),
    "fact_too_large": mark("This fact is too large for codes. Send a bundle."),
}

JOINING: Mapping[str, str | tuple[str, ...]] = {
    "fingerprint_form": mark("The fingerprint of a site has 64 digits and letters from a to f. Type all of them."),
    "request_unreadable": mark("{file} is not a whole request to join. Have it written again."),
    "request_code": mark("The code does not belong to this request. Have it read aloud again at the new station."),
    "request_other_site": mark("The request of {station} is for another site. Compare the fingerprint there."),
    "not_the_office": mark("This is decided at the site office's station. Go there."),
    "not_admitted_yet": mark("The site has not admitted this station yet. Its code is {code}."),
    "site_chain": mark(
        "What arrived is not certified by the site with the fingerprint {fingerprint}. Nothing was taken."
    ),
}

COPIES: Mapping[str, str | tuple[str, ...]] = {
    "second_medium_missing": mark(
        "No contact for {hours} hours, and no second medium is named. Name a folder on one in the terminal's settings."
    ),
    "second_copy_failed": mark(
        "No contact for {hours} hours, and the second copy could not be written to {folder}. Connect that medium."
    ),
    "second_copy_none": mark("{folder} holds no second copy of another station. Choose the folder on the medium."),
}

BACKUPS: Mapping[str, str | tuple[str, ...]] = {
    "backup_needs_passphrase": mark("A backup needs a passphrase. Give one."),
    "backup_needs_recovery": mark("This backup opens with the recovery file and both halves of its words."),
    "backup_not_sound": mark("{file} opens, but its record does not verify: {why} No station was left."),
    "passphrases_differ": mark("Both passphrases must be the same. Type them again."),
    "restore_where": mark("Name a new folder, or ask for a drill; not both."),
}

BUNDLES: Mapping[str, str | tuple[str, ...]] = {**FILES, **BUNDLE, **FACTS, **JOINING, **COPIES, **BACKUPS}
