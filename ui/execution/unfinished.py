"""What was typed into an entry before the program ended without a word: what may be said again, and how. No Qt.

Said again is only what a hand typed as a value. Not the identifiers of a patient, which are nobody else's to read and
are scanned from the bag again; not what is looked at with one's own eyes (choices, checks, a clearance), because nobody
knows what happened to the room meanwhile; not what an emergency form says, which still lies on the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from ebr.domain.values import shown_text
from ebr.station.questions import EntryAnswer
from ebr.wording import with_unit
from ebr.words import listed, tr
from ui.drafts import Drafts
from ui.execution import cards
from ui.execution.editors import editor_of
from ui.unrecorded import Left

AGAIN: Final = "fill-again"
"""The act that puts it into the fields again; Enter stays the person's."""
LASTING: Final = (
    "number",
    "duration",
    "text",
    "datetime",
    "table",
    "material",
    "qs",
    "equipment",
    "sample",
    "result",
    "labels",
    "environment",
    "handover",
)
MOST: Final = 80
"""Signs of a part that are said; all of it is filled in."""


class Typing(Protocol):
    """What the presenter of the screen lends."""

    person: str
    form: str
    drafts: Drafts

    def entries(self) -> tuple[EntryAnswer, ...]:
        """The entries of the step in the centre."""

    def entry(self, address: str) -> EntryAnswer | None:
        """One of them by its address."""

    def draft(self, address: str, parts: Mapping[str, str]) -> None:
        """Somebody types; nothing is sent."""

    def render(self) -> None:
        """Draw what is known."""


def lasting(presenter: Typing, address: str) -> bool:
    """Tell whether what is typed here may outlive the program."""
    entry = presenter.entry(address)
    return not presenter.form and entry is not None and entry.kind in LASTING


def fill_again(presenter: Typing, address: str) -> None:
    """Put what was typed before the program ended into the fields; the person looks at it, and presses Enter."""
    left = presenter.drafts.left_of(presenter.person, address)
    if left is not None:
        presenter.draft(address, {**presenter.drafts.of(presenter.person, address), **left.parts})
        presenter.drafts.drop_left(presenter.person, address)
        presenter.render()


def settle(presenter: Typing) -> None:
    """What was typed for an entry that is made by now, by whomever, is said no more."""
    for entry in presenter.entries():
        if not cards.open_entry(entry):
            presenter.drafts.drop_left(presenter.person, entry.address)


def said(entry: EntryAnswer, left: Left) -> str:
    """Return the sentence on the card."""
    time = f"{left.at.astimezone():%H:%M}"
    return tr("You had typed {what} at {time}; it was not recorded.", what=_what(entry, left.parts), time=time)


def _what(entry: EntryAnswer, parts: Mapping[str, str]) -> str:
    fields = {spec.key: spec for spec in editor_of(entry, {}).fields}
    texts = {key: shown_text(text, MOST) for key, text in parts.items()}
    if list(parts) == ["number"]:
        return with_unit(texts["number"], entry.unit)
    named = (
        tr("{name} {value}", name=fields[key].label, value=with_unit(text, fields[key].unit)) if key in fields else text
        for key, text in texts.items()
    )
    return listed(named)
