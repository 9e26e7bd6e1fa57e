"""Stations, parts of a batch and bundles without their looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ebr.domain.site.commands import AdmitWitness
from ebr.station.questions import (
    AdmittedRow,
    ApartAnswer,
    ContestRow,
    PartRow,
    SideRow,
    Stations,
    StationsAnswer,
    WeaknessRow,
    WitnessRow,
)
from tests.ui.real_station import BATCH, Floor
from ui.apart.presenter import ApartPresenter, ApartScreen, place_words, value_words, waits_words
from ui.bundles.presenter import BundlesPresenter, Receipt
from ui.first_start.join_presenter import JoinPresenter
from ui.pages.list_line import ListLine
from ui.rounds import InlineRounds
from ui.stations.presenter import StationDetail, StationsPresenter, facts_of, lines_of

HERE = AdmittedRow("aa" * 32, "Room-1", "CODE", "here", True, "", 40, "2026-11-01T10:00:00+00:00", "", "", 0, "")
OTHER = replace(HERE, log="bb" * 32, name="Iso-1", state="admitted", office=False, seq=0, last_at="")
SITE = StationsAnswer((HERE, OTHER), (WitnessRow("Centre", "cc" * 32, asked=True),), "dd" * 32, True, True)
AT = "2026-11-01T10:00:00+00:00"


def side(name: str, value: dict[str, str], *, stands: bool = False) -> SideRow:
    return SideRow(name, value, "Maria Chen", "Room-1", AT, stands)


CONTEST = ContestRow(
    "u/p/s/temperature", 1, "Temperature", "degC", (side("1", {"number": "21"}, stands=True), side("2", {"number": "22"})),
    "", "", "", "", {},
)  # fmt: skip
APART = ApartAnswer(
    "B-1", (PartRow("", "", "Room-1", True, AT, False), PartRow("fill", "Filling", "Iso-1", False, AT, False)),
    (CONTEST,), (WeaknessRow("w", "taken_over", {"was": "Iso-1", "station": "Room-1", "step": "Filling"}, True, False),),
    ("Iso-1",),
)  # fmt: skip


class AnsweringDesk:
    """A desk that answers every question with the same."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def ask(self, _question: Any, then: Any, _refused: Any = None) -> None:
        then(self.answer)

    def on_changed(self, _heard: Any) -> Any:
        return lambda: None


def screen_for(*roles: str, answer: ApartAnswer = APART) -> ApartScreen:
    presenter, screens = ApartPresenter(AnsweringDesk(answer), "x", roles), list[ApartScreen]()  # type: ignore[arg-type]
    presenter.on_screen = screens.append
    presenter.open("B-1")
    return screens[-1]


# -- stations


def test_the_real_station_is_the_office_and_can_admit(floor: Floor) -> None:
    answer = floor.station.ask(Stations())
    assert [(row.name, row.state, row.office) for row in answer.stations] == [("Room-1", "here", True)]
    assert answer.office_here
    assert answer.stations[0].seq == floor.station.store.log.head.seq


def test_every_station_is_a_line_with_how_far_it_is_known(floor: Floor) -> None:
    lines = lines_of(SITE)
    assert lines[0].cells[1] == "This station, site office"
    assert lines[1].cells == ("Iso-1", "Belongs to the site", "", "Nothing arrived yet")
    assert lines[2].cells[:2] == ("Centre", "Witness")
    presenter, found, details = StationsPresenter(floor.desk, ("administrator",)), list[ListLine[str]](), list[Any]()
    presenter.on_lines, presenter.on_detail = found.extend, details.append
    presenter.refresh()
    assert [line.cells[0] for line in found] == ["Room-1"]
    assert isinstance(details[-1], StationDetail)
    assert details[-1].offers == ()


