"""The theme: fonts from our files, sharp icons in the token's colour, a switch without rebuilding."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.theme import Theme, apply
from ui.theme.icons import drawing
from ui.theme.places import FONTS, ICONS
from ui.theme.style import sheet
from ui.theme.taps import TapGuard
from ui.theme.tokens import THEMES
from ui.theme.typography import ROLES
from ui.widgets.label import Icon, Label


def test_every_role_is_drawn_in_inter_at_its_weight(qapp: QApplication) -> None:
    theme = Theme()
    apply(qapp, theme)
    for role, (pixels, _weight) in ROLES.items():
        found = QFontInfo(theme.font(role))
        assert found.family() == "Inter"
        assert found.pixelSize() == pixels


def test_weights_are_real_not_faked(qapp: QApplication) -> None:
    apply(qapp, Theme())
    widths = {
        weight: QFontMetricsF(_weighted(weight)).horizontalAdvance("Resuspend") for weight in (400, 500, 600, 700)
    }
    assert len(set(widths.values())) == 4


def _weighted(weight: int) -> object:
    made = Theme().font("body")
    made.setWeight(made.weight().__class__(weight))
    return made


def test_digits_of_a_clock_do_not_dance(qapp: QApplication) -> None:
    theme = Theme()
    apply(qapp, theme)
    metrics = QFontMetricsF(theme.font("value"))
    assert metrics.horizontalAdvance("1:11:11") == metrics.horizontalAdvance("4:44:44")


@pytest.mark.parametrize("name", THEMES)
def test_style_sheet_knows_all_its_tokens(name: str) -> None:
    text = sheet(name, 1.25)
    assert "$" not in text
    assert "10px" in text


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(ValueError, match="no theme"):
        Theme("pink")


def test_switching_repaints_what_is_open(qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme("light")
    apply(qapp, theme)
    icon, label = Icon(theme, "lock", "ink"), Label(theme, "text", "meta")
    for widget in (icon, label):
        qtbot.addWidget(widget)
        widget.show()
    before = icon.pixmap().toImage()
    theme.switch("dark")
    apply(qapp, theme)
    assert icon.pixmap().toImage() != before
    assert label.palette().color(label.foregroundRole()) == theme.color("ink2")


def test_icons_are_drawn_for_the_screen(qapp: QApplication) -> None:
    theme = Theme("light", 1.25)
    apply(qapp, theme)
    assert theme.pixmap("check", "ink", 24).width() == 30


def test_every_shipped_icon_can_be_coloured() -> None:
    names = [path.stem for path in ICONS.glob("*.svg")]
    assert names
    assert all("currentColor" in drawing(name) for name in names)


def test_licences_lie_beside_what_they_cover() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text().upper()
    assert "MIT License" in (ICONS / "LICENSE.txt").read_text()


def test_a_bounce_is_a_quick_press_at_the_same_place() -> None:
    now = [10.0]
    guard = TapGuard(lambda: now[0])
    assert not guard.is_bounce(5, 5)
    guard.note(5, 5)
    now[0] = 10.2
    assert guard.is_bounce(9, 5)
    assert not guard.is_bounce(105, 5)
    now[0] = 10.26
    assert not guard.is_bounce(5, 5)
