"""A draft and its review without looks, on a real station: who is offered what, and why not."""

from __future__ import annotations

import json

from ebr.station.door import saving
from ebr.station.questions import DraftDocument
from tests.ui.real_station import Floor
from ui.desk import Answer
from ui.masters.presenter import MasterDetail, MastersPresenter
from ui.pages.list_line import ListLine
from ui.review.presenter import BlockDetail, Head, ReviewPresenter

MBR = "handrub_f1"


class Shelf:
    """Somebody at the list of master batch records."""

    def __init__(self, floor: Floor, person: str, *roles: str) -> None:
        floor.enter(person)
        self.presenter = MastersPresenter(floor.desk, person, roles)
        self.details: list[MasterDetail | None] = []
        self.presenter.on_detail = self.details.append
        self.presenter.refresh()

    def offers(self, version: str) -> dict[str, str]:
        self.presenter.choose((MBR, version))
        detail = self.details[-1]
        assert detail is not None
        return {offer.key: offer.reason for offer in detail.offers}


class Reviewer:
    """Somebody at the review of a version."""

    def __init__(self, floor: Floor, version: str, person: str, *roles: str) -> None:
        floor.enter(person)
        self.presenter = ReviewPresenter(floor.desk, person, roles)
        self.heads: list[Head] = []
        self.lines: list[tuple[ListLine[str], ...]] = []
        self.details: list[BlockDetail | None] = []
        p = self.presenter
        p.on_head, p.on_lines, p.on_detail = self.heads.append, self.lines.append, self.details.append
        p.open(MBR, version)

    @property
    def next(self) -> tuple[str, str]:
        offer = self.heads[-1].next
        return (offer.key, offer.reason) if offer is not None else ("", "")

    @property
    def detail(self) -> BlockDetail:
        found = self.details[-1]
        assert found is not None
        return found


def submitted(floor: Floor) -> str:
    """A draft of version 2 with one step changed, in review; returns the block that was changed."""
    shelf = Shelf(floor, "auth", "author")
    shelf.presenter.choose((MBR, "1"))
    assert shelf.presenter.next_version() == "2"
    shelf.presenter.do("begin", "2", fine)
    told = floor.station.ask(DraftDocument(MBR, "2"))
    old = json.loads(told.document)
    new = json.loads(told.document)
    step = new["procedure"][0]["operations"][0]["phases"][0]
    step["instruction"] += " Then look again."
    floor.desk.do(saving(MBR, "2", told.seen, old, new), by="auth", then=fine)
    offers = shelf.offers("2")
    assert {"open", "submit", "abandon"} <= offers.keys()
    assert set(offers.values()) == {""}
    assert floor.sign(shelf.presenter.act("submit"), "auth").refusal is None
    return f"phase/{step['id']}"


def fine(said: Answer) -> None:
    assert said.refusal is None, said.refusal


def test_a_draft_stands_in_the_list_and_only_authors_write_it(floor: Floor) -> None:
    author = Shelf(floor, "auth", "author")
    author.presenter.choose((MBR, "1"))
    author.presenter.do("begin", "2", fine)
    assert {"open", "submit", "abandon"} <= author.offers("2").keys()
    assert not {"submit", "abandon"} & Shelf(floor, "qlee", "quality").offers("2").keys()
    author = Shelf(floor, "auth", "author")
    author.presenter.choose((MBR, "2"))
    author.presenter.do("abandon", "not wanted", fine)
    assert (MBR, "2") not in author.presenter.drafts


def test_every_part_says_what_changed_or_where_it_was_approved(floor: Floor) -> None:
    block = submitted(floor)
    review = Reviewer(floor, "2", "sups", "supervisor")
    lines = {line.key: line.cells for line in review.lines[-1]}
    assert lines[block][1:3] == ("1 change", "To be approved")
    others = {cells[2] for key, cells in lines.items() if key not in (block, "header")}
    assert others == {"Approved in version 1"}
    assert review.presenter.chosen == block
    assert "look again" in review.detail.facts[0].value
    assert review.heads[-1].words.startswith("2 changes against version 1; ")


