from __future__ import annotations

import pytest

from ebr.storage.verify.report import MEANINGS, NOTES
from ebr.sync.steps import STAGES
from ebr.wording.rounds import ALARMS
from ebr.wording.rounds import STAGES as ROUND_STAGES
from ebr.wording.sentences import places
from tests.wording.source_codes import calls, sites, texts

# Raised where a station refuses to take something over or to open a secret, not by the verifier.
BESIDE = {
    "clone",
    "envelope_form",
    "envelope_sender",
    "fork",
    "receipt_head",
    "receipt_inclusion",
    "sealed_box",
    "secret_damaged",
    "station_name_twice",
    "two_histories",
    "witness_missing",
}
SILENT = {"envelope_form", "envelope_sender", "sealed_box", "secret_damaged"}
"""Counted or refused in other words; all else of these is said by `ebr.wording.rounds`."""


def test_every_finding_of_the_verifier_has_words():
    found = {code for site in sites("finding", "Finding", "Broken") for code in site.codes}
    assert len(found) > 30
    assert found - BESIDE == set(MEANINGS)


def test_every_note_of_the_verifier_has_words():
    found = {code for site in sites("Note", "_counted") for code in site.codes}
    assert found == set(NOTES)


@pytest.mark.parametrize("code", sorted(MEANINGS))
def test_a_finding_gives_what_its_words_need(code: str):
    given = [site for site in sites("finding", "Broken") if code in site.codes]
    assert [site.where for site in given if not set(places(MEANINGS[code])) <= site.names] == []


def test_a_broken_thing_that_stops_a_station_is_named_here():
    raised = {text for _, node in calls("Broken") for text in (texts(node.args[0]) if node.args else ())}
    assert raised >= BESIDE


def test_what_stops_a_round_has_words_that_are_given_what_they_need():
    assert set(ALARMS) >= BESIDE - SILENT
    given = [site for site in sites("Broken") for code in site.codes if code in ALARMS]
    short = [site.where for site in given if not set(places(ALARMS[next(iter(site.codes))])) <= site.names]
    assert short == []


def test_every_stage_of_a_round_has_words():
    assert set(ROUND_STAGES) == set(STAGES)
