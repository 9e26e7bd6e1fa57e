"""Working on facts whose lease has ended, and what comes to light when logs meet (floor-rules 19, 21; features.md, "Traps of working offline")."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch.rules import weakness
from ebr.domain.people.state import Key, PersonState, Replacement
from ebr.domain.site.state import Revocation
from tests.domain.batch_apart import ROWS, SALT, SUGAR, WATER, WEIGHED, Station, meet, two
from tests.domain.batch_floor import BATCH, code
from tests.domain.test_batch_contested import fill

MONTH = 31 * 24


@pytest.fixture
def stations() -> tuple[Station, Station]:
    office, room = two()
    office.give("weigh", room)
    office.give("mix", room)
    office.tell(room)
    return office, room


def rules_of(station: Station) -> list[tuple[str, str, str]]:
    return [(x.rule, x.where, x.params.get("kind", "")) for x in station.state.exceptions.values()]


# Stale facts


def test_recording_goes_on_with_one_exception_for_each_unit_procedure(stations: tuple[Station, Station]) -> None:
    _, room = stations
    room.number(SALT, "5.0")
    assert rules_of(room) == []
    room.wait(hours=MONTH)
    for address in (SUGAR, WATER):
        assert code(room.number(address, "1.0")) == ""
    assert code(room.correct(SUGAR, number="1.1")) == ""
    assert rules_of(room) == [("stale_facts", "weigh", "people"), ("stale_facts", "mix", "people")]
    assert {x.severity for x in room.state.exceptions.values()} == {"minor"}, "a supervisor decides"


def test_the_office_needs_no_lease(stations: tuple[Station, Station]) -> None:
    office, _ = stations
    office.wait(hours=12 * MONTH)
    assert code(office.record(office.at("sampled"), sample="S-1", quantity="10")) == ""
    assert rules_of(office) == []


def test_a_lease_renewed_in_time_raises_nothing(stations: tuple[Station, Station]) -> None:
    _, room = stations
    room.wait(hours=MONTH)
    lease = room.site.leases[room.log]
    room.site.leases[room.log] = replace(lease, granted=room.now().wall)
    room.number(SALT, "5.0")
    assert rules_of(room) == []


def test_issuing_on_a_stale_master_is_refused_with_the_way_out() -> None:
    office, room = two()
    command = c.IssueBatch("S2-0002", "apart", "1", "100")
    assert code(room.ask(command, "sven")) == "batch_number_taken", "this floor holds one batch"
    room.wait(hours=MONTH)
    refusal = room.ask(command, "sven").refusal
    assert refusal is not None
    assert (refusal.code, refusal.params["kind"]) == ("lease_ended", "master")
    office.wait(hours=MONTH)
    assert code(office.ask(command, "sven")) == "batch_number_taken"


def test_the_decisions_about_the_whole_batch_wait_for_contact(stations: tuple[Station, Station]) -> None:
    _, room = stations
    room.wait(hours=MONTH)
    assert room.refused(c.ReviewBatch(BATCH), "quita") == "lease_ended"
    assert room.refused(c.DecideBatch(BATCH, "certified"), "petra") == "lease_ended"


def test_a_station_that_knows_it_is_revoked_records_nothing_more(stations: tuple[Station, Station]) -> None:
    _, room = stations
    room.site.revoked[room.log] = Revocation(1, "aa", "stolen", "e", room.now().wall)
    assert code(room.number(SALT, "5.0")) == "station_revoked"
    assert room.refused(c.AddComment(BATCH, "", "still here"), "olga") == ""


# Weaknesses


def complete(station: Station) -> None:
    fill(station)
    station.number(WATER, "2.0")
    station.sign(WEIGHED, "performed", "olga")


def names(station: Station) -> list[str]:
    return [one.code for one in weakness.weaknesses(station.state, station.facts)]


def earlier(station: Station, hours: float) -> str:
    return (datetime.fromisoformat(station.now().wall) - timedelta(hours=hours)).isoformat()


def test_a_record_that_relied_on_nothing_withdrawn_has_no_weakness(stations: tuple[Station, Station]) -> None:
    office, room = stations
    complete(room)
    meet(office, room)
    assert names(office) == []


def test_somebody_who_had_left_the_company_is_named(stations: tuple[Station, Station]) -> None:
    office, room = stations
    room.wait(hours=10)
    complete(room)
    meet(office, room)
    person = PersonState("olga", "Olga", deactivated_at=earlier(room, 5))
    office.here.people["olga"] = person
    assert names(office) == ["person_deactivated"]
    office.here.people["olga"] = replace(person, deactivated_at=room.wait(hours=1).now().wall)
    assert names(office) == [], "deactivated after the last entry"


def test_a_signature_with_a_replaced_key_and_in_a_lost_role_is_named(stations: tuple[Station, Station]) -> None:
    office, room = stations
    room.wait(hours=10)
    complete(room)
    meet(office, room)
    keys = [Key("key-olga", "", "e1"), Key("key-olga-2", "", "e2")]
    replaced = Replacement("e2", "key-olga-2", "quinn", "sven", "forgotten", earlier(room, 5))
    person = PersonState("olga", "Olga", keys=keys, replacements=[replaced], lost={"operator": earlier(room, 4)})
    office.here.people["olga"] = person
    assert names(office) == ["key_replaced", "role_withdrawn"]


def test_a_batch_on_a_withdrawn_master_waits_for_quality(stations: tuple[Station, Station]) -> None:
    office, _ = stations
    office.master.withdrawn, office.master.withdrawn_at = "wrong limit", earlier(office, 5)
    assert names(office) == ["master_withdrawn"]
    office.master.withdrawn_at = office.wait(hours=1).now().wall
    assert names(office) == []


def test_entries_after_a_revocation_wait_for_quality_and_nothing_is_lost(stations: tuple[Station, Station]) -> None:
    office, room = stations
    office, room = two()
    office.give("weigh", room)
    office.tell(room)
    room.number(SALT, "5.0")
    room.number(SUGAR, "1.0")
    meet(office, room)
    office.site.revoked[room.log] = Revocation(1, "aa", "stolen", "e", office.now().wall)
    assert office.value(SUGAR) == "1.0"
    (found,) = weakness.weaknesses(office.state, office.facts)
    assert (found.code, found.blocking, found.params["last"]) == ("after_revocation", True, "2")
    assert office.refused(c.ReviewBatch(BATCH), "quita") == "weakness_undecided"
    assert office.refused(c.DecideWeakness(BATCH, found.name, ""), "quita") == "reason_missing"
    assert office.refused(c.DecideWeakness(BATCH, "other", "seen"), "quita") == "weakness_unknown"
    office.done(c.DecideWeakness(BATCH, found.name, "balance print compared, values right"), "quita")
    assert office.refused(c.ReviewBatch(BATCH), "quita") != "weakness_undecided"
    assert office.refused(c.DecideWeakness(BATCH, found.name, "again"), "quita") == "already_signed"


def test_a_lease_that_was_over_at_the_time_of_use_waits_for_quality_once_production_is_over(
    stations: tuple[Station, Station],
) -> None:
    """Before the end of production the pass raises it; what comes to light later nobody would raise any more."""
    office, room = stations
    complete(room)
    meet(office, room)
    lease = office.site.leases[room.log]
    office.site.leases[room.log] = replace(lease, granted=earlier(room, 12 * MONTH))
    assert names(office) == []
    office.state.completed = next(stamp for (log, _), stamp in office.state.acted.items() if log == room.log)
    (found,) = weakness.weaknesses(office.state, office.facts)
    assert (found.code, found.blocking, found.params["station"]) == ("lease_over", True, "S2")
    assert office.refused(c.ReviewBatch(BATCH), "quita") == "weakness_undecided"


def test_a_part_taken_over_waits_for_quality(stations: tuple[Station, Station]) -> None:
    office, _ = stations
    office.take_over("weigh")
    (found,) = weakness.weaknesses(office.state, office.facts)
    assert (found.code, found.blocking, found.params["was"]) == ("taken_over", True, "S2")


def test_entries_that_wait_for_others_keep_the_batch_from_being_decided(stations: tuple[Station, Station]) -> None:
    office, _ = stations
    assert office.refused(c.ReviewBatch(BATCH, pending=2), "quita") == "entries_pending"


def test_the_review_says_which_weaknesses_it_saw() -> None:
    office, room = two()
    complete(office)
    for scope in (WEIGHED, "mix/mixing/second"):
        office.sign(scope, "performed", "olga")
    office.record(office.at("sampled"), sample="S-1", quantity="10")
    office.sign("check/checking/third", "performed", "olga")
    office.done(c.CompleteBatch(BATCH), "sven")
    office.tell(room)
    office.here.people["olga"] = PersonState("olga", "Olga", deactivated_at=earlier(office, 1))
    decision = office.done(c.ReviewBatch(BATCH), "quita")
    (draft,) = decision.drafts
    assert draft.event.weaknesses == ("person_deactivated/olga",)
    (signature,) = [one for one in office.state.signatures if one.meaning == "reviewed"]
    assert "person_deactivated/olga" in signature.signed.document


def test_a_change_that_did_not_know_the_review_makes_it_void() -> None:
    office, room = two()
    complete(office)
    office.sign("mix/mixing/second", "performed", "olga")
    office.record(office.at("sampled"), sample="S-1", quantity="10")
    office.sign("check/checking/third", "performed", "olga")
    office.done(c.CompleteBatch(BATCH), "sven")
    office.tell(room)
    office.done(c.ReviewBatch(BATCH), "quita")
    room.done(c.RaiseException(BATCH, ROWS, "the scale was wrong"), "otto")
    meet(office, room)
    assert office.state == room.state
    assert office.state.review_void
    office.done(c.DecideException(BATCH, "EX-S2-001", "accepted", "harmless"), "quinn")
    office.done(c.ReviewBatch(BATCH), "quita")
    assert not office.state.review_void
