"""Rows that are asked for page by page: nothing is asked twice, nothing old overtakes what is new."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ui.pages.paging import Pages


class Source:
    """Numbers, answered when the test says so."""

    def __init__(self, count: int, *, at_once: bool = False) -> None:
        self.rows = list(range(count))
        self.at_once = at_once
        self.waiting: list[Callable[[], None]] = []
        self.asked: list[tuple[int, int, str, str]] = []

    def ask(self, offset: int, limit: int, text: str, order: str, came: Callable[[Sequence[int]], None]) -> None:
        self.asked.append((offset, limit, text, order))
        found = [row for row in self.rows if text in str(row)][offset : offset + limit]
        if self.at_once:
            came(found)
        else:
            self.waiting.append(lambda: came(found))

    def answer(self) -> None:
        self.waiting.pop(0)()


def test_a_source_that_answers_at_once_is_not_announced() -> None:
    arrivals: list[int] = []
    pages = Pages(Source(30, at_once=True).ask, lambda: arrivals.append(1))
    assert list(pages.fetch(0, 20, "", "")) == list(range(20))
    assert list(pages.fetch(20, 20, "", "")) == list(range(20, 30))
    assert arrivals == []


def test_later_answers_are_announced_and_kept() -> None:
    source, arrivals = Source(30), list[int]()
    pages = Pages(source.ask, lambda: arrivals.append(1))
    assert pages.fetch(0, 20, "", "") == []
    pages.fetch(0, 20, "", "")
    source.answer()
    assert (arrivals, source.asked) == ([1], [(0, 20, "", "")])
    assert list(pages.fetch(0, 20, "", "")) == list(range(20))
    pages.fetch(20, 20, "", "")
    source.answer()
    assert list(pages.fetch(20, 20, "", "")) == list(range(20, 30))
    pages.fetch(20, 20, "", "")
    assert len(source.asked) == 2


def test_an_answer_to_an_old_question_is_dropped_and_old_rows_stay_meanwhile() -> None:
    source = Source(30)
    pages = Pages(source.ask, lambda: None)
    pages.fetch(0, 10, "", "")
    source.answer()
    pages.fetch(0, 10, "1", "")
    assert list(pages.fetch(0, 10, "12", "")) == list(range(10))
    source.answer()
    assert list(pages.fetch(0, 10, "12", "")) == list(range(10))
    source.answer()
    assert list(pages.fetch(0, 10, "12", "")) == [12]


def test_what_changed_is_asked_for_again() -> None:
    source = Source(3, at_once=True)
    pages = Pages(source.ask, lambda: None)
    pages.fetch(0, 10, "", "")
    source.rows.append(7)
    assert list(pages.fetch(0, 10, "", "")) == [0, 1, 2]
    pages.forget()
    assert list(pages.fetch(0, 10, "", "")) == [0, 1, 2, 7]
