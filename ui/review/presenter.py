"""A version in review without its looks: block by block what changed, what was approved before, what was remarked.

Who signs next is one person's next right act: the author first, an independent person then, quality last; an open
remark keeps both from signing, and who wrote never does (21 CFR 211.186(a)).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ebr.domain.draft.state import next_version
from ebr.domain.master.commands import (
    READERS,
    SIGNERS,
    BeginDraft,
    CloseComment,
    CommentMbr,
    MakeEffective,
    ReturnMbr,
    SignMbr,
    WithdrawMbr,
)
from ebr.station.questions import BlockRow, ChangeRow, MasterAnswer, MasterImpact, MasterVersion, RemarkRow, UseRow
from ebr.wording import status_word
from ebr.wording.changes import effect_words
from ebr.wording.coverage import figures_words
from ebr.wording.languages import language_word
from ebr.wording.parameters import moment_words
from ebr.words import mark, ntr, tr
from ui.desk import Answer, Desk
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit

REVIEWED: Final = ("added", "signed", "verified")
MEANINGS: Final[Mapping[str, str]] = {
    "performed": mark("Author"),
    "verified": mark("Verified"),
    "approved": mark("Approved by quality"),
}
VERBS: Final[Mapping[str, str]] = {
    "performed": mark("Sign as author"),
    "verified": mark("Verify"),
    "approved": mark("Approve"),
}
TRANSLATED: Final = "translated/"
"""How the key of a signature on a further language begins: "translated/de"."""
TONES: Final[Mapping[str, str]] = {"weaker": "warn"}


@dataclass(frozen=True, slots=True)
class BlockDetail:
    """One block in full; offers of remarks are keyed "settle ID"."""

    key: str
    title: str
    chip: str
    facts: tuple[Shown, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The version: its name, state and a sentence; signatures; the next act, impossible with a reason; the others."""

    title: str
    status: str
    words: str
    facts: tuple[Shown, ...]
    next: Offer | None
    others: tuple[Offer, ...]


