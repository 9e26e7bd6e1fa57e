"""`ebr review`: every flag with why, what conforms, for people and for programs."""

from __future__ import annotations

import json

import pytest

from ebr.cli import run
from ebr.domain.batch.rules.sweep import MOMENT, PASS
from tests.station.plant import BATCH, busy, copied

WHY = {"step", "mbr_line", "clause", "about"}
FIELDS = {
    "rule", "family", "severity", "state", "words", "why", "where", "item", "source", "exception", "decision", "weakness", "also", "parameters",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    return copied(busy(), tmp_path / "station")


def said(capsys, *words) -> str:
    assert run([str(word) for word in words]) == 0
    return capsys.readouterr().out


def test_the_json_names_each_flag_with_step_rule_line_and_clause(capsys, folder):
    found = json.loads(said(capsys, "review", BATCH, "--station", folder, "--json"))

    assert found["flags"]
    for flag in found["flags"]:
        assert set(flag) == FIELDS
        assert set(flag["why"]) == WHY
        assert flag["why"]["clause"] == {**MOMENT, **PASS}[flag["rule"]].clause
        if flag["where"]:
            assert flag["why"]["step"]["title"]
            assert flag["why"]["mbr_line"]["label"]
    exceptions = {flag["exception"] for flag in found["flags"] if flag["source"] == "exception"}
    assert exceptions == {one["number"] for one in found["exceptions"]}


def test_the_proof_counts_what_conforms(capsys, folder):
    found = json.loads(said(capsys, "review", BATCH, "--station", folder, "--json"))

    proof = found["proof"]
    assert 0 < proof["conforming"] <= min(proof["within"], proof["on_time"], proof["unchanged"]) <= proof["entries"]
    assert found["conforms"] == (
        f"{proof['conforming']} of {proof['entries']} entries within limits, on time, unchanged"
    )


def test_the_lines_say_the_same(capsys, folder):
    found = json.loads(said(capsys, "review", BATCH, "--station", folder, "--json"))
    lines = said(capsys, "review", BATCH, "--station", folder).splitlines()

    assert lines[0] == found["conforms"]
    for flag, line in zip(found["flags"], lines[1:], strict=False):
        assert flag["words"] in line
        assert flag["rule"] in line
        assert flag["why"]["clause"] in line
