"""What a batch is told of deviations (21 CFR 211.192): so its own record says which deviation covers an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeviationNamed:
    """A deviation names this batch, with the title and class that it had then; `exceptions` are those it covers.

    `rule` names the rule that opened it, "" for a person; the title is then the label of the entry it is about.
    Written again when a deviation that was closed is opened again: the review that saw it closed is void.
    """

    batch: str
    deviation: str
    title: str
    severity: str
    exceptions: tuple[str, ...]
    rule: str = ""


EVENTS: Mapping[str, type] = {"batch.deviation-named/1": DeviationNamed}
