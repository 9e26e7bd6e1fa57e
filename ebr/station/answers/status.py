"""How the station is: what the status screen and `ebr status --json` say.

No value of any batch stands in it (floor-rules 17).
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from ebr.domain.site.state import SiteState
from ebr.domain.station.state import SETTINGS as TERMINAL
from ebr.domain.station.state import signing_trouble, terminal_setting
from ebr.station.answers.names import batch_ids
from ebr.station.questions import StationStatus, StatusAnswer
from ebr.storage.chain import parsed
from ebr.storage.database import PYSQLITE
from ebr.storage.folder import BALLAST
from ebr.storage.site_key import fingerprint
from ebr.storage.store import PROGRAM

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def unwitnessed(station: Inside) -> int:
    """Return how many entries no other machine has witnessed.

    All of them, until there is a centre (record-and-sync.md).
    """
    head = station.store.log.head
    return head.seq if head is not None else 0


def status(station: Inside, question: StationStatus) -> StatusAnswer:
    """Answer `StationStatus`."""
    site = station.store.state("site")
    assert isinstance(site, SiteState)
    state, head = station.station_state(), station.store.log.head
    waiting = unwitnessed(station)
    first = station.store.log.read_after(station.store.log.id, 0, 1)
    return StatusAnswer(
        station=state.name,
        site=site.name,
        fingerprint=fingerprint(site.root_key),
        profile=state.profile,
        program=PROGRAM,
        log=station.store.log.id,
        entries=head.seq if head else 0,
        head=head.hash.hex() if head else "",
        unwitnessed=waiting,
        oldest_unwitnessed=parsed(first[0]).at.wall if waiting else "",
        witness="",
        key_store=station.store.key_store,
        views_digest=station.store.views_digest() if question.digest else "",
        folder=str(station.folder),
        free_bytes=shutil.disk_usage(station.folder).free,
        ballast=(station.folder / BALLAST).exists(),
        clock=station.clock.now().clock,
        clock_blocked=signing_trouble(state) is not None,
        sqlite=str(PYSQLITE.module.sqlite_version),
        open_batches=len(batch_ids(station, unfinished=True)),
        settings={name: terminal_setting(state, name) for name in TERMINAL},
        findings=state.faults,
    )
