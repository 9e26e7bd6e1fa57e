"""Qualification from a station: what its folder, key and database are, and the sealed report of it all.

The report is sealed with the certificate of the station that prints it, and is an entry first, as every paper.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ebr.domain.station.state import signing_trouble
from ebr.reports.qualification import Check, Qualification, Ran, Requirement, qualification_paper
from ebr.station.answered import Answer
from ebr.station.sealed_papers import printed_now, write_sealed
from ebr.storage import key_store
from ebr.storage.folder import BALLAST, BALLAST_BYTES
from ebr.wording import refusal_words
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.inside import Inside

__all__ = ["Check", "Qualification", "Ran", "Requirement", "copied", "print_qualification", "station_checks"]


def print_qualification(
    station: Inside, found: Qualification, target: Path, by: str = "", command_id: str = ""
) -> Answer:
    """Note the print in the record, then write the sealed report; the answer names the file. Raises `Refusal`."""
    from ebr.reports.pdf.recall import draw_recall

    printed = printed_now(station, by)
    paper = qualification_paper(found, printed)
    return write_sealed(
        station, "qualification report", lambda: draw_recall(paper), printed, target, by, command_id, len(found.tests)
    )


def station_checks(station: Inside) -> Iterator[Check]:
    """Yield what is checked of an open station: its key, its clock, its database as it is in force now."""
    chapter = tr("Station {station}", station=station.store.genesis.station)
    store = station.store
    safe = store.key_store != "demonstration" or store.genesis.profile != "production"
    kept_in = tr(key_store.WORDS[store.key_store])
    words = tr("{store}; profile of the record: {profile}", store=kept_in, profile=store.genesis.profile)
    yield Check(chapter, tr("Protection of the station's key"), words, "pass" if safe else "fail")
    trouble = signing_trouble(station.station_state())
    clock = refusal_words(trouble) if trouble is not None else tr("signatures are allowed by it")
    yield Check(chapter, tr("Clock of the station"), clock, "pass" if trouble is None else "fail")
    for name, value, good in store.settings_in_force():
        yield Check(chapter, tr("Database setting {name}", name=name), value, "pass" if good else "fail")
    free = shutil.disk_usage(station.folder).free
    words = tr("{megabytes} MiB free", megabytes=free // 2**20)
    yield Check(chapter, tr("Room on the disk of the record"), words, "pass" if free > 2**28 else "fail")
    kept = (station.folder / BALLAST).is_file()
    yield Check(
        chapter,
        tr("Reserve for a full disk"),
        tr("ballast file is there") if kept else tr("ballast file is missing: the disk was full once"),
        "pass" if kept else "fail",
    )


def copied(source: Path, target: Path) -> Path:
    """Copy a closed station's folder for a test; the ballast becomes a file of holes, so that a copy costs nothing."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(BALLAST))
    with (target / BALLAST).open("wb") as file:
        file.truncate(BALLAST_BYTES)
    return target
