"""A value on a screen has the decimal sign of the language; the record, and whatever is signed, keeps the dot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ebr import words
from ebr.domain.batch import commands as c
from ebr.domain.refusal import Refusal
from ebr.station.questions import BatchQuestion, DispensingAnswer, Preview, SheetAnswer, SheetLine, SumRow
from ebr.wording import limits_line, refusal_words, refused, rule_words, rules, sweep, value_line, with_unit
from ebr.wording.parameters import shown
from ebr.words import decimal_sign, figure, figures, plain, writing
from tests.ui.desk_played import entry
from tests.ui.real_station import BATCH, Floor
from tests.ui.test_trends_screen import history
from ui.desk import Answer, InlineDesk
from ui.dispense.model import Live
from ui.dispense.panel import BalancePanel
from ui.dispense.words import sum_words
from ui.execution.cards import limits_words
from ui.main_window import MainWindow
from ui.qt_desk import QtDesk
from ui.shown import arithmetic_of, shown_number, typed_number
from ui.signing.presenter import Signer
from ui.signing.view import SigningContent
from ui.status.presenter import GIB, size_words
from ui.theme import Theme
from ui.tongue import speak
from ui.trends.chart import chart_of
from ui.widgets.field import Field
from ui.widgets.keypad import Keypad
from ui.widgets.limit_scale import scale_of

SIGNS = [("en", "."), ("de", ","), ("fr", ","), ("es", ","), ("ar", ".")]


@contextmanager
def screen(code: str) -> Iterator[None]:
    """A screen that speaks a language."""
    with words.speaking(code), writing(by_language=True):
        yield


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    assert speak(qapp, "de")
    yield
    speak(qapp, "en")


@pytest.mark.parametrize("code", words.LANGUAGES)
@given(number=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_what_is_shown_can_be_typed_and_is_the_same_number(code: str, number: Decimal) -> None:
    with screen(code):
        assert Decimal(typed_number(figure(f"{number:f}"))) == number
        assert typed_number(shown_number(f"{number:f}")) == f"{number:f}"


@pytest.mark.parametrize(
    "text", ["", "3", "MET-1.5", "1.2.3", "2026-11-22", "12.5 kg", "batch.size * 0.5", "12,5", "v2.0"]
)
def test_what_is_no_decimal_number_is_left_alone(text: str) -> None:
    with screen("de"):
        assert figure(text) == text


def test_a_line_with_a_formula_keeps_the_form_of_the_document() -> None:
    with screen("de"):
        assert figures("4.0", "serum.target * 1.1") == ("4.0", "serum.target * 1.1")
        assert figures("4.0", "", "5") == ("4,0", "", "5")


@pytest.mark.parametrize(("code", "sign"), SIGNS)
def test_a_card_says_its_limits_in_the_form_of_the_language(code: str, sign: str) -> None:
    given_entry = entry("mass", "number", "Mass", unit="g", limits={"low": "245.0", "high": "255.0", "target": "250.0"})
    with screen(code):
        told, scale = plain(limits_words(given_entry)), scale_of(given_entry.limits, "251.3")
        assert all(f"{whole}{sign}0" in told for whole in (245, 250, 255))
    assert scale is not None
    assert (scale.low_text, scale.value) == (f"245{sign}0", Decimal("251.3"))


@pytest.mark.parametrize(("code", "sign"), SIGNS)
def test_a_refusal_and_an_exception_say_their_numbers_so(code: str, sign: str) -> None:
    params = {"slot": "Alcohol", "value": "86.2", "bound": "high", "limit": "85.0", "low": "75.0", "high": "85.0"}
    refusal = Refusal("out_of_limit", **params, unit="% v/v")
    with screen(code):
        told, raised = plain(refusal_words(refusal)), plain(rule_words("result_out_of_limit", refusal.params))
        assert f"86{sign}2 % v/v" in told
        assert f"75{sign}0" in told
        assert f"86{sign}2" in raised
        assert f"85{sign}0" in raised
    with words.speaking(code):
        assert "86.2" in plain(refusal_words(refusal)), "a page says what the record says"


def test_what_was_typed_is_quoted_as_its_field_shows_it() -> None:
    with screen("de"):
        assert "1,234,5" in refusal_words(Refusal("number_unreadable", text="1.234.5"))
    assert "1.234.5" in refusal_words(Refusal("number_unreadable", text="1.234.5"))


def test_a_lot_that_looks_like_a_number_stays_as_it_is() -> None:
    drawn = Refusal("lot_overdrawn", slot="API", lot="12.5", container="1.5", drawn="3.5", left="2.25", unit="kg")
    heavy = Refusal("balance_out_of_range", name="Scale 0.1 g", equipment="B-1.5", weight="12.5 kg", limit="6.2 kg")
    with screen("de"):
        told = refusal_words(drawn)
        assert "12.5" in told
        assert "1.5" in told
        assert "3,5 kg" in told
        assert "2,25 kg" in told
        assert all(part in refusal_words(heavy) for part in ("12,5 kg", "6,2 kg", "Scale 0.1 g", "B-1.5"))


def before_a_unit() -> list[tuple[str, str]]:
    """Every code with each parameter that stands before its unit in the sentence: that one is a number."""
    tables = [found for module in (rules, sweep, *refused_tables()) for found in vars(module).values()]
    sentences = {
        (code, text)
        for table in tables
        if isinstance(table, dict)
        for code, said in table.items()
        for text in ([said] if isinstance(said, str) else said if isinstance(said, tuple) else [])
        if isinstance(text, str)
    }
    return sorted({(code, name) for code, text in sentences for name in re.findall(r"\{(\w+)\} \{unit\}", text)})


def refused_tables() -> list[ModuleType]:
    return [import_module(f"{refused.__name__}.{one.name}") for one in iter_modules(refused.__path__)]


def test_what_stands_before_its_unit_is_a_number() -> None:
    assert len(before_a_unit()) > 10
    with screen("de"):
        dots = [f"{code}.{name}" for code, name in before_a_unit() if shown(code, {name: "1.5"})[name] != "1,5"]
    assert dots == []


@pytest.mark.parametrize(("code", "sign"), SIGNS)
def test_the_balance_and_the_free_disk_say_so(qtbot: QtBot, code: str, sign: str) -> None:
    panel = BalancePanel(Theme())
    qtbot.addWidget(panel)
    with screen(code):
        panel.show_live(Live("251.30", "g", "", "", "circle-check", stable=True))
        assert f"12{sign}5" in plain(size_words(12 * GIB + GIB // 2))
    assert f"251{sign}30 g" in [label.text() for label in panel.findChildren(QLabel)]


@pytest.mark.parametrize(("code", "sign"), SIGNS)
def test_the_figures_at_a_chart_say_so(code: str, sign: str) -> None:
    with screen(code):
        data = chart_of(history(low="98.5", high="102.5"))
    assert (data.low_text, data.high_text) == (f"98{sign}5", f"102{sign}5")
    assert data.lines
    assert all(sign in line.text and len(line.text.split(sign)) == 2 for line in data.lines)
    assert f"103{sign}0 %" in plain(data.points[-1].spoken)


def test_a_sum_has_one_form_and_no_two_meanings() -> None:
    row = SumRow("value", "To weigh", "min(60.00, 102.13) × 100/99.00", "60.00")
    with screen("de"):
        assert arithmetic_of("lot1.total × 2.5") == "lot1.total × 2,5"
        told = sum_words(row, dispensing())
    assert told == "To weigh: min(60,00; 102,13) × 100/99,00 = 60,00 kg"


def dispensing() -> DispensingAnswer:
    texts = dict.fromkeys(
        ("target", "low", "high", "used", "rest", "exact", "lot", "assay", "lod", "expiry", "first"), ""
    )
    flags = dict.fromkeys(("full", "pure", "rounded_up", "grows", "known"), False)
    return DispensingAnswer(
        unit="kg", decimals=2, blocked=None, sums=(), fefo=(), scales=(), balance="", **texts, **flags
    )  # type: ignore[arg-type]


@pytest.mark.usefixtures("german")
def test_a_field_of_numbers_looks_like_the_screen_and_gives_the_record(qtbot: QtBot) -> None:
    number, text, keypad = Field(Theme(), "Mass", "48.70", wants="number"), Field(Theme(), "Lot"), Keypad(Theme())
    for widget in (number, text, keypad):
        qtbot.addWidget(widget)
    assert (number.displayText(), number.text()) == ("48,70", "48.70")
    heard: list[object] = []
    number.changed.connect(heard.append)
    number.clear()
    QTest.keyClicks(number, "1.5")
    assert (number.displayText(), heard[-1]) == ("1,5", "1.5"), (
        "a dot that is typed is the decimal sign, and is shown so"
    )
    number.erase_all()
    keypad.attach(number, "Mass", "")
    for key in ("1", ",", "2"):
        keypad._type(key)
    assert (number.displayText(), heard[-1]) == ("1,2", "1.2")
    assert keypad._point.text() == ","
    text.setText("1.5")
    assert (text.displayText(), text.text()) == ("1.5", "1.5")


class Told:
    """A station that says a number in whatever form the thread writes it."""

    def ask(self, _question: object) -> str:
        return with_unit("1.5", "g")

    def do(self, _command: object, **_how: Any) -> Answer:
        return Answer(None, {"said": with_unit("1.5", "g")})

    def said(self) -> str:
        return with_unit("1.5", "g")

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.usefixtures("german")
def test_a_question_is_answered_for_the_screen_and_everything_else_for_the_record(qtbot: QtBot) -> None:
    heard: list[object] = []
    threaded = QtDesk(Told)
    for desk in (InlineDesk(Told()), threaded):
        heard.clear()
        desk.ask("", heard.append)
        desk.do("", by="mchen", then=lambda answer: heard.append(answer.answer["said"]))
        desk.call("said", heard.append)
        qtbot.waitUntil(lambda: len(heard) == 3)
        assert heard == ["1,5 g", "1.5 g", "1.5 g"]
        assert with_unit("1.5", "g") == "1,5 g", "the screen's own thread goes on as before"
    threaded.close()


@pytest.mark.usefixtures("german")
def test_what_is_signed_does_not_depend_on_how_a_screen_writes_numbers(floor: Floor) -> None:
    step = floor.station.ask(BatchQuestion(BATCH, "mchen")).step
    command = c.SignStep(BATCH, step.address, "performed")
    seen = {}
    for by_language in (True, False):
        with writing(by_language=by_language):
            seen[by_language] = floor.station.ask(Preview(command, "mchen")).seen
    assert seen[True] == seen[False]


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(("kept", "told"), [(True, True), (False, False)])
def test_a_sheet_that_shows_the_kept_texts_says_why_they_have_a_dot(qtbot: QtBot, kept: bool, told: bool) -> None:
    lines = (SheetLine("Result", "Assay: 99.40 % [98.5 ... 101.0]", "", "", ""),)
    sheet = SheetAnswer("Lot", "approved", "signed.lot", "quality", "", "Quinn Lee", lines, (), "", "", kept=kept)
    content = SigningContent(Theme(), sheet, Signer("qlee", "Quinn Lee"))
    qtbot.addWidget(content)
    said = words.tr("Numbers on this sheet have a decimal point: these are the texts that are signed and kept.")
    assert (said in [label.text() for label in content.findChildren(QLabel)]) is told


@pytest.mark.usefixtures("german")
def test_a_station_may_show_the_form_of_the_record(qtbot: QtBot, floor: Floor, qapp: QApplication) -> None:
    window = MainWindow(InlineDesk(floor.station), Theme(), qapp)
    qtbot.addWidget(window)
    window.own_language = "de"
    window.start()
    assert decimal_sign() == ","
    from ebr.domain.station.commands import ChangeAppearance

    floor.station.sign_in("mchen", "copper kettle 47")
    assert floor.station.do(ChangeAppearance({"numbers": "record"}), by="mchen").refusal is None
    window.refresh_status()
    assert (decimal_sign(), limits_line({"low": "1.5"}, "g")) == (".", "mindestens 1.5 g")
    window.sure = True
    window.close()


def test_a_report_and_a_child_process_write_as_the_record() -> None:
    slot = entry("mass", "number", "Mass", unit="g")
    assert value_line(slot, {"number": "251.30"}) == "251.30 g"  # type: ignore[arg-type]
    with words.speaking("de"):
        assert value_line(slot, {"number": "251.30"}) == "251.30 g"  # type: ignore[arg-type]
        with writing(by_language=True):
            assert value_line(slot, {"number": "251.30"}) == "251,30 g"  # type: ignore[arg-type]
