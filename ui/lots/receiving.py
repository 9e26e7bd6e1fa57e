"""The form of a receipt: codes are explained while they are typed, containers are read as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ebr.domain.material import commands as c
from ebr.domain.material.state.containers import containers
from ebr.domain.refusal import Refusal
from ebr.domain.values import number, plain
from ebr.station.questions import ItemRow, SupplierRow
from ebr.words import figure, tr
from ui.lots.asks import Asked, Form, Parts


@dataclass(frozen=True, slots=True)
class Known:
    """What is known here beside the lot: materials, suppliers, stations."""

    items: Mapping[str, ItemRow]
    suppliers: Mapping[str, SupplierRow]


def containers_words(text: str, unit: str) -> str:
    """Return what was understood of the containers: "4 containers, 100 kg in all"; "" for what cannot be read."""
    try:
        found = containers(text)
    except Refusal:
        return ""
    if not found:
        return ""
    total = plain(sum((number(one.quantity) for one in found), number("0")))
    return tr("Containers: {n}, in all {total} {unit}", n=len(found), total=figure(total), unit=unit)


def storage_words(text: str) -> str:
    """Return the warning under a storage condition that was typed: the lot keeps it, so somebody says why."""
    if not text.strip():
        return ""
    return tr("If the specification asks for another condition, say why: this one is the lot's own from then on.")


def receive_form(known: Known, lot: str = "") -> Form:
    """Return the form of a receipt."""

    def title(code: str) -> str:
        item = known.items.get(code.strip())
        return tr("{title}, kept in {unit}", title=item.title, unit=item.unit) if item is not None else ""

    def supplier(text: str) -> str:
        found = known.suppliers.get(text.strip())
        return found.name if found is not None else ""

    def command(parts: Parts) -> Any:
        return c.ReceiveLot(
            parts["lot"],
            parts["item"],
            parts["supplier"],
            parts["supplier_lot"],
            containers(parts["containers"]),
            expiry=parts["expiry"],
            retest=parts["retest"],
            storage=parts["storage"],
            place=parts["place"],
            storage_reason=parts["storage_reason"],
        )

    fields = (
        Asked("item", tr("Code of the material"), scans=True, explain=title),
        Asked("lot", tr("Our lot number, as on our label"), text=lot, scans=True),
        Asked("supplier", tr("Supplier; empty for own make"), needed=False, explain=supplier),
        Asked("supplier_lot", tr("Lot number of the supplier"), needed=False, scans=True),
        Asked(
            "containers",
            tr("Containers and what they hold"),
            tr("For example 4 x 25, or 25, 24.6"),
            explain=lambda text: containers_words(text, ""),
        ),
        Asked("place", tr("Place"), needed=False),
        Asked("expiry", tr("Expiry on the label"), tr("For example 2027-06-30"), needed=False),
        Asked("retest", tr("Retest date on the label"), tr("For example 2027-06-30"), needed=False),
        Asked("storage", tr("Storage; empty: as the specification asks"), needed=False, explain=storage_words),
        Asked("storage_reason", tr("Why it comes stored otherwise, if it does"), needed=False),
    )
    words = tr("The lot goes into quarantine. Quality releases it, never who received it.")
    return Form(tr("Receive a lot"), tr("Receive"), fields, command, words, done=tr("Received into quarantine"))
