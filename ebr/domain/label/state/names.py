"""What a label can say of its batch, lot and container: names of placeholders with the longest contents foreseen.

A template is measured with these before anybody approves it, so that a batch with a long name does not find out at
the line. What one batch really says is measured again when it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")

OF_BATCH: Final[Mapping[str, str]] = {
    "batch": "MET-2026-0001",
    "product": "Metformin hydrochloride extended-release tablets USP",
    "product_code": "FP-MET-1000",
    "strength": "1000 mg",
    "form": "Extended-release tablet",
    "storage": "20 to 25 degC, tightly closed",
    "mbr": "metformin_er_1000",
    "mbr_version": "1",
    "size": "100000 tablet",
    "site": "Example Works",
}
"""Filled in from the header of the batch."""
OF_MATERIAL: Final[Mapping[str, str]] = {
    "item": "Carmellose sodium, viscosity 1500 mPa s",
    "item_code": "RM-1001",
    "lot": "RM-1001-2026-017",
    "container": "RM-1001-2026-017/12",
    "net": "100.600 kg",
    "gross": "102.150 kg",
    "tare": "1.550 kg",
    "potency": "99.85 %",
    "weighed_by": "Wilhelmina Featherstonehaugh",
    "checked_by": "Wilhelmina Featherstonehaugh",
    "weighed_at": "2026-11-22 14:03 +01:00",
}
"""Filled in from what was weighed or taken (21 CFR 211.101(b), (c))."""
OF_LABEL: Final[Mapping[str, str]] = {
    "serial": "000123",
    "gtin": "09506000134352",
    "made": "2026-11-22",
    "expiry": "2028-11-30",
    "printed": "2026-11-22",
}
"""Given or counted when it is printed; dates as ISO."""
KNOWN: Final[Mapping[str, str]] = {**OF_BATCH, **OF_MATERIAL, **OF_LABEL}


def names_in(text: str) -> tuple[str, ...]:
    """Return the placeholders of a text, each once, in order."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(text)))


def filled(text: str, contents: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in; KeyError names one that has no contents."""
    return PLACEHOLDER.sub(lambda found: contents[found[1]], text)
