"""The package on a fresh Debian 12, without a network and without Python: `python -m tests.installer.on_debian`.

Run by hand, as root, where debootstrap, Xvfb, xdotool, dbus-daemon and at-spi2-core are; `python3 -m installer test --soak`
runs it when they are and `dist/` holds a package. Never part of the tests themselves: it takes minutes.

1  installs it, has it test itself, founds a site by the command line
2  the kiosk on a screen of 1280 x 800; a whole batch by mouse and keys, read as a screen reader reads it (`whole_batch`);
   the program is killed in the middle of a step
3  verify, certificate, qualify, doctor
4  a package of a higher version over it, a store of a form to come, the older package again, what earlier versions
   wrote (`tests/data/golden`), remove, purge
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from installer import package, shipped
from tests.installer.fresh_debian import Debian, Kiosk, base
from tests.installer.glass import SOCKETS, Glass
from tests.installer.prepared_plant import prepare
from tests.installer.screen import Screen, StuckError
from tests.installer.whole_batch import BATCH, Story

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "data" / "golden"
STATION = "/var/lib/ebr/station"
TOOLS = ("debootstrap", "Xvfb", "xdotool", "dbus-daemon", "unshare", "setpriv", "import")
FOUNDERS = [
    {"person": person, "name": name, "roles": [role], "password": "copper kettle 47", "identity_checked_by": checker,
     "identity_evidence": "passport"}
    for person, name, role, checker in (
        ("aroot", "Anna Root", "administrator", "broot"), ("broot", "Ben Root", "administrator", "aroot"),
        ("qlee", "Quinn Lee", "quality", "aroot"))
]  # fmt: skip
LEFT = ("/var/lib/ebr", "/var/lib/dpkg", "/var/log", "/var/cache", "/etc/passwd-", "/etc/group-", "/etc/shadow-",
        "/etc/gshadow-", "/etc/subuid-", "/etc/subgid-", "/tmp", "/root", "/run")  # noqa: S108  # fmt: skip
"""What may be there after a purge: the station, what Debian itself writes down, and what this script brought."""


class WrongError(Exception):
    """Something is not as it must be."""


class Run:
    """Run(deb, base, place): each method proves one thing and says it with its seconds."""

    def __init__(self, deb: Path, origin: Path, place: Path) -> None:
        self.deb, self.place = deb, place
        self.debian = Debian(origin, place / "debian")
        self.before = self.debian.files()
        self._since = time.monotonic()

    def tell(self, words: str) -> None:
        """Say what was proved, and how long it took."""
        now = time.monotonic()
        print(f"{now - self._since:6.1f} s  {words}", flush=True)
        self._since = now

    def insist(self, truth: object, words: str) -> None:
        """Stop when something is not so."""
        if not truth:
            raise WrongError(words)

    def ebr(self, *arguments: str, code: int = 0) -> str:
        """Run the installed program as its user, and insist on how it ends."""
        done = self.debian.run("/usr/bin/ebr", *arguments, user="ebr", QT_QPA_PLATFORM="offscreen")
        self.insist(done.returncode == code, f"ebr {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}")
        return done.stdout

    def dpkg(self, *arguments: str) -> str:
        """Have dpkg do something, and insist that it did."""
        done = self.debian.run("/usr/bin/dpkg", *arguments)
        self.insist(done.returncode == 0, f"dpkg {' '.join(arguments)}:\n{done.stdout}")
        return done.stdout

    def inside(self, path: str) -> Path:
        """Return a path there as this machine sees it."""
        return self.debian.root / path.lstrip("/")

    # -- installing

    def install(self) -> None:
        """Put it there, and have it try itself."""
        python = [name for name in self.before if name.rpartition("/")[2].startswith("python3")]
        self.insist(not python, f"Python is there already: {python}")
        network = self.debian.run("/bin/cat", "/proc/net/dev").stdout
        self.insist([line.split(":")[0].strip() for line in network.splitlines()[2:]] == ["lo"], network)
        shutil.copy(self.deb, self.inside("/root") / self.deb.name)
        self.dpkg("-i", f"/root/{self.deb.name}")
        self.tell(f"dpkg -i {self.deb.name} ({self.deb.stat().st_size / 1e6:.0f} MB), no network but lo, no Python")
        said = self.ebr("self-test").strip().splitlines()
        self.tell(f"ebr self-test: {said[-1]}")
        self._sums()
        answers = {"site": "Plant", "station": "Room-1", "profile": "production", "founders": FOUNDERS}
        answers["passphrase"] = "four brown horses run"
        folder = self.inside("/var/lib/ebr")
        (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
        self.ebr("site", "create", "--station", "/var/lib/ebr/founded", "--answers", "/var/lib/ebr/answers.json",
                 "--recovery", "/var/lib/ebr")  # fmt: skip
        self.ebr("verify", "/var/lib/ebr/founded")
        self.tell("ebr site create --answers, verified")

    def _sums(self) -> None:
        done = self.debian.run("/bin/sh", "-c", "cd /usr/lib/ebr && sha256sum -c --quiet SHA256SUMS")
        self.insist(done.returncode == 0, done.stdout)

    # -- the kiosk

    def prepare(self) -> str:
        """Put a station with people and a master in force there; made outside, see `prepared_plant`."""
        made = self.place / "prepared"
        password = prepare(made)
        shutil.copytree(made, self.inside(STATION))
        user = self.debian.user("ebr")
        for path in (self.inside(STATION), *self.inside(STATION).rglob("*")):
            os.chown(path, user, user)
        self.tell("a station with 11 people and a master in force, made outside and put there")
        return password

    def batch(self, password: str) -> None:
        """The kiosk, and a whole batch by mouse and keys."""
        glass = Glass(self.debian.user("ebr"))
        self.debian.share(str(SOCKETS), str(glass.place))
        kiosk = Kiosk(self.debian, glass.variables, self.place / "kiosk.log")
        screen = None
        try:
            screen = Screen(glass.variables)
            self._played(screen, kiosk, password)
        except StuckError:
            if screen is not None:
                screen.picture(self.place / "stuck.png")
            raise
        finally:
            kiosk.close()
            glass.close()

    def _played(self, screen: Screen, kiosk: Kiosk, password: str) -> None:
        story = Story(screen, password, self.tell)
        screen.wait("User name", seconds=60)
        self.tell("the kiosk's script: the login stands on the screen")
        box = next(one.box for one in screen.things() if one.role == "frame")
        self.insist(box == (0, 0, 1280, 800), f"the window is not the whole screen: {box}")
        story.issue()
        story.clear()
        story.begin_mixing()
        kiosk.kill()
        kiosk.wait_for_start(2)
        time.sleep(2)
        story.find_again()
        self.tell(
            "killed (-9) in the middle of step 2.1, begun anew by the kiosk; after sign-in the person stands in the same step"
        )
        screen.picture(self.place / "same-step.png")
        for stretch in (story.mix, story.weigh_up, story.decide_exception, story.complete, story.review, story.certify):
            stretch()
        screen.picture(self.place / "end.png")
        self.insist(not screen.nameless, f"controls without a name: {sorted(screen.nameless)}")
        self.tell(f"by {screen.clicks} clicks and {screen.strokes} keys, every button and field seen had a name")

    # -- proof

    def prove(self) -> None:
        """The record, the papers, the qualification, the doctor."""
        self.tell("ebr verify: " + self.ebr("verify", STATION).strip().splitlines()[-1])
        report = f"{STATION}/reports/{BATCH}-report-1.pdf"
        self.tell("ebr verify of the report: " + self.ebr("verify", report).strip().splitlines()[-1])
        paper = "/var/lib/ebr/certificate.pdf"
        self.ebr("certificate", BATCH, "--station", STATION, "-o", paper)
        self.insist(self.inside(paper).read_bytes().startswith(b"%PDF"), "the certificate is no PDF")
        self.tell("ebr certificate: written")
        self.ebr("doctor", "--station", STATION, "--package", "/var/lib/ebr/support.zip")
        self.tell("ebr doctor: nothing wrong, the package for support is written")

    def qualify(self) -> None:
        """Installation and operation, with a report."""
        paper = "/var/lib/ebr/qualification.pdf"
        said = self.ebr("qualify", "--station", STATION, "-o", paper)
        self.tell("ebr qualify: " + " / ".join(said.strip().splitlines()[-3:]))
        self.insist(self.inside(paper).read_bytes().startswith(b"%PDF"), "the qualification is no PDF")
        shutil.copy(self.inside(paper), self.place / "qualification.pdf")

    # -- versions

    def upgrade(self) -> None:
        """A higher version over it, and back."""
        head = self.ebr("verify", STATION)
        higher = newer(self.deb, self.place)
        shutil.copy(higher, self.inside("/root") / higher.name)
        self.tell(f"made {higher.name} of the same program")
        self.dpkg("-i", f"/root/{higher.name}")
        self._sums()
        self.insist(self.ebr("verify", STATION) == head, "the record verifies otherwise after the upgrade")
        self.ebr("status", "--station", STATION)
        self.tell(f"dpkg -i {higher.name} over it: the station opens, the same record verifies")
        self._form(1)
        done = self.debian.run("/usr/bin/ebr", "status", "--station", STATION, user="ebr")
        self.insist(done.returncode not in (0, 134, 139) and "Traceback" not in done.stdout, done.stdout)
        self.tell(f"a store of a form to come is refused: {' '.join(done.stdout.split())}")
        self._form(-1)
        self.dpkg("-i", f"/root/{self.deb.name}")
        self.ebr("status", "--station", STATION)
        self.tell("the older package over the newer one: the station of this form opens")
        for pack in sorted(GOLDEN.glob("*.tar.xz")):
            self._earlier(pack)

    def _earlier(self, pack: Path) -> None:
        """A station that an earlier version wrote."""
        name = f"/var/lib/ebr/earlier/{pack.name.partition('.')[0]}"
        with tarfile.open(pack) as packed:
            packed.extractall(self.inside(name), filter="data")
        user = self.debian.user("ebr")
        for path in (self.inside("/var/lib/ebr/earlier"), *self.inside("/var/lib/ebr/earlier").rglob("*")):
            os.chown(path, user, user)
        self.ebr("status", "--station", f"{name}/station")
        for part in ("station", "report.pdf", "archive", "bundle.ebrb"):
            self.ebr("verify", f"{name}/{part}")
        self.tell(f"{pack.name}: station, report, archive and bundle of an earlier version are read and verify")

    def _form(self, by: int) -> None:
        with sqlite3.connect(self.inside(f"{STATION}/station.db")) as store:
            (now,) = store.execute("PRAGMA user_version").fetchone()
            store.execute(f"PRAGMA user_version = {now + by}")
        store.close()
        user = self.debian.user("ebr")
        for path in self.inside(STATION).glob("station.db*"):
            os.chown(path, user, user)

    def purge(self) -> None:
        """Nothing of the package is left but the records, and that is said."""
        self.dpkg("-r", "ebr")
        left = {name for name in self.debian.files() - self.before if not name.startswith(LEFT)}
        self.insist(not left, f"left after removing: {sorted(left)[:20]}")
        self.insist(self.inside(f"{STATION}/station.db").exists(), "the station went with the program")
        said = self.dpkg("-P", "ebr")
        self.insist("/var/lib/ebr is kept" in said, said)
        self.insist(self.inside(f"{STATION}/station.db").exists(), "the station went with the purge")
        left = {name for name in self.debian.files() - self.before if not name.startswith(LEFT)}
        self.insist(not left, f"left after purging: {sorted(left)[:20]}")
        kept = next(line for line in said.splitlines() if "is kept" in line)
        self.tell(f"removed and purged, no file is left but the station; it says: {kept}")


def newer(deb: Path, place: Path) -> Path:
    """Make a package of a higher version from the same program: only its version says so."""
    root, folder = place / "newer", deb.parent / "ebr"
    (root / "dist").mkdir(parents=True)
    for name in ("pyproject.toml", "LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, root / name)
    version = shipped.version_of(ROOT)
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    (root / "pyproject.toml").write_text(text.replace(f'version = "{version}"', f'version = "{version}+1"', 1))
    copy = root / "dist" / "ebr"
    subprocess.run(["cp", "-al", str(folder), str(copy)], check=True)
    for name, change in (("VERSION", lambda said: said.replace(version, f"{version}+1", 1)), (shipped.SUMS, None)):
        said = (copy / name).read_text(encoding="utf-8")
        (copy / name).unlink()  # a name of its own: the program it was linked from stays as it is
        (copy / name).write_text(change(said) if change else shipped.sums(copy), encoding="utf-8")
    return package.build(root, copy)


def missing() -> str:
    """Say what keeps this from being run here; "" for nothing."""
    lacks = [name for name in TOOLS if shutil.which(name) is None]
    if os.geteuid() != 0:
        return "it is for root only, who may make a system in a folder"
    return f"there is no {', '.join(lacks)}" if lacks else ""


@contextmanager
def work(keep: bool, place: Path) -> Iterator[Path]:
    """A folder that is removed at the end, unless something went wrong or it is wanted."""
    place.mkdir(parents=True)
    done = False
    try:
        yield place
        done = True
    finally:
        if done and not keep:
            shutil.rmtree(place, ignore_errors=True)
        else:
            print(f"kept: {place}")


def main() -> int:
    """Do all of it; 0 when everything is as it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.installer.on_debian", description=__doc__)
    parser.add_argument("deb", type=Path, nargs="?", help="the package; without it, the one in dist/")
    parser.add_argument("--cache", type=Path, default=Path("/var/cache/ebr-on-debian"))
    parser.add_argument("--keep", action="store_true", help="leave the system for looking at it")
    parser.add_argument("--only", default="install,batch,prove,qualify,upgrade,purge")
    asked = parser.parse_args()
    reason = missing()
    debs = [asked.deb] if asked.deb else sorted((ROOT / "dist").glob("ebr_*.deb"))
    if reason or not debs:
        print(f"Not run: {reason or 'there is no package in dist/; make it with: python3 -m installer build'}.")
        return 0
    asked.cache.mkdir(parents=True, exist_ok=True)
    parts: dict[str, Callable[[Run], None]] = {
        "install": Run.install, "batch": lambda run: run.batch(run.prepare()), "prove": Run.prove,
        "qualify": Run.qualify, "upgrade": Run.upgrade, "purge": Run.purge,
    }  # fmt: skip
    begun = time.monotonic()
    try:
        with work(asked.keep, asked.cache / f"run-{os.getpid()}") as place:
            run = Run(debs[-1], base(asked.cache), place)
            for name in asked.only.split(","):
                parts[name](run)
    except (WrongError, StuckError) as wrong:
        sys.stderr.write(f"WRONG: {wrong}\n")
        return 1
    print(f"The package is fine on a fresh Debian 12; {time.monotonic() - begun:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
