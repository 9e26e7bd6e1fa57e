"""Labels that were printed elsewhere: what is asked of the two people who count them, and how a delivery is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.domain.batch.commands import CountDelivery, TakeInLabels
from ebr.station.questions import DeliveryRow
from ebr.words import tr
from ui.ask import AskField, Question
from ui.pages.offer import Shown

COUNT: Final = "count"
LONGEST: Final = 9
"""Digits of a number of labels."""


def delivery_question() -> Question:
    """Return what is asked of who takes labels in: which delivery, from whom, how many were counted."""
    fields = (
        AskField("delivery", tr("Number of the delivery"), scans=True),
        AskField("source", tr("Who printed them")),
        AskField(COUNT, tr("How many you counted"), wants="number"),
        AskField("reason", tr("Reason, where it is counted anew"), needed=False),
    )
    words = tr("Another person counts them too before the entry can count them as issued.")
    return Question(tr("Take in a delivery"), tr("Take in"), fields, words=words, icon="truck")


def count_question(waiting: tuple[str, ...]) -> Question:
    """Return what is asked of the second person; the first number is not shown."""
    fields = (AskField(COUNT, tr("How many you counted"), wants="number"),)
    words = tr("Count without looking at the delivery note. Another number than the first one is an exception.")
    tiles = tuple((one, one) for one in waiting)
    title = tr("Count the delivery")
    return Question(title, tr("Record the count"), fields, tiles, tr("Delivery"), words, icon="calculator")


def taken_in(batch: str, slot: str, parts: Mapping[str, str]) -> TakeInLabels:
    """Return the command that takes a delivery in."""
    return TakeInLabels(batch, slot, parts["delivery"], parts["source"], whole(parts[COUNT]), parts["reason"])


def counted(batch: str, slot: str, parts: Mapping[str, str]) -> CountDelivery:
    """Return the command that counts a delivery."""
    return CountDelivery(batch, slot, parts["tile"], whole(parts[COUNT]))


def whole(text: str) -> int:
    """Return a whole number that was typed, 0 for anything else, which the rules refuse."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else 0


def fact_of(one: DeliveryRow, person: str) -> Shown:
    """Return a delivery as a line; one that nobody has counted alike yet stands out.

    Until it is counted alike its number is only for who took it in: the others count without having seen it.
    """
    title = tr("Delivery {delivery}", delivery=one.delivery)
    hidden = not one.agreed and one.by_id != person
    from_ = one.source if hidden else tr("{count} from {source}", count=one.count, source=one.source)
    if one.agreed:
        return Shown(title, from_, tr("Counted by {first} and {second}", first=one.by, second=one.second))
    if one.second:
        words = tr("{second} counted another number than {first}", first=one.by, second=one.second)
        return Shown(title, from_, words, "warn")
    return Shown(title, from_, tr("Taken in by {name}; another person counts it", name=one.by), "warn")
