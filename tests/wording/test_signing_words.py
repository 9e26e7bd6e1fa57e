from __future__ import annotations

import ast

import pytest

from ebr.domain.batch import events as batch_events
from ebr.domain.block import events as block_events
from ebr.domain.deviation import events as deviation_events
from ebr.domain.draft import events as draft_events
from ebr.domain.equipment import events as equipment_events
from ebr.domain.label import events as label_events
from ebr.domain.master import events as master_events
from ebr.domain.material import events as material_events
from ebr.domain.mbr.model import MEANINGS
from ebr.domain.people import events as people_events
from ebr.domain.sample import events as sample_events
from ebr.domain.site import events as site_events
from ebr.domain.station import events as station_events
from ebr.domain.training import events as training_events
from ebr.wording import (
    event_words,
    field_words,
    sentence_words,
    setting_words,
)
from ebr.wording.events import EVENTS
from ebr.wording.fields import FIELDS
from ebr.wording.sentences import choices, places
from ebr.wording.signing import SENTENCES
from tests.wording.source_codes import constants, trees


def test_every_event_has_a_name():
    rooms = (
        equipment_events,
        batch_events,
        block_events,
        deviation_events,
        draft_events,
        label_events,
        master_events,
        material_events,
        people_events,
        sample_events,
        site_events,
        station_events,
        training_events,
    )
    names = {name.partition("/")[0] for room in rooms for name in room.EVENTS}
    assert names == set(EVENTS)
    assert len(set(EVENTS.values())) == len(EVENTS), "two events would read alike"
    assert max(len(text) for text in EVENTS.values()) <= 36
    assert event_words("batch.held/1") == event_words("batch.held") == "Batch put on hold"


SHEETS = (
    "domain/batch/rules/sheet.py",
    "domain/batch/rules/station_sheets.py",
    "domain/batch/rules/review_sheets.py",
    "domain/batch/rules/release_sheets.py",
    "domain/people/rules/sheets.py",
    "domain/master/rules/sheets.py",
    "domain/block/rules/sheets.py",
    "domain/label/rules/sheets.py",
    "domain/material/rules/sheets.py",
    "domain/training/rules/sheets.py",
    "domain/equipment/rules/sheets.py",
    "domain/sample/rules/sheets.py",
    "domain/deviation/rules/sheets.py",
    "domain/site/rules/sheets.py",
    "domain/station/rules/terminal.py",
)
INSIDE = {"at", "by", "corrections", "new", "old", "item", "late", "limits", "performed_by", "source", "value", "verdict", "attempt",
          "attempts", "why", "number", "rule", "severity", "where", "kind", "label", "rows", "slot", "unit", "figures", "timer",
          "operation", "phase", "entry", "elapsed", "started", "stopped", "skipped", "happened"}  # fmt: skip
"""Names inside the lines of a sheet, which screens and reports lay out themselves."""


def sheet_names() -> set[str]:
    """Return the fields of every sheet's document and the first columns of its rows."""
    found: set[str] = set()
    for file in SHEETS:
        for node in ast.walk(trees()[file]):
            if isinstance(node, ast.Dict):
                found |= {
                    key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
                }
            if isinstance(node, ast.List) and len(node.elts) in (2, 3) and isinstance(node.elts[0], ast.Constant):
                found.add(str(node.elts[0].value))
    wide = ("reason", "justification", "decision", "comment", "weaknesses")
    return (found | set(wide) | {"to", "note"}) - {"rows"}


def sentence_codes() -> set[str]:
    found: set[str] = set()
    for file in (*SHEETS, "domain/batch/rules/amending.py"):
        for node in ast.walk(trees()[file]):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= (
                    {node.value}
                    if node.value.startswith(
                        (
                            "signed.",
                            "site.",
                            "station.state",
                            "master.",
                            "block.",
                            "label.",
                            "material.",
                            "supplier.",
                            "lot.",
                            "equipment.",
                            "deviation.",
                            "sample.",
                        )
                    )
                    else set()
                )
    acts = {f"people.{text}" for text in constants("domain/people/rules/sheets.py", "_document")}
    acts |= {f"training.{text}" for text in constants("domain/training/rules/sheets.py", "_document")}
    batch = {"signed.completed", "signed.reviewed", "signed.decided", "signed.aborted"}
    return (found | acts | batch) - {"signed."}


def test_every_field_of_a_sheet_has_a_name():
    names = sheet_names()
    assert {"identity_evidence", "mbr_hash", "clock_changed", "findings"} <= names
    assert sorted(names - set(FIELDS) - INSIDE - {"signed.step"}) == []


def test_no_field_is_named_that_no_sheet_has():
    beside = {"performed", "verified", "translated", "approved", "rows"}  # a master's signatures by meaning
    beside |= {"shown"}  # given by name, where a step is read in another language
    assert sorted(set(FIELDS) - sheet_names() - beside - INSIDE) == []


def test_a_setting_is_named_by_its_words():
    assert (
        setting_words("idle_lock")
        == field_words("idle_lock")
        == "Time without a touch or key after which the station locks"
    )
    assert setting_words("theme") == "Colours"
    assert setting_words("colour") == "colour"


def test_every_sentence_of_a_sheet_has_words():
    assert sentence_codes() == {code for code in SENTENCES if code not in refined_sentences()}
    assert {code.rpartition(".")[2] for code in refined_sentences() if code.startswith("signed.step")} == set(MEANINGS)


def refined_sentences() -> set[str]:
    return {code for code in SENTENCES if code.startswith(("signed.step.", "master.sign."))}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_who_signs_reads_name_and_time(code: str):
    (text,) = choices(SENTENCES, code)
    assert set(places(text)) == {"name", "at"}
    assert text.startswith("By signing, you ")


def test_the_meaning_chooses_the_sentence():
    assert sentence_words("signed.step", "Ines Roth", "2025-11-22 03:40", "witnessed") == (
        "By signing, you confirm that you were present and saw this done. Your signature is recorded as Ines Roth, 2025-11-22 03:40."
    )
