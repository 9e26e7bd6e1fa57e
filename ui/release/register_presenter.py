"""The register of releases without its looks: every decision, void ones too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ebr.domain.refusal import Refusal
from ebr.station.questions.releases import Register, RegisterRow
from ebr.wording import moment_words, role_word
from ebr.wording.releases import decision_word
from ebr.words import tr
from ui.desk import Answer, Desk
from ui.pages.visit import Visit

NAME = "register-of-releases"


class RegisterPresenter:
    """RegisterPresenter(desk, person). Callback: on_rows(rows)."""

    def __init__(self, desk: Desk, person: str) -> None:
        self.desk, self.person = Visit(desk), person
        self.on_rows: Callable[[tuple[RegisterRow, ...]], None] = lambda _rows: None
        self.desk.on_changed(self._changed)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def _changed(self, roots: frozenset[str]) -> None:
        if any(root.startswith("batch/") for root in roots):
            self.refresh()

    def refresh(self) -> None:
        """Ask anew."""
        self.desk.ask(Register(), self._got)

    def _got(self, rows: tuple[RegisterRow, ...]) -> None:
        self.on_rows(rows)

    def write(self, folder: Path, form: str, then: Callable[[Answer | Refusal], None]) -> None:
        """Write the register as "pdf" or "csv" into a folder."""
        self.desk.call("print_register", then, folder / f"{NAME}.{form}", self.person)


def cells_of(row: RegisterRow) -> tuple[str, ...]:
    """Return a decision as the cells of a line."""
    return (moment_words(row.at), row.batch, row.product, decision_word(row.decision), by_words(row), remark_words(row))


def by_words(row: RegisterRow) -> str:
    """Return who signed."""
    return tr("{name}, {role}", name=row.name, role=role_word(row.role))


def remark_words(row: RegisterRow) -> str:
    """Return what else there is to say about a decision."""
    parts = [row.comment]
    if row.void:
        parts.insert(0, tr("void: the record was changed since"))
    if row.sponsor == "waits":
        parts.insert(0, tr("waits for the sponsor"))
    return "; ".join(part for part in parts if part)


def tone_of(row: RegisterRow) -> tuple[str, str]:
    """Return the tone and the icon of a decision."""
    if row.void:
        return "quiet", "ban"
    return {
        "certified": ("", "circle-check"),
        "sponsor_released": ("", "circle-check"),
        "conditional": ("warn", "hourglass"),
        "supplied": ("warn", "alert-triangle"),
        "rejected": ("crit", "circle-x"),
    }.get(row.decision, ("", ""))
