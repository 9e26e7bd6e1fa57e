"""For the pictures of `ebr screenshots`: a deviation under investigation, and one that waits for quality."""

from __future__ import annotations

from ebr.domain.deviation import commands as c
from ebr.station.door import Station
from ui.screenshots_labels import Roles


def investigated(station: Station, batch: str, other: str) -> tuple[str, str]:
    """Return the numbers of a deviation half written and of one that is proposed for closing."""
    roles = Roles(station)
    proposed = _opened(roles, "Label of a drum could not be read", "The scanner refused it; the label was wet.", other)
    for command in (
        c.ContainDeviation(proposed, "The drum was set aside and its contents identified again."),
        c.FindCause(proposed, "observation", "The drum was wiped with alcohol after labelling."),
        c.SetActions(proposed, "The label was printed again.", "Drums are labelled after wiping.", "CAPA-2026-033"),
    ):
        roles.do(command, "supervisor", sign=False)
    _judged(roles, proposed)
    roles.do(c.ProposeClosing(proposed, "Complete; nothing of it was used before it was identified."), "supervisor")
    open_one = _opened(
        roles,
        "Fill volume drifted towards its upper limit",
        "Three bottles in a row were filled near the upper limit. The line was stopped and adjusted.",
        batch,
    )
    roles.do(
        c.ContainDeviation(open_one, "Line stopped, 20 bottles set aside, pump adjusted."), "supervisor", sign=False
    )
    roles.do(c.FindCause(open_one, "five_whys", "A worn seal of the filling pump."), "supervisor", sign=False)
    station.sign_out("log-out")
    return open_one, proposed


def _opened(roles: Roles, title: str, description: str, batch: str) -> str:
    batches = (batch,) if batch else ()
    command = c.OpenDeviation(title, description, "major", (), batches)
    return roles.do(command, "supervisor", sign=False).get("deviation", "")


def _judged(roles: Roles, number: str) -> None:
    from ebr.station.questions import ImpactProposal

    cleared = tuple(row.batch for row in roles.station.ask(ImpactProposal(number)))
    roles.do(c.AssessImpact(number, "No other batch used this drum.", (), cleared), "supervisor", sign=False)
