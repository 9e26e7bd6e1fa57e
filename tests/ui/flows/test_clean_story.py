"""An example of which nothing has to be found: reviewed by exception on two pages and certified, by keys.

The hand rub is made as its master says, without what goes wrong in the demonstration; review and release are played on
the screens. Quality sets the depth first, with its signed justification (floor-rules 22).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ebr.cli.demonstration.acts import VERBS
from ebr.cli.demonstration.floor import Floor
from ebr.cli.demonstration.script import Act, scripts
from ebr.cli.demonstration.walk import Walk
from ebr.station.door import Station
from ebr.station.questions import Register, Review
from ebr.station.verifying import verify
from tests.ui.flows.conftest import Begin
from tests.ui.flows.hands import Keys
from tests.ui.flows.operator import Operator
from ui.widgets.data_table import DataTable

MBR = "handrub_f1"
ASIDE = ("mistype", "correct", "leave", "return")
SLIPS = ("tries", "accept", "raise", "comment", "correct", "pause")
BETTER: dict[str, Any] = {
    "prep_room": {"temp": "22.0", "rh": "48"},
    "hold_opened": {"wait": "28 h", "value": "now"},
    "bottles_rejected": "2",
}
"""What stands where something was wrong at first."""


def without_slips(told: Any) -> Any:
    """What is entered in the end, without what was tried before."""
    if isinstance(told, dict):
        return {name: without_slips(part) for name, part in told.items() if name not in SLIPS}
    return [without_slips(part) for part in told] if isinstance(told, list) else told


def clean(act: Act) -> Act:
    """The act as it goes when nothing goes wrong."""
    told = dict(act.told)
    values = {name: without_slips(part) for name, part in dict(told.get("values", {})).items()}
    told["values"] = {name: BETTER.get(name, part) for name, part in values.items() if part or name in BETTER}
    if "only" in told:
        told["only"] = [name for name in told["only"] if name in told["values"]]
    return replace(act, told=told)


def as_far_as_review(floor: Floor) -> None:
    """The whole batch at its best, up to the end of production."""
    script = scripts()[MBR]
    acts = [clean(act) for act in script.acts if act.verb not in ASIDE]
    walk = Walk(floor, replace(script, acts=tuple(acts)))
    walk.begin()
    for act in acts:
        if act.verb == "review":
            return
        VERBS[act.verb](walk, act)


def choose(operator: Operator, words: str) -> None:
    """The row of the table in sight that says something."""
    view = operator.reading.seen(DataTable)[0].view
    model = view.model()
    rows = [str(model.index(at, 0).data()) for at in range(model.rowCount())]
    operator.hand.choose_row(view, next(at for at, row in enumerate(rows) if words in row))


def press(operator: Operator, *words: str) -> None:
    """A button in sight."""
    operator.hand.press(operator.reading.button(*words))


def signed(operator: Operator, act: str) -> None:
    """A button, its sheet, the signature."""
    press(operator, act)
    press(operator, "Continue to signature")
    operator.sign(operator.person)


@pytest.mark.slow
def test_a_clean_example_is_reviewed_on_two_pages_and_certified(begin: Begin) -> None:
    # given a batch of which nothing has to be found, reviewed by exception
    operator = begin(MBR, Keys, before=as_far_as_review)
    reading, batch = operator.reading, operator.script.batch
    operator.be("rlindt")
    operator.go("Review batches")
    choose(operator, batch)
    press(operator, "Sections")
    press(operator, "Change the depth")
    press(operator, "By exception")
    operator.hand.put(reading.field("Justification"), "Validated; every value is monitored all the time")
    press(operator, "Continue to signature")
    operator.sign("rlindt")
    # when quality reads the two pages, and the audit trail, and signs
    press(operator, "Findings")
    assert reading.says("Nothing to look at: everything conforms"), reading.words()
    press(operator, "Mark this page as read")
    press(operator, "Proof")
    press(operator, "Mark this page as read")
    assert not reading.buttons("Mark this page as read")
    press(operator, "Audit trail")
    signed(operator, "Audit trail reviewed")
    signed(operator, "Review complete")
    # then the qualified person certifies
    operator.be("epetrova")
    operator.go("Release")
    choose(operator, batch)
    assert reading.says("Nothing. It can be signed."), reading.words()
    press(operator, "Certify")
    operator.hand.put(reading.field("Remark on the certificate"), "Meets its specification")
    press(operator, "Continue to signature")
    operator.sign("epetrova")
    folder = operator.leave_station()
    with Station.open(folder, clock=operator.clock) as station:
        answer = station.ask(Review(batch, "rlindt"))
        decisions = [row.decision for row in station.ask(Register())]
    assert (answer.findings, answer.depth, decisions) == ((), "exception", ["certified"])
    assert answer.proof.conforming == answer.proof.entries > 80, "as many as the record has"
    assert sum(one.wanted for one in answer.sections) == 3, "findings, identity, yields: two pages"
    assert not verify(folder).findings
