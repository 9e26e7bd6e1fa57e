"""Names of subjects: what an entry is about, and which aggregate folds it.

    site                                   the site: foundation, policy, stations
    station/<name>                         one station: genesis, starts, presences, clocks
    person/<id>                            one person
    master/<mbr id>/<version>              one version of a master batch record
    draft/<mbr id>/<version>               the draft of a version, before it is one
    block/<id>/<version>                   one version of a building block of the library
    batch/<id>                             a batch: header, holds, decisions, comments, reports
    batch/<id>/unit/<unit procedure id>    what is recorded in one unit procedure
    batch/<id>/exception/<n>               one exception

The *root* of a subject is what is folded as a whole: the batch's own subject for everything under it. Entries of
different subjects of one root merge by themselves; each subject alone is a graph with heads of its own
(architecture.md, "Folding what came apart").
"""

from __future__ import annotations

from functools import lru_cache

PARTS_OF_ROOT = {"site": 1, "station": 2, "person": 2, "master": 3, "draft": 3, "block": 3, "batch": 2}


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


def batch(batch_id: str) -> str:
    """Return the subject of a batch's header."""
    return f"batch/{batch_id}"


def unit(batch_id: str, unit_procedure: str) -> str:
    """Return the subject of a unit procedure of a batch."""
    return f"batch/{batch_id}/unit/{unit_procedure}"


def exception(batch_id: str, number: str) -> str:
    """Return the subject of one exception of a batch."""
    return f"batch/{batch_id}/exception/{number}"
