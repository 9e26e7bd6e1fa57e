"""Release without its looks: what waits, what stands against one batch, the acts by role (floor-rules 21-23)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ebr.domain.batch import commands as c
from ebr.domain.batch.commands import release as r
from ebr.domain.refusal import Refusal
from ebr.station.questions.releases import Releasable, ReleasableRow, ReleaseAnswer, ReleaseQuestion
from ebr.wording import meaning_words, moment_words, refusal_words, role_word, status_word
from ebr.wording.releases import call_word, recall_word, rule_words, supply_word, verdict_word, waits_word
from ebr.words import ntr, tr
from ui.desk import Answer, Desk
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit
from ui.release.links import link_of

TONES: Final = {"certified": "ok", "conditional": "warn", "supplied": "warn", "rejected": "crit", "aborted": "crit"}
CERTIFIED: Final = ("certified", "conditional", "supplied")
DECISIONS: Final = ("certified", "conditional", "supplied", "rejected")


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One waiting batch as a line."""

    key: str
    cells: tuple[str, ...]
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Blocking:
    """One blocker in words, and the screen that removes it."""

    words: str
    link: tuple[str, dict[str, str]] | None


@dataclass(frozen=True, slots=True)
class ReleaseDetail:
    """One batch: state, blockers of the act that is next, facts in sections, acts."""

    batch: str
    title: str
    status: str
    tone: str
    blocked_title: str
    blocked: tuple[Blocking, ...]
    sections: tuple[tuple[str, tuple[Shown, ...], str], ...]
    """Title, facts, words where there are none."""
    offers: tuple[Offer, ...]
    more: tuple[Offer, ...]


class ReleasePresenter:
    """ReleasePresenter(desk, person, roles). Callbacks: on_lines(lines), on_detail(ReleaseDetail | None)."""

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.chosen = ""
        self.answer: ReleaseAnswer | None = None
        self.on_lines: Callable[[tuple[BatchLine, ...]], None] = lambda _lines: None
        self.on_detail: Callable[[ReleaseDetail | None], None] = lambda _detail: None
        self.on_notice: Callable[[str], None] = lambda _words: None
        self.desk.on_changed(self._changed)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def _changed(self, roots: frozenset[str]) -> None:
        if any(root.startswith("batch/") for root in roots):
            self.refresh()

    def refresh(self) -> None:
        """Ask anew for what waits, and for the chosen batch."""
        self.desk.ask(Releasable(), self._got)

    def _got(self, rows: tuple[ReleasableRow, ...]) -> None:
        self.on_lines(tuple(line_of(row) for row in rows))
        if not self.chosen and rows:
            self.chosen = rows[0].batch
        self._ask_detail()

    def choose(self, batch: str) -> None:
        """Show one batch; it need not be one that waits."""
        self.chosen = batch
        self._ask_detail()

    def _ask_detail(self) -> None:
        if not self.chosen:
            self.on_detail(None)
            return
        self.desk.ask(ReleaseQuestion(self.chosen), self._got_detail, self._not_there)

    def _not_there(self, why: Refusal) -> None:
        self.on_detail(None)
        self.on_notice(refusal_words(why))

    def _got_detail(self, answer: ReleaseAnswer) -> None:
        if answer.batch == self.chosen:
            self.answer = answer
            self.on_detail(detail_of(answer, self.roles))

    # -- acts

    def decision(self, what: str, comment: str) -> Any:
        """Return the command of a decision; it is signed."""
        return c.DecideBatch(self.chosen, what, comment)

    def sponsor(self, comment: str) -> Any:
        """Return the sponsor's release; it is signed."""
        return r.SponsorRelease(self.chosen, comment)

    def next_supply(self) -> str:
        """Return the entry of the supply that comes next, "" when all five are made."""
        rows = self.answer.supply if self.answer is not None else ()
        return next((one.name for one in rows if not one.dated), "")

    def next_call(self) -> str:
        """Return whom nobody has called yet, "" when everybody was."""
        recall = self.answer.recall if self.answer is not None else None
        return next((one.name for one in recall.calls if not one.dated), "") if recall is not None else ""

    def supply(self, given: dict[str, str]) -> Any:
        """Return the next entry of the supply; it is signed."""
        reference = given.get("reference", "")
        return r.NoteSupply(self.chosen, self.next_supply(), given["dated"], given["person"], given["text"], reference)

    def do(self, key: str, given: dict[str, str], then: Callable[[Answer], None]) -> None:
        """Note a call, retention samples or the end of a trial; none of them is signed."""
        batch = self.chosen
        commands: dict[str, Callable[[], Any]] = {
            "call": lambda: r.NoteCall(batch, self.next_call(), given["person"], given["dated"], given["text"]),
            "sample": lambda: r.RetainSample(
                batch, given["sample"], _whole(given["count"]), given["place"], given["until"]
            ),
            "trial": lambda: r.EndTrial(batch, given["trial"], given["dated"]),
        }
        self.desk.do(commands[key](), by=self.person, then=then)

    def signing(self, key: str, given: dict[str, str]) -> Any:
        """Return the command of any other signed act."""
        reason = given.get("reason", "")
        if key == "recall":
            return r.DecideRecall(self.chosen, given["tile"], reason)
        return r.SetLegalHold(self.chosen, reason) if key == "hold" else r.LiftLegalHold(self.chosen, reason)

    @property
    def file_name(self) -> str:
        """What the file of the certificate is called."""
        return f"{self.chosen}-certificate.pdf"

    def print_certificate(self, folder: Path, then: Callable[[Answer | Refusal], None]) -> None:
        """Write the certificate as a sealed PDF into a folder."""
        self.desk.call("print_certificate", then, self.chosen, folder / self.file_name, self.person)


