"""The canonical text and the canonical document of a master batch record, and the way back from both."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ebr.domain.canonical import digest, dumps
from ebr.domain.mbr.build import LARGEST_WHOLE, unwanted_character
from ebr.domain.mbr.document import block_hashes, from_json, mbr_hash, to_json
from ebr.domain.mbr.model import Flow, Limits, Mbr, Operation, Phase, Repeat, Slot, UnitProcedure
from ebr.domain.mbr.shape import STATISTICS, WORDS_OF, fields_of
from ebr.domain.mbr.text import read
from ebr.domain.mbr.write import write
from ebr.domain.refusal import Refusal

EXAMPLES = sorted((Path(__file__).parents[2] / "resources" / "mbr").glob("*.yaml"))


def tidy(text: str) -> str:
    """What reading makes of a text: composed and without white space around it."""
    return unicodedata.normalize("NFC", text).strip()


letters = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=30)
lines = st.lists(letters, max_size=4).map("\n".join)
awkward = st.sampled_from(
    ["no", "1", "1.50", "~", "a: b", "# x", "- x", "2020-01-01", "|", '"', "'", "on", "1e3", "=", "<<", "x" * 200]
)
texts = st.one_of(letters, lines, awkward).map(tidy).filter(lambda t: unwanted_character(t) is None)


def value(part, f):
    """A strategy for one field of the model, from its declared type."""
    if f.form == "text":
        hint = get_type_hints(part)[f.name]
        words = f.words or (get_args(hint) if get_origin(hint) is Literal else ())
        return st.sampled_from(words) if words else texts
    if f.form == "truth":
        return st.booleans()
    if f.form == "whole":
        return st.integers(0, LARGEST_WHOLE)
    if f.form == "texts":
        return st.lists(
            st.sampled_from(WORDS_OF[part, f.name]) if (part, f.name) in WORDS_OF else texts, max_size=3
        ).map(tuple)
    if f.form == "limits_by_name":
        return st.dictionaries(st.sampled_from(STATISTICS), parts(Limits), max_size=3).map(
            lambda d: tuple((name, d[name]) for name in STATISTICS if name in d)
        )
    return parts(f.part) if f.form == "part" else st.lists(parts(f.part), max_size=2).map(tuple)


def parts(part):
    """A strategy for a dataclass of the model; fields with a default are often left at it."""
    fields = {
        f.name: value(part, f) if f.required else st.one_of(st.just(f.default), value(part, f)) for f in fields_of(part)
    }
    return st.deferred(lambda: st.fixed_dictionaries(fields).map(lambda values: part(**values)))


mbrs = parts(Mbr)
quiet = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@quiet
@given(mbrs)
def test_what_is_written_reads_back_the_same(mbr):
    reading = read(write(mbr))

    assert reading.problems == ()
    assert reading.mbr == mbr


@quiet
@given(mbrs)
def test_any_yaml_reader_gets_the_canonical_document_from_the_text(mbr):
    assert yaml.safe_load(write(mbr)) == to_json(mbr)


@quiet
@given(mbrs)
def test_the_document_reads_back_the_same(mbr):
    assert from_json(to_json(mbr)) == mbr


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_writing_what_was_read_changes_nothing_the_second_time(path):
    mbr = read(path.read_text(encoding="utf-8")).mbr
    assert mbr is not None

    text = write(mbr)

    again = read(text).mbr
    assert again == mbr
    assert again is not None
    assert write(again) == text
    assert max(map(len, text.splitlines())) < 250


def small() -> Mbr:
    mbr = read(EXAMPLES[0].read_text(encoding="utf-8")).mbr
    assert mbr is not None
    return mbr


def test_the_hash_is_that_of_the_canonical_bytes_and_knows_nothing_of_the_yaml():
    mbr = small()

    assert mbr_hash(mbr) == digest(to_json(mbr)) == mbr_hash(from_json(to_json(mbr)))
    assert b'"label"' in dumps(to_json(mbr))


def phase_of(mbr: Mbr) -> Phase:
    return next(phase for _, _, phase in mbr.phases())


def test_a_changed_step_changes_its_block_and_no_other():
    mbr = small()
    document = to_json(mbr)
    name = phase_of(mbr).id

    document["procedure"][0]["operations"][0]["phases"][0]["instruction"] += " Twice."
    changed = block_hashes(from_json(document))

    before = block_hashes(mbr)
    assert {block for block in before if before[block] != changed[block]} == {f"phase/{name}"}
    assert list(before)[:4] == ["header", "materials", "equipment", "procedure"]


def test_a_changed_room_changes_the_outline_block():
    document = to_json(small())
    before = block_hashes(from_json(document))

    document["procedure"][0]["room"] = "elsewhere"

    changed = block_hashes(from_json(document))
    assert {block for block in before if before[block] != changed[block]} == {"procedure"}


BAD_DOCUMENTS = {
    "extra field": (lambda d: d["header"].update(colour="red"), "key_unknown"),
    "number for text": (lambda d: d["header"].update(version=1), "text_wanted"),
    "text for truth": (lambda d: d["materials"][0].update(active="true"), "truth_wanted"),
    "truth for number": (lambda d: d["materials"][0].update(decimals=True), "whole_wanted"),
    "text for number": (lambda d: d["materials"][0].update(decimals="1"), "whole_wanted"),
    "other form": (lambda d: d.update(mbr=2), "format_unknown"),
    "no header": (lambda d: d.pop("header"), "key_missing"),
}


@pytest.mark.parametrize("name", BAD_DOCUMENTS)
def test_a_document_that_is_not_of_the_form_is_refused(name):
    change, code = BAD_DOCUMENTS[name]
    document = to_json(small())
    change(document)

    with pytest.raises(Refusal) as caught:
        from_json(document)

    assert caught.value.code == "mbr_document"
    assert caught.value.params["problem"] == code


def test_something_else_than_a_map_is_refused():
    with pytest.raises(Refusal, match="document_not_mapping"):
        from_json(["mbr"])


def test_defaults_are_left_out_so_that_later_fields_change_no_hash():
    slot = Slot("a", "check", "A")
    phase = Phase("p", "P", "Do it.", (slot,), Flow(repeat=Repeat(2, "round == 2")))
    mbr = Mbr(small().header, (), (), (UnitProcedure("u", "U", (Operation("o", "O", (phase,)),)),))

    written = to_json(mbr)["procedure"][0]["operations"][0]["phases"][0]

    assert written["slots"] == [{"id": "a", "kind": "check", "label": "A"}]
    assert written["flow"] == {"repeat": {"most": 2, "until": "round == 2"}}
