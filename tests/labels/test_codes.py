"""GS1 codes are read strictly, labels of other profiles not at all, and what is printed reads back the same."""

from __future__ import annotations

import contextlib
import io
from datetime import date

import biip
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ebr.domain.label.state.marks import PROFILES, mark
from ebr.domain.refusal import Refusal
from ebr.labels import drawing, gs1, layout, reading, symbols
from tests.labels.label_world import names, small, template

GS = gs1.GS
GTIN = "09506000134352"
TODAY = date(2026, 11, 22)
CONTENTS = {"product": "A tablet", "batch": "MET-2026-0001", "gtin": GTIN}


def code_of(text: str, aim: str = "]d2", *, separators: bool = False) -> str:
    try:
        return gs1.read(text, aim, separators=separators).hri
    except Refusal as refusal:
        return refusal.code


def test_a_lost_separator_is_refused_where_biip_reads_a_longer_lot():
    swallowed = f"01{GTIN}1726113010FB223121SN0042"
    assert biip.parse(f"]d2{swallowed}").gs1_message.element_strings.get(ai="10").value == "FB223121SN0042"
    assert code_of(swallowed) == "gs1_separator_unsure"
    assert code_of(f"01{GTIN}1726113010FB2231{GS}21SN0042") == f"(01){GTIN}(17)261130(10)FB2231(21)SN0042"


def test_a_last_lot_that_reads_two_ways_needs_a_reader_that_sends_separators():
    text = f"01{GTIN}10B2100"
    assert code_of(text) == "gs1_separator_unsure"
    assert code_of(text, separators=True) == f"(01){GTIN}(10)B2100"
    assert code_of(f"{GS}01{GTIN}10B2100") == "gs1_separator_unsure", "the first FNC1 says nothing about the others"
    assert code_of(f"01{GTIN}10FB2231") == f"(01){GTIN}(10)FB2231", "nothing else can be read from it"


@pytest.mark.parametrize(
    ("text", "aim", "code"),
    [
        (f"01{GTIN}10A", "", "code_without_identifier"),
        (f"01{GTIN}10A", "]d1", "code_not_gs1"),
        (f"01{GTIN}10A", "]C0", "code_not_gs1"),
        (f"01{GTIN[:-1]}310A", "]d2", "gs1_check_digit"),
        (f"01{GTIN}10{'A' * 21}", "]d2", "gs1_separator_missing"),
        (f"01{GTIN}17261301", "]d2", "gs1_unreadable"),
        (f"01{GTIN}10A{GS}10B", "]d2", "gs1_twice"),
        (f"01{GTIN}10{GS}21A", "]d2", "gs1_unreadable"),
        (f"01{GTIN}10Ä", "]d2", "gs1_unreadable"),
        ("", "]d2", "gs1_unreadable"),
        ("hello", "]d2", "gs1_unreadable"),
        (f"01{GTIN}7003 2611222400", "]d2", "gs1_unreadable"),
        (f"01{GTIN}70032611222460", "]d2", "gs1_unreadable"),
    ],
)
def test_what_is_not_certain_is_refused(text, aim, code):
    assert code_of(text, aim, separators=True) == code


def test_facts_have_the_names_of_the_record():
    found = reading.read(f"01{GTIN}17280200310300125010LOT-7", "]d2", "production", TODAY, separators=True)
    assert found.facts == {
        "gtin": GTIN,
        "expiry": "2028-02-29",
        "quantity": "1.250",
        "unit": "kg",
        "lot": "LOT-7",
    }
    timed = reading.read(f"01{GTIN}70032611221400", "]d2", "production", TODAY)
    assert timed.facts["expiry"] == "2026-11-22T14:00"


@pytest.mark.parametrize(("text", "year"), [("760101", 2076), ("770101", 1977), ("261122", 2026), ("990101", 1999)])
def test_the_century_is_the_nearest(text, year):
    assert gs1.day_of(text, TODAY).startswith(str(year))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("other", PROFILES)
