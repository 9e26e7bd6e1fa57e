"""A deviation: given what was written, when somebody asks, then its course goes on, is closed by another, or is refused."""

from __future__ import annotations

from typing import Any

import pytest

from ebr.domain import subjects
from ebr.domain.batch import commands as b
from ebr.domain.batch.state import BatchState
from ebr.domain.canonical import dumps
from ebr.domain.decision import Actor, Decision, Recorded
from ebr.domain.deviation import commands as c
from ebr.domain.deviation import events as e
from ebr.domain.deviation.batch_events import DeviationNamed
from ebr.domain.deviation.rules import decide, needs, sheet, signer
from ebr.domain.deviation.state import SECTIONS, DeviationState, apply, blocking, start
from ebr.domain.people.state.roles import ROLES
from ebr.domain.values import Instant, Stamp
from tests.domain.batch_floor import BATCH, Floor
from tests.domain.batch_small import at_step

NOW = Instant("2026-03-02T08:00:00.000000+01:00", "Europe/Zurich", "boot", 1, "system")
NUMBER = "DEV-0001"
SHA = "ab" * 32
OLGA = Actor("olga", "Olga", frozenset({"operator"}))
SVEN = Actor("sven", "Sven", frozenset({"supervisor"}))
LENA = Actor("lena", "Lena", frozenset({"laboratory"}))
QUITA = Actor("quita", "Quita", frozenset({"quality"}))
QUINN = Actor("quinn", "Quinn", frozenset({"quality"}))


class Desk:
    """One deviation and the batches that it names, written as they are decided."""

    def __init__(self, floor: Floor | None = None) -> None:
        self.floor = floor or at_step("measure")
        self.state = start(subjects.deviation(NUMBER))
        self.told: list[DeviationNamed] = []
        self.number = 0

    @property
    def facts(self) -> dict[str, Any]:
        return {subjects.batch(BATCH): self.floor.state, subjects.deviation(NUMBER): self.state}

    def decide(self, command: Any, by: Actor) -> Decision:
        return decide(self.state, {root: self.facts.get(root) for root in needs(command, self.state)}, command, by, NOW)

    def write(self, event: object, by: str, beside: frozenset[str] = frozenset()) -> str:
        self.number += 1
        stamp = Stamp(f"entry-{self.number}", "log-A", self.number, f"deviation/{NUMBER}", by, "presence", NOW)
        self.state = apply(self.state, Recorded(event, stamp, beside))
        return stamp.hash

    def done(self, command: Any, by: Actor) -> Decision:
        decision = self.decide(command, by)
        assert decision.refusal is None, decision.refusal
        for draft in decision.drafts:
            if isinstance(draft.event, DeviationNamed):
                self.told.append(draft.event)
            else:
                self.write(draft.event, by.person)
        return decision

    def refused(self, command: Any, by: Actor) -> str:
        refusal = self.decide(command, by).refusal
        return refusal.code if refusal is not None else ""


def opening(**more: Any) -> c.OpenDeviation:
    return c.OpenDeviation(
        **{
            "title": "Smell at the reactor",
            "description": "A smell of solvent.",
            "severity": "major",
            "deviation": NUMBER,
            **more,
        }
    )


def course(desk: Desk, by: Actor = SVEN) -> None:
    desk.done(c.ContainDeviation(NUMBER, "Room aired, batch on hold."), by)
    desk.done(c.FindCause(NUMBER, "five_whys", "A seal was worn."), by)
    desk.done(c.AssessImpact(NUMBER, "Other batches used another reactor."), by)
    desk.done(c.SetActions(NUMBER, "Seal changed.", "Seals checked each month.", "CAPA-12", "2026-06-30"), by)


def proposed(floor: Floor | None = None) -> Desk:
    desk = Desk(floor)
    desk.done(opening(batches=(BATCH,)), OLGA)
    course(desk)
    desk.done(c.ProposeClosing(NUMBER, "Complete."), SVEN)
    return desk


