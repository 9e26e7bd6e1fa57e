"""For the pictures of `ebr screenshots`: a version to compare, a draft in the editor, a step of it in the library."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from ebr.cli.demonstration import password
from ebr.domain.block.commands import ApproveBlock
from ebr.domain.draft.commands import SaveDraft
from ebr.domain.master.commands import BeginDraft
from ebr.domain.mbr.document import from_json
from ebr.domain.mbr.editing import Editing, SetField
from ebr.paths import resources
from ebr.station.door import Station, adding, adding_block
from ebr.station.questions import Blocks, DraftDocument, People, Preview

NEWER: Final = "handrub_f1"
EDITED: Final = "car_t_autologous"
EDITED_ENTRY: Final = "serum_share"
BLOCK: Final = "count_cells"
BLOCK_STEP: Final = "receipt_count"


def newer(station: Station) -> None:
    """Have an author add a second version of the hand rub, so that there is something to compare."""
    text = (resources() / "mbr" / f"{NEWER}.yaml").read_text(encoding="utf-8")
    for was, now in (('version: "1"', 'version: "2"'), ('"24 months"', '"36 months"'), ('high: "1"', 'high: "2"')):
        text = text.replace(was, now, 1)
    author = next(row.person for row in station.ask(People(active_only=True)) if "author" in row.roles)
    station.sign_in(author, password())
    station.do(adding(text), by=author)
    station.sign_out("log-out")


def drafted(station: Station) -> str:
    """Have an author begin a draft with one limit changed and one name misspelt; returns the author."""
    author = str(next(row.person for row in station.ask(People(active_only=True)) if "author" in row.roles))
    station.sign_in(author, password())
    station.do(BeginDraft(EDITED, "2", base="1"), by=author)
    answer = station.ask(DraftDocument(EDITED, "2"))
    editing = Editing(from_json(json.loads(answer.document), unfinished=True))
    editing.apply(SetField(EDITED_ENTRY, "limits.high", "serum.target * 1.1"))
    station.do(SaveDraft(EDITED, "2", answer.seen, dict(editing.changed_blocks())), by=author)
    station.sign_out("log-out")
    return author


def blocks(station: Station) -> None:
    """Have a step of the draft in the library: version 1 used in the draft, 2 approved, 3 waiting."""
    rows = station.ask(People(active_only=True))
    author, quality = (next(row.person for row in rows if role in row.roles) for role in ("author", "quality"))
    answer = station.ask(DraftDocument(EDITED, "2"))
    editing = Editing(from_json(json.loads(answer.document), unfinished=True))
    step = next(phase for _, _, phase in editing.document.phases() if phase.id == BLOCK_STEP)
    editing.apply(SetField(step.id, "block", f"{BLOCK}@1"))
    station.sign_in(author, password())
    station.do(adding_block(BLOCK, "1", step), by=author)
    station.do(SaveDraft(EDITED, "2", answer.seen, dict(editing.changed_blocks())), by=author)
    for version, title in (
        ("1", ""),
        ("2", "Count and measure the cells, twice"),
        ("3", "Count the cells three times"),
    ):
        if title:
            station.sign_in(author, password())
            station.do(adding_block(BLOCK, version, replace(step, title=title)), by=author)
        if version != "3":
            station.sign_in(quality, password())
            made = next(row for row in station.ask(Blocks()) if row.version == version)
            command = ApproveBlock(BLOCK, version, made.hash)
            seen = station.ask(Preview(command, quality)).seen
            station.do(command, by=quality, secret=password(), seen=seen)
    station.sign_out("log-out")
