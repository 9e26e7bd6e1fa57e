"""Reading a master batch record: the described form reads, and every other text is answered with places, never with an error."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebr.domain.mbr import text as text_module
from ebr.domain.mbr.check import examine
from ebr.domain.mbr.check.words import english
from ebr.domain.mbr.text import read

found = re.search(r"```yaml\n(.*?)```", text_module.__doc__ or "", re.DOTALL)
assert found is not None
EXAMPLE = found.group(1)


def codes(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in read(text).problems]


def line_of(part: str) -> int:
    return EXAMPLE[: EXAMPLE.index(part)].count("\n") + 1


def test_the_described_example_reads_and_checks_clean():
    reading = examine(EXAMPLE)

    assert reading.problems == ()
    assert reading.mbr is not None
    assert reading.mbr.header.size.nominal == "5"
    assert [phase.id for _, _, phase in reading.mbr.phases()] == ["clearing", "add_salt", "fill_up", "bulk_yield"]


def test_scalars_stay_letter_by_letter():
    mbr = read(EXAMPLE.replace('quantity: "45"', "quantity: 45.00")).mbr

    assert mbr is not None
    assert mbr.materials[0].quantity == "45.00"


CHANGES = {
    "comment": ("form: solution", "form: solution # why"),
    "comment of a line": ("materials:\n", "# the bill\nmaterials:\n"),
    "comment after a block sign": ("instruction: |-\n", "instruction: |- # why\n"),
    "anchor": ("form: solution", "form: &form solution"),
    "alias": ("form: solution", "form: *form"),
    "tag": ("form: solution", "form: !!str solution"),
    "merge_key": ("form: solution", "form: solution\n  <<: {a: b}"),
    "key_twice": ("form: solution", "form: solution\n  form: gel"),
    "key_unknown_near": ("shelf_life:", "shelflife:"),
    "key_unknown": ("shelf_life:", "zzz:"),
    "key_missing": ("  form: solution\n", ""),
    "key_not_text": ("form: solution", "form: solution\n  ? [a]\n  : b"),
    "value_missing": ("shelf_life: 12 months", "shelf_life:"),
    "control_character": ("form: solution", "form: solu\u202etion"),
    "control_character written out": ("form: solution", 'form: "solu\\u0007tion"'),
    "truth_wanted": ("accept: false", "accept: no"),
    "whole_wanted": ("decimals: 0, qs", "decimals: 0.5, qs"),
    "word_unknown": ("kind: choice", "kind: zzz"),
    "word_unknown_near": ("kind: choice", "kind: choise"),
    "text_wanted": ("form: solution", "form: [solution]"),
    "list_wanted": ("sources: [example made up for this description]", "sources: none"),
    "mapping_wanted": ('size: {nominal: "5", low: "4", high: "10", unit: L}', "size: 5 L"),
    "format_missing": ("mbr: 1\n", ""),
    "format_unknown": ("mbr: 1\n", "mbr: 2\n"),
    "end_missing": ("\n...\n", "\n"),
    "second_document": ("\n...\n", "\n---\na: b\n...\n"),
    "directive": ("mbr: 1\n", "%YAML 1.1\n---\nmbr: 1\n"),
    "yaml_unreadable": ("form: solution", 'form: "solution'),
    "text_too_long": ("form: solution", f"form: {'a' * 20_001}"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_one_wrong_thing_is_named_with_its_line(name):
    old, new = CHANGES[name]
    assert old in EXAMPLE

    reading = read(EXAMPLE.replace(old, new, 1))

    assert reading.mbr is None
    assert name.partition(" ")[0] in {problem.code for problem in reading.problems}
    assert all(problem.line and problem.clause and english(problem) for problem in reading.problems)


def test_a_problem_stands_at_its_line_and_path():
    problem = read(EXAMPLE.replace("accept: false", "accept: maybe")).problems[0]

    assert problem.line == line_of("id: hazy")
    assert problem.path == "procedure/compounding/dissolving/add_salt/dissolved/options/hazy/accept"
    assert english(problem) == "Only true or false can stand here, not maybe."


def test_all_problems_come_in_one_go():
    text = EXAMPLE.replace("form: solution", "from: solution").replace("kind: choice", "kind: choise")
    text = text.replace("accept: false", "accept: no")

    assert [code for _, code in codes(text)] == ["key_missing", "key_unknown_near", "word_unknown_near", "truth_wanted"]


@pytest.mark.parametrize("kept", range(EXAMPLE.count("\n")))
def test_a_text_cut_off_after_any_line_is_noticed(kept):
    assert read("".join(EXAMPLE.splitlines(keepends=True)[:kept])).mbr is None


BOMB = (
    "a: &a [x, x]\n"
    + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "...\n"
)
HOSTILE = {
    "empty": ("", "document_empty"),
    "bomb": (BOMB, "anchor"),
    "deep list": ("[" * 500_000, "too_deep"),
    "deep map": ("".join(" " * n + f"a{n}:\n" for n in range(500)), "too_deep"),
    "flat": ("a: [" + "b, " * 310_000 + "]\n...\n", "too_many_nodes"),
    "large": ("a: " + "b" * 8_500_000, "document_too_large"),
    "contains itself": ("&a [*a]\n...\n", "alias"),
    "python object": ("!!python/object/apply:os.system [ls]\n...\n", "tag"),
    "list": ("- a\n...\n", "document_not_mapping"),
    "scalar": ("hello\n...\n", "document_not_mapping"),
    "zero byte": ("mbr: \x00", "control_character"),
    "half a character": ("mbr: \ud800", "control_character"),
    "tab": ("mbr:\n\theader: x\n", "control_character"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_answered_quickly(name):
    text, code = HOSTILE[name]
    began = time.process_time()

    reading = read(text)

    assert reading.mbr is None
    assert code in {problem.code for problem in reading.problems}
    assert time.process_time() - began < 5


@given(st.text(max_size=300))
def test_no_text_at_all_makes_reading_fail(text):
    assert examine(text).mbr is None


@given(st.integers(0, len(EXAMPLE) - 1), st.sampled_from(list("{}[]:,#&*!|>'\"%@`\t\n -x0é")))
def test_one_changed_character_never_makes_reading_fail(at, character):
    reading = examine(EXAMPLE[:at] + character + EXAMPLE[at + 1 :])

    assert reading.mbr is not None or reading.problems
    assert all(english(problem) for problem in reading.problems)


def test_windows_line_ends_and_a_byte_order_mark_are_taken():
    assert read("\ufeff" + EXAMPLE.replace("\n", "\r\n")).mbr == read(EXAMPLE).mbr
