"""The real window as somebody sees it who only has a screen reader, a mouse and a keyboard.

What is on the screen, by name and place, is asked over AT-SPI, the way of screen readers; mouse and keys are `xdotool`'s.
So whatever can be done here has a name that is read aloud, and a place where a finger meets it.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

ACCESSIBLE, COMPONENT = "org.a11y.atspi.Accessible", "org.a11y.atspi.Component"
REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
BUTTONS = ("button", "push button", "toggle button", "check box", "radio button")
FIELDS = ("text", "entry", "password text", "edit")
ENABLED, SENSITIVE, SHOWING = 8, 24, 25
"""Bits of AT-SPI's states."""
HAND_MS, READER_MS = 120, 1
"""What `xdotool` waits for a key of a hand and of a reader, half before and half after it; the program tells them apart."""


Box = tuple[int, int, int, int]
WINDOW = (0, 0, 100_000, 100_000)


def middle(box: Box) -> tuple[int, int]:
    """Return the place in the middle of it."""
    left, top, width, height = box
    return left + width // 2, top + height // 2


def common(one: Box, two: Box) -> Box:
    """Return what lies in both."""
    left, top = max(one[0], two[0]), max(one[1], two[1])
    right, low = min(one[0] + one[2], two[0] + two[2]), min(one[1] + one[3], two[1] + two[3])
    return left, top, max(0, right - left), max(0, low - top)


class StuckError(AssertionError):
    """There is no way on: what was looked for, and what the screen shows."""


@dataclass(frozen=True)
class Thing:
    """Something in sight."""

    role: str
    name: str
    box: Box
    view: Box
    """What is left of the window for it: a list that scrolls is a view of what it holds."""
    enabled: bool

    @property
    def middle(self) -> tuple[int, int]:
        """Where a finger goes."""
        return middle(self.box)

    @property
    def hidden(self) -> int:
        """How its middle lies to its view: 0 in it, 1 below, -1 above."""
        _, top, _, height = self.view
        return 1 if self.middle[1] >= top + height - 2 else -1 if self.middle[1] <= top + 2 else 0


