"""The questions of the release screen: what is asked before an act, as a sheet."""

from __future__ import annotations

from ebr.wording.releases import RECALLS, call_word, recall_word, supply_word
from ebr.words import tr
from ui.ask import AskField, Question

DAY = "2026-11-22"


def question_of(key: str, batch: str, following: str = "") -> Question:
    """Return the question of an act; `following` is the entry of the supply or the call that comes next."""
    sign, day = tr("Continue to signature"), AskField("dated", tr("Day, year-month-day"), hint=DAY)
    text = AskField("text", tr("What was said"))
    match key:
        case "supply":
            fields = (
                day,
                AskField("person", tr("Person")),
                text,
                AskField("reference", tr("Letter, file"), needed=False),
            )
            words = tr("Five entries, one after the other; supply is never a release.")
            return Question(supply_word(following), sign, fields, words=words, subtitle=batch, icon="arrow-right")
        case "call":
            title = tr("Call: {who}", who=call_word(following))
            return Question(title, tr("Record"), (AskField("person", tr("Spoken to")), day, text), subtitle=batch)
        case "sample":
            fields = (
                AskField("sample", tr("Number of the sample"), scans=True),
                AskField("count", tr("How many units"), wants="number"),
                AskField("place", tr("Place"), scans=True),
                AskField("until", tr("Keep until, year-month-day"), hint=DAY),
            )
            return Question(tr("Put retention samples away"), tr("Record"), fields, subtitle=batch)
        case "trial":
            words = tr("The record is kept five years from the end of the last trial with this batch.")
            return Question(
                tr("End of the trial"), tr("Record"), (AskField("trial", tr("Number of the trial")), day), words=words
            )
        case "recall":
            tiles = tuple((code, recall_word(code)) for code in RECALLS)
            why = (AskField("reason", tr("Why")),)
            return Question(tr("Decide the recall"), sign, why, tiles, tr("What becomes of it"), subtitle=batch)
        case _:
            return _with_reason(key, batch)


def _with_reason(key: str, batch: str) -> Question:
    titles = {
        "hold": tr("Legal hold"),
        "lift": tr("Lift the legal hold"),
        "rejected": tr("Reject"),
        "supplied": tr("Supply, not certified"),
        "certified": tr("Certify"),
        "conditional": tr("Release, results pending"),
        "sponsor": tr("Release for the trial"),
    }
    needed = key in ("hold", "lift", "rejected", "supplied")
    label = tr("Reason") if needed else tr("Remark on the certificate")
    field = AskField("reason", label, needed=needed)
    return Question(titles[key], tr("Continue to signature"), (field,), subtitle=batch, icon="arrow-right")