def test_who_wrote_is_told_why_another_person_signs(floor: Floor) -> None:
    submitted(floor)
    assert Reviewer(floor, "2", "auth", "author").next == (
        "verified",
        "You wrote this version. Another person must sign",
    )


def test_an_open_remark_keeps_everybody_from_signing_until_it_is_settled(floor: Floor) -> None:
    submitted(floor)
    review = Reviewer(floor, "2", "sups", "supervisor")
    assert review.next == ("verified", "")
    review.presenter.do("remark", "How often?", fine)
    assert review.next == ("verified", "Open remarks must be settled first")
    assert review.lines[-1][[line.key for line in review.lines[-1]].index(review.presenter.chosen)].cells[3] == "1"
    settle = next(offer.key for offer in review.detail.offers if offer.key.startswith("settle "))
    review.presenter.do(settle, "once", fine)
    assert review.next == ("verified", "")
    assert review.detail.facts[1].detail.endswith("Settled by Sam Super: once")


def test_two_people_sign_and_the_version_is_put_in_force(floor: Floor) -> None:
    submitted(floor)
    review = Reviewer(floor, "2", "sups", "supervisor")
    assert floor.sign(review.presenter.act("verified"), "sups").refusal is None
    assert review.next == ("approved", "Quality approves; the author does not")
    quality = Reviewer(floor, "2", "qlee", "quality")
    assert quality.next == ("approved", "")
    assert floor.sign(quality.presenter.act("approved"), "qlee").refusal is None
    assert quality.next == ("effective", "")
    assert floor.sign(quality.presenter.act("effective", "2026-11-01"), "qlee").refusal is None
    assert quality.next == ("", "")
    assert quality.heads[-1].status == "In force"


def test_a_version_given_back_goes_on_as_the_next_draft(floor: Floor) -> None:
    submitted(floor)
    review = Reviewer(floor, "2", "qlee", "quality")
    review.presenter.do("return", "The step is not clear.", fine)
    assert "Given back by Quinn Lee: The step is not clear." in review.heads[-1].words
    assert review.next == ("", "")
    assert {"open", "submit"} <= Shelf(floor, "auth", "author").offers("3").keys()


def test_review_tells_of_newer_building_blocks(floor: Floor) -> None:
    from dataclasses import replace

    from ebr.domain.block.commands import ApproveBlock
    from ebr.domain.master.commands import BeginDraft, SubmitDraft
    from ebr.domain.mbr.document import from_json, to_json
    from ebr.domain.mbr.editing import Editing, SetField
    from ebr.station.door import adding_block
    from ebr.station.questions import Blocks
    from tests.ui.real_station import signed

    floor.enter("auth")
    assert floor.station.do(BeginDraft(MBR, "2", base="1"), by="auth").refusal is None
    answer = floor.station.ask(DraftDocument(MBR, "2"))
    old = json.loads(answer.document)
    editing = Editing(from_json(old, unfinished=True))
    editing.apply(SetField("strength_test", "block", "measure_strength@1"))
    assert floor.station.do(saving(MBR, "2", answer.seen, old, to_json(editing.document)), by="auth").refusal is None
    signed(floor.station, SubmitDraft(MBR, "2"), "auth")
    part = next(phase for _, _, phase in editing.document.phases() if phase.id == "strength_test")
    for version, step in (("1", part), ("2", replace(part, title="Twice"))):
        floor.enter("auth")
        assert floor.station.do(adding_block("measure_strength", version, step), by="auth").refusal is None
        row = next(row for row in floor.station.ask(Blocks()) if row.version == version)
        floor.enter("qlee")
        signed(floor.station, ApproveBlock("measure_strength", version, row.hash), "qlee")

    reviewer = Reviewer(floor, "2", "qlee", "quality")

    fact = next(one for one in reviewer.heads[-1].facts if one.name == "Building blocks")
    assert fact.value == "1 part from an earlier version"
    assert fact.detail.endswith(": measure_strength@1; version 2 is approved")
