"""`ebr demo`: whole, interrupted, prepared; what it leaves is a record like any other."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ebr import cli
from ebr.cli.demonstration import running
from ebr.cli.demonstration.script import scripts, site
from ebr.clock import SimulatedClock
from ebr.domain.batch.state.released import SUPPLY
from ebr.domain.batch.state.slots import SlotState
from ebr.station.door import Station
from ebr.station.looking import look
from ebr.station.questions import (
    AuditTrail,
    Batches,
    BatchQuestion,
    EquipmentList,
    Exceptions,
    Lots,
    Queue,
    TrainingMatrix,
    UseLog,
)
from ebr.station.questions.releases import Register, ReleaseQuestion
from ebr.storage.reading import read_after

pytestmark = pytest.mark.slow

HANDRUB, METFORMIN, CART = "HR-2026-001", "MF-2026-004", "CT-2026-007"
TRIAL, CELLS = "TR-2026-002", "AL-2026-003"
BATCHES = [HANDRUB, METFORMIN, CART, TRIAL, CELLS]
CERTIFICATES = [f"{CELLS}-certificate-1.pdf", f"{TRIAL}-certificate-1.pdf"]
REPORTS = sorted([f"{CART}-report-2.pdf", *(f"{batch}-report-1.pdf" for batch in BATCHES)])
KILLED_AT = 1100
"""Entries after which the child is killed: in the middle of the second batch."""


def demo(folder: Path, *options: str) -> tuple[int, str]:
    """Run the command here and return its exit code and what it printed."""
    said = io.StringIO()
    with redirect_stdout(said):
        code = cli.run(["demo", "--station", str(folder), *options])
    return code, said.getvalue()


def entries(folder: Path) -> dict[int, str]:
    """Return number and hash of every entry, read beside whoever writes."""
    with look(folder) as found:
        log = found.log()[1].log
        return {entry.seq: entry.hash.hex() for entry in read_after(found._connection, log, 0, 100_000)}


@contextmanager
def opened(folder: Path) -> Iterator[Station]:
    last = running.last_entry(folder)
    assert last is not None
    with Station.open(folder, clock=SimulatedClock(last.wall)) as station:
        yield station


def events(station: Station, batch: str) -> Counter[str]:
    return Counter(row.event for row in station.ask(AuditTrail(batch=batch, limit=100_000)).rows)


@dataclass(frozen=True)
class Played:
    folder: Path
    printed: dict[int, str]
    kept: dict[int, str]
    second: tuple[int, str]
    third: tuple[int, str]
    reports: dict[str, bytes]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A run that was killed with -9, and went on in another one; then one more that has nothing left to do."""
    folder = tmp_path_factory.mktemp("demo") / "plant"
    program = [sys.executable, "-c", "import sys; from ebr.cli import run; sys.exit(run(sys.argv[1:]))"]
    printed: dict[int, str] = {}
    with subprocess.Popen(
        [*program, "demo", "--station", str(folder), "--headless", "--trace"], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.startswith("entry "):
                _, seq, name = line.split()
                printed[int(seq)] = name
            if len(printed) >= KILLED_AT:
                child.send_signal(signal.SIGKILL)
                break
    kept = entries(folder)
    second = demo(folder, "--headless")
    reports = papers(folder)
    return Played(folder, printed, kept, second, demo(folder, "--headless"), reports)


def papers(folder: Path) -> dict[str, bytes]:
    """Return the papers of a demonstration: those with their record, and the certificates."""
    return {
        path.name: path.read_bytes() for place in ("reports", "certificates") for path in (folder / place).iterdir()
    }


def test_every_entry_that_was_printed_is_in_the_log_after_a_kill(played: Played):
    assert len(played.printed) >= KILLED_AT
    assert played.printed.items() <= played.kept.items()
    assert played.kept.items() <= entries(played.folder).items()


def test_the_next_run_finishes_every_batch_in_a_line_each(played: Played):
    code, said = played.second
    lines = [line for line in said.splitlines() if line.startswith(tuple(BATCHES))]

    assert code == 0
    assert [line.partition(":")[0] for line in lines] == BATCHES
    assert all("Certified" in line and "-report-1.pdf" in line for line in lines[:-1])
    assert "Supplied out of specification, not certified" in lines[-1]
    assert f"{CELLS}-certificate-1.pdf" in lines[-1]


def test_the_reports_are_there_and_a_further_run_leaves_them(played: Played):
    assert sorted(played.reports) == sorted([*CERTIFICATES, *REPORTS])
    assert played.third == played.second
    assert papers(played.folder) == played.reports


def test_station_and_reports_verify(played: Played):
    for path in (played.folder, *(played.folder / "reports" / name for name in REPORTS)):
        with redirect_stdout(io.StringIO()) as said:
            code = cli.run(["verify", str(path)])
        assert code == 0, said.getvalue()


def test_a_certificate_carries_no_record_and_its_seal_is_told(played: Played):
    for name in CERTIFICATES:
        with redirect_stdout(io.StringIO()) as said:
            code = cli.run(["verify", str(played.folder / "certificates" / name)])
        assert code == 1
        assert "The seal holds: no byte of the file was changed since Station Room-12 sealed it" in said.getvalue()
        assert "what the paper says stands in the record it is from" in said.getvalue()


def test_the_sponsor_released_the_batch_for_the_trial_after_the_qualified_person(played: Played):
    with opened(played.folder) as station:
        lines = [row for row in station.ask(Register()) if row.batch == TRIAL]
    assert [(row.decision, row.name, row.void) for row in lines] == [
        ("sponsor_released", "Sofia Meyer", False),
        ("certified", "Elena Petrova", False),
    ]


def test_cells_out_of_specification_were_supplied_after_five_entries_and_never_released(played: Played):
    with opened(played.folder) as station:
        answer = station.ask(ReleaseQuestion(CELLS))
        lines = [row.decision for row in station.ask(Register()) if row.batch == CELLS]
        made = events(station, CELLS)
    assert lines == ["supplied"]
    assert answer.status == "supplied"
    assert [row.name for row in answer.supply if row.dated and row.person and row.text] == list(SUPPLY)
    assert all(made[f"batch.supply-{name}/1"] == 1 for name in SUPPLY)
    assert [row.verdict for row in answer.results] == ["out", "in"]
    assert [row.what for row in answer.exceptions] == ["Viability: result 61.5 % is out of limits, limit 70.0 %"]


def test_nothing_was_done_twice(played: Played):
    with opened(played.folder) as station:
        for batch, times in ((HANDRUB, 1), (METFORMIN, 1), (CART, 2), (TRIAL, 1), (CELLS, 1)):
            found = events(station, batch)
            # The results that come after the release make the review void: it is done again.
            assert found["batch.report-made/1"] == found["batch.reviewed/1"] == times
            assert found["batch.completed/1"] == found["batch.issued/1"] == 1
        assert events(station, METFORMIN)["batch.held/1"] == events(station, METFORMIN)["batch.hold-lifted/1"] == 1
        assert events(station, METFORMIN)["batch.amended/1"] == 1
        assert events(station, HANDRUB)["batch.left-now/1"] == events(station, HANDRUB)["batch.returned/1"] == 1


def test_the_history_has_what_happens_on_a_floor(played: Played):
    with opened(played.folder) as station:
        everything = sum((events(station, row.batch) for row in station.ask(Batches())), Counter())
        rules = {(row.batch, row.rule) for row in station.ask(Exceptions())}
        people = {row.by for row in station.ask(AuditTrail(limit=100_000)).rows if row.by}

    assert everything["batch.attempt-recorded/1"] >= 15
    assert everything["batch.value-corrected/1"] == 3
    assert everything["batch.scribe-named/1"] >= 4
    assert everything["batch.handed-over/1"] == 1
    assert everything["batch.comment-added/1"] >= 3
    assert rules == {
        (HANDRUB, "person"),
        (HANDRUB, "repeated_reading"),
        (HANDRUB, "wrong_scan"),
        (METFORMIN, "series_late"),
        (METFORMIN, "person"),
        (METFORMIN, "amended"),
        (METFORMIN, "wrong_scan"),
        (CART, "repeated_reading"),
        (CART, "time_limit"),
        (CART, "identity_mismatch"),
        (CELLS, "result_out_of_limit"),
    }
    assert {"mchen", "jdoe", "akhan", "sokafor", "lvogel", "pjansen", "qlee", "rlindt", "epetrova", "pmartin"} <= people


WEIGHED = ("active", "carmellose", "povidone", "hypromellose", "cellulose", "silica", "stearate")
REFUSED = {
    HANDRUB: {"glycerol_add": ["lot_quarantined"]},
    METFORMIN: {
        "booth_used": ["training_missing"],
        "active_dispense": ["lot_of_other_material", "lot_quarantined"],
        "carmellose_dispense": ["lot_expired"],
        "povidone_dispense": ["calibration_overdue"],
    },
    CART: {"tubing_used": ["assembly_integrity_missing"], "freezer_used": ["training_expired"]},
}
"""What the gates refused, by entry."""


@contextmanager
def slots_of(folder: Path, batch: str) -> Iterator[dict[str, SlotState]]:
    with look(folder) as found:
        yield {held.address.rpartition("/")[2]: held for held in found.state(f"batch/{batch}").slots.values()}


def test_the_gates_refused_what_may_not_be_used_and_it_is_in_the_record(played: Played):
    for batch, refused in REFUSED.items():
        with slots_of(played.folder, batch) as slots:
            for entry, codes in refused.items():
                assert [attempt.why for attempt in slots[entry].attempts] == codes, entry
                assert slots[entry].standing(), "the right one was taken then"


ROOMS = {"P-12": HANDRUB, "F-03": HANDRUB, "G-01": METFORMIN, "K-01": METFORMIN, "A-01": CART, "C-05": CART}


def test_the_batches_cleared_the_rooms_they_worked_in_and_left_them_free(played: Played):
    with look(played.folder) as found:
        for room, batch in ROOMS.items():
            rows = [row for row in found.state(f"equipment/{room}").log if row.batch == batch]
            done = [row.what for row in rows]
            assert done.index("cleared_before") < done.index("use_began") < done.index("use_ended"), room
            assert all(row.checked_by not in ("", row.by) for row in rows if row.what.startswith("cleared"))
            assert not found.state(f"equipment/{room}").open
        assert found.state("equipment/C-05").log[-1].what == "cleaned"


def test_every_step_that_needs_somebody_trained_names_a_procedure_and_says_what_was_relied_on(played: Played):
    with look(played.folder) as found:
        for batch in (HANDRUB, METFORMIN, CART):
            state = found.state(f"batch/{batch}")
            assert state.plan is not None
            assert [phase.id for phase in state.plan.phases.values() if not phase.sop] == ["finish_review"]
            relied = {(event.person, task) for event, _ in state.training_relied for task in event.versions}
            asked = {task for phase in state.plan.phases.values() for task in phase.sop.split(", ") if task}
            done = {
                state.plan.phase_of[address.rpartition("/")[2]] for address, held in state.slots.items() if held.rows
            }
            made = {task for phase in done for task in state.plan.phases[phase].sop.split(", ") if task}
            assert made <= {task for _, task in relied} <= asked


def test_every_charge_was_read_from_the_balance_with_its_lot_scanned(played: Played):
    with slots_of(played.folder, METFORMIN) as slots:
        rows = [row for name in WEIGHED for row in slots[f"{name}_dispense"].standing()]
    assert len(rows) == 9
    assert {(row.source["how"], row.source["lot"], row.source["lot_status"]) for row in rows} == {
        ("device", "scanned", "released")
    }
    lines = {"FLOOR-SCALE-01": "S S ", "BENCH-SCALE-01": "N     +"}  # MT-SICS, SBI
    assert all(row.source["raw"].startswith(lines[row.source["device"]]) for row in rows)
    assert all(row.source["calibration_due"] for row in rows)
    assert {row.source["device"] for row in rows} == {"FLOOR-SCALE-01", "BENCH-SCALE-01"}
    assert {row.value.get("potency") for row in rows} == {"99.00", "99.40", None}


def test_every_master_has_values_that_a_balance_said(played: Played):
    wanted = {HANDRUB: "glycerol_mass", METFORMIN: "weight10", CART: "bag_mass"}
    for batch, name in wanted.items():
        with slots_of(played.folder, batch) as slots:
            rows = [row for entry, slot in slots.items() if entry.startswith(name) for row in slot.standing()]
        assert rows, name
        assert {row.source["how"] for row in rows} == {"device"}, name
        assert all(row.source["serial"] == f"SIM-{row.source['device']}" for row in rows), name


def test_labels_were_issued_printed_and_counted_to_the_last_one(played: Played):
    entries = (
        (HANDRUB, "label_apply/bottle_labels", 110, "LABEL-PRINTER-01"),
        (METFORMIN, "pack_reconcile/bottle_labels", 1000, "PRINTER-01"),
        (CART, "reconcile/bag_labels", 6, "CART-PRINTER-01"),
    )
    for batch, name, count, printer in entries:
        with look(played.folder) as found:
            state = found.state(f"batch/{batch}")
        slot = next(address for address in state.slots if address.endswith(name))
        jobs = [job for job in state.label_jobs.values() if job.event.slot == slot]
        assert sum(job.good for job in jobs) == count
        assert sum(job.event.specimen for job in jobs) == 1
        assert {job.event.printer for job in jobs} == {printer}
        (row,) = state.slot(slot).standing()
        assert (row.value["issued"], row.value["balance"]) == (str(count), "0")
    assert sum(job.event.item > 0 for job in state.label_jobs.values()) == 0


def test_equipment_was_cleaned_checked_and_given_back(played: Played):
    with opened(played.folder) as station:
        pieces = station.ask(EquipmentList())
        checked = [row.what for row in station.ask(UseLog("FLOOR-SCALE-01"))]
        booth = [row.what for row in station.ask(UseLog("BOOTH-01"))]
        lots = {row.lot: row for row in station.ask(Lots())}
    assert not [piece.equipment for piece in pieces if piece.batches]
    assert "checked_pass" in checked[: checked.index("use_began")]
    assert [what for what in booth if what in ("cleaned", "use_began", "use_ended")] == [
        "cleaned",
        "use_began",
        "use_ended",
        "cleaned",
    ]
    assert lots["MET-A-2609"].left == "0"


def test_a_correction_void_and_renew_the_signatures_it_touches(played: Played):
    with opened(played.folder) as station:
        step = station.ask(BatchQuestion(HANDRUB, "qlee", "filling/fill_run/fill_close")).step
    meanings = [(row.meaning, row.valid) for row in step.signatures]

    assert sorted(meanings) == [("performed", False), ("performed", True), ("verified", False), ("verified", True)]
    assert step.status == "done"


def test_every_exception_is_decided_by_somebody_else_than_who_raised_it(played: Played):
    with opened(played.folder) as station:
        rows = station.ask(Exceptions())
    assert rows
    assert all(not row.open and row.decided_by != row.raised_by and row.decision_comment for row in rows)


def test_the_history_lies_in_the_past_and_says_that_its_clock_is_simulated(played: Played):
    last = running.last_entry(played.folder)
    assert last is not None
    assert last.clock == "simulated"
    assert last.wall < datetime.now(UTC)


# Interrupted, over and over: the hand rub alone, stopped after every so many entries


class StoppedError(Exception):
    """The walker was stopped by the test."""


@pytest.fixture
def only_handrub(monkeypatch: pytest.MonkeyPatch) -> None:
    script = scripts()["handrub_f1"]
    monkeypatch.setattr(running, "scripts", lambda: {"handrub_f1": script})
    monkeypatch.setattr(running, "small_scripts", dict)


def test_a_walk_that_is_stopped_again_and_again_leaves_the_same_record(tmp_path: Path, only_handrub: None):
    running.whole(tmp_path / "whole")
    starts = 0

    def stop_after(entries_left: int):
        left = [entries_left]

        def committed(_seq: int, _hash: str) -> None:
            left[0] -= 1
            if not left[0]:
                raise StoppedError

        return committed

    while starts < 60:
        starts += 1
        try:
            # A start of the program writes an entry of its own, and so does each sign-in.
            running.whole(tmp_path / "stopped", committed=stop_after(17 + starts))
            break
        except StoppedError:
            continue

    assert 5 < starts < 60
    with opened(tmp_path / "whole") as whole, opened(tmp_path / "stopped") as stopped:
        assert events(stopped, HANDRUB) == events(whole, HANDRUB)
        answers = [station.ask(BatchQuestion(HANDRUB, "qlee")) for station in (whole, stopped)]
    assert answers[0].exceptions[0].rule == answers[1].exceptions[0].rule
    assert [row.status for row in answers[0].outline] == [row.status for row in answers[1].outline]


def test_a_report_that_was_numbered_but_not_written_is_written_by_the_next_run(tmp_path: Path, only_handrub: None):
    running.whole(tmp_path)
    report = tmp_path / "reports" / f"{HANDRUB}-report-1.pdf"
    report.unlink()

    running.whole(tmp_path)

    assert report.exists()
    with opened(tmp_path) as station:
        assert events(station, HANDRUB)["batch.report-made/1"] == 1


# Prepared to work in


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared") / "plant"
    code, said = demo(folder)
    assert code == 0, said
    return folder


def test_a_prepared_site_has_three_batches_in_the_middle_of_their_work(prepared: Path):
    with opened(prepared) as station:
        statuses = {row.batch: row.status for row in station.ask(Batches())}
        handrub = station.ask(BatchQuestion(HANDRUB, "mchen")).step
        metformin = station.ask(Queue("sokafor", "verify")).cards
        cart = station.ask(BatchQuestion(CART, "akhan"))

    assert statuses == dict.fromkeys((HANDRUB, METFORMIN, CART), "running")
    assert [entry.status for entry in handrub.entries] == ["done", "out"]
    assert [(card.batch, card.title) for card in metformin] == [(METFORMIN, "Check every 15 minutes")]
    assert [value for _, value in cart.identifiers] == ["COI-7Q4M-2B81-K", "CART20-DE01-014"]
    assert [timer.label for timer in cart.timers] == ["Vector out of the freezer"]


def test_a_prepared_site_has_work_for_quality_the_supervisor_and_whoever_checks_balances(prepared: Path):
    with opened(prepared) as station:
        lots = {row.lot: row.status for row in station.ask(Lots())}
        lacking = {row.equipment: row.blocked.code for row in station.ask(EquipmentList()) if row.blocked is not None}
        people = {row.person: row for row in station.ask(TrainingMatrix()).people}
        shown = station.devices().read_balance()
    assert lots["GLY-2611-02"] != "released"
    assert lots["MET-C-2611"] != "released"
    assert lacking["BENCH-SCALE-02"] == "calibration_overdue"
    assert lacking["CHECK-SCALE-01"] == "daily_check_missing"
    assert "waiting" in {cell.level for cell in people["nnovak"].cells}
    assert (shown.device, shown.value, shown.unit) == ("FLOOR-SCALE-01", "32.10", "kg")


def test_a_prepared_site_stands_shortly_before_now(prepared: Path):
    last = running.last_entry(prepared)
    assert last is not None
    assert timedelta() < datetime.now(UTC) - last.wall < timedelta(minutes=10)


def test_preparing_again_changes_nothing_in_the_batches(prepared: Path):
    with opened(prepared) as station:
        before = {row.batch: events(station, row.batch) for row in station.ask(Batches())}
    assert demo(prepared)[0] == 0
    with opened(prepared) as station:
        assert {row.batch: events(station, row.batch) for row in station.ask(Batches())} == before


def test_a_site_that_somebody_worked_in_is_left_alone(
    tmp_path: Path, only_handrub: None, monkeypatch: pytest.MonkeyPatch
):
    told = site()
    monkeypatch.setattr(running, "site", lambda: told)
    with running.opened(tmp_path, told, told.recent, None):
        pass
    with Station.open(tmp_path) as station:
        assert station.sign_in("ialbrecht", told.password).ok
    before = entries(tmp_path)

    assert demo(tmp_path)[0] == 0

    assert entries(tmp_path) == before


# Refused, in words


def test_a_whole_history_does_not_fit_into_a_prepared_site(prepared: Path, capsys: pytest.CaptureFixture[str]):
    before = entries(prepared)
    code, _ = demo(prepared, "--headless")

    assert code == 2
    assert "too young for the whole history" in capsys.readouterr().err
    assert entries(prepared) == before


@pytest.mark.parametrize(
    "options", [("--headless", "--stations", "3"), ("--headless", "--central", "sqlite:///c.db"), ("--stations", "3")]
)
def test_several_stations_need_a_central_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
):
    assert demo(tmp_path / "plant", *options)[0] == 2
    assert "--stations N and --central URL" in capsys.readouterr().err
    assert not (tmp_path / "plant").exists()


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]):
    assert cli.run(["demo", "--help"]) == 0
    assert "ebr demo --station ./demo-site --headless" in capsys.readouterr().out
