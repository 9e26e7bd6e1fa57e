"""Exceptions without their looks, on a real station."""

from __future__ import annotations

from tests.ui.real_station import BATCH, Floor
from ui.desk import Answer
from ui.exceptions.presenter import Detail, ExceptionsPresenter
from ui.pages.list_line import ListLine


class Board:
    def __init__(self, floor: Floor, person: str, *roles: str) -> None:
        floor.enter(person)
        self.presenter = ExceptionsPresenter(floor.desk, person, roles)
        self.lines: list[tuple[tuple[ListLine[tuple[str, str]], ...], int]] = []
        self.details: list[Detail | None] = []
        self.presenter.on_lines = lambda lines, count: self.lines.append((lines, count))
        self.presenter.on_detail = self.details.append
        self.presenter.refresh()

    @property
    def detail(self) -> Detail:
        detail = self.details[-1]
        assert detail is not None
        return detail


def test_an_open_exception_is_shown_with_what_was_written(floor: Floor) -> None:
    board = Board(floor, "sups", "supervisor")
    lines, count = board.lines[-1]
    assert (len(lines), count) == (1, 1)
    assert board.detail.written == "The room was not free."
    assert ("Raised by", "Maria Chen") in [(fact.name, fact.value) for fact in board.detail.facts]
    assert [offer.key for offer in board.detail.offers] == ["deviation", "severity", "rejected", "accepted"]


def test_nobody_decides_an_exception_of_their_own_and_is_told_why(floor: Floor) -> None:
    offers = {offer.key: offer for offer in Board(floor, "mchen", "operator").detail.offers}
    assert offers["accepted"].reason
    assert "rejected" not in offers


def test_who_raises_the_class_may_not_be_able_to_decide_then(floor: Floor) -> None:
    board = Board(floor, "sups", "supervisor")
    said: list[Answer] = []
    assert board.presenter.classes() == ("major", "critical")
    board.presenter.change("major", "Active substance concerned", said.append)
    assert said[0].refusal is None
    assert board.detail.chip == "Major"
    assert "Quality" in next(offer.reason for offer in board.detail.offers if offer.key == "accepted")


def test_quality_may_lower_a_class(floor: Floor) -> None:
    board = Board(floor, "qlee", "quality")
    board.presenter.change("critical", "To be looked at", lambda _said: None)
    assert board.presenter.classes() == ("minor", "major")


def test_a_decision_closes_it_and_keeps_the_words(floor: Floor) -> None:
    board = Board(floor, "sups", "supervisor")
    command = board.presenter.decide("accepted", "No effect on the product")
    assert floor.sign(command, "sups").refusal is None
    lines, count = board.lines[-1]
    assert count == 0
    assert lines[0].cells[-1] == "Minor, accepted"
    assert [offer.key for offer in board.detail.offers] == ["deviation"]
    assert "No effect on the product" in [fact.value for fact in board.detail.facts]


def test_only_one_batch_is_asked_for(floor: Floor) -> None:
    presenter = ExceptionsPresenter(floor.desk, "sups", ("supervisor",), BATCH)
    lines: list[tuple[ListLine[tuple[str, str]], ...]] = []
    presenter.on_lines = lambda found, _count: lines.append(found)
    presenter.refresh()
    assert [one.key for one in lines[0]] == [(BATCH, "EX-001")]
