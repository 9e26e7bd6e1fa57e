"""Papers about master batch records from a station: the printed master and the changes between two versions.

Noted in the record before the paper leaves (features.md, small thing 16), sealed with the station's certificate and
written whole, as reports are. What the paper says is read from the record at that moment; signatures are shown as they
were given, with the printed name and the role of then (21 CFR 11.50).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.master import events as e
from ebr.domain.master.state import MasterState
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from ebr.domain.signature import Signed
from ebr.reports import document as d
from ebr.reports.master import Life, master_paper
from ebr.reports.master_paper import MasterPaper, Printed
from ebr.station.answered import Answer
from ebr.station.looking import Look, look
from ebr.station.reporting import write
from ebr.station.sealed_papers import moment, printed_now, write_sealed
from ebr.storage.folds import loaded
from ebr.wording import meaning_words, moment_words, role_word, status_word
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.station.inside import Inside


Signing = e.MbrSubmitted | e.MbrSigned | e.MbrMadeEffective


def version_of(here: Look, mbr: str, version: str) -> MasterState:
    """Return one version; Refusal `mbr_unknown` where it is not here."""
    state = here.state(subjects.master(mbr, version))
    if not isinstance(state, MasterState) or not state.entry:
        raise Refusal("mbr_unknown", mbr=mbr, version=version)
    return state


def document_of(here: Look, mbr: str, version: str) -> Mbr:
    """Return the document of one version; Refusal `mbr_unknown`, `mbr_document`."""
    return version_of(here, mbr, version).mbr


def print_master(station: Inside, mbr: str, version: str, target: Path, by: str, command_id: str = "") -> Answer:
    """Note the print in the record, then write the sealed paper of one version; the answer names the file."""
    printed = printed_now(station, by)
    with look(station.folder) as here:
        state = version_of(here, mbr, version)
        life = _life(here, state, printed.at[:10])
        paper = master_paper(state.mbr, life, printed, station.attachments.read)
    what = f"print of master batch record {mbr} version {version}"
    return _written(station, what, paper, target, by, command_id)


def print_changes(
    station: Inside, mbr: str, versions: tuple[str, str], target: Path, by: str, command_id: str = ""
) -> Answer:
    """Note the print in the record, then write the sealed paper of what changed; the answer names the file."""
    from ebr.reports.changes import changes_paper

    printed = printed_now(station, by)
    with look(station.folder) as here:
        old, new = (version_of(here, mbr, version) for version in versions)
        status = tr(
            "To version {version}: {status}", version=new.version, status=status_word(new.life(printed.at[:10]))
        )
        paper = changes_paper(old.mbr, new.mbr, printed, status, _approvals(here, old, new))
    what = f"print of the changes of {mbr} from version {versions[0]} to {versions[1]}"
    return _written(station, what, paper, target, by, command_id)


def write_plain(old: Mbr, new: Mbr, file: Path) -> None:
    """Write the changes of two documents outside any site: a paper that nobody sealed, and that says so."""
    from ebr.clock import SystemClock
    from ebr.reports.changes import changes_paper
    from ebr.reports.pdf.master import draw_paper

    at, made = moment(SystemClock().now().wall)
    write(file, draw_paper(changes_paper(old, new, Printed(at, made), tr("Two files, not sealed"))))


def _approvals(here: Look, old: MasterState, new: MasterState) -> dict[str, str]:
    """Return for each block which approval it carries, in words; of an approval older than both, the entry."""
    words = {}
    for state in (old, new):
        for event, entry in _signatures(here, state):
            if event.signed is not None:
                words[entry] = tr(
                    "version {version}, {name}, {at}",
                    version=state.version,
                    name=event.signed.name,
                    at=_at(event.signed),
                )
    approvals = {**new.approvals, **old.approvals}
    return {block: words.get(entry, entry[:16]) for block, entry in approvals.items()}


def _life(here: Look, state: MasterState, today: str) -> Life:
    shown = (_signature(event) for event, _ in _signatures(here, state))
    signatures = tuple(one for one in shown if one is not None)
    return Life(status_word(state.life(today)), state.usable(today), state.effective, signatures)


def _signature(event: Signing) -> d.Signature | None:
    """Return a signature as 11.50 wants it shown, with what it covers."""
    signed = event.signed
    if signed is None:
        return None
    covers = tr("Whole document")
    if isinstance(event, e.MbrMadeEffective):
        covers = tr("In force from {date}", date=event.effective)
    return d.Signature(
        signed.name, signed.person, role_word(signed.role), meaning_words(signed.meaning), _at(signed), covers
    )


def _at(signed: Signed) -> str:
    return f"{moment_words(signed.at)} {signed.zone}".strip()


def _signatures(here: Look, state: MasterState) -> Iterator[tuple[Signing, str]]:
    """Yield the signatures that count on this version with the hashes of their entries, as they were given."""
    counted = {state.effective_entry, *(one.entry for one in state.signatures.values())}
    for part in loaded(here.entries(subjects.master(state.id, state.version))):
        found = part.recorded()
        if isinstance(found.event, e.MbrSubmitted | e.MbrSigned | e.MbrMadeEffective) and found.stamp.hash in counted:
            yield found.event, found.stamp.hash


def _written(station: Inside, what: str, paper: MasterPaper, target: Path, by: str, command_id: str) -> Answer:
    from ebr.reports.pdf.master import draw_paper

    return write_sealed(station, what, lambda: draw_paper(paper), paper.printed, target, by, command_id)
