"""What keeps a lot, a machine or a reading out of a step of a batch, besides what is said of it elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

LOTS: Mapping[str, str | tuple[str, ...]] = {
    "lot_overdrawn": mark(
        "{slot}: {drawn} {unit} of lot {lot}, container {container}, but only {left} {unit} are left. Check container"
        " and weight, or document an exception."
    ),
    "lot_not_first": mark(
        "{slot}: lot {first} is over before lot {lot}, on {until}. Take lot {first}, or document an exception that says"
        " why not."
    ),
    "lot_stale": (
        mark(
            "What {station} knows of lot {what} held until {until}. Synchronise with the site office, or let quality"
            " document an exception."
        ),
        mark(
            "{station} has no lease for what it knows of lot {what}. Synchronise with the site office, or let quality"
            " document an exception."
        ),
    ),
    "expiry_disagrees": mark("{slot}: lot {lot} expires on {known}, not {typed}. Leave the date out or check the lot."),
    "assay_disagrees": mark(
        "{slot}: the {part} of lot {lot} is {known} %, not {typed} %. Leave it out, it is taken from the lot."
    ),
    "returned_too_much": mark(
        "{slot}: only {taken} {unit} of lot {lot}, container {container}, were taken, so {net} {unit} cannot come back."
        " Check container and weight."
    ),
}
MACHINES: Mapping[str, str | tuple[str, ...]] = {
    "equipment_stale": (
        mark(
            "What {station} knows of {what} held until {until}. Synchronise with the site office, or let a supervisor"
            " document an exception."
        ),
        mark(
            "{station} has no lease for what it knows of {what}. Synchronise with the site office, or let a supervisor"
            " document an exception."
        ),
    ),
    "swap_state_missing": (
        mark("{slot}: say how {equipment} is left before another takes its place: to be cleaned, on hold or broken."),
        mark("{slot}: say how the one before is left: to be cleaned, on hold or broken."),
    ),
    "swap_state_unknown": mark("{slot}: “{state}” is no state to leave it in. Choose one of those shown."),
    "labels_counted_otherwise": mark(
        "{slot}: {said} labels are counted as issued, but {printed} came out of the printer. Count again, or document"
        " an exception."
    ),
    "device_unnamed": mark("The reading does not say which device it came from. Set the device up with its number."),
}

FLOOR: Mapping[str, str | tuple[str, ...]] = {**LOTS, **MACHINES}
