"""What a command asks of the whole record and the station knows: filled in here, whatever the asker wrote.

badge_holder   who has the badge now (11.300(c): no two people with one badge)
against        the version in force or planned, with which a submitted draft is compared
in_force       the same, at the time of a signature: the change set must be against it
supersedes     all versions in force on a date or later, which end when another begins (211.186)
rivals         other versions in force on the day of an issue, made effective on a station that did not know
impact         where another version of a building block is used now
first          the lot of a material that is over before the one that is named, where the policy asks for a reason
newer labels   the version in force of a template that is to be printed, when it is another; and whether a text fits
busy           who has a role in an open batch and so never states the time (floor-rules 15)
deviation      the number of a deviation that is opened here; and which batches are to be judged in its assessment
pending        entries about a batch that are here but wait for others: it is not decided before they count
behind         stations that worked on a batch and were not heard since its production was complete
unsound        what does not fit in the logs from a batch's first entry on: hashes, links, seals of starts
seq, hash      of a revocation that names no last entry: the last one that is here of the station's log
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from ebr.domain import subjects
from ebr.domain.batch.commands import (
    CorrectValue,
    DecideBatch,
    IssueBatch,
    IssueLabels,
    PrintLabels,
    RecordValue,
    ReviewBatch,
)
from ebr.domain.batch.commands.release import SponsorRelease
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.block.commands import ApproveBlock
from ebr.domain.deviation.commands import AssessImpact, OpenDeviation
from ebr.domain.deviation.state import DeviationState
from ebr.domain.label.commands import WriteLabel
from ebr.domain.label.rules.checking import examine
from ebr.domain.label.state import template as label_template
from ebr.domain.master.commands import MakeEffective, SignMbr, SubmitDraft, WithdrawMbr
from ebr.domain.master.state import MasterState
from ebr.domain.material.state import dates, use
from ebr.domain.material.state.stock import number_of
from ebr.domain.people.commands import ChangeBadge, EnrolPerson
from ebr.domain.refusal import Refusal
from ebr.domain.site.commands import RevokeStation
from ebr.domain.site.state import SiteState
from ebr.domain.station.commands import StateClock
from ebr.domain.values import Instant
from ebr.station import impact, walked
from ebr.station.blocks_used import day_of, impact_lines
from ebr.storage import reading
from ebr.storage.chain import parsed, stamp
from ebr.storage.store import Store
from ebr.storage.views import batches, deviations, labels, lots, masters, people, subject_index

OfLot = TypeVar("OfLot", bound=RecordValue | CorrectValue)


def filled(store: Store, command: Any, at: Instant, *, asked: bool = False) -> Any:  # noqa: ANN401 - any command, the same one comes back
    """Return the command with what only the station knows.

    `asked`: for a question or a sheet, which goes on from the last walk; who decides has it walked whole.
    """
    match command:
        case EnrolPerson() | ChangeBadge():
            with store.reading() as connection:
                return replace(command, badge_holder=people.badge_holder(connection, command.badge))
        case MakeEffective():
            return _superseding(store, command)
        case WithdrawMbr():
            return replace(command, restores=_ended_by(store, command))
        case SubmitDraft():
            return replace(command, against=_in_force(store, command.mbr))
        case SignMbr():
            return replace(command, in_force=_in_force(store, command.mbr))
        case IssueBatch():
            with store.reading() as connection:
                versions = masters.in_force_on(connection, command.mbr, day_of(at))
            return replace(command, rivals=tuple(version for version in versions if version != command.version))
        case ApproveBlock():
            return replace(command, impact=impact_lines(store, command.block, command.version, day_of(at)))
        case WriteLabel():
            _measure(command)
            return command
        case IssueLabels() | PrintLabels():
            return replace(command, rivals=_newer_label(store, command.template, command.version, day_of(at)))
        case OpenDeviation():
            return replace(command, deviation=_next_deviation(store))
        case AssessImpact():
            state = store.state(subjects.deviation(command.deviation))
            found = impact.proposed(store, state) if isinstance(state, DeviationState) else ()
            return replace(command, proposed=tuple(found))
        case RecordValue() | CorrectValue():
            return _with_first_lot(store, command, at)
        case StateClock():
            return replace(command, busy=_busy(store))
        case ReviewBatch() | DecideBatch() | SponsorRelease():
            root = subjects.batch(command.batch)
            unsound = walked.since_last(store, root) if asked else walked.whole(store, root)
            return replace(command, pending=_pending(store, root), behind=_behind(store, root), unsound=unsound)
        case RevokeStation() if not command.seq:
            with store.reading() as connection:
                last = reading.last_of(connection, command.log)
            return command if last is None else replace(command, seq=last.seq, hash=last.hash.hex())
        case _:
            return command


def _next_deviation(store: Store) -> str:
    """Return the next number of this station: the founding one numbers plainly, every other with its name."""
    site = store.state("site")
    founding = isinstance(site, SiteState) and site.founding_log == store.log.id
    start = "DEV-" if founding else f"DEV-{store.genesis.station}-"
    with store.reading() as connection:
        taken = deviations.beginning_with(connection, start)
    rest = (number.removeprefix(start) for number in taken)
    last = max((int(one) for one in rest if one.isdecimal()), default=0)
    return f"{start}{last + 1:04d}"


def _in_force(store: Store, mbr: str) -> str:
    with store.reading() as connection:
        return masters.in_force(connection, mbr)


def _superseding(store: Store, command: MakeEffective) -> MakeEffective:
    with store.reading() as connection:
        before = masters.in_force(connection, command.mbr)
        others = masters.in_force_from(connection, command.mbr, command.effective)
    return replace(
        command,
        in_force="" if before == command.version else before,
        supersedes=tuple(version for version in others if version != command.version),
    )


def _ended_by(store: Store, command: WithdrawMbr) -> tuple[str, ...]:
    """Return the versions that end, or were to end, on the day of this one."""
    with store.reading() as connection:
        rows = masters.masters(connection, command.mbr)
    found = []
    for row in rows:
        state = store.state(subjects.master(row.mbr, row.version))
        if isinstance(state, MasterState) and command.version in state.ends:
            found.append(row.version)
    return tuple(found)


def _pending(store: Store, root: str) -> int:
    with store.reading() as connection:
        here = len(subject_index.entries(connection, root))
        return here - len(reading.in_fold_order(connection, root, store.log.id))


def _behind(store: Store, root: str) -> tuple[str, ...]:
    """Return the stations that worked on a batch and of which nothing is here since its production was complete.

    A revoked station is none of them: its last accepted entry is known (floor-rules 21).
    """
    state, site = store.state(root), store.state("site")
    if not isinstance(state, BatchState) or not isinstance(site, SiteState) or state.completed is None:
        return ()
    logs = {log for log, _ in state.acted} | {log for log, one in site.stations.items() if _held(state, one.name)}
    names = {site.stations[log].name for log in logs if log in site.stations and log not in site.revoked}
    complete = datetime.fromisoformat(state.completed.at.wall)
    with store.reading() as connection:
        newest = {log: reading.last_of(connection, log) for log in site.stations}
    heard = {
        site.stations[log].name
        for log, last in newest.items()
        if last is not None and datetime.fromisoformat(stamp(last, parsed(last)).at.wall) >= complete
    }
    return tuple(sorted(names - heard - {store.genesis.station}))


def _held(state: BatchState, name: str) -> bool:
    """Tell whether a station ever held a part of the batch."""
    issuer = state.issued.station if state.issued is not None else ""
    return name in {issuer, *state.holders.values(), *(one.was for one in state.holdings)}


def _measure(command: WriteLabel) -> None:
    """Refuse a template whose longest contents do not fit; what the rules refuse by themselves they may say better."""
    from ebr.labels import layout

    try:
        template = label_template.read(command.document)
        examine(template)
    except Refusal:
        return
    layout.fits(template)


def _with_first_lot(store: Store, command: OfLot, at: Instant) -> OfLot:
    """Return the command with the lot that is over before the one it names, where the policy asks for a reason."""
    site, lot = store.state("site"), command.value.get("lot", "").strip()
    if not lot or not isinstance(site, SiteState) or not site.policy.yes("fefo_reason"):
        return _first(command, ("", ""))
    code = _code_of(store, command)
    return _first(command, first_lot(store, code, lot, at) if code else ("", ""))


def _first(command: OfLot, first: tuple[str, str]) -> OfLot:
    return command if command.first == first else replace(command, first=first)


def _code_of(store: Store, command: RecordValue | CorrectValue) -> str:
    """Return the code of the material that an entry asks for, "" for none."""
    state = store.state(subjects.batch(command.batch))
    plan = state.plan if isinstance(state, BatchState) else None
    slot = plan.slots.get(last_id(command.slot)) if plan is not None else None
    if plan is None or slot is None or slot.kind != "material":
        return ""
    material = plan.materials.get(slot.of)
    return material.code if material is not None else ""


def first_lot(store: Store, code: str, lot: str, at: Instant) -> tuple[str, str]:
    """Return the usable lot of a material that is over first and before this one, with its date; empty for none."""
    with store.reading() as connection:
        lines = [line for line in lots.lines(connection, code, "released") if number_of(line.left) > 0]
    ends = {line.lot: _ends(line.expiry, line.retest, line.zone, at) for line in lines}
    mine = ends.get(lot)
    earlier = sorted((end, name) for name, end in ends.items() if end is not None and (mine is None or end < mine))
    for end, name in earlier if lot in ends else ():
        facts = _facts_of_lot(store, code, name)
        good = use.blocked(facts, code, name, "", at, store.genesis.station, potency=False) is None
        if good and use.left(facts, name, "", store.genesis.station):
            return name, end.date().isoformat()
    return "", ""


def _ends(expiry: str, retest: str, zone: str, at: Instant) -> datetime | None:
    first = dates.earliest((expiry, retest), zone, at)
    return dates.last_moment(first, zone, at)


def _facts_of_lot(store: Store, code: str, lot: str) -> dict[str, Any]:
    facts = {root: store.state(root) for root in use.roots_for(code, lot)}
    while more := [root for root in use.further_roots(facts, lot) if root not in facts]:
        facts.update((root, store.state(root)) for root in more)
    return facts


def _newer_label(store: Store, template: str, version: str, day: str) -> tuple[str, ...]:
    with store.reading() as connection:
        lines = labels.in_force(connection, day)
    return tuple(str(line.version) for line in lines if line.template == template and str(line.version) != version)


def _busy(store: Store) -> tuple[str, ...]:
    with store.reading() as connection:
        lines = batches.lines(connection)
    found: set[str] = set()
    for line in lines:
        state = store.state(subjects.batch(line.batch))
        if line.status not in batches.FINISHED and isinstance(state, BatchState):
            found |= state.performers | {signature.signed.person for signature in state.signatures}
    return tuple(sorted(found))