class ReviewPresenter:
    """ReviewPresenter(desk, person, roles).

    Callbacks: on_head(Head), on_lines(lines), on_detail(BlockDetail | None).
    """

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.told: MasterAnswer | None = None
        self.chosen = ""
        self.on_head: Callable[[Head], None] = lambda _head: None
        self.on_lines: Callable[[tuple[ListLine[str], ...]], None] = lambda _lines: None
        self.on_detail: Callable[[BlockDetail | None], None] = lambda _detail: None
        self._asked = ("", "")
        self._impact: tuple[UseRow, ...] = ()
        self.desk.on_changed(self._changed)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def _changed(self, roots: frozenset[str]) -> None:
        if self._asked[0] and any(root.startswith(f"master/{self._asked[0]}/") for root in roots):
            self.refresh()

    def open(self, mbr: str, version: str) -> None:
        """Show a version."""
        self._asked = (mbr, version)
        self.refresh()

    def refresh(self) -> None:
        """Ask for it anew."""
        self.desk.ask(MasterVersion(*self._asked), self._got)

    def _got(self, told: MasterAnswer) -> None:
        self.told = told
        self.on_head(self.head())
        self.desk.ask(MasterImpact(told.mbr, told.version), self._got_impact)
        known = [row.block for row in told.parts]
        changed = (row.block for row in told.parts if row.changes and row.block != "header")
        chosen = self.chosen if self.chosen in known else next(changed, next(iter(known), ""))
        ordered = sorted(told.parts, key=lambda row: not (row.changes or any(remark.open for remark in row.remarks)))
        done = told.status not in REVIEWED
        self.on_lines(tuple(line_of(row, done=done) for row in ordered))
        self.choose(chosen)  # a list that is filled may have told of its first row meanwhile

    def _got_impact(self, uses: tuple[UseRow, ...]) -> None:
        if uses != self._impact:
            self._impact = uses
            self.on_head(self.head())

    def choose(self, block: str) -> None:
        """Show one block."""
        self.chosen = block
        self.on_detail(self.detail())

    # -- what is shown

    def head(self) -> Head:
        """Return the version with what this person may do."""
        told = self.version
        signed = tuple(
            Shown(meaning_name(one.meaning), one.name or tr("Not signed yet"), moment_words(one.at) if one.at else "")
            for one in told.signatures
        )
        title = tr("{title}, version {version}", title=told.title, version=told.version)
        facts = (*signed, *self._in_force(), *self._rehearsed(), *self._left_out(), *self._blocks())
        return Head(title, status_word(told.status), self._words(), facts, self._next(), self._others())

    @property
    def version(self) -> MasterAnswer:
        """The version that is shown."""
        assert self.told is not None
        return self.told

    def _words(self) -> str:
        told = self.version
        if told.returned:
            said = {"name": told.returned_by, "reason": told.returned, "next": told.returned_to}
            return tr("Given back by {name}: {reason} The text goes on as version {next}.", **said)
        if not told.base:
            return tr("No version is in force to compare with: everything is new")
        return ntr(
            "{n} change against version {base}; {kept} of {all} parts carry their approval",
            "{n} changes against version {base}; {kept} of {all} parts carry their approval",
            len(told.changes),
            base=told.base,
            kept=told.carried,
            all=told.blocks,
        )

    def _rehearsed(self) -> tuple[Shown, ...]:
        made = next((one for one in reversed(self.version.rehearsals) if one.fits), None)
        if made is None:
            return (Shown(tr("Dry run"), tr("None of this text"), "", "warn"),) if self.version.from_draft else ()
        words = ntr("{n} batch", "{n} batches", made.batches)
        return (Shown(tr("Dry run"), words, figures_words(made.figures)),)

    def _in_force(self) -> tuple[Shown, ...]:
        day = self.version.effective
        return (Shown(tr("In force from"), day),) if day else ()

    def _left_out(self) -> tuple[Shown, ...]:
        names = self.version.left_out
        if not names:
            return ()
        words = tr("Changed on another station after it was submitted. It is in the draft, not in this version")
        return (Shown(tr("Left out"), ", ".join(names), words, "warn"),)

    def _blocks(self) -> tuple[Shown, ...]:
        """What the approval leaves behind in the library of building blocks."""
        told = self.version
        own = [use for use in self._impact if (use.mbr, use.mbr_version) == (told.mbr, told.version)]
        lines = [newer_words(use) for use in own]
        others = dict.fromkeys(f"{use.title} {use.mbr_version}" for use in self._impact if use not in own)
        found = []
        if own:
            words = ntr("{n} part from an earlier version", "{n} parts from earlier versions", len(own))
            found.append(Shown(tr("Building blocks"), words, "; ".join(lines), "warn"))
        if others:
            words = tr("They use an earlier version of a building block than this record does")
            found.append(Shown(tr("Stay behind"), ", ".join(others), words))
        return tuple(found)

    def _next(self) -> Offer | None:
        told = self.version
        if told.status not in REVIEWED:
            return self._after()
        meaning = next((one.meaning for one in told.signatures if not one.person), "")
        if not meaning:
            return None
        why = self._why_not(meaning)
        return Offer(meaning, verb_of(meaning), "signature", why, strong=not why)

    def _after(self) -> Offer | None:
        told = self.version
        if told.status != "approved" or told.effective:
            return None
        why = "" if "quality" in self.roles else tr("Quality puts a version in force")
        return Offer("effective", tr("Put in force"), "calendar", why, strong=not why)

    def _why_not(self, meaning: str) -> str:
        """Return in words why this person cannot give the signature; the rules decide, this only says it before."""
        told = self.version
        if not set(self.roles) & set(SIGNERS[meaning.partition("/")[0]]):
            return tr("Quality approves; the author does not") if meaning == "approved" else tr("An author signs first")
        if meaning == "performed":
            return ""
        if meaning.startswith(TRANSLATED):
            if self.person in dict(told.translators).get(meaning.removeprefix(TRANSLATED), ()):
                return tr("You wrote these texts. Another person must confirm them")
        elif self.person in told.authors:
            return tr("You wrote this version. Another person must sign")
        if meaning == "approved" and any(
            one.meaning == "verified" and one.person == self.person for one in told.signatures
        ):
            return tr("You verified this version. Another person must approve it")
        if any(remark.open for remark in told.remarks):
            return tr("Open remarks must be settled first")
        if told.from_draft and told.base != told.in_force:
            return tr("Version {version} is in force now: give it back to be compared anew", version=told.in_force)
        return ""

    def _others(self) -> tuple[Offer, ...]:
        told, found = self.version, []
        if told.base:
            found.append(Offer("compare", tr("Compare with {version}", version=told.base), "git-compare"))
        if told.status in REVIEWED and set(self.roles) & set(READERS):
            found.append(Offer("return", tr("Give back"), "arrow-back-up"))
        if "author" in self.roles and told.status not in REVIEWED:
            found.append(Offer("begin", tr("Begin the next version"), "pencil"))
        return tuple(found)

    def detail(self) -> BlockDetail | None:
        """Return the block that is chosen."""
        row = next((row for row in self.version.parts if row.block == self.chosen), None)
        if row is None:
            return None
        facts = [change_shown(change) for change in row.changes]
        if not row.changes:
            facts.append(Shown(tr("Changes"), tr("None"), approval_words(row)))
        facts += [remark_shown(remark) for remark in row.remarks]
        facts.append(Shown(tr("Fingerprint"), row.hash[:16]))
        return BlockDetail(row.block, row.words, "", tuple(facts), self._block_offers(row))

    def _block_offers(self, row: BlockRow) -> tuple[Offer, ...]:
        if self.version.status not in REVIEWED or not set(self.roles) & set(READERS):
            return ()
        mine = [
            Offer(f"settle {remark.id}", tr("Settle: {text}", text=short(remark.text)), "check")
            for remark in row.remarks
            if remark.open and (remark.by == self.person or "quality" in self.roles)
        ]
        return (*mine, Offer("remark", tr("Remark on this part"), "message"))

    # -- acts

    def act(self, key: str, given: str = "") -> Any:
        """Return the command of an act; `given`: text, reason, date in force, or the next version."""
        told = self.version
        name = (told.mbr, told.version)
        if key.startswith("settle "):
            return CloseComment(*name, key.removeprefix("settle "), given)
        match key:
            case "remark":
                return CommentMbr(*name, self.chosen.removeprefix("phase/"), given)
            case "return":
                return ReturnMbr(*name, given, self.next_version())
            case "begin":
                return BeginDraft(told.mbr, given, told.version)
            case "effective":
                return MakeEffective(*name, given)
            case "withdraw":
                return WithdrawMbr(*name, given)
        meaning, _, language = key.partition("/")
        return SignMbr(*name, told.hash, meaning, language=language)

    def next_version(self) -> str:
        """Return the version that comes next."""
        return next_version(self.version.version)

    def do(self, key: str, given: str, then: Callable[[Answer], None]) -> None:
        """Carry out an act that nobody signs."""
        self.desk.do(self.act(key, given), by=self.person, then=then)


