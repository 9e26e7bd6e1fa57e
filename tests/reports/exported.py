"""A small real station for the tests of exports: founded, used by its people, with a checkpoint and an attachment."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import cryptography

from ebr import paths
from ebr.clock import SimulatedClock
from ebr.domain import subjects
from ebr.domain.batch.events import ValueRecorded
from ebr.domain.decision import Draft
from ebr.domain.people.commands import EnrolPerson, SignAcknowledgement
from ebr.domain.refusal import Refusal
from ebr.domain.station.events import CheckpointMade
from ebr.station.door import Answers, FounderAnswers, Station
from ebr.station.questions import Preview
from ebr.station.reporting import all_entries
from ebr.storage.chain import Entry
from ebr.storage.checkpoint import Checkpoint, origin_of, signed_note
from ebr.storage.tree import root_of

PASSWORD = "copper kettle 47"
CHECKER = paths.resources() / "checker" / "check.py"
LIBRARIES = Path(cryptography.__file__).parent.parent
PICTURE = b"\x89PNG the scale, photographed"
BATCH = "HR-0001"


@dataclass(frozen=True)
class Record:
    """The entries of a station and its files."""

    entries: list[Entry]
    names: list[str]
    files: dict[str, bytes]
    fingerprint: str

    @property
    def head(self) -> str:
        return self.entries[-1].hash.hex()


def record(folder: Path) -> Record:
    """Found a station, let three people sign, enrol a fourth with a name beyond ASCII, record values, make checkpoints."""
    founders = (
        FounderAnswers("aroot", "Anna Root", ("administrator",), PASSWORD, "broot", "passport", duty_unlocker=True),
        FounderAnswers("broot", "Ben Root", ("administrator",), PASSWORD, "aroot", "passport"),
        FounderAnswers("qlee", "Quinn Lee", ("quality",), PASSWORD, "aroot", "passport", duty_unlocker=True),
    )
    clock = SimulatedClock(datetime(2026, 11, 1, 8, 0, tzinfo=UTC))
    answers = Answers("Demo plant", "Room-1", founders, "demonstration", key_store="demonstration")
    Station.create(folder, answers, clock)
    with Station.open(folder, clock=clock) as station:
        for person in ("aroot", "broot", "qlee"):
            station.sign_in(person, PASSWORD)
            _signed(station, SignAcknowledgement(person, "I accept"), person)
        checkpoint(station)
        station.sign_in("aroot", PASSWORD)
        _enrol(
            station,
            EnrolPerson("zkov", "Zoë Ková\u0159", ("operator",), "aroot", "passport", "", "", "qlee", temporary=False),
        )
        _recorded(station, station.attach(PICTURE, "scale.png", "image/png"))
        _recorded(station, {"text": 'line\nbreak, \N{GREEK SMALL LETTER MU} and "quotes"'})
        checkpoint(station)
    with Station.open(folder, clock=clock) as station:
        return _taken(station)


def _taken(station: Station) -> Record:
    names = list(station.attachments.names())
    files = {name: station.attachments.stored(name) or b"" for name in names}
    return Record(all_entries(station), names, files, _fingerprint(station))


def _fingerprint(station: Station) -> str:
    from ebr.station.questions import StationStatus

    return station.ask(StationStatus()).fingerprint


def _signed(station: Station, command: object, by: str) -> None:
    answer = station.do(command, by=by, secret=PASSWORD, seen=station.ask(Preview(command, by)).seen)
    assert answer.ok, answer


def _enrol(station: Station, command: EnrolPerson) -> None:
    drafted = station.draft_keys(command, PASSWORD)
    seen = station.ask(Preview(drafted, "aroot")).seen
    answer = station.enrol(drafted, PASSWORD, by="aroot", secret=PASSWORD, seen=seen)
    assert answer.ok, answer


def _recorded(station: Station, value: dict[str, str]) -> None:
    event = ValueRecorded(BATCH, "p/s", 1, 1, value, "zkov", {"how": "typed"}, "")
    draft = Draft(subjects.unit(BATCH, "p"), event)
    at = station.clock.now()
    station.store.log.append(str(value), [draft], by="zkov", presence="", at=at, relies=[subjects.person("zkov")])


def checkpoint(station: Station, root: bytes | None = None) -> None:
    entries = all_entries(station)
    found = root_of([entry.hash for entry in entries]) if root is None else root
    log = station.store.log.id
    note = signed_note(Checkpoint(origin_of("Room-1", log), len(entries), found), station.store.keys.signing)
    draft = Draft(subjects.station("Room-1"), CheckpointMade(len(entries), found.hex(), note))
    station.store.log.append(f"checkpoint-{len(entries)}", [draft], by="", presence="", at=station.clock.now())


@dataclass(frozen=True)
class Verdict:
    """What the checker said: how it ended, and code and number of the entry of each finding."""

    status: int
    findings: frozenset[tuple[str, int]]
    text: str

    @property
    def codes(self) -> set[str]:
        return {code for code, _ in self.findings}


def checked(place: Path, *options: str) -> Verdict:
    """Run the checker as a stranger does: own process, nothing of ours importable, only `cryptography` and what it needs."""
    start = f"import sys, runpy; sys.path[:] = [p for p in sys.path if 'site-packages' not in p and 'main' != p] + [{str(LIBRARIES)!r}]; "
    start += "sys.modules.update(dict.fromkeys(('ebr', 'msgspec', 'jsonschema', 'sqlalchemy'))); "
    start += f"sys.argv = ['check.py', *sys.argv[1:]]; runpy.run_path({str(CHECKER)!r}, run_name='__main__')"
    command = [sys.executable, "-I", "-S", "-W", "error", "-c", start, str(place), "--json", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode == 2 or not done.stdout:
        return Verdict(done.returncode, frozenset(), done.stderr)
    found = json.loads(done.stdout)["findings"]
    return Verdict(done.returncode, frozenset((one["code"], one["seq"]) for one in found), done.stdout)


def verified(place: Path, *, site: str = "", heads: Iterable[str] = ()) -> frozenset[tuple[str, int]]:
    """Return what the program's own verifier finds: code and number of entry; a refusal to read is one, without a number."""
    from ebr.station.verifying import verify

    try:
        report = verify(place, site=site, heads=list(heads))
    except Refusal as refusal:
        return frozenset({(refusal.code, 0)})
    return frozenset((finding.code, finding.seq) for finding in report.findings)
