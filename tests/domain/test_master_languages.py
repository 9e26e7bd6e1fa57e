"""One approval for each language of a version: by somebody who did not write it, before quality approves the whole."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from ebr.domain.canonical import dumps
from ebr.domain.decision import Actor, Recorded
from ebr.domain.draft import events as d
from ebr.domain.draft.state import DraftState, changed_blocks
from ebr.domain.draft.state import apply as apply_draft
from ebr.domain.draft.state import start as start_draft
from ebr.domain.master import events as e
from ebr.domain.master.commands import AddMbr, MakeEffective, SignMbr, SubmitDraft
from ebr.domain.master.rules import sheet
from ebr.domain.master.state import MasterState, start
from ebr.domain.mbr.document import to_json
from ebr.domain.mbr.editing import Editing, SetField
from ebr.domain.mbr.model import Mbr
from tests.domain.mbr_german import BILINGUAL, ENGLISH, with_language
from tests.domain.test_master_review import (
    ANNA,
    BEA,
    DRAFT,
    ONE,
    QUIN,
    SAM,
    TWO,
    refusal_of,
    stamp,
    version,
    when,
)

OLGA = Actor("olga", "Olga", frozenset({"operator"}), station="Room-1")
ADD = AddMbr("saline", "1", dumps(to_json(BILINGUAL)).decode())
TODAY = "2026-03-02"


def added(*more: tuple[object, str]) -> MasterState:
    """Version 1 from a file that Anna brought."""
    (draft,) = when(start(ONE), ADD, ANNA).drafts
    return version(ONE, (draft.event, "anna"), *more)


def signed(state: MasterState, meaning: str, by: str, language: str = "") -> tuple[object, str]:
    return e.MbrSigned(state.id, state.version, state.hash, meaning, language), by


def asked(state: MasterState, meaning: str, language: str = "") -> SignMbr:
    return SignMbr(state.id, state.version, state.hash, meaning, state.base, language)


def with_all(*left_out: str) -> MasterState:
    """Version 1 with every signature but some."""
    plain = added()
    given = [("performed", "anna", ""), ("translated", "sam", "de"), ("approved", "quin", "")]
    return added(*(signed(plain, meaning, by, code) for meaning, by, code in given if meaning not in left_out))


def test_a_version_needs_a_signature_for_each_further_language():
    assert added().meanings == ("performed", "translated/de", "approved")


def test_somebody_else_confirms_the_texts_and_the_event_names_the_language():
    state = added(signed(added(), "performed", "anna"))

    (draft,) = when(state, asked(state, "translated", "de"), SAM).drafts

    assert draft.event == e.MbrSigned("saline", "1", state.hash, "translated", "de")


@pytest.mark.parametrize(
    ("history", "meaning", "language", "who", "code"),
    [
        ((), "translated", "de", SAM, "mbr_author_first"),
        (("performed",), "translated", "de", ANNA, "mbr_translator_signs"),
        (("performed",), "translated", "de", OLGA, "right_missing"),
        (("performed",), "translated", "fr", SAM, "mbr_language_unknown"),
        (("performed",), "translated", "", SAM, "mbr_language_unknown"),
        (("performed",), "translated/de", "", SAM, "meaning_unknown"),
        (("performed",), "approved", "", QUIN, "mbr_languages_first"),
        (("performed", "translated"), "translated", "de", QUIN, "mbr_already_signed"),
    ],
)
def test_what_does_not_fit_is_refused(history, meaning, language, who, code):
    state = with_all(*({"performed", "translated", "approved"} - set(history)))

    assert refusal_of(when(state, asked(state, meaning, language), who)) == code


def test_without_a_language_nothing_becomes_effective():
    make = MakeEffective("saline", "1", TODAY)

    decision = when(with_all("translated"), make, QUIN)

    assert refusal_of(decision) == "mbr_not_approved"
    assert decision.refusal is not None
    assert decision.refusal.params["missing"] == "translated/de"
    assert when(with_all(), make, QUIN).refusal is None


def test_the_signature_shows_each_text_beside_its_original_and_covers_the_version():
    state = added(signed(added(), "performed", "anna"))

    found = sheet(state, e.MbrSigned("saline", "1", state.hash, "translated", "de"))

    assert found is not None
    document: Any = found.document
    assert ["dissolved/hazy", "label", "Hazy", "Trüb"] in document["texts"]
    assert len(document["texts"]) == len(BILINGUAL.languages[0].texts)
    assert [name for name, _ in document["blocks"]] == ["language/de"]
    assert ["translators", "anna"] in document["rows"]
    assert (found.meaning, found.covered) == ("translated", ("hash0", "hash1"))


def test_quality_signs_knowing_who_confirmed_each_language():
    state = with_all("approved")

    found = sheet(state, e.MbrSigned("saline", "1", state.hash, "approved"))

    assert found is not None
    assert ["translated", "de, sam"] in found.document["rows"]  # type: ignore[index]
    assert found.covered == ("hash0", "hash1", "hash2")


def test_the_approval_of_a_language_is_the_signature_on_it():
    approvals = with_all().approvals

    assert (approvals["language/de"], approvals["header"], approvals["languages"]) == ("hash2", "hash3", "hash3")


# -- from a draft


def drafted(*changes: tuple[Mbr, str]) -> DraftState:
    """A draft of version 2 begun from version 1, then the documents that somebody saved."""
    state = start_draft(DRAFT)
    document = dumps(to_json(numbered(BILINGUAL))).decode()
    begun = d.DraftBegun("saline", "2", "1", with_all().hash, document, "Room-1")
    state = apply_draft(state, Recorded(begun, stamp(0, "bea", DRAFT)))
    for number, (mbr, by) in enumerate(changes, 1):
        blocks = changed_blocks(state.document(), to_json(numbered(mbr)))
        state = apply_draft(state, Recorded(d.DraftSaved("saline", "2", "", "", blocks), stamp(number, by, DRAFT)))
    return state


def numbered(mbr: Mbr) -> Mbr:
    return replace(mbr, header=replace(mbr.header, version="2"))


def submitted(*changes: tuple[Mbr, str]) -> MasterState:
    effective = (e.MbrMadeEffective("saline", "1", "2026-03-01"), "quin")
    plain = with_all()
    history = [signed(plain, "performed", "anna"), signed(plain, "translated", "sam", "de")]
    base = added(*history, signed(plain, "approved", "quin"), effective)
    decision = when(start(TWO), SubmitDraft("saline", "2", "1"), ANNA, drafted(*changes), base)
    assert decision.refusal is None, decision.refusal
    return version(TWO, (decision.drafts[0].event, "anna"))


def edited(part: str, field: str, value: Any) -> Mbr:
    editing = Editing(BILINGUAL)
    editing.apply(SetField(part, field, value))
    return editing.document


def test_a_language_and_its_originals_that_stayed_carry_their_approval():
    state = submitted((edited("temp", "limits.high", "29"), "anna"))

    assert state.carried["language/de"] == "hash2"
    assert state.meanings == ("performed", "verified", "approved")
    assert refusal_of(when(state, asked(state, "translated", "de"), SAM)) == "mbr_language_unknown"


def test_an_original_that_says_something_else_has_its_translation_confirmed_anew():
    state = submitted((edited("temp", "label", "Temperature inside"), "anna"))

    assert "language/de" not in state.carried
    assert state.meanings == ("performed", "verified", "translated/de", "approved")
    assert state.translators_of("de") == ()
    assert when(state, asked(state, "translated", "de"), ANNA).refusal is None  # she wrote the original, not the German


def test_who_wrote_texts_in_a_language_does_not_confirm_them_and_another_author_may():
    state = submitted(
        (edited("temp", "label", "Temperature inside"), "anna"),
        (with_language(ENGLISH, temp__label="Temperatur innen"), "bea"),
    )

    assert state.translators_of("de") == ("bea",)
    assert refusal_of(when(state, asked(state, "translated", "de"), BEA)) == "mbr_translator_signs"
    assert when(state, asked(state, "translated", "de"), ANNA).refusal is None


def test_two_languages_added_apart_are_both_in_the_document():
    one, other = with_language(BILINGUAL, "fr"), with_language(BILINGUAL, "it")
    begun = drafted()
    ours = changed_blocks(begun.document(), to_json(numbered(one)))
    theirs = changed_blocks(begun.document(), to_json(numbered(other)))
    state = begun
    for number, (blocks, beside) in enumerate([(ours, ()), (theirs, ("hash1",))], 1):
        entry = Recorded(d.DraftSaved("saline", "2", "", "", blocks), stamp(number, "anna", DRAFT), frozenset(beside))
        state = apply_draft(state, entry)

    assert [found.block for found in state.open_contests()] == ["languages"]
    languages: Any = state.document()["languages"]
    assert [one["code"] for one in languages] == ["de", "fr", "it"]
    assert json.loads(state.text())["languages"] == languages


def test_a_language_taken_away_is_gone():
    state = drafted((ENGLISH, "anna"))

    assert "languages" not in state.document()
    assert state.document() == to_json(numbered(ENGLISH))
