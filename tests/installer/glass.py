"""A screen without glass, and the two buses of a screen reader, outside of the system in which the program runs."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

SOCKETS: Final = Path("/tmp/.X11-unix")  # noqa: S108 - where X has them
BUS = """<busconfig><type>session</type><listen>unix:path={place}/bus</listen><standard_session_servicedirs/>
<policy context="default"><allow user="*"/><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
</policy></busconfig>
"""
AS_USER = """mount --bind "$1/passwd" /etc/passwd
exec setpriv --reuid="$0" --regid="$0" --clear-groups -- dbus-daemon --config-file="$1/bus.conf" --nofork
"""


class Glass:
    """A screen of this size with the two buses of a screen reader, outside; `variables` is what the program needs.

    Everything runs as `user`, whose program may then talk to it. The screen is quick even where others keep this
    machine busy: by the times of its keys the program tells a reader from a hand.
    """

    def __init__(self, user: int, size: str = "1280x800") -> None:
        display = f":{next(at for at in range(70, 600) if not (SOCKETS / f'X{at}').exists())}"
        self.place = Path(tempfile.mkdtemp(prefix="ebr-glass-"))
        self._running: list[subprocess.Popen[bytes]] = []
        (self.place / "bus.conf").write_text(BUS.format(place=self.place), encoding="utf-8")
        for path in (self.place, self.place / "bus.conf"):
            os.chown(path, user, user)
        address = f"unix:path={self.place}/bus"
        self.variables = {
            "DISPLAY": display,
            "DBUS_SESSION_BUS_ADDRESS": address,
            "XDG_RUNTIME_DIR": str(self.place),
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        self._begin(["nice", "-n", "-15", "Xvfb", display, "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-ac"])
        # The bus wants to know its user by name, and that user lives only inside: a list of users for the bus alone.
        users = Path("/etc/passwd").read_text(encoding="utf-8") + f"ebr:x:{user}:{user}::{self.place}:/bin/sh\n"
        (self.place / "passwd").write_text(users, encoding="utf-8")
        self._begin(["unshare", "--mount", "--propagation=private", "sh", "-c", AS_USER, str(user), str(self.place)])
        self._wait_for(self.place / "bus", SOCKETS / f"X{display[1:]}")

    def _wait_for(self, *sockets: Path) -> None:
        for _at in range(100):
            if all(one.exists() for one in sockets):
                return
            time.sleep(0.2)
        raise RuntimeError(f"no screen or no bus: {', '.join(map(str, sockets))}")

    def _begin(self, command: list[str]) -> None:
        environment = {**os.environ, **self.variables, "HOME": str(self.place)}
        quiet = subprocess.DEVNULL
        self._running.append(
            subprocess.Popen(command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, cwd="/")
        )

    def close(self) -> None:
        """End what was begun."""
        for process in reversed(self._running):
            process.terminate()
            process.wait()