def _whole(text: str) -> int:
    return int(text) if text.strip().isdecimal() and text.strip().isascii() else 0


def line_of(row: ReleasableRow) -> BatchLine:
    """Return a waiting batch as a line."""
    against = ntr("{n} blocker", "{n} blockers", row.blockers) if row.blockers else tr("Nothing stands against it")
    tone = "crit" if row.waits == "recall" else "warn" if row.blockers else ""
    icon = "alert-circle" if row.waits == "recall" else "alert-triangle" if row.blockers else "circle-check"
    return BatchLine(row.batch, (row.batch, row.product, waits_word(row.waits), against), tone, icon)


def next_act(answer: ReleaseAnswer) -> str:
    """Return what is next for a batch: "review", a decision, "sponsor", or "" when nothing is."""
    if answer.status in ("certified", "supplied"):
        return "sponsor" if answer.status == "certified" and answer.sponsor_asked and not answer.sponsor_at else ""
    if answer.status == "rejected":
        return ""
    reviewed = any(one.meaning == "reviewed" and one.valid for one in answer.decided)
    if not reviewed and answer.status != "conditional":
        return "review"
    if answer.supply_asked:
        return "supplied"
    pending = any(one.verdict == "pending" and one.after_release for one in answer.results)
    return "conditional" if pending and answer.status != "conditional" else "certified"


def detail_of(answer: ReleaseAnswer, roles: tuple[str, ...]) -> ReleaseDetail:
    """Return one batch as it is shown to somebody."""
    what = next_act(answer)
    blocked = tuple(
        Blocking(refusal_words(Refusal(code, **params)), link_of(answer.batch, code, params))
        for code, params in answer.against(what)
    )
    titles = {
        "review": tr("Stands against the review"),
        "sponsor": tr("Stands against the sponsor's release"),
        "supplied": tr("Stands against the supply"),
        "conditional": tr("Stands against the conditional release"),
        "certified": tr("Stands against the certification"),
    }
    more = tuple(_more(answer, roles))
    return ReleaseDetail(
        answer.batch,
        answer.batch,
        status_word(answer.status),
        TONES.get(answer.status, ""),
        titles.get(what, ""),
        blocked,
        tuple(_sections(answer)),
        tuple(_offers(answer, roles, more=bool(more))),
        more,
    )


def _sections(answer: ReleaseAnswer) -> list[tuple[str, tuple[Shown, ...], str]]:
    found = [("", _facts(answer), "")]
    if answer.recall is not None:
        found.append((tr("Recall"), _recall(answer), ""))
    if answer.supply_asked or any(one.dated for one in answer.supply):
        found.append(
            (tr("Supply out of specification"), tuple(_dated(o, supply_word(o.name)) for o in answer.supply), "")
        )
    found.append((tr("Results"), tuple(_result(one) for one in answer.results), tr("This product has no results")))
    found.append((tr("Decisions"), _decided(answer), tr("Nobody has decided anything yet")))
    found.append((tr("Keeping"), _kept(answer), ""))
    return found


def _facts(answer: ReleaseAnswer) -> tuple[Shown, ...]:
    facts = [
        Shown(tr("Product"), answer.product, answer.strength),
        Shown(tr("Batch size"), answer.size),
        Shown(tr("Master batch record"), answer.mbr, tr("version {version}", version=answer.version)),
        *(Shown(label, text) for label, text in answer.identifiers if text),
    ]
    if answer.legal_hold:
        said = tr("Nothing may be destroyed, since {at}", at=moment_words(answer.legal_hold_since))
        facts.insert(0, Shown(tr("Legal hold"), answer.legal_hold, said, "crit"))
    if answer.status == "supplied":
        facts.insert(0, Shown(tr("State"), status_word("supplied"), answer.comment, "warn"))
    return tuple(facts)


