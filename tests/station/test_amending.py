"""A running batch amended through the real station: signed, an exception, in the report, a proposal to its authors."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2

from ebr.domain.batch.commands import AmendBatch
from ebr.domain.batch.rules.amending import blocks_for
from ebr.domain.mbr.document import from_json
from ebr.station.questions import Amending, Exceptions, Preview, Proposals, Review, TrailToReview
from ebr.station.verifying import verify
from tests.domain.mbr_amended import tighter
from tests.station.plant import BATCH, Plant, fine


def amendment(plant: Plant, slot: str, high: str) -> AmendBatch:
    mbr = from_json(json.loads(plant.station.ask(Amending(BATCH)).document))
    return AmendBatch(BATCH, "safety", blocks_for(mbr, tighter(mbr, slot, high)), "Alert of the supplier")


def test_an_amendment_is_signed_by_quality_and_proposed_to_the_authors(running: Plant) -> None:
    running.clear()
    running.signed(amendment(running, "temp", "24.0"), "qlee")
    assert running.record("temp", number="24.5").refusal is not None, "the new limit holds at once"
    found = running.station.ask(Amending(BATCH))
    assert ("clear" in found.begun, "mix" in found.begun, found.amendments) == (True, False, 1)
    (row,) = running.station.ask(Proposals("compact"))
    assert (row.batch, row.version, row.kind, row.by, row.steps) == (BATCH, "1", "safety", "Quinn Lee", "2.1 Weigh")
    assert list(row.blocks) == ["phase/weigh"]
    (exception,) = [x for x in running.station.ask(Exceptions(BATCH)) if x.rule == "amended"]
    assert exception.number == row.exception
    assert running.verified() == ()


def test_the_finding_of_an_amendment_opens_the_step_it_changed(running: Plant) -> None:
    running.signed(amendment(running, "temp", "24.0"), "qlee")
    (found,) = [row for row in running.station.ask(Review(BATCH, "qlee")).findings if row.rule == "amended"]
    assert (found.where, found.opens) == ("", "making/make/weigh")


def test_a_line_of_the_audit_trail_about_an_amendment_opens_the_step_it_changed(running: Plant) -> None:
    running.signed(amendment(running, "temp", "24.0"), "qlee")
    (found,) = [row for row in running.station.ask(TrailToReview(BATCH)) if row.event == "batch.amended/1"]
    assert (found.group, found.address, found.where) == ("changed", "making/make/weigh", "Weigh")


def test_the_report_of_an_amended_batch_says_what_changed(running: Plant) -> None:
    running.signed(amendment(running, "temp", "24.0"), "qlee")
    running.be("sups")
    file = Path(fine(running.station.report(BATCH, by="sups")).answer["file"])
    document = pypdfium2.PdfDocument(file.read_bytes())
    words = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "Amendment 1: Safety" in words
    assert "Alert of the supplier" in words
    assert "upper limit 25.0" in words
    assert verify(file).findings == ()


def test_the_sheet_says_the_time_of_the_station(running: Plant) -> None:
    sheet = running.station.ask(Preview(amendment(running, "temp", "24.0"), "qlee"))
    assert sheet.at == running.clock.now().wall