class Screen:
    """Screen(variables): reads the window on this display, and acts on it."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._environment = {**os.environ, **variables}
        session = open_dbus_connection(bus=variables["DBUS_SESSION_BUS_ADDRESS"])
        launcher = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        address = session.send_and_get_reply(new_method_call(launcher, "GetAddress")).body[0]
        session.close()
        self._bus = open_dbus_connection(bus=address)
        self.clicks = self.strokes = 0
        self.nameless: set[tuple[str, Box]] = set()

    # -- what is in sight

    def _call(self, where: tuple[str, str], interface: str, method: str, *body: Any, signature: str = "") -> Any:
        message = new_method_call(
            DBusAddress(where[1], where[0], interface), method, signature or None, body if signature else ()
        )
        reply = self._bus.send_and_get_reply(message, timeout=20)
        if reply.header.message_type.name != "method_return":
            raise LookupError(str(reply.body))
        return reply.body[0]

    def _walk(self, where: tuple[str, str], view: Box = WINDOW, *, top: bool = False) -> Iterator[Thing]:
        try:
            low = self._call(where, ACCESSIBLE, "GetState")[0]
            if not (top or low & (1 << SHOWING)):
                return
            if not top:
                role = str(self._call(where, ACCESSIBLE, "GetRoleName"))
                name = self._call(where, "org.freedesktop.DBus.Properties", "Get", ACCESSIBLE, "Name", signature="ss")[
                    1
                ]
                box: Box = tuple(self._call(where, COMPONENT, "GetExtents", 0, signature="u"))
                yield Thing(role, name, box, view, bool(low & (1 << ENABLED)) and bool(low & (1 << SENSITIVE)))
                view = common(view, box)
            children = self._call(where, ACCESSIBLE, "GetChildren")
        except LookupError:
            return  # it went away while it was read
        for child in children:
            yield from self._walk(tuple(child), view)

    def things(self) -> list[Thing]:
        """Everything in sight, in the order of the window: what lies on top comes last."""
        found = []
        for application in self._call(REGISTRY, ACCESSIBLE, "GetChildren"):
            found += self._walk(tuple(application), top=True)
        self.nameless |= {(one.role, one.box) for one in found if not one.name and one.role in (*BUTTONS, *FIELDS)}
        return found

    def told(self) -> list[str]:
        """What a screen reader could say."""
        return [one.name for one in self.things() if one.name]

    def find(self, name: str, roles: tuple[str, ...] = (), *, prefix: bool = False) -> list[Thing]:
        """Return what has this name and can be acted on."""
        return [
            one
            for one in self.things()
            if (one.name.startswith(name) if prefix else one.name == name)
            and one.enabled
            and (not roles or one.role in roles)
            and one.box[2] > 0
        ]

    def wait(
        self, name: str, roles: tuple[str, ...] = (), *, nth: int = -1, prefix: bool = False, seconds: float = 30
    ) -> Thing:
        """Wait until it is there; the topmost of several, or the `nth`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.find(name, roles, prefix=prefix)
            if found and len(found) > max(nth, -1 - nth if nth < 0 else nth):
                return found[nth]
            time.sleep(0.2)
        raise StuckError(f"no {' or '.join(roles)} {name!r}; the screen says: {' | '.join(self.told())}")

    def wait_for_words(self, part: str, seconds: float = 30) -> str:
        """Wait until something in sight has these words in it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = next((words for words in self.told() if part in words), None)
            if found is not None:
                return found
            time.sleep(0.2)
        raise StuckError(f"nothing says {part!r}; the screen says: {' | '.join(self.told())}")

    # -- what hands do

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True)

    def shown(self, thing: Thing) -> Thing:
        """Turn the wheel over its list until its middle is in sight."""
        for _turn in range(40):
            if not thing.hidden:
                return thing
            self._over(middle(thing.view))
            self._xdotool("click", "5" if thing.hidden > 0 else "4")
            time.sleep(0.2)
            again = [one for one in self.things() if (one.role, one.name) == (thing.role, thing.name)]
            thing = min(again, key=lambda one: abs(one.box[1] - thing.box[1]), default=thing)
        raise StuckError(f"{thing.name!r} cannot be scrolled to")

    def _over(self, place: tuple[int, int]) -> None:
        self._xdotool("mousemove", str(place[0]), str(place[1]))

    def tap(self, thing: Thing) -> None:
        """Click the middle of it."""
        self._over(self.shown(thing).middle)
        time.sleep(0.3)  # a second click sooner and near is a bounce of a glove
        self._xdotool("click", "1")
        self.clicks += 1
        time.sleep(0.3)

    def press(self, name: str, *, prefix: bool = False, nth: int = -1, seconds: float = 30) -> None:
        """Click a button."""
        self.tap(self.wait(name, BUTTONS, prefix=prefix, nth=nth, seconds=seconds))

    def key(self, *names: str) -> None:
        """Strike keys, as "Return" or "ctrl+k"."""
        for name in names:
            self._xdotool("key", "--clearmodifiers", name)
            self.strokes += 1
            time.sleep(0.2)

    def type(self, text: str) -> None:
        """Type as hands do."""
        self._xdotool("type", "--delay", str(HAND_MS), text)
        self.strokes += len(text)

    def put(self, name: str, text: str, *, confirm: bool = False, nth: int = -1) -> None:
        """Click a field, make it hold a text, and confirm it."""
        self.tap(self.wait(name, FIELDS, nth=nth))
        self.key("ctrl+a")
        self.type(text)
        if confirm:
            self.key("Return")

    def scan(self, text: str) -> None:
        """What a reader that types like a keyboard does; it is quick even where others keep this machine busy."""
        keys = ["type", "--args", "1", "--delay", str(READER_MS), text, "key", "Return"]
        subprocess.run(["nice", "-n", "-15", "xdotool", *keys], env=self._environment, check=True)
        time.sleep(0.3)

    def picture(self, file: Path) -> None:
        """Keep what the screen shows."""
        subprocess.run(["import", "-window", "root", str(file)], env=self._environment, check=False)