def test_labels_of_another_profile_do_not_scan(profile, other):
    (line,) = scanned(small(), CONTENTS, profile)
    aim, text = line
    if profile == other:
        found = reading.read(text, aim, other, TODAY)
        assert found.kind == "gs1"
        assert (found.facts["gtin"], found.facts["lot"]) == (GTIN, "MET-2026-0001")
        return
    with pytest.raises(Refusal) as refused:
        reading.read(text, aim, other, TODAY)
    assert refused.value.code == ("label_is_real" if profile == "production" else "label_of_other_profile")


def test_a_plain_code_without_a_mark_is_read_everywhere():
    for profile in PROFILES:
        assert reading.read("RM-0101", "]C0", profile, TODAY).kind == "plain"
        assert reading.read("RM-0101", "", profile, TODAY).text == "RM-0101"


def test_what_looks_like_gs1_and_does_not_say_so_is_refused():
    for text in (f"01{GTIN}10A", f"RM-0101{GS}x", "00006141411234567890"):
        with pytest.raises(Refusal) as refused:
            reading.read(text, "", "production", TODAY)
        assert refused.value.code == "code_without_identifier"
    assert reading.read("0195060001343521", "", "production", TODAY).kind == "plain", "no check digit, no GS1"


def test_isbt_codes_are_read_by_the_same_door():
    found = reading.read("=A99991712345600", "]C0", "production", TODAY)
    assert (found.kind, found.facts["din"]) == ("isbt128", "A999917123456")


@given(st.text(alphabet=st.characters(max_codepoint=0x7F), max_size=30), st.sampled_from(["", "]d2", "]d1", "]C1"]))
def test_any_scan_is_read_or_refused(text, aim):
    with contextlib.suppress(Refusal):
        assert reading.read(text, aim, "production", TODAY).kind


def scanned(found, contents, profile: str) -> list[tuple[str, str]]:
    """Return what a reader reads from the printed picture: AIM identifier and text as a scanner sends them."""
    laid = layout.laid_out(found, contents, profile)
    picture = drawing.png(drawing.dots(drawing.pdf([laid], "test"), [laid])[0])
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return [(one.symbology_identifier, one.bytes.decode()) for one in read]


@pytest.mark.parametrize("name", names())
def test_what_is_printed_reads_back_to_the_same_fields(name):
    found = template(name)
    contents = {**found.longest(), "serial": "000042"}
    (line,) = scanned(found, contents, "production")
    aim, text = line
    symbol = found.codes[0]
    if not symbol.gs1:
        assert text == symbols.text_of(symbol, contents)
        return
    assert aim == "]d2", "a true, square GS1 DataMatrix"
    said = biip.parse(aim + text).gs1_message
    assert said is not None
    fields = symbols.fields_of(symbol, contents)
    assert [(one.ai.ai, one.value) for one in said.element_strings] == list(fields)
    assert gs1.read(text, aim).fields == fields


@pytest.mark.parametrize("profile", ["production", "practice"])
def test_code_128_is_printed_and_read(profile):
    bars = {"kind": "gs1_128", "height": "10", "x": "3", "y": "20", "module": "0.25"}
    found = small(width="150", **{f"codes__0__{name}": value for name, value in bars.items()})
    (line,) = scanned(found, CONTENTS, profile)
    assert line[0] == ("]C1" if profile == "production" else "]C0")
    code = reading.read(line[1], line[0], profile, TODAY)
    assert code.facts["lot"] == "MET-2026-0001"


def test_a_matrix_is_square():
    rows = symbols.rows(small().codes[0], CONTENTS, "production")
    assert len(rows) == len(rows[0])


@given(
    st.lists(
        st.tuples(st.sampled_from(["10", "21", "240"]), st.from_regex(r"[A-Z0-9./-]{1,20}", fullmatch=True)),
        min_size=1,
        max_size=3,
        unique_by=lambda pair: pair[0],
    )
)
def test_what_is_written_is_read(fields):
    whole = (("01", GTIN), *fields)
    assert gs1.read(gs1.written(whole), "]d2", separators=True).fields == whole


def test_every_mark_names_its_profile():
    assert mark("production") == ""
    assert len({mark(profile) for profile in PROFILES}) == 4
