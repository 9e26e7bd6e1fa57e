"""A whole batch of the small master (`solution.yaml`) by mouse and keys in the real window, from issue to its report.

Maria Chen carries it out, John Doe countersigns, Sam Super issues and completes, Quinn Lee checks and reviews, Petra Person
certifies. One value is out of its limits; its exception is decided before production is complete.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.installer.screen import BUTTONS, FIELDS, Screen, StuckError

BATCH = "RS-0001"
ROWS = ("cell", "table cell", "list item")


class Story:
    """Story(screen, password, tell): each method is a stretch of the batch; `tell` hears what was done."""

    def __init__(self, screen: Screen, password: str, tell: Callable[[str], None]) -> None:
        self.screen, self.password, self.tell = screen, password, tell

    # -- who

    def sign_in(self, person: str) -> None:
        """By user name and password; the place for signing in is there."""
        self.screen.wait("Sign in", BUTTONS, seconds=60)
        self.screen.put("User name", person)
        self.screen.put("Password", self.password, confirm=True)
        self.gone("User name")

    def sign_out(self) -> None:
        """By the list of places."""
        self.go("Sign out")
        self.screen.wait("User name", FIELDS)

    def go(self, place: str) -> None:
        """By the list of places."""
        self.screen.key("ctrl+k")
        self.screen.put("Go to", place)
        self.screen.press(place)

    def sign(self, person: str = "") -> None:
        """The sheet of a signature: whoever is not signed in says who they are."""
        if person:
            self.screen.put("User name", person, confirm=True)
        self.screen.put("Password", self.password, confirm=True)
        self.gone("Password")

    def gone(self, name: str, seconds: float = 30) -> None:
        """Wait until a field is not there any more."""
        end = time.monotonic() + seconds
        while self.screen.find(name, FIELDS):
            if time.monotonic() > end:
                raise StuckError(f"{name!r} stays; the screen says: {' | '.join(self.screen.told())}")
            time.sleep(0.2)

    # -- the batch

    def issue(self) -> None:
        """The supervisor issues it, quality checks the issue."""
        self.sign_in("sups")
        self.go("Issue a batch")
        self._row("Rinsing solution")
        self.screen.put("Batch number", BATCH)
        self.screen.press("Use nominal size", prefix=True)
        self.screen.press("Issue the batch")
        self.sign()
        self.sign_out()
        self.sign_in("qlee")
        self.screen.press(f"Check issue {BATCH}")
        self.screen.press("Issue is right")
        self.sign()
        self.sign_out()
        self.tell("issued by the supervisor, the issue checked by quality")

    def _row(self, part: str) -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            found = [one for one in self.screen.things() if part in one.name and one.role in ROWS]
            if found:
                self.screen.tap(found[0])
                return
            time.sleep(0.2)
        raise StuckError(f"no row {part!r}; the screen says: {' | '.join(self.screen.told())}")