def with_exception() -> tuple[Desk, str]:
    floor = at_step("measure")
    floor.done(b.RaiseException(BATCH, "", "smell", severity="critical"), "olga")
    return Desk(floor), next(iter(floor.state.exceptions))


# Opening


def test_a_deviation_from_nothing_names_what_it_is_told() -> None:
    desk = Desk()
    decision = desk.done(opening(), OLGA)
    assert decision.answer == {"deviation": NUMBER, "severity": "major"}
    assert (desk.state.life, desk.state.batches, desk.told) == ("open", (), [])
    assert desk.state.discovered == "2026-03-02"


def test_a_deviation_of_an_exception_names_its_batch_and_is_never_lighter() -> None:
    desk, exception = with_exception()
    desk.done(opening(severity="minor", exceptions=((BATCH, exception),)), OLGA)
    assert (desk.state.severity, desk.state.batches) == ("critical", (BATCH,))
    assert desk.told == [DeviationNamed(BATCH, NUMBER, "Smell at the reactor", "critical", (exception,))]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " "}, "deviation_title"),
        ({"title": "two\nlines"}, "deviation_title"),
        ({"description": ""}, "deviation_text_missing"),
        ({"severity": "grave"}, "severity_unknown"),
        ({"discovered": "2026-13-01"}, "deviation_day"),
        ({"discovered": "2026-03-03"}, "deviation_day_later"),
        ({"batches": ("NO-SUCH",)}, "batch_unknown"),
        ({"batches": ("../x",)}, "batch_unknown"),
        ({"exceptions": ((BATCH, "EX-999"),)}, "exception_unknown"),
        ({"deviation": "DEV 1/2"}, "deviation_number"),
    ],
)
def test_what_nobody_can_open(more: dict[str, Any], code: str) -> None:
    assert Desk().refused(opening(**more), OLGA) == code


def test_an_exception_belongs_to_one_deviation() -> None:
    desk, exception = with_exception()
    desk.floor.state.deviations = {"DEV-0007": DeviationNamed(BATCH, "DEV-0007", "Other", "major", (exception,))}
    assert desk.refused(opening(exceptions=((BATCH, exception),)), OLGA) == "exception_covered"


def test_more_exceptions_are_linked_once() -> None:
    desk, exception = with_exception()
    desk.done(opening(), OLGA)
    desk.done(c.LinkExceptions(NUMBER, ((BATCH, exception),)), SVEN)
    assert desk.state.exceptions == ((BATCH, exception),)
    assert [told.exceptions for told in desk.told] == [(exception,)]
    assert desk.refused(c.LinkExceptions(NUMBER, ((BATCH, exception),)), SVEN) == "deviation_nothing_new"


# Course


def test_a_course_from_opening_to_closing() -> None:
    desk = proposed()
    assert (desk.state.life, desk.state.missing) == ("proposed", ())
    desk.done(c.CloseDeviation(NUMBER, "Agreed."), QUITA)
    assert desk.state.life == "closed"
    assert [act.what for act in desk.state.history] == ["opened", *SECTIONS, "proposed", "closed"]


@pytest.mark.parametrize("section", SECTIONS)
def test_nothing_is_proposed_before_each_section_is_written(section: str) -> None:
    desk = Desk()
    desk.done(opening(), OLGA)
    course(desk)
    desk.state.written.pop(section)
    refusal = desk.decide(c.ProposeClosing(NUMBER, "Complete."), SVEN).refusal
    assert refusal is not None
    assert (refusal.code, refusal.params["section"]) == ("deviation_incomplete", section)


def test_the_proposer_the_opener_and_who_investigated_never_close() -> None:
    desk = Desk()
    desk.done(opening(), QUINN)
    course(desk, SVEN)
    desk.done(c.SetActions(NUMBER, "Seal changed.", ""), QUITA)
    desk.done(c.ProposeClosing(NUMBER, "Complete."), SVEN)
    both = Actor("sven", "Sven", frozenset({"supervisor", "quality"}))
    other = Actor("quentin", "Quentin", frozenset({"quality"}))
    assert [desk.refused(c.CloseDeviation(NUMBER, "Agreed."), one) for one in (QUINN, QUITA, both)] == [
        "own_deviation"
    ] * 3
    assert desk.refused(c.CloseDeviation(NUMBER, "Agreed."), other) == ""


