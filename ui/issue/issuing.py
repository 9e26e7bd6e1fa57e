"""Issuing a batch without its looks: a version in force, number, size, identifiers given twice; quality's check.

The screen says early what the rules will say at the signature anyway, in the same words: a size outside its range, a
number that is taken. An identifier is scanned or typed twice and must come out the same: what is wrong here is wrong in
every entry that follows. Nothing is filled in beforehand, because what stands there already is confirmed unread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ebr.domain.batch.commands import CheckIssue, IssueBatch
from ebr.domain.refusal import Refusal
from ebr.domain.values import number, plain
from ebr.station.questions import Batches, BatchRow, MasterRow, Masters
from ebr.wording import refusal_words, unit_words
from ebr.words import figure, tr
from ui.desk import Desk
from ui.issue.check import Checked, IssueCheck, range_words
from ui.pages.offer import Shown
from ui.pages.visit import Visit

PLACE: Final = "issue"
"""Where drafts of this screen are kept."""
EFFECTIVE: Final = "effective"
AGAIN: Final = "again:"
"""Marks the second entry of an identifier among the fields."""


@dataclass(frozen=True, slots=True)
class MasterLine:
    """A version in force as a line."""

    key: tuple[str, str]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the form: its key, label and hint; what it `wants` chooses the on-screen keys."""

    key: str
    label: str
    hint: str = ""
    wants: str = "text"


@dataclass(frozen=True, slots=True)
class Form:
    """What a chosen version asks for; fields come in pairs that stand side by side."""

    product: str
    facts: tuple[Shown, ...]
    fields: tuple[Asked, ...]
    nominal: str
    nominal_words: str


@dataclass(frozen=True, slots=True)
class State:
    """How the form stands: what keeps it from being signed, and the fields that are wrong, each with the reason."""

    missing: str
    wrong: Mapping[str, str]


