"""Forms of a room's sample: the plan with its limits, and each act that only such a sample knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ebr.domain.deviation.commands import OpenDeviation
from ebr.domain.sample import commands as c
from ebr.station.questions import FoundRow, OfRoomRow, RoomToSample, SampleAnswer
from ebr.wording import moment_words, severity_word
from ebr.wording.samples import ACTIVITIES, activity_word, kind_word
from ebr.words import listed, tr
from ui.lots.asks import Asked, Form, Parts
from ui.pages.offer import Offer
from ui.samples.rooms import standing

DAY: Final = "2026-11-30"
HOURS: Final = "72"
SEVERITIES: Final = ("minor", "major", "critical")


def rooms_of(rows: Sequence[RoomToSample]) -> tuple[Offer, ...]:
    """Return the rooms that a sample can be planned for."""
    return tuple(Offer(row.room, _room_words(row), "map-pin") for row in rows)


def _room_words(row: RoomToSample) -> str:
    if row.grade:
        return tr("{name} ({room}), grade {grade}", name=row.name, room=row.room, grade=row.grade)
    return tr("{name} ({room})", name=row.name, room=row.room)


def kinds_of(row: RoomToSample) -> tuple[Offer, ...]:
    """Return the kinds of samples, with the widest limit that a plan may set for this room."""
    return tuple(Offer(kind, _kind_words(kind, most), "bottle") for kind, most in row.most)


def _kind_words(kind: str, most: str) -> str:
    if not most:
        return kind_word(kind)
    return tr("{kind}, action limit at most {most}", kind=kind_word(kind), most=most)


def plan_form(row: RoomToSample, kind: str) -> Form:
    """Return the form of a plan: the limits stand before anything can grow."""
    most = dict(row.most).get(kind, "")
    hint = tr("At most {most} for grade {grade}", most=most, grade=row.grade) if most else ""
    fields = (
        Asked("sample", tr("Number of the sample"), tr("As it is printed on its label"), scans=True),
        Asked("place", tr("Where in the room"), tr("As in the plan of the room")),
        Asked("action", tr("Action limit, colonies"), hint, most, number=True),
        Asked("alert", tr("Alert level, colonies"), tr("Empty for none"), needed=False, number=True),
        Asked("sop", tr("Procedures that one is trained for"), "SOP-EM-01", needed=False),
        Asked("on", tr("To be taken on, empty for any day"), DAY, needed=False),
    )
    return Form(
        tr("{kind} of {room}", kind=kind_word(kind), room=row.name),
        tr("Plan it"),
        fields,
        lambda given: c.PlanRoomSample(
            given["sample"],
            row.room,
            kind,
            given["place"],
            given["action"],
            given["alert"],
            given["sop"],
            given["on"],
        ),
        tr("A count at its limit is inside. The limits cannot be changed later."),
        icon="calendar",
        done=tr("Planned"),
    )


# -- acts


def form_of(key: str, answer: SampleAnswer) -> Form | None:
    """Return the form of an act that only a room's sample knows; None for any other act."""
    room, makes = answer.of_room, MAKES.get(key)
    return makes(answer, room) if makes is not None and room is not None else None


def _take(answer: SampleAnswer, room: OfRoomRow) -> Form:
    sample = answer.row.sample
    states = tuple((activity, activity_word(activity)) for activity in ACTIVITIES)
    fields = (
        Asked("activity", tr("The room is"), options=states),
        Asked("at", tr("Time, if it was not now"), "2026-11-30T14:05+01:00", needed=False),
    )
    return Form(
        tr("Take {sample}", sample=sample),
        tr("Record that it was taken"),
        fields,
        lambda parts: c.TakeRoomSample(sample, parts["activity"], parts["at"]),
        subtitle=tr("{room}, {place}", room=room.name or room.room, place=room.place),
        done=tr("Taken"),
    )


def _incubate(answer: SampleAnswer, _room: OfRoomRow) -> Form:
    sample = answer.row.sample
    fields = (
        Asked("place", tr("Incubator"), scans=True),
        Asked("condition", tr("At which temperature"), tr("20 to 25 °C")),
        Asked("hours", tr("Hours until it is read"), text=HOURS, number=True),
    )

    def command(parts: Parts) -> c.IncubateSample:
        hours = int(parts["hours"]) if parts["hours"].isdecimal() else 0
        return c.IncubateSample(sample, parts["place"], parts["condition"], hours)

    return Form(
        tr("Incubate {sample}", sample=sample),
        tr("Record the incubator"),
        fields,
        command,
        tr("A second temperature is recorded the same way, once the first one is over."),
        icon="temperature",
        done=tr("Incubating"),
    )


