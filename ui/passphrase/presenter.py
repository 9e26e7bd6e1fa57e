"""The passphrase of a station whose key is kept in a sealed file: asked for at each start, before anybody signs in.

Five wrong ones, and a minute must pass before the next; the count lives as long as the program. What really protects
the file is what each guess costs (Argon2id); the wait only keeps a bored hand from hammering at the terminal. Nothing
of it can stand in the record, which is not open yet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from ebr.words import ntr, tr

if TYPE_CHECKING:
    from ebr.domain.refusal import Refusal

TRIES: Final = 5
WAIT_SECONDS: Final = 60
WRONG: Final = ("wrong_password", "key_store_needs_passphrase")
"""Refusals of opening that mean: it was not the right one."""


class PassphrasePresenter:
    """PassphrasePresenter(open_with, clock): `open_with(passphrase)` tries, and its refusal comes back to `refused`.

    Callbacks: on_error(text), on_busy(bool), on_wait(seconds left; 0 when it is over). `clock` gives seconds and never
    goes back; `tick()` is called each second.
    """

    def __init__(self, open_with: Callable[[str], None], clock: Callable[[], float]) -> None:
        self._open_with, self._clock = open_with, clock
        self._wrong = 0
        self._until = 0.0
        self.busy = False
        self.on_error: Callable[[str], None] = lambda _text: None
        self.on_busy: Callable[[bool], None] = lambda _busy: None
        self.on_wait: Callable[[int], None] = lambda _seconds: None

    def give(self, passphrase: str) -> None:
        """Try a passphrase."""
        if self.busy or self.waits():
            return
        if not passphrase:
            self.on_error(tr("Fill in: {what}", what=tr("Passphrase")))
            return
        self._set_busy(busy=True)
        self._open_with(passphrase)

    def refused(self, refusal: Refusal) -> None:
        """It was wrong; anything else against opening is the window's to tell."""
        self._set_busy(busy=False)
        if refusal.code not in WRONG:
            return
        self._wrong += 1
        left = TRIES - self._wrong
        if left > 0:
            self.on_error(
                ntr(
                    "The passphrase is wrong. {n} try is left before a wait.",
                    "The passphrase is wrong. {n} tries are left before a wait.",
                    left,
                )
            )
            return
        self._wrong, self._until = 0, self._clock() + WAIT_SECONDS
        self.tick()

    def waits(self) -> int:
        """Return how many seconds must pass before the next try."""
        return max(0, -int(-(self._until - self._clock()) // 1))

    def tick(self) -> None:
        """A second has passed."""
        if not self._until:
            return
        seconds = self.waits()
        self.on_wait(seconds)
        if seconds:
            self.on_error(tr("The passphrase was wrong too often. The next try is possible in {n} s.", n=seconds))
        else:
            self._until = 0.0
            self.on_error("")

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.on_busy(busy)
