"""The palette (Ctrl+K): every screen and every batch a few letters away.

Also the menu of the queue for those who work by touch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from ebr.station.questions import Batches, BatchRow
from ebr.words import mark, tr
from ui.pages.visit import Visit
from ui.widgets.boxes import clear, column
from ui.widgets.button import Button
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.session import Session

MOST: Final = 9
FLOOR: Final = ("operator", "supervisor", "laboratory", "quality", "qualified_person")


@dataclass(frozen=True, slots=True)
class Place:
    """A screen one may go to: its name, words, icon, and the roles it is offered to (all when empty)."""

    name: str
    words: str
    icon: str
    roles: tuple[str, ...] = ()


PLACES: Final = (
    Place("queue", mark("Your work"), "list-check"),
    Place("verify", mark("Steps to verify"), "eye-check", FLOOR),
    Place("exceptions", mark("Exceptions"), "alert-triangle", FLOOR),
    Place("deviations", mark("Deviations"), "flag", (*FLOOR, "inspector")),
    Place("release", mark("Release"), "circle-check", ("quality", "qualified_person", "sponsor")),
    Place("releases", mark("Register of releases"), "table", ("supervisor", "quality", "qualified_person", "sponsor")),
    Place("reviews", mark("Review batches"), "clipboard-check", ("quality", "qualified_person")),
    Place("questions", mark("Questions from review"), "message", FLOOR),
    Place("batches", mark("All batches"), "stack-2"),
    Place("trends", mark("Product review"), "chart-line", ("supervisor", "laboratory", "quality", "qualified_person")),
    Place("genealogy", mark("Genealogy"), "binary-tree", ("supervisor", "quality", "qualified_person")),
    Place("issue", mark("Issue a batch"), "plus", ("supervisor",)),
    Place("masters", mark("Master batch records"), "file-certificate"),
    Place("blocks", mark("Building blocks"), "package"),
    Place("labels", mark("Label templates"), "tag"),
    Place("lots", mark("Lots"), "box", ("operator", "supervisor", "laboratory", "quality", "qualified_person")),
    Place(
        "samples", mark("Samples"), "test-pipe", ("operator", "supervisor", "laboratory", "quality", "qualified_person")
    ),
    Place("items", mark("Materials"), "bottle", ("supervisor", "laboratory", "quality")),
    Place("suppliers", mark("Suppliers"), "truck", ("supervisor", "quality")),
    Place("compare", mark("Compare versions"), "git-compare"),
    Place("equipment", mark("Equipment and rooms"), "tool"),
    Place("people", mark("People"), "users"),
    Place("training", mark("Training"), "certificate"),
    Place("my_training", mark("My training"), "clipboard-check"),
    Place("training_tasks", mark("Procedures"), "file-text"),
    Place("policy", mark("Policy of the site"), "adjustments"),
    Place("audit", mark("Audit trail"), "history"),
    Place("status", mark("Status of this station"), "server"),
    Place("stations", mark("Stations of the site"), "building-factory-2"),
    Place("bundles", mark("Bundles"), "package", ("operator", "supervisor", "quality", "administrator")),
    Place("appearance", mark("Appearance of this station"), "contrast"),
    Place("scanner", mark("Check a scanner"), "scan"),
    Place("help", mark("Help"), "help-circle"),
    Place("sign-out", mark("Sign out"), "logout"),
)


class PaletteContent(QWidget):
    """PaletteContent(session, chosen): a field, and what matches. `chosen(name, params)`."""

    def __init__(
        self, session: Session, places: Sequence[Place], chosen: Callable[[str, dict[str, str]], None]
    ) -> None:
        super().__init__()
        self._session, self._places, self._chosen = session, places, chosen
        self.desk = Visit(session.desk)
        self._batches: tuple[BatchRow, ...] = ()
        theme = session.theme
        whole = column(theme, self, gap=10)
        self._field = Field(theme, tr("Go to"), hint=tr("Screen, batch number or identifier"))
        self._field.changed.connect(self._search)
        self._field.entered.connect(self._first)
        whole.addWidget(self._field)
        self._rows = column(theme, gap=6)
        whole.addLayout(self._rows)
        whole.addStretch(1)
        self._show()

    def _search(self, text: object) -> None:
        wanted = str(text).strip()
        self._batches = ()
        self._show()
        if wanted:
            self.desk.ask(Batches(wanted), lambda rows: self._got(wanted, rows))

    def _got(self, text: str, rows: tuple[BatchRow, ...]) -> None:
        if text == self._field.text().strip():
            self._batches = rows
            self._show()

    def _found(self) -> list[tuple[str, str, str, str, dict[str, str]]]:
        text = self._field.text().strip().casefold()
        places: list[tuple[str, str, str, str, dict[str, str]]] = [
            (tr(place.words), "", place.icon, place.name, {})
            for place in self._places
            if text in tr(place.words).casefold()
        ]
        batches = [(row.batch, row.product, "flask", "execution", {"batch": row.batch}) for row in self._batches]
        return [*batches[:4], *places] if text else places

    def _show(self) -> None:
        clear(self._rows)
        found = self._found()
        for words, detail, icon, name, params in found[: MOST if self._field.text() else len(found)]:
            made = Button(self._session.theme, words, "tile", icon, detail=detail)
            made.set_value((name, params))
            made.acted.connect(lambda target: self._chosen(*target))
            self._rows.addWidget(made)
        if not found:
            self._rows.addWidget(Label(self._session.theme, tr("Nothing matches"), "meta"))

    def _first(self, _text: object) -> None:
        found = self._found()
        if found:
            self._chosen(found[0][3], found[0][4])

    def first_field(self) -> Field:
        """Where one types."""
        return self._field


def open_palette(session: Session, places: Sequence[Place], go: Callable[[str, dict[str, str]], None]) -> None:
    """Show the palette as a sheet."""

    def chosen(name: str, params: dict[str, str]) -> None:
        sheet.close_sheet()
        go(name, params)

    able = [place for place in places if not place.roles or session.may(*place.roles)]
    content = PaletteContent(session, able, chosen)
    content._field.focused.connect(session.letters)  # noqa: SLF001 - same module
    sheet = Sheet(session.theme, session.host, tr("Go to"), content, width=620)
    sheet.cancelled.connect(lambda _value: sheet.close_sheet())
    sheet.closed.connect(lambda _value: content.desk.close())
    session.show_sheet(sheet)
