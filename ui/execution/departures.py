"""Documenting a departure: of an entry whose attempt may then stand, of one that cannot be made, or of anything at all.

The class proposed is the least one that the site's policy has for it (floor-rules 11); the rules refuse a lower one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ebr.domain.site.state import Policy
from ebr.station.questions import PolicyRow, PolicySettings, Reasons
from ebr.wording import severity_word
from ebr.words import tr
from ui.ask import closing
from ui.execution import cards
from ui.widgets.choice import Option
from ui.widgets.exception_sheet import ExceptionInput, ExceptionRequest, ExceptionSheet
from ui.widgets.facts import Fact
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.execution.presenter import ExecutionPresenter
    from ui.session import Session

SEVERITIES: Final = ("minor", "major", "critical")
OUT: Final = (
    "out_of_limit",
    "not_acceptable",
    "hold_not_over",
    "hold_unconfirmed",
    "lot_overdrawn",
    "lot_not_first",
    "lot_stale",
)
"""Why an attempt was refused that left its limits, or took of a lot what may not be."""


@dataclass(frozen=True, slots=True)
class Departure:
    """What is documented: where, in which words, which attempt, and whether it stands afterwards."""

    where: str
    title: str
    facts: tuple[Fact, ...]
    words: str
    attempt: int = 0
    accepts: bool = False
    critical: bool = False
    how: str = "other"


class Departures:
    """Departures(session, presenter): document(address), skip(address), report()."""

    def __init__(self, session: Session, presenter: ExecutionPresenter) -> None:
        self.session, self.presenter = session, presenter

    def document(self, address: str) -> None:
        """Document a departure of an entry: what was tried may then stand (floor-rules 10, 11)."""
        entry = self.presenter.entry(address)
        if entry is None:
            return
        attempt = cards.standing_attempt(entry)
        facts = (Fact(tr("Tried"), attempt.text, cards.limits_words(entry)),) if attempt is not None else ()
        words = (
            tr(
                "The value {value} then stands in the record. A supervisor or quality decides; you can carry on.",
                value=attempt.text,
            )
            if attempt
            else ""
        )
        how = how_of(attempt.why) if attempt is not None else "other"
        number = attempt.attempt if attempt is not None else 0
        self._exception(
            Departure(
                address,
                entry.label,
                facts,
                words,
                number,
                accepts=attempt is not None,
                critical=entry.critical,
                how=how,
            )
        )

    def skip(self, address: str) -> None:
        """Document that an entry cannot be made."""
        entry = self.presenter.entry(address)
        if entry is not None:
            words = tr("The entry then stands as not made. A supervisor or quality decides; you can carry on.")
            title = tr("{entry} cannot be made", entry=entry.label)
            self._exception(Departure(address, title, (), words, accepts=True, critical=entry.critical))

    def report(self) -> None:
        """Report anything that went differently, at any time."""
        answer = self.presenter.answer
        if answer is None:
            return
        where = answer.step.address if answer.step is not None else ""
        title = f"{answer.step.number} {answer.step.title}" if answer.step is not None else answer.batch
        self._exception(Departure(where, title, (), tr("You can carry on while it is decided.")))

    def _exception(self, found: Departure) -> None:
        def known(rows: tuple[PolicyRow, ...]) -> None:
            floor = floor_of(found, rows)
            self.presenter.desk.ask(Reasons("exception"), lambda reasons: self._show(found, reasons, floor))

        self.presenter.desk.ask(PolicySettings(), known)

    def _show(self, found: Departure, reasons: tuple[str, ...], floor: str) -> None:
        tiles = tuple(Option(text, tr(text)) for text in reasons)
        request = ExceptionRequest(found.facts, tiles, classes_from(floor), floor, tr("Record exception"))
        content = ExceptionSheet(self.session.theme, request)
        if found.words:
            content.set_consequence("info", found.words)
        sheet = Sheet(
            self.session.theme,
            self.session.host,
            tr("Document exception"),
            content,
            footer=content.footer,
            subtitle=found.title,
            width=720,
        )

        def confirmed(given: ExceptionInput) -> None:
            then = closing(self.session, sheet, content.set_error)
            self.presenter.document(
                found.where,
                given.reason,
                given.comment,
                given.severity,
                then,
                attempt=found.attempt,
                accepts=found.accepts,
            )

        content.confirmed.connect(confirmed)
        content.focused.connect(self.session.letters)
        for asked in (content.cancelled, sheet.cancelled):
            asked.connect(lambda _value: sheet.close_sheet())
        self.session.show_sheet(sheet)


def how_of(why: str) -> str:
    """Return how an attempt left the way, in the words of the policy."""
    return "out" if why in OUT else "other"


def floor_of(found: Departure, rows: tuple[PolicyRow, ...]) -> str:
    """Return the least class the policy has for a departure; how far a value is out, the rules weigh."""
    policy = Policy({row.name: row.value for row in rows})
    return policy.severity_floor(critical=found.critical, how="out" if found.how == "out" else "other")


def classes_from(floor: str) -> tuple[Option, ...]:
    """Return all classes; those below the floor are not possible and say so."""
    least = SEVERITIES.index(floor)
    return tuple(
        Option(one, severity_word(one), enabled=at >= least, detail="" if at >= least else tr("Below the least class"))
        for at, one in enumerate(SEVERITIES)
    )
