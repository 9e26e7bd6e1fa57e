"""Deviations: what is missing in a course, who may not close it, what stands against a release."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.words import mark

DEVIATIONS: Mapping[str, str | tuple[str, ...]] = {
    "deviation_open": mark(
        "Deviation {deviation} ({severity}) is open: {title}. Quality closes it under Deviations before this batch is"
        " released."
    ),
    "deviation_unknown": mark("There is no deviation {deviation} on this station. Look for it under Deviations."),
    "deviation_known": mark(
        "A deviation {deviation} is there already. Open the new one again; it gets another number."
    ),
    "deviation_number": mark("“{deviation}” cannot be the number of a deviation. The station gives the number."),
    "deviation_title": mark("Give the deviation a title of one line."),
    "deviation_text_missing": mark("Write something under “{section}”. A section without words says nothing."),
    "deviation_day": mark("“{text}” is no day. Write it as 2026-03-31."),
    "deviation_day_later": mark("{day} has not come yet; today is {today}. Enter the day on which it was discovered."),
    "deviation_closed": mark(
        "{deviation} is closed. Quality opens it again, with a reason, before anything is written."
    ),
    "deviation_not_closed": mark("{deviation} is not closed. It can be written in as it is."),
    "deviation_proposed": mark("{deviation} is proposed for closing already. Quality closes it or sends it back."),
    "deviation_not_proposed": mark(
        "Nobody has proposed to close {deviation}, or something was written since. Whoever investigated proposes it"
        " first."
    ),
    "deviation_incomplete": mark("“{section}” of {deviation} is not written yet. It comes before closing is proposed."),
    "deviation_nothing_new": mark("{deviation} says this already. Change something, or leave it as it is."),
    "deviation_method": mark("“{method}” is no way of finding a cause that is known here. Choose one of the list."),
    "deviation_format": mark("A deviation is not written as “{form}”. Choose one of {known}."),
    "deviation_file": mark("This file cannot be attached to {deviation}. Attach one that the station keeps."),
    "deviation_file_twice": mark("“{name}” is attached already."),
    "deviation_too_many": mark("{count} batches are more than the {most} that one deviation names. Open another one."),
    "deviation_batch_both": mark("Batch {batch} cannot be affected and not affected. Choose one of the two."),
    "deviation_batch_not_judged": mark(
        "Batch {batch} shares a lot or equipment and was not judged; {count} are left. Say of each whether it is"
        " affected."
    ),
    "exception_covered": mark(
        "{exception} of {batch} belongs to deviation {deviation} already. Write there, or take another exception."
    ),
    "own_deviation": mark(
        "{person} opened, investigated or proposed {deviation}, or raised one of its exceptions. Another person of"
        " quality closes it."
    ),
}
