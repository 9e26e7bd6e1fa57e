"""The audit trail of the batch: every entry, oldest first (11.10(e); Annex 11, 9).

From form `SPOKEN` of the report on, a value stands as it does in its step, with unit and labels, and a code as its
word; before, both stood as the entry has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.decision import Event
from ebr.domain.mbr.model import Slot
from ebr.reports import document as d
from ebr.reports.record.context import Context, moment
from ebr.reports.record.places import place
from ebr.storage.codec import NAMES
from ebr.storage.views.audit import NEW, OLD, PLACES, REASONS, text_of
from ebr.wording import event_words, meaning_words, severity_word
from ebr.wording.lines import in_document, value_line
from ebr.wording.parameters import section_word
from ebr.wording.releases import decision_word
from ebr.words import tr

SPOKEN: Final = 3
"""The form of report that says values and codes in words (`ebr.reports.pdf.finish.FORM`)."""
CODED: Final[Mapping[str, Callable[[str], str]]] = {
    "meaning": meaning_words,
    "severity": severity_word,
    "decision": lambda code: tr("Accepted") if code == "accepted" else decision_word(code),
}
"""Fields of an entry that hold a code -> how it is said."""

LONGEST = 160
WHERE = (*PLACES, "part")
BEFORE = (*OLD, "was")
AFTER = (*NEW, "holder")
"""The names of fields that the audit view looks for, and those of a part that went from one station to another."""


def blocks(state: BatchState, context: Context, form: int = 0) -> Iterator[d.Block]:
    """Yield the chapter of the audit trail; where several stations wrote, each number is of its station's log."""
    spoken = not form or form >= SPOKEN
    yield d.Heading(1, "", tr("Audit trail"), _note(context))
    columns = (
        d.Column(tr("Station and no."), 0) if context.apart else d.Column(tr("No."), 0, "right"),
        d.Column(tr("Time"), 0),
        d.Column(tr("Who"), 1.3),
        d.Column(tr("What"), 1.1),
        d.Column(tr("Where"), 1.5),
        d.Column(tr("Old"), 0.8),
        d.Column(tr("New"), 1.7),
        d.Column(tr("Reason"), 1.5 if spoken else 1.0),
    )
    yield d.Table(columns, tuple(_rows(state, context, spoken=spoken)), dense=True)


def _note(context: Context) -> str:
    count = tr("{n} entries", n=len(context.trail))
    if not context.apart:
        return count
    words = tr("Each entry stands behind all that its writer knew; numbers are those of the station's own log.")
    return tr("{count}. {words}", count=count, words=words)


def _rows(state: BatchState, context: Context, *, spoken: bool) -> Iterator[tuple[str | d.Cell, ...]]:
    several = context.apart
    for part in context.trail:
        stamp = part.stamp
        old, new, reason = (
            _short(_said(state, part.event, names) if spoken else text_of(part.event, names))
            for names in (BEFORE, AFTER, REASONS)
        )
        where = place(state, text_of(part.event, WHERE))
        yield (
            f"{context.station_of(stamp)} {stamp.seq}" if several else str(stamp.seq),
            moment(stamp.at.wall),
            context.name(stamp.by),
            event_words(NAMES[type(part.event)]),
            section_word(where) if spoken else where,
            old,
            new,
            reason,
        )


def _said(state: BatchState, event: Event | None, names: tuple[str, ...]) -> str:
    """Return the first of an entry's fields of these names that says anything: a value or code in words."""
    name = next((name for name in names if getattr(event, name, None)), "")
    found = getattr(event, name, "")
    if name in CODED and isinstance(found, str):
        return CODED[name](found)
    slot = _slot(state, getattr(event, "slot", ""))
    if slot is not None and isinstance(found, Mapping):
        return value_line(slot, found)
    return text_of(event, names)


def _slot(state: BatchState, address: object) -> Slot | None:
    """Return the entry to make at an address, with what it takes from elsewhere in the instructions."""
    if state.plan is None or not address or not isinstance(address, str):
        return None
    slot = state.plan.slots.get(last_id(address))
    return in_document(slot, state.plan.mbr) if slot is not None else None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
