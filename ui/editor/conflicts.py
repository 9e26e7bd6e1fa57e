"""Conflicts: a block that two authors changed on two stations, both texts side by side; an author decides which stands.

Only what differs is listed, by part and field. The side that is not kept stays in the draft's history.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ebr.station.questions import Conflict, ConflictSide
from ebr.words import tr
from ui.ask import closing
from ui.editor.names import FIELDS
from ui.editor.presenter import EditorPresenter
from ui.shown import when_of
from ui.theme import Theme
from ui.widgets.boxes import column, panel, row
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.strip import Strip

if TYPE_CHECKING:
    from ui.session import Session

MOST: Final = 40
"""Lines of one conflict; more would not be read."""


def lines_of(value: Any, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what a block says, one line for each single value, with its way from the top; lists by their ids."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from lines_of(inner, (*where, str(key)))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            name = inner.get("id", "") if isinstance(inner, Mapping) else ""
            yield from lines_of(inner, (*where, name or str(at + 1)))
    else:
        yield where, str(value)


def differing(one: str, other: str) -> tuple[tuple[str, str, str], ...]:
    """Return where two texts of a block differ: the place in words, and what stands on each side ("" for nothing)."""
    first, second = (dict(lines_of(json.loads(text))) if text else {} for text in (one, other))
    ways = dict.fromkeys((*first, *second))
    return tuple(
        (way_words(way), first.get(way, ""), second.get(way, "")) for way in ways if first.get(way) != second.get(way)
    )


def way_words(way: tuple[str, ...]) -> str:
    """Return a way as words: names of fields in the author's language, ids as they are."""
    return " / ".join(
        tr(FIELDS[one]) if one in FIELDS else one for one in way if one not in ("slots", "phases", "operations")
    )


class ConflictContent(QWidget):
    """ConflictContent(theme, place, conflict). Signals: kept(object: entry), cancelled."""

    kept = Signal(object)
    cancelled = Signal(object)

    def __init__(self, theme: Theme, place: str, conflict: Conflict) -> None:
        super().__init__()
        self.theme = theme
        whole = column(theme, self, gap=12)
        whole.addWidget(
            Label(theme, tr("{place} was changed on two stations. Which text stands?", place=place), "instr", wrap=True)
        )
        self._error = Strip(theme, "crit")
        self._error.hide()
        whole.addWidget(self._error)
        line = row(theme, gap=16)
        sides = conflict.sides[:2]
        found = differing(sides[0].text, sides[1].text) if len(sides) > 1 else ()
        self.buttons: list[Button] = []
        for at, side in enumerate(sides):
            line.addWidget(self._side(side, [(way, texts[at]) for way, *texts in found]), 1)
        whole.addLayout(line)

    def _side(self, side: ConflictSide, lines: list[tuple[str, str]]) -> QWidget:
        frame = panel("sunk")
        inside = column(self.theme, frame, (16, 14, 16, 14), 8)
        inside.addWidget(Label(self.theme, side.by_name, "h3", wrap=True))
        words = tr("{station}, {when}", station=side.station, when=when_of(side.at))
        inside.addWidget(Label(self.theme, words, "meta", wrap=True))
        if not side.text:
            inside.addWidget(Label(self.theme, tr("Deleted here"), "metastrong", wrap=True))
        for way, text in lines[:MOST] if side.text else ():
            pair = column(self.theme, gap=0)
            pair.addWidget(Label(self.theme, way, "detail", "ink2", wrap=True))
            pair.addWidget(Label(self.theme, text or tr("Nothing"), "metastrong", "" if text else "ink3", wrap=True))
            inside.addLayout(pair)
        inside.addStretch(1)
        made = Button(
            self.theme, tr("Keep this text"), "large", "check", name=tr("Keep the text of {name}", name=side.by_name)
        )
        made.set_value(side.entry)
        made.acted.connect(self.kept)
        self.buttons.append(made)
        inside.addWidget(made)
        return frame

    def show_error(self, words: str) -> None:
        """Why it could not be decided."""
        self._error.show_message("crit", words)
        self._error.setVisible(bool(words))

    def first_field(self) -> QWidget | None:
        """Nothing is chosen before the author chooses."""
        return None


def show_conflicts(session: Session, presenter: EditorPresenter) -> ConflictContent | None:
    """Ask about the first conflict; the next one follows when it is decided."""
    opened = presenter.opened
    if opened is None or not opened.conflicts:
        return None
    conflict = opened.conflicts[0]
    place = presenter.place_words(conflict.block.removeprefix("phase/"))
    content = ConflictContent(session.theme, place, conflict)
    sheet = Sheet(session.theme, session.host, tr("Conflict with another author"), content, width=1000)
    heard = closing(session, sheet, content.show_error, tr("Decided. The other text stays in the history."))
    content.kept.connect(lambda entry: presenter.resolve(conflict.block, str(entry), heard))
    sheet.cancelled.connect(lambda _value: sheet.close_sheet())
    session.show_sheet(sheet)
    return content
