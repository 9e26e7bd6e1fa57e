"""Amending a running batch: the editor on the instructions in force, and one button to what quality signs.

Steps begun, the first page and the lines of the tables stand, and say why. Leaving with unsigned changes asks first; a
lock keeps them.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer

from ebr.words import tr
from ui.amend.presenter import AmendPresenter
from ui.amend.signing import ask_amend
from ui.desk import Desk
from ui.editor.bar import EditorBar
from ui.editor.presenter import EditorPresenter
from ui.editor.view import View as EditorView

NOT_HERE = ("notes", "rehearse", "conflicts", "compare", "proposals")
"""What the bar of the editor has for drafts only."""


class View(EditorView):
    """View(desk, session); show_params(batch, show="")."""

    presenter: AmendPresenter

    def made_presenter(self, desk: Desk) -> EditorPresenter:
        """Return who works on the instructions of the batch."""
        return AmendPresenter(desk, self.session.person, self.session.roles, self.session.drafts)

    def made_bar(self) -> EditorBar:
        """Return the line above the page; its main button leads to the signature."""
        return EditorBar(self.theme, submit=tr("Amend the batch"), without=NOT_HERE)

    def _later(self) -> None:
        """Nothing is saved on the way."""

    def show_params(self, batch: str = "", show: str = "", **_more: str) -> None:  # type: ignore[override]
        """Open the instructions in force of a batch."""
        if batch:
            self.presenter.open_batch(batch, show)
        else:
            QTimer.singleShot(0, self, lambda: self.session.navigate("batches"))

    def help_key(self) -> str:
        """Chapter of the help."""
        return "amend"

    def unsaved(self) -> str:
        """Say what leaving would lose, "" for nothing."""
        if not self.presenter.blocks():
            return ""
        return tr("The changes to batch {batch} are not signed. Leaving drops them.", batch=self.presenter.batch)

    def drop(self) -> None:
        """The person leaves and does not want what was written."""
        self.presenter.drop()

    def _bar_act(self, key: str) -> None:
        if key == "submit":
            ask_amend(self.session, self.presenter, self._amended)
        else:
            super()._bar_act(key)

    def _amended(self) -> None:
        self.session.navigate("record", batch=self.presenter.batch, tab="exceptions")