def test_who_raised_the_exception_never_closes() -> None:
    desk, exception = with_exception()
    desk.done(opening(exceptions=((BATCH, exception),)), SVEN)
    course(desk)
    desk.done(c.ProposeClosing(NUMBER, "Complete."), SVEN)
    olga = Actor("olga", "Olga", frozenset({"quality"}))
    assert desk.refused(c.CloseDeviation(NUMBER, "Agreed."), olga) == "own_deviation"
    assert desk.refused(c.CloseDeviation(NUMBER, "Agreed."), QUITA) == ""


def test_whatever_is_written_after_the_proposal_takes_it_back() -> None:
    desk = proposed()
    desk.done(c.FindCause(NUMBER, "comparison", "Another seal was worn."), SVEN)
    assert desk.state.life == "open"
    assert desk.refused(c.CloseDeviation(NUMBER, "Agreed."), QUITA) == "deviation_not_proposed"


def test_quality_sends_back_and_opens_again() -> None:
    desk = proposed()
    desk.done(c.ReturnDeviation(NUMBER, "Which seal?"), QUITA)
    assert desk.refused(c.CloseDeviation(NUMBER, "Agreed."), QUITA) == "deviation_not_proposed"
    desk.done(c.ProposeClosing(NUMBER, "The lower one."), SVEN)
    desk.done(c.CloseDeviation(NUMBER, "Agreed."), QUITA)
    assert desk.refused(c.FindCause(NUMBER, "fishbone", "Other"), SVEN) == "deviation_closed"
    desk.told.clear()
    desk.done(c.ReopenDeviation(NUMBER, "It happened again."), QUITA)
    assert desk.state.life == "open"
    assert [told.batch for told in desk.told] == [BATCH]
    assert desk.refused(c.ReopenDeviation(NUMBER, "Again."), QUITA) == "deviation_not_closed"
    assert desk.refused(c.ReopenDeviation(NUMBER, ""), QUITA) == "deviation_not_closed"


def test_every_batch_that_the_station_proposes_is_judged() -> None:
    desk = Desk()
    desk.done(opening(), OLGA)
    asked = {"text": "Looked at.", "proposed": (BATCH, "MET-2")}
    assert desk.refused(c.AssessImpact(NUMBER, **asked), SVEN) == "deviation_batch_not_judged"
    assert (
        desk.refused(c.AssessImpact(NUMBER, affected=(BATCH,), cleared=(BATCH, "MET-2"), **asked), SVEN)
        == "deviation_batch_both"
    )
    desk.done(c.AssessImpact(NUMBER, affected=(BATCH,), cleared=("MET-2",), **asked), SVEN)
    assert (desk.state.batches, [told.batch for told in desk.told]) == ((BATCH,), [BATCH])
    desk.done(c.AssessImpact(NUMBER, "Another view.", cleared=(BATCH, "MET-2"), proposed=(BATCH, "MET-2")), SVEN)
    assert desk.state.batches == ()


def test_only_quality_lowers_the_class() -> None:
    desk = Desk()
    desk.done(opening(), OLGA)
    assert desk.refused(c.ClassDeviation(NUMBER, "minor", "small"), SVEN) == "severity_lowered_by_quality"
    assert desk.refused(c.ClassDeviation(NUMBER, "major", "same"), SVEN) == "severity_same"
    desk.done(c.ClassDeviation(NUMBER, "critical", "patients"), SVEN)
    desk.done(c.ClassDeviation(NUMBER, "minor", "looked at"), QUITA)
    assert desk.state.severity == "minor"