class IssuePresenter:
    """IssuePresenter(desk, person).

    Callbacks: on_masters(lines), on_form(Form), on_state(State), on_checked(Checked), on_past(batch), on_refused(text).
    """

    def __init__(self, desk: Desk, person: str) -> None:
        self.desk, self.person = Visit(desk), person
        self.masters: dict[tuple[str, str], MasterRow] = {}
        self.chosen: MasterRow | None = None
        self.parts: dict[str, str] = {}
        self._batches: tuple[BatchRow, ...] = ()
        self._check: IssueCheck | None = None
        self.on_masters: Callable[[tuple[MasterLine, ...]], None] = lambda _lines: None
        self.on_form: Callable[[Form], None] = lambda _form: None
        self.on_state: Callable[[State], None] = lambda _state: None
        self.on_checked: Callable[[Checked], None] = lambda _checked: None
        self.on_past: Callable[[str], None] = lambda _batch: None
        self.on_refused: Callable[[str], None] = lambda _text: None
        self.desk.on_changed(self._changed)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def _changed(self, roots: frozenset[str]) -> None:
        if self._check is not None:
            if f"batch/{self._check.batch}" in roots:
                self._check.ask()
        elif any(root.startswith(("master/", "batch/")) for root in roots):
            self.refresh()

    # -- issuing

    def refresh(self) -> None:
        """Ask what may be issued, and which numbers are used."""
        self.desk.ask(Batches(), self._known)
        self.desk.ask(Masters(), self._got)

    def _known(self, rows: tuple[BatchRow, ...]) -> None:
        self._batches = rows

    def _got(self, rows: tuple[MasterRow, ...]) -> None:
        self.masters = {(row.mbr, row.version): row for row in rows if row.status == EFFECTIVE}
        self.on_masters(tuple(master_line(row) for row in self.masters.values()))
        if self.chosen is not None:
            self.choose((self.chosen.mbr, self.chosen.version))

    def choose(self, key: tuple[str, str], parts: Mapping[str, str] | None = None) -> None:
        """Take this version, with what was typed for it before; what was typed for another one is dropped."""
        found = self.masters.get(key)
        if found is None:
            return
        if parts is not None:
            self.parts = dict(parts)
        elif self.chosen is None or (self.chosen.mbr, self.chosen.version) != key:
            self.parts = {}
        self.chosen = found
        self.on_form(form_of(found, self._last(found.mbr)))
        self.on_state(self.state())

    def _last(self, mbr: str) -> str:
        return next((row.batch for row in self._batches if row.mbr == mbr), "")

    def typed(self, key: str, text: str) -> None:
        """A field changed."""
        self.parts[key] = text.strip()
        self.on_state(self.state())

    def place_of(self, focused: str) -> str:
        """Return the field a scan belongs to: the one with the caret, else the first empty one; "" for none."""
        takes = [one.key for one in self._fields() if one.wants != "number"]
        return focused if focused in takes else next((key for key in takes if not self.parts.get(key)), "")

    def _fields(self) -> tuple[Asked, ...]:
        return form_of(self.chosen, "").fields if self.chosen is not None else ()

    def state(self) -> State:
        """Return how the form stands."""
        if self.chosen is None:
            return State(tr("Choose the master batch record"), {})
        wrong = self._wrong(self.chosen)
        empty = next((one.label for one in self._fields() if not self.parts.get(one.key)), "")
        missing = next(iter(wrong.values()), "") or (tr("Fill in: {what}", what=empty) if empty else "")
        return State(missing, wrong)

    def _wrong(self, master: MasterRow) -> dict[str, str]:
        found: dict[str, str] = {}
        batch, size = self.parts.get("batch", ""), self.parts.get("size", "")
        if any(row.batch == batch for row in self._batches):
            found["batch"] = refusal_words(Refusal("batch_number_taken", batch=batch))
        why = size_refusal(size, master) if size else None
        if why is not None:
            found["size"] = refusal_words(why)
        for name, label in master.identifiers:
            first, again = self.parts.get(name, ""), self.parts.get(AGAIN + name, "")
            if first and again and first != again:
                found[AGAIN + name] = tr("{label}: the two entries differ. Scan or type both again.", label=label)
        return found

    def command(self) -> IssueBatch:
        """Return the command that issues the batch; it is signed."""
        assert self.chosen is not None
        given = {name: self.parts.get(name, "") for name, _label in self.chosen.identifiers}
        size = plain(number(self.parts["size"]))
        return IssueBatch(self.parts["batch"], self.chosen.mbr, self.chosen.version, size, given)

    # -- checking an issue

    def check(self, batch: str) -> None:
        """Show an issued batch beside its master."""
        self._check = IssueCheck(self.desk, self.person, batch)
        self._check.on_checked = self.on_checked
        self._check.on_past = lambda: self.on_past(batch)
        self._check.on_refused = self.on_refused
        self._check.ask()

    def check_command(self) -> CheckIssue:
        """Return the command of quality's check; it is signed."""
        assert self._check is not None
        return CheckIssue(self._check.batch)


def size_refusal(text: str, master: MasterRow) -> Refusal | None:
    """Return why a size cannot be issued, as the rules will say it; None when it can."""
    try:
        size = number(text)
    except Refusal as refusal:
        return refusal
    if Decimal(master.size_low) <= size <= Decimal(master.size_high):
        return None
    unit = unit_words(master.size_unit)
    return Refusal("batch_size_outside", size=plain(size), low=master.size_low, high=master.size_high, unit=unit)


def master_line(row: MasterRow) -> MasterLine:
    """Return a version as a line."""
    return MasterLine((row.mbr, row.version), (row.product, row.mbr, row.version, range_words(row), row.effective))


def form_of(row: MasterRow, last: str) -> Form:
    """Return what a version asks for; `last` is the newest batch made by the same record."""
    allowed, unit = range_words(row), unit_words(row.size_unit)
    hint = tr("Last one: {batch}", batch=last) if last else tr("Capitals, digits, hyphens")
    size = Asked("size", tr("Batch size, {unit}", unit=unit), wants="number")
    fields = [Asked("batch", tr("Batch number"), hint), size]
    for name, label in row.identifiers:
        fields.append(Asked(name, label, tr("Scan or type")))
        fields.append(Asked(AGAIN + name, tr("{label}, again", label=label), tr("Scan or type again")))
    facts = (
        Shown(tr("Master batch record"), tr("{mbr}, version {version}", mbr=row.mbr, version=row.version)),
        Shown(tr("In force since"), tr("{day}, approved by {name}", day=row.effective, name=row.approver)),
        Shown(tr("Allowed size"), allowed),
    )
    nominal = tr("Use nominal size, {size} {unit}", size=figure(row.size), unit=unit)
    return Form(row.product, facts, tuple(fields), row.size, nominal)
