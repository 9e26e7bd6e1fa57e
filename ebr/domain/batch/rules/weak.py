"""A weakness of a batch's record, with a name by which quality decides about it and a review says that it saw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weakness:
    """A code with parameters, worded like a refusal; `blocking`: release waits until quality has decided about it."""

    name: str
    code: str
    params: Mapping[str, str]
    blocking: bool = False
