"""The deviation of the demonstration: opened from an exception, investigated, closed by somebody who had no part in it.

Options of the act: `title`, `description`, `contained`, `method`, `cause`, `impact`, `corrective`, `preventive`,
`reference`, `conclusion` by whom it names under `by`, and `agreed` by whom it names under `closes`. What the act is
about is the slot whose exception it covers. Each batch that the station proposes is judged as not affected.
"""

from __future__ import annotations

from ebr.cli.demonstration.floor import DemoEnd
from ebr.cli.demonstration.script import Act
from ebr.cli.demonstration.walk import Walk
from ebr.domain.deviation import commands as c
from ebr.station.questions import Deviations, ImpactProposal


def deviation(walk: Walk, act: Act) -> None:
    """Do what is missing of the course."""
    by, batch = act.text("by"), walk.script.batch
    if not _known(walk, act):
        walk.wait_for(act)
        found = _exception(walk, str(act.what))
        command = c.OpenDeviation(act.text("title"), act.text("description"), "major", ((batch, found),))
        walk.do(command, by, _about(walk, act, "open"), seconds=180)
    number = _known(walk, act)
    for name, seconds in (("contained", 60), ("cause", 240), ("impact", 300), ("actions", 120)):
        about = _about(walk, act, name)
        if not walk.floor.done(about):
            walk.do(_section(walk, act, number, name), by, about, seconds=seconds)
    for signing, person, name in (
        (c.ProposeClosing(number, act.text("conclusion")), by, "propose"),
        (c.CloseDeviation(number, act.text("agreed")), act.text("closes"), "close"),
    ):
        about = _about(walk, act, name)
        if not walk.floor.done(about):
            walk.floor.tick(120)
            walk.sign(signing, person, about)


def _about(walk: Walk, act: Act, name: str) -> str:
    return walk.about("deviation", act.before, name)


def _known(walk: Walk, act: Act) -> str:
    rows = walk.floor.station.ask(Deviations(walk.script.batch))
    return next((row.deviation for row in rows if row.title == act.text("title")), "")


def _exception(walk: Walk, slot: str) -> str:
    for found in walk.batch().exceptions:
        if found.where.rpartition("/")[2] == slot and not found.deviation:
            return found.number
    raise DemoEnd(f"{walk.script.batch}: {slot} has no exception")


def _section(walk: Walk, act: Act, number: str, name: str) -> object:
    match name:
        case "contained":
            return c.ContainDeviation(number, act.text("contained"))
        case "cause":
            return c.FindCause(number, act.text("method"), act.text("cause"))
        case "impact":
            cleared = tuple(row.batch for row in walk.floor.station.ask(ImpactProposal(number)))
            return c.AssessImpact(number, act.text("impact"), (), cleared)
        case _:
            return c.SetActions(number, act.text("corrective"), act.text("preventive"), act.text("reference"))
