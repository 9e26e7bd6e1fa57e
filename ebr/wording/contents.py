"""What a master batch record must contain, in words: the points of `ebr.domain.mbr.check.contents`."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.mbr.check.contents import Point
from ebr.words import mark, tr

POINTS: Mapping[str, str] = {
    "product": mark("Name, code, strength and dosage form of the product"),
    "actives": mark("Name and amount of each active ingredient"),
    "components": mark("Every component with name and code"),
    "weights": mark("Weight or measure of every component"),
    "excess": mark("Every calculated excess justified"),
    "theoretical": mark("Theoretical amount where a yield is determined"),
    "yields": mark("Yields with least and greatest percentage"),
    "instructions": mark("Instructions for every step"),
    "sampling": mark("Samples to be taken"),
    "specifications": mark("Results with limits or acceptable answers"),
    "precautions": mark("Precautions and special notes"),
    "size": mark("Batch size and its range"),
    "location": mark("Room of every unit procedure"),
    "equipment": mark("Principal equipment, with where it is used"),
    "methods": mark("Methods for preparing equipment and rooms (procedures named)"),
    "clearance": mark("Check that rooms and equipment are clear"),
    "controls": mark("In-process controls with limits"),
    "times": mark("Time limits"),
    "storage": mark("Conditions of storage"),
    "containers": mark("Containers and closures"),
    "labels": mark("Labels and other printed materials"),
    "packing_clearance": mark("Line clearance before labelling"),
    "reconciliation": mark("Labels reconciled"),
    "shelf_life": mark("Shelf life"),
}


def point_words(point: Point) -> str:
    """Return what a point asks for; its code when it is not known."""
    return tr(POINTS[point.item]) if point.item in POINTS else point.item


def presence_word(point: Point) -> str:
    """Return whether it is there."""
    return tr("present") if point.present else tr("missing")
