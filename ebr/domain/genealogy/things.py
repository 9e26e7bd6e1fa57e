"""What stands in a genealogy, and what joins two of them.

    batch        a batch of the record
    part         what a batch made in rounds named at run time: a bag, a carton, a sub-lot; `part` is its name
    lot          a lot of a material; with `part`, one container of it
    sample       a sample taken from a batch
    labels       the labels of one kind that were issued to a batch; `part` is their name
    supplier     who delivered a lot
    equipment    a piece of equipment        room         a room, as the record names it
    identifier   what ties a batch to its patient or donor (pseudonyms only)
    code         anything else that was scanned: the donation number on a bag

A lot whose number is that of a batch is that batch: an intermediate. A container of it is the batch's part of that
name, where it made one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

KINDS: Final = ("batch", "part", "lot", "sample", "labels", "equipment", "room", "identifier", "code", "supplier")
SEPARATORS: Final = ("/", "#", " ")
"""What stands between a lot and its container where both are written in one."""


class Thing(NamedTuple):
    """One of them: its kind, its number, and within that number a container, a bag or the name of a label."""

    kind: str
    name: str
    part: str = ""


class Link(NamedTuple):
    """`source` went into `target`, or was there when it was made.

    `role`: "used", and what takes away from it, "returned" and "spilled"; "equipment", "room", "identifier", "code";
    "origin" of a lot that is the patient's own; "made", "sampled", "labelled"; "delivered", "split" and
    "joined" of lots.
    `container` is where a lot was drawn from. `quantity` is decimal text or "". `label` and `code` are the words and
    the code of the material, the equipment or the entry, as the record has them. `place` is the address of the entry,
    `at` and `by` say when and by whom it stands.
    """

    source: Thing
    target: Thing
    role: str
    container: str = ""
    quantity: str = ""
    unit: str = ""
    label: str = ""
    code: str = ""
    place: str = ""
    at: str = ""
    by: str = ""


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a typed or scanned text may mean: a number alone, then a number with a container or bag behind it.

    "MED-2610/2" is container 2 of MED-2610; "CT-2026-007 A" is bag A of that batch.
    """
    yield text, ""
    for separator in SEPARATORS:
        name, found, part = text.rpartition(separator)
        if found and name.strip() and part.strip():
            yield name.strip(), part.strip()
