"""Many stations: parts held elsewhere, what two stations wrote, what waits for contact, witnesses, bundles."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

HOLDING: Mapping[str, str | tuple[str, ...]] = {
    "held_elsewhere": (
        mark("{step} is worked on at the station {station}. It can be given to this station there."),
        mark("Batch {batch} is held by the station {station}. It can be given to this station there."),
    ),
    "part_held_here": (
        mark("{step} is with this station already."),
        mark("Batch {batch} is with this station already."),
    ),
    "station_unknown": mark("There is no station “{station}” on this site. Choose one of those shown."),
    "number_series": mark("“{number}” cannot be issued here. Batch numbers of this station begin with {prefix}."),
    "number_of_other_series": mark("“{number}” belongs to the numbers of the station {station}. Choose another one."),
}

CONFLICTS: Mapping[str, str | tuple[str, ...]] = {
    "contested": mark("Two stations wrote {where} without knowing of each other. Quality decides which one stands."),
    "not_contested": mark("Nothing was written twice at {where}."),
    "conflict_resolved_before": mark("Quality has decided about {where} already."),
    "side_unknown": mark("This entry is not one of those written at {where}. Choose one of those shown."),
    "record_unsound": mark(
        "Entry {entry} of the record of batch {batch} is not as it was written: {what} Nothing is released on it. Have"
        " the station verified, and its log restored from a copy."
    ),
    "entries_pending": mark(
        "Entries about batch {batch} that wait for others to arrive: {count}. Synchronise, then try again."
    ),
    "weakness_undecided": mark("Batch {batch}: {weakness}. Quality decides about it first."),
    "weakness_unknown": mark("Batch {batch} has no such weakness: {weakness}. Choose one of those shown."),
}

SITE: Mapping[str, str | tuple[str, ...]] = {
    "station_revoked": mark("The station {station} is no longer trusted by the site. Call the site office."),
    "station_revoked_before": mark("The station {station} is revoked already, after its entry {entry}."),
    "office_not_revoked": mark("{station} is the site office. It cannot be revoked."),
    "last_accepted_missing": mark("Name the last entry of the station that is accepted."),
    "witness_is_station": mark("This key belongs to a station. A witness must be on another machine."),
    "receipt_covers_nothing": mark("The receipt up to entry {entry} adds nothing: entry {covered} is covered already."),
    "bundles_off": mark("The site's policy does not allow bundles on removable media."),
    "bundle_needs_person": mark("Somebody must sign in before a bundle is written or taken in."),
    "bundle_taken_before": mark("The bundle {bundle} was taken in already."),
}

APART: Mapping[str, str | tuple[str, ...]] = {**HOLDING, **CONFLICTS, **SITE}
