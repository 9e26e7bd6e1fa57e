"""Equipment, single-use assemblies, rooms: what keeps them from use, and what cannot be recorded about them."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

USE: Mapping[str, str | tuple[str, ...]] = {
    "equipment_unknown": mark("{equipment} is not registered here. Check the code, or have it registered."),
    "equipment_of_other_kind": mark("{name} ({equipment}) is of class {kind}. This step needs {wanted}. Take another."),
    "equipment_out_of_service": mark(
        "{name} ({equipment}) is out of service since {since}: {reason}. Take another; quality returns it to service."
    ),
    "calibration_failed": mark(
        "{name} ({equipment}) failed its calibration on {since}. Take another; quality returns it to service."
    ),
    "equipment_on_hold": mark(
        "{name} ({equipment}) is on hold since {since}: {reason}. Take another; quality lifts the hold."
    ),
    "daily_check_failed": mark(
        "{name} ({equipment}) failed its daily check on {since}. Take another; quality lifts the hold."
    ),
    "dirty_hold_over": mark(
        "{name} ({equipment}) was cleaned too late on {since} and is on hold. Take another; quality lifts the hold."
    ),
    "equipment_not_qualified": mark(
        "{name} ({equipment}) is not qualified for use. Take another, or ask quality to qualify it."
    ),
    "calibration_overdue": (
        mark("{name} ({equipment}) was calibrated until the end of {until}. Take another, or have it calibrated."),
        mark("{name} ({equipment}) is not calibrated. Take another, or have it calibrated."),
    ),
    "maintenance_overdue": mark(
        "{name} ({equipment}) was due for maintenance on {until}. Take another, or have it maintained."
    ),
    "daily_check_missing": mark("{name} ({equipment}) was not checked today. Do the daily check first."),
    "equipment_in_use": mark(
        "{name} ({equipment}) is in use by batch {batch} since {since}. Take another, or end that use first."
    ),
    "assembly_used": mark("{name} ({equipment}) is for single use and was used by batch {batch}. Take a new one."),
    "equipment_dirty": (
        mark("{name} ({equipment}) is dirty since {since}. Take another, or have it cleaned and checked."),
        mark("{name} ({equipment}) was not cleaned yet. Take another, or have it cleaned and checked."),
    ),
    "clean_hold_over": mark("{name} ({equipment}) was clean until {until}. Take another, or have it cleaned again."),
    "assembly_integrity_missing": (
        mark("{name} ({equipment}, lot {lot}) has no integrity test. Test it first, or take another."),
        mark("{name} ({equipment}) has no integrity test. Test it first, or take another."),
    ),
    "assembly_integrity_failed": mark(
        "{name} ({equipment}) failed its integrity test on {since}. It is not used any more. Take a new one."
    ),
    "balance_unit": mark("{name} ({equipment}) weighs in {own}, and {unit} does not convert. Take another balance."),
    "balance_out_of_range": mark(
        "{weight} is more than {name} ({equipment}) can weigh: {limit}. Take a larger balance."
    ),
    "balance_too_coarse": mark(
        "{weight} is too little for {name} ({equipment}), which weighs from {limit} on. Take a finer balance."
    ),
    "room_unscanned": mark(
        "{step} is done in a room of grade {grade}. Scan the label of the room first, in the entry that asks for it."
    ),
    "room_not_cleared": mark("{name} ({equipment}) is not cleared for batch {batch}. Do the line clearance first."),
    "room_grade": (
        mark("{name} ({equipment}) is of grade {grade}. This step needs grade {wanted}. Use another room."),
        mark("{name} ({equipment}) has no cleanroom grade. This step needs grade {wanted}. Use another room."),
    ),
    "calibration_lapsed": mark(
        "The calibration of {name} ({equipment}) ended during the use, with the end of {until}."
    ),
    "calibration_failed_during": mark("{name} ({equipment}) failed its calibration during the use, on {time}."),
}

REGISTER: Mapping[str, str | tuple[str, ...]] = {
    "equipment_code": (
        mark("“{equipment}” cannot be a code. It begins with a letter or digit; at most 40 letters, digits and signs."),
        mark("Give the code that stands on its label: at most 40 letters, digits and signs."),
    ),
    "equipment_code_used": mark("{equipment} is the code of {name}. Give another code."),
    "equipment_kind_missing": mark("Name the class of the equipment, as master batch records call it."),
    "equipment_name_missing": mark("Give the equipment a name."),
    "assembly_lot_missing": mark("{equipment} is for single use. Give its lot."),
    "equipment_unchanged": mark("Nothing differs from what is registered for {equipment}. Change something first."),
    "equipment_own_qualification": mark(
        "{person} registered {equipment} or changed it last. Another person of quality qualifies it."
    ),
    "equipment_evidence_missing": mark("Name the evidence that {equipment} is fit for use, such as a report."),
    "need_time": mark("{field}: {value} is not possible. It can be 0 to {longest}."),
    "need_grade": mark("“{grade}” is not a cleanroom grade. Choose A, B, C or D, or leave it out."),
    "need_checklist": mark("Line clearance needs a checklist: at least one line, each only once."),
    "need_hold_without_cleaning": mark("A hold time needs cleaning. Switch cleaning on, or take the times out."),
    "need_check_names": mark("Each reading of the daily check needs a name of its own."),
    "need_check_limits": mark("{check}: a reading of the daily check needs a limit, the lower below the upper."),
    "need_unit": mark("Capacity, smallest weight and step of a balance need a unit."),
    "need_unit_unknown": mark("“{unit}” is not a unit that is known here. Choose one of the list."),
    "need_weight": mark(
        "{field}: {value} is not possible. It is above zero, and the smallest weight below the capacity."
    ),
}

ACTS: Mapping[str, str | tuple[str, ...]] = {
    "equipment_reason_missing": mark("Say why, so that others can understand it later: {equipment}."),
    "equipment_field_missing": mark("{equipment}: fill in {field}."),
    "equipment_day": mark("“{day}” is not a day. Write it as 2026-05-31."),
    "equipment_day_past": mark("{day} is over. Give a day that is still to come."),
    "equipment_result": mark("“{result}” is not a result. Choose pass or fail."),
    "calibration_due_missing": mark("Give the day until which the calibration of {equipment} holds."),
    "maintenance_due_missing": mark("Give the day on which {equipment} is due for maintenance again."),
    "daily_check_none": mark("{name} ({equipment}) needs no daily check."),
    "daily_check_reading": mark("{equipment}: enter the reading “{check}”."),
    "daily_check_unknown": mark("The daily check of {equipment} has no reading “{check}”. Open the form again."),
    "daily_check_twice": mark("The daily check of {equipment} has one reading twice. Open the form again."),
    "integrity_none": mark("{name} ({equipment}) needs no integrity test."),
    "cleaning_none": mark("{name} ({equipment}) needs no cleaning between batches."),
    "clearance_none": mark("{name} ({equipment}) needs no line clearance."),
    "clearance_when": mark("“{when}” is not possible. A clearance is before or after a batch."),
    "clearance_batch_missing": mark("Name the batch for which {equipment} is cleared."),
    "clearance_line_missing": mark("{equipment}: answer “{line}” with yes or no."),
    "clearance_line_unknown": mark("The checklist of {equipment} was changed. Open the form again."),
    "clearance_photograph": mark("The photograph of {equipment} cannot be read. Take it again."),
    "photograph_missing": mark(
        "The policy asks for a photograph of {name} ({equipment}) here. Take one and add it; then the second person"
        " signs."
    ),
    "equipment_not_in_use": mark("{name} ({equipment}) is not in use by batch {batch}."),
    "equipment_not_held": mark("{name} ({equipment}) is not on hold."),
    "equipment_in_service": mark("{name} ({equipment}) is not out of service."),
    "return_needs_calibration": mark(
        "The last calibration of {name} ({equipment}) failed. Have it calibrated with success first, then return it."
    ),
}

EQUIPMENT: Mapping[str, str | tuple[str, ...]] = {**USE, **REGISTER, **ACTS}
