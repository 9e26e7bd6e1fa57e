"""Samples as lines and facts: words for what the station answers, no looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.station.questions import FoundRow, SampleAnswer, SampleRow, TestRow
from ebr.wording import refusal_words
from ebr.wording.parameters import moment_words
from ebr.wording.releases import verdict_word
from ebr.wording.samples import course_word, sample_word, stage_word
from ebr.words import ntr, tr
from ui.pages.offer import Offer, Shown
from ui.samples.rooms import facts_of as room_facts
from ui.samples.rooms import verdict_of

STAGES: Final = ("take", "close", "receive", "incubate", "test", "check", "decide", "store")
"""What may wait, in the order of the filters."""
ICONS: Final[Mapping[str, str]] = {
    "take": "bottle",
    "close": "clock",
    "receive": "download",
    "store": "box",
    "incubate": "temperature",
    "test": "microscope",
    "check": "eye-check",
    "decide": "alert-triangle",
}
TONES: Final[Mapping[str, str]] = {"unfit": "crit", "tested": "ok", "withdrawn": "warn"}


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One sample as a line."""

    key: str
    cells: tuple[str, ...]
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class SampleDetail:
    """One sample in full. `alarm`: what is wrong, in words; `offers` stand below it, `more` are all acts."""

    sample: str
    status: str
    tone: str
    alarm: str
    facts: tuple[Shown, ...]
    tests: tuple[Shown, ...]
    no_tests: str
    others: tuple[Shown, ...]
    follows: tuple[Shown, ...]
    course: tuple[Shown, ...]
    offers: tuple[Offer, ...]
    more: tuple[Offer, ...]


def line_of(row: SampleRow) -> SampleLine:
    """Return a sample as a line."""
    stages = tuple(stage for stage in STAGES if stage in row.stages)
    waits = ", ".join(stage_word(stage) for stage in stages) or sample_word(row.status)
    results = tr("{here} of {all}", here=row.tests - row.pending, all=row.tests) if row.tests else ""
    owner = tr("Room {room}", room=row.room) if row.room else row.batch
    cells = (row.sample, row.label, owner, waits, due_of(row), results, row.place)
    tone = "crit" if row.overdue else "warn" if "decide" in stages else "" if stages else "quiet"
    icon = "calendar" if row.overdue else ICONS[stages[0]] if stages else "circle-check"
    return SampleLine(row.sample or row.slot, cells, tone, icon)


def due_of(row: SampleRow) -> str:
    """Return the last day for the results."""
    if row.overdue:
        return tr("{day}, overdue", day=moment_words(row.due))
    if row.due and row.status == "planned":
        return tr("to take on {day}", day=moment_words(row.due))
    return moment_words(row.due) if row.due else ""


def detail_of(answer: SampleAnswer, offers: tuple[Offer, ...]) -> SampleDetail:
    """Return a sample in full."""
    strong = tuple(offer for offer in offers if offer.strong and not offer.reason)[:2]
    rest = tuple(offer for offer in offers if offer not in strong)
    below = (*strong, Offer("more", tr("More"), "list-check")) if rest else strong
    return SampleDetail(
        answer.row.sample,
        sample_word(answer.row.status),
        "crit" if verdict_of(answer) else TONES.get(answer.row.status, ""),
        alarm_of(answer),
        facts_of(answer),
        tuple(_test(answer, test) for test in answer.tests),
        "" if answer.tests else tr("The master batch record asks for no result of this sample."),
        tuple(_other(one) for one in answer.results if one.number or not one.stands),
        verdict_of(answer),
        tuple(_course(answer)),
        below,
        tuple(offer for offer in offers if offer.key != "more"),
    )


def alarm_of(answer: SampleAnswer) -> str:
    """Return what is wrong with a sample, the worst first; "" for nothing."""
    row = answer.row
    if answer.contested:
        return tr("Batch {batch} has a sample with the same number. Quality withdraws it.", batch=answer.contested)
    if answer.withdrawn:
        said = {"investigation": answer.withdrawn, "reason": answer.withdrawn_why}
        return tr("Withdrawn by {investigation}: {reason}", **said)
    if answer.replaced_by:
        return tr("{sample} stands in its place.", sample=answer.replaced_by)
    if not answer.fit:
        return tr("Not fit when it was received: {why}", why=answer.condition)
    if answer.of_room is not None and any(test.status == "invalid" for test in answer.tests):
        return tr("The result was set aside. It says nothing about the room.")
    if any(test.status == "invalid" for test in answer.tests):
        return tr("A result was set aside. A checked retest has to stand in its place.")
    if answer.of_room is not None and any(one.stands and one.verdict == "out" for one in answer.results):
        decided = answer.of_room.concluded
        return tr("The room was above its action limit. Open a deviation; quality decides.") if not decided else ""
    if any(one.stands and one.verdict == "out" for one in answer.results):
        return tr("A result is out of its limits. Quality decides by an investigation.")
    if row.overdue and row.status == "planned":
        return tr("It was to be taken on {day}.", day=moment_words(row.due))
    if row.overdue:
        return tr("The results were due on {day}.", day=moment_words(row.due))
    return "" if answer.here else tr("The batch is not on this station. Results are entered where it is.")


