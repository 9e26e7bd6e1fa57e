"""What may be done with a sample, by role and by where it stands: what the rules would refuse says so at its button."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ebr.station.questions import FoundRow, SampleAnswer, TestRow
from ebr.words import mark, tr
from ui.pages.offer import Offer
from ui.samples.lines import result_of
from ui.samples.rooms import offers as of_room

FLOOR: Final = ("operator", "supervisor", "laboratory")
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "result": (mark("Enter a result"), "microscope"),
    "retest": (mark("Enter a retest"), "microscope"),
    "report": (mark("Report a retest"), "arrow-forward-up"),
    "check": (mark("Check a result"), "signature"),
    "check_retest": (mark("Check a retest"), "signature"),
    "order": (mark("Order retests"), "refresh"),
    "aside": (mark("Set a result aside"), "ban"),
}
"""Acts on one of several tests or results: a short name, because what a test is called may be long."""


def offers(answer: SampleAnswer, person: str, roles: tuple[str, ...]) -> tuple[Offer, ...]:
    """Return what a person may do with a sample; the next right acts are strong."""
    over = _over(answer)
    found = [
        *_first(answer, person, roles, over),
        *(_floor(answer, over) if set(FLOOR) & set(roles) else ()),
        *(_laboratory(answer, over) if "laboratory" in roles else ()),
        *(_quality(answer, person, over) if "quality" in roles else ()),
    ]
    if {"laboratory", "quality"} & set(roles):
        found += _keeping(answer, over)
    if answer.of_room is not None:
        return (*found, Offer("room", tr("Open the room"), "map-pin"))
    return (*found, Offer("batch", tr("Open the batch"), "flask"))


def _first(answer: SampleAnswer, person: str, roles: tuple[str, ...], over: str) -> Iterator[Offer]:
    """Yield what a sample is there for: its results, and their checks."""
    if answer.of_room is not None:
        yield from of_room(answer, person, roles, over)
    elif "laboratory" in roles:
        yield from _tests(answer, over)
        yield from _checks(answer, person)


def grouped(offered: Sequence[Offer]) -> tuple[Offer, ...]:
    """Return the offers with all of one kind as one; it is possible when one of them is."""
    found: dict[str, Offer] = {}
    for offer in offered:
        kind = offer.key.partition(":")[0]
        if kind not in KINDS:
            found[kind] = offer
            continue
        words, icon = KINDS[kind]
        before = found.get(kind)
        reason = offer.reason if before is None else before.reason and offer.reason
        strong = offer.strong or (before is not None and before.strong)
        found[kind] = Offer(f"kind:{kind}", tr(words), icon, reason, strong)
    return tuple(found.values())


def _over(answer: SampleAnswer) -> str:
    """Return why nothing more happens to a sample; "" while something may."""
    if answer.withdrawn or answer.replaced_by:
        return tr("It is withdrawn")
    if answer.row.status == "discarded":
        return tr("It is destroyed")
    return tr("It was not taken yet") if not answer.row.taken_at else ""


def _open(answer: SampleAnswer) -> bool:
    return bool(answer.exposures) and not answer.exposures[-1].ended


def _tests(answer: SampleAnswer, over: str) -> Iterator[Offer]:
    closed = over or (tr("The plate is open") if _open(answer) else "")
    closed = closed or ("" if answer.fit else tr("It is not fit"))
    for test in answer.tests:
        here = "" if test.address else tr("Its batch is not here")
        if test.status == "pending":
            text = tr("Enter: {test}", test=test.label)
            yield Offer(f"result:{test.address}", text, "microscope", closed or here, strong=not closed and not here)
        if test.owed:
            text = tr("Enter a retest: {test}", test=test.label)
            yield Offer(f"retest:{test.address}", text, "microscope", closed or here, strong=not closed and not here)
        if test.status == "invalid":
            ready = _reportable(answer, test)
            why = here or ("" if ready else tr("No checked retest yet"))
            text = tr("Report a retest: {test}", test=test.label)
            yield Offer(f"report:{test.address}", text, "arrow-forward-up", why, strong=not why)


def _reportable(answer: SampleAnswer, test: TestRow) -> list[FoundRow]:
    return [
        one for one in answer.results if one.number and one.stands and one.checked_by and one.address == test.address
    ]


def _checks(answer: SampleAnswer, person: str) -> Iterator[Offer]:
    own = tr("You found it; another person of the laboratory checks")
    for test in answer.tests:
        held = result_of(answer, test)
        if test.status == "to_check" and held is not None and test.second:
            why = own if held.analyst_id == person else "" if test.address else tr("Its batch is not here")
            text = tr("Check: {test}", test=test.label)
            yield Offer(f"check:{test.address}", text, "signature", why, strong=not why)
    for one in answer.results:
        if one.number and one.waits_for_check:
            why = own if one.analyst_id == person else ""
            text = tr("Check retest {number}: {test}", number=one.number, test=one.label)
            yield Offer(f"check_retest:{one.entry}", text, "signature", why, strong=not why)


def _floor(answer: SampleAnswer, over: str) -> Iterator[Offer]:
    there = over or (tr("The laboratory has it") if answer.received_at else "")
    opened = _open(answer)
    if opened:
        yield Offer("close", tr("Close the plate"), "circle-check", over, strong=not over)
    else:
        yield Offer("open", tr("Open the plate"), "clock", there)
    yield Offer("send", tr("Send"), "truck", there or (tr("The plate is open") if opened else ""))


def _laboratory(answer: SampleAnswer, over: str) -> Iterator[Offer]:
    why = over or (tr("It was received") if answer.received_at else tr("The plate is open") if _open(answer) else "")
    yield Offer("receive", tr("Receive"), "download", why, strong=not why)


def _quality(answer: SampleAnswer, person: str, over: str) -> Iterator[Offer]:
    for test in answer.tests if answer.of_room is None else ():
        held = result_of(answer, test)
        if held is None:
            continue
        why = over or (tr("Retests are ordered already") if test.owed else _own(held, person))
        strong = not why and held.verdict == "out" and not _retested(answer, held)
        text = tr("Order retests: {test}", test=test.label)
        yield Offer(f"order:{test.address or held.address}", text, "refresh", why, strong=strong)
    for one in answer.results:
        if one.stands:
            text = tr("Set aside: {test}, {value}", test=one.label, value=one.value)
            yield Offer(f"aside:{one.entry}", text, "ban", over or _own(one, person))
    over = "" if answer.row.status == "planned" else over  # a number that was given by mistake is withdrawn, too
    why = over or (tr("It has results that stand") if any(one.stands for one in answer.results) else "")
    yield Offer("withdraw", tr("Withdraw the sample"), "circle-x", why, strong=not why and not answer.fit)


def _retested(answer: SampleAnswer, held: FoundRow) -> bool:
    return any(one.number and one.address == held.address for one in answer.results)


def _own(one: FoundRow, person: str) -> str:
    return tr("You found it; another person decides") if one.analyst_id == person else ""


def _keeping(answer: SampleAnswer, over: str) -> Iterator[Offer]:
    yield Offer("due", tr("Change the due day"), "calendar", over)
    why = over or ("" if answer.received_at else tr("Receive it first"))
    yield Offer("store", tr("Put it away"), "box", why, strong=not why and "store" in answer.row.stages)
    waits = {"close", "test", "check"} & set(answer.row.stages) or answer.row.pending
    yield Offer(
        "discard", tr("Destroyed or used up"), "trash", over or (tr("Something is still to do") if waits else "")
    )