def test_only_an_administrator_at_the_office_admits_and_revokes() -> None:
    def offers(*roles: str, answer: StationsAnswer = SITE) -> tuple[str, list[str]]:
        presenter, details = StationsPresenter(AnsweringDesk(answer), roles), list[Any]()  # type: ignore[arg-type]
        presenter.on_detail = details.append
        presenter.refresh()
        presenter.choose(OTHER.log)
        return presenter.admit_reason(), [offer.key for offer in details[-1].offers if not offer.reason]

    assert offers("administrator") == ("", ["bundle", "revoke"])
    assert offers("operator") == ("An administrator admits stations, quality signs", ["bundle"])
    away = replace(SITE, office_here=False, bundles=False)
    assert offers("administrator", answer=away) == ("Stations are admitted at the site office's station", ["revoke"])


def test_a_revoked_or_quarantined_station_says_so_first() -> None:
    revoked = facts_of(replace(OTHER, state="revoked", revoked_after=12, reason="Stolen"))[0]
    assert (revoked.value, revoked.detail, revoked.tone) == ("Trusted up to entry 12", "Stolen", "warn")
    assert facts_of(replace(OTHER, state="quarantined"))[0].tone == "crit"


@pytest.mark.parametrize("key", ["", "ab", "g" * 64, "a" * 65])
def test_a_witness_needs_a_whole_key(floor: Floor, key: str) -> None:
    assert isinstance(StationsPresenter(floor.desk, ()).witness("Centre", key, "Why"), str)


def test_a_key_may_be_typed_in_groups(floor: Floor) -> None:
    found = StationsPresenter(floor.desk, ()).witness("Centre", "AB CD" * 16, "Why")
    assert isinstance(found, AdmitWitness)
    assert found.key == "abcd" * 16


def test_a_request_that_is_no_request_is_said_in_words(floor: Floor, tmp_path: Path) -> None:
    (tmp_path / "x.ebrj").write_text("{}")
    said = list[Any]()
    StationsPresenter(floor.desk, ()).admission(tmp_path / "x.ebrj", "ABCD", said.append)
    assert "not a whole request to join" in said[0]


# -- parts, contests, weaknesses


def test_a_part_here_can_be_given_and_one_elsewhere_taken_over() -> None:
    header, fill = screen_for("operator").parts
    assert (header.title, header.offers[0].key) == ("The batch as a whole: decisions of production", "give")
    assert header.offers[0].reason == "A supervisor gives this away"
    assert fill.offers[0].key == "take"
    assert screen_for("supervisor").parts[0].offers[0].reason == ""
    assert all(not part.offers for part in screen_for("quality").parts)


def test_both_sides_stand_beside_each_other_and_only_quality_decides() -> None:
    (card,) = screen_for("quality").open
    assert [(one.value, one.state, one.offer is not None) for one in card.sides] == [
        ("21 °C", "Stands until quality decides", True), ("22 °C", "", True),
    ]  # fmt: skip
    assert all(one.offer is None for one in screen_for("supervisor").open[0].sides)


def test_a_decision_is_told_and_the_other_side_stays() -> None:
    decided = replace(CONTEST, kept="2", reason="Counted again", decided_by="Quinn Lee", decided_at=AT)
    screen = screen_for("quality", answer=replace(APART, contests=(decided,), weaknesses=()))
    assert screen.open == ()
    assert [one.state for one in screen.settled[0].sides] == ["Not kept, stays in the record", "Kept by quality"]
    assert screen.settled[0].decision == "Quinn Lee decided 2026-11-01 10:00 +00:00: Counted again"
    assert waits_words(screen) == ""


def test_what_release_waits_for_is_counted() -> None:
    assert waits_words(screen_for("quality")) == "Release waits for 2 decisions of quality"


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("#completed", "Production declared complete"), ("#holder/fill", "Who holds: Filling"), ("a/b#started", "Start of the timer: Hold"),
        ("a/b#performed", "Signature: Hold"), ("exception/4", "Decision about exception 4"), ("a/b", "Hold"),
    ],
)  # fmt: skip
def test_every_kind_of_place_has_words(where: str, words: str) -> None:
    assert place_words(APART, replace(CONTEST, where=where, label="Hold")) == words


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ({"choice": "a"}, "Clear"), ({"check": "yes"}, "Yes"), ({}, "Withdrawn"), ({"text": "As seen"}, "As seen"),
        ({"exception": "3"}, "Cannot be made: exception 3"), ({"station": "Iso-1"}, "Iso-1"),
    ],
)  # fmt: skip
def test_every_kind_of_value_has_words(says: dict[str, str], words: str) -> None:
    assert value_words(replace(CONTEST, options={"a": "Clear"}), side("1", says)) == words


