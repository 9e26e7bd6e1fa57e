"""A whole batch of the small master (`solution.yaml`) by mouse and keys in the real window, from issue to its report.

Maria Chen carries it out, John Doe countersigns, Sam Super issues and completes, Quinn Lee checks, decides and reviews,
Petra Person certifies. One value is out of its limits and stands with an exception.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.installer.screen import BUTTONS, FIELDS, Screen, StuckError, Thing

BATCH = "RS-0001"
PRODUCT = "Rinsing solution"
CODE_128 = "]C0"
"""What a reader says before the text of a plain Code 128; a terminal takes no code that does not say what it was."""


class Story:
    """Story(screen, password, tell): each method is a stretch of the batch; `tell` hears what was done."""

    def __init__(self, screen: Screen, password: str, tell: Callable[[str], None]) -> None:
        self.screen, self.password, self.tell = screen, password, tell

    # -- who and where

    def sign_in(self, person: str) -> None:
        """By user name and password, where nobody is signed in."""
        self.screen.wait("Maria Chen", BUTTONS, seconds=90)  # the list of people: the store is open
        self.screen.put("User name", person)
        self.screen.put("Password", self.password, confirm=True)
        self._gone("User name")

    def sign_out(self) -> None:
        """By the list of places."""
        self.go("Sign out")
        self.screen.wait("User name", FIELDS)

    def turn(self, person: str) -> None:
        """Whoever is there leaves, and somebody else comes."""
        self.sign_out()
        self.sign_in(person)

    def go(self, place: str) -> None:
        """By the list of places."""
        self.screen.key("ctrl+k")
        self.screen.put("Go to", place)
        self.screen.press(place)

    def sign(self, person: str = "") -> None:
        """The sheet of a signature: whoever is not signed in says first who they are."""
        if person:
            self.screen.put("User name", person, confirm=True)
        self.screen.put("Password", self.password, confirm=True)
        self._gone("Password")

    def _gone(self, name: str, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while self.screen.find(name, FIELDS):
            if time.monotonic() > end:
                raise StuckError(f"{name!r} stays; the screen says: {' | '.join(self.screen.told())}")
            time.sleep(0.2)

    def _rows(self, part: str = "") -> list[Thing]:
        """The first cells of a table's rows."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            cells = [one for one in self.screen.things() if one.role == "cell"]
            left = min((one.box[0] for one in cells), default=0)
            found = [one for one in cells if one.box[0] == left and part in one.name]
            if found:
                return found
            time.sleep(0.2)
        raise StuckError(f"no row {part!r}; the screen says: {' | '.join(self.screen.told())}")

    def _both_sign(self) -> None:
        self.screen.press("Sign step")
        self.sign()
        self.screen.press("Second person signs")
        self.sign("jdoe")

    # -- the batch

    def issue(self) -> None:
        """The supervisor issues it, quality checks the issue."""
        self.sign_in("sups")
        self.go("Issue a batch")
        self.screen.tap(self._rows(PRODUCT)[0])
        self.screen.put("Batch number", BATCH)
        self.screen.press("Use nominal size", prefix=True)
        self.screen.press("Issue the batch")
        self.sign()
        self.turn("qlee")
        self.screen.press(f"Check issue {BATCH}")
        self.screen.press("Issue is right")
        self.sign()
        self.sign_out()
        self.tell("issued by the supervisor, the issue checked by quality")

    def clear(self) -> None:
        """Step 1.1: a checklist, a scan, two signatures."""
        self.sign_in("mchen")
        self.screen.press(f"Start {BATCH}")
        self.screen.press("Yes", nth=0)
        self.screen.press("Yes", nth=1)
        self.screen.press("Record clearance")
        self.screen.wait("Batch card", FIELDS)
        self.screen.scan(f"{CODE_128}{BATCH}")
        self.screen.wait_for_words("All 2 entries complete")
        self._both_sign()
        self.screen.wait_for_words("2.1 Stir and measure")
        self.tell("step 1.1: checklist, scan, signed by two")

    def begin_mixing(self) -> None:
        """Step 2.1, the first entry of three."""
        self.screen.press("Yes")
        self.screen.wait_for_words("1 of 3 entries complete")

    def find_again(self) -> None:
        """After the program was begun anew: signed in, the person stands in the same step, with what was recorded."""
        self.sign_in("mchen")
        self.screen.wait_for_words("2.1 Stir and measure")
        self.screen.wait_for_words("1 of 3 entries complete")

    def mix(self) -> None:
        """The rest of step 2.1: a value out of its limits with an exception, a second person, a choice, two signatures."""
        self.screen.put("Temperature in °C", "34.5", confirm=True)
        self.screen.press("Document exception")
        self.screen.press("Equipment failure")
        self.screen.put("Comment", "The heating went on by itself.")
        self.screen.press("Major")
        self.screen.press("Record exception")
        self.screen.press("Clear")
        self.screen.press("Verify")
        self.sign("jdoe")
        self._both_sign()
        self.screen.wait_for_words("2.2 Yield")
        self.tell("step 2.1: 34.5 °C out of limits, exception, witnessed entry, signed by two")

    def weigh_up(self) -> None:
        """Step 2.2: a number, from which the yield is computed, and two signatures."""
        self.screen.put("Bulk in L", "4.92", confirm=True)
        self.screen.wait_for_words("98.4 %")
        self._both_sign()
        self.screen.wait_for_words("All steps are signed")
        self.tell("step 2.2: yield of 98.4 % computed, signed by two")

    def decide_exception(self) -> None:
        """Quality accepts the exception."""
        self.turn("qlee")
        self.go("Exceptions")
        self.screen.tap(self._rows("EX-001")[0])
        self.screen.press("Accept with comment")
        self.screen.put("Assessment", "No effect: cooled before use.")
        self.screen.press("Continue to signature")
        self.sign()
        self.tell("exception decided by quality")

    def complete(self) -> None:
        """The supervisor says that production is complete."""
        self.turn("sups")
        self.screen.press(f"Complete {BATCH}")
        self.screen.press("Complete production")
        self.sign()
        self.tell("production complete")

    def review(self) -> None:
        """Quality reads every section and the audit trail, and signs."""
        self.turn("qlee")
        self.screen.press(f"Review {BATCH}")
        self.screen.press("Sections")
        self.screen.wait("Mark as read", BUTTONS)
        for at, row in enumerate(self._rows(), 1):
            self.screen.tap(row)
            self.screen.press("Mark as read")
            self._read(at)
        for part, verb in (("Audit trail", "Audit trail reviewed"), ("Findings", "Review complete")):
            self.screen.press(part)
            self.screen.press(verb)
            self.screen.press("Continue to signature")
            self.sign()
        self.screen.wait_for_words("Reviewed by Quinn Lee")
        self.tell("reviewed by exception: every section, the audit trail, the findings")

    def _read(self, count: int) -> None:
        end = time.monotonic() + 20
        while sum(one.role == "cell" and one.name == "Read" for one in self.screen.things()) < count:
            if time.monotonic() > end:
                raise StuckError(f"section {count} is not marked as read: {' | '.join(self.screen.told())}")
            time.sleep(0.2)

    def certify(self) -> None:
        """The qualified person certifies, and makes the report."""
        self.turn("qper")
        self.screen.press(f"Decide {BATCH}")
        self.screen.press("Decide about the batch")
        self.screen.press("Certify")
        self.screen.put("Comment; needed for a rejection", "Meets its specification.")
        self.screen.press("Continue to signature")
        self.sign()
        self.screen.wait_for_words("Decided: Certified")
        self.screen.press("Make report")
        self.screen.press("New report")
        self.screen.press("Make report")
        self.screen.wait_for_words("The report is made", seconds=90)
        self.screen.press("Done")
        self.screen.press("Continue")
        self.sign_out()
        self.tell("certified by the qualified person, its report made and sealed")
