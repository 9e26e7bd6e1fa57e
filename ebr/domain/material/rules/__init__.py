"""What is allowed with materials, suppliers and lots (21 CFR 211.80-211.94; floor-rules 3, 4; `ebr.domain.decision`).

One door, `decide`, after the table of rights; each area has a module. What a batch uses it writes itself
(`ebr.domain.material.state.use`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ebr.domain import subjects
from ebr.domain.decision import Actor, Decision, Facts
from ebr.domain.material import certificate_commands as cc
from ebr.domain.material import commands as c
from ebr.domain.material import storage_commands as sc
from ebr.domain.material.rules import (
    certificates,
    counting,
    items,
    laboratory,
    making,
    receiving,
    stock,
    store,
    storing,
    verdicts,
)
from ebr.domain.material.rules.sheets import sheet
from ebr.domain.material.state import ItemState, LotState, MaterialState, SupplierState
from ebr.domain.material.state.use import further_roots
from ebr.domain.people.state import with_right
from ebr.domain.values import Instant

__all__ = ["decide", "further", "needs", "sheet", "signer", "subject"]

Rule = Callable[[Any, Facts, Any, Actor, Instant], Decision]

_RULES: Mapping[type, Rule] = {
    c.AddItem: items.add_item,
    c.ChangeItem: items.change_item,
    c.SetSpecification: items.set_specification,
    c.WithdrawItem: items.withdraw_item,
    c.AddSupplier: items.add_supplier,
    c.QualifySupplier: items.qualify,
    c.SetSupplierStatus: items.set_status,
    c.ReceiveLot: receiving.receive,
    c.SampleLot: laboratory.sample,
    c.RecordResult: laboratory.record,
    c.CheckResults: laboratory.check,
    c.SetResultAside: laboratory.set_aside,
    c.ReleaseLot: verdicts.release,
    c.RejectLot: verdicts.reject,
    c.QuarantineLot: verdicts.quarantine,
    c.ExtendRetest: verdicts.extend,
    c.MoveLot: store.move,
    c.AllocateLot: store.allocate,
    c.ReturnLot: stock.bring_back,
    c.SpillLot: stock.spill,
    c.DestroyLot: stock.destroy,
    c.CountLot: counting.count,
    c.SplitLot: making.split,
    c.JoinLots: making.join,
    c.CountAbove: counting.count_above,
    c.DecideCount: counting.decide_count,
    cc.SetCertificateRule: certificates.set_rule,
    cc.ValidateSupplier: certificates.validate,
    cc.RecordCertificate: certificates.record,
    sc.LimitStorage: storing.limit,
    sc.JudgeStorage: storing.judge,
}
_ITEMS = (c.AddItem, c.ChangeItem, c.SetSpecification, c.WithdrawItem, cc.SetCertificateRule, sc.LimitStorage)
_JUDGED = (c.RecordResult, cc.RecordCertificate, c.ReleaseLot, c.ExtendRetest, sc.JudgeStorage)
_SUPPLIERS = (c.AddSupplier, c.QualifySupplier, c.SetSupplierStatus, cc.ValidateSupplier)


def subject(command: Any) -> str:  # noqa: ANN401 - any command of the table
    """Return the subject whose state decides."""
    if isinstance(command, _ITEMS):
        return subjects.item(command.item)
    if isinstance(command, _SUPPLIERS):
        return subjects.supplier(command.supplier)
    return subjects.lot(command.into if isinstance(command, c.JoinLots) else command.lot)


def needs(command: Any, state: MaterialState) -> tuple[str, ...]:  # noqa: ANN401 - any command of the table
    """Return the roots of what else decides: the material, the supplier, other lots, a second person, the site."""
    match command:
        case c.ReceiveLot():
            supplier = (subjects.supplier(command.supplier),) if command.supplier else ()
            return (subjects.item(command.item), *supplier)
        case c.SplitLot():
            return (subjects.lot(command.sublot),)
        case c.JoinLots():
            return tuple(dict.fromkeys(subjects.lot(lot) for lot in command.lots))
        case c.DestroyLot() | c.CountAbove():
            return (subjects.person(command.witness),) if command.witness else ()
        case c.AllocateLot():
            return ("site",)
        case _ if isinstance(command, _JUDGED) and isinstance(state, LotState) and state.receipt:
            return (subjects.item(state.item), *further_roots({subjects.lot(state.number): state}, state.number))
        case _:
            return ()


def further(command: object, state: MaterialState, facts: Facts, _actor: Actor) -> list[str]:
    """Return the lots that the lots so far were made of, for what is judged by all that they were through."""
    if not isinstance(command, sc.JudgeStorage) or not isinstance(state, LotState):
        return []
    return list(further_roots({**facts, subjects.lot(state.number): state}, state.number))


def signer(command: Any, actor: Actor) -> tuple[str, tuple[str, ...]]:  # noqa: ANN401 - any command of the table
    """Return who signs the event and the roles of which one is the role of the signature; an empty id: no signature."""
    roles = c.SIGNED_BY.get(type(command), ())
    if not roles:
        return "", ()
    return (command.witness if isinstance(command, c.DestroyLot | c.CountAbove) else actor.person), roles


@with_right(c.RIGHTS)
def decide(state: MaterialState, facts: Facts, command: Any, actor: Actor, at: Instant) -> Decision:  # noqa: ANN401
    """Return the events that a command makes, or why not."""
    assert isinstance(state, ItemState | SupplierState | LotState)
    return _RULES[type(command)](state, facts, command, actor, at)
