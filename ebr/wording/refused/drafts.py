"""Drafts of master batch records and their review: writing, conflicts, remarks, submitting, giving back."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

WRITING: Mapping[str, str | tuple[str, ...]] = {
    "draft_name": mark(
        "“{mbr}”, version “{version}”, cannot be a name. An id has small letters, digits and underscores; a version has"
        " at most 16 letters, digits, points and hyphens."
    ),
    "draft_exists": mark(
        "There is a draft of version {version} of {mbr} already. Go on with it or choose another version."
    ),
    "draft_unknown": mark("There is no draft of version {version} of {mbr} on this station."),
    "draft_submitted": mark(
        "Version {version} of {mbr} is in review. Its text changes no more; begin the next version."
    ),
    "draft_abandoned": mark("The draft of version {version} of {mbr} was given up. Begin another version."),
    "draft_elsewhere": mark(
        "Version {version} of {mbr} is written on the station {station}. Take it over to go on here."
    ),
    "proposal_reason_missing": mark("Say why the amendment of batch {batch} is not taken over."),
    "draft_reason_missing": mark("Say why the draft of version {version} of {mbr} is given up."),
    "draft_not_read": mark("The change does not say what it was made on. Open the draft again."),
    "draft_block": mark("“{block}” cannot be kept: it is no part of a master batch record. Look at its id."),
    "draft_header": mark("This is the draft of version {version} of {mbr}. Id and version stay as they are."),
    "draft_too_large": mark("The document is larger than {limit} characters. Make it smaller."),
    "draft_contested": mark("“{block}” was changed on two stations. Decide first which text stands."),
    "draft_not_contested": mark("“{block}” was not changed twice. There is nothing to decide."),
    "draft_side_unknown": mark("This text of “{block}” is not one of those shown. Choose one of them."),
    "draft_unchanged": mark("Nothing differs from version {version}, which is in force. Change something first."),
}

REVIEW: Mapping[str, str | tuple[str, ...]] = {
    "comment_text_missing": mark("The remark says nothing. Write what should be looked at."),
    "comment_not_open": mark("This remark is settled already."),
    "comment_of_another": mark("This remark was made by {person}, who settles it."),
    "mbr_returned": mark("Version {version} of {mbr} was given back. Its text goes on as version {next}."),
    "mbr_return_reason": mark("Say why version {version} of {mbr} is given back."),
    "mbr_approved_already": mark("Version {version} of {mbr} is approved. Its review is over."),
    "mbr_never_compared": mark(
        "Version {other} of {mbr} is in force or planned, and nobody has seen what version {version} changes in it."
        " Begin the next version with the text of this one."
    ),
    "mbr_second_first": mark("An independent person must verify version {version} of {mbr} first."),
    "mbr_second_approves": mark("{person} has verified this version. Another person must approve it."),
    "mbr_language_unknown": mark("No texts in the language {language} wait for a signature in version {version}."),
    "mbr_translator_signs": mark(
        "{person} wrote texts in the language {language}. Somebody else must say that they are right."
    ),
    "mbr_languages_first": mark(
        "The texts of version {version} of {mbr} in other languages must be signed first: {languages}."
    ),
    "mbr_comments_open": (
        mark("Open remarks: {count}, the first at {place}. They must be settled before somebody signs."),
        mark("Open remarks: {count}. They must be settled before somebody signs."),
    ),
    "mbr_base_changed": (
        mark(
            "The changes were compared with version {base}, but version {version} is in force now. Give it back, so"
            " that they are compared anew."
        ),
        mark("Version {version} is in force now, with which nothing was compared. Give it back to be compared."),
        mark("The changes were compared with version {base}, which is in force no more. Give it back."),
    ),
}

DRAFTS: Mapping[str, str | tuple[str, ...]] = {**WRITING, **REVIEW}
