"""The commands of `python3 -m installer`, each one a function that returns an exit code."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path

from installer import bundle, checks, environment, guides, native
from installer.speech import Stopped, complain, say

ROOT = Path(__file__).resolve().parent.parent
DEMO_FOLDER = "demo-site"
PLAYED = ("resources/demo", "resources/mbr")
"""What the demonstration is played from."""
OPENING = "from ui.display import application; application()"


def run(arguments: list[str]) -> int:
    """Do what the command line asks; return 0, 1 for "did not work", 2 for a wrong command line."""
    asked = _parser().parse_args(arguments)
    try:
        return _COMMANDS[asked.command](asked)
    except Stopped as stop:
        complain(f"\n{stop}")
        return 1
    except KeyboardInterrupt:
        complain("\nInterrupted. Start the same command again; what was begun is redone.")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m installer", description="Set up, start, test or bundle the program."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    start = commands.add_parser("run", help="set up and open the program on the demonstration site")
    start.add_argument(
        "--station", type=Path, default=None, help="the station folder to open (default: in your data folder)"
    )
    test = commands.add_parser("test", help="set up and run every check")
    test.add_argument("--soak", action="store_true", help="run the kills and power cuts for long, not for one minute")
    commands.add_parser("build", help="make the one-folder program in dist/")
    commands.add_parser("setup", help="only set up")
    commands.add_parser("lock", help="refresh requirements.lock from pyproject.toml")
    commands.add_parser("words", help="refresh the catalogue of texts in resources/locale")
    read = commands.add_parser("guides", help="name the translated help pages that are old, or note some as read again")
    read.add_argument("language", nargs="?", help="the language of the pages")
    read.add_argument("pages", nargs="*", help="pages that say what the English ones say now")
    return parser


def _set_up(_asked: argparse.Namespace) -> int:
    environment.ensure(ROOT)
    say("Set up.")
    return 0


def _run(asked: argparse.Namespace) -> int:
    window = has_display(sys.platform, os.environ)
    native.ensure(window=window)
    python = environment.ensure(ROOT)
    station = asked.station or data_folder(sys.platform, os.environ) / demo_folder(ROOT)
    say(f"The demonstration station is in {station}. Delete that folder to start afresh.")
    command = [str(python), "-m", "ui", "demo", "--station", str(station)]
    if not (window and opens(python)):
        say("There is no display here, so the demonstration runs without a window and leaves its signed reports there.")
        command.append("--headless")
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _test(asked: argparse.Namespace) -> int:
    native.ensure(window=False)
    return checks.run(ROOT, environment.ensure(ROOT), soak=asked.soak)


def _build(_asked: argparse.Namespace) -> int:
    native.ensure(window=False)
    return bundle.build(ROOT, environment.ensure(ROOT))


def _lock(_asked: argparse.Namespace) -> int:
    python = environment.ensure(ROOT)
    compile_lock = [
        str(python),
        "-m",
        "uv",
        "pip",
        "compile",
        *environment.LOCK_OPTIONS,
        "--output-file",
        "requirements.lock",
    ]
    code = subprocess.run([*compile_lock, "--upgrade", "pyproject.toml"], cwd=ROOT, check=False).returncode
    say(
        "requirements.lock is refreshed; the next command installs from it."
        if code == 0
        else "uv could not make the lock."
    )
    return code


def _words(_asked: argparse.Namespace) -> int:
    python = environment.ensure(ROOT)
    return subprocess.run([str(python), "-m", "installer.catalogue"], cwd=ROOT, check=False).returncode


def _guides(asked: argparse.Namespace) -> int:
    if asked.language:
        guides.note(ROOT, asked.language, asked.pages)
    old = guides.old(ROOT)
    for language, page in old:
        say(f"resources/help/{language}/{page}.md: the English page changed. Read it again, then note it here.")
    return 1 if old else 0


def has_display(platform: str, variables: os._Environ[str] | dict[str, str]) -> bool:
    """Tell whether a window may be shown: always on Windows and macOS, on others when a display is named."""
    if platform in {"win32", "darwin"}:
        return True
    return bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def opens(python: Path, variables: dict[str, str] | None = None) -> bool:
    """Try the display that is named: it may be one that has ended, or another person's."""
    try:
        done = subprocess.run(
            [str(python), "-c", OPENING], cwd=ROOT, env=variables, capture_output=True, timeout=60, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def demo_folder(root: Path) -> str:
    """Return the name of the demonstration's folder: another one for another story, which could not go on with it."""
    files = sorted(path for place in PLAYED for path in (root / place).rglob("*") if path.is_file())
    told = hashlib.sha256()
    for path in files:
        told.update(f"{path.relative_to(root).as_posix()}\n{len(path.read_bytes())}\n".encode())
        told.update(path.read_bytes())
    return f"{DEMO_FOLDER}-{told.hexdigest()[:8]}"


def data_folder(platform: str, variables: os._Environ[str] | dict[str, str]) -> Path:
    """Return this person's data folder, the same that `ebr.paths.data` names for the program itself."""
    if platform == "win32":
        return Path(variables.get("LOCALAPPDATA") or Path.home()) / "ebr"
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "ebr"
    return Path(variables.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "ebr"


_COMMANDS = {
    "run": _run,
    "test": _test,
    "build": _build,
    "setup": _set_up,
    "lock": _lock,
    "words": _words,
    "guides": _guides,
}
