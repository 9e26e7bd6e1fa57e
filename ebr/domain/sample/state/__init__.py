"""What is true of a sample: where it is, what is expected of it, what was found."""

from __future__ import annotations

from ebr.domain.sample.state.apply import apply, start
from ebr.domain.sample.state.model import (
    Exposure,
    Incubation,
    Mark,
    OfRoom,
    Order,
    Result,
    SampleState,
    Status,
    slot_id,
)
from ebr.domain.sample.state.use import (
    days_after,
    due_day,
    invalid_standing,
    may_replace,
    overdue,
    retest_that_says,
    sample_in,
    stages,
    trouble_of_release,
    untestable,
)

__all__ = [
    "Exposure",
    "Incubation",
    "Mark",
    "OfRoom",
    "Order",
    "Result",
    "SampleState",
    "Status",
    "apply",
    "days_after",
    "due_day",
    "invalid_standing",
    "may_replace",
    "overdue",
    "retest_that_says",
    "sample_in",
    "slot_id",
    "stages",
    "start",
    "trouble_of_release",
    "untestable",
]
