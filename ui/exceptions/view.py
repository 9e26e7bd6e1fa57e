"""Exceptions of all batches, open ones first (floor-rules 10, 11; review by exception)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ebr.words import tr
from ui.desk import Desk
from ui.exceptions.board import Board
from ui.pages.page import Page
from ui.session import Session


class View(Page):
    """View(desk, session). Parameters: batch (only its exceptions), number (to show one)."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Exceptions"))
        self.desk, self.session = desk, session
        self.board: Board | None = None
        self._batch = ""

    def show_params(self, batch: str = "", number: str = "") -> None:
        """Shows the exceptions of a batch, or of all."""
        if self.board is None or batch != self._batch:
            self._batch = batch
            self._replace(Board(self.desk, self.session, batch, self._said))
        if number and self.board is not None:
            self.board.choose(batch, number)
        if self.board is not None:
            self.board.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _replace(self, board: Board) -> None:
        before, self.board = self.board, board
        if before is not None:
            before.close_board()
            self.inside.removeWidget(before)
            before.hide()
            before.deleteLater()
        self.inside.addWidget(board, 1)

    def _said(self, text: str) -> None:
        title = tr("Exceptions of {batch}", batch=self._batch) if self._batch else tr("Exceptions")
        self.set_title(title, text or tr("None open"), "warn" if text else "")

    def title(self) -> str:
        """The header's title."""
        return tr("Exceptions")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "exceptions"

    def first_field(self) -> QWidget | None:
        """The list."""
        return self.board.table.view if self.board is not None else None

    def leave(self) -> None:
        """Stops hearing."""
        if self.board is not None:
            self.board.close_board()
