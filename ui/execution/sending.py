"""Sending what a person does to the station, once, and noting what became of it on the card it belongs to.

A double tap while an act is under way sends nothing, and the same act tried again uses the same command id. The answer
is noted even when the screen has been left meanwhile: the draft it came from must go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from ebr.wording import refusal_words
from ui.desk import Answer, Desk, new_command_id
from ui.pages.visit import Visit

MISMATCHES: Final = ("wrong_scan", "identity_mismatch")
"""Refusals that must be acknowledged, with what was expected and what was read (ux.md, scan result)."""
Done = Callable[[Answer], None]


class Acting(Protocol):
    """What the presenter of the screen lends."""

    person: str
    desk: Visit
    doing: Desk
    messages: dict[str, tuple[str, str]]
    on_no: Callable[[], None]
    on_notice: Callable[[str, str], None]
    on_mismatch: Callable[[str, Mapping[str, str]], None]


class Sending:
    """Sending(presenter): send(command, address, then); what was refused becomes the message of the address."""

    def __init__(self, presenter: Acting) -> None:
        self._p = presenter
        self._ids: dict[tuple[str, str], str] = {}
        self._under_way: set[tuple[str, str]] = set()

    def send(self, command: object, address: str, then: Done) -> None:
        """Send a command by the person at the screen, unless the very same is under way."""
        act = (type(command).__name__, repr(command))
        if act in self._under_way:
            return
        self._under_way.add(act)
        command_id = self._ids.setdefault(act, new_command_id())

        def heard(said: Answer) -> None:
            self._under_way.discard(act)
            self._ids.pop(act, None)
            self._note(address, said)
            then(said)

        self._p.doing.do(command, by=self._p.person, then=heard, command_id=command_id)

    def _note(self, address: str, said: Answer) -> None:
        p = self._p
        if not address:
            return
        if said.refusal is None:
            p.messages.pop(address, None)
            return
        words = refusal_words(said.refusal)
        p.messages[address] = (words, "crit")
        p.on_no()
        if not p.desk.here:
            p.on_notice(words, "warn")
        elif said.refusal.code in MISMATCHES:
            p.on_mismatch(words, said.refusal.params)
