"""Quantities for a batch of another size."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ebr.domain.mbr.model import BatchSize, Header, Material, Mbr
from ebr.domain.mbr.scale import quantities, tolerance
from ebr.domain.refusal import Refusal

SIZE = BatchSize("10", "5", "50", "L")
HEADER = Header("m", "1", "T", "P", "C", "S", "F", "commercial", "G", "EU", SIZE)
ETHANOL = Material("ethanol", "Ethanol", "RM-1", "8333", "mL", decimals=0, active=True)


def charge(material: Material, size: str) -> Decimal:
    return quantities(Mbr(HEADER, (material,), (), ()), Decimal(size))[material.id]


@pytest.mark.parametrize(("size", "charged"), [("10", "8333"), ("5", "4167"), ("7.5", "6250"), ("50", "41665")])
def test_an_active_is_rounded_up_so_that_it_never_falls_short(size, charged):
    assert str(charge(ETHANOL, size)) == charged


def test_what_is_not_active_is_rounded_half_up():
    excipient = replace(ETHANOL, active=False, quantity="1003", decimals=0)

    assert str(charge(excipient, "5")) == "502"
    assert str(charge(excipient, "7")) == "702"


def test_a_fixed_quantity_does_not_scale():
    assert charge(replace(ETHANOL, scaling="fixed"), "50") == 8333


def test_an_overage_is_added_in_percent():
    assert str(charge(replace(ETHANOL, quantity="100", overage="2.5", decimals=1), "10")) == "102.5"


@pytest.mark.parametrize("size", ["4.99", "50.01", "-10", "0"])
def test_a_size_the_master_does_not_allow_is_refused(size):
    with pytest.raises(Refusal) as caught:
        charge(ETHANOL, size)

    assert caught.value == Refusal("batch_size_outside", size=size, low="5", high="50", unit="L")


def test_tolerances_are_deviations_in_percent():
    assert tolerance(replace(ETHANOL, low="-0.5", high="1"), Decimal(200)) == (Decimal(199), Decimal(202))
    assert tolerance(replace(ETHANOL, high="1"), Decimal(200)) == (None, Decimal(202))
