from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import get_args

import pytest

from ebr.domain.batch.state.figures import FIGURES as STATISTICS
from ebr.domain.draft.state.model import Status
from ebr.domain.master.state import Life
from ebr.domain.mbr.model import KINDS, MEANINGS, ROLES
from ebr.domain.people.state.roles import ROLES as ROLE_WORDS
from ebr.domain.site.state import LEASED
from ebr.domain.station.state.model import PROFILES
from ebr.wording import (
    codes,
    event_words,
    field_words,
    how_words,
    meaning_words,
    person_word,
    rule_words,
    sentence_words,
    status_word,
    verdict_word,
)
from ebr.wording.parameters import FACTS, FIGURES
from tests.wording.source_codes import called, constants, literals, returned, texts, trees


def test_every_status_has_words():
    batch = returned("domain/batch/state/model.py", "status") | {"certified", "conditional", "supplied", "rejected"}
    steps = {text for file in trees() if file.startswith("domain/batch/") for text in constants(file, "Standing")} - {
        ""
    }
    lives = set(get_args(Life))
    entries = returned("station/answers/entries.py", "_status")
    assert batch == set(codes.BATCH)
    assert len(steps) > 4
    assert steps | entries | {"locked"} == set(codes.STEP)
    drafts = set(get_args(Status)) - {"unknown"}
    assert lives == set(codes.LIVES)
    assert drafts == set(codes.DRAFTS)
    assert len(codes.STATUS) == len(codes.BATCH) + len(codes.STEP) + len(codes.LIVES), "one code would hide another"


def test_every_state_of_a_person_has_words():
    assert literals("station/answers/people.py", "STATES") <= {*codes.PEOPLE, "inactive", "unacknowledged"}
    assert {"active", "temporary", "to_acknowledge", "locked", "deactivated"} <= set(codes.PEOPLE)
    assert person_word("locked") == "Locked"


@pytest.mark.parametrize(
    ("table", "domain"),
    [
        (codes.ROLES, ROLE_WORDS),
        (codes.PROFILES, PROFILES),
        (codes.KINDS, dict.fromkeys(KINDS)),
        (FACTS, dict.fromkeys(LEASED)),
        (FIGURES, dict.fromkeys(STATISTICS)),
        (codes.SEVERITIES, dict.fromkeys(("minor", "major", "critical"))),
        (codes.VERDICTS, dict.fromkeys(("in", "alert", "out"))),
    ],
)
def test_a_table_has_the_codes_of_the_domain(table: Mapping[str, str], domain: Mapping[str, str | None]):
    assert set(table) == set(domain)
    assert [code for code, text in domain.items() if text is not None and text != table[code]] == []


def test_the_roles_of_a_master_are_roles():
    assert set(ROLES) <= set(codes.ROLES)


def test_every_meaning_of_a_signature_has_words():
    signed = {
        node.args[2].value
        for file, tree in trees().items()
        if file.startswith("domain/batch/state/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in ("_sign", "sign") and isinstance(node.args[2], ast.Constant)
    }
    sheets = {
        text
        for file, tree in trees().items()
        if file.startswith("domain/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) == "Sheet" and len(node.args) > 2
        for text in texts(node.args[2])
    }
    assert len(signed) > 5
    assert "acknowledged" in sheets
    wide = {"completed", "reviewed", "decided", "aborted", "certified", "conditional", "supplied", "rejected"}
    assert set(MEANINGS) | signed | sheets | wide == set(codes.MEANINGS)
    assert meaning_words("verified") == "Verified by"


def test_every_way_a_value_comes_into_the_record_has_words():
    found = {
        value.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "how" and isinstance(value, ast.Constant)
    }
    assert {"typed", "calculated"} <= found
    assert sorted(found - set(codes.SOURCES)) == []
    assert how_words("device") == "Read from the device"


def test_a_code_of_a_newer_program_is_shown_as_it_stands():
    assert status_word("quarantined") == "quarantined"
    assert verdict_word("") == ""
    assert event_words("batch.frozen/3") == "batch.frozen/3"
    assert rule_words("new_rule", {}) == "new_rule"
    assert field_words("humidity") == "humidity"
    assert sentence_words("signed.new", "Ines Roth", "03:40").startswith(
        "By signing, you confirm what is listed above."
    )
