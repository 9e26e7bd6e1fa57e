"""What was known of a lot and a machine when a batch used them, for records and screens (211.182, 211.188(b))."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ebr.domain.values import Value
from ebr.wording.equipment import equipment_word
from ebr.wording.materials import lot_word
from ebr.wording.parameters import left_words
from ebr.words import tr


def used_words(source: Mapping[str, str], value: Value) -> Iterator[str]:
    """Yield what the source of a value says of what it used; nothing for an entry that used nothing registered."""
    if source.get("lot_status"):
        yield tr("Lot when it was used: {status}", status=lot_word(source["lot_status"]))
    if source.get("equipment_status"):
        yield tr("Equipment when it was used: {status}", status=equipment_word(source["equipment_status"]))
    if source.get("calibration_due"):
        yield tr("Calibrated to the end of {day}", day=source["calibration_due"])
    if value.get("ended"):
        left = left_words(value["ended"])
        yield tr("The one before was left: {state}. {reason}", state=left, reason=value.get("reason", ""))
