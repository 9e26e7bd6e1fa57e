"""At and after the decision: the sponsor's release, the five entries of a supply, the certificate of a batch.

sponsor      the sponsor releases a certified batch for the trial, in the words that the act is about
supply       the five entries of a supply out of specification by their names, each with `person`, `text` and
             `reference`; all are of the day on which they are made
certificate  the certificate as a sealed PDF; a file that is there was written whole
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ebr.cli.demonstration.floor import DemoEnd, act_id
from ebr.cli.demonstration.script import Act
from ebr.cli.demonstration.walk import Walk
from ebr.domain.batch import commands as c
from ebr.station.door import Answer

FOLDERS: Final = {"report": "reports", "certificate": "certificates"}
"""Verb -> folder: what lies in reports/ carries its record and verifies by itself, a certificate speaks of one."""


def sponsor(walk: Walk, act: Act) -> None:
    """The sponsor releases the batch for the trial."""
    if not walk.counted("batch.sponsor-released/1", act):
        walk.wait_for(act)
        command = c.SponsorRelease(walk.script.batch, str(act.what))
        walk.sign(command, act.text("by"), walk.about("sponsor", act.before))


def supply(walk: Walk, act: Act) -> None:
    """Make the entries of the supply that are missing, in their order."""
    for name, said in act.what.items():
        about = walk.about("supply", name)
        if not walk.floor.done(about):
            walk.wait_for(act)
            day = walk.floor.now.date().isoformat()
            command = c.NoteSupply(
                walk.script.batch, name, day, said["person"], said["text"], said.get("reference", "")
            )
            walk.sign(command, act.text("by"), about)


def certificate(walk: Walk, act: Act) -> None:
    """Print the certificate."""
    place, by = paper_file(walk, act), act.text("by")
    if not place.exists():
        walk.wait_for(act)
        walk.floor.be_there(by)
        station, command_id = walk.floor.station, act_id(walk.about("certificate", act.what))
        written(walk, station.print_certificate(walk.script.batch, place, by, command_id=command_id))


def paper_file(walk: Walk, act: Act) -> Path:
    """Return where the paper of an act is written: by batch, verb and number."""
    return walk.floor.station.folder / FOLDERS[act.verb] / f"{walk.script.batch}-{act.verb}-{act.what}.pdf"


def written(walk: Walk, answer: Answer) -> None:
    """Go on after a paper, or end the demonstration in the words of what it was refused with."""
    walk.floor.tell()
    if answer.refusal is not None:
        raise DemoEnd(f"{walk.script.batch}: {answer.refusal}")
    walk.last = walk.floor.now
