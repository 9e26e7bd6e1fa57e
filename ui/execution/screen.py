"""Putting the execution screen together from the answer about the batch and the presenter's own state."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from ebr.domain.refusal import Refusal
from ebr.station.questions import BatchAnswer, EntryAnswer, StepAnswer
from ebr.wording import meaning_words, refusal_words, status_word
from ebr.wording.languages import own_name
from ebr.words import ntr, tr
from ui.drafts import Drafts
from ui.execution import cards, unfinished
from ui.execution.charges import Charges
from ui.execution.model import Bar, Card, Screen, StepView
from ui.execution.reading import Readings

MORE_OF_FLOOR = ("operator", "supervisor")


class Working(Protocol):
    """What the presenter knows besides the answer."""

    person: str
    roles: tuple[str, ...]
    answer: BatchAnswer | None
    drafts: Drafts
    names: dict[str, str]
    messages: dict[str, tuple[str, str]]
    readings: Readings
    charges: Charges

    def active(self) -> str:
        """Address of the open entry."""

    def entry(self, address: str) -> EntryAnswer | None:
        """One entry by its address."""


def screen_of(presenter: Working) -> Screen:
    """Return everything to draw."""
    answer = presenter.answer
    assert answer is not None
    active = presenter.active()
    current = answer.step.address if answer.step is not None else ""
    return Screen(
        batch=answer.batch,
        product=answer.product,
        identifiers=answer.identifiers,
        outline=tuple(cards.outline_line(row, current) for row in answer.outline),
        current=current,
        done=answer.done,
        total=answer.total,
        step=_step(presenter, answer, answer.step, active) if answer.step is not None else None,
        exceptions=tuple(cards.exception_line(row) for row in answer.exceptions if row.open),
        exceptions_open=sum(row.open for row in answer.exceptions),
        materials=tuple(cards.used_line(row) for row in answer.materials),
        equipment=tuple(cards.used_line(row) for row in answer.equipment),
        bar=bar_of(presenter, answer, active),
        active=active,
        timers=tuple(cards.timer_line(row) for row in answer.timers),
        more=_more(presenter, answer),
    )


def _step(presenter: Working, answer: BatchAnswer, step: StepAnswer, active: str) -> StepView:
    words = cards.locked_words(step)
    tone, action, act = ("quiet", "", "") if words else ("", "", "")
    if answer.left:
        words, tone = tr("The room was left at once. Say how product and room were found before work goes on."), "warn"
        action, act = tr("State what was found"), "return"
    elif answer.hold:
        words, tone = tr("On hold: {reason}", reason=answer.hold), "warn"
    elif words:
        action, act = tr("Show the open step"), "next"
    elif step.blocked:
        words, tone = refusal_words(Refusal(step.blocked, **step.blocked_params)), "warn"
    locked = step.status in ("locked", "not_applicable") or bool(answer.hold) or answer.left
    return StepView(
        key=step.address,
        number=step.number,
        title=step.title,
        instruction=step.instruction.strip(),
        sop=step.sop,
        room=_room(step),
        critical=step.critical,
        status=step.status,
        strip_tone=tone,
        strip=words,
        strip_action=action,
        strip_act=act,
        cards=tuple(_card(presenter, entry, active, locked=locked) for entry in step.entries),
        signatures=tuple(cards.signature_line(row) for row in step.signatures),
        rounds=tuple(cards.round_line(row) for row in step.rounds if row.can_open or row.can_end),
        scribe=presenter.names.get(step.scribe[0], step.scribe[0]),
        scribe_allowed=step.scribe_allowed,
        media=step.media,
        language=own_name(answer.language) if len(answer.languages) > 1 else "",
        amended=cards.amended_title(step.amended),
        amended_words=cards.amended_words(step.amended),
    )


def _room(step: StepAnswer) -> str:
    if step.room:
        return tr("Room {room}", room=step.room)
    return tr("Room of grade {grade}", grade=step.room_grade) if step.room_grade else ""


def _card(presenter: Working, entry: EntryAnswer, active: str, *, locked: bool) -> Card:
    card = _plain_card(presenter, entry, active, locked=locked)
    left = presenter.drafts.left_of(presenter.person, entry.address) if card.editor is not None else None
    return replace(card, before=unfinished.said(entry, left)) if left is not None else card


def _plain_card(presenter: Working, entry: EntryAnswer, active: str, *, locked: bool) -> Card:
    return cards.card_of(
        entry,
        active=entry.address == active and not locked,
        locked=locked,
        draft=presenter.drafts.of(presenter.person, entry.address),
        message=presenter.messages.get(entry.address, ("", "")),
        offered=lambda editor, its: presenter.charges.offered(presenter.readings.offered(editor, its), its),
        may_change=not locked and any(role in presenter.roles for role in ("operator", "supervisor", "laboratory")),
    )


def bar_of(presenter: Working, answer: BatchAnswer, active: str) -> Bar:
    """Return the next right action, or why it is not possible."""
    step = answer.step
    if step is None:
        return _batch_bar(answer)
    if answer.left:
        return Bar(
            "return", tr("State what was found"), "clipboard-check", True, tr("The room was left at once"), tone="warn"
        )
    if answer.hold:
        return Bar("", tr("Sign step"), "signature", False, tr("The batch is on hold"), answer.hold, "warn")
    if step.status == "locked":
        return Bar(
            "next", tr("Show the open step"), "arrow-right", True, tr("This step is locked"), cards.locked_words(step)
        )
    if step.status in ("done", "not_applicable"):
        return _done_bar(answer)
    if step.next_meaning and not step.sign_refusal:
        return _sign_bar(step)
    return _waiting_bar(presenter, step, active)


def _batch_bar(answer: BatchAnswer) -> Bar:
    if answer.blockers:
        code, params = answer.blockers[0]
        return Bar("", tr("Go on"), "", False, status_word(answer.status), refusal_words(Refusal(code, **params)))
    return Bar("record", tr("Open the record"), "file-text", True, status_word(answer.status))


def _done_bar(answer: BatchAnswer) -> Bar:
    if answer.done < answer.total:
        return Bar("next", tr("Next step"), "arrow-right", True, tr("This step is signed"))
    return Bar("record", tr("Open the record"), "file-text", True, tr("All steps are signed"))


def _sign_bar(step: StepAnswer) -> Bar:
    left = [meaning for meaning in step.missing_meanings if meaning != step.next_meaning]
    detail = tr("Then: {meaning}", meaning=meaning_words(left[0])) if left else ""
    if step.next_meaning == "performed":
        count = sum(1 for entry in step.entries if entry.status in cards.DONE)
        words = ntr("{n} entry complete", "All {n} entries complete", count)
        return Bar("sign", tr("Sign step"), "signature", True, words, detail)
    return Bar("sign", tr("Sign"), "signature", True, meaning_words(step.next_meaning), detail)


def _waiting_bar(presenter: Working, step: StepAnswer, active: str) -> Bar:
    missing = [meaning for meaning in step.missing_meanings if meaning != "performed"]
    if missing and "performed" not in step.missing_meanings:
        words = refusal_words(Refusal(step.sign_refusal, **step.sign_params)) if step.sign_refusal else ""
        return Bar(
            "second",
            tr("Second person signs"),
            "user-check",
            True,
            tr("Waits for: {meaning}", meaning=meaning_words(missing[0])),
            words,
        )
    out = [entry for entry in step.entries if entry.status == "out"]
    if out:
        words = ntr("{n} entry needs an exception", "{n} entries need an exception", len(out))
        return Bar(
            "", tr("Sign step"), "signature", False, words, tr("{entry} is out of limits", entry=out[0].label), "crit"
        )
    needed = [
        entry
        for entry in step.entries
        if not entry.optional and entry.kind != "result" and entry.status != "not_applicable"
    ]
    done = [entry for entry in needed if entry.status in cards.DONE]
    if len(done) < len(needed):
        found = presenter.entry(active)
        following = next(
            (entry for entry in needed if entry.status not in cards.DONE and entry.address != active), None
        )
        detail = tr("Then: {entry}", entry=following.label) if found is not None and following is not None else ""
        words = tr("{done} of {all} entries complete", done=len(done), all=len(needed))
        return Bar("", tr("Sign step"), "signature", False, words, detail)
    seconds = next((entry for entry in needed if entry.second and not entry.second_done), None)
    if seconds is not None:
        return Bar("", tr("Sign step"), "signature", False, tr("A second person is needed first"), seconds.label)
    if "performed" in step.missing_meanings and step.scribe[0] not in ("", presenter.person):
        # Who recorded for sterile hands stays signed in; the performer signs the listed values in a sheet.
        name = presenter.names.get(step.scribe[0], step.scribe[0])
        words = tr("Waits for: {meaning}", meaning=meaning_words("performed"))
        return Bar("second", tr("The performer signs"), "user-check", True, words, name)
    words = (
        refusal_words(Refusal(step.sign_refusal, **step.sign_params))
        if step.sign_refusal
        else tr("Somebody else signs this step")
    )
    return Bar("", tr("Sign step"), "signature", False, words)


def _more(presenter: Working, answer: BatchAnswer) -> tuple[tuple[str, str], ...]:
    """Return the acts of the menu, in the order of need."""
    floor = any(role in presenter.roles for role in MORE_OF_FLOOR)
    step = answer.step
    found = [("comment", tr("Add a comment"))]
    if floor and step is not None and step.status in ("open", "active"):
        found.append(("handover", tr("Hand over to somebody else")))
        if step.scribe_allowed:
            found.append(("scribe", tr("Name the performer, I record")))
        if presenter.active():
            found.append(("skip", tr("This entry cannot be made")))
    if ("supervisor" in presenter.roles or "quality" in presenter.roles) and not answer.hold:
        found.append(("hold", tr("Put the batch on hold")))
    if "quality" in presenter.roles and answer.hold:
        found.append(("lift", tr("Lift the hold")))
    found += [
        ("apart", tr("Give to another station, take over")),
        ("record", tr("Open the record of the batch")),
        ("leave", tr("Everybody out now")),
    ]
    return tuple(found)
