"""The devices of a terminal, and the labels that its printer gets.

A job of labels is drawn and written down here, and sent on the devices' thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ebr.station.inside import Inside

if TYPE_CHECKING:
    from ebr.station.devices import Devices
    from ebr.station.labelling import LabelOrder, Wanted


class LabelDoor(Inside):
    """Devices as plain objects for another thread; labels ordered, planned for a child, written down, previewed."""

    def devices(self) -> Devices:
        """Return the devices of this terminal: a plain object for another thread, the same while nothing is changed."""
        from ebr.station.devices import devices_of

        self._devices = devices_of(self, self._devices)
        return self._devices

    _devices: Devices | None = None

    def label_order(
        self, wanted: Wanted, by: str = "", *, command_id: str = "", devices: Devices | None = None
    ) -> LabelOrder:
        """Draw labels and write the job down; `ebr.station.labelling.sent` sends it, on the devices' thread.

        `devices` are those of another terminal, None for this one's.
        """
        from ebr.station import labelling

        return labelling.ordered(self, wanted, devices or self.devices(), by, command_id)

    def label_plan(self, wanted: Wanted) -> dict[str, Any]:
        """Return the order of a child that draws a job of labels (`ebr.station.child`); raises `Refusal`."""
        from dataclasses import asdict

        from ebr.station import labelling

        return {"work": "labels", **asdict(labelling.plan_for(self, wanted, self.devices()))}

    def label_written(
        self, wanted: Wanted, order: Mapping[str, Any], told: Mapping[str, str], by: str = "", *, command_id: str = ""
    ) -> LabelOrder:
        """Write a job down that a child has drawn for an order of `label_plan`, where it still holds."""
        from ebr.station import labelling
        from ebr.station.label_drawing import LabelPlan, from_child

        given = {name: part for name, part in order.items() if name != "work"}
        plan = LabelPlan(**{**given, "serials": tuple(given["serials"])})
        return labelling.written(self, wanted, plan, from_child(told), self.devices(), by, command_id)

    def label_preview(self, wanted: Wanted) -> bytes:
        """Return a label of a batch as PNG, as it would be printed now; raises `Refusal`."""
        from ebr.station import labelling

        return labelling.preview(self, wanted)