def facts_of(answer: SampleAnswer) -> tuple[Shown, ...]:
    """Return what a sample is and where it stands."""
    row = answer.row
    facts = list(room_facts(answer)) if answer.of_room is not None else _of_batch(answer)
    if answer.sent_to:
        facts.append(Shown(tr("Sent to"), answer.sent_to))
    if answer.received_at:
        said = ", ".join(text for text in (answer.received_by, answer.condition) if text)
        facts.append(Shown(tr("Received"), moment_words(answer.received_at), said))
    facts += [
        Shown(tr("Plate"), one.place, exposure_words(one.began, one.minutes, ended=bool(one.ended)))
        for one in answer.exposures
    ]
    if row.place and answer.sent_to != row.place:
        facts.append(Shown(tr("Place"), row.place))
    if row.due and row.status == "planned":
        facts.append(Shown(tr("To be taken on"), moment_words(row.due), "", "crit" if row.overdue else ""))
    elif row.due:
        facts.append(Shown(tr("Results due"), moment_words(row.due), "", "crit" if row.overdue else ""))
    if answer.stored_until:
        facts.append(Shown(tr("Kept until"), moment_words(answer.stored_until)))
    return tuple(facts)


def _of_batch(answer: SampleAnswer) -> list[Shown]:
    row = answer.row
    return [
        Shown(tr("Sample"), row.label, answer.quantity),
        Shown(tr("Batch"), row.batch, row.product),
        Shown(tr("Taken"), moment_words(row.taken_at) if row.taken_at else tr("Not yet"), answer.taken_by),
    ]


def exposure_words(began: str, minutes: int, *, ended: bool) -> str:
    """Return when a plate was open, and for how long."""
    if not ended:
        return tr("open since {at}", at=moment_words(began))
    return ntr("{n} minute from {at}", "{n} minutes from {at}", minutes, at=moment_words(began))


def _test(answer: SampleAnswer, test: TestRow) -> Shown:
    held = result_of(answer, test)
    limits = test.limits or tr("no limits")
    if held is None:
        late = tr("{limits}, may come after release", limits=limits) if test.late else limits
        if test.status == "awaited":
            return Shown(test.label, tr("Once it is taken"), late)
        return Shown(test.label, tr("Pending"), late, "warn")
    verdict = verdict_word(held.verdict) if held.verdict else ""
    said = ", ".join(text for text in (limits, verdict, held.analyst, _checked(test, held)) if text)
    value = tr("{value}, set aside", value=held.value) if test.status == "invalid" else held.value
    tone = "crit" if held.verdict == "out" or test.status == "invalid" else "warn" if test.status == "to_check" else ""
    return Shown(test.label, value, said, tone)


def _checked(test: TestRow, held: FoundRow) -> str:
    if held.checked_by:
        return tr("checked by {name}", name=held.checked_by)
    return tr("not checked yet") if test.status == "to_check" else ""


def result_of(answer: SampleAnswer, test: TestRow) -> FoundRow | None:
    """Return the batch's result for a test that was entered last."""
    found = [
        one
        for one in answer.results
        if not one.number and not one.replaced and one.address.rpartition("/")[2] == test.slot
    ]
    return next((one for one in reversed(found) if not test.address or one.address == test.address), None)


def _other(one: FoundRow) -> Shown:
    name = tr("{test}, retest {number}", test=one.label, number=one.number) if one.number else one.label
    said = [verdict_word(one.verdict) if one.verdict else "", one.analyst]
    if one.number:
        said.append(tr("checked by {name}", name=one.checked_by) if one.checked_by else tr("not checked yet"))
    if one.invalid:
        said.append(tr("set aside by {investigation}: {reason}", investigation=one.invalid, reason=one.invalid_why))
    elif one.replaced:
        said.append(tr("corrected"))
    tone = "crit" if one.verdict == "out" and one.stands else "warn" if one.waits_for_check else ""
    return Shown(name, one.value, ", ".join(text for text in said if text), tone)


def _course(answer: SampleAnswer) -> list[Shown]:
    return [
        Shown(course_word(one.what), moment_words(one.at), ", ".join(text for text in (one.by, one.said) if text))
        for one in answer.course
    ]


def unknown_words(number: str) -> str:
    """Return what is said of a scan that names no sample."""
    return refusal_words(Refusal("sample_not_known", sample=number))
