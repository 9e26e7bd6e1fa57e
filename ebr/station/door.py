"""The only door: everything a screen or a command does to a station.

And everything they ask (architecture.md, "Layout").

    with Station.open(folder) as station:
        station.sign_in("mchen", secret)
        station.do(RecordValue(...), by="mchen")      -> Answer: refusal or not, what changed
        station.ask(BatchQuestion(...))               -> plain values

Wires store, clock, keys and answers; holds no rule. One thread uses a `Station` (the desk's writer); readers in
other processes use `ebr.station.looking.look`. Its parts: `people_door` for signing in and passwords, `label_door` for
devices and labels, `paper_door` for everything printed or exported; here it is opened and closed, and exchanges with
other stations.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ebr.clock import Clock, SystemClock
from ebr.domain.block.rules import adding as adding_block
from ebr.domain.draft.rules import saving
from ebr.domain.master.rules import adding
from ebr.domain.refusal import Refusal
from ebr.station import inspecting, wiping
from ebr.station.answered import Answer
from ebr.station.answers import ANSWERS
from ebr.station.founding import Answers, Founded, FounderAnswers, found
from ebr.station.label_door import LabelDoor
from ebr.station.paper_door import PaperDoor
from ebr.station.people_door import PeopleDoor
from ebr.storage.chain import Broken
from ebr.storage.folder import DATABASE
from ebr.storage.setting import Setting
from ebr.storage.store import Store
from ebr.storage.verify.report import MEANINGS
from ebr.sync.other_side import OtherSide
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.domain.site.commands import AdmitStation, RevokeStation
    from ebr.station.going_on import Gone
    from ebr.station.joining import Request
    from ebr.station.keeping import Kept
    from ebr.station.syncing import Summary

__all__ = ["Answer", "Answers", "Founded", "FounderAnswers", "Station", "adding", "adding_block", "saving"]


class Station(PaperDoor, LabelDoor, PeopleDoor):
    """One station, open for writing by this program alone."""

    @classmethod
    def create(cls, folder: Path, answers: Answers, clock: Clock | None = None) -> Founded:
        """Found a site with its first station in a folder; raises `Refusal` and leaves nothing."""
        return found(folder, answers, clock)

    @classmethod
    def join(cls, folder: Path, *, name: str, site: str, profile: str, passphrase: str | None = None) -> Request:
        """Make a station that asks to join the site with this fingerprint; raises `Refusal` and leaves nothing."""
        from ebr.station import joining

        kept = "demonstration" if profile == "demonstration" else None
        return joining.join(folder, name, site, profile, passphrase=passphrase, key_store=kept)

    @classmethod
    def open(cls, folder: Path, *, clock: Clock | None = None, passphrase: str | None = None) -> Station:
        """Open a station for writing; raises `Refusal` in words for everything that stands against it."""
        clock = clock or SystemClock()
        try:
            store = Store.open(folder, passphrase=passphrase, setting=Setting(clock=clock))
        except Broken as broken:
            why = tr(MEANINGS[broken.code], **broken.params)
            raise Refusal("store_damaged", file=str(folder / DATABASE), why=why) from broken
        if store.genesis.profile == "production" and not isinstance(clock, SystemClock):
            store.close()
            raise Refusal("clock_simulated")
        station = cls(store, clock)
        wiping.daily(station)
        return station

    def ask(self, question: object) -> Any:  # noqa: ANN401 - the question's docstring names the type of its answer
        """Answer a question with plain values; raises `Refusal`."""
        inspecting.may_ask(self, question)
        wiping.daily(self)
        return ANSWERS[type(question)](self, question)

    def close(self) -> None:
        """End the presence and close; everything was durable long before."""
        present = self.present()
        if present:
            self.sign_out("stop")
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # After a fault nothing more is written: the presence ends with the next start.
        self.store.close() if error is not None else self.close()

    def second_copy(self, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Bring the copy of the log in a folder on another medium up to date (floor-rules 18)."""
        from ebr.station import second_copy

        return second_copy.second_copy(self, target, by, command_id)

    def keep_second_copy(self) -> Kept:
        """Write the second copy to the medium that the terminal's settings name when it is due; or say why not."""
        from ebr.station import keeping

        return keeping.keep(self)

    def take_copies(self, folder: Path, by: str = "") -> tuple[Gone, ...]:
        """Take the second copies of other stations in a folder, to go on with their batches; raises `Refusal`."""
        from ebr.station import going_on

        return going_on.take_copies(self, folder, by)

    def sync(self, other: OtherSide, *, everything: bool = False, **how: Any) -> Summary:  # noqa: ANN401 - as `syncing.sync`
        """Do one round with another side and return what it did; `everything`: contents of all batches.

        Raises `Refusal`. A screen runs `ebr.station.syncing.steps` instead, job by job.
        """
        from ebr.station import syncing

        return syncing.sync(self, other, everything=everything, **how)

    def admission(self, file: Path, code: str) -> AdmitStation:
        """Return the command that admits the station of a request file with the code read aloud; raises `Refusal`."""
        from ebr.station import joining

        return joining.admission(self, joining.read_request(file), code, "")

    def admit(self, command: AdmitStation, *, by: str, secret: str, seen: str, command_id: str = "") -> Answer:
        """Admit a station and grant its first lease; `secret` is quality's, who signs."""
        from ebr.station import joining

        return joining.admit(self, command, by=by, secret=secret, seen=seen, command_id=command_id)

    def revocation(self, log: str, reason: str) -> RevokeStation:
        """Return the command that revokes a station behind what is here of its log; raises `Refusal`."""
        from ebr.station import joining

        return joining.revocation(self, log, reason, "")

    def write_bundle(self, to: str, target: Path, by: str = "", command_id: str = "") -> Answer:
        """Write a bundle for a station; the answer names bundle, file and number of entries (without a new receipt)."""
        from ebr.station import bundles

        return bundles.export(self, to, target, by, command_id=command_id)

    def export_fact(self, entry: str, by: str = "", command_id: str = "") -> Answer:
        """Note that a fact leaves by the screen and return its codes, as `facts.export`."""
        from ebr.station import facts

        return facts.export(self, entry, "screen", by, command_id)

    def take_fact(self, lines: Sequence[str], by: str = "", command_id: str = "") -> Answer:
        """Take in a fact that a scanner read, as `facts.take`."""
        from ebr.station import facts

        return facts.take(self, lines, by, command_id)

    def take_bundle(self, file: Path, by: str = "", command_id: str = "") -> Answer:
        """Take a bundle in, whole and verified or not at all; the answer counts entries and names the sender."""
        from ebr.station import bundles

        return bundles.take(self, file, by, command_id)

    def fetch(self, batch: str) -> None:
        """Want the contents of a batch here; the next round brings them."""
        from ebr.station import syncing

        syncing.fetch(self, batch)

    def attach(self, data: bytes, name: str, media: str) -> dict[str, str]:
        """Keep a file durably and return the value of a photograph or file entry that names it."""
        return {"media": media, "name": name, "sha256": self.attachments.add(data), "size": str(len(data))}
