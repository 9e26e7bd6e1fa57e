"""What is allowed with equipment, single-use assemblies and rooms (contract: `ebr.domain.decision`).

21 CFR 211.63 to 211.68, 211.105, 211.182; EU GMP chapter 5, 5.44. Uses are written by the rules of batches in the same
action as the entry of the batch; here is everything else that happens to a piece.
"""

from __future__ import annotations

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Facts
from ebr.domain.equipment import commands as c
from ebr.domain.equipment.rules.examining import calibrate, check, integrity
from ebr.domain.equipment.rules.registering import add, change, qualify
from ebr.domain.equipment.rules.sheets import sheet
from ebr.domain.equipment.rules.stopping import give_back, release, stop
from ebr.domain.equipment.rules.tending import clean, clear, end_use, maintain
from ebr.domain.equipment.state import EquipmentState
from ebr.domain.people.state import with_right
from ebr.domain.values import Instant

__all__ = ["decide", "needs", "sheet", "signer", "subject"]

Checked = c.CleanEquipment | c.MaintainEquipment | c.ClearLine
Command = (
    c.AddEquipment
    | c.ChangeEquipment
    | c.QualifyEquipment
    | c.CalibrateEquipment
    | c.CheckDaily
    | c.CheckIntegrity
    | c.EndUse
    | c.HoldEquipment
    | c.ReleaseEquipment
    | c.TakeOutOfService
    | c.ReturnToService
    | Checked
)


def subject(command: Command) -> str:
    """Return the subject whose state decides."""
    return subjects.equipment(command.equipment)


def needs(command: Command, _state: EquipmentState) -> tuple[str, ...]:
    """Return the root of the second person that a command names, and the site whose policy may ask for a photograph."""
    second = (subjects.person(command.checked_by),) if isinstance(command, Checked) and command.checked_by else ()
    return (*second, "site") if isinstance(command, c.ClearLine | c.CleanEquipment) else second


def signer(command: Command, actor: Actor) -> tuple[str, tuple[str, ...]]:
    """Return who signs the event and the roles of which one is the role of the signature; an empty id: no signature."""
    roles = c.SIGNED_BY.get(type(command), ())
    if isinstance(command, Checked):
        return command.checked_by, roles
    return (actor.person if roles else ""), roles


@with_right(c.RIGHTS)
def decide(state: EquipmentState, facts: Facts, command: Command, actor: Actor, at: Instant) -> Decision:
    """Return the events that a command makes, or why not."""
    match command:
        case c.AddEquipment():
            return add(state, command)
        case c.ChangeEquipment():
            return change(state, command)
        case c.QualifyEquipment():
            return qualify(state, command, actor, at)
        case c.CalibrateEquipment():
            return calibrate(state, command, at)
        case c.CheckDaily():
            return check(state, command)
        case c.CheckIntegrity():
            return integrity(state, command)
        case c.CleanEquipment():
            return clean(state, facts, command, actor, at)
        case c.MaintainEquipment():
            return maintain(state, facts, command, actor, at)
        case c.ClearLine():
            return clear(state, facts, command, actor)
        case c.EndUse():
            return end_use(state, command)
        case c.HoldEquipment() | c.TakeOutOfService():
            return stop(state, command)
        case c.ReleaseEquipment():
            return release(state, command)
        case c.ReturnToService():
            return give_back(state, command)
