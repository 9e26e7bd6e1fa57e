"""One change to the record that a batch is running on: written, checked, compared, rehearsed, approved, in force.

The story of the author's desk on the real screens: a limit is tightened and an in-process control with a second person
is added; the batch that runs keeps its version, the next one gets the new one (21 CFR 211.100, 211.186).
"""

from __future__ import annotations

from dataclasses import replace

from ebr.station.door import Station
from ebr.station.questions import BatchQuestion, MasterVersion
from ebr.station.verifying import verify
from tests.ui.flows.author import Author
from tests.ui.flows.conftest import Begin
from tests.ui.flows.hands import Keys
from tests.ui.flows.operator import Operator

TITLE = "Autologous anti-CD20 CAR-T cells"
STEP, LIMIT = "Check the transport", "Highest temperature"
PLACE, CONTROL = "Prepare the medium", "Temperature of the medium"
MISTAKE = "1.4 Highest temperature: low (2.0) is above high (1.0)."


def issue(operator: Operator, batch: str) -> None:
    """Issue a batch and have quality check it."""
    others = {name: f"{text}-{batch[-1]}" for name, text in operator.script.identifiers.items()}
    operator.script = replace(operator.script, batch=batch, identifiers=others)
    operator.issue(operator.script.acts[0])


def test_one_change_from_draft_to_the_next_batch(begin: Begin) -> None:
    import os
    n = [0]
    def shot(name):
        if os.environ.get("SHOT"):
            n[0] += 1
            reading.settle()
            reading.window.grab().save(f"/tmp/plan/t1s/{n[0]:02d}_{name}.png")
    # given the record in force and a batch that runs on it
    operator = begin("car_t_autologous", Keys)
    issue(operator, "CT-2026-101")
    author = Author(operator)
    reading, hand = author.reading, author.hand
    # when its author begins the next version
    operator.be("pmartin")
    shot("queue")
    author.begin(TITLE, "1", "2")
    shot("editor")
    # and tightens a limit, with a slip of the finger first
    author.step(STEP)
    author.open(LIMIT)
    author.write("Upper limit", "1.0")
    # then the check says so at once, and leads there from wherever one is
    assert reading.says(MISTAKE), reading.stuck(MISTAKE)
    shot("mistake")
    author.step(PLACE)
    assert reading.says(MISTAKE), reading.stuck(MISTAKE)
    author.press("Show")
    shot("shown")
    assert author.focused() == "Upper limit"
    hand.put(author.cell("Upper limit").control, "22.0")
    assert reading.says("No problem"), reading.stuck("word that no problem is left")
    # when an in-process control is added that a second person verifies
    author.step(PLACE)
    author.add_entry("Number", CONTROL)
    author.write("Unit", "degC")
    author.write("Decimals", "1")
    author.write("Lower limit", "18.0")
    author.write("Upper limit", "25.0")
    shot("control")
    author.pick("Second person", "Verifies")
    hand.press(reading.button("Critical", within=author.card(CONTROL)))
    shot("control2")
    author.pick("Second person", "Not needed")
    shot("control3")
    author.pick("Second person", "Verifies")
    # and both versions are compared
    hand.press(author.bar("Compare with 1"))
    shot("compare")
    rows = author.rows()
    print(rows)
    print(reading.words())
    author.back()
    shot("back")
    hand.press(author.bar("Dry run"))
    shot("dry0")
    author.press("Play generated batches")
    author.wait_until("Keep with the draft")
    shot("dry")
    print(author.rows()[:40])
    author.press("Keep with the draft")
    shot("kept")
    print(reading.words())
    author.back()
    shot("back2")
    author.press("Submit")
    shot("sign")
    print(reading.words(reading.sheet()))
    operator.sign("pmartin")
    shot("submitted")
    operator.be("rlindt")
    shot("queue_rlindt")
    author.masters(TITLE, "2")
    shot("masters")
    author.press("Review")
    shot("review")
    print(reading.words())
    author.press("Verify")
    shot("verify")
    print(reading.words(reading.sheet()))
    operator.sign("rlindt")
    operator.be("qlee")
    author.masters(TITLE, "2")
    author.press("Review")
    author.press("Approve")
    shot("approve")
    print(reading.words(reading.sheet()))
    operator.sign("qlee")
    shot("approved")
    author.press("Put in force")
    shot("putinforce")
    author.press("Continue to signature")
    shot("effsign")
    print(reading.words(reading.sheet()))
    operator.sign("qlee")
    shot("inforce")
    issue(operator, "CT-2026-102")
    shot("issued")
