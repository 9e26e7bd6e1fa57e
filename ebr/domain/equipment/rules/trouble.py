"""What several rules of equipment refuse, each in one place; all raise `Refusal`."""

from __future__ import annotations

from ebr.domain.equipment.state import EquipmentState
from ebr.domain.equipment.state.times import is_day, over
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, clean_text, shown_text


def known(state: EquipmentState) -> None:
    """Refuse what is not registered here."""
    if not state.entry:
        raise Refusal("equipment_unknown", equipment=shown_text(state.id))


def said(reason: str, state: EquipmentState) -> str:
    """Return a reason, or refuse an empty one."""
    text = clean_text(reason, 500)
    if not text:
        raise Refusal("equipment_reason_missing", equipment=state.id)
    return text


def filled(text: str, field: str, state: EquipmentState) -> str:
    """Return what was typed into a field that may not be empty."""
    found = clean_text(text, 500)
    if not found:
        raise Refusal("equipment_field_missing", equipment=state.id, field=field)
    return found


def day_ahead(day: str, at: Instant) -> str:
    """Return a last day that is not over yet, or "" for none."""
    text = day.strip()
    if not text:
        return ""
    if not is_day(text):
        raise Refusal("equipment_day", day=shown_text(text))
    if over(text, at, at):
        raise Refusal("equipment_day_past", day=text)
    return text


def free(state: EquipmentState) -> None:
    """Refuse what cannot be done while a batch uses it."""
    use = next(iter(state.open.values()), None)
    if use is not None:
        raise Refusal("equipment_in_use", equipment=state.id, name=state.name, batch=use.batch, since=use.began.at.wall)