def test_a_file_is_attached_once() -> None:
    desk = Desk()
    desk.done(opening(), OLGA)
    value = {"name": "seal.jpg", "media": "image/jpeg", "size": "10", "sha256": SHA}
    desk.done(c.AttachToDeviation(NUMBER, value, "The seal"), LENA)
    assert desk.refused(c.AttachToDeviation(NUMBER, value, "Again"), LENA) == "deviation_file_twice"
    assert desk.refused(c.AttachToDeviation(NUMBER, {"name": "x"}, ""), LENA) == "deviation_file"


def test_it_is_described_anew_with_a_reason() -> None:
    desk = Desk()
    desk.done(opening(), OLGA)
    assert desk.refused(c.DescribeDeviation(NUMBER, "Smell", "Of acetone.", "", ""), SVEN) == "deviation_text_missing"
    desk.done(c.DescribeDeviation(NUMBER, "Smell", "Of acetone.", "2026-03-01", "More is known"), SVEN)
    assert (desk.state.title, desk.state.discovered) == ("Smell", "2026-03-01")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.FindCause(NUMBER, "dreams", "x"), "deviation_method"),
        (c.FindCause(NUMBER, "fishbone", ""), "deviation_text_missing"),
        (c.SetActions(NUMBER, "", " "), "deviation_text_missing"),
        (c.SetActions(NUMBER, "a", "", "", "soon"), "deviation_day"),
        (c.ContainDeviation(NUMBER, "\x07"), "text_control_character"),
        (c.CloseDeviation(NUMBER, "Agreed."), "deviation_not_proposed"),
        (c.ReturnDeviation(NUMBER, "No."), "deviation_not_proposed"),
    ],
)
def test_what_nobody_can_write(command: Any, code: str) -> None:
    desk = Desk()
    desk.done(opening(), OLGA)
    assert desk.refused(command, QUITA) == code


def test_nothing_is_done_to_a_deviation_that_is_not_there() -> None:
    assert Desk().refused(c.ContainDeviation(NUMBER, "x"), SVEN) == "deviation_unknown"
    desk = proposed()
    assert desk.refused(opening(), OLGA) == "deviation_known"


# Rights and signatures


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("form", list(c.RIGHTS))
def test_each_command_is_for_its_roles(form: type, role: str) -> None:
    desk = proposed()
    wanted: dict[type, Any] = {
        c.OpenDeviation: opening(),
        c.DescribeDeviation: c.DescribeDeviation(NUMBER, "a", "b", "", "c"),
        c.ClassDeviation: c.ClassDeviation(NUMBER, "critical", "c"),
        c.FindCause: c.FindCause(NUMBER, "fishbone", "c"),
        c.SetActions: c.SetActions(NUMBER, "a", "b"),
        c.LinkExceptions: c.LinkExceptions(NUMBER),
        c.AttachToDeviation: c.AttachToDeviation(NUMBER, {"name": "a", "sha256": SHA}),
    }
    command = wanted.get(form) or form(NUMBER, "text")
    refused = desk.refused(command, Actor("anna", "Anna", frozenset({role})))
    assert (refused == "right_missing") == (role not in c.RIGHTS[form])


def test_what_is_signed_shows_the_course_and_covers_its_entries() -> None:
    desk = proposed()
    event = e.DeviationClosed(NUMBER, "Agreed.")
    found = sheet(desk.state, event)
    assert found is not None
    assert (found.meaning, found.covered) == ("approved", desk.state.entries)
    text = dumps(found.document).decode()
    assert all(words in text for words in ("A seal was worn.", "Room aired", "CAPA-12", "Agreed.", "five_whys", BATCH))
    assert sheet(desk.state, e.DeviationContained(NUMBER, "x")) is None
    assert signer(c.CloseDeviation(NUMBER, ""), QUITA)[0] == "quita"
    assert signer(c.ContainDeviation(NUMBER, ""), SVEN) == ("", ())


# Against a release


