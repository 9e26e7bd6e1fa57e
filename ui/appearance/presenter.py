"""How this station looks and where it stands, without its looks: colours, size by measuring, letters, sounds.

Room, idle time, lock screen.

A size is asked for in millimetres, because a pixel is no size: a bar of known pixels is measured with a ruler, and
everything a finger must hit becomes 14 mm high (ux.md 1.1). Appearance is everybody's; room and times are for
supervisor and administrator, with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import ChangeAppearance, ChangeTerminal
from ebr.station.questions import StationStatus, StatusAnswer
from ebr.wording import refusal_words
from ebr.words import tr
from ui.desk import Answer, Desk
from ui.pages.visit import Visit
from ui.shown import number_of

BAR_PIXELS: Final = 400
"""Length of the bar that is measured, in pixels of this screen."""
FINGER_MM: Final = Decimal(14)
TOUCH_PIXELS: Final = Decimal(56)
FAILED: Final = "failed"
"""What the desk answers after a fault of the program."""
LEAST, MOST, STEP = Decimal("0.75"), Decimal("2.50"), Decimal("0.05")


class AppearancePresenter:
    """AppearancePresenter(desk, person, roles). Callbacks: on_settings(dict), on_error(text), on_done()."""

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.settings: dict[str, str] = {}
        self.on_settings: Callable[[dict[str, str]], None] = lambda _settings: None
        self.on_error: Callable[[str], None] = lambda _text: None
        self.on_done: Callable[[], None] = lambda: None

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask for the settings in force."""
        self.desk.ask(StationStatus(), self._got)

    def _got(self, answer: StatusAnswer) -> None:
        self.settings = dict(answer.settings)
        self.on_settings(self.settings)

    @property
    def may_change_terminal(self) -> bool:
        """Room and times are for supervisor and administrator."""
        return "supervisor" in self.roles or "administrator" in self.roles

    def look(self, name: str, value: str) -> None:
        """Change how the station looks, at once."""
        self.looks({name: value})

    def looks(self, settings: Mapping[str, str]) -> None:
        """Change several at once; what stays is not sent."""
        changed = {name: value for name, value in settings.items() if value != self.settings.get(name)}
        if changed:
            self.desk.do(ChangeAppearance(changed), by=self.person, then=self._answered)

    def terminal(self, settings: dict[str, str], reason: str) -> None:
        """Change what the terminal is, with a reason; what stays is not sent."""
        changed = {name: value for name, value in settings.items() if value != self.settings.get(name, "")}
        if not changed:
            self.on_error(tr("Nothing is changed"))
            return
        self.desk.do(ChangeTerminal(changed, reason), by=self.person, then=self._answered)

    def try_device(self, role: str, text: str, then: Callable[[str, str], None]) -> None:
        """Ask a device at an address that is not kept yet; `then` gets an icon and what it said, or its trouble."""

        def said(answer: object) -> None:
            if isinstance(answer, str) and answer != FAILED:
                then("check", answer)
            elif isinstance(answer, Refusal):
                then("alert-triangle", refusal_words(answer))
            else:
                then("alert-triangle", tr("The program found a fault while it asked the device"))

        self.desk.device(lambda devices: devices.tried(role, text), said)

    def _answered(self, said: Answer) -> None:
        if said.refusal is not None:
            self.on_error(refusal_words(said.refusal))
            return
        self.on_done()
        self.refresh()


def scale_of(millimetres: str) -> str:
    """Return the size factor for a bar of that length, "" when it cannot be a length."""
    length = number_of(millimetres.replace(",", "."))
    if length is None or length <= 0:
        return ""
    pixels_per_mm = Decimal(BAR_PIXELS) / length
    wanted = FINGER_MM * pixels_per_mm / TOUCH_PIXELS
    rounded = (wanted / STEP).quantize(Decimal(1), ROUND_CEILING) * STEP  # never a little too small
    return f"{min(max(rounded, LEAST), MOST):.2f}"
