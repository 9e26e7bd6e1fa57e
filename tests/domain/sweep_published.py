"""Every seeded fault of the exception engine: the list that the help publishes."""

from __future__ import annotations

from tests.domain.sweep_faults import CART, HAND, MET, Fault
from tests.domain.sweep_faults import FAULTS as FIRST
from tests.domain.sweep_forged import FORGED
from tests.domain.sweep_hunted import HUNTED

FAULTS: tuple[Fault, ...] = (*FIRST, *FORGED, *HUNTED)

__all__ = ["CART", "FAULTS", "HAND", "MET", "Fault"]
