"""Values and entries of a step: typed, scanned, weighed, timed, corrected."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

TYPED: Mapping[str, str | tuple[str, ...]] = {
    "number_empty": mark("Enter a number."),
    "number_comma": mark("“{text}” has a comma. Write {like}."),
    "number_unreadable": mark("“{text}” is not a number. Use digits and a point."),
    "number_decimals": mark("{text} has more than {decimals} decimals. Enter it with {decimals}."),
    "text_control_character": mark("The text holds an invisible character ({code}). Type it by hand."),
    "text_too_long": mark("The text has {length} characters. At most {longest} are possible. Shorten it."),
    "text_empty": mark("Write something for {slot}."),
    "time_unreadable": (
        mark("{slot}: “{text}” is not a time. Choose date and time again."),
        mark("“{text}” is not a time. Choose date and time again."),
    ),
    "time_without_zone": (
        mark("{slot}: “{text}” has no time zone. Choose date and time again."),
        mark("“{text}” has no time zone. Choose date and time again."),
    ),
    "time_in_future": mark("{slot}: {time} has not come yet. Enter a time that has passed."),
    "choice_unknown": mark("“{choice}” is not one of the answers to {slot}. Choose one of those shown."),
    "answer_unknown": mark("{slot}: answer Yes, No or Not applicable, not “{answer}”."),
    "wrong_unit": (
        mark("{slot} is recorded in {expected}, not in {unit}. Convert the value and enter it again."),
        mark("{slot} is recorded without a unit, not in {unit}. Enter the number alone."),
        mark("{slot} is recorded in another unit. Enter it again."),
    ),
    "value_part_unknown": mark("{slot} has no place for “{part}”. Leave it out."),
    "not_recorded_by_hand": mark("{slot} is filled in by the station. Nothing is to be entered here."),
    "percent_out_of_range": mark("{slot}: {value} % cannot be right. Enter a percentage from 0 to 200."),
    "count_negative": mark("{slot}: the number {part} cannot be below zero. Count again."),
    "row_unknown": mark("{slot} has no rows of the kind “{row}”. Choose one of those shown."),
    "receiver_missing": mark("{slot}: say who takes over."),
    "file_missing": mark("{slot}: no picture or file has arrived. Take or choose it again."),
    "file_too_large": mark("{slot}: the file has {size}. At most {largest} are possible. Choose a smaller one."),
}
"""What was typed or chosen cannot be read."""

MEASURED: Mapping[str, str | tuple[str, ...]] = {
    "out_of_limit": (
        mark("{slot} is {value}. The limit is {low} to {high}. Measure again or document an exception."),
        mark("{slot} is {value}. The limit is {limit}. Measure again or document an exception."),
    ),
    "out_of_limit.low": (
        mark("{slot}: {measured} is {value}. It must be at least {limit}. Measure again or document an exception."),
        mark("{slot} is {value}. The limit is {low} to {high}. Measure again or document an exception."),
        mark("{slot} is {value}. It must be at least {limit}. Measure again or document an exception."),
    ),
    "out_of_limit.high": (
        mark("{slot}: {measured} is {value}. It may be at most {limit}. Measure again or document an exception."),
        mark("{slot} is {value}. The limit is {low} to {high}. Measure again or document an exception."),
        mark("{slot} is {value}. It may be at most {limit}. Measure again or document an exception."),
    ),
    "not_acceptable": mark("{slot}: “{value}” is not accepted. Check again or document an exception."),
    "not_acceptable.choice": mark("{slot}: “{value}” is not accepted. Check again or document an exception."),
    "not_acceptable.answer": mark("“{value}” is answered with No. Put it right first, or document an exception."),
    "gross_below_net": mark("{slot}: gross {gross} is less than net {net}. Check the weights."),
    "tare_below_zero": mark(
        "{slot}: the tare is {tare}. An empty container does not weigh less than nothing. Tare again."
    ),
    "net_disagrees": mark("{slot}: gross less tare is {expected}, not {net}. Check the three weights."),
    "net_missing": mark("{slot}: weigh net, or gross and tare."),
    "net_not_positive": mark("{slot}: the net weight {net} is not above zero. Check gross and tare."),
    "potency_missing": mark("{slot}: enter the {part} of this lot in percent."),
}
"""What was measured cannot stand."""

SCANNED: Mapping[str, str | tuple[str, ...]] = {
    "scan_empty": mark("{slot}: nothing was scanned. Scan again."),
    "scan_unreadable": mark("{slot}: the code “{text}” cannot be read. Clean the label and scan again."),
    "wrong_scan": mark("{slot}: {scanned} was scanned, but {expected} is needed. Fetch the right one and scan it."),
    "identity_mismatch": mark(
        "STOP. {slot}: {identifier} is {scanned}, but this batch is for {expected}. Do not use it. Call the supervisor."
    ),
}

STANDING: Mapping[str, str | tuple[str, ...]] = {
    "already_recorded": mark("{slot} is recorded already. Correct the value if it is wrong."),
    "entry_documented": mark(
        "{slot} is documented as not made, in exception {exception}. Nothing more can be entered."
    ),
    "entry_not_applicable": mark("{slot} does not apply to this batch. Nothing is to be entered."),
    "sample_missing": mark("{slot}: the sample {sample} is not taken yet. Record the sample first."),
    "rows_closed": mark("The list of {slot} is closed. Correct a row if it is wrong."),
    "rows_complete": mark("{slot} has all of its {most} values."),
    "rows_missing": mark("{slot} has {rows} values and needs at least {least}. Enter the others first."),
    "not_a_list": mark("{slot} is a single entry and needs no closing."),
    "nothing_to_correct": mark("{slot} has no value yet. Record it first."),
    "correction_changes_nothing": mark("That is the value of {slot} already. Nothing was changed."),
    "value_empty": mark("{slot} cannot be emptied. Enter the right value."),
    "reason_missing": (
        mark("Give a reason for {slot} that somebody can understand later."),
        mark("Give a reason that somebody can understand later."),
    ),
}
"""What stands already."""

TIMED: Mapping[str, str | tuple[str, ...]] = {
    "not_a_timer": mark("{slot} is not a timer."),
    "timer_running": mark("The timer {slot} was started already."),
    "timer_not_running": mark("The timer {slot} is not running. Start it first."),
    "timer_starts_by_itself": mark("The timer {slot} starts by itself, with the entry it belongs to."),
    "timer_stops_by_itself": mark("The timer {slot} stops by itself, with the entry it belongs to."),
    "declared_start_not_allowed": mark("The timer {slot} can only be started now, not at a past time."),
    "hold_not_over": mark("{slot}: wait {remaining} more. The shortest time is {minimum}."),
    "hold_unconfirmed": mark(
        "{slot}: {elapsed} have passed, but the station was restarted meanwhile. Let a second person read another"
        " clock, and document an exception."
    ),
}

ENTRIES: Mapping[str, str | tuple[str, ...]] = {**TYPED, **MEASURED, **SCANNED, **STANDING, **TIMED}