def _result(one: Any) -> Shown:
    tone = {"out": "crit", "pending": "warn", "alert": "warn"}.get(one.verdict, "")
    waited = tr("sample {sample}", sample=", ".join(one.samples)) if one.verdict == "pending" and one.samples else ""
    said = (verdict_word(one.verdict) if one.value else "", waited, one.limits, one.by, one.checked_by)
    detail = " · ".join(text for text in said if text)
    return Shown(one.label, one.value or verdict_word(one.verdict), detail, tone)


def _dated(one: Any, name: str) -> Shown:
    if not one.dated:
        return Shown(name, tr("Not made yet"), "", "warn")
    return Shown(name, f"{one.dated}, {one.person}", " · ".join(text for text in (one.text, one.reference) if text))


def _recall(answer: ReleaseAnswer) -> tuple[Shown, ...]:
    recall = answer.recall
    assert recall is not None
    name = next((one.label for one in answer.results if one.address == recall.slot), recall.slot)
    decided = recall_word(recall.decision) if recall.decision else tr("Not decided yet")
    return (
        Shown(tr("Failed after release"), name, recall.exception, "crit"),
        *(_dated(one, call_word(one.name)) for one in recall.calls),
        Shown(tr("Decision"), decided, recall.comment, "" if recall.decision else "warn"),
    )


def _decided(answer: ReleaseAnswer) -> tuple[Shown, ...]:
    signed = tuple(
        Shown(
            meaning_words(one.meaning),
            f"{one.name}, {role_word(one.role)}",
            moment_words(one.at) if one.valid else tr("{at}, void", at=moment_words(one.at)),
            "" if one.valid else "warn",
        )
        for one in answer.decided
    )
    remark = (Shown(tr("Remark of the sponsor"), answer.sponsor_comment),) if answer.sponsor_comment else ()
    return (*signed, *remark)


def _kept(answer: ReleaseAnswer) -> tuple[Shown, ...]:
    until = (
        tr("Until {day} at least", day=answer.retention_until) if answer.retention_until else tr("No end is known yet")
    )
    facts = [Shown(tr("Record is kept"), until, rule_words(answer.retention_rule, answer.retention_years))]
    trial, ended = answer.trial
    if ended:
        facts.append(Shown(tr("End of the trial"), moment_words(ended), trial))
    elif answer.sponsor_asked:
        facts.append(Shown(tr("End of the trial"), tr("Not noted yet")))
    for one in answer.samples:
        some = ntr("{n} unit", "{n} units", one.count)
        facts.append(Shown(tr("Retention sample"), f"{one.sample}, {some}", f"{one.place}, {one.until}"))
    return tuple(facts)


def _offers(answer: ReleaseAnswer, roles: tuple[str, ...], *, more: bool) -> list[Offer]:
    found = []
    what = next_act(answer)
    if "qualified_person" in roles and what in ("certified", "conditional", "supplied"):
        verbs = {
            "certified": tr("Certify"),
            "conditional": tr("Release, results pending"),
            "supplied": tr("Supply, not certified"),
        }
        why = _why(answer, what)
        found.append(Offer(what, verbs[what], "signature", why, strong=not why))
    if "sponsor" in roles and what == "sponsor":
        why = _why(answer, what)
        found.append(Offer("sponsor", tr("Release for the trial"), "signature", why, strong=not why))
    if "quality" in roles and what == "review":
        found.append(Offer("review", tr("Go to the review"), "eye-check", strong=True))
    no_paper = "" if answer.status in CERTIFIED else tr("There is a certificate when the batch is decided")
    found.append(Offer("preview", tr("Certificate"), "certificate", no_paper))
    if more:
        found.append(Offer("more", tr("More"), "list-check"))
    return found


def _why(answer: ReleaseAnswer, what: str) -> str:
    count = len(answer.against(what))
    return ntr("{n} blocker is open", "{n} blockers are open", count) if count else ""


def _more(answer: ReleaseAnswer, roles: tuple[str, ...]) -> list[Offer]:
    found = [Offer("record", tr("Open the record"), "file-text")]
    if "qualified_person" in roles and answer.status != "rejected":
        found.append(Offer("rejected", tr("Reject"), "circle-x"))
    if {"quality", "qualified_person"} & set(roles):
        if answer.supply_asked and any(not one.dated for one in answer.supply):
            found.append(Offer("supply", tr("Note an entry of the supply"), "file-text"))
        if answer.recall is not None and any(not one.dated for one in answer.recall.calls):
            found.append(Offer("call", tr("Note a call"), "message"))
    if "quality" in roles:
        if answer.recall is not None:
            found.append(Offer("recall", tr("Decide the recall"), "signature"))
        held = bool(answer.legal_hold)
        found.append(Offer("lift" if held else "hold", tr("Lift the legal hold") if held else tr("Legal hold"), "lock"))
        if answer.sponsor_asked:
            found.append(Offer("trial", tr("Note the end of the trial"), "flag"))
    if {"quality", "laboratory"} & set(roles):
        found.append(Offer("sample", tr("Put retention samples away"), "test-pipe"))
    return found
