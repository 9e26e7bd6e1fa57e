"""The forms about where a lot stands: a move, and what quality finds about a time out of its storage condition."""

from __future__ import annotations

from ebr.domain.material import commands as c
from ebr.domain.material import storage_commands as sc
from ebr.domain.material.state.stored import same_condition
from ebr.station.questions import LotAnswer
from ebr.words import figure, tr
from ui.lots.asks import Asked, Form, signed_form
from ui.lots.fields import container, reason


def move(answer: LotAnswer) -> Form:
    """Return the form of a move."""
    lot = answer.row.lot
    fields = (
        Asked("place", tr("New place"), scans=True),
        container(answer, needed=False),
        _storage(answer),
    )
    return Form(
        tr("Move {lot}", lot=lot),
        tr("Move"),
        fields,
        lambda parts: c.MoveLot(lot, parts["place"], parts["container"], parts["storage"]),
    )


def _storage(answer: LotAnswer) -> Asked:
    """Ask how it is stored there; what is not the condition asked for is said while it is typed."""
    asked = answer.condition

    def explain(text: str) -> str:
        if not asked or not text.strip() or same_condition(text, asked):
            return ""
        return tr("Not {condition}, as the specification asks: the time is counted", condition=asked)

    hint = tr("The specification asks for {condition}", condition=asked) if asked else ""
    return Asked("storage", tr("Storage; empty: as before"), hint, needed=False, explain=explain)


def judged(answer: LotAnswer) -> Form:
    """Return the form in which quality judges a time out of the storage condition."""
    lot = answer.row.lot
    return signed_form(
        tr("Storage of {lot}", lot=lot),
        (container(answer, needed=False), reason(tr("What was found out"))),
        lambda parts: sc.JudgeStorage(lot, parts["container"], parts["reason"]),
        _outside_words(answer),
    )


def _outside_words(answer: LotAnswer) -> str:
    if answer.still_outside:
        return tr(
            "It is out of its storage condition now, for {hours} h so far. Have it brought back first: what passes"
            " after your signature counts again.",
            hours=figure(answer.outside),
        )
    return tr(
        "It was {hours} h out of its storage condition. After your signature this time counts no more."
        " Reject the lot instead where it may have done harm.",
        hours=figure(answer.outside),
    )
