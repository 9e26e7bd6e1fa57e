"""Label templates without their looks: versions, what each says and must say, and what one may do.

Who approves sees the label as it is printed, every text, every code and every particular; the signature covers the
same words (`ebr.domain.label.rules.sheets`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ebr.domain.label.commands import ApproveLabel, CheckLabel, MakeLabelEffective, WithdrawLabel, WriteLabel
from ebr.station.questions import LabelPicture, LabelRow, Labels
from ebr.wording import refusal_words
from ebr.wording.labels import code_word, life_word, particular_words, set_word
from ebr.wording.parameters import moment_words
from ebr.words import tr
from ui.desk import Answer, Desk
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit

ICONS: Final = {
    "written": "pencil",
    "checked": "eye-check",
    "approved": "circle-check",
    "effective": "circle-check-filled",
    "withdrawn": "ban",
}


@dataclass(frozen=True, slots=True)
class LabelDetail:
    """One version in full. `says` is every text and code, `must` every particular, `words` the texts in one line."""

    key: tuple[str, str]
    title: str
    status: str
    tone: str
    facts: tuple[Shown, ...]
    says: tuple[Shown, ...]
    must_title: str
    must: tuple[Shown, ...]
    words: str
    offers: tuple[Offer, ...]


class LabelsPresenter:
    """LabelsPresenter(desk, person, roles).

    Callbacks: on_lines(lines), on_detail(LabelDetail | None), on_picture(PNG or b""), on_told(words, tone).
    """

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.rows: dict[tuple[str, str], LabelRow] = {}
        self.chosen: tuple[str, str] | None = None
        self.on_lines: Callable[[tuple[ListLine[tuple[str, str]], ...]], None] = lambda _lines: None
        self.on_detail: Callable[[LabelDetail | None], None] = lambda _detail: None
        self.on_picture: Callable[[bytes], None] = lambda _data: None
        self.on_told: Callable[[str, str], None] = lambda _words, _tone: None
        self.desk.on_changed_below(("label/",), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask for the templates anew."""
        self.desk.ask(Labels(), self._got)

    def _got(self, rows: tuple[LabelRow, ...]) -> None:
        self.rows = {(row.template, row.version): row for row in rows}
        self.on_lines(tuple(line_of(row) for row in rows))
        if self.chosen not in self.rows:
            self.chosen = next(iter(self.rows), None)
        self._show()

    def choose(self, key: tuple[str, str]) -> None:
        """Show one version."""
        self.chosen = key
        self._show()

    def _show(self) -> None:
        row = self.rows.get(self.chosen) if self.chosen is not None else None
        if row is None:
            self.on_detail(None)
            self.on_picture(b"")
            return
        self.on_detail(detail_of(row, tuple(self._offers(row))))
        key = (row.template, row.version)
        self.desk.ask(LabelPicture(*key), lambda data: self._drawn(key, data), lambda _refusal: self.on_picture(b""))

    def _drawn(self, key: tuple[str, str], data: bytes) -> None:
        if key == self.chosen:
            self.on_picture(data)

    def _offers(self, row: LabelRow) -> list[Offer]:
        found = []
        quality = "quality" in self.roles
        if row.status == "written":
            able = any(role in self.roles for role in ("author", "supervisor", "quality"))
            why = "" if able else tr("An author, a supervisor or quality checks it")
            if self.person == row.author:
                why = tr("You wrote this label; another person checks it")
            found.append(Offer("check", tr("Check"), "eye-check", why, strong=not why))
        elif row.status == "checked":
            why = "" if quality else tr("Quality approves it")
            if self.person in (row.author, row.checker):
                why = tr("You wrote or checked this label; another person of quality approves it")
            found.append(Offer("approve", tr("Approve"), "signature", why, strong=not why))
        elif row.status == "approved":
            why = "" if quality else tr("Quality puts it in force")
            found.append(Offer("effective", tr("Put in force"), "calendar", why, strong=not why))
        if quality and row.status != "withdrawn":
            found.append(Offer("withdraw", tr("Withdraw"), "ban"))
        return found

    def act(self, key: str, given: str = "") -> Any:
        """Return the command of an act on the chosen version; it is signed. `given`: the reason, or the first day."""
        assert self.chosen is not None
        row = self.rows[self.chosen]
        if key == "withdraw":
            return WithdrawLabel(row.template, row.version, given)
        if key == "effective":
            return MakeLabelEffective(row.template, row.version, row.hash, given)
        kind = {"check": CheckLabel, "approve": ApproveLabel}[key]
        return kind(row.template, row.version, row.hash)

    def next_version(self, template: str) -> str:
        """Return the version that a new text of this template has."""
        return str(1 + max((int(row.version) for row in self.rows.values() if row.template == template), default=0))

    def write(self, template: str, document: str) -> None:
        """Bring a text as the next version of a template."""
        command = WriteLabel(template, self.next_version(template), document)

        def heard(said: Answer) -> None:
            if said.refusal is not None:
                self.on_told(refusal_words(said.refusal), "crit")
                return
            self.chosen = (command.template, command.version)
            self.on_told(tr("Version {version} is written; another person checks it", version=command.version), "")

        self.desk.do(command, by=self.person, then=heard)


