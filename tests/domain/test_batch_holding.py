"""One holder writes: parts are given away or taken over, everything else is refused elsewhere (floor-rules 2)."""

from __future__ import annotations

import pytest

from ebr.domain.batch import commands as c
from ebr.domain.batch.state.holding import holder_of, holders, inner_parts
from tests.domain.batch_apart import APART, SALT, SUGAR, WATER, WEIGHED, Station, meet, two
from tests.domain.batch_floor import BATCH, Floor, code, read_mbr
from tests.domain.batch_small import small


@pytest.fixture
def stations() -> tuple[Station, Station]:
    return two()


def test_the_station_that_issued_holds_every_part(stations: tuple[Station, Station]) -> None:
    office, room = stations
    assert [holder_of(office.state, part) for part in ("", "weigh", "mix")] == ["S1"] * 3
    refusal = room.number(SALT, "5.0").refusal
    assert refusal is not None
    assert (refusal.code, refusal.params) == ("held_elsewhere", {"station": "S1", "step": "Weigh", "batch": BATCH})
    assert code(office.number(SALT, "5.0")) == ""


@pytest.mark.parametrize(
    ("command", "who"),
    [
        (c.RecordValue(BATCH, SALT, {"number": "5.0"}), "olga"),
        (c.CorrectValue(BATCH, SALT, 1, {"number": "5.0"}, "misread"), "olga"),
        (c.SignStep(BATCH, WEIGHED, "performed"), "olga"),
        (c.HandOver(BATCH, WEIGHED, "otto", ""), "olga"),
        (c.RaiseException(BATCH, SALT, "balance broken", accepts=True), "olga"),
        (c.CompleteBatch(BATCH), "sven"),
    ],
)
def test_what_needs_the_hold_is_refused_elsewhere(stations: tuple[Station, Station], command: object, who: str) -> None:
    _, room = stations
    before = len(room.entries)
    assert room.refused(command, who) == "held_elsewhere"
    assert len(room.entries) == before, "no attempt is kept: nothing was measured"


@pytest.mark.parametrize(
    ("command", "who"),
    [
        (c.AddComment(BATCH, SALT, "seen from outside"), "olga"),
        (c.RaiseException(BATCH, SALT, "smell"), "olga"),
        (c.HoldBatch(BATCH, "smell"), "quinn"),
        (c.LeaveNow(BATCH), "olga"),
    ],
)
def test_comments_departures_and_holds_never_need_it(
    stations: tuple[Station, Station], command: object, who: str
) -> None:
    assert stations[1].refused(command, who) == ""


def test_a_result_never_needs_it(stations: tuple[Station, Station]) -> None:
    office, room = stations
    office.record(office.at("sampled"), sample="S-1", quantity="10")
    office.tell(room)
    assert code(room.number(room.at("assay"), "99.0", "lena")) == ""


def test_a_part_given_away_goes_on_there_and_not_here(stations: tuple[Station, Station]) -> None:
    office, room = stations
    assert code(office.give("weigh", room, "olga")) == ""
    assert code(office.number(SALT, "5.0")) == "held_elsewhere"
    assert code(room.number(SALT, "5.0")) == "held_elsewhere", "it has not heard yet"
    office.tell(room)
    assert code(room.number(SALT, "5.0")) == ""
    assert code(office.number(WATER, "5.0")) == "", "the other part stayed"
    assert code(room.give("weigh", office, "olga")) == ""
    meet(office, room)
    assert code(office.number(SUGAR, "5.0")) == ""
    assert holders(office.state) == ("S1", "S2")


@pytest.mark.parametrize(
    ("part", "station", "who", "expected"),
    [
        ("weigh", "S9", "olga", "station_unknown"),
        ("weigh", "S1", "olga", "part_held_here"),
        ("nothing", "S2", "olga", "step_unknown"),
        ("", "S2", "olga", "right_missing"),
        ("", "S2", "sven", ""),
    ],
)
def test_what_cannot_be_given(
    stations: tuple[Station, Station], part: str, station: str, who: str, expected: str
) -> None:
    assert code(stations[0].do(c.GivePart(BATCH, part, station), who)) == expected


def test_a_revoked_station_gets_nothing(stations: tuple[Station, Station]) -> None:
    from ebr.domain.site.state import Revocation

    office, room = stations
    office.site.revoked[room.log] = Revocation(3, "aa", "stolen", "e", office.now().wall)
    assert code(office.give("weigh", room)) == "station_unknown"


def test_taking_over_without_contact_is_a_supervisors_signed_exception(stations: tuple[Station, Station]) -> None:
    office, room = stations
    assert code(room.take_over("weigh", "olga")) == "right_missing"
    assert code(room.do(c.TakeOver(BATCH, "weigh", ""), "sara")) == "reason_missing"
    assert code(office.take_over("weigh")) == "part_held_here"
    assert code(room.take_over("weigh")) == ""
    (found,) = room.state.exceptions.values()
    assert (found.number, found.rule, found.severity, found.where) == ("EX-S2-001", "taken_over", "major", "weigh")
    assert found.params == {"was": "S1", "station": "S2", "step": "Weigh"}
    (signature,) = [one for one in room.state.signatures if one.meaning == "taken_over"]
    assert signature.signed.person == "sara"
    assert code(room.number(SALT, "5.0")) == ""


