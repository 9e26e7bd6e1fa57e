"""Units of a batch record: a closed list of names, exact factors between them and the check of a formula's units.

Units are checked when an MBR is checked, never while a batch runs: the formulas of an approved MBR compute with plain
numbers in the declared units. pint supplies the definitions of physical units and is imported at the first question
that needs it (half a second); whether a name is known needs no pint.
"""

from __future__ import annotations

from ebr.domain.units.check import check_units
from ebr.domain.units.measure import dimension, factor, same_dimension
from ebr.domain.units.names import UNIT_NAMES, known
from ebr.domain.units.trouble import SENTENCES, UnitError, UnitProblem

__all__ = [
    "SENTENCES",
    "UNIT_NAMES",
    "UnitError",
    "UnitProblem",
    "check_units",
    "dimension",
    "factor",
    "known",
    "same_dimension",
]
