"""A label says everything or is refused: nothing is clipped, nothing lies on another; three drawings are one."""

from __future__ import annotations

import contextlib
import hashlib
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ebr.domain.label.rules.checking import examine
from ebr.domain.refusal import Refusal
from ebr.labels import drawing, faces, layout
from tests.labels.label_world import names, small, template

CONTENTS = {"product": "A tablet", "batch": "MET-2026-0001", "gtin": "09506000134352"}


def refused(found, contents, profile="production"):
    with pytest.raises(Refusal) as caught:
        layout.laid_out(found, contents, profile)
    return caught.value


@pytest.mark.parametrize("name", names())
def test_shipped_templates_hold_their_longest_contents(name):
    found = template(name)
    examine(found)
    layout.fits(found)


def test_a_missing_field_is_named():
    for missing in ("product", "batch", "gtin"):
        for empty in ({}, {missing: " "}):
            contents = {name: text for name, text in CONTENTS.items() if name != missing} | empty
            found = refused(small(), contents)
            assert (found.code, found.params["name"]) == ("label_field_missing", missing)


def test_a_text_too_long_is_refused_and_never_cut():
    found = refused(small(), CONTENTS | {"product": "many words " * 20})
    assert found.code == "label_text_long"
    assert int(found.params["needed"]) > 2
    assert refused(small(), CONTENTS | {"product": "W" * 60}).code == "label_word_long"


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("abWMil 1.-"), min_size=1, max_size=120))
def test_every_line_is_inside_its_box_and_nothing_is_lost(text):
    found = small()
    with contextlib.suppress(Refusal):
        laid = layout.laid_out(found, CONTENTS | {"product": text}, "production")
        lines = [run for run in laid.runs if run.field == "name"]
        assert "".join("".join(run.text.split()) for run in lines) == "".join(text.split())
        for run in lines:
            assert run.x + faces.width(run.text, run.size, bold=run.bold) / layout.MM <= 57 + 1e-6


@pytest.mark.parametrize("text", ["\ud55c", "\u202eabc", "a\u200bb", "a\ufeffb"])
def test_what_the_font_cannot_draw_is_refused(text):
    assert refused(small(), CONTENTS | {"product": text}).code == "label_character"


def test_chinese_wraps_between_its_characters_and_is_drawn_in_a_face_of_its_own():
    text = "自体CAR-T细胞悬液（冻存），用于静脉输注，一次一袋，不得复冻"
    found = layout.laid_out(small(texts__0__bold="yes"), CONTENTS | {"product": text}, "production")
    lines = [run for run in found.runs if run.field == "name"]
    assert len(lines) == 2
    assert "".join(run.text for run in lines) == text
    assert all(faces.width(run.text, run.size, bold=run.bold) / layout.MM <= 54 for run in lines)
    pages = drawing.pdf([found], "label")
    assert b"EbrLabelHan" in pages
    assert drawing.dots(pages, [found])[0].data.count(b"\x00") < len(drawing.dots(pages, [found])[0].data)


def test_parts_that_overlap_or_reach_over_the_edge():
    assert refused(small(codes__0__x="20", codes__0__y="12"), CONTENTS).code == "label_overlap"
    assert refused(small(codes__0__x="55"), CONTENTS).code == "label_outside"
    assert refused(small(texts__1__y="37"), CONTENTS).code == "label_outside"


def test_a_longer_code_that_reaches_over_the_edge_is_refused():
    found = small(codes__0__x="46")
    layout.laid_out(found, CONTENTS, "production")
    assert refused(found, CONTENTS | {"batch": "ABCDEFGHIJKLMNOPQRST"}).code in ("label_outside", "label_word_long")


def test_a_wrong_gtin_or_date_is_refused():
    assert refused(small(), CONTENTS | {"gtin": "09506000134353"}).code == "gs1_check_digit"
    dated = small(codes__0__fields=[{"ai": "01", "value": "{gtin}"}, {"ai": "17", "value": "{expiry}"}])
    assert refused(dated, CONTENTS | {"expiry": "2026-13-01"}).code == "gs1_unreadable"
    assert refused(small(), CONTENTS | {"batch": "Charge ü"}).code == "label_code_character"


def test_other_profiles_say_so_in_both_margins():
    real = layout.laid_out(small(), CONTENTS, "production")
    other = layout.laid_out(small(), CONTENTS, "practice")
    assert not any(run.white for run in real.runs)
    words = [run for run in other.runs if run.white]
    assert len(words) == 2
    assert all("NOT REAL" in run.text and "PRACTICE" in run.text for run in words)
    assert words[0].y < 2
    assert words[1].y > 38


def test_three_drawings_are_one():
    laid = layout.laid_out(small(), CONTENTS, "production")
    pages = drawing.pdf([laid, laid], "two")
    assert pages == drawing.pdf([laid, laid], "two"), "the same layouts, the same bytes"
    first, second = drawing.dots(pages, [laid, laid])
    assert first == second
    assert (first.width, first.height) == (720, 480)
    picture = Image.open(io.BytesIO(drawing.png(first))).convert("L")
    dark = bytes(255 if level < 128 else 0 for level in picture.tobytes())
    assert Image.frombytes("L", (720, 480), dark).convert("1").tobytes() == first.data
    job = drawing.zpl([first, second])
    found = re.findall(rb"\^GFA,(\d+),(\d+),(\d+),([0-9A-Za-z,:]+)\^FS", job)
    assert len(found) == job.count(b"^XA") == job.count(b"^XZ") == 2
    assert unfolded(found[0][3].decode(), first.row) == first.data
    assert len(job) < len(first.data)
    assert int(found[0][2]) == first.row
    assert job.count(b"^PQ1") == 2, "a printer repeats nothing by itself"


def unfolded(text: str, row: int) -> bytes:
    """Read the short form of a ^GFA field, as the manual of ZPL II has it."""
    rows, line, count = [], "", 0
    for sign in text:
        if sign == ":":
            rows.append(rows[-1])
        elif sign == ",":
            rows.append(line.ljust(2 * row, "0"))
            line = ""
        elif "G" <= sign <= "Y":
            count += ord(sign) - ord("F")
        elif "g" <= sign <= "z":
            count += 20 * (ord(sign) - ord("f"))
        else:
            line, count = line + sign * (count or 1), 0
            if len(line) == 2 * row:
                rows.append(line)
                line = ""
    return bytes.fromhex("".join(rows))


@given(st.lists(st.binary(min_size=60, max_size=60), min_size=1, max_size=6), st.integers(0, 60))
def test_the_short_form_holds_every_dot(rows, blank):
    data = b"".join(row[:blank].ljust(60, b"\x00") for row in rows for _ in range(2))
    job = drawing.zpl([drawing.Dots(480, len(data) // 60, data)])
    (text,) = re.findall(rb"\^GFA,\d+,\d+,60,([^^]*)\^FS", job)
    assert unfolded(text.decode(), 60) == data


def test_the_digest_is_that_of_the_dots():
    laid = layout.laid_out(small(), CONTENTS, "production")
    (one,) = drawing.dots(drawing.pdf([laid], ""), [laid])
    other = drawing.Dots(one.width, one.height, bytes([one.data[0] ^ 1]) + one.data[1:])
    assert drawing.digest([one]) != drawing.digest([other]) != drawing.digest([one, other])
    assert drawing.digest([one]) == hashlib.sha256(b"720 480\n" + one.data).hexdigest()
