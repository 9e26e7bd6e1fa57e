"""The central store in words: address, last contact, what is not elsewhere yet, the round under way, what is wrong.

Working without contact is normal (ux.md): it is said, and coloured only when something is wrong that somebody must see.
Nothing is called sent or witnessed before the other side has said so.
"""

from __future__ import annotations

from dataclasses import dataclass

from ebr.station.questions import AlarmRow, CentralAnswer, StatusAnswer
from ebr.wording import refusal_words
from ebr.words import ntr, tr
from ui.pages.offer import Shown
from ui.rounds import Round
from ui.shown import when_of


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something wrong with a record, here or elsewhere: a sentence and what to do."""

    text: str
    detail: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A batch of which contents are elsewhere only; `wanted`: the next round fetches them."""

    batch: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class CentralShown:
    """What the card of the central store shows.

    `progress` is what the round is at, with `done` of `of` ("" while there is none); `words` stand beside the button,
    with the tone of the last round.
    """

    facts: tuple[Shown, ...]
    alarms: tuple[Alarm, ...]
    missing: tuple[Missing, ...]
    progress: str
    done: int
    of: int
    words: str
    tone: str
    can_start: bool
    named: bool


def central_of(answer: StatusAnswer, central: CentralAnswer, now: Round, *, able: bool) -> CentralShown:
    """Return everything about the central store; `able`: this program can do rounds."""
    words, tone = last_words(now)
    return CentralShown(
        facts_of(answer, central),
        alarms_of(central),
        tuple(Missing(row.batch, row.wanted) for row in central.not_carried),
        progress_words(now),
        now.done,
        now.of,
        words if central.address or now.refusal is not None else tr("Without one, this station works alone."),
        tone,
        able and bool(central.address) and not now.busy,
        bool(central.address),
    )


def facts_of(answer: StatusAnswer, central: CentralAnswer) -> tuple[Shown, ...]:
    """Return the facts; a count is of this station's own entries."""
    contact = when_of(answer.last_contact) if answer.last_contact else tr("Never")
    facts = [
        Shown(tr("Address"), central.address.replace("/", "/\u200b") or tr("None is named")),
        Shown(tr("Last contact"), contact, tr("With {name}", name=answer.contact_name) if answer.contact_name else ""),
    ]
    if answer.last_contact:
        unsent = ntr("{n} entry", "{n} entries", answer.unsent)
        facts.append(Shown(tr("Not sent yet"), unsent if answer.unsent else tr("Nothing, everything is there")))
    waiting = ntr("{n} entry", "{n} entries", answer.unwitnessed)
    since = tr("The oldest of {when}", when=when_of(answer.oldest_unwitnessed)) if answer.unwitnessed else ""
    facts.append(Shown(tr("Not witnessed"), waiting if answer.unwitnessed else tr("Nothing, every entry is"), since))
    facts.append(witness_fact(answer, central))
    return tuple(facts)


def witness_fact(answer: StatusAnswer, central: CentralAnswer) -> Shown:
    """Return who countersigns, and whether this is a machine of its own."""
    name = tr("Witness")
    if not central.witness:
        return Shown(name, tr("The site has admitted none"))
    if not answer.independent_witness:
        return Shown(name, central.witness, tr("No receipt of it is in this record yet"))
    return Shown(name, central.witness, tr("On another machine; its receipts are in this record"))


def progress_words(now: Round) -> str:
    """Return what the round under way is at, "" without one."""
    if not now.busy:
        return ""
    from ebr.wording.rounds import stage_words

    words = stage_words(now.stage)
    return tr("{what} {done} of {all}", what=words, done=now.done, all=now.of) if now.of else words


def last_words(now: Round) -> tuple[str, str]:
    """Return how the last round ended, with its tone."""
    if now.refusal is not None:
        return refusal_words(now.refusal), "warn"
    if now.failed:
        return now.failed, "warn"
    if now.doubt:
        return now.doubt, "crit"
    return " ".join(now.lines), ""


def alarms_of(central: CentralAnswer) -> tuple[Alarm, ...]:
    """Return what is wrong with records; nothing is deleted, and nothing wrong is taken."""
    what_next = tr("Call quality and the administrator, and keep the machine as it is.")
    codes = (code for code in (central.two_histories, central.halted) if code)
    return (*(alarm_of(row) for row in central.alarms), *(Alarm(code_words(code), what_next) for code in codes))


def alarm_of(row: AlarmRow) -> Alarm:
    """Return a record in quarantine in words."""
    from ebr.station.syncing import Alarm as Found
    from ebr.station.syncing import alarm_line

    name = row.station or row.log[:16]
    text = tr("The record of {station} is in quarantine: nothing more is taken of it", station=name)
    return Alarm(text, alarm_line(Found(row.log, row.seq, row.code, row.params)))


def code_words(code: str) -> str:
    """Return an alarm about the witness or the own record in words."""
    from ebr.wording.rounds import alarm_words

    return alarm_words(code, {}) or code
