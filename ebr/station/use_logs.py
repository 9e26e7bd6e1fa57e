"""The use log of a piece of equipment from a station: asked from the record, noted in it, sealed and written whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ebr.station.answered import Answer
from ebr.station.answers.equipment import equipment, use_log
from ebr.station.questions import EquipmentQuestion, UseLog
from ebr.station.sealed_papers import printed_now, write_sealed

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def print_use_log(station: Inside, equipment_id: str, target: Path, by: str, command_id: str = "") -> Answer:
    """Note the print in the record, then write the sealed log; the answer names the file.

    Raises `Refusal` equipment_unknown.
    """
    from ebr.reports.pdf.recall import draw_recall
    from ebr.reports.use_log import LoggedThing, LogLine, use_log_paper

    found = equipment(station, EquipmentQuestion(equipment_id))
    rows = use_log(station, UseLog(equipment_id))
    row = found.row
    thing = LoggedThing(row.equipment, row.name, row.kind, row.place, found.serial, row.lot)
    lines = [LogLine(one.at, one.what, one.product, one.batch, one.by, one.checked_by, one.detail) for one in rows]
    printed = printed_now(station, by)
    paper = use_log_paper(thing, lines, printed)
    what = f"print of the use log of {row.equipment}"
    return write_sealed(station, what, lambda: draw_recall(paper), printed, target, by, command_id, len(lines))
