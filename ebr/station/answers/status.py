"""How the station is: what the status screen and `ebr status --json` say.

No value of any batch stands in it (floor-rules 17).
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from ebr.domain.site.state import SiteState
from ebr.domain.station.state import SETTINGS as TERMINAL
from ebr.domain.station.state import StationState, signing_trouble, terminal_setting
from ebr.domain.station.state import unwitnessed as unwitnessed_of
from ebr.station.answers.names import batch_ids
from ebr.station.questions import StationStatus, StatusAnswer
from ebr.station.syncing import Contact, contact_of, not_carried
from ebr.storage.chain import parsed
from ebr.storage.database import PYSQLITE
from ebr.storage.folder import BALLAST
from ebr.storage.setting import PROGRAM
from ebr.storage.site_key import fingerprint
from ebr.wording.rounds import clocks_words, kept_back_words

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def unwitnessed(station: Inside) -> int:
    """Return how many entries of the own log no other machine has witnessed, receipts not counted."""
    head = station.store.log.head
    return unwitnessed_of(station.station_state(), head.seq if head is not None else 0)


def first_unwitnessed(state: StationState, head: int) -> int:
    """Return the number of the oldest entry that no witness covers and that is no receipt, 0 for none."""
    covered = state.receipt.seq if state.receipt is not None else 0
    receipts = set(state.receipts_after)
    return next((seq for seq in range(covered + 1, head + 1) if seq not in receipts), 0)


def contact_fields(contact: Contact, site: SiteState, state: StationState, head: int, bodiless: int) -> dict[str, Any]:
    """Return the part of the status that is about other sides; `head` is the number of the own log's last entry.

    Only what is on another machine makes it safe to switch this one off: a central file on the same disk does not.
    """
    unsent = max(0, head - contact.through - sum(seq > contact.through for seq in state.receipts_after))
    witness = site.witnesses.get(state.receipt.witness) if state.receipt is not None else None
    alarms = (*(alarm.code for alarm in contact.alarms), contact.two_histories, contact.halted)
    return {
        "witness": witness.name if witness is not None else "",
        "independent_witness": state.receipt is not None,
        "last_contact": contact.at,
        "contact_name": contact.name,
        "unsent": unsent,
        "safe_to_switch_off": unsent == 0 and contact.independent and not contact.halted,
        "alarms": tuple(code for code in alarms if code),
        "not_carried": bodiless,
        "second_copy_at": state.second_copy_at,
        "second_copy_target": state.second_copy_target,
        "not_passed_on": tuple(kept_back_words(one) for one in contact.kept_back),
        "clocks_apart": "" if contact.clocks_apart is None else clocks_words(contact.clocks_apart),
    }


def status(station: Inside, question: StationStatus) -> StatusAnswer:
    """Answer `StationStatus`."""
    site = station.store.state("site")
    assert isinstance(site, SiteState)
    state, head = station.station_state(), station.store.log.head
    waiting = unwitnessed(station)
    seq = head.seq if head else 0
    oldest = first_unwitnessed(state, seq)
    first = station.store.log.read_after(station.store.log.id, oldest - 1, 1) if oldest else []
    contact = contact_of(station.store.contact, station.store.contacts)
    return StatusAnswer(
        station=state.name,
        site=site.name,
        fingerprint=fingerprint(site.root_key) if site.founded else state.site,
        profile=state.profile,
        program=PROGRAM,
        log=station.store.log.id,
        entries=seq,
        head=head.hash.hex() if head else "",
        unwitnessed=waiting,
        oldest_unwitnessed=parsed(first[0]).at.wall if first else "",
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
        **contact_fields(contact, site, state, seq, len(not_carried(station.store))),
    )
