"""Issuing a batch and checking its issue on a real station: what is asked, what is wrong in words, what may be signed."""

from __future__ import annotations

import pytest

from ebr.domain.batch.commands import IssueBatch
from ebr.domain.master.commands import MakeEffective, SignMbr
from ebr.paths import resources
from ebr.station.door import adding
from ebr.station.questions import BatchQuestion, Masters
from tests.ui.real_station import BATCH, Floor, signed
from ui.issue.check import Checked, compared
from ui.issue.issuing import AGAIN, Form, IssuePresenter, MasterLine, State

CELLS = ("car_t_autologous", "1")
RUB = ("handrub_f1", "1")
COI, SUBJECT = "COI-7Q4M-2B81-K", "CART20-DE01-014"


class Issuing:
    """What the presenter told the screen."""

    def __init__(self, floor: Floor, person: str = "sups") -> None:
        self.presenter = IssuePresenter(floor.desk, person)
        self.masters: list[tuple[MasterLine, ...]] = []
        self.forms: list[Form] = []
        self.states: list[State] = []
        self.checks: list[Checked] = []
        self.past: list[str] = []
        self.refused: list[str] = []
        p = self.presenter
        p.on_masters, p.on_form, p.on_state = self.masters.append, self.forms.append, self.states.append
        p.on_checked, p.on_past, p.on_refused = self.checks.append, self.past.append, self.refused.append

    def fill(self, **parts: str) -> State:
        for key, text in parts.items():
            self.presenter.typed(key.replace("again_", AGAIN), text)
        return self.states[-1]


@pytest.fixture
def cells(floor: Floor) -> Floor:
    """The floor with a second master in force: one whose batches have two identifiers."""
    station = floor.station
    floor.enter("auth")
    text = (resources() / "mbr" / "car_t_autologous.yaml").read_text(encoding="utf-8")
    assert station.do(adding(text), by="auth").refusal is None
    row = next(one for one in station.ask(Masters()) if one.mbr == CELLS[0])
    signed(station, SignMbr(row.mbr, row.version, row.hash, "performed"), "auth")
    floor.enter("qlee")
    signed(station, SignMbr(row.mbr, row.version, row.hash, "approved"), "qlee")
    signed(station, MakeEffective(row.mbr, row.version, "2026-11-01"), "qlee")
    floor.enter("sups")
    return floor


def chosen(floor: Floor, key: tuple[str, str]) -> Issuing:
    issuing = Issuing(floor)
    issuing.presenter.refresh()
    issuing.presenter.choose(key)
    return issuing


def test_only_versions_in_force_may_be_chosen(floor: Floor) -> None:
    floor.enter("auth")
    text = (resources() / "mbr" / "car_t_autologous.yaml").read_text(encoding="utf-8")
    assert floor.station.do(adding(text), by="auth").refusal is None
    issuing = Issuing(floor)
    issuing.presenter.refresh()
    assert [line.key for line in issuing.masters[-1]] == [RUB]
    issuing.presenter.choose(CELLS)
    assert issuing.forms == []


def test_the_form_says_the_range_and_the_last_number_and_fills_nothing_in(floor: Floor) -> None:
    issuing = chosen(floor, RUB)
    number, size = issuing.forms[-1].fields
    assert number.hint == f"Last one: {BATCH}"
    assert size.label == "Batch size, mL"
    assert "5000 to 50000 mL" in [fact.value for fact in issuing.forms[-1].facts]
    assert issuing.presenter.parts == {}
    assert issuing.states[-1].missing == "Fill in: Batch number"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ("4999", "The batch size 4999 mL is not possible. Choose 5000 to 50000 mL."),
        ("50001", "The batch size 50001 mL is not possible. Choose 5000 to 50000 mL."),
        ("10000", ""),
        ("5000", ""),
        ("1e4", ""),
    ],
)
def test_a_size_is_held_against_its_range_at_once(floor: Floor, size: str, words: str) -> None:
    assert chosen(floor, RUB).fill(size=size).wrong.get("size", "") == words


@pytest.mark.parametrize("size", ["10,5", "ten", "10 000", "-"])
def test_a_size_that_is_no_number_is_refused_in_words(floor: Floor, size: str) -> None:
    state = chosen(floor, RUB).fill(batch="HR-0002", size=size)
    assert state.wrong["size"]
    assert state.missing == state.wrong["size"]


def test_a_number_that_is_used_is_said_before_anybody_signs(floor: Floor) -> None:
    state = chosen(floor, RUB).fill(batch=BATCH, size="10000")
    assert state.wrong == {"batch": f"Batch number {BATCH} is used already. Choose another one."}


