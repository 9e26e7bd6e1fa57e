"""Scanners and badge readers at a serial port or in the network: what they read arrives as every other scan.

They are listened to in short turns on the devices' thread, so a balance is never kept waiting. A device that is not
there is said once, and tried again every few seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ui.session import Session
from ui.widgets.wedge import Scan

if TYPE_CHECKING:
    from ebr.station.devices import Devices

TURN_MS: Final = 60
AGAIN_MS: Final = 5000
HEARD: Final = ("scan_without_identifier", "badge_unreadable")
"""Refusals of one scan; the reader itself is well."""


class SerialScans(QObject):
    """SerialScans(session, take, parent): `start()` listens; `take(Scan)` gets what was read."""

    def __init__(self, session: Session, take: Callable[[object], None], parent: QObject) -> None:
        super().__init__(parent)
        self.session, self._take = session, take
        self._said: dict[str, str] = {}
        self._roles: list[str] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._turn)
        self._stopped = False

    def start(self) -> None:
        """Listen from now on."""
        self._timer.start(TURN_MS)

    def stop(self) -> None:
        """Listen no more."""
        self._stopped = True
        self._timer.stop()

    def _turn(self) -> None:
        """Listen to the next reader that is set up; without any, look again later whether one was."""
        ready = [role for role in ("scanner", "badge_reader") if self.session.setting(role)]
        if not ready:
            self._timer.start(AGAIN_MS)
            return
        self._roles = [role for role in self._roles if role in ready] or ready
        role = self._roles.pop(0)
        self.session.desk.device(_scanner if role == "scanner" else _badge, lambda said: self._heard(role, said))

    def _heard(self, role: str, said: Any) -> None:
        if self._stopped:
            return
        if isinstance(said, Scan):
            self._take(said)
        if isinstance(said, Refusal):
            self._trouble(role, said)
            self._timer.start(TURN_MS if said.code in HEARD else AGAIN_MS)
            return
        self._said.pop(role, None)
        self._timer.start(TURN_MS)

    def _trouble(self, role: str, refusal: Refusal) -> None:
        if self._said.get(role) != refusal.code or refusal.code in HEARD:
            self.session.notice(refusal_words(refusal), "warn")
        self._said[role] = refusal.code


def _scanner(devices: Devices) -> Scan | None:
    code = devices.next_code()
    return Scan(code.data, code.aim) if code is not None else None


def _badge(devices: Devices) -> Scan | None:
    badge = devices.next_badge()
    return Scan(badge, badge=True) if badge is not None else None
