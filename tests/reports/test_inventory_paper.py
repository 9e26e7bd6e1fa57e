"""The inventory record on paper: every change and result on it, the certificate named, the same bytes again."""

from __future__ import annotations

from dataclasses import replace

from ebr.reports.inventory import Change, Examined, Held, Kept, inventory_hash, inventory_paper
from ebr.reports.pdf.read import words_by_page
from ebr.reports.pdf.recall import draw_recall
from tests.reports.test_recall_paper import PRINTED

AT = "2026-05-04T08:00:00.000000+02:00"
KEPT = Kept(
    "MET-1",
    "RM-1001",
    "Metformin hydrochloride",
    "Acme",
    "AC/77",
    "used_up",
    "2027-06-30",
    "",
    AT,
    "Maria Chen",
    "Quinn Lee",
    "0",
    "kg",
    (
        Change(AT, "received", "1", "25", "25", "", "", "Maria Chen"),
        Change(AT, "used", "1", "-24.9", "0.1", "ME-0001", "", "Maria Chen"),
        Change(AT, "counted", "1", "-0.1", "0", "", "Dust in the drum", "Maria Chen"),
    ),
    (
        Examined("Assay", "99.5 %", "98.0 ... 102.0", "pass", "COA-4711", "Lena Vogt", "Lars Holm"),
        Examined("Appearance", "White powder", "White powder", "pass", "", "Lena Vogt", "Lars Holm"),
    ),
    (Held("Room-12", "20", "18", "2"),),
    ("A drum was fuller than it came",),
    14,
    "cd34" * 16,
)


def test_it_says_what_came_where_it_went_and_on_what_it_was_released() -> None:
    drawn = draw_recall(inventory_paper(KEPT, PRINTED))
    (page,) = [" ".join(" ".join(words).split()) for words in words_by_page(drawn)]
    for part in (
        "MET-1",
        "AC/77",
        "Used up",
        "ME-0001",
        "-24.9",
        "Dust in the drum",
        "COA-4711",
        "Own test",
        "Room-12",
    ):
        assert part in page, part
    assert "A drum was fuller than it came" in page
    assert inventory_hash(KEPT)[:40] in page.replace(" ", "")
    assert draw_recall(inventory_paper(KEPT, PRINTED)) == drawn


def test_the_hash_is_of_every_row() -> None:
    other = replace(KEPT, changes=(*KEPT.changes[:2], replace(KEPT.changes[2], reason="Spilled")))
    assert inventory_hash(other) != inventory_hash(KEPT)
