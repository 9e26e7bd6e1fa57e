"""For the pictures of `ebr screenshots`: a version that its author changed, rehearsed and submitted for review."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from ebr.cli.demonstration import password
from ebr.domain.canonical import Json
from ebr.domain.draft.commands import RehearseDraft, SaveDraft
from ebr.domain.master.commands import BeginDraft, SubmitDraft
from ebr.domain.mbr.document import from_json
from ebr.domain.mbr.editing import AddPart, Editing, SetField
from ebr.domain.mbr.model import Mbr
from ebr.station.door import Station
from ebr.station.questions import DraftDocument, People, Preview
from ebr.station.rehearsing import paper, rehearse

SUBMITTED: Final = "metformin_er_1000"
VERSION: Final = "2"
TIGHTENED: Final = "mill_speed"
CONTROLLED: Final = "mill_active"
"""The entry whose limit is tightened, and the step that gets one entry more."""
CONTROL: Final[Mapping[str, Json]] = {
    "id": "powder_temp",
    "kind": "number",
    "label": "Temperature of the powder",
    "unit": "degC",
    "limits": {"high": "40"},
    "second": "verified",
}
PLAYED: Final = 20


def submitted(station: Station) -> None:
    """Have an author tighten a limit, add a control with a second person, rehearse and sign for review."""
    author = str(next(row.person for row in station.ask(People(active_only=True)) if "author" in row.roles))
    station.sign_in(author, password())
    station.do(BeginDraft(SUBMITTED, VERSION, base="1"), by=author)
    mbr = _changed(station, author)
    station.do(RehearseDraft(SUBMITTED, VERSION, *_rehearsed(station, mbr)), by=author)
    command = SubmitDraft(SUBMITTED, VERSION, "1")
    seen = station.ask(Preview(command, author)).seen
    station.do(command, by=author, secret=password(), seen=seen)
    station.sign_out("log-out")


def _changed(station: Station, author: str) -> Mbr:
    answer = station.ask(DraftDocument(SUBMITTED, VERSION))
    editing = Editing(from_json(json.loads(answer.document), unfinished=True))
    editing.apply(SetField(TIGHTENED, "limits.high", "1700"))
    editing.apply(AddPart(CONTROLLED, 0, "slot", CONTROL))
    station.do(SaveDraft(SUBMITTED, VERSION, answer.seen, dict(editing.changed_blocks())), by=author)
    return editing.document


def _rehearsed(station: Station, mbr: Mbr) -> tuple[str, str, int, dict[str, str], str]:
    found = rehearse(mbr, batches=PLAYED)
    report = station.attach(paper(mbr, found, datetime.now(UTC)), "dry-run.pdf", "application/pdf")
    figures = {kind: f"{part}/{whole}" for kind, (part, whole) in found.figures().items()}
    return found.sha256, str(found.seed), found.batches, figures, report["sha256"]
