"""Whole batches on the real screens: by keyboard only, by touch only, by scanner with password.

Each plays an example record from issue to report with all its people: wrong scans, values out of limits and their
exceptions, corrections, second persons in sheets, holds, hand-overs, results after release. What the hands did is read
back from the record at the end.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ebr.reports.pdf.read import words_by_page
from ebr.station.door import Station
from ebr.station.questions import AuditTrail, Batches, DeviationQuestion, Register, Signatures
from ebr.station.verifying import verify
from tests.ui.flows.conftest import Begin
from tests.ui.flows.hands import Hand, Keys, Scanner, Touch

FLOWS: tuple[tuple[str, type[Hand]], ...] = (
    ("car_t_autologous", Scanner),
    ("metformin_er_1000", Keys),
    ("handrub_f1", Keys),
    ("handrub_f1", Scanner),
    ("handrub_f1", Touch),
)
ATTEMPTS = {"handrub_f1": 4, "metformin_er_1000": 2, "car_t_autologous": 2}
"""What each example tries and the record refuses."""


DECIDED = {"car_t_autologous": ["certified", "conditional"]}
"""How it is decided about each example, the newest first; the patient's is released on condition before it is final."""
DEVIATED = "metformin_er_1000"


def closed_and_named(station: Station, batch: str, number: str, folder: Path) -> None:
    """A deviation was closed by quality that had no part in it, and the certificate names it."""
    found = station.ask(DeviationQuestion(number))
    assert found.row.status == "closed"
    assert found.closure.by not in (found.proposal.by, found.cause.by)
    assert found.actions.more["reference"].startswith("CAPA-")
    file = folder / "certificate.pdf"
    assert station.print_certificate(batch, file).ok
    assert number in " ".join(" ".join(words) for words in words_by_page(file.read_bytes()))


@pytest.mark.slow
@pytest.mark.parametrize(("mbr", "hands"), FLOWS, ids=[f"{mbr}-{hands.__name__.lower()}" for mbr, hands in FLOWS])
def test_a_batch_from_issue_to_report(begin: Begin, mbr: str, hands: type[Hand], tmp_path: Path) -> None:
    # given people in front of a station without a batch
    operator = begin(mbr, hands)
    # when they play the whole example with these hands
    for act in operator.script.acts:
        operator.play(act)
    folder = operator.leave_station()
    # then the record has everything and stands
    batch = operator.script.batch
    with Station.open(folder, clock=operator.clock) as station:
        row = next(row for row in station.ask(Batches()) if row.batch == batch)
        attempts = station.ask(AuditTrail(batch=batch, kind="attempts", limit=1000)).rows
        signers = {one.name for one in station.ask(Signatures(batch))}
        decided = [one.decision for one in station.ask(Register()) if one.batch == batch]
        if operator.investigation is not None:
            closed_and_named(station, batch, operator.investigation.number, tmp_path)
    assert row.status == "certified"
    assert decided == DECIDED.get(mbr, ["certified"])
    assert (operator.investigation is not None) == (mbr == DEVIATED)
    assert len(attempts) >= ATTEMPTS[mbr]
    assert len(signers) >= 6
    assert list((folder / "reports").glob(f"{batch}*.pdf"))
    assert not verify(folder).findings


def test_the_window_never_outgrows_a_small_screen(begin: Begin) -> None:
    # given a panel of 1280 x 800, and hands that touch
    operator = begin("handrub_f1", Touch)
    # when letters and number keys come up in turn
    for act in operator.script.acts[:4]:
        operator.play(act)
        # then everything still fits
        size = operator.reading.window.size()
        assert (size.width(), size.height()) == (1280, 800)
