"""Sheets for what comes back or is lost: a row that takes away from what was used (floor-rules 13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Protocol

from ebr.domain.batch.commands import RecordValue
from ebr.station.questions import EntryAnswer, ValueRow
from ebr.words import tr
from ui.ask import AskContent, AskField, Question, ask, closing
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.desk import Answer
    from ui.session import Session

AWAY: Final = ("spilled", "returned")
KEPT: Final = ("lot", "container", "potency", "lod", "expiry")
"""What a row that takes away has in common with the one it takes from."""


class Recording(Protocol):
    """What the presenter of the screen lends."""

    batch: str

    def performer(self) -> str:
        """Who performs what the person records as a scribe; "" for the person."""

    def simple(self, command: object, then: Callable[[Answer], None]) -> None:
        """Send a command once."""


def drawn(entry: EntryAnswer) -> tuple[ValueRow, ...]:
    """Return the newest row of each container that was used; nothing comes back from what did."""
    rows = {
        (row.value.get("lot"), row.value.get("container")): row
        for row in entry.rows
        if row.value.get("row") not in AWAY
    }
    return tuple(rows.values())


def ask_back(session: Session, presenter: Recording, entry: EntryAnswer) -> None:
    """Ask which container, then how much and whether it is back or lost."""
    rows = drawn(entry)
    if len(rows) == 1:
        _amount(session, presenter, entry, rows[0])
        return
    tiles = tuple((str(row.item), _named(row)) for row in rows)
    question = Question(
        tr("From which container?"), tr("Continue"), tiles=tiles, tiles_title=entry.label, icon="arrow-right"
    )

    def chosen(parts: Mapping[str, str], _content: AskContent, sheet: Sheet) -> None:
        sheet.close_sheet()
        _amount(session, presenter, entry, next(row for row in rows if str(row.item) == parts["tile"]))

    ask(session, question, chosen)


def _named(row: ValueRow) -> str:
    return tr(
        "Lot {lot}, container {container}", lot=row.value.get("lot", ""), container=row.value.get("container", "")
    )


def _amount(session: Session, presenter: Recording, entry: EntryAnswer, row: ValueRow) -> None:
    unit = entry.unit or entry.spec.get("unit", "")
    question = Question(
        tr("Return or spill"),
        tr("Record"),
        (AskField("net", tr("Amount, {unit}", unit=unit), wants="number"),),
        (("returned", tr("Back into its container")), ("spilled", tr("Spilled, lost"))),
        tr("What happened?"),
        _named(row),
    )

    def confirmed(parts: Mapping[str, str], content: AskContent, sheet: Sheet) -> None:
        value = {name: text for name in KEPT if (text := row.value.get(name, ""))}
        value |= {"net": parts["net"].strip(), "row": parts["tile"]}
        command = RecordValue(presenter.batch, entry.address, value, performed_by=presenter.performer())
        presenter.simple(command, closing(session, sheet, content.show_error, tr("Recorded")))

    ask(session, question, confirmed)
