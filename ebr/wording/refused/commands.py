"""Commands without a window, and reports and exports read back from a file."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

COMMANDS: Mapping[str, str | tuple[str, ...]] = {
    "path_missing": mark("There is no file or folder {path}. Check the name."),
    "path_is_folder": mark("{path} is a folder. Name one file in it."),
    "text_encoding": mark("Line {line} of {path} is no text in UTF-8. Save it again as UTF-8."),
    "path_unreadable": (mark("{path} cannot be read: {why}."), mark("{path} cannot be read.")),
    "nothing_to_verify": mark("{path} is neither a station, nor an export, a bundle or a report. Name one of these."),
    "answers_unreadable": (
        mark("The answers in {file} cannot be used: {why}. Mend the file and try again."),
        mark("The answers cannot be used: {why}. Mend them and try again."),
    ),
    "person_required": mark("Say who asks for this, and sign in. A production store does nothing for nobody."),
    "no_secret": mark(
        "No password of {person} was given, so nothing was tried. Type it, or give it as the next line of standard"
        " input."
    ),
    "entries_unreadable": mark("Line {line} of the enclosed record cannot be read. The file was changed or cut off."),
    "report_cancelled": mark("The report was stopped. Its number is taken: make it again as a copy when it is needed."),
    "report_not_drawn": mark(
        "The report's number is taken, but its file could not be made: {why}. Make it again as a copy."
    ),
    "tsa_address": mark("{address} is not the address of a time-stamp authority. Give one that begins with https://."),
    "tsa_unreachable": mark(
        "The time-stamp authority {address} cannot be reached: {why}. The report is as it was; try again later."
    ),
    "tsa_refused": mark("The time-stamp authority {address} refused ({why}). The report is as it was."),
    "tsa_answer": mark(
        "What {address} answered is not a time stamp for this report. The report is as it was; ask another authority."
    ),
    "not_stamped": mark("{file} was not stamped: {why} Nothing in it was changed."),
    "report_not_written": mark(
        "The report's number is taken, but {file} could not be written: {why}. Make it again as a copy, elsewhere."
    ),
    "left_out_unreadable": mark("What stands for the entries left out of the enclosed record cannot be read."),
    "report_not_numbered": mark("The report holds no entry that gives it a number, so it cannot be compared."),
    "record_without_site": mark("The enclosed record does not say which site and station it comes from."),
}
