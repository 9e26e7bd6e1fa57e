"""A label template: given its text, when it is examined, then everything that a printed label could lack is refused."""

from __future__ import annotations

from typing import Any

import pytest

from ebr.domain.decision import Actor, Decision, Recorded
from ebr.domain.label import commands as c
from ebr.domain.label import events as e
from ebr.domain.label.rules import decide, needs, sheet, signer
from ebr.domain.label.rules.checking import examine
from ebr.domain.label.state import LabelState, apply, start
from ebr.domain.label.state.particulars import SAID_BY, SETS
from ebr.domain.label.state.template import read, text_of
from ebr.domain.people.state.roles import ROLES
from ebr.domain.refusal import Refusal
from ebr.domain.values import Instant, Stamp
from ebr.labels import template_file
from ebr.wording.labels import PARTICULARS, particular_words
from tests.labels.label_world import SMALL, names, shipped, small

NOW = Instant("2026-11-22T08:00:00.000000+01:00", "Europe/Zurich", "boot", 1, "system")
ANN = Actor("ann", "Ann", frozenset({"author"}))
SUE = Actor("sue", "Sue", frozenset({"supervisor"}))
QUINN = Actor("quinn", "Quinn", frozenset({"quality"}))
TEXT = text_of(SMALL)


def refused(found: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        examine(found)
    return caught.value


class Shelf:
    """The versions of one template."""

    def __init__(self) -> None:
        self.states: dict[str, LabelState] = {}
        self.number = 0

    def at(self, version: str = "1") -> LabelState:
        root = f"label/small/{version}"
        return self.states.setdefault(root, start(root))

    def do(self, command: Any, actor: Actor) -> Decision:
        decision = decide(self.at(command.version), dict(self.states), command, actor, NOW)
        for draft in decision.drafts:
            self.number += 1
            stamp = Stamp(f"entry-{self.number}", "log-A", self.number, draft.subject, actor.person, "p", NOW)
            self.states[draft.subject] = apply(self.at(command.version), Recorded(draft.event, stamp))
        return decision

    def code(self, command: Any, actor: Actor) -> str:
        refusal = self.do(command, actor).refusal
        return refusal.code if refusal is not None else ""


@pytest.mark.parametrize("name", names())
def test_shipped_templates_pass(name: str) -> None:
    examine(read(shipped(name)))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"width": "5"}, "label_size"),
        ({"width": "60.05"}, "label_dots"),
        ({"margin": "1"}, "label_margin"),
        ({"texts": [], "codes": []}, "label_empty"),
        ({"texts__0__id": "Name"}, "label_field_id"),
        ({"texts__0__id": "lot"}, "label_field_id"),
        ({"texts__0__text": "{nothing}"}, "label_placeholder"),
        ({"texts__0__text": "{given.trial}"}, "label_placeholder"),
        ({"texts__0__text": "{product"}, "label_placeholder"),
        ({"texts__0__size": "4"}, "label_text_size"),
        ({"texts__0__x": "1"}, "label_outside"),
        ({"texts__0__width": "56"}, "label_outside"),
        ({"codes__0__module": "0.2"}, "label_module"),
        ({"codes__0__module": "0.3"}, "label_dots"),
        ({"codes__0__kind": "gs1_128", "codes__0__height": "2"}, "label_bars"),
        ({"codes__0__fields": []}, "label_code_empty"),
        ({"codes__0__fields": [{"ai": "10", "value": "{batch}"}]}, "label_code_unnamed"),
        ({"codes__0__fields": [{"ai": "01", "value": "1"}, {"ai": "01", "value": "2"}]}, "label_ai"),
        ({"codes__0__fields": [{"ai": "0x", "value": "1"}]}, "label_ai"),
        ({"particulars": "everything"}, "label_particulars_unknown"),
        ({"texts__0__covers": ["a"]}, "label_particular_unknown"),
        ({"particulars": "product"}, "label_particular_missing"),
    ],
)
def test_a_fault_is_named(changes: dict[str, Any], code: str) -> None:
    assert refused(small(**changes)).code == code


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": None}, "missing"),
        ({"title": " "}, "missing"),
        ({"kind": "poster"}, "no_such_word"),
        ({"width": "wide"}, "no_length"),
        ({"width": "-5"}, "no_length"),
        ({"texts__0__lines": "0"}, "no_count"),
        ({"texts__0__lines": "99"}, "no_count"),
        ({"texts": "none"}, "not_a_list"),
        ({"texts__0": "none"}, "not_a_map"),
        ({"absent": ["a"]}, "not_a_map"),
        ({"colour": "red"}, "unknown_field"),
        ({"texts__0__colour": "red"}, "unknown_field"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(Refusal) as caught:
        small(**changes)
    assert (caught.value.code, caught.value.params["problem"]) == ("label_document", problem)


def particulars(**changes: str) -> dict[str, Any]:
    """A label that says a whole list, except what is changed."""
    fixed = dict.fromkeys(SETS["annex_vi"], "fixed words")
    fixed |= {"d": "{batch}", "k": "{expiry}", **changes}
    texts = [
        {"id": f"p_{letter}", "x": "3", "y": "3", "width": "50", "size": "6", "text": text, "covers": [letter]}
        for letter, text in fixed.items()
        if text
    ]
    return {"particulars": "annex_vi", "texts": texts, "codes": []}


def test_every_particular_is_there_or_has_a_reason() -> None:
    examine(small(**particulars()))
    assert refused(small(**particulars(g=""))).params["particular"] == "annex_vi.g"
    examine(small(**particulars(g=""), absent={"g": "The sponsor is the investigator"}))
    assert refused(small(**particulars(g=""), absent={"g": " "})).code == "label_particular_missing"
    assert refused(small(**particulars(), absent={"g": "no room"})).code == "label_particular_both"


def test_a_batch_number_that_is_a_fixed_text_is_no_batch_number() -> None:
    found = refused(small(**particulars(d="LOT 4711")))
    assert (found.code, found.params["wanted"]) == ("label_particular_fixed", "batch")
    assert refused(small(**particulars(k="12/2027"))).code == "label_particular_fixed"


def test_every_particular_has_words_and_every_rule_about_one_is_about_one() -> None:
    for name, letters in SETS.items():
        for letter in letters:
            assert letter in PARTICULARS[name]
            assert particular_words(name, letter)
    assert all(letter in SETS[name] for name, letter in SAID_BY)


def test_three_people_bring_a_version_in_force() -> None:
    shelf = Shelf()
    digest = shelf.do(c.WriteLabel("small", "1", TEXT), ANN).answer["hash"]
    assert shelf.do(c.WriteLabel("small", "1", TEXT), ANN).drafts == (), "asked twice is asked once"
    other = TEXT.replace("Small", "Other")
    assert shelf.code(c.WriteLabel("small", "1", other), ANN) == "label_version_taken"
    assert shelf.code(c.CheckLabel("small", "1", "0" * 64), SUE) == "mbr_hash_differs"
    assert shelf.code(c.CheckLabel("small", "1", digest), SUE) == ""
    assert shelf.code(c.CheckLabel("small", "1", digest), SUE) == "label_step_done"
    assert shelf.code(c.ApproveLabel("small", "1", digest), SUE) == "right_missing"
    assert shelf.code(c.ApproveLabel("small", "1", digest), QUINN) == ""
    assert not shelf.at().in_force("2026-11-22")
    assert shelf.code(c.MakeLabelEffective("small", "1", digest, "2026-11-21"), QUINN) == "label_begins_past"
    assert shelf.code(c.MakeLabelEffective("small", "1", digest, "2026-11-24"), QUINN) == ""
    assert not shelf.at().in_force("2026-11-23")
    assert shelf.at().in_force("2026-11-24")
    assert shelf.code(c.WithdrawLabel("small", "1", "wrong colour"), QUINN) == ""
    assert (shelf.at().life, shelf.at().reason) == ("withdrawn", "wrong colour")
    assert shelf.code(c.MakeLabelEffective("small", "1", digest, "2026-11-24"), QUINN) == "label_withdrawn"


def test_versions_are_counted_and_differ() -> None:
    shelf = Shelf()
    assert shelf.code(c.WriteLabel("small", "2", TEXT), ANN) == "label_version_gap"
    assert shelf.code(c.WriteLabel("small", "01", TEXT), ANN) == "label_name"
    shelf.do(c.WriteLabel("small", "1", TEXT), ANN)
    assert needs(c.WriteLabel("small", "2", TEXT), shelf.at("2")) == ("label/small/1",)
    assert shelf.code(c.WriteLabel("small", "2", TEXT), ANN) == "label_unchanged"
    assert shelf.code(c.WriteLabel("small", "2", TEXT.replace("Small", "New")), ANN) == ""


def test_another_text_of_the_same_version_from_elsewhere_is_passed_over() -> None:
    state = start("label/small/1")
    for text, entry in ((TEXT, "a"), ("{}", "b")):
        event = e.LabelWritten("small", "1", "Small", entry * 64, text)
        state = apply(state, Recorded(event, Stamp(entry, "log", 1, "label/small/1", "ann", "p", NOW)))
    assert (state.document, len(state.others)) == (TEXT, 1)


def test_the_sheet_shows_every_word() -> None:
    shelf = Shelf()
    shelf.do(c.WriteLabel("small", "1", TEXT), ANN)
    found = sheet(shelf.at(), e.LabelApproved("small", "1", shelf.at().hash))
    assert found is not None
    said = str(found.document)
    for text in ("{product}", "LOT {batch}", "(01){gtin}(10){batch}"):
        assert text in said
    assert found.covered[0] == "entry-1"


@pytest.mark.parametrize("kind", c.RIGHTS)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_ask_exactly_what_the_table_says(kind: type, role: str) -> None:
    extra = {c.WriteLabel: (TEXT,), c.MakeLabelEffective: ("0" * 64, "2026-11-24"), c.WithdrawLabel: ("why",)}
    command = kind("small", "1", *extra.get(kind, ("0" * 64,)))
    who = Actor("x", "X", frozenset({role}))
    refusal = decide(start("label/small/1"), {}, command, who, NOW).refusal
    assert (refusal is not None and refusal.code == "right_missing") == (role not in c.RIGHTS[kind])
    assert bool(signer(command, who)[0]) == (kind is not c.WriteLabel)


def test_a_file_is_read_as_it_is_written() -> None:
    assert template_file.shipped()["container"] == shipped("container_1")
    for text in ("a: &x 1\nb: *x", "title: a\ntitle: b", "- a", "[", "title: \x00"):
        with pytest.raises(Refusal) as caught:
            template_file.document(text, "x.yaml")
        assert caught.value.code in ("label_file", "label_document")
