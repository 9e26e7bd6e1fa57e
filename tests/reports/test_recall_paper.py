"""The recall list on paper: every thing and join on it, bound to its number and hash on every page, the same bytes again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ebr.reports.master_paper import Printed
from ebr.reports.pdf.read import words_by_page
from ebr.reports.pdf.recall import draw_recall
from ebr.reports.recall import Join, Reached, Recall, Sum, recall_hash, recall_paper

PRINTED = Printed(
    "2026-11-01 09:00:00 +01:00",
    "2026-11-01T08:00:00Z",
    "Quinn Lee (qlee)",
    "Riverside",
    "ab12" * 16,
    "Room-1",
    "practice",
)


def reached(kind: str, name: str, distance: int, part: str = "", **more: object) -> Reached:
    return replace(Reached(kind, name, part, "What it is", "", "", (), distance, "", ""), **more)


def many(count: int, **more: object) -> Recall:
    """A lot with a long number that went into so many batches of two bags each, for a patient each."""
    things, joins = [reached("lot", "LOT-" + "0123456789" * 3, 0)], []
    for number in range(count):
        things.append(
            reached("batch", f"B-{number:04d}", 1, status="certified", where="Room 14", patients=(f"PAT-{number:04d}",))
        )
        batch = len(things) - 1
        joins.append(Join(0, batch, "used", "2", "1.5", "kg", "2026-05-04T08:00:00.000000+02:00", "mchen"))
        for bag in "AB":
            things.append(reached("part", f"B-{number:04d}", 2, bag, quantity="20.1", unit="mL", status="certified"))
            joins.append(
                Join(batch, len(things) - 1, "made", "", "20.1", "mL", "2026-05-04T09:00:00.000000+02:00", "mchen")
            )
    return Recall(tuple(things), tuple(joins), "forward", entries=1402, head="cd34" * 16, **more)


def pages(recall: Recall) -> list[str]:
    drawn = draw_recall(recall_paper(recall, PRINTED))
    return [" ".join(" ".join(words).split()) for words in words_by_page(drawn)]


@pytest.fixture(scope="module")
def hundred() -> list[str]:
    return pages(many(100))


def test_every_page_is_bound_to_the_number_and_the_hash(hundred: list[str]) -> None:
    hashed = recall_hash(many(100))
    assert len(hundred) > 10
    for at, page in enumerate(hundred, 1):
        for text in (
            "Recall list",
            "LOT-" + "0123456789" * 3,
            hashed,
            f"Page {at} of {len(hundred)}",
            "Practice: not a production record",
        ):
            assert text in page, (at, text)


def test_all_that_was_reached_is_on_it(hundred: list[str]) -> None:
    text = " ".join(hundred)
    for number in range(100):
        for said in (
            f"B-{number:04d} What it is Certified Room 14 PAT-{number:04d}",
            f"B-{number:04d} / B",
            f"PAT-{number:04d} B-{number:04d}",
        ):
            assert said in text, said
    assert text.count("container 2 went into") == 100
    assert "100 batches on this list have left quality's hands" in text
    assert "entry 1402" in text


def test_the_same_list_gives_the_same_bytes_and_another_another_hash() -> None:
    paper = recall_paper(many(3), PRINTED)
    assert draw_recall(paper) == draw_recall(paper)
    other = many(3)
    changed = replace(other, things=(*other.things[:-1], replace(other.things[-1], status="rejected")))
    assert recall_hash(changed) != paper.hash


def test_what_does_not_come_out_and_what_was_cut_is_said_first() -> None:
    sums = (Sum("kg", (("received", "5"), ("used", "6")), "-1", "", "more_out_than_in"),)
    first = pages(many(1, balances=sums, cut="depth"))[0]
    assert "More out than in: 1 kg more than ever came." in first
    assert "There is more: the walk stopped after 40 stages" in first


def test_an_origin_list_says_so() -> None:
    batch = replace(
        many(1),
        things=(reached("batch", "B-1", 0), reached("lot", "L-1", 1, status="released", where="Store A")),
        joins=(Join(1, 0, "used", "1", "2", "kg", "", ""),),
        direction="backward",
    )
    text = " ".join(pages(batch))
    for said in (
        "Origin list",
        "Everything it is from",
        "L-1 Lot What it is Released, Store A",
        "2 kg of L-1, container 1 went into B-1",
    ):
        assert said in text, said


def test_nothing_reached_is_a_list_too() -> None:
    text = " ".join(pages(Recall((reached("lot", "L-1", 0),), (), "forward")))
    assert "Batches 0" in text
    assert "Page 1 of 1" in text
