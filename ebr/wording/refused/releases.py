"""At and after the release of a batch: what it waits for, supply out of specification, recall, keeping."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

RELEASES: Mapping[str, str | tuple[str, ...]] = {
    "station_behind": mark(
        "Station {station} worked on batch {batch} and has sent nothing since production was complete. Sign in"
        " there and synchronise it, then synchronise here; a station that is lost is revoked."
    ),
    "labels_unbalanced": mark(
        "Labels at {slot} do not balance (difference {balance}). Quality decides exception {exception} first."
    ),
    "no_certificate": mark("Batch {batch} has no certificate: {status}. It must be certified or released first."),
    "never_final": mark(
        "The result {slot} failed after batch {batch} was released. The batch can never become final: reject it, or"
        " supply it on a physician's request."
    ),
    "call_open": mark("Nobody has noted a call yet: {call}. Call, then note it at batch {batch}."),
    "recall_undecided": mark("Quality has not decided about the recall of batch {batch} yet. Decide it first."),
    "no_recall": mark("Batch {batch} has no recall open. There is nothing to note."),
    "call_unknown": mark("“{call}” is not on the call list. Choose one of those shown."),
    "not_certified": mark(
        "Batch {batch} is not certified by the qualified person, or it was changed since. It must be certified first."
    ),
    "sponsor_not_asked": mark(
        "Batch {batch} is no investigational product. No sponsor and no end of a trial is noted."
    ),
    "supply_not_for_one": mark("Batch {batch} is not made for one patient. It can only be certified or rejected."),
    "nothing_failed": mark("No result of batch {batch} is out of limits. It can be certified as usual."),
    "supply_entry_missing": mark("The supply of batch {batch} lacks an entry: {entry}. Make it first."),
    "supply_entry_unknown": mark("“{entry}” is not an entry of a supply. Choose one of the five shown."),
    "supply_before": mark("That day lies before the entry made last ({entry}, {dated}). Correct the day."),
    "field_missing": mark("Something is missing: {field}. Fill it in."),
    "day_unreadable": mark("“{text}” is not a day. Write it as year-month-day, for example 2026-11-22."),
    "day_to_come": mark("{text} is still to come. Give the day on which it happened."),
    "day_gone": mark("{text} is past already. Give a day that is still to come."),
    "sample_retained": mark("Retention sample {sample} is noted already. Choose another number."),
    "legal_hold_stands": mark("Batch {batch} is under legal hold already: {reason}."),
    "no_legal_hold": mark("Batch {batch} is not under legal hold."),
}
