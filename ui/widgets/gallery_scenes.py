"""The gallery's compositions: each gives a whole window's content built from the kit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets import gallery_more as more
from ui.widgets import gallery_pages as pages
from ui.widgets import gallery_parts as parts
from ui.widgets.choice import Choice, Option
from ui.widgets.columns import Columns
from ui.widgets.entry_card import CardRow, EntryCard
from ui.widgets.exception_sheet import ExceptionRequest, ExceptionSheet
from ui.widgets.facts import Fact
from ui.widgets.focus_ring import FocusRing
from ui.widgets.keypad import Keypad
from ui.widgets.letters import LetterPanel
from ui.widgets.number_entry import NumberEntry
from ui.widgets.scan_result import ScanResult
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action, SignBar
from ui.widgets.sign_sheet import SignRequest, SignSheet

CHECK = (Option("pass", "Pass", "check", "ok"), Option("fail", "Fail", "x", "crit"))


def _execution(theme: Theme, cards: list[EntryCard], side: QWidget | None, bar: SignBar, first: QWidget) -> QWidget:
    root = parts.root(theme)
    whole = root.layout()
    assert whole is not None
    whole.addWidget(parts.header(theme))
    columns = Columns(theme, parts.outline(theme), parts.centre(theme, cards), parts.context(theme))
    columns.dock(side)
    whole.addWidget(columns)
    whole.addWidget(bar)
    FocusRing(theme, root)
    root.setProperty("after", first.setFocus)
    return root


def _bar(theme: Theme, *, ready: bool, reason: str, detail: str, tone: str = "") -> SignBar:
    bar = SignBar(theme)
    bar.set_actions(
        (Action("back", "Back", "arrow-left"), Action("report", "Report exception", "alert-triangle", "warnEdge"))
    )
    bar.set_primary("Sign step", "signature", enabled=ready, reason=reason, detail=detail, tone=tone)
    return bar


def _todo(theme: Theme) -> EntryCard:
    return EntryCard(theme, CardRow("look", "Visual check", "todo", "No visible clumps or fibres"))


def entering(theme: Theme) -> QWidget:
    """A step with an entry open."""
    number = NumberEntry(theme, "Buffer mass", "g", device="Read balance")
    number.set_value("251.3")
    number.set_scale(parts.MASS)
    number.set_source("plug-connected", "BAL-014, stable, read at 14:05:48")
    row_ = CardRow("mass", "Buffer mass", "active", "Target 250.0 g, limits 245.0 to 255.0 g", "Critical")
    temperature = EntryCard(theme, CardRow("temp", "Bag temperature", "todo", "Limits 2.0 to 8.0 °C"))
    cards = [parts.bag_done(theme), EntryCard(theme, row_, number), temperature, _todo(theme)]
    bar = _bar(theme, ready=False, reason="2 of 4 entries complete", detail="Bag temperature is next")
    return _execution(theme, cards, None, bar, number.field)


def blocked(theme: Theme) -> QWidget:
    """A value outside its limits, and a choice nobody made yet."""
    number = NumberEntry(theme, "Bag temperature", "°C", device="Read probe", device_icon="temperature")
    number.set_value("9.1")
    number.set_scale(parts.WARM)
    row_ = CardRow(
        "temp",
        "Bag temperature",
        "out",
        "Limits 2.0 to 8.0 °C",
        message="9.1 °C is above the upper limit of 8.0 °C",
        message_action="Document exception",
    )
    look = EntryCard(
        theme,
        CardRow("look", "Visual check", "active", "No visible clumps or fibres"),
        Choice(theme, "Visual check", CHECK),
    )
    cards = [parts.bag_done(theme), parts.mass_done(theme), EntryCard(theme, row_, number), look]
    bar = _bar(
        theme, ready=False, reason="1 entry needs an exception", detail="Bag temperature is out of limits", tone="crit"
    )
    return _execution(theme, cards, None, bar, number.field)


def keys(theme: Theme) -> QWidget:
    """The number keys beside an open entry."""
    number = NumberEntry(theme, "Bag temperature", "°C", device="Read probe", device_icon="temperature")
    number.set_value("6.4")
    number.set_scale(parts.COOL)
    card = EntryCard(theme, CardRow("temp", "Bag temperature", "active", "Limits 2.0 to 8.0 °C"), number)
    pad = Keypad(theme)
    pad.attach(number.field, "Bag temperature", "2.0 to 8.0 °C, 1 decimal", negative=True)
    bar = _bar(theme, ready=False, reason="3 of 4 entries complete", detail="Visual check is next")
    return _execution(
        theme, [parts.bag_done(theme), parts.mass_done(theme), card, _todo(theme)], pad, bar, number.field
    )


def ready(theme: Theme) -> QWidget:
    """Everything entered."""
    done = EntryCard(
        theme,
        CardRow(
            "look",
            "Visual check",
            "done",
            value="Pass",
            source_icon="user",
            source="Maria Chen, 14:06:09",
            change="Change",
        ),
    )
    bar = _bar(theme, ready=True, reason="All 4 entries complete", detail="Then needs verification by a second person")
    return _execution(theme, [parts.bag_done(theme), parts.mass_done(theme), done], None, bar, bar.button)


def _over(theme: Theme, title: str, content: QWidget, subtitle: str = "", width: float = 640) -> QWidget:
    root = ready(theme)
    sheet = Sheet(theme, root, title, content, footer=content.footer, subtitle=subtitle, width=width)  # type: ignore[attr-defined]
    root.setProperty("after", sheet.open)
    return root


def signing(theme: Theme) -> QWidget:
    """The signature sheet."""
    rows = (
        Fact("Formulation bag", "COI-7F3K-2291 bag 04", "Scanned, M. Chen 14:02:11"),
        Fact("Buffer mass", "251.3 g", "245.0 to 255.0 g. BAL-014, M. Chen 14:05:48. 1 earlier attempt"),
        Fact("Bag temperature", "6.4 °C", "2.0 to 8.0 °C. Probe T-07, M. Chen 14:06:02"),
        Fact("Visual check", "Pass", "M. Chen 14:06:09"),
    )
    legal = (
        "By signing, you confirm that you performed this step and that your entries are true. "
        "Your signature is recorded as Maria Chen, 2026-11-22 14:06 +01:00."
    )
    request = SignRequest(
        "Performed by",
        rows,
        legal,
        "Sign as Maria Chen",
        "MC",
        "Maria Chen",
        "mchen, operator. Badge read at 14:06:20",
        "Not you?",
    )
    return _over(theme, "Sign step 6.3", SignSheet(theme, request))


def letters(theme: Theme) -> QWidget:
    """A second person signs with the on-screen keyboard."""
    request = SignRequest(
        "Verified by",
        (Fact("Buffer mass", "251.3 g", "245.0 to 255.0 g"),),
        "Your signature is recorded with name and time.",
        "Sign",
    )
    content = SignSheet(theme, request)
    root = ready(theme)
    sheet = Sheet(theme, root, "Verify step 6.2", content, footer=content.footer)
    board = LetterPanel(theme)

    def opened() -> None:
        sheet.open()
        sheet.dock(board)
        board.attach(content.first_field())

    root.setProperty("after", opened)
    return root


def departure(theme: Theme) -> QWidget:
    """The exception sheet."""
    reasons = (
        Option("early", "Probe read early", "temperature"),
        Option("cooler", "Cooler failed", "snowflake"),
        Option("long", "Bag out too long", "clock"),
        Option("unknown", "Cause unknown", "help-circle"),
    )
    classes = (
        Option("minor", "Minor", enabled=False, detail="Below the floor"),
        Option("major", "Major"),
        Option("critical", "Critical"),
    )
    request = ExceptionRequest((), reasons, classes, "major", "Sign exception")
    content = ExceptionSheet(theme, request)
    content.set_consequence("info", "A supervisor must accept this before step 6.5. You can carry on with 6.3 now.")
    return _over(theme, "Document exception", content, "6.3 Bag temperature, 9.1 °C, limits 2.0 to 8.0 °C", 720)


def mismatch(theme: Theme) -> QWidget:
    """A wrong scan."""
    content = ScanResult(
        theme,
        matched=False,
        title="This is not the bag of this batch",
        expected="COI-7F3K-2291",
        scanned="COI-7F8K-2297",
        explain="Put this bag aside and scan the bag of this batch. The attempt is recorded.",
    )
    return _over(theme, "Scan does not match", content)


SCENES: Final[dict[str, Callable[[Theme], QWidget]]] = {
    "entering": entering,
    "blocked": blocked,
    "keys": keys,
    "ready": ready,
    "signing": signing,
    "letters": letters,
    "departure": departure,
    "mismatch": mismatch,
    "login": pages.login,
    "queue": pages.queue,
    "entries": more.entries,
    "weighing": more.weighing,
    "review": more.review,
}