def test_exceptions_of_two_stations_never_have_one_number(stations: tuple[Station, Station]) -> None:
    office, room = stations
    for station, who in ((office, "olga"), (room, "otto"), (office, "olga"), (room, "otto")):
        station.done(c.RaiseException(BATCH, "", "dropped"), who)
    meet(office, room)
    office.done(c.DecideException(BATCH, "EX-S2-001", "accepted", "seen"), "sven")
    assert sorted(office.state.exceptions) == ["EX-001", "EX-002", "EX-S2-001", "EX-S2-002"]
    assert office.state.exceptions["EX-S2-001"].raised.by == "otto"
    assert [x.number for x in office.state.open_exceptions()] == ["EX-001", "EX-002", "EX-S2-002"]


def test_a_record_without_the_name_of_its_station_is_held_by_the_log_that_issued_it() -> None:
    floor = Floor(small()).issue()
    assert holder_of(floor.state, "make") == ""
    assert floor.refused(c.CompleteBatch(BATCH), "sven") == "steps_open", "one station alone asks nothing of a hold"


# Inside of a unit procedure


def test_a_sample_is_taken_at_another_station_than_the_rest_of_its_unit_procedure(
    stations: tuple[Station, Station],
) -> None:
    office, room = stations
    assert code(office.give("sampled", room, "olga")) == ""
    office.tell(room)
    assert [holder_of(office.state, part) for part in ("check", "sampled")] == ["S1", "S2"]
    taken = c.RecordValue(BATCH, office.at("sampled"), {"sample": "S-1", "quantity": "10"})
    assert office.refused(taken, "olga") == "held_elsewhere"
    assert code(room.record(room.at("sampled"), sample="S-1", quantity="10")) == ""
    assert room.refused(c.SignStep(BATCH, "check/checking/third", "performed"), "olga") == "held_elsewhere"
    meet(office, room)
    assert office.state.contested == room.state.contested == {}
    assert office.state.slot(office.at("sampled")).rows[1].value["sample"] == "S-1"


def test_a_sample_goes_with_its_unit_procedure_until_it_goes_alone(stations: tuple[Station, Station]) -> None:
    office, room = stations
    office.give("check", room, "olga")
    office.tell(room)
    assert [holder_of(room.state, part) for part in ("check", "sampled")] == ["S2", "S2"]
    assert code(room.give("sampled", office, "olga")) == ""
    room.tell(office)
    assert [holder_of(office.state, part) for part in ("check", "sampled")] == ["S2", "S1"]
    assert code(room.give("check", office, "olga")) == ""
    room.tell(office)
    assert [holder_of(office.state, part) for part in ("check", "sampled")] == ["S1", "S1"]
    office.give("check", room, "olga")
    office.tell(room)
    assert [holder_of(room.state, part) for part in ("check", "sampled")] == ["S2", "S2"], "it goes along again"


def test_a_sample_is_taken_over_without_contact(stations: tuple[Station, Station]) -> None:
    office, room = stations
    office.give("sampled", room, "olga")
    assert code(office.take_over("sampled")) == ""
    assert holder_of(office.state, "sampled") == "S1"
    assert office.state.holdings[-1].taken


def test_only_series_and_samples_are_parts_inside(stations: tuple[Station, Station]) -> None:
    office, room = stations
    assert inner_parts(office.state) == ("sampled",)
    for name in ("salt", "first", "assay", "nothing"):
        assert code(office.give(name, room, "olga")) == "step_unknown"
    assert set(inner_parts(Floor(small()).issue().state)) == {"checks", "sampled"}


PRESSING = """\
  - id: run
    title: Run
    operations:
      - id: pressing
        title: Pressing
        flow: {order: parallel}
        phases:
          - id: press
            title: Press
            instruction: Press.
            slots:
              - {id: press_begin, kind: number, label: Begun, unit: kg, decimals: 1}
              - {id: speed, kind: number, label: Speed, unit: rpm}
          - id: checks
            title: Check
            instruction: Check every 15 minutes.
            slots:
              - {id: tablet, kind: number, label: Tablet, unit: mg, limits: {low: "90", high: "110"}}
            flow: {series: {during: press, every: 15, tolerance: 3, most: 4}}
...
"""


def test_a_series_runs_at_another_station_beside_its_unit_procedure() -> None:
    office, room = two(read_mbr(APART.replace("...\n", PRESSING)))
    press, tablet = "run/pressing/press", "run/pressing/checks[1]/tablet"
    assert code(office.give("checks", room, "olga")) == ""
    assert code(office.number(f"{press}/press_begin", "1.0")) == ""
    office.tell(room)
    assert [holder_of(room.state, part) for part in ("run", "checks")] == ["S1", "S2"]
    opened = c.OpenRound(BATCH, "run/pressing/checks")
    assert office.refused(opened, "olga") == "held_elsewhere"
    assert code(room.number(f"{press}/speed", "30")) == "held_elsewhere"
    room.done(opened, "otto")
    assert code(room.number(tablet, "100", "otto")) == ""
    room.done(c.SignStep(BATCH, "run/pressing/checks[1]", "performed"), "otto")
    assert code(office.number(f"{press}/speed", "30")) == "", "meanwhile"
    meet(office, room)
    assert office.state.contested == room.state.contested == {}
    assert office.state == room.state
    assert office.state.slot(tablet).rows[1].value["number"] == "100"
