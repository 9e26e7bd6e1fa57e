"""From a folded batch to the document of its report.

`build` is a pure function of entries: the batch's own, the people's, the site's, and the `ReportMade` entry that
numbered the report. So a report can be rebuilt from the entries attached to it and compared word for word; what
differs is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from ebr.domain.batch.events import ConflictResolved, ReportMade, TakenOver, WeaknessDecided
from ebr.domain.batch.rules.weakness import weaknesses
from ebr.domain.batch.state import BatchState, flow
from ebr.domain.batch.state.model import SignatureState
from ebr.domain.batch.state.plan import Plan
from ebr.domain.batch.state.slots import Row
from ebr.domain.decision import Recorded
from ebr.domain.refusal import Refusal
from ebr.domain.values import Stamp
from ebr.reports import document as d
from ebr.reports.record import amendments, apart, departures, forms, labels, release, relied, steps, trail
from ebr.reports.record.context import Context, moment
from ebr.reports.record.places import part_words, place
from ebr.wording import profile_word, status_word, unit_words
from ebr.wording.rules import record_weakness_words, seen_weakness_words
from ebr.words import language, tr

__all__ = ["Context", "build"]

BATCH_WIDE = ("completed", "reviewed", "certified", "conditional", "supplied", "rejected", "aborted")


def build(state: BatchState, context: Context, made: ReportMade, form: int = 0) -> d.Document:
    """Return the document of a report; raises `Refusal` for a batch whose master this program cannot read.

    `form` is an earlier form of the report, without the chapters that came later; 0 is this program's own.
    """
    plan = state.plan
    if plan is None or state.issued is None:
        raise Refusal("master_unreadable", batch=state.id)
    when = datetime.fromisoformat(made.made)
    return d.Document(
        title=tr("Batch record {batch}", batch=state.id),
        identity=_identity(state, plan, context, form),
        report_no=made.report,
        copy_no=made.copy,
        printed_at=moment(made.made, context.head.at.zone),
        printed_by=context.name(context.head.by) if context.head.by else tr("the program, nobody signed in"),
        made=when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        blocks=tuple(_blocks(state, plan, context, form)),
        heads=context.logs,
        unwitnessed=sum(head.unwitnessed for head in context.logs),
        countersigned=context.countersigned,
        supersedes=tr("This report supersedes report {number}.", number=made.supersedes) if made.supersedes else "",
        changes=tuple(_changes(state, made, context)),
        remarks=tuple(_remarks(state, context)),
        summary=tuple(_summary(state)),
        signatures=tuple(
            steps.signature(state, context, s, _covers(state, context, s))
            for s in state.signatures
            if s.scope == f"batch/{state.id}"
        ),
        verification=_verification(context),
        language=language(),
        form=form,
    )


def _identity(state: BatchState, plan: Plan, context: Context, form: int) -> d.Identity:
    issued, header = state.issued, plan.mbr.header
    assert issued is not None
    return d.Identity(
        site=context.site,
        site_fingerprint=context.fingerprint,
        profile=context.profile,  # type: ignore[arg-type]
        product=header.product,
        strength=header.strength,
        batch=state.id,
        size=f"{issued.size} {unit_words(header.size.unit)}",
        mbr_id=issued.mbr,
        mbr_version=issued.version,
        mbr_hash=issued.hash,
        product_profile=header.profile,
        disposition=_disposition(state),
        outcome=_outcome(state, form),
        chain=tuple((found.label, issued.identifiers.get(found.id, "")) for found in header.identifiers),
        more=(
            (tr("Form"), header.form),
            (tr("Stage"), header.stage),
            (tr("Rules"), header.rules),
            (tr("Store"), profile_word(context.profile)),
        ),
    )


def _covers(state: BatchState, context: Context, found: SignatureState) -> str:
    """Return what a signature in the batch's header is about, where its meaning alone does not say it."""
    words = {"performed": tr("Issue of the batch"), "verified": tr("Check of the issue")}.get(found.meaning, "")
    part = next((part.event for part in context.trail if part.stamp.hash == found.stamp.hash), None)
    match part:
        case TakenOver():
            return part_words(state, part.part)
        case ConflictResolved():
            return place(state, part.where)
        case WeaknessDecided():
            known = {one.name: one for one in weaknesses(state, context.facts)}
            one = known.get(part.weakness)
            return (
                record_weakness_words(one.code, one.params) if one is not None else seen_weakness_words(part.weakness)
            )
        case _:
            return words


def _told(form: int) -> bool:
    """Tell whether a report of this form tells of release and supply."""
    return not form or form >= release.SINCE


def _outcome(state: BatchState, form: int) -> d.Outcome:
    if state.status == "supplied" and _told(form):
        return "out-of-specification"
    if state.status in ("certified", "conditional"):
        return "accepted" if state.status == "certified" else "open"
    return "rejected" if state.status in ("rejected", "aborted") else "open"


def _disposition(state: BatchState) -> str:
    if state.status == "conditional":
        pending = len(flow.pending_results(state, after_release=True))
        return tr("Released conditionally, {n} results pending", n=pending)
    if state.status in ("certified", "supplied", "rejected", "aborted"):
        return status_word(state.status)
    return tr("Not decided: {status}", status=status_word(state.status))


