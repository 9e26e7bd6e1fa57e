"""Every vector of ISBT 128: check characters, what is read, what is refused."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.domain.refusal import Refusal
from ebr.labels import isbt128

DATA = json.loads((Path(__file__).parents[1] / "data" / "isbt128" / "isbt128-vectors.json").read_text())
NAMES = {
    "FIN": "fin",
    "FIN(P)": "fin",
    "yy": "year",
    "seq": "number",
    "FPC": "product",
    "PDC": "code",
    "production": "made",
    "TE": "establishment",
    "patient_id": "patient",
}
SYSTEM = {"A (ISBT 128)": "A"}


@pytest.mark.parametrize("row", DATA["check_character"], ids=lambda row: row[0])
def test_check_characters(row):
    number, key, flag, _ = row
    assert isbt128.check_character(number) == key
    if flag is not None:
        assert isbt128.read(f"={number}{flag}")[0].fields["din"] == number


@pytest.mark.parametrize("row", DATA["basic_udi_di_checksum"])
def test_checksum_of_a_basic_udi_di(row):
    assert isbt128.checksum(row[0]) == row[1]


@pytest.mark.parametrize("row", DATA["parse_valid"], ids=lambda row: row["barcode"][:24])
def test_what_is_read(row):
    found = isbt128.read(row["barcode"])
    wanted = ["038" if name.startswith("SEC") else name for name in row["structures"]]
    assert [one.number for one in found] == wanted
    said = [pair for one in found for pair in one.fields.items()]
    for name, value in row.items():
        if name in ("barcode", "structures", "type3_checksum_ok"):
            continue
        assert (NAMES.get(name, name), SYSTEM.get(value, value)) in said


@pytest.mark.parametrize("row", DATA["parse_invalid"], ids=lambda row: row[1])
def test_what_is_refused(row):
    with pytest.raises(Refusal) as refused:
        isbt128.read(row[0])
    assert refused.value.code.startswith("isbt_")


def test_a_type_3_flag_that_fits_another_number_is_named():
    with pytest.raises(Refusal) as refused:
        isbt128.read("=G12341765432171")
    assert refused.value == Refusal("isbt_check_character", din="G123417654321", said="B", right="A")


@pytest.mark.parametrize("text", ["=>019366", "=>019000", "&>0190012400", "=>519001"])
def test_a_day_that_does_not_exist(text):
    with pytest.raises(Refusal) as refused:
        isbt128.read(text)
    assert refused.value.code == "isbt_date"


def test_the_chain_of_identity_needs_its_check_character():
    din = "W000026123456"
    key = isbt128.check_character(din)
    assert isbt128.chain_of_identity(f"CH{din} {key}") == f"CH{din}"
    assert isbt128.read(f"&/CH{din}")[0].fields == {"coi": f"CH{din}"}
    other = "A" if key != "A" else "B"
    for wrong in (f"CH{din}", f"CH{din}{other}", f"CX{din}{key}"):
        with pytest.raises(Refusal):
            isbt128.chain_of_identity(wrong)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(Refusal):
        assert isbt128.read(text)


@given(st.from_regex(r"[A-NP-Z][0-9]{4}[0-9]{8}", fullmatch=True), st.integers(0, 12), st.sampled_from("0123456789"))
def test_one_wrong_sign_changes_the_check_character(number, at, sign):
    other = number[:at] + sign + number[at + 1 :]
    if other != number and at > 0:
        assert isbt128.check_character(other) != isbt128.check_character(number)
