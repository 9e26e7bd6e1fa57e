"""A fresh Debian 12 in a folder: no network, no Python, nothing of ours. Every command has mounts and network of its own.

`base(cache)` is made once by debootstrap: a minimal bookworm and what the package names under Depends. `Debian(base, at)`
is a copy of it; nothing that happens there is seen by this machine, and no mount outlives its command.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path

NEEDED = "libegl1,libgl1,passwd"
HOME = "/var/lib/ebr"
VARIABLES = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "HOME": HOME,
    "XDG_DATA_HOME": "/var/lib",
    "DEBIAN_FRONTEND": "noninteractive",
}
ENTER = """set -e
root=$1; shift
mount -t proc proc "$root/proc"
for one in $SHARED; do mkdir -p "$root$one"; mount --bind "$one" "$root$one"; done
exec chroot --userspec="$RUNS_AS" "$root" /usr/bin/env -i "$@"
"""


def base(cache: Path) -> Path:
    """Return the folder of the untouched system; made once, which needs a mirror of Debian."""
    folder = cache / "base"
    if not folder.exists():
        partial = cache / "base.new"
        shutil.rmtree(partial, ignore_errors=True)
        command = ["debootstrap", "--variant=minbase", f"--include={NEEDED}", "bookworm", str(partial)]
        subprocess.run(command, check=True)
        partial.rename(folder)
    return folder


class Debian:
    """Debian(base, at, shared): `shared` are folders of this machine that are seen inside under the same name."""

    def __init__(self, origin: Path, at: Path, shared: tuple[str, ...] = ()) -> None:
        self.root, self._shared = at, shared
        subprocess.run(["cp", "-a", "--reflink=auto", str(origin), str(at)], check=True)

    def share(self, *folders: str) -> None:
        """Let folders of this machine be seen from now on."""
        self._shared += folders

    def _begin(self, command: tuple[str, ...], user: str, more: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
        inside = [f"{name}={value}" for name, value in {**VARIABLES, **more}.items()]
        line = ["unshare", "--net", "--mount", "--propagation=private", "sh", "-c", ENTER, "enter", str(self.root)]
        outside = {**os.environ, "SHARED": " ".join(self._shared), "RUNS_AS": f"{user}:{user}"}
        return [*line, *inside, *command], outside

    def run(self, *command: str, user: str = "root", **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command there and return what it said."""
        line, environment = self._begin(command, user, more)
        return subprocess.run(
            line, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", check=False,
        )  # fmt: skip

    def start(self, *command: str, user: str, log: Path, **more: str) -> subprocess.Popen[bytes]:
        """Begin a command there; its own process is the one that is returned."""
        line, environment = self._begin(command, user, more)
        with log.open("ab") as out:
            return subprocess.Popen(line, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out)

    def files(self) -> set[str]:
        """Every file and folder, for comparing before with after."""
        found = subprocess.run(["find", str(self.root), "-xdev", "-printf", "/%P\n"], capture_output=True, check=True)
        return set(found.stdout.decode(errors="replace").splitlines())

    def user(self, name: str) -> int:
        """Return the number of a user there."""
        lines = (self.root / "etc" / "passwd").read_text(encoding="utf-8").splitlines()
        return next(int(line.split(":")[2]) for line in lines if line.startswith(f"{name}:"))


class Kiosk:
    """The terminal's program, begun anew two seconds after it ends, as the unit of systemd says."""

    def __init__(self, debian: Debian, variables: Mapping[str, str], log: Path) -> None:
        self.begun = 0
        self._debian, self._variables, self._log = debian, variables, log
        self._over = threading.Event()
        self.program: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def _keep(self) -> None:
        while not self._over.is_set():
            self.program = self._debian.start("/usr/lib/ebr/kiosk", user="ebr", log=self._log, **self._variables)
            self.begun += 1
            self.program.wait()
            self._over.wait(2)

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self.program is not None
        self.program.kill()
        self.program.wait()

    def wait_for_start(self, count: int, seconds: float = 20) -> None:
        """Wait until it was begun so many times."""
        end = time.monotonic() + seconds
        while self.begun < count:
            assert time.monotonic() < end, "the kiosk did not begin the program again"
            time.sleep(0.1)

    def close(self) -> None:
        """End it for good."""
        self._over.set()
        if self.program is not None:
            self.program.terminate()
        self._thread.join(20)
