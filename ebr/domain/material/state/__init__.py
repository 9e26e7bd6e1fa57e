"""What is true of materials, suppliers and lots; `use` holds what a batch asks at the moment of use."""

from __future__ import annotations

from ebr.domain.material.state.apply import MaterialState, apply, start
from ebr.domain.material.state.item import ItemState, Qualification, SupplierState
from ebr.domain.material.state.lot import LotState, Result, Ruling, Sample
from ebr.domain.material.state.stock import Allocation, Change

__all__ = [
    "Allocation",
    "Change",
    "ItemState",
    "LotState",
    "MaterialState",
    "Qualification",
    "Result",
    "Ruling",
    "Sample",
    "SupplierState",
    "apply",
    "start",
]
