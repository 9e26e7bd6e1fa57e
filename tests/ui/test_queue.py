"""The work queue without its looks."""

from __future__ import annotations

from ebr.station.questions import DraftRow, MasterRow
from tests.ui.desk_played import BATCH, STEP, LateDesk, PlayedStation
from ui.desk import InlineDesk
from ui.queue.presenter import QueuePresenter, Work
from ui.queue.versions import version_cards


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


def waiting(roles: tuple[str, ...], name: str = "Rosa Lindt", **fields: object) -> list[str]:
    """What the queue says of one version from a draft, to a person with these roles."""
    given = dict.fromkeys(MasterRow.__dataclass_fields__, "") | {
        "mbr": "rub", "version": "2", "title": "Hand rub", "author": "Paul Martin", "from_draft": True, "remarks": 0,
    }  # fmt: skip
    return [card.words for card in version_cards((), [MasterRow(**{**given, **fields})], name, roles)]  # type: ignore[arg-type]


def test_a_version_waits_for_those_who_may_sign_it_next() -> None:
    assert waiting(("quality",), status="signed") == ["Version 2 by Paul Martin waits for whoever verifies it"]
    assert waiting(("quality",), status="verified", verifier="Quinn Lee") == [
        "Version 2 by Paul Martin waits for its approval"
    ]
    assert waiting(("quality",), status="verified", verifier="Rosa Lindt") == []
    assert waiting(("quality",), "Paul Martin", status="signed") == []
    assert waiting(("operator",), status="signed") == []
    assert waiting(("quality",), status="approved") == ["Version 2 is approved and can be put in force"]
    assert waiting(("quality",), status="approved", effective="2026-12-01") == []


def test_an_author_finds_the_drafts_of_this_station_on_the_queue() -> None:
    given = {"mbr": "rub", "title": "Hand rub", "base": "1", "status": "open", "holder": "", "saves": 3, "saved": ""}
    more = {"saved_by": "", "remarks": 0, "contested": 0, "returned": ""}
    here, there = (DraftRow(**given, **more, version=version, here=version == "2") for version in ("2", "3"))  # type: ignore[arg-type]
    (card,) = version_cards([here, there], [], "Paul Martin", ("author",))
    assert (card.screen, card.version, card.words) == ("editor", "2", "Draft of version 2, from 1")
    assert version_cards([here, there], [], "Rosa Lindt", ("quality",)) == ()