def _blocks(state: BatchState, plan: Plan, context: Context, form: int) -> Iterator[d.Block]:
    yield from departures.blocks(state, context)
    yield from apart.blocks(state, context)
    if state.exceptions:
        yield d.PageBreak()
    yield from amendments.blocks(state, context)
    yield from steps.blocks(state, plan, context)
    yield from relied.blocks(state, plan, context)
    yield from labels.blocks(state, context)
    yield from forms.blocks(state, context)
    if _told(form):
        yield from release.blocks(state, plan, context)
    yield from _comments(state, context)
    yield d.PageBreak()
    yield from trail.blocks(state, context, form)


def _comments(state: BatchState, context: Context) -> Iterator[d.Block]:
    if not state.comments:
        return
    yield d.Heading(1, "", tr("Comments"))
    columns = (d.Column(tr("Time"), 0), d.Column(tr("Who"), 1), d.Column(tr("Where"), 1.4), d.Column(tr("Words"), 3))
    rows = tuple((context.at(c.stamp), context.name(c.stamp.by), place(state, c.where), c.text) for c in state.comments)
    yield d.Table(columns, rows)


def _rows(state: BatchState) -> Iterator[Row]:
    for held in state.slots.values():
        yield from held.rows.values()


def _summary(state: BatchState) -> Iterator[d.Count]:
    rows = list(_rows(state))
    open_ = len(state.open_exceptions())
    out = sum(row.verdict == "out" for row in rows)
    changed = sum(bool(row.corrections) for row in rows)
    attempts = sum(len(held.attempts) for held in state.slots.values())
    void = sum(not s.valid for s in state.signatures)
    yield d.Count(tr("Values recorded"), str(len(rows)))
    yield d.Count(tr("Outside limits"), str(out), out > 0)
    yield d.Count(tr("Attempts kept"), str(attempts))
    yield d.Count(tr("Changed after entry"), str(changed), changed > 0)
    yield d.Count(tr("Exceptions, open"), f"{len(state.exceptions)}, {open_}", open_ > 0)
    if state.contested:
        contests = len(state.open_contests())
        yield d.Count(tr("Recorded twice, open"), f"{len(state.contested)}, {contests}", contests > 0)
    yield d.Count(tr("Signatures, void"), f"{len(state.signatures)}, {void}", void > 0)


def _remarks(state: BatchState, context: Context) -> Iterator[str]:
    if context.profile != "production":
        yield tr(
            "This record comes from a {profile} store. It is not a record of manufacture.",
            profile=profile_word(context.profile),
        )
    if context.head.at.clock == "simulated":
        yield tr("Times in this record are simulated.")
    yield from amendments.remark(state)
    unconfirmed = sum(1 for held in state.slots.values() if held.timer and not held.timer.confirmed)
    if unconfirmed:
        yield tr("{n} elapsed times are not confirmed by the boot clock.", n=unconfirmed)
    yield from _ungated(state)


def _ungated(state: BatchState) -> Iterator[str]:
    """Say where the record rests on what was typed or scanned alone, without a lot that is kept here behind it."""
    rows = [row for row in _rows(state) if not row.withdrawn and row.value.get("lot")]
    gated = sum(bool(row.source.get("lot_status")) for row in rows)
    if not gated:
        yield tr("Lots and equipment are recorded as scanned or typed; they were not gated by this program.")
    elif gated < len(rows):
        yield tr("{n} lots are recorded as scanned or typed; they are not kept in this program.", n=len(rows) - gated)


def _changes(state: BatchState, made: ReportMade, context: Context) -> Iterator[str]:
    """Return what was written since the report that this one supersedes (floor-rules 14)."""
    before = [stamp for event, stamp in state.reports if event.report == made.supersedes]
    if not before:
        return
    since = [part for part in _unknown_to(before[-1], context) if not isinstance(part.event, ReportMade)]
    yield tr(
        "{n} entries since report {number} of {time}",
        n=len(since),
        number=made.supersedes,
        time=context.at(before[-1]),
    )


def _unknown_to(report: Stamp, context: Context) -> list[Recorded]:
    """Return the entries that an earlier report did not know: all behind it, and those of other stations beside it."""
    at_ = next(n for n, part in enumerate(context.trail) if part.stamp.hash == report.hash)
    beside = context.trail[at_].beside
    return [part for n, part in enumerate(context.trail) if n > at_ or part.stamp.hash in beside]


def _verification(context: Context) -> d.Verification:
    head = context.head
    seen = next((one for one in context.countersigned if one.log == head.log), None)
    words = [
        tr("Head of the log after this report: entry {seq}", seq=head.seq),
        head.hash,
    ]
    code = f"ebr-head:1:{head.log}:{head.seq}:{head.hash}"
    if seen is not None:
        code += f" ebr-witness:1:{seen.key}:{seen.size}:{seen.root}:{seen.at}"
        words.append(tr("Witness {name}: {size} entries at {time}", name=seen.witness, size=seen.size, time=seen.when))
        words.append(seen.root)
    words.append(tr("Check this file with: ebr verify FILE.pdf --site {fingerprint}", fingerprint=context.fingerprint))
    return d.Verification(code, tuple(words))
