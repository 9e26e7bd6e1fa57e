"""The review in words: findings, sections, questions, audit trail, proof; no Qt, no state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.station.questions import FindingRow, ProofRow, QueryRow, ReviewAnswer, SectionRow, TrailRow
from ebr.wording import (
    event_words,
    limits_line,
    meaning_words,
    role_word,
    rule_words,
    severity_word,
    since_words,
    status_word,
    unit_words,
    with_unit,
)
from ebr.wording.parameters import section_word
from ebr.wording.rules import record_weakness_words
from ebr.wording.sweep import standing_word
from ebr.words import figure, mark, ntr, tr
from ui.pages.list_line import ListLine
from ui.pages.offer import Shown
from ui.quality.model import Proved
from ui.shown import moment_of, number_of, when_of
from ui.widgets import limit_scale
from ui.widgets.limit_scale import LimitScale

TONES: Final[Mapping[str, str]] = {"minor": "warn", "major": "crit", "critical": "crit"}
DEPTHS: Final[Mapping[str, str]] = {
    "full": mark("Full: every section is read"),
    "critical": mark("Critical sections and exceptions"),
    "exception": mark("By exception"),
}
LOUD: Final = ("changed", "late")
"""Groups of the audit trail that ask for a look."""
GROUPS: Final[Mapping[str, str]] = {
    "changed": mark("Changed"),
    "late": mark("Late"),
    "override": mark("Overridden"),
    "clock": mark("Clock"),
    "rights": mark("Rights and policy"),
}


def what_of(row: FindingRow) -> str:
    """Return what a finding is about, in one line."""
    if row.source == "record":
        return record_weakness_words(row.rule, row.params)
    what, since = rule_words(row.rule, row.params), since_words(row.params)
    return tr("{what}. {since}", what=what, since=since) if since else what


def state_of(row: FindingRow) -> str:
    """Return where a finding stands: its class, and whether somebody decided."""
    state = standing_word(row.state)
    return (
        tr("{severity}, {state}", severity=severity_word(row.severity), state=state.lower()) if row.severity else state
    )


def tone_of(row: FindingRow) -> str:
    """Return how loud a finding is: what is decided or only to be seen is quiet."""
    return TONES.get(row.severity, "") if row.state == "open" else "quiet"


def finding_line(row: FindingRow) -> ListLine[str]:
    """Return a finding as a line."""
    who = tr("{name} {time}", name=row.by_name, time=moment_of(row.at)[11:16]) if row.at else ""
    recorded = row.recorded or (with_unit(figure(row.value), unit_words(row.unit)) if row.value else "")
    cells = (row.number, what_of(row), recorded, limits_line(row.limits, unit_words(row.unit)), who, state_of(row))
    heavy = row.severity in ("major", "critical")
    icon = "alert-triangle-filled" if heavy else "alert-triangle" if row.severity else "info-circle"
    icon = "circle-check" if row.state == "decided" else "info-circle" if row.state == "noted" else icon
    return ListLine(row.key, cells, tone_of(row), icon)


def finding_facts(row: FindingRow) -> tuple[Shown, ...]:
    """Return why a finding is there: step, rule, line of the master, clause."""
    told = {"slot": row.label, "step": row.step, **row.params}
    facts = [
        Shown(tr("Step"), tr("{number} {title}", number=row.number, title=row.step)) if row.step else None,
        Shown(tr("Exception"), row.exception) if row.exception else None,
        Shown(tr("Recorded"), row.by_name, moment_of(row.at)) if row.at else None,
        Shown(tr("Stands in the record"), row.recorded) if _tells_more(row) else None,
        Shown(tr("Rule"), row.clause, row.rule),
        Shown(tr("Line of the master"), row.line.replace("/", " / ")) if row.line else None,
        Shown(tr("Also found"), ", ".join(rule_words(rule, told) for rule in row.also)) if row.also else None,
    ]
    return tuple(fact for fact in facts if fact is not None)


def _tells_more(row: FindingRow) -> bool:
    """Whether what stands in the entry is another value than the finding speaks of: an attempt, or a row before."""
    return bool(row.value and row.recorded) and figure(row.value) not in row.recorded


def scale_of(row: FindingRow) -> LimitScale | None:
    """Return value and limits for the limit bar, when both are numbers."""
    if number_of(row.value) is None:
        return None
    words = tr(
        "{value}, limits {limits}", value=figure(row.value), limits=limits_line(row.limits, unit_words(row.unit))
    )
    return limit_scale.scale_of(
        row.limits, row.value, outside=row.outside or bool(row.params.get("limit")), spoken=words
    )


def sentence_of(found: ProofRow) -> str:
    """Return the proof in one sentence."""
    return ntr(
        "{good} of {n} entry within limits, on time and unchanged",
        "{good} of {n} entries within limits, on time and unchanged",
        found.entries,
        good=found.conforming,
    )


def proved_of(answer: ReviewAnswer) -> Proved:
    """Return proof, identity, yields and void signatures."""
    found = answer.proof
    tiles = (
        Shown(tr("Entries"), str(found.entries)),
        Shown(tr("Within limits"), str(found.within), tone="warn" if found.within < found.entries else ""),
        Shown(tr("On time"), str(found.on_time), tone="warn" if found.on_time < found.entries else ""),
        Shown(tr("Unchanged"), str(found.unchanged), tone="warn" if found.unchanged < found.entries else ""),
        Shown(
            tr("With a finding"),
            str(found.entries - found.conforming),
            tone="warn" if found.conforming < found.entries else "",
        ),
        Shown(tr("Read by a device"), str(found.by_device)),
        Shown(
            tr("Signatures that stand"),
            tr("{n} of {all}", n=found.signatures_standing, all=found.signatures),
            tone="warn" if found.signatures_standing < found.signatures else "",
        ),
    )
    return Proved(tiles, _identity(answer), _yields(answer), _void(answer))


def _identity(answer: ReviewAnswer) -> tuple[Shown, ...]:
    facts = [
        Shown(tr("Product"), answer.product, answer.strength),
        Shown(tr("Batch"), answer.batch, answer.size),
        *(Shown(name, value) for name, value in answer.identifiers),
        Shown(tr("Master batch record"), answer.mbr, tr("Version {version}", version=answer.version)),
        Shown(tr("Issued"), answer.issued_by, when_of(answer.issued_at)),
        Shown(tr("Issue checked"), answer.checked_by or tr("Not yet")),
        Shown(tr("Production ended"), answer.completed_by or tr("Not yet"), when_of(answer.completed_at)),
    ]
    return tuple(facts)


def _yields(answer: ReviewAnswer) -> tuple[Shown, ...]:
    found = []
    for row in answer.figures:
        tone = {"out": "crit", "alert": "warn"}.get(row.verdict, "")
        name = tr("{number} {title}", number=row.number, title=row.label)
        limits = limits_line(row.limits, unit_words(row.unit))
        found.append(Shown(name, row.value or tr("Not yet recorded"), limits, tone))
    return tuple(found)


def _void(answer: ReviewAnswer) -> tuple[Shown, ...]:
    return tuple(
        Shown(
            row.title if not row.scope.startswith("batch/") else tr("The batch"),
            tr("{meaning} {name}", meaning=meaning_words(row.meaning), name=row.name),
            tr("{time}; void since {what} was changed", time=when_of(row.at), what=row.void_by or tr("the record")),
            "warn",
        )
        for row in answer.void
    )


def section_title(row: SectionRow) -> str:
    """Return number and title of a section."""
    title = section_word(row.title)
    return tr("{number} {title}", number=row.number, title=title) if row.number else title


def section_state(row: SectionRow) -> str:
    """Return whether a section is read as it stands now."""
    if row.read:
        return tr("Read")
    if row.read_by:
        return ntr("{n} entry since it was read", "{n} entries since it was read", max(row.fresh, 1))
    return tr("To be read") if row.wanted else tr("Not asked for")


def section_line(row: SectionRow) -> ListLine[str]:
    """Return a section as a line."""
    by = tr("{name}, {time}", name=row.read_by, time=when_of(row.read_at, zone=False)) if row.read_by else ""
    flags = str(row.flags) if row.flags else ""
    tone = "quiet" if row.read or not row.wanted else "warn"
    icon = "circle-check" if row.read else "eye" if row.wanted else "circle"
    return ListLine(row.section, (section_title(row), str(row.count), flags, by, section_state(row)), tone, icon)


def asked_of(row: QueryRow) -> str:
    """Return who is asked."""
    return row.person or role_word(row.role)


def query_line(row: QueryRow) -> ListLine[str]:
    """Return a question as a line."""
    state = tr("Open") if row.open else tr("Answered")
    cells = (row.question, row.text, row.title or tr("The batch"), asked_of(row), state)
    return ListLine(row.question, cells, "warn" if row.open else "quiet", "message" if row.open else "circle-check")


def trail_line(at: int, row: TrailRow) -> ListLine[str]:
    """Return an entry of the audit trail as a line."""
    change = tr("{old} → {new}", old=row.old, new=row.new) if row.old else row.new
    who = tr("{name}, {time}", name=row.by_name, time=when_of(row.at, zone=False))
    where = row.where or event_words(row.event)
    cells = (tr(GROUPS[row.group]), event_words(row.event), where, change, row.reason, who)
    return ListLine(f"{at}", cells, "warn" if row.group in LOUD else "", "history")


def depth_words(answer: ReviewAnswer) -> str:
    """Return how deep the review goes, and why."""
    depth = tr(DEPTHS[answer.depth]) if answer.depth in DEPTHS else answer.depth
    if answer.depth_why:
        return tr("Depth: {depth}. {why}", depth=depth, why=answer.depth_why)
    return tr("Depth: {depth}, as the profile {profile} asks for", depth=depth, profile=answer.profile)


def trail_words(answer: ReviewAnswer) -> str:
    """Return who reviewed the audit trail."""
    if answer.trail_by:
        return tr("Reviewed by {name}, {time}", name=answer.trail_by, time=when_of(answer.trail_at))
    return tr("Not signed as reviewed, or the record went on since")


def status_words(answer: ReviewAnswer) -> str:
    """Return what the review of the batch is at."""
    if answer.reviewed_by and not answer.review_void:
        return tr("Reviewed by {name}, {time}", name=answer.reviewed_by, time=when_of(answer.reviewed_at))
    return status_word(answer.status)
