"""The shared libraries Qt needs from the system: looked for by loading them, installed where that is allowed.

The wheels of Qt bring everything except these. A library missing here would show up later as a window that does not
open and a message nobody can read, so it is named before anything else is done.
"""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING

from installer import debian
from installer.speech import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# The library that is loaded -> the Debian package that brings it.
DRAWING = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}


def missing(libraries: Mapping[str, str], load: Callable[[str], object] = ctypes.CDLL) -> list[str]:
    """Return those libraries that the system's loader does not find."""
    return [library for library in libraries if not _loads(library, load)]


def ensure(*, window: bool) -> None:
    """Make sure Qt can draw, and with `window` also show windows; raises `Stopped` with the exact line otherwise."""
    if sys.platform != "linux":
        return
    libraries = {**DRAWING, **(WINDOW if window else {})}
    lost = missing(libraries)
    if lost:
        _install(lost, [libraries[library] for library in lost])


def _loads(library: str, load: Callable[[str], object]) -> bool:
    try:
        load(library)
    except OSError:
        return False
    return True


def _install(lost: list[str], packages: list[str]) -> None:
    names = ", ".join(lost)
    why = f"Qt needs system libraries that are not here: {names}."
    if not debian.here():
        raise Stopped(f"{why}\nInstall them with your system's packages (Debian calls them {' '.join(packages)}).")
    debian.install(packages, why)
    still = missing(dict.fromkeys(lost, ""))
    if still:
        raise Stopped(f"These libraries are still not found after installing their packages: {', '.join(still)}.")
