"""What is being founded stays with the window, not with the screen: a look into the help must not lose a shown half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.first_start.presenter import FirstStartPresenter

if TYPE_CHECKING:
    from ui.session import Session


def keep(session: Session, presenter: FirstStartPresenter | None) -> None:
    """Keep what is being founded, or forget it with None."""
    session.founding = presenter


def kept(session: Session) -> FirstStartPresenter | None:
    """Return what is being founded in this window, or None."""
    found = session.founding
    return found if isinstance(found, FirstStartPresenter) else None