def test_an_identifier_must_come_out_the_same_twice(cells: Floor) -> None:
    issuing = chosen(cells, CELLS)
    state = issuing.fill(batch="CT-0001", size="1", coi=COI, again_coi="COI-7Q4M-2B18-K", subject=SUBJECT)
    assert list(state.wrong) == [AGAIN + "coi"]
    assert "differ" in state.missing
    state = issuing.fill(again_coi=COI)
    assert (state.wrong, state.missing) == ({}, "Fill in: Subject / treatment number, again")
    assert issuing.fill(again_subject=SUBJECT).missing == ""


def test_a_scan_fills_the_field_with_the_caret_else_the_first_empty_one(cells: Floor) -> None:
    presenter = chosen(cells, CELLS).presenter
    assert presenter.place_of("subject") == "subject"
    assert presenter.place_of("size") == "batch"
    presenter.typed("batch", "CT-0001")
    assert presenter.place_of("") == "coi"


def test_a_scan_has_no_place_before_a_master_is_chosen(floor: Floor) -> None:
    assert Issuing(floor).presenter.place_of("") == ""


def test_another_master_drops_what_was_typed_for_the_first(cells: Floor) -> None:
    issuing = chosen(cells, CELLS)
    issuing.fill(batch="CT-0001", coi=COI)
    issuing.presenter.choose(RUB)
    assert issuing.presenter.parts == {}


def test_what_was_typed_before_a_lock_comes_back(cells: Floor) -> None:
    issuing = Issuing(cells)
    issuing.presenter.refresh()
    issuing.presenter.choose(CELLS, {"batch": "CT-0001", "coi": COI})
    assert issuing.states[-1].missing == "Fill in: Batch size, each"


def test_the_signed_command_issues_the_batch_with_its_identifiers(cells: Floor) -> None:
    issuing = chosen(cells, CELLS)
    issuing.fill(batch="CT-0001", size="1", coi=COI, again_coi=COI, subject=SUBJECT, again_subject=SUBJECT)
    command = issuing.presenter.command()
    assert command == IssueBatch("CT-0001", *CELLS, "1", {"coi": COI, "subject": SUBJECT})
    assert cells.sign(command, "sups").refusal is None
    answer = cells.station.ask(BatchQuestion("CT-0001", "sups"))
    assert (answer.status, answer.size) == ("to_check", "1 each")
    assert [value for _label, value in answer.identifiers] == [COI, SUBJECT]


def issued(floor: Floor, batch: str = "HR-0002") -> str:
    floor.enter("sups")
    assert floor.sign(IssueBatch(batch, *RUB, "20000"), "sups").refusal is None
    return batch


def test_quality_sees_the_issue_beside_its_master_with_who_issued_it(floor: Floor) -> None:
    batch = issued(floor)
    floor.enter("qlee")
    issuing = Issuing(floor, "qlee")
    issuing.presenter.check(batch)
    found = issuing.checks[-1]
    lines = {line.name: line for line in found.lines}
    assert found.refusal == ""
    assert (lines["Batch size"].issued, lines["Batch size"].master) == ("20000 mL", "5000 to 50000 mL")
    assert lines["Fingerprint"].issued == lines["Fingerprint"].master
    assert {line.tone for line in found.lines} == {""}
    for part in ("Sam Super", "sups", "Supervisor", "Performed by"):
        assert part in found.issued


def test_a_fingerprint_that_differs_from_the_master_is_marked(floor: Floor) -> None:
    row = floor.station.ask(Masters())[0]
    answer = floor.station.ask(BatchQuestion(BATCH, "qlee"))
    lines = {line.name: line.tone for line in compared(answer, row, "0" * 64)}
    assert lines.pop("Fingerprint") == "crit"
    assert set(lines.values()) == {""}


def test_who_may_not_check_an_issue_is_told_by_the_rules(floor: Floor) -> None:
    batch = issued(floor)
    issuing = Issuing(floor)
    issuing.presenter.check(batch)
    assert issuing.checks[-1].refusal == "This needs one of these roles: Quality. Ask somebody who has it."


def test_a_checked_issue_leads_on(floor: Floor) -> None:
    batch = issued(floor)
    floor.enter("qlee")
    issuing = Issuing(floor, "qlee")
    issuing.presenter.check(batch)
    assert floor.sign(issuing.presenter.check_command(), "qlee").refusal is None
    assert issuing.past == [batch]


def test_an_unknown_batch_is_said_in_words(floor: Floor) -> None:
    issuing = Issuing(floor)
    issuing.presenter.check("HR-9999")
    assert issuing.refused == ["There is no batch HR-9999 on this station."]


def test_a_batch_issued_meanwhile_takes_its_number_from_the_form(floor: Floor) -> None:
    issuing = chosen(floor, RUB)
    assert issuing.fill(batch="HR-0002", size="10000").missing == ""
    issued(floor, "HR-0002")
    assert "used already" in issuing.states[-1].missing


def test_after_the_screen_has_gone_nothing_reaches_it(floor: Floor) -> None:
    issuing = chosen(floor, RUB)
    before = len(issuing.states)
    issuing.presenter.close()
    issued(floor)
    assert len(issuing.states) == before
