"""Training: given tasks and what people did, when somebody asks, then it is written, refused, or counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Recorded
from ebr.domain.people.state import PersonState
from ebr.domain.people.state.roles import ROLES
from ebr.domain.refusal import Refusal
from ebr.domain.training import commands as c
from ebr.domain.training import events as e
from ebr.domain.training.rules import decide, needs, sheet, signer, subject
from ebr.domain.training.state import apply, missing, roots_for, standing, start, tasks_of
from ebr.domain.values import Instant, Stamp

SOP = "SOP-PR-021"
PAPER = {"media": "application/pdf", "name": "granulation.pdf", "sha256": "ab" * 32, "size": "1000"}
ANN = Actor("ann", "Ann", frozenset({"operator"}))
SAM = Actor("sam", "Sam", frozenset({"supervisor"}))
QUINN = Actor("quinn", "Quinn", frozenset({"quality"}))
WHO = {"ann": ANN, "sam": SAM, "quinn": QUINN}


def at(day: str = "2026-03-02", time: str = "08:00:00") -> Instant:
    return Instant(f"{day}T{time}.000000+01:00", "Europe/Zurich", "boot", 1, "system")


class School:
    """Tasks and people, written as they are decided."""

    def __init__(self) -> None:
        self.states: dict[str, Any] = {
            subjects.person(name): PersonState(person=name, name=actor.name, roles=tuple(actor.roles), active=True)
            for name, actor in WHO.items()
        }
        self.number = 0
        self.now = at()

    def state(self, root: str) -> Any:
        return self.states.setdefault(root, start(root))

    def write(self, root: str, event: object, by: str, beside: frozenset[str] = frozenset()) -> str:
        self.number += 1
        stamp = Stamp(f"entry-{self.number}", "log-A", self.number, root, by, "presence", self.now)
        self.states[root] = apply(self.state(root), Recorded(event, stamp, beside))
        return stamp.hash

    def do(self, command: Any, actor: Actor) -> Decision:
        state = self.state(subject(command))
        facts = {root: self.state(root) for root in needs(command, state)}
        decision = decide(state, facts, command, actor, self.now)
        for draft in decision.drafts:
            assert sheet(state, draft.event) is not None
            self.write(draft.subject, draft.event, actor.person)
        return decision

    def set(self, version: str = "1", actor: Actor = QUINN, **more: Any) -> Decision:
        asked: dict[str, Any] = {"title": "Granulation", "roles": ("operator",), **more}
        return self.do(c.SetTask(SOP, version, **asked), actor)

    def read(self, actor: Actor = ANN, version: str = "1", sha256: str = "") -> Decision:
        return self.do(c.SignRead(actor.person, SOP, version, sha256), actor)

    def confirm(self, actor: Actor = SAM, person: str = "ann", version: str = "1", evidence: str = "") -> Decision:
        return self.do(c.ConfirmTraining(person, SOP, version, actor.person, evidence), actor)

    def withdraw(self, actor: Actor = SAM, reason: str = "Steps left out") -> Decision:
        return self.do(c.WithdrawTraining("ann", SOP, reason), actor)

    def missing(self, person: str = "ann", when: Instant | None = None) -> Refusal | None:
        facts = {root: self.state(root) for root in roots_for(SOP, person)}
        return missing(facts, SOP, person, when or self.now)

    def level(self, when: Instant | None = None) -> str:
        return standing(self.state(subjects.task(SOP)), self.state(subjects.training("ann")), when or self.now).level


@pytest.fixture
def school() -> School:
    return School()


def code(found: Decision | Refusal | None) -> str:
    if isinstance(found, Decision):
        assert found.drafts == ()
        found = found.refusal
    assert found is not None
    return found.code


def trained_trainer(school: School) -> None:
    """Sam can do it, shown by evidence that quality looked at."""
    assert school.read(SAM).refusal is None
    assert school.confirm(QUINN, "sam", evidence="Course of the maker, 2025-11-03").refusal is None


# -- tasks


def test_a_task_has_versions_of_which_the_last_is_in_force(school: School):
    assert school.set("1").refusal is None
    assert school.set("2", valid_days=365, practical=True, value=PAPER).refusal is None
    task = school.state(subjects.task(SOP))
    assert [one.version for one in task.versions] == ["1", "2"]
    assert task.current is not None
    assert (task.current.version, task.current.valid_days, task.current.practical) == ("2", 365, True)
    assert task.current.sha256 == PAPER["sha256"]


def test_a_version_may_ask_for_something_else_but_never_say_something_else(school: School):
    school.set("1", value=PAPER)
    assert code(school.set("1", value=PAPER)) == "task_unchanged"
    assert code(school.set("1")) == "task_document_changed"
    assert school.set("1", value=PAPER, valid_days=90).refusal is None
    assert len(school.state(subjects.task(SOP)).versions) == 1


def test_an_earlier_version_never_comes_back(school: School):
    school.set("1")
    school.set("2")
    assert code(school.set("1")) == "task_version_used"


def test_a_withdrawn_task_needs_a_new_version(school: School):
    school.set("1")
    assert code(school.do(c.WithdrawTask(SOP, " "), QUINN)) == "reason_missing"
    assert school.do(c.WithdrawTask(SOP, "Line closed"), QUINN).refusal is None
    assert code(school.missing()) == "task_withdrawn"
    assert code(school.read()) == "task_withdrawn"
    assert code(school.do(c.WithdrawTask(SOP, "Again"), QUINN)) == "task_withdrawn"
    assert code(school.set("1", valid_days=3)) == "task_version_used"
    assert school.set("2").refusal is None
    assert code(school.missing()) == "training_missing"


@pytest.mark.parametrize(
    ("field", "value", "refused"),
    [
        ("task", "", "task_name"),
        ("task", "SOP-1, SOP-2", "task_name"),
        ("task", "SOP\n1", "task_name"),
        ("task", "S" * 41, "task_name"),
        ("version", "", "task_version"),
        ("version", "1 ", "task_version"),
        ("title", " ", "task_title"),
        ("title", "two\nlines", "task_title"),
        ("title", "x" * 121, "text_too_long"),
        ("valid_days", -1, "task_days"),
        ("valid_days", 3651, "task_days"),
        ("roles", ("recovery",), "role_unknown"),
        ("roles", ("boss",), "role_unknown"),
        ("value", {"sha256": "x", "media": "application/pdf"}, "task_document"),
        ("value", {**PAPER, "media": "text/html"}, "task_document"),
        ("earlier_until", "31.3.2026", "task_until"),
        ("earlier_until", "20260331", "task_until"),
        ("earlier_until", "2026-02-30", "task_until"),
    ],
)
def test_a_task_with_something_wrong_is_refused(school: School, field: str, value: Any, refused: str):
    asked = replace(c.SetTask(SOP, "1", "Granulation"), **{field: value})
    assert code(school.do(asked, QUINN)) == refused
    assert school.number == 0


def test_a_procedure_with_a_slash_keeps_its_name(school: School):
    assert school.do(c.SetTask("QA/017", "1", "Clean"), QUINN).refusal is None
    assert school.state(subjects.task("QA/017")).id == "QA/017"
    assert subjects.root_of(subjects.task("QA/017")) == subjects.task("QA/017")


# -- reading


def test_who_read_and_signed_is_trained_in_a_task_that_is_only_read(school: School):
    school.set(value=PAPER)
    found = school.missing()
    assert code(found) == "training_missing"
    assert found is not None
    assert found.params == {"person": "Ann", "task": SOP, "version": "1", "title": "Granulation", "missing": "read"}
    assert school.read(sha256=PAPER["sha256"]).refusal is None
    assert school.missing() is None
    assert code(school.missing("sam")) == "training_missing"


def test_the_document_that_was_opened_is_the_one_of_the_version(school: School):
    school.set(value=PAPER)
    assert code(school.read()) == "training_document"
    assert code(school.read(sha256="cd" * 32)) == "training_document"


def test_everybody_reads_for_themselves_and_once(school: School):
    school.set()
    assert code(school.do(c.SignRead("sam", SOP, "1"), ANN)) == "training_read_for_other"
    school.read()
    assert code(school.read()) == "training_read_already"


def test_only_the_version_in_force_is_read(school: School):
    assert code(school.read()) == "task_unknown"
    school.set("1")
    school.set("2")
    assert code(school.read(version="1")) == "task_version_not_in_force"


def test_somebody_whose_name_is_not_here_is_named_by_user_name(school: School):
    school.set()
    known = missing({root: school.state(root) for root in roots_for(SOP, "ann")}, SOP, "ann", school.now)
    unknown = missing({root: school.state(root) for root in roots_for(SOP, "ann")[:2]}, SOP, "ann", school.now)
    assert known is not None
    assert unknown is not None
    assert (known.params["person"], unknown.params["person"]) == ("Ann", "ann")


def test_nobody_unknown_or_deactivated_is_confirmed(school: School):
    school.set(practical=True)
    trained_trainer(school)
    assert code(school.confirm(person="nobody")) == "person_unknown"
    school.read()
    school.state(subjects.person("ann")).active = False
    assert code(school.confirm()) == "person_inactive"


# -- confirming


def test_a_practical_task_needs_reading_and_then_a_trainer(school: School):
    school.set(practical=True)
    found = school.missing()
    assert found is not None
    assert found.params["missing"] == "both"
    trained_trainer(school)
    assert code(school.confirm()) == "training_read_first"
    school.read()
    waiting = school.missing()
    assert waiting is not None
    assert (waiting.code, waiting.params["missing"]) == ("training_missing", "confirmed")
    assert school.confirm().refusal is None
    assert school.missing() is None
    assert code(school.confirm()) == "training_confirmed_already"


def test_a_trainer_is_trained_and_never_the_same_person(school: School):
    school.set(practical=True)
    school.read()
    assert code(school.confirm()) == "trainer_not_trained"
    school.read(SAM)
    assert code(school.confirm()) == "trainer_not_trained"
    assert code(school.confirm(person="sam")) == "trainer_is_same"
    assert code(school.do(c.ConfirmTraining("ann", SOP, "1", "quinn", "Course"), SAM)) == "trainer_signs"
    assert school.confirm(QUINN, "sam", evidence="Course of the maker").refusal is None
    assert school.confirm().refusal is None


def test_only_quality_confirms_by_evidence(school: School):
    school.set(practical=True)
    school.read()
    assert code(school.confirm(SAM, evidence="I know her")) == "trainer_not_trained"
    assert code(school.confirm(QUINN, evidence="  ")) == "trainer_not_trained"
    assert school.confirm(QUINN, evidence="Certificate 17").refusal is None
    (done,) = [one for one in school.state(subjects.training("ann")).history if one.what == "confirmed"]
    assert (done.mark.by, done.mark.note) == ("quinn", "Certificate 17")


def test_what_is_only_read_is_not_confirmed(school: School):
    school.set()
    school.read()
    assert code(school.confirm(QUINN, evidence="Course")) == "training_not_practical"


def test_a_trainer_of_the_version_before_trains_in_the_new_one_after_reading_it(school: School):
    school.set("1", practical=True)
    trained_trainer(school)
    school.set("2", practical=True)
    school.read(version="2")
    assert code(school.confirm(version="2")) == "trainer_not_trained"
    school.read(SAM, "2")
    assert school.confirm(version="2").refusal is None
    assert code(school.missing("sam")) == "training_missing"


def test_a_trainer_whose_own_training_ended_does_not_confirm(school: School):
    school.set(practical=True, valid_days=10)
    trained_trainer(school)
    school.now = at("2026-03-13")
    school.read()
    assert code(school.confirm()) == "trainer_not_trained"


# -- versions and time


def test_a_new_version_makes_training_old(school: School):
    school.set("1")
    school.read()
    school.set("2", title="Granulation and drying")
    found = school.missing()
    assert found is not None
    assert found.code == "training_old_version"
    assert (found.params["trained"], found.params["version"]) == ("1", "2")
    school.read(version="2")
    assert school.missing() is None


def test_earlier_training_counts_to_the_end_of_the_day_the_new_version_names(school: School):
    school.set("1")
    school.read()
    school.set("2", earlier_until="2026-03-31")
    assert school.level() == "grace"
    assert school.missing(when=at("2026-03-31", "23:59:59")) is None
    assert code(school.missing(when=at("2026-04-01", "00:00:00"))) == "training_old_version"
    assert code(school.missing("sam")) == "training_missing"


def test_grace_reaches_back_as_long_as_every_later_version_gives_it(school: School):
    school.set("1")
    school.read()
    school.set("2", earlier_until="2026-03-31")
    school.set("3", earlier_until="2026-06-30")
    assert school.missing(when=at("2026-03-31")) is None
    assert code(school.missing(when=at("2026-04-01"))) == "training_old_version"
    school.set("4")
    assert code(school.missing()) == "training_old_version"


def test_training_ends_after_its_days_to_the_second(school: School):
    school.set(valid_days=30)
    school.read()
    assert school.missing(when=at("2026-04-01", "23:59:59")) is None
    found = school.missing(when=at("2026-04-02", "00:00:00"))
    assert found is not None
    assert (found.code, found.params["since"]) == ("training_expired", "2026-04-01")


def test_reading_again_alone_does_not_renew_what_a_trainer_confirms(school: School):
    school.set(valid_days=30, practical=True)
    trained_trainer(school)
    school.read()
    school.confirm()
    school.now = at("2026-03-30")
    assert school.read().refusal is None
    assert code(school.missing(when=at("2026-04-02"))) == "training_expired"
    assert school.confirm().refusal is None
    assert school.missing(when=at("2026-04-29", "23:59:59")) is None
    assert code(school.missing(when=at("2026-04-30"))) == "training_expired"


def test_training_that_never_ends_is_not_renewed(school: School):
    school.set()
    school.read()
    school.now = at("2030-01-01")
    assert code(school.read()) == "training_read_already"
    assert school.missing() is None


@given(days=st.integers(1, 3650), passed=st.integers(0, 4000))
def test_training_counts_exactly_its_days(days: int, passed: int):
    school = School()
    school.set(valid_days=days)
    school.read()
    then = date(2026, 3, 2) + timedelta(days=passed)
    assert (school.missing(when=at(then.isoformat())) is None) == (passed <= days)


# -- withdrawal


def test_training_is_withdrawn_with_a_reason_and_is_done_again(school: School):
    school.set("1", practical=True)
    trained_trainer(school)
    assert code(school.withdraw()) == "training_none"
    school.read()
    school.confirm()
    assert code(school.withdraw(reason="")) == "reason_missing"
    assert school.withdraw().refusal is None
    assert code(school.missing()) == "training_missing"
    assert code(school.confirm()) == "training_read_first"
    school.read()
    school.confirm()
    assert school.missing() is None
    assert [one.what for one in school.state(subjects.training("ann")).history] == [
        *("read", "confirmed", "withdrawn", "read", "confirmed")
    ]


# -- apart


def test_a_withdrawal_ends_what_another_station_confirmed_without_knowing_it(school: School):
    root = subjects.training("ann")
    school.set(practical=True)
    school.read()
    ended = school.write(root, e.TrainingWithdrawn("ann", SOP, "Steps left out"), "sam")
    school.write(root, e.TrainingConfirmed("ann", SOP, "1", "Granulation", "sam"), "sam", frozenset({ended}))
    assert school.level() == "missing"
    assert school.state(root).history[-1].what == "confirmed"


def test_two_versions_set_apart_ask_for_the_stricter_until_quality_decides(school: School):
    root = subjects.task(SOP)
    school.set("1")
    school.read()
    value: dict[str, str] = {}
    one = school.write(root, e.TaskSet(SOP, "2", "A", 0, True, ("operator",), value, "2026-12-31"), "quinn")
    school.write(
        root, e.TaskSet(SOP, "3", "B", 90, False, ("operator",), value, "2026-06-30"), "quinn", frozenset({one})
    )
    task = school.state(root)
    assert task.contested
    assert (task.current.version, task.current.valid_days, task.current.practical) == ("3", 90, True)
    assert task.current.earlier_until == "2026-06-30"
    assert school.set("3", title="B", valid_days=90, earlier_until="2026-06-30").refusal is None
    assert not school.state(root).contested
    assert not school.state(root).current.practical


def test_a_withdrawal_of_a_task_that_was_not_known_stays(school: School):
    root = subjects.task(SOP)
    school.set("1")
    gone = school.write(root, e.TaskWithdrawn(SOP, "1", "Line closed"), "quinn")
    school.write(root, e.TaskSet(SOP, "2", "A", 0, False, (), {}), "quinn", frozenset({gone}))
    assert code(school.missing()) == "task_withdrawn"
    assert school.set("2", title="A", roles=(), valid_days=1).refusal is not None
    assert school.set("3").refusal is None
    assert code(school.missing()) == "training_missing"


EVENTS = (
    e.TaskSet(SOP, "1", "A", 5, True, ("operator",), {}, "2026-03-31"),
    e.TaskWithdrawn(SOP, "1", "x"),
    e.ReadSigned("ann", SOP, "1", "A", ""),
    e.TrainingConfirmed("ann", SOP, "1", "A", "sam"),
    e.TrainingWithdrawn("ann", SOP, "x"),
    object(),
)


@given(st.lists(st.tuples(st.sampled_from(EVENTS), st.sampled_from(["task", "person"]), st.booleans()), max_size=12))
def test_folding_never_fails_whatever_comes(parts: list[tuple[object, str, bool]]):
    school = School()
    for event, kind, apart in parts:
        root = subjects.task(SOP) if kind == "task" else subjects.training("ann")
        beside = frozenset({f"entry-{school.number}"}) if apart else frozenset()
        school.write(root, event, "quinn", beside)
    assert school.missing() is None or school.missing() is not None
    assert start("training") is not None


# -- rights and signatures

COMMANDS = (
    c.SetTask(SOP, "2", "Granulation"),
    c.WithdrawTask(SOP, "Line closed"),
    c.SignRead("who", SOP, "1"),
    c.ConfirmTraining("ann", SOP, "1", "who", "Course"),
    c.WithdrawTraining("ann", SOP, "Steps left out"),
)


@pytest.mark.parametrize("role", [*ROLES, ""])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_a_command_is_for_its_roles_only(school: School, command: Any, role: str):
    actor = Actor("who", "Who", frozenset({role} - {""}))
    said = decide(school.state(subject(command)), {}, command, actor, school.now)
    allowed = role in c.RIGHTS[type(command)]
    assert (said.refusal is not None and said.refusal.code == "right_missing") == (not allowed)


def test_every_command_has_a_row_of_rights_and_is_signed_by_who_asks():
    assert {type(command) for command in COMMANDS} == set(c.RIGHTS)
    for command in COMMANDS:
        assert signer(command, QUINN) == ("quinn", c.RIGHTS[type(command)])
    assert "recovery" not in c.READERS


def test_a_sheet_shows_the_old_beside_the_new_and_covers_what_it_changes(school: School):
    school.set("1")
    task = school.state(subjects.task(SOP))
    shown = sheet(task, e.TaskSet(SOP, "2", "Granulation", 30, True, ("operator",), PAPER, "2026-03-31"))
    assert shown is not None
    assert isinstance(shown.document, dict)
    rows = shown.document["rows"]
    assert isinstance(rows, list)
    assert ["version", "2", "1"] in rows
    assert ["practical", "yes", "no"] in rows
    assert shown.covered == (task.versions[-1].entry,)


def test_a_confirmation_covers_the_reading_and_a_withdrawal_all_that_ends(school: School):
    school.set(practical=True)
    trained_trainer(school)
    school.read()
    own = school.state(subjects.training("ann"))
    (read,) = own.entries(SOP)
    shown = sheet(own, e.TrainingConfirmed("ann", SOP, "1", "Granulation", "sam"))
    assert shown is not None
    assert (shown.covered, shown.meaning) == ((read,), "verified")
    school.confirm()
    ended = sheet(own, e.TrainingWithdrawn("ann", SOP, "x"))
    assert ended is not None
    assert len(ended.covered) == 2


def test_events_of_others_are_signed_by_nobody_here(school: School):
    assert sheet(school.state(subjects.task(SOP)), object()) is None
    assert sheet(school.state(subjects.training("ann")), object()) is None


@pytest.mark.parametrize(
    ("sop", "tasks"),
    [("", ()), ("SOP-1", ("SOP-1",)), ("SOP-1, SOP-2", ("SOP-1", "SOP-2")), (" A ,, A ,B", ("A", "B"))],
)
def test_a_step_names_none_one_or_several(sop: str, tasks: tuple[str, ...]):
    assert tasks_of(sop) == tasks


def test_a_task_nobody_set_is_unknown(school: School):
    assert code(school.missing()) == "task_unknown"
    assert code(missing({}, SOP, "ann", school.now)) == "task_unknown"
