"""Two steps of the floor on the real screens, with a scanner and real gates behind them.

Metformin is weighed: the wrong lot and one in quarantine are refused, the right lots scanned, tare and gross read from a
balance over TCP, a label printed for each drum. The cells are taken in: a tubing set is refused before its integrity
test, another patient's identifiers are refused, then both are right.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from ebr.cli.demonstration.acts import play
from ebr.cli.demonstration.fit import fit
from ebr.cli.demonstration.floor import Floor
from ebr.cli.demonstration.script import scripts
from ebr.cli.demonstration.walk import Walk
from ebr.devices.simulators.balance import MtSicsTalk, PlayedBalance, SbiTalk
from ebr.domain.station.commands import ChangeTerminal
from ebr.station.door import Station
from ebr.station.looking import look
from ebr.station.questions import BatchLabels, BatchQuestion
from ebr.station.verifying import verify
from tests.devices.floor import behind_a_port
from tests.ui.dispense.test_three_ways import scan_label
from tests.ui.flows.conftest import Begin
from tests.ui.flows.hands import Scanner
from tests.ui.flows.operator import Operator

pytestmark = pytest.mark.slow

METFORMIN, CAR_T = "metformin_er_1000", "car_t_autologous"
DRUMS = (
    ("MET-A-2609", "1", "2.10", "30.00"),
    ("MET-A-2609", "2", "2.08", "30.00"),
    ("MET-B-2610", "1", "2.12", "41.95"),
)
FLOOR_SCALE, BENCH_SCALE = "FLOOR-SCALE-01", "BENCH-SCALE-01"
WEIGHING = "dispensing/weighing/weigh_active"
OTHER_PATIENT = "COI-7Q4M-2B81-H"


def as_far_as(mbr: str, pause: str, settings: dict[str, str] | None = None) -> Callable[[Floor], None]:
    """Play a batch as far as a pause, with devices at the terminal."""

    def before(floor: Floor) -> None:
        walk = Walk(floor, scripts()[mbr])
        walk.begin()
        play(walk, pause)
        if settings:
            fit(floor, BENCH_SCALE, walk.script.batch, walk.script.by, walk.script.second)
            floor.do(ChangeTerminal(settings, "Two balances stand beside this terminal"), "ialbrecht", "test/devices")

    return before


def press(operator: Operator, words: str) -> None:
    """Press what the filled button of the entry says."""
    operator.rest(5)
    operator.hand.press(operator.reading.button(words, within=operator.reading.window.frame.view.centre))


def refused_lot(operator: Operator, lot: str, words: str) -> None:
    """Scan a label that must be refused, see why, take another container."""
    scan_label(operator.hand, lot, "1")
    assert operator.reading.says(words), operator.reading.stuck(f"word about lot {lot}: {words}")
    press(operator, "Take another container")


def weighed(operator: Operator, balance: PlayedBalance, lot: str, container: str, tare: str, net: str) -> None:
    """Scan one drum, tare the vessel, fill it, record."""
    scan_label(operator.hand, lot, container)
    balance.put(tare)
    press(operator, "Take tare")
    balance.put(Decimal(tare) + Decimal(net))
    press(operator, "Read gross weight")
    press(operator, "Record container")


def looked(operator: Operator, shown: str) -> None:
    """Wait until the balance in sight shows something: the window looks at it by itself, again and again."""
    end = time.monotonic() + 10
    while not operator.reading.says(shown) and time.monotonic() < end:
        QTest.qWait(50)
        operator.reading.settle()
    assert operator.reading.says(shown), operator.reading.stuck(f"balance that shows {shown}")


def test_metformin_is_weighed_with_the_balance_and_nothing_else_comes_through(begin: Begin, tmp_path: Path) -> None:
    balance = PlayedBalance(Decimal("0.00"), "kg", 2, Decimal(150), serial="F-4711")
    bench = PlayedBalance(Decimal("0.5120"), "kg", 4, Decimal(6), serial="B-0815")
    # given the booth cleared, balances checked today, two balances over TCP and a printer
    with behind_a_port(MtSicsTalk(balance)) as port, behind_a_port(SbiTalk(bench)) as beside:
        settings = {
            "balance": f"mt-sics tcp 127.0.0.1:{port} {FLOOR_SCALE}",
            "balance_2": f"sbi tcp 127.0.0.1:{beside} {BENCH_SCALE}",
            "label_printer": f'pdf folder "{tmp_path / "printed"}" PRINTER-01',
        }
        (tmp_path / "printed").mkdir()
        operator = begin(METFORMIN, Scanner, before=as_far_as(METFORMIN, "before-weighing", settings))
        operator.be("jdoe")
        assert operator.show("weigh_active")
        operator.hand.scan("RM-1001")
        # when wrong lots are scanned first, then the right ones weighed
        refused_lot(operator, "SIL-2603", "RM-1007")
        refused_lot(operator, "MET-C-2611", "in quarantine")
        # the other balance is chosen and looked at, then the one of the drums again
        for device, shown in ((BENCH_SCALE, "0.5120 kg"), (FLOOR_SCALE, "0.00 kg")):
            press(operator, device)
            looked(operator, shown)
        for drum in DRUMS:
            weighed(operator, balance, *drum)
        press(operator, "All of it is recorded")
        # then the step is signed by who weighed, and by who looked
        operator.hand.primary()
        operator.sign("jdoe")
        operator.hand.primary()
        operator.sign("akhan", second=True)
        folder = operator.leave_station()
    batch = operator.script.batch
    with look(folder) as found:
        held = found.state(f"batch/{batch}").slots[f"{WEIGHING}/active_dispense"]
    assert [one.why for one in held.attempts] == ["lot_of_other_material", "lot_quarantined"]
    rows = [held.rows[item] for item in sorted(held.rows)]
    assert [(r.value["lot"], r.value["container"], r.value["tare"], r.value["net"]) for r in rows] == list(DRUMS)
    assert {(r.source["how"], r.source["lot"]) for r in rows} == {("device", "scanned")}
    assert [r.source["device"] for r in rows] == [FLOOR_SCALE] * len(DRUMS)
    assert [r.source["raw"].split()[2] for r in rows] == ["32.10", "32.08", "44.07"]
    assert [r.value["potency"] for r in rows] == ["99.00", "99.00", "99.40"], "known of the lot, not typed"
    with Station.open(folder, clock=operator.clock) as station:
        step = station.ask(BatchQuestion(batch, "jdoe", WEIGHING)).step
        labels = [station.ask(BatchLabels(batch, held.address, item)).jobs for item in held.rows]
    entry = next(one for one in step.entries if one.address == held.address)
    assert not entry.second, "scanned and read by the balance: nobody else has to look (211.101(c))"
    assert step.status == "done"
    assert all(any(job.item == item and job.good for job in jobs) for item, jobs in zip(held.rows, labels, strict=True))
    assert len(list((tmp_path / "printed").glob("*.pdf"))) == len(rows)
    assert not verify(folder).findings


def test_cells_are_taken_in_with_a_tested_set_and_both_identifiers(begin: Begin) -> None:
    # given a batch of one patient, before its equipment is named
    operator = begin(CAR_T, Scanner, before=as_far_as(CAR_T, "before-equipment"))
    acts = {str(act.what): act for act in operator.script.acts if act.verb == "step"}
    # when the set is scanned before and after its test
    operator.play(acts["day0_equipment"])
    operator.play(acts["day0_medium"])
    # and another patient's identifier before the right ones
    operator.be("akhan")
    assert operator.show("selection_start")
    operator.hand.scan(OTHER_PATIENT)
    operator.hand.scan(operator.script.identifiers["subject"])
    operator.hand.press(operator.reading.button("Understood"))
    operator.play(acts["selection_start"])
    folder = operator.leave_station()
    # then both refusals stand in the record, and the steps are done
    with look(folder) as found:
        batch = found.state(f"batch/{operator.script.batch}")
        tubing = found.state("equipment/TUBING-01")
    attempts = {address.rpartition("/")[2]: [one.why for one in held.attempts] for address, held in batch.slots.items()}
    assert attempts["tubing_used"] == ["assembly_integrity_missing"]
    assert attempts["selection_id"] == ["identity_mismatch"]
    assert tubing.batches == (operator.script.batch,) or operator.script.batch in tubing.batches
    with Station.open(folder, clock=operator.clock) as station:
        answer = station.ask(BatchQuestion(operator.script.batch, "akhan"))
    done = {row.address.rpartition("/")[2] for row in answer.outline if row.status == "done"}
    assert {"day0_equipment", "day0_medium", "selection_start"} <= done
    assert not verify(folder).findings
