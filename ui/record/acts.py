"""What is asked before somebody signs an act on a whole batch: data, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ebr.words import mark


@dataclass(frozen=True, slots=True)
class Reason:
    """The question before the signature sheet; `needed`: it cannot stay empty."""

    title: str
    label: str
    words: str
    needed: bool = True


QUESTIONS: Final[Mapping[str, Reason]] = {
    "decide": Reason(
        mark("Decide about the batch"),
        mark("Comment; needed for a rejection"),
        mark("A certified batch may leave. Release with results pending stays open until they are here."),
        needed=False,
    ),
    "lift": Reason(mark("Lift the hold"), mark("Reason"), mark("Work on the batch may go on after your signature.")),
    "abort": Reason(
        mark("End production early"),
        mark("Reason"),
        mark("Nothing more is made in this batch. It can still be reviewed and rejected."),
    ),
}
DECISIONS: Final[Mapping[str, str]] = {
    "certified": mark("Certify"),
    "conditional": mark("Release, results pending"),
    "rejected": mark("Reject"),
}
