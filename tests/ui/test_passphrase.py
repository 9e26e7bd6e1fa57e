"""The passphrase of a sealed key: wrong ones are told in words, five of them cost a minute."""

from __future__ import annotations

from ebr.domain.refusal import Refusal
from ui.passphrase.presenter import TRIES, WAIT_SECONDS, PassphrasePresenter


class Asked:
    def __init__(self) -> None:
        self.now = 1000.0
        self.given: list[str] = []
        self.errors: list[str] = []
        self.waits: list[int] = []
        self.presenter = PassphrasePresenter(self.given.append, lambda: self.now)
        self.presenter.on_error = self.errors.append
        self.presenter.on_wait = self.waits.append

    def wrong(self, text: str) -> None:
        self.presenter.give(text)
        self.presenter.refused(Refusal("wrong_password"))


def test_nothing_is_not_a_try() -> None:
    asked = Asked()
    asked.presenter.give("")
    assert asked.given == []
    assert asked.errors == ["Fill in: Passphrase"]


def test_one_at_a_time() -> None:
    asked = Asked()
    asked.presenter.give("one")
    asked.presenter.give("two")
    assert asked.given == ["one"]


def test_each_wrong_one_says_how_many_are_left() -> None:
    asked = Asked()
    for n in range(TRIES - 1):
        asked.wrong(f"wrong {n}")
    assert asked.errors[0] == "The passphrase is wrong. 4 tries are left before a wait."
    assert asked.errors[-1] == "The passphrase is wrong. 1 try is left before a wait."
    assert asked.waits == []


def test_after_five_there_is_a_wait_that_ends() -> None:
    asked = Asked()
    for n in range(TRIES):
        asked.wrong(f"wrong {n}")
    assert asked.waits == [WAIT_SECONDS]
    asked.presenter.give("right")
    assert len(asked.given) == TRIES
    asked.now += WAIT_SECONDS - 0.5
    asked.presenter.tick()
    assert asked.waits[-1] == 1
    assert "in 1 s" in asked.errors[-1]
    asked.now += 0.5
    asked.presenter.tick()
    assert (asked.waits[-1], asked.errors[-1]) == (0, "")
    asked.presenter.give("right")
    assert asked.given[-1] == "right"
    assert asked.presenter.waits() == 0


def test_what_is_not_the_passphrase_s_fault_is_not_counted() -> None:
    asked = Asked()
    for _at in range(TRIES + 1):
        asked.presenter.give("right")
        asked.presenter.refused(Refusal("store_in_use", folder="x", pid="1"))
    assert asked.errors == []
