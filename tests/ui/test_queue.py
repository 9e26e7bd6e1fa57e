"""The work queue without its looks."""

from __future__ import annotations

from tests.ui.desk_played import BATCH, STEP, LateDesk, PlayedStation
from ui.desk import InlineDesk
from ui.queue.presenter import QueuePresenter, Work


class Queued:
    def __init__(self) -> None:
        self.presenter = QueuePresenter(InlineDesk(PlayedStation()), "mchen")
        self.work: list[Work] = []
        self.gone: list[tuple[str, dict[str, str]]] = []
        self.unknown: list[str] = []
        self.presenter.on_work = self.work.append
        self.presenter.on_go = lambda name, params: self.gone.append((name, params))
        self.presenter.on_unknown = self.unknown.append
        self.presenter.refresh()


def test_each_card_has_one_action_that_leads_where_it_is_done() -> None:
    queued = Queued()
    cards = queued.work[-1].cards
    for card in cards:
        queued.presenter.act(card)
    assert [card.verb for card in cards] == ["Continue", "Verify", "Resolve"]
    assert queued.gone == [
        ("execution", {"batch": BATCH, "phase": STEP}),
        ("execution", {"batch": "B26-1146", "phase": STEP}),
        ("exceptions", {"batch": "MB-0418"}),
    ]


def test_a_timer_is_said_in_words_on_its_card() -> None:
    assert Queued().work[-1].cards[0].chip == "Hold since wash: 1:17:50 left"


def test_a_scan_of_an_identifier_goes_straight_to_its_batch() -> None:
    queued = Queued()
    queued.presenter.jump("COI-7F3K-2291")
    assert queued.gone == [("execution", {"batch": BATCH})]


def test_an_unknown_code_is_said_and_stays() -> None:
    queued = Queued()
    queued.presenter.jump("COI-0000")
    assert queued.gone == []
    assert "COI-0000" in queued.unknown[0]


def test_another_tab_may_be_empty() -> None:
    queued = Queued()
    queued.presenter.choose("verify")
    assert (queued.work[-1].tab, queued.work[-1].cards) == ("verify", ())


def test_what_is_answered_after_the_screen_was_left_reaches_nobody() -> None:
    desk = LateDesk(PlayedStation())
    presenter, work = QueuePresenter(desk, "mchen"), list[Work]()
    presenter.on_work = work.append
    presenter.refresh()
    presenter.close()
    desk.answer()
    assert work == []
