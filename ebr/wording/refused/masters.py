"""Master batch records: adding, signing, putting in force, withdrawing."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

MASTERS: Mapping[str, str | tuple[str, ...]] = {
    "mbr_unreadable": (
        mark("The text cannot be read: {count} problems, the first in line {line}, at {path}. Check it and mend them."),
        mark("The text cannot be read: {count} problems, the first in line {line}. Check it and mend them."),
        mark("The text cannot be read: {problems} problems, the first in line {line}. Check it and mend them."),
    ),
    "mbr_file_unreadable": mark(
        "{file} cannot be read: {problems} problems, the first in line {line}: {problem} Check it and mend them."
    ),
    "mbr_id_missing": mark("Say with --mbr which master batch record the versions are of."),
    "media_missing": mark("The file {name} that a step shows is not in the folder {folder}. Put it beside the text."),
    "media_other": mark(
        "The file {name} is not the one that the text names: its SHA-256 is {found}, not {wanted}. Put the right one."
    ),
    "mbr_has_errors": (
        mark("The master batch record has {count} errors, the first at {path} ({clause}). Check it and mend them."),
        mark("The master batch record has {count} errors. Check it and mend them."),
    ),
    "amend_kind": mark("“{kind}” is no kind of amendment. Choose one of: {kinds}."),
    "amend_nothing": mark("Nothing is changed in the instructions of batch {batch}. Change a step first."),
    "amend_header": mark("The first page of batch {batch} stands while it runs. Change steps only."),
    "amend_fixed": mark(
        "“{part}” of the bill of materials or equipment stands while the batch runs. Add a line instead."
    ),
    "amend_removes": (
        mark(
            "Step {step}: “{part}” was taken away, moved or is run differently. Leave it, and skip it by an exception."
        ),
        mark("“{part}” was taken away, moved or is run differently. Leave it, and skip it by an exception."),
    ),
    "amend_too_late": mark("“{part}” would wait for “{what}”, which is over. Add an entry that does not hang on it."),
    "amend_begun": mark("Step {step} has begun, so its instructions stand. Add a step behind it instead."),
    "mbr_document": (
        mark("The master batch record cannot be read; something is wrong at {place}. Call quality."),
        mark("The master batch record cannot be read. Call quality."),
    ),
    "mbr_other": mark("The text is version {version} of {mbr}, not the one that was named. Choose the right one."),
    "mbr_version_taken": mark("Version {version} of {mbr} exists with another text. Give the new text a new version."),
    "mbr_unknown": mark("There is no version {version} of {mbr} on this station."),
    "mbr_withdrawn": mark("Version {version} of {mbr} was withdrawn and can no longer be used."),
    "mbr_hash_differs": mark("This is not the text that stands here. Open it again and sign what is shown."),
    "mbr_already_signed": mark("{person} has given this signature already ({meaning})."),
    "mbr_author_first": mark("The author must sign version {version} of {mbr} first."),
    "mbr_author_approves": mark("{person} wrote this version. Another person must approve it."),
    "mbr_not_approved": mark("Signatures are still missing: {missing}."),
    "mbr_effective_already": mark("This version has its date already: {effective}."),
    "mbr_not_effective": mark("Version {version} of {mbr} is not in force, so nothing can take its place."),
    "mbr_reason_missing": mark("Say why version {version} of {mbr} is withdrawn."),
    "meaning_unknown": mark("“{meaning}” is not a signature of a master batch record. Possible are: {meanings}."),
    "date_unreadable": mark("“{text}” is not a date. Write it like 2026-01-31."),
    "date_past": mark("{date} has passed; today is {today}. Choose today or a later day."),
}