def _read(answer: SampleAnswer, room: OfRoomRow) -> Form:
    sample, limits = answer.row.sample, answer.tests[0].limits
    fields = [
        Asked("count", tr("Colonies"), tr("Limits: {limits}", limits=limits), number=True),
        Asked("organism", tr("What grew, where it is known"), needed=False),
    ]
    if answer.results:
        fields.append(Asked("reason", tr("Why it is read again")))
    return Form(
        tr("Read {sample}", sample=sample),
        tr("Record the result"),
        tuple(fields),
        lambda parts: c.ReadRoomSample(sample, parts["count"], parts["organism"], parts.get("reason", "")),
        tr("Every result stays in the record; a second person of the laboratory checks it."),
        tr("{room}, {place}", room=room.name or room.room, place=room.place),
        done=tr("Result recorded"),
    )


def _check(answer: SampleAnswer, _room: OfRoomRow) -> Form:
    sample, held = answer.row.sample, standing(answer)
    entry = held.entry if held is not None else ""
    title = tr("Check the result of {sample}", sample=sample)
    return Form(title, "", (), lambda _parts: c.CheckRoomResult(sample, entry), signed="self", done=tr("Checked"))


def _conclude(answer: SampleAnswer, _room: OfRoomRow) -> Form:
    sample, held = answer.row.sample, standing(answer)
    entry = held.entry if held is not None else ""
    fields = (
        Asked("investigation", tr("Investigation"), tr("Number of the deviation"), scans=True),
        Asked("reason", tr("What was found, and what follows")),
    )
    return Form(
        tr("Decide about {sample}", sample=sample),
        tr("Continue to signature"),
        fields,
        lambda parts: c.ConcludeRoomResult(sample, entry, parts["investigation"], parts["reason"]),
        tr("The result stands. Each batch of the room is decided about at its own review."),
        icon="arrow-right",
        signed="self",
        done=tr("Decided about"),
    )


def _deviation(answer: SampleAnswer, room: OfRoomRow) -> Form:
    held = standing(answer)
    title = tr("{room}: {sample} above its action limit", room=room.name or room.room, sample=answer.row.sample)
    fields = (
        Asked("title", tr("Title"), text=title),
        Asked("description", tr("Description"), text=_described(answer, room, held)),
        Asked("severity", tr("Class"), text="major", options=tuple((one, severity_word(one)) for one in SEVERITIES)),
    )
    here = tuple(batch for batch in room.batches if batch not in room.elsewhere)
    return Form(
        tr("Open a deviation"),
        tr("Open it"),
        fields,
        lambda parts: OpenDeviation(parts["title"], parts["description"], parts["severity"], (), here),
        _named(room, here),
        icon="alert-triangle",
        done=tr("Deviation opened"),
    )


def _named(room: OfRoomRow, here: tuple[str, ...]) -> str:
    """Return which batches the deviation will name, and which are named where they are known."""
    if not room.batches:
        return tr("No batch was in the room in this time.")
    said = [tr("It names the batches of the room: {batches}", batches=listed(here))] if here else []
    if room.elsewhere:
        said.append(tr("Not known on this station, to be named elsewhere: {batches}", batches=listed(room.elsewhere)))
    return "\n".join(said)


def _described(answer: SampleAnswer, room: OfRoomRow, held: FoundRow | None) -> str:
    """Return what a deviation begins with: what was found where and when, and since which good result."""
    said = {
        "kind": kind_word(room.kind),
        "sample": answer.row.sample,
        "place": room.place,
        "at": moment_words(answer.row.taken_at),
        "value": held.value if held is not None else "",
        "limits": answer.tests[0].limits,
    }
    if room.since:
        return tr(
            "{kind} {sample} at {place}, taken {at}: {value}, limit {limits}. Last good result of this place: {since}.",
            since=moment_words(room.since),
            **said,
        )
    return tr(
        "{kind} {sample} at {place}, taken {at}: {value}, limit {limits}. No good result of this place before.", **said
    )


MAKES: Final[Mapping[str, Callable[[SampleAnswer, OfRoomRow], Form]]] = {
    "take": _take,
    "incubate": _incubate,
    "read": _read,
    "check_room": _check,
    "conclude": _conclude,
    "deviation": _deviation,
}
