"""Names of subjects: what an entry is about, and which aggregate folds it.

    site                                   the site: foundation, policy, stations
    station/<name>                         one station: genesis, starts, presences, clocks
    person/<id>                            one person
    master/<mbr id>/<version>              one version of a master batch record
    draft/<mbr id>/<version>               the draft of a version, before it is one
    block/<id>/<version>                   one version of a building block of the library
    material/item/<code>                   a material: its specification, storage, who may supply it
    material/supplier/<id>                 a supplier and what it is qualified for
    material/lot/<lot>                     a lot: receipt, status, results, containers, what was used
    equipment/<id>                         a piece of equipment, a single-use assembly, a room
    training/task/<id>                     a task people are trained for: an SOP and its version in force
    training/person/<id>                   what a person is trained for
    label/<id>/<version>                   one version of a label template
    sample/<number>                        a sample: where it is, what is expected of it, what was found
    deviation/<number>                     a deviation: what departed, its cause, what it touches, its closing
    batch/<id>                             a batch: header, holds, decisions, comments, reports
    batch/<id>/unit/<unit procedure id>    what is recorded in one unit procedure
    batch/<id>/exception/<n>               one exception

The *root* of a subject is what is folded as a whole: the batch's own subject for everything under it. Entries of
different subjects of one root merge by themselves; each subject alone is a graph with heads of its own
(architecture.md, "Folding what came apart").
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

PARTS_OF_ROOT = {
    "site": 1,
    "station": 2,
    "person": 2,
    "master": 3,
    "draft": 3,
    "block": 3,
    "material": 3,
    "equipment": 2,
    "training": 3,
    "label": 3,
    "sample": 2,
    "deviation": 2,
    "batch": 2,
}

_PLAIN = " :;,+=()@"
"""What stands in a subject as it is, besides letters, digits and "_.-~"; a slash would part it."""


@lru_cache(maxsize=4096)
def root_of(subject: str) -> str:
    """Return the root of a subject; an unknown kind of subject is its own root."""
    parts = subject.split("/")
    return "/".join(parts[: PARTS_OF_ROOT.get(parts[0], len(parts))])


def kind_of(subject: str) -> str:
    """Return the aggregate's name: the first part."""
    return subject.partition("/")[0]


def station(name: str) -> str:
    """Return the subject of a station."""
    return f"station/{name}"


def person(person_id: str) -> str:
    """Return the subject of a person."""
    return f"person/{person_id}"


def master(mbr: str, version: str) -> str:
    """Return the subject of a version of an MBR."""
    return f"master/{mbr}/{version}"


def draft(mbr: str, version: str) -> str:
    """Return the subject of the draft of a version of an MBR."""
    return f"draft/{mbr}/{version}"


def block(block_id: str, version: str) -> str:
    """Return the subject of a version of a building block."""
    return f"block/{block_id}/{version}"


def item(code: str) -> str:
    """Return the subject of a material, by its code; what a code may hold is quoted where a subject may not hold it."""
    return f"material/item/{quote(code, safe=_PLAIN)}"


def supplier(supplier_id: str) -> str:
    """Return the subject of a supplier."""
    return f"material/supplier/{quote(supplier_id, safe=_PLAIN)}"


def lot(number: str) -> str:
    """Return the subject of a lot, by the number that this site gave it."""
    return f"material/lot/{quote(number, safe=_PLAIN)}"


def equipment(equipment_id: str) -> str:
    """Return the subject of a piece of equipment, by the code on its label."""
    return f"equipment/{quote(equipment_id, safe=_PLAIN)}"


def task(task_id: str) -> str:
    """Return the subject of a task people are trained for, by the number of its SOP."""
    return f"training/task/{quote(task_id, safe=_PLAIN)}"


def training(person_id: str) -> str:
    """Return the subject of what a person is trained for."""
    return f"training/person/{person_id}"


def label(template: str, version: str) -> str:
    """Return the subject of a version of a label template."""
    return f"label/{template}/{version}"


def sample(number: str) -> str:
    """Return the subject of a sample, by the number on its label."""
    return f"sample/{quote(number, safe=_PLAIN)}"


def deviation(number: str) -> str:
    """Return the subject of a deviation, by its number."""
    return f"deviation/{quote(number, safe=_PLAIN)}"


def batch(batch_id: str) -> str:
    """Return the subject of a batch's header."""
    return f"batch/{batch_id}"


def unit(batch_id: str, unit_procedure: str) -> str:
    """Return the subject of a unit procedure of a batch."""
    return f"batch/{batch_id}/unit/{unit_procedure}"


def exception(batch_id: str, number: str) -> str:
    """Return the subject of one exception of a batch."""
    return f"batch/{batch_id}/exception/{number}"
