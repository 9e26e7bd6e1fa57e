"""How much of each material a batch of a given size needs (21 CFR 211.186(b)(4)-(5); floor-rules 12).

For an MBR that passed its check. A quantity is rounded once, at the end, to the material's decimals: up for an active,
so that a batch is made to contain not less than 100 % (211.101(a)), half-up otherwise. Potency is corrected at
dispensing, with the lot at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal

from ebr.domain.mbr.model import BatchSize, Material, Mbr
from ebr.domain.refusal import Refusal
from ebr.domain.values import plain, rounded

_EXACT = Context(prec=40)


def quantities(mbr: Mbr, size: Decimal) -> Mapping[str, Decimal]:
    """Return the quantity of every material by id, scaled to `size` (in the batch unit) and with its overage.

    Refusal `batch_size_outside` (size, low, high, unit) when the MBR does not allow a batch of this size (EU GMP 4.17).
    """
    _within(mbr.header.size, size)
    ratio = _EXACT.divide(size, Decimal(mbr.header.size.nominal))
    return {material.id: _quantity(material, ratio) for material in mbr.materials}


def tolerance(material: Material, target: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and greatest allowed total for a target, in the material's unit; None where unbounded."""
    low, high = (_deviated(target, text) for text in (material.low, material.high))
    return low, high


def _within(size: BatchSize, wanted: Decimal) -> None:
    if not Decimal(size.low) <= wanted <= Decimal(size.high):
        raise Refusal("batch_size_outside", size=plain(wanted), low=size.low, high=size.high, unit=size.unit)


def _quantity(material: Material, ratio: Decimal) -> Decimal:
    base = Decimal(material.quantity)
    scaled = base if material.scaling == "fixed" else _EXACT.multiply(base, ratio)
    with_overage = _deviated(scaled, material.overage or "0") or Decimal(0)
    return rounded(with_overage, material.decimals, "up" if material.active else "half_up")


def _deviated(target: Decimal, percent: str) -> Decimal | None:
    if not percent:
        return None
    return _EXACT.multiply(target, _EXACT.add(Decimal(1), _EXACT.divide(Decimal(percent), Decimal(100))))
