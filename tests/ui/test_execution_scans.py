"""A scan in the open entry: codes fill the fields they are about; others are refused in words and kept."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ebr.domain.refusal import Refusal
from ebr.station.questions import CodeAnswer
from ui.execution.scans import Scans, plain
from ui.widgets.wedge import Scan

GTIN = "09506000134352"


class FormOfMaterial:
    def __init__(self) -> None:
        self.facts: dict[str, str] = {}
        self.scanned: list[str] = []

    def take_facts(self, parts: Any) -> bool:
        self.facts = dict(parts)
        return True

    def take_scan(self, text: str) -> bool:
        self.scanned.append(text)
        return True


class Played:
    """The presenter and its desk: answers as told, remembers commands."""

    batch = "B-1"

    def __init__(self, kind: str = "material", of: str = "", said: Any = None) -> None:
        self.said, self.asked, self.commands, self.desk = said, [], [], self
        self.open = SimpleNamespace(kind=kind, spec={"of": of, "code": "RM-0101"})

    def active(self) -> str:
        return "a/b"

    def entry(self, _address: str) -> Any:
        return self.open

    def performer(self) -> str:
        return "mchen"

    def act_on(self, command: Any, _address: str, then: Any) -> None:
        self.commands.append(command)
        then(None)

    def refresh(self) -> None:
        pass

    def ask(self, question: Any, then: Any, refused: Any = None) -> None:
        self.asked.append(question)
        refused(self.said) if isinstance(self.said, Refusal) else then(self.said)


def hands(played: Played) -> tuple[Scans, FormOfMaterial, list[str]]:
    form, words = FormOfMaterial(), []
    terminal = SimpleNamespace(separators=False, notice=lambda text, _tone="": words.append(text))
    return Scans(played, lambda: form, terminal), form, words


def gs1(**facts: str) -> CodeAnswer:
    return CodeAnswer("gs1", "raw", "(01)...", facts)


def test_a_gs1_code_fills_lot_container_and_expiry() -> None:
    played = Played(said=gs1(gtin=GTIN, lot="L-7", serial="D-12", expiry="2027-03-31"))
    scans, form, words = hands(played)
    assert scans.take(Scan(f"01{GTIN}10L-7\x1d21D-12", "]d2"))
    assert form.facts == {"lot": "L-7", "container": "D-12", "expiry": "2027-03-31"}
    assert (words, played.commands) == ([], [])


def test_another_material_is_refused_and_kept() -> None:
    played = Played(said=gs1(item="RM-0999", lot="L-7"))
    scans, form, words = hands(played)
    scans.take(Scan("x\x1dy", "]d2"))
    assert form.facts == {}
    assert "RM-0999" in words[0]
    assert "RM-0101" in words[0]
    assert played.commands[0].source["raw"] == "raw"


def test_a_code_without_a_lot_is_refused() -> None:
    scans, form, words = hands(Played(said=gs1(gtin=GTIN)))
    scans.take(Scan(f"01{GTIN}", "]d2"))
    assert form.facts == {}
    assert "no lot" in words[0]


def test_a_doubtful_code_is_said_and_kept() -> None:
    played = Played(said=Refusal("gs1_check_digit", ai="01", value="1"))
    scans, _form, words = hands(played)
    scans.take(Scan("011", "]d2"))
    assert "check digit" in words[0]
    assert played.commands[0].value == {"trouble": "device_garbage"}


def test_a_scanner_that_sent_a_separator_is_trusted_with_the_next() -> None:
    played = Played(said=gs1(lot="L"))
    scans, _form, _words = hands(played)
    for text in ("10A", "10A\x1d21B", "10C"):
        scans.take(Scan(text, "]d2"))
    assert [one.separators for one in played.asked] == [False, False, True]


def test_the_check_symbol_stands_for_nothing_but_the_scanner() -> None:
    played = Played(said=gs1(lot="L"))
    scans, form, words = hands(played)
    scans.take(Scan(f"01{GTIN}10SCANNER-CHECK211", "]d2"))
    assert "loses separators" in words[-1]
    scans.take(Scan(f"01{GTIN}10SCANNER-CHECK\x1d211", "]d2"))
    assert "sends separators" in words[-1]
    assert (form.facts, form.scanned, played.asked) == ({}, [], [])
    scans.take(Scan("10C", "]d2"))
    assert played.asked[0].separators


@pytest.mark.parametrize(
    ("of", "facts", "given"),
    [
        ("batch", {"lot": "B-1"}, "B-1"),
        ("material:salt", {"item": "RM-1", "lot": "L"}, "RM-1"),
        ("material:salt", {"lot": "L"}, "L"),
        ("text", {"gtin": GTIN}, "raw"),
    ],
)
def test_a_scan_entry_gets_the_part_it_asks_for(of: str, facts: dict[str, str], given: str) -> None:
    scans, form, _words = hands(Played("scan", of, gs1(**facts)))
    scans.take(Scan("10X", "]d2"))
    assert form.scanned == [given]


def test_a_plain_code_goes_on_as_it_is() -> None:
    played = Played()
    scans, form, _words = hands(played)
    scans.take(Scan("RM-0101", "]C0"))
    assert (form.scanned, played.asked) == (["RM-0101"], [])
    assert not plain(Scan("NOT REAL PRACTICE RM-0101", "]d1"))
    assert not plain(Scan("=A99991712345600", "]C0"))
