"""The acts beside the visits to steps, each under its verb; what is already in the record is left alone.

issue                      number, size and identifiers, signed; then checked by quality
open, end                  a round of a series (`due`: so long after it was due) or of a named thing; all are named
correct                    "step/slot", item, value, reason
hold, lift, leave, return  the batch stops and goes on
amend                      quality gives an entry other `limits`, by its id, in this batch only
hand_over                  the own part of a step is signed, somebody else goes on
done_with                  the use of some equipment ends, and it is cleaned
labels                     "step/slot": so many are `issued` and printed, with the `fields` that nobody knows
deviation                  the exception of a slot is investigated and closed (`ebr.cli.demonstration.deviating`)
settle                     every open exception is decided, in the words for its slot or rule, or the `default` ones
complete, review, decide   production ends, quality has read everything, the qualified person decides
report                     the numbered PDF
sponsor, supply, certificate  what comes at and after the decision (`ebr.cli.demonstration.releasing`)
record                     a small record of the demonstration's own is added, approved and made effective
train                      a procedure is read again by `people` whose training in it has ended
plate                      a plate is opened at its `place`; without one it is closed
put_away                   what is left of a sample is kept at its `place` for so many `years`
mistype                    somebody types a wrong password
pause                      where a prepared site stops; nothing for a whole run
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from ebr.cli.demonstration import plant
from ebr.cli.demonstration.deviating import deviation
from ebr.cli.demonstration.fit import done_with
from ebr.cli.demonstration.floor import act_id
from ebr.cli.demonstration.labels import labels
from ebr.cli.demonstration.releasing import certificate, paper_file, sponsor, supply, written
from ebr.cli.demonstration.samples import plate, put_away
from ebr.cli.demonstration.school import renewed
from ebr.cli.demonstration.script import Act, folder
from ebr.cli.demonstration.visit import correct, visit
from ebr.cli.demonstration.walk import Walk
from ebr.domain.batch import commands as c
from ebr.domain.batch.commands.review import ReadSection, ReviewTrail
from ebr.domain.batch.state.amendable import blocks_for
from ebr.domain.mbr.document import from_json
from ebr.domain.mbr.editing import Editing, SetField
from ebr.station.questions import Amending, AuditTrail, Batches, BatchRow, ExceptionRow, Masters, Review, RoundRow


def row_of(walk: Walk) -> BatchRow | None:
    """Return the line of the list of batches, None before the batch is issued."""
    rows = walk.floor.station.ask(Batches())
    return next((row for row in rows if row.batch == walk.script.batch), None)


def issue(walk: Walk, act: Act) -> None:
    """Issue the batch, and have quality check it."""
    script = walk.script
    if row_of(walk) is None:
        walk.wait_for(act)
        master = next(
            row for row in walk.floor.station.ask(Masters()) if row.mbr == script.mbr and row.status == "effective"
        )
        command = c.IssueBatch(script.batch, script.mbr, master.version, script.size, dict(script.identifiers))
        walk.sign(command, script.issued_by, walk.about("issue"))
    if not walk.events["batch.issue-checked/1"]:
        walk.sign(c.CheckIssue(script.batch), script.checked_by, walk.about("check"))


def open_round(walk: Walk, act: Act) -> None:
    """Begin a round of a series, or for a named thing."""
    node, name = str(act.what), act.text("round")
    if walk.address(f"{node.rpartition('/')[2]}[{name}]"):
        return
    walk.wait_for(act)
    if "due" in act.told:
        due = datetime.fromisoformat(_rounds(walk, node, act.text("during")).due)
        walk.floor.pass_time(due + timedelta(seconds=act.time("due")))
    named = "" if "during" in act.told else name
    walk.do(
        c.OpenRound(walk.script.batch, node, named),
        act.text("by", walk.script.by),
        walk.about(node, "open", name),
        seconds=5,
    )


def _rounds(walk: Walk, node: str, step: str) -> RoundRow:
    rows = walk.step(walk.address(step)).rounds
    return next(row for row in rows if row.node == node)


def end_rounds(walk: Walk, act: Act) -> None:
    """Say that all things are named."""
    node = str(act.what)
    if not _rounds(walk, node, f"{node.rpartition('/')[2]}[{act.text('after')}]").ended:
        walk.do(
            c.EndRounds(walk.script.batch, node), act.text("by", walk.script.by), walk.about(node, "end"), seconds=5
        )


def correction(walk: Walk, act: Act) -> None:
    """Correct a value that was recorded before."""
    step, _, slot = str(act.what).rpartition("/")
    entry = walk.entry(walk.address(step), slot)
    item = int(act.text("item", "1"))
    if not any(row.item == item and row.changed for row in entry.rows):
        walk.wait_for(act)
        correct(walk, entry, item, act.told["value"], act.text("reason"), act.text("by", walk.script.by))


def hold(walk: Walk, act: Act) -> None:
    """Stop the batch."""
    if not walk.counted("batch.held/1", act):
        walk.wait_for(act)
        walk.do(c.HoldBatch(walk.script.batch, str(act.what)), act.text("by"), walk.about("hold", act.before))


def lift(walk: Walk, act: Act) -> None:
    """Let the batch go on."""
    if not walk.counted("batch.hold-lifted/1", act):
        walk.wait_for(act)
        walk.sign(c.LiftHold(walk.script.batch, str(act.what)), act.text("by"), walk.about("lift", act.before))


def amend(walk: Walk, act: Act) -> None:
    """Quality gives an entry of a step to come other limits, in this batch only."""
    if not walk.counted("batch.amended/1", act):
        walk.wait_for(act)
        old = from_json(json.loads(walk.floor.station.ask(Amending(walk.script.batch)).document))
        editing = Editing(old)
        for name, text in act.told["limits"].items():
            editing.apply(SetField(str(act.what), f"limits.{name}", text))
        blocks = blocks_for(old, editing.document)
        command = c.AmendBatch(walk.script.batch, act.text("kind"), blocks, act.text("reason"))
        walk.sign(command, act.text("by"), walk.about("amend", act.before))


def leave(walk: Walk, act: Act) -> None:
    """Everybody out."""
    if not walk.counted("batch.left-now/1", act):
        walk.wait_for(act)
        by = act.text("by", walk.script.by)
        walk.do(
            c.LeaveNow(walk.script.batch, walk.address(str(act.what))), by, walk.about("leave", act.before), seconds=1
        )
        walk.floor.station.sign_out("leave-now")
        walk.floor.tell()


def come_back(walk: Walk, act: Act) -> None:
    """Say how product and room were found."""
    if not walk.counted("batch.returned/1", act):
        walk.wait_for(act)
        command = c.ReturnToBatch(
            walk.script.batch, walk.address(str(act.what)), act.text("product"), act.text("clearance")
        )
        walk.do(command, act.text("by", walk.script.by), walk.about("return", act.before), seconds=60)


def hand_over(walk: Walk, act: Act) -> None:
    """Sign the own part of an open step and name who goes on."""
    if not walk.counted("batch.handed-over/1", act):
        walk.wait_for(act)
        command = c.HandOver(walk.script.batch, walk.address(str(act.what)), act.text("to"), act.text("note"))
        walk.sign(command, act.text("by", walk.script.by), walk.about("hand-over", act.before))


def settle(walk: Walk, act: Act) -> None:
    """Have every open exception decided: a minor one by the supervisor, others by quality."""
    waited = False
    for found in walk.batch().exceptions:
        if found.open:
            if not waited:
                walk.wait_for(act)
            waited = True
            command = c.DecideException(
                walk.script.batch, found.number, act.text("decision", "accepted"), _words(act, found)
            )
            walk.floor.tick(90)
            walk.sign(command, act.text(found.severity, act.text("by")), walk.about("decide", found.number))


def _words(act: Act, found: ExceptionRow) -> str:
    told: Mapping[str, str] = act.what
    return told.get(found.where.rpartition("/")[2]) or told.get(found.rule) or told["default"]


def complete(walk: Walk, act: Act) -> None:
    """Production is complete."""
    if not walk.counted("batch.completed/1", act):
        walk.wait_for(act)
        walk.sign(c.CompleteBatch(walk.script.batch), str(act.what), walk.about("complete", act.before))


def review(walk: Walk, act: Act) -> None:
    """Quality has read the record: each section is marked as read, the audit trail signed, then the whole."""
    if not walk.counted("batch.reviewed/1", act):
        walk.wait_for(act)
        _read(walk, act, str(act.what))
        walk.sign(
            c.ReviewBatch(walk.script.batch, act.text("justification")), str(act.what), walk.about("review", act.before)
        )


def _read(walk: Walk, act: Act, by: str) -> None:
    answer = walk.floor.station.ask(Review(walk.script.batch, by))
    for row in answer.sections:
        if row.wanted and not row.read:
            walk.do(
                ReadSection(walk.script.batch, row.section, row.count), by, walk.about("read", row.section, act.before)
            )
    if not answer.trail_by:
        walk.sign(ReviewTrail(walk.script.batch), by, walk.about("trail", act.before))


def decide(walk: Walk, act: Act) -> None:
    """The qualified person decides."""
    if not walk.counted("batch.decided/1", act):
        walk.wait_for(act)
        command = c.DecideBatch(walk.script.batch, str(act.what), act.text("comment"))
        walk.sign(command, act.text("by"), walk.about("decide-batch", act.before))


def report(walk: Walk, act: Act) -> None:
    """Make the numbered report; a file that is there was written whole."""
    place = paper_file(walk, act)
    if place.exists():
        return
    walk.wait_for(act)
    by = act.text("by")
    walk.floor.be_there(by)
    about = walk.about("report", act.what)
    written(walk, walk.floor.station.report(walk.script.batch, place, by=by, command_id=act_id(about)))


def record(walk: Walk, act: Act) -> None:
    """Have a small record added, signed and in force, once."""
    if row_of(walk) is None:
        walk.wait_for(act)
        plant.master(walk.floor, folder() / "records" / f"{act.what}.yaml")


def mistype(walk: Walk, act: Act) -> None:
    """Somebody types a wrong password once."""
    trail = walk.floor.station.ask(AuditTrail(kind="attempts", limit=1000))
    failed = sum(row.event == "station.sign-in-failed/1" for row in trail.rows)
    if failed <= act.before and walk.floor.station.present() != act.what:
        walk.floor.mistype(str(act.what))


def over(walk: Walk, act: Act) -> None:
    """Production needs these pieces no more: their use ends, and they are cleaned."""
    for equipment in act.what:
        by, second = act.text("by", walk.script.by), act.text("second", walk.script.second)
        done_with(walk.floor, equipment, walk.script.batch, by, second)


def train(walk: Walk, act: Act) -> None:
    """People whose training ended read the procedure again."""
    renewed(walk.floor, str(act.what), act.told["people"])


def pause(_walk: Walk, _act: Act) -> None:
    """Mark where a prepared site stops."""


VERBS: Final[Mapping[str, Callable[[Walk, Act], None]]] = {
    "issue": issue,
    "step": visit,
    "open": open_round,
    "end": end_rounds,
    "correct": correction,
    "hold": hold,
    "lift": lift,
    "amend": amend,
    "leave": leave,
    "return": come_back,
    "hand_over": hand_over,
    "deviation": deviation,
    "settle": settle,
    "complete": complete,
    "review": review,
    "decide": decide,
    "report": report,
    "record": record,
    "sponsor": sponsor,
    "supply": supply,
    "certificate": certificate,
    "done_with": over,
    "labels": labels,
    "train": train,
    "mistype": mistype,
    "plate": plate,
    "put_away": put_away,
    "pause": pause,
}


def play(walk: Walk, until: str = "") -> None:
    """Do the acts that are left, as far as a pause; empty: to the end."""
    for place in range(walk.at, len(walk.script.acts)):
        act = walk.script.acts[place]
        if until and act.verb == "pause" and act.what == until:
            return
        VERBS[act.verb](walk, act)
        walk.at = place + 1
