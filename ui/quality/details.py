"""One section, question or entry of the audit trail in full; no Qt, no state."""

from __future__ import annotations

from typing import Final

from ebr.station.questions import QueryRow, SectionRow, TrailRow
from ebr.wording import event_words
from ebr.words import tr
from ui.pages.offer import Offer, Shown
from ui.quality import words
from ui.quality.model import Detail
from ui.shown import moment_of

RECORD: Final = "record"


def section_detail(row: SectionRow, why: str, *, reads: bool) -> Detail:
    """Return a section; somebody who `reads` may mark it, unless there is a reason `why` not."""
    facts = [
        Shown(tr("Entries of the record"), str(row.count)),
        Shown(tr("Findings"), str(row.flags)),
        Shown(tr("Asked for"), tr("Yes") if row.wanted else tr("No, at this depth")),
    ]
    if row.read_by:
        facts.append(Shown(tr("Last read by"), row.read_by, moment_of(row.read_at)))
    offers = [Offer("open_section", tr("Open the section"), "file-text")]
    if not row.read and reads:
        offers.append(Offer("read", tr("Mark as read"), "eye-check", why, strong=True))
    tone = "" if row.read or not row.wanted else "warn"
    return Detail(
        row.section, words.section_title(row), words.section_state(row), tone, "", "", None, None, tuple(facts), (),
        tuple(offers),
    )  # fmt: skip


def query_detail(row: QueryRow, *, mine: bool) -> Detail:
    """Return a question with its answer; who asked, or `mine`, may withdraw it."""
    facts = [
        Shown(tr("Where"), row.title or tr("The batch")),
        Shown(tr("Asked by"), row.asked_by, moment_of(row.asked_at)),
        Shown(tr("Asked of"), words.asked_of(row)),
    ]
    written = [(tr("Question"), row.text)]
    if not row.open:
        facts.append(Shown(tr("Answered by"), row.answered_by, moment_of(row.answered_at)))
        written.append((tr("Answer"), row.answer))
    offers = (Offer("withdraw", tr("Withdraw or answer"), "arrow-back-up"),) if row.open and (row.mine or mine) else ()
    chip, tone = (tr("Open"), "warn") if row.open else (tr("Answered"), "")
    return Detail(row.question, row.question, chip, tone, "", "", None, None, tuple(facts), tuple(written), offers)


def trail_detail(key: str, row: TrailRow) -> Detail:
    """Return an entry of the audit trail: what it was before, what it is, why, and the way to its place."""
    change = [Shown(tr("From"), row.old)] if row.old else []
    change += [Shown(tr("To"), row.new)] if row.new else []
    facts = (*change, Shown(tr("Recorded"), row.by_name, moment_of(row.at)))
    written = ((tr("Reason"), row.reason),) if row.reason else ()
    title, what = row.where or event_words(row.event), event_words(row.event) if row.where else ""
    offers = (Offer(RECORD, tr("Open in the record"), "file-text"),) if row.address else ()
    tone = "warn" if row.group in words.LOUD else ""
    return Detail(key, title, tr(words.GROUPS[row.group]), tone, what, "", None, None, facts, written, offers)
