"""Fields that most forms about a lot ask for: its container, a quantity in its unit, a reason."""

from __future__ import annotations

from ebr.station.questions import LotAnswer
from ebr.words import figure, tr
from ui.lots.asks import Asked


def container(answer: LotAnswer, *, needed: bool = True) -> Asked:
    """Ask for a container; what is left in it is said while it is typed."""
    only = answer.containers[0].container if len(answer.containers) == 1 else ""
    names = ", ".join(one.container for one in answer.containers[:8])
    label = tr("Container") if needed else tr("Container; empty for all")
    left = {one.container: one.left for one in answer.containers}
    unit = answer.row.unit

    def explain(text: str) -> str:
        found = left.get(text.strip())
        return tr("{number} {unit} left", number=figure(found), unit=unit) if found is not None else ""

    return Asked(
        "container",
        label,
        tr("One of: {names}", names=names),
        only if needed else "",
        needed,
        scans=True,
        explain=explain,
    )


def quantity(answer: LotAnswer, label: str = "") -> Asked:
    """Ask for a quantity in the unit of the lot."""
    return Asked("quantity", label or tr("Quantity in {unit}", unit=answer.row.unit), number=True)


def reason(label: str = "", *, needed: bool = True) -> Asked:
    """Ask for the reason."""
    return Asked("reason", label or tr("Reason"), needed=needed)
