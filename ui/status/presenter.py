"""How the station is, in words: record, witness, key, clock, disk.

Whether it may be switched off; and a verification on request.

No value of any batch stands here (floor-rules 17).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ebr.station.questions import CentralAnswer, CentralStore, StationStatus, StatusAnswer
from ebr.wording import profile_word
from ebr.words import figure, mark, ntr, tr
from ui.desk import Desk
from ui.pages.offer import Shown
from ui.pages.visit import Visit
from ui.rounds import Round, rounds_of
from ui.shown import when_of
from ui.status.central import CentralShown, central_of
from ui.watch import FIRST, Walked

GIB: Final = 1024**3
LOW_GIB: Final = 2
GROUP: Final = 4
CLOCKS: Final = {
    "system": mark("The clock of this machine"),
    "simulated": mark("Simulated, for a store that is not production"),
}
KEY_STORES: Final = {
    "demonstration": mark("A file without protection, allowed outside production only"),
    "sealed file": mark("A file sealed with a passphrase"),
}


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with its tone: info, warn, crit or quiet."""

    tone: str
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """Everything the screen says."""

    messages: tuple[Message, ...]
    record: tuple[Shown, ...]
    machine: tuple[Shown, ...]
    entries: int
    folder: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification said: whether all is well, and its lines."""

    fine: bool
    lines: tuple[str, ...]


class StatusPresenter:
    """StatusPresenter(desk, walked): `walked()` is the last walk over the chain, None where nobody walks it.

    Callbacks: on_status(Status), on_central(CentralShown), on_verified(Verified), on_busy(bool). `can_verify`: a child
    process can run.
    """

    def __init__(self, desk: Desk, walked: Callable[[], Walked | None] = lambda: None) -> None:
        self._walked = walked
        self._child: Any = getattr(desk, "child", None)
        self.desk = Visit(desk)
        self._rounds = rounds_of(desk)
        self._answer: StatusAnswer | None = None
        self._central: CentralAnswer | None = None
        self._folder = ""
        self.busy = False
        self.on_central: Callable[[CentralShown], None] = lambda _shown: None
        self.on_status: Callable[[Status], None] = lambda _status: None
        self.on_verified: Callable[[Verified], None] = lambda _found: None
        self.on_busy: Callable[[bool], None] = lambda _busy: None
        self.desk.on_changed(lambda _roots: self.refresh())
        self._unhear = self._rounds.on_moved(self._moved) if self._rounds is not None else lambda: None

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()
        self._unhear()

    @property
    def can_verify(self) -> bool:
        """A child process of this program can run the verifier beside the open station."""
        return self._child is not None

    def refresh(self) -> None:
        """Ask how the station is."""
        self.desk.ask(StationStatus(), self._got)
        self.desk.ask(CentralStore(), self._got_central)

    def _got(self, answer: StatusAnswer) -> None:
        self._folder, self._answer = answer.folder, answer
        self.on_status(status_of(answer, self._walked()))

    # -- the central store

    def _got_central(self, central: CentralAnswer) -> None:
        self._central = central
        self._show_central()

    def _show_central(self) -> None:
        if self._answer is not None and self._central is not None:
            now = self._rounds.now if self._rounds is not None else Round()
            self.on_central(central_of(self._answer, self._central, now, able=self._rounds is not None))

    def _moved(self, now: Round) -> None:
        self._show_central()
        if not now.busy:
            self.refresh()

    def synchronise(self) -> None:
        """Do a round now; recording goes on meanwhile."""
        if self._rounds is not None:
            self._rounds.start()

    def name_centre(self, address: str, password: str) -> None:
        """Do a round with another central store; its address is remembered when it was reached."""
        if self._rounds is not None:
            self._rounds.start(address.strip(), password or None)

    @property
    def address(self) -> str:
        """The address remembered, "" for none."""
        return self._central.address if self._central is not None else ""

    def fetch(self, batch: str) -> None:
        """Want the contents of a batch here, and bring them at once where that can be."""

        def wanted(_said: Any) -> None:
            self.refresh()
            self.synchronise()

        self.desk.call("fetch", wanted, batch)

    def verify(self) -> None:
        """Walk the whole record in a process of its own; recording goes on meanwhile."""
        if self.busy or self._child is None:
            return
        self._set_busy(busy=True)
        self._child(["verify", self._folder], self.desk.guarded(self._verified))

    def _verified(self, result: tuple[int, str]) -> None:
        self._set_busy(busy=False)
        code, text = result
        self.on_verified(Verified(code == 0, tuple(line for line in text.splitlines() if line.strip())))

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.on_busy(busy)


def grouped(text: str) -> str:
    """Return a fingerprint in groups of four, to read aloud and compare."""
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def status_of(answer: StatusAnswer, walked: Walked | None = None) -> Status:
    """Return the station in words."""
    messages = (*walk_messages(walked), *messages_of(answer)[1 if walked is not None and walked.findings else 0 :])
    return Status(messages, record_of(answer, walked), machine_of(answer), answer.entries, answer.folder)


def walk_messages(walked: Walked | None) -> tuple[Message, ...]:
    """Return what follows from the last walk, or why there was none; its first findings stand in the banner."""
    if walked is not None and walked.findings:
        words = "\n".join(walked.findings[FIRST:])
        return (
            Message("crit", tr("Do not switch this station off before quality and the administrator saw it"), words),
        )
    if walked is not None and walked.failed:
        words = tr("Verify the record, and call the administrator when that fails too: {why}", why=walked.failed)
        return (Message("warn", tr("The chain could not be walked"), words),)
    return ()


def walk_fact(walked: Walked | None) -> Shown:
    """Return when the whole chain was last walked, and what came of it."""
    name = tr("Chain walked")
    if walked is None:
        return Shown(name, tr("Not since the program was started"))
    if not walked.at:
        return Shown(name, tr("Being walked now"))
    if walked.failed:
        return Shown(name, tr("Failed {when}", when=when_of(walked.at)), walked.failed, "warn")
    words = ntr("{n} entry is whole", "{n} entries are whole", walked.entries)
    found = ntr("{n} finding", "{n} findings", len(walked.findings))
    tone = "crit" if walked.findings else ""
    return Shown(name, when_of(walked.at), found if walked.findings else words, tone)


def warning(answer: StatusAnswer) -> tuple[str, str]:
    """Return what every screen says while clock or disk need somebody, and its detail; empty texts for nothing."""
    found = (*_clock(answer), *_disk(answer))
    return (found[0].text, found[0].detail) if found else ("", "")


def _clock(answer: StatusAnswer) -> list[Message]:
    found = []
    if answer.clock_blocked:
        words = tr("Nobody can sign until an administrator and quality state the time by an independent clock.")
        found.append(Message("crit", tr("The clock jumped"), words))
    if answer.clocks_apart:
        found.append(Message("crit", tr("Two clocks disagree"), answer.clocks_apart))
    return found


def _disk(answer: StatusAnswer) -> list[Message]:
    found = []
    if not answer.ballast:
        words = tr(
            "The spare file that lets a step be finished on a full disk is missing. Free some room;"
            " it comes back by itself."
        )
        found.append(Message("warn", tr("The disk was full"), words))
    if answer.free_bytes < LOW_GIB * GIB:
        words = tr(
            "Call the administrator now: on a full disk nothing more is recorded. Old exports and backups can be moved"
            " to another disk; the station's own folder stays as it is."
        )
        title = tr("The disk is nearly full: {free} left", free=size_words(answer.free_bytes))
        found.append(Message("warn", title, words))
    return found


def messages_of(answer: StatusAnswer) -> tuple[Message, ...]:
    """Return first whether the station may be switched off, then what needs somebody."""
    found = [off_message(answer)]
    found += _clock(answer)
    if answer.not_passed_on:
        words = "\n".join(answer.not_passed_on)
        found.append(Message("warn", tr("Entries of other stations could not be passed on"), words))
    if answer.findings:
        words = tr("Look for “Fault noted” in the audit trail, and verify the record.")
        found.append(
            Message(
                "crit", ntr("{n} fault is noted in the log", "{n} faults are noted in the log", answer.findings), words
            )
        )
    found += _disk(answer)
    return tuple(found)


def off_message(answer: StatusAnswer) -> Message:
    """Return whether it is safe to switch this station off."""
    title = tr("It is safe to switch this station off: everything confirmed is on its disk.")
    parts = [tr("Timers run on by the clock.")] if answer.open_batches else []
    if answer.safe_to_switch_off:
        title = tr("It is safe to switch this station off: everything confirmed is on its disk and on another machine.")
    elif answer.last_contact and answer.unsent:
        parts.append(
            ntr(
                "{n} entry is on this machine only: do not take the machine away before a round has sent it.",
                "{n} entries are on this machine only: do not take the machine away before a round has sent them.",
                answer.unsent,
            )
        )
    elif answer.last_contact:
        parts.append(tr("What is in {name} is no proof yet: nobody independent keeps it.", name=answer.contact_name))
    elif answer.unwitnessed:
        parts.append(tr("The record exists on this machine only, so do not take the machine away without an export."))
    return Message("info", title, " ".join(parts))


def record_of(answer: StatusAnswer, walked: Walked | None = None) -> tuple[Shown, ...]:
    """Return the facts about the record."""
    return (
        Shown(tr("Site"), answer.site, grouped(answer.fingerprint)),
        Shown(tr("Station"), answer.station, grouped(answer.log)),
        Shown(tr("Profile"), profile_word(answer.profile), tr("Fixed for ever by the first entry")),
        Shown(tr("Entries"), str(answer.entries)),
        Shown(tr("Last entry"), grouped(answer.head)),
        walk_fact(walked),
        copy_fact(answer),
        Shown(tr("Open batches"), str(answer.open_batches)),
    )


def copy_fact(answer: StatusAnswer) -> Shown:
    """Return when and where the last second copy was made (floor-rules 18)."""
    name = tr("Second copy")
    if not answer.second_copy_at:
        return Shown(name, tr("None was made"))
    return Shown(name, when_of(answer.second_copy_at), breakable(answer.second_copy_target))


def machine_of(answer: StatusAnswer) -> tuple[Shown, ...]:
    """Return the facts about the machine."""
    store = KEY_STORES.get(answer.key_store)
    low = answer.free_bytes < LOW_GIB * GIB
    return (
        Shown(
            tr("Clock"),
            tr(CLOCKS[answer.clock]) if answer.clock in CLOCKS else answer.clock,
            tr("Blocked for signatures") if answer.clock_blocked else "",
            "crit" if answer.clock_blocked else "",
        ),
        Shown(tr("Key store"), tr(store) if store else answer.key_store),
        Shown(tr("Free disk"), size_words(answer.free_bytes), tone="warn" if low else ""),
        Shown(
            tr("Ballast"),
            tr("Present: a step can be finished on a full disk") if answer.ballast else tr("Missing"),
            tone="" if answer.ballast else "warn",
        ),
        Shown(tr("Folder"), breakable(answer.folder)),
        Shown(tr("SQLite"), answer.sqlite),
        Shown(tr("Program"), answer.program),
    )


def breakable(path: str) -> str:
    """Return a path that may be wrapped after each of its parts: it has no spaces to wrap at."""
    return path.replace("/", "/\u200b").replace("\\", "\\\u200b")


def size_words(size: int) -> str:
    """Return bytes as gibibytes."""
    return tr("{size} GiB", size=figure(f"{size / GIB:.1f}"))
