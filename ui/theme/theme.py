"""`Theme`: the one object that widgets ask for colours, sizes, fonts and icons.

Promise: after `switch` + `apply` the whole program shows the new colours without being rebuilt. Widgets keep no colour
of their own: they read the theme when they paint, and re-read it on QEvent.StyleChange, which `apply` causes by setting
the application's style sheet. The scale is fixed for a Theme: geometry is laid out once, so a new scale means new
windows.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from ebr.words import mirrored
from ui.theme import icons, style, typography
from ui.theme.geometry import SIZES
from ui.theme.taps import TapGuard
from ui.theme.tokens import THEMES


class Theme:
    """Theme(name, scale): name is "light", "dark" or "hc"; scale is the terminal's size factor (1.0 to 2.0).

    `taps` is the program's one guard against bouncing taps. An unknown name is a ValueError.
    """

    def __init__(self, name: str = "light", scale: float = 1.0, taps: TapGuard | None = None) -> None:
        self.scale = scale
        self.taps = taps if taps is not None else TapGuard()
        self.switch(name)

    def switch(self, name: str) -> None:
        """Takes the colours of another theme; `apply` shows them."""
        if name not in THEMES:
            message = f"no theme named {name}"
            raise ValueError(message)
        self.name = name
        self._colours = THEMES[name]

    def hex(self, token: str) -> str:
        """A token as "#RRGGBB"; an unknown token is a KeyError."""
        return self._colours[token]

    def color(self, token: str) -> QColor:
        """A token as QColor."""
        return QColor(self._colours[token])

    def px(self, pixels: float) -> int:
        """Pixels at scale 1.0 as pixels on this terminal."""
        return round(pixels * self.scale)

    def size(self, name: str) -> int:
        """A named size of the geometry, scaled."""
        return self.px(SIZES[name])

    def font(self, role: str, *, code: bool = False) -> QFont:
        """The font of a type role; `code` for lots, batches and identities."""
        return typography.font(role, self.scale, code=code)

    def pixmap(self, name: str, token: str = "ink", size: float = 24) -> QPixmap:
        """An icon as pixmap; `size` at scale 1.0."""
        turned = name in icons.DIRECTED and mirrored()
        return icons.pixmap(name, self.hex(token), self.px(size), ratio(), turned=turned)

    def icon(self, name: str, token: str = "ink", size: float = 24) -> QIcon:
        """An icon that keeps its colour when selected and greys when disabled."""
        made = QIcon(self.pixmap(name, token, size))
        made.addPixmap(self.pixmap(name, token, size), QIcon.Mode.Selected)
        made.addPixmap(self.pixmap(name, "disabledInk", size), QIcon.Mode.Disabled)
        return made

    def icon_size(self, size: float = 24) -> QSize:
        """The QSize to set beside `icon`."""
        return QSize(self.px(size), self.px(size))


def ratio() -> float:
    """Device pixel ratio of the primary screen; drawings are made for it."""
    screen = QGuiApplication.primaryScreen()
    return screen.devicePixelRatio()


def prepare() -> None:
    """To be called before the QApplication exists: fractional system factors are passed through, not rounded."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)


def apply(app: QApplication, theme: Theme) -> None:
    """Shows the theme in the whole application, at start and again after each `switch`."""
    if not app.property("ebr fonts"):
        typography.register_fonts()
        app.setStyle("Fusion")
        app.setProperty("ebr fonts", True)
    app.setFont(theme.font("body"))
    app.setPalette(palette(theme))
    app.setStyleSheet(style.sheet(theme.name, theme.scale))


def palette(theme: Theme) -> QPalette:
    """What Qt draws by itself (selection, placeholder, tooltips) in our colours."""
    made = QPalette()
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: "bg",
        roles.WindowText: "ink",
        roles.Base: "surface",
        roles.AlternateBase: "sunken",
        roles.Text: "ink",
        roles.Button: "surface",
        roles.ButtonText: "ink",
        roles.PlaceholderText: "ink3",
        roles.Highlight: "accent",
        roles.HighlightedText: "onAccent",
        roles.ToolTipBase: "bar",
        roles.ToolTipText: "barInk",
    }
    for role, token in pairs.items():
        made.setColor(role, theme.color(token))
    return made
