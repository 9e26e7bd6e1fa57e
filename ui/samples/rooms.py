"""A room's sample without its looks: what is offered and shown of it besides what every sample has."""

from __future__ import annotations

from collections.abc import Iterator

from ebr.domain.deviation.commands import OPENERS
from ebr.domain.sample import commands as c
from ebr.station.questions import FoundRow, SampleAnswer
from ebr.wording import moment_words
from ebr.wording.samples import activity_word, kind_word
from ebr.words import listed, tr
from ui.pages.offer import Offer, Shown


def standing(answer: SampleAnswer) -> FoundRow | None:
    """Return the result that stands."""
    return next((one for one in reversed(answer.results) if one.stands), None)


def offers(answer: SampleAnswer, person: str, roles: tuple[str, ...], over: str) -> Iterator[Offer]:
    """Yield what only a room's sample offers; `over` says why nothing more happens to it."""
    stages, held = answer.row.stages, standing(answer)
    if set(c.FLOOR) & set(roles) and "take" in stages:
        yield Offer("take", tr("Take the sample"), "bottle", strong=True)
    if "laboratory" in roles:
        yield from _laboratory(answer, person, over)
    if set(OPENERS) & set(roles) and held is not None and held.verdict == "out":
        yield Offer("deviation", tr("Open a deviation"), "alert-triangle", strong="decide" in stages)
    if "quality" in roles and held is not None and held.verdict == "out":
        why = tr("It is decided about") if "decide" not in stages else ""
        why = why or ("" if held.checked_by else tr("Not checked yet"))
        why = why or (tr("You found it; another person decides") if held.analyst_id == person else "")
        yield Offer("conclude", tr("Decide about the result"), "signature", why)


def _laboratory(answer: SampleAnswer, person: str, over: str) -> Iterator[Offer]:
    stages, held = answer.row.stages, standing(answer)
    there = over or ("" if answer.received_at else tr("Receive it first"))
    read = tr("It is read") if held is not None else ""
    yield Offer("incubate", tr("Incubate"), "temperature", there or read, strong="incubate" in stages)
    why = there or ("" if answer.of_room is not None and answer.of_room.incubations else tr("Incubate it first"))
    if held is not None:
        why = why or (tr("It is checked") if held.checked_by else "")
        why = why or (tr("Quality decides about it") if held.verdict == "out" else "")
        yield Offer("read", tr("Read it again"), "microscope", why)
        own = tr("You found it; another person of the laboratory checks") if held.analyst_id == person else ""
        if "check" in stages:
            yield Offer("check_room", tr("Check the result"), "signature", own, strong=not own)
    else:
        yield Offer("read", tr("Read the plate"), "microscope", why, strong=not why)


def facts_of(answer: SampleAnswer) -> tuple[Shown, ...]:
    """Return the facts of a room's sample: first what and of which room, then what its plan and its course say."""
    room, row = answer.of_room, answer.row
    assert room is not None
    graded = tr("{name}, grade {grade}", name=room.name, grade=room.grade) if room.grade else room.name
    facts = [
        Shown(tr("Sample"), row.label, kind_word(room.kind)),
        Shown(tr("Room"), room.room, graded),
        Shown(
            tr("Taken"),
            moment_words(row.taken_at) if row.taken_at else tr("Not yet"),
            ", ".join(
                text for text in (answer.taken_by, activity_word(room.activity) if room.activity else "") if text
            ),
        ),
    ]
    facts += [
        Shown(
            tr("Incubated"),
            one.place,
            tr("{condition}, until {until}", condition=one.condition, until=moment_words(one.until)),
        )
        for one in room.incubations
    ]
    if room.sop:
        facts.append(Shown(tr("Procedures"), room.sop))
    return tuple(facts)


def verdict_of(answer: SampleAnswer) -> tuple[Shown, ...]:
    """Return what a result above its action limit leads to: the batches that it speaks of, and the decision."""
    room, held = answer.of_room, standing(answer)
    if room is None or held is None or held.verdict != "out":
        return ()
    since = (
        tr("since the good result of {since}", since=moment_words(room.since))
        if room.since
        else tr("no good sample of this place before")
    )
    found = [
        Shown(tr("Batches in the room"), listed(room.batches) or tr("None"), since, "crit" if room.batches else "")
    ]
    if room.concluded:
        said = {"name": room.concluded_by, "reason": room.concluded_why}
        found.append(Shown(tr("Decided about"), room.concluded, tr("{name}: {reason}", **said)))
    return tuple(found)
