"""Papers that a station seals: who prints where and when, noted in the record before the paper leaves.

Sealed with the station's certificate and written whole, as reports are (features.md, small thing 16).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.people.state import PersonState
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState
from ebr.domain.station.commands import NoteExport
from ebr.reports.master_paper import Printed
from ebr.station.answered import Answer
from ebr.station.founding import PDF_KEY, PDF_LEAF
from ebr.station.reporting import write
from ebr.storage import certificates
from ebr.storage.site_key import fingerprint
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.inside import Inside


def moment(wall: str) -> tuple[str, str]:
    """Return a time for people, and in UTC for the file."""
    now = datetime.fromisoformat(wall)
    made = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{now:%Y-%m-%d %H:%M:%S} {now.isoformat()[-6:]}", made


def printed_now(station: Inside, by: str) -> Printed:
    """Return what stands on a paper about its making: site, profile, station, who prints, when."""
    site = station.store.state("site")
    assert isinstance(site, SiteState)
    at, made = moment(station.clock.now().wall)
    person = station.store.state(subjects.person(by)) if by else None
    name = f"{person.name} ({by})" if isinstance(person, PersonState) and person.name else by
    genesis = station.store.genesis
    return Printed(
        at=at,
        made=made,
        by=name or tr("the program, nobody signed in"),
        site=site.name,
        fingerprint=fingerprint(site.root_key),
        station=genesis.station,
        profile=genesis.profile,  # type: ignore[arg-type]  # the four names of a profile
    )


def write_sealed(
    station: Inside,
    what: str,
    draw: Callable[[], bytes],
    printed: Printed,
    target: Path,
    by: str,
    command_id: str,
    entries: int = 0,
) -> Answer:
    """Note the print in the record, then draw, seal and write the paper; the answer names the file.

    Raises `Refusal` report_not_written.
    """
    from ebr.reports.pdf import sign

    answer = station.do(NoteExport(what, str(target), entries), by=by, command_id=command_id)
    if not answer.ok:
        return answer
    box, leaf = station.store.secret(PDF_KEY), station.store.secret(PDF_LEAF)
    assert box is not None
    assert leaf is not None
    key = certificates.key_from(bytes.fromhex(station.store.keys.unlock(PDF_KEY, box).hex()))
    chain = [bytes.fromhex(leaf.hex()), bytes.fromhex(station.store.state("site").issuing_ca)]
    at = datetime.fromisoformat(printed.made)
    data = sign.sign(draw(), key, chain, printed.station, sign.seal_reason(), at)
    try:
        write(target, data)
    except OSError as wrong:
        raise Refusal("report_not_written", file=str(target), why=wrong.strerror or "") from wrong
    return replace(answer, answer={**answer.answer, "file": str(target)})
