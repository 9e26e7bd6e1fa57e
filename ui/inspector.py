"""The window of an inspector: which screens there are, and what stands above each of them.

The station refuses what is not for reading (`ebr.station.inspecting`); here it is not offered in the first place. An
inspector's work is the list of batches, so that is the root of every trail in place of the queue.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ebr.words import tr

if TYPE_CHECKING:
    from ui.palette import Place
    from ui.session import Session

SCREENS: Final = ("batches", "record", "deviations", "audit", "masters", "status", "help")
WAYS: Final = ("palette", "sign-out", "login")
"""Names that are no screens of their own."""


def inspects(session: Session) -> bool:
    """Tell whether an inspector is signed in."""
    if session.presence is None:
        return False
    from ebr.domain.people.state import INSPECTOR  # not before somebody is there: the first paint waits for nothing

    return session.may(INSPECTOR)


def usable(session: Session, name: str) -> bool:
    """Tell whether a way to a screen leads anywhere for this person: a button that would be refused is not shown."""
    return not inspects(session) or name in SCREENS


def root(session: Session) -> str:
    """Return the screen where everything begins."""
    return "batches" if inspects(session) else "queue"


def shown(session: Session, name: str) -> str:
    """Return the screen to show for a name: the root for the queue, "" for one that is not for this person."""
    if not inspects(session) or name in (*SCREENS, *WAYS):
        return name
    return "batches" if name == "queue" else ""


def places(session: Session, found: Sequence[Place]) -> Sequence[Place]:
    """Return what the palette offers."""
    return [one for one in found if one.name in (*SCREENS, *WAYS)] if inspects(session) else found


def banner(session: Session) -> tuple[str, str]:
    """Return what is said above every screen of an inspector, with the detail; empty for everybody else."""
    who = session.presence
    if who is None or not inspects(session):
        return "", ""
    words = tr("{name} inspects: everything can be read, nothing can be changed", name=who.name)
    return words, tr("Access until the end of {until}. Each export is an entry of the audit trail.", until=who.until)
