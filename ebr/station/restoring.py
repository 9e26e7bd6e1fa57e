"""A station comes back from its backup: verified, in a new log; or a drill, that proves the backup and leaves nothing.

The station is as it was at the moment of the backup. It begins a *new* log that names the old one and its last entry:
whatever the old one wrote later may be missing here, and a second history under one name would be a fork. The office
admits the new log; what other stations have of the old one comes back by a round or a bundle.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from ebr.clock import Clock, SystemClock
from ebr.domain.refusal import Refusal
from ebr.station.backup import KIND, WHOLE_KEY_FILES, About, Opener, Title, about_in, content_key, largest, title_in
from ebr.storage import key_store
from ebr.storage.attachments import Attachments
from ebr.storage.folder import BALLAST, DATABASE, LOCK
from ebr.storage.opening import NEW, finish, remove_leftovers
from ebr.storage.setting import Setting
from ebr.storage.store import Store
from ebr.storage.verify.report import Finding, Report
from ebr.storage.verify.station_folder import verify_folder
from ebr.sync import sealed_file
from ebr.sync.envelopes import remember_versions

_KEY_FILE = msgspec.json.Decoder(dict[str, str])


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: as the backup says, as the verifier says, and what nobody can say."""

    title: Title
    entries: int
    logs: int
    attachments: int
    report: Report
    new_log: str = ""
    """The log that goes on, "" after a drill."""

    @property
    def may_be_missing(self) -> str:
        """The place from which on entries of the old log may exist elsewhere: they were written after the backup."""
        return f"{self.title.seq + 1}"


def restore(
    file: Path,
    place: Path,
    opener: Opener,
    *,
    passphrase: str | None = None,
    prefer_key_store: str | None = None,
    clock: Clock | None = None,
    ask: Callable[[], str | None] = lambda: None,
) -> Restored:
    """Give a station back in a new folder, verified, in a new log; raises `Refusal` and leaves no station.

    `passphrase` opens the station's key file, or closes a new one where the backup brings the secret itself; without
    it, `ask` gives it once a key file turns out to need one.
    """
    restored = _unpacked(file, place, opener, passphrase, prefer_key_store)
    try:
        _see_sound(restored.report, file)
        if passphrase is None and key_store.in_use(place) == "sealed file":
            passphrase = ask()
        setting = Setting(clock=clock or SystemClock())
        with Store.open(place, passphrase=passphrase, setting=setting, anew=remember_versions) as store:
            return replace(restored, new_log=store.log.id)
    except Refusal:
        _remove(place)
        raise


def _see_sound(report: Report, file: Path) -> None:
    if not report.ok:
        raise Refusal("backup_not_sound", file=str(file), why=report.findings[0].meaning)


def drill(file: Path, opener: Opener) -> Restored:
    """Prove a backup: restore it to a temporary place, verify everything, and delete it again."""
    with tempfile.TemporaryDirectory(prefix="ebr-drill-") as name:
        return _unpacked(file, Path(name) / "station", opener, None, None, keep_key=False)


def _unpacked(
    file: Path,
    place: Path,
    opener: Opener,
    passphrase: str | None,
    prefer: str | None,
    *,
    keep_key: bool = True,
) -> Restored:
    outer = sealed_file.read_outer(file, KIND, sealed=False)
    title, content = title_in(outer), content_key(outer, opener)
    place.mkdir(parents=True, exist_ok=True)
    if any(place.iterdir()):
        raise (
            Refusal("store_exists", folder=str(place))
            if (place / DATABASE).exists()
            else Refusal("folder_not_empty", folder=str(place))
        )
    try:
        about, count = _write_members(outer, content, place, _keeper(place, title, passphrase, prefer, keep=keep_key))
        finish(place)
    except BaseException:
        _remove(place)
        raise
    report = verify_folder(place)
    entries = sum(seq for seq, _ in about.heads.values())
    return Restored(title, entries, len(about.heads), count, compared(report, about))


def _write_members(
    outer: sealed_file.Outer, key: bytes, place: Path, keep: Callable[[About, bytes], None]
) -> tuple[About, int]:
    """Write database and attachments; the database under its name of a station that is not whole yet."""
    about: About | None = None
    attachments, count, digest = Attachments(place), 0, hashlib.sha256()
    with (place / NEW).open("xb") as database:
        (place / NEW).chmod(0o600)
        for member in sealed_file.members(outer, key, largest):
            kind, _, rest = member.name.partition("/")
            if (about is None) is not (kind == "about"):
                raise sealed_file.damaged(outer.path)
            if about is None:
                about = about_in(member.data)
            elif kind == "key":
                keep(about, member.data)
            elif kind == "database":
                digest.update(member.data)
                database.write(member.data)
            elif attachments.add(member.data) == rest:
                count += 1
    if about is None or digest.hexdigest() != about.database:
        raise sealed_file.damaged(outer.path)
    return about, count


def _keeper(
    place: Path, title: Title, passphrase: str | None, prefer: str | None, *, keep: bool
) -> Callable[[About, bytes], None]:
    def _keep(about: About, data: bytes) -> None:
        if not keep:
            return
        if about.key_store in WHOLE_KEY_FILES:
            key_store.keep_file(place, _KEY_FILE.decode(data))
        else:
            key_store.create(place, title.profile, passphrase, prefer or about.key_store, restored=data)

    return _keep


def compared(report: Report, about: About) -> Report:
    """Add what the verifier cannot know: whether every log ends where the backup says."""
    found = {log: (seq, name) for log, seq, name in report.heads}
    missing = [
        Finding("head_missing", {"hash": name})
        for log, (seq, name) in about.heads.items()
        if found.get(log) != (seq, name)
    ]
    return replace(report, findings=(*report.findings, *missing))


def _remove(place: Path) -> None:
    """Leave no half station behind."""
    remove_leftovers(place)
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", key_store.FILE, LOCK, BALLAST):
        (place / name).unlink(missing_ok=True)
    shutil.rmtree(place / "attachments", ignore_errors=True)