def name_of(row: LabelRow) -> str:
    """Return how a version is named."""
    return tr("{template}, version {version}", template=row.template, version=row.version)


def status_words(row: LabelRow) -> str:
    """Return where a version stands; an older one in force is followed by a newer one."""
    if row.status == "effective" and not row.in_force:
        return tr("Planned or followed by another")
    return life_word(row.status)


def line_of(row: LabelRow) -> ListLine[tuple[str, str]]:
    """Return a version as a line."""
    cells = (row.title, name_of(row), row.size, status_words(row))
    quiet = row.status == "withdrawn" or (row.status == "effective" and not row.in_force)
    tone = "warn" if row.passed_over else "quiet" if quiet else ""
    return ListLine((row.template, row.version), cells, tone, ICONS.get(row.status, ""))


def detail_of(row: LabelRow, offers: tuple[Offer, ...]) -> LabelDetail:
    """Return a version in full."""
    tone = {"effective": "ok", "withdrawn": "crit"}.get(row.status, "warn")
    says = tuple(Shown(name, text) for name, text in row.texts)
    codes = tuple(Shown(name, text, code_word(kind)) for name, kind, text in row.codes)
    return LabelDetail(
        (row.template, row.version),
        row.title,
        status_words(row),
        tone,
        facts_of(row),
        (*says, *codes),
        set_word(row.particulars_set),
        must_of(row),
        ". ".join(text for _, text in row.texts),
        offers,
    )


def must_of(row: LabelRow) -> tuple[Shown, ...]:
    """Return every particular: where it stands, or why it does not."""
    return tuple(
        Shown(
            particular_words(row.particulars_set, one.letter),
            ", ".join(one.fields) or tr("Not on the label"),
            one.absent,
        )
        for one in row.particulars
    )


def facts_of(row: LabelRow) -> tuple[Shown, ...]:
    """Return who wrote, checked and approved it, and since when it is in force."""
    facts = [
        Shown(tr("Label template"), name_of(row), row.size),
        Shown(tr("Written by"), row.author_name, moment_words(row.written_at)),
    ]
    if row.checker_name:
        facts.append(Shown(tr("Checked by"), row.checker_name, moment_words(row.checked_at)))
    if row.approver_name:
        facts.append(Shown(tr("Approved by quality"), row.approver_name, moment_words(row.approved_at)))
    if row.begins:
        facts.append(Shown(tr("In force from"), row.begins))
    if row.withdrawn:
        facts.append(Shown(tr("Withdrawn by"), row.withdrawn_by, row.withdrawn))
    if row.passed_over:
        words = tr("Written apart under the same version; write it again as the next version")
        facts.append(Shown(tr("Another text, passed over"), str(row.passed_over), words, "warn"))
    return tuple(facts)
