"""The label of a container, printed as soon as the container is recorded (21 CFR 211.101(b)). No Qt here.

Written down, sent, and what the printer said written down: each where it belongs, as on the screen of labels. Where no
printer is set up nothing is printed by itself; the screen of labels is one tap away.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ebr.domain.refusal import Refusal
from ebr.station.devices import Outcome
from ebr.station.labelling import LabelOrder, Wanted, noted, sent
from ebr.wording import refusal_words
from ebr.words import tr
from ui.desk import Desk, new_command_id

Told = Callable[[str, str], None]


class ContainerLabels:
    """ContainerLabels(desk). `print(batch, slot, item, by, told)`; `told(words, tone)` hears how it went."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def print(self, batch: str, slot: str, item: int, by: str, told: Told) -> None:
        """Print the label of one row."""

        def ordered(said: Any) -> None:
            if isinstance(said, LabelOrder) and said.answer.refusal is None:
                self._desk.device(lambda devices: sent(devices, said), lambda came: self._came(said, came, by, told))
                return
            refusal = said.answer.refusal if isinstance(said, LabelOrder) else said
            why = refusal_words(refusal) if isinstance(refusal, Refusal) else tr("The label could not be drawn")
            told(tr("No label was printed: {why}", why=why), "warn")

        self._desk.call("label_order", ordered, Wanted(batch, slot, item=item), by=by, command_id=new_command_id())

    def _came(self, order: LabelOrder, came: Any, by: str, told: Told) -> None:
        if isinstance(came, Refusal):  # there is no printer any more: nothing was sent
            came = Outcome("not_printed", "", came)
        outcome = came if isinstance(came, Outcome) else Outcome("unknown", "")
        number = order.answer.answer["print"]

        def written(_said: object) -> None:
            if outcome.printed:
                told(tr("Label {print} is printed: stick it on before the next container", print=number), "")
            elif outcome.trouble is not None:
                told(tr("Did {print} come out? {why}", print=number, why=refusal_words(outcome.trouble)), "warn")
            else:
                told(tr("Did {print} come out? Look, and say so on the screen of labels.", print=number), "warn")

        self._desk.do(noted(order.batch, number, outcome), by=by, then=written)
