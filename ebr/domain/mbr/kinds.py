"""Which fields each kind of entry to make needs and may use.

A field a kind cannot use is refused, because an author who wrote it expects something to come of it. `ALWAYS` may stand
in any slot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ALWAYS = ("id", "kind", "label", "help", "note", "critical", "optional", "second", "when")
NUMBERS = ("unit", "decimals", "limits")


@dataclass(frozen=True, slots=True)
class Kind:
    """Fields of a slot besides `ALWAYS`: those that must be filled, and those that may be."""

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()

    def allows(self, field: str) -> bool:
        """Tell whether a slot of this kind may fill a field."""
        return field in ALWAYS or field in self.needs or field in self.may


KIND: Mapping[str, Kind] = {
    "instruction": Kind(),
    "number": Kind(may=(*NUMBERS, "replicates", "statistics", "device")),
    "choice": Kind(needs=("options",)),
    "check": Kind(may=("of", "leaves")),
    "text": Kind(may=("longest",)),
    "datetime": Kind(),
    "duration": Kind(needs=("unit",), may=("decimals", "limits")),
    "scan": Kind(needs=("of",)),
    "photo": Kind(),
    "file": Kind(),
    "table": Kind(needs=("rows",), may=(*NUMBERS, "most", "statistics", "device")),
    "calculation": Kind(needs=("formula",), may=(*NUMBERS, "rounding")),
    "timer": Kind(needs=("unit",), may=("limits", "starts", "stops", "declared")),
    "material": Kind(needs=("of",), may=("limits", "device")),
    "qs": Kind(needs=("of",), may=("limits", "device")),
    "equipment": Kind(needs=("of",)),
    "identity": Kind(),
    "clearance": Kind(needs=("items",), may=("of", "leaves")),
    "sample": Kind(needs=("quantity", "unit")),
    "result": Kind(needs=("of",), may=(*NUMBERS, "options", "replicates", "statistics", "after_release")),
    "labels": Kind(needs=("of",), may=("limits",)),
    "yield": Kind(needs=("formula", "theoretical", "unit"), may=("decimals", "limits", "rounding")),
    "environment": Kind(needs=("items",), may=("device",)),
    "handover": Kind(needs=("of",)),
    "signature": Kind(needs=("meaning", "role"), may=("covers",)),
}
"""The table. A test holds it equal to `model.KINDS`."""

NUMERIC = frozenset({"number", "duration", "calculation", "yield", "result"})
"""Kinds whose value is one number in the slot's unit (a result with options has a choice instead)."""
MATERIALS = frozenset({"material", "qs"})
EVIDENCE_OF_PEOPLE = frozenset({"verified", "witnessed"})
"""What a second person may do (floor-rules 5)."""