def test_a_batch_of_one_station_can_go_nowhere(floor: Floor) -> None:
    floor.enter("sups")
    presenter, screens = ApartPresenter(floor.desk, "sups", ("supervisor",)), list[ApartScreen]()
    presenter.on_screen = screens.append
    presenter.open(BATCH)
    assert {part.offers[0].reason for part in screens[-1].parts} == {"The site has no other station"}
    refused = list[str]()
    presenter.on_refused = refused.append
    presenter.open("NOBODY")
    assert "NOBODY" in refused[0]


# -- bundles


def test_without_another_station_nothing_can_be_written(floor: Floor) -> None:
    presenter = BundlesPresenter(floor.desk, "mchen", "Room-1", lambda: datetime(2026, 11, 1, 9, tzinfo=UTC))
    presenter.refresh()
    assert presenter.write_reason() == "The site has no other station"
    assert presenter.file_name("Iso-1") == "Iso-1-from-Room-1-20261101-090000.ebrb"


def test_a_foreign_file_is_refused_in_words_and_leaves_no_receipt(floor: Floor, tmp_path: Path) -> None:
    (tmp_path / "x.ebrb").write_bytes(b"not a bundle")
    presenter = BundlesPresenter(floor.desk, "mchen", "Room-1", lambda: datetime(2026, 11, 1, 9, tzinfo=UTC))
    receipts, busy, said = list[tuple[Receipt, ...]](), list[str](), list[str]()
    presenter.on_receipts, presenter.on_busy = receipts.append, busy.append
    presenter.take(tmp_path / "x.ebrb", said.append)
    assert said[0].startswith(str(tmp_path / "x.ebrb"))
    assert receipts == []
    assert busy[-1] == ""


def test_a_bundle_for_nobody_is_refused_with_and_without_a_network(floor: Floor, tmp_path: Path) -> None:
    for rounds in (None, InlineRounds(floor.station)):
        floor.desk.rounds = rounds  # type: ignore[attr-defined]
        presenter = BundlesPresenter(floor.desk, "mchen", "Room-1", lambda: datetime(2026, 11, 1, 9, tzinfo=UTC))
        said = list[str]()
        presenter.write("Iso-9", tmp_path, said.append)
        assert "Iso-9" in said[0]
    assert list(tmp_path.iterdir()) in ([], [tmp_path / "station"])


# -- joining


def test_the_form_says_what_is_missing(floor: Floor, tmp_path: Path) -> None:
    presenter = JoinPresenter(floor.desk, tmp_path / "new")
    typed = presenter.typed
    assert presenter.missing() == "Fill in: Name of this station"
    typed.name = "Iso-1"
    assert presenter.missing() == "The fingerprint has 0 of 64 characters"
    typed.site = "abcd " * 16
    typed.passphrase = "one"
    assert presenter.missing() == "The two passphrases differ"
    typed.passphrase = ""
    assert presenter.missing() == "Choose: Profile, for ever"
    typed.profile = "demonstration"
    assert presenter.missing() == ""


def test_a_name_that_no_station_may_have_leaves_nothing(floor: Floor, tmp_path: Path) -> None:
    presenter, errors = JoinPresenter(floor.desk, tmp_path / "new"), list[str]()
    presenter.on_error = errors.append
    presenter.typed.name, presenter.typed.site, presenter.typed.profile = "a b/c", "ab" * 32, "demonstration"
    presenter.make()
    assert presenter.page == "form"
    assert errors != []
    assert not (tmp_path / "new").exists()
