"""Which signature the execution screen asks for: of the step, of one entry, of an entry that is a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebr.domain.batch.commands import SignStep
from ebr.words import tr

if TYPE_CHECKING:
    from ui.execution.presenter import ExecutionPresenter
    from ui.session import Session


class Signs:
    """Signs(session, presenter): the sheet, meaning and second person of each; what follows is the presenter's."""

    def __init__(self, session: Session, presenter: ExecutionPresenter) -> None:
        self.session, self.presenter = session, presenter

    def step(self, *, second: bool) -> None:
        """Sign the open step, or have the person sign it that it waits for."""
        step = self.presenter.answer.step if self.presenter.answer is not None else None
        if step is None:
            return
        missing = step.missing_meanings
        waits = "performed" if "performed" in missing else next(iter(missing), "verified")
        meaning = waits if second else step.next_meaning
        title = tr("Sign step {number}", number=step.number)
        self.session.sign(
            SignStep(self.presenter.batch, step.address, meaning, self.presenter.shown_in()),
            self.presenter.signed,
            second=second,
            title=title,
        )

    def second_person(self, key: object) -> None:
        """Have somebody else witness or verify an entry."""
        entry = self.presenter.entry(str(key))
        if entry is not None:
            command = SignStep(self.presenter.batch, entry.address, entry.second, self.presenter.shown_in())
            self.session.sign(command, self.presenter.entry_signed, second=True, title=entry.label)

    def slot(self, key: str) -> None:
        """Make an entry that is a signature; somebody else where the role is not this person's."""
        entry = self.presenter.entry(key)
        if entry is None:
            return
        role = entry.spec.get("role", "")
        meaning = entry.spec.get("meaning", "") or "performed"
        command = SignStep(self.presenter.batch, key, meaning, self.presenter.shown_in())
        self.session.sign(
            command,
            self.presenter.entry_signed,
            second=bool(role) and role not in self.session.roles,
            title=entry.label,
        )