def meaning_name(meaning: str) -> str:
    """Return what a signature is called: "Author", "German confirmed"."""
    if meaning.startswith(TRANSLATED):
        return tr("{language} confirmed", language=language_word(meaning.removeprefix(TRANSLATED)))
    return tr(MEANINGS[meaning])


def verb_of(meaning: str) -> str:
    """Return what a person does who gives a signature: "Approve", "Confirm German"."""
    if meaning.startswith(TRANSLATED):
        return tr("Confirm {language}", language=language_word(meaning.removeprefix(TRANSLATED)))
    return tr(VERBS[meaning])


def line_of(row: BlockRow, *, done: bool = False) -> ListLine[str]:
    """Return a block as a line; `done`: the review is over."""
    opened = sum(remark.open for remark in row.remarks)
    changed = ntr("{n} change", "{n} changes", len(row.changes)) if row.changes else ""
    approval = "" if done and not row.approved_in else approval_words(row)
    cells = (row.words, changed, approval, str(opened) if opened else "")
    weaker = any(change.effect == "weaker" for change in row.changes)
    tone = "warn" if opened or weaker else "" if row.changes else "quiet"
    icon = "message" if opened else "pencil" if row.changes else "circle-check" if row.approved_in else "file-text"
    return ListLine(row.block, cells, tone, icon)


def approval_words(row: BlockRow) -> str:
    """Return where the text of a block was approved."""
    return tr("Approved in version {version}", version=row.approved_in) if row.approved_in else tr("To be approved")


def change_shown(change: ChangeRow) -> Shown:
    """Return a change as a fact."""
    effect = effect_words(change.effect) if change.effect else ""
    return Shown(tr("What changed"), change.words, effect, TONES.get(change.effect, ""))


def remark_shown(remark: RemarkRow) -> Shown:
    """Return a remark as a fact: who said what, and how it was settled."""
    said = tr("{name}, {time}", name=remark.by_name, time=moment_words(remark.at))
    if remark.open:
        return Shown(tr("Remark"), remark.text, said, "warn")
    given = {"said": said, "name": remark.closed_by, "answer": remark.answer}
    words = (
        tr("{said}. Settled by {name}: {answer}", **given)
        if remark.answer
        else tr("{said}. Settled by {name}", **given)
    )
    return Shown(tr("Remark"), remark.text, words)


def short(text: str, longest: int = 40) -> str:
    """Return a text for a button."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "\N{HORIZONTAL ELLIPSIS}"


def newer_words(use: UseRow) -> str:
    """Return that a part comes from an earlier version of its block than the one approved last."""
    parts = {"number": use.number, "title": use.part_title, "block": f"{use.block}@{use.version}"}
    return tr("{number} {title}: {block}; version {version} is approved", **parts, version=use.newer)
