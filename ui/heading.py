"""What the header says of the shown screen, the person and the station."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebr.words import tr
from ui.session import Session
from ui.sight import profile_words

if TYPE_CHECKING:
    from ebr.station.questions import Presence
    from ui.frame import Frame
    from ui.widgets.header import Identity, Person


def show_heading(frame: Frame, session: Session) -> None:
    """Show identity or title of the screen, the person, the profile, and whether the log is witnessed elsewhere."""
    view, header, who = frame.view, frame.header, session.presence
    identity, title = getattr(view, "identity", None), getattr(view, "title", None)
    found: Identity | None = identity() if callable(identity) else None
    header.set_identity(found, "" if found is not None else title() if callable(title) else "")
    header.set_person(_person(who) if who is not None else None)
    status = session.status
    if status is not None:
        header.set_profile(profile_words(status.profile))
        words = tr("{n} not witnessed", n=status.unwitnessed) if status.unwitnessed else tr("Witnessed")
        header.set_sync(words, "cloud-up" if status.unwitnessed else "cloud-check")


def _person(who: Presence) -> Person:
    from ebr.wording import role_word
    from ui.shown import initials_of
    from ui.widgets.header import Person

    return Person(initials_of(who.name), who.name, role_word(who.roles[0]) if who.roles else "")
