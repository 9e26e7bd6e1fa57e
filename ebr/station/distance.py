"""What a station does with others while somebody works at it: everything slow away from the writer.

The functions here run on another thread than the station's. `run` hands a small job over to the thread that owns the
station and returns what it gives (or raises what it raises); the address of a central store, the connection, every
answer that is waited for and every check of many entries stay on this side. So a network that is slow or dead never
delays a step (`ebr.sync.steps`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from ebr.domain.refusal import Refusal
from ebr.storage.chain import Broken
from ebr.sync.steps import Steps, Stopped, Tell, Told, drive

if TYPE_CHECKING:
    from ebr.station.answered import Answer
    from ebr.station.inside import Inside
    from ebr.station.syncing import Summary
    from ebr.sync.other_side import Description, OtherSide, Witnessed

Run = Callable[[Callable[["Inside"], Any]], Any]
LEFT: Final = Stopped
"""Raised by `run` when the station is closing: what is under way is left behind."""
EXPECTED: Final = (Broken, Refusal, Stopped)
"""What a job may raise; everything else is a fault of the program."""


def synchronise(
    run: Run,
    *,
    url: str = "",
    password: str | None = None,
    everything: bool = False,
    tell: Tell = lambda _told: None,
    stop: Callable[[], bool] = lambda: False,
) -> Summary:
    """Do one round with the central store remembered, or with another one, which is remembered when it was reached.

    Raises `Refusal`, and `ebr.sync.steps.Stopped` when `stop` said so; what was done until then is whole.
    """
    from ebr.station import credentials, syncing

    plain, secret, own = run(lambda station: (*credentials.way(station, url, password), station.store.log.id))
    from ebr.sync.central import Central  # slow to load: on this thread, and only where there is one

    with Central.at(plain, secret, own) as centre:
        tell(Told("describe"))
        steps = run(lambda station: syncing.steps(station, centre, everything=everything, tell=tell, stop=stop))
        summary: Summary = drive(steps, lambda job: run(lambda _station: job()))
    if url:
        run(lambda station: credentials.remember(station, url, password))
    return summary


def bundle_for(
    run: Run,
    to: str,
    target: Path,
    by: str,
    command_id: str,
    *,
    tell: Tell = lambda _told: None,
    stop: Callable[[], bool] = lambda: False,
) -> Answer:
    """Write a bundle for a station, with a receipt for it when the central store answers; as `bundles.export_steps`."""
    from ebr.station import bundles

    other = _receipt_for(run, to)
    steps = run(
        lambda station: bundles.export_steps(
            station, to, target, by, other=other, command_id=command_id, tell=tell, stop=stop
        )
    )
    return _driven(steps, run, Refusal("bundle_write_stopped"))


def take_bundle(
    run: Run,
    file: Path,
    by: str,
    command_id: str,
    *,
    tell: Tell = lambda _told: None,
    stop: Callable[[], bool] = lambda: False,
) -> Answer:
    """Take a bundle in, as `bundles.take_steps`."""
    from ebr.station import bundles

    steps = run(lambda station: bundles.take_steps(station, file, by, command_id, tell=tell, stop=stop))
    return _driven(steps, run, Refusal("bundle_take_stopped"))


def _driven(steps: Steps[Answer], run: Run, stopped: Refusal) -> Answer:
    from ebr.station.answered import Answer

    try:
        return drive(steps, lambda job: run(lambda _station: job()))
    except Stopped:
        return Answer(stopped)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the central store said of one log, for whoever asks it while a bundle is written."""

    about: Description
    receipt: Witnessed | None

    def describe(self) -> Description:
        """What the central store is."""
        return self.about

    def witnessed(self, _log: str, _kept: int) -> Witnessed | None:
        """The receipt it gave."""
        return self.receipt


def _receipt_for(run: Run, to: str) -> OtherSide | None:
    """Ask for a countersignature of the receiver's log; None where no central store is known or none answers."""
    from ebr.station import bundle_contents, credentials

    def asked(station: Inside) -> tuple[str, str | None, str, int] | None:
        log = bundle_contents.receiver_of(station, to).log
        if not credentials.address(station):
            return None
        return (*credentials.way(station), log, int(bundle_contents.heard(station, log).get("kept", 0)))

    found = run(asked)
    if found is None:
        return None
    from ebr.sync.central import Central

    url, secret, log, kept = found
    try:
        with Central.at(url, secret) as centre:
            about = centre.describe()
            receipt = centre.witnessed(log, kept) if about.independent else None
    except Refusal:
        return None
    return cast("OtherSide", _Asked(about, receipt))