@pytest.mark.parametrize(("severity", "blocked"), [("minor", False), ("major", True), ("critical", True)])
def test_an_open_deviation_above_minor_blocks_the_batches_it_names(severity: str, blocked: bool) -> None:
    desk = Desk()
    desk.done(opening(severity=severity, batches=(BATCH,)), OLGA)
    found = blocking(desk.facts, BATCH)
    assert [one.code for one in found] == (["deviation_open"] if blocked else [])
    assert blocking(desk.facts, "MET-2") == ()


def test_a_closed_one_blocks_nothing_until_it_is_opened_again() -> None:
    desk = proposed()
    assert blocking(desk.facts, BATCH)
    desk.done(c.CloseDeviation(NUMBER, "Agreed."), QUITA)
    assert blocking(desk.facts, BATCH) == ()
    desk.done(c.ReopenDeviation(NUMBER, "It happened again."), QUITA)
    assert blocking(desk.facts, BATCH)


def test_one_that_a_rule_opened_blocks_whatever_its_class() -> None:
    desk = Desk()
    event = e.DeviationOpened(
        NUMBER, "Cartons", "2", "minor", "2026-03-02", ((BATCH, "EX-001"),), (BATCH,), "labels_unreconciled"
    )
    desk.write(event, "olga")
    assert blocking(desk.facts, BATCH)


# Written apart


def test_a_closing_that_did_not_know_of_a_change_does_not_stand() -> None:
    desk = proposed()
    change = desk.write(e.CauseFound(NUMBER, "fishbone", "Another cause."), "lena")
    desk.write(e.DeviationClosed(NUMBER, "Agreed."), "quita", frozenset({change}))
    assert (desk.state.life, desk.state.contested) == ("open", True)


def test_a_change_that_did_not_know_of_the_closing_opens_it() -> None:
    desk = proposed()
    closing = desk.write(e.DeviationClosed(NUMBER, "Agreed."), "quita")
    desk.write(e.CauseFound(NUMBER, "fishbone", "Another cause."), "lena", frozenset({closing}))
    assert (desk.state.life, desk.state.contested) == ("open", True)


def test_the_heavier_class_counts_when_two_were_given_apart() -> None:
    desk = Desk()
    desk.done(opening(severity="minor"), OLGA)
    first = desk.write(e.DeviationClassed(NUMBER, "critical", "minor", "a"), "quita")
    desk.write(e.DeviationClassed(NUMBER, "major", "minor", "b"), "quinn", frozenset({first}))
    assert desk.state.severity == "critical"


def test_one_number_opened_twice_names_what_both_name() -> None:
    desk = Desk()
    desk.done(opening(severity="minor"), OLGA)
    desk.write(e.DeviationOpened(NUMBER, "Other", "x", "major", "2026-03-02", (), (BATCH,)), "sven")
    assert (desk.state.severity, desk.state.batches, len(desk.state.twice)) == ("major", (BATCH,), 1)
    assert {"olga", "sven"} <= desk.state.people


def test_apply_takes_everything() -> None:
    state = start("deviation/DEV-0009")
    for event in (
        e.DeviationClosed(NUMBER, "x"),
        e.DeviationReopened(NUMBER, "x"),
        e.DeviationReturned(NUMBER, "x"),
        e.ClosingProposed(NUMBER, "x"),
        e.DeviationClassed(NUMBER, "odd", "", "x"),
        object(),
    ):
        state = apply(state, Recorded(event, Stamp("h", "l", 1, "deviation/DEV-0009", "", "", NOW)))
    assert isinstance(state, DeviationState)
    assert (state.number, state.known) == ("DEV-0009", False)


# The batch


def test_the_batch_knows_which_deviation_covers_its_exception() -> None:
    desk, exception = with_exception()
    state = desk.floor.state
    assert isinstance(state, BatchState)
    assert state.covered(exception) == ""
    decision = desk.done(opening(exceptions=((BATCH, exception),)), OLGA)
    desk.floor.write([draft for draft in decision.drafts if draft.subject == subjects.batch(BATCH)], "olga")
    assert desk.floor.state.covered(exception) == NUMBER
