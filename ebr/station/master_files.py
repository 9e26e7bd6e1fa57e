"""A version of a master batch record as a file for other programs: our text form, or a BatchML V7 recipe.

Noted in the record before the file leaves, and written whole, as papers are (features.md, small thing 16). It carries
no seal: whoever takes it in reads, checks and approves it anew.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ebr.domain.mbr.write import write as text_of
from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import NoteExport
from ebr.exchange.batchml.writing import write_recipe
from ebr.station.answered import Answer
from ebr.station.looking import look
from ebr.station.master_papers import document_of
from ebr.station.reporting import write

if TYPE_CHECKING:
    from ebr.station.inside import Inside

ENDINGS: Final = {"text": ".yaml", "batchml": ".xml"}
"""Forms of a file, and how its name ends."""


def save_master(
    station: Inside, mbr: str, version: str, target: Path, by: str, form: str, command_id: str = ""
) -> Answer:
    """Note the export in the record, then write the file; the answer names it.

    Refusals: `mbr_unknown`, `file_exists`, `report_not_written`; those of `write_recipe` for BatchML.
    """
    with look(station.folder) as here:
        document = document_of(here, mbr, version)
    data = write_recipe(document) if form == "batchml" else text_of(document).encode()
    if target.exists():
        raise Refusal("file_exists", file=str(target))
    what = f"master batch record {mbr} version {version} as {form}"
    answer = station.do(NoteExport(what, str(target), 0), by=by, command_id=command_id)
    if not answer.ok:
        return answer
    try:
        write(target, data)
    except OSError as wrong:
        raise Refusal("report_not_written", file=str(target), why=wrong.strerror or "") from wrong
    return replace(answer, answer={**answer.answer, "file": str(target)})
