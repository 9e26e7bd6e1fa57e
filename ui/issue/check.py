"""Quality's check of an issue: what was issued beside the approved master (floor-rules 4; 21 CFR 211.188(a)).

Whether this person may check is the station's answer to a preview, in its own words: whoever issued a batch does not
check it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ebr.domain.batch.commands import CheckIssue
from ebr.domain.refusal import Refusal
from ebr.station.questions import (
    BatchAnswer,
    BatchQuestion,
    MasterRow,
    Masters,
    Preview,
    SheetAnswer,
    SignatureRow,
    Signatures,
)
from ebr.wording import meaning_words, refusal_words, role_word, status_word, unit_words
from ebr.words import figure, tr
from ui.pages.visit import Visit
from ui.shown import when_of

WAITS: Final = "to_check"
FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison: what, as issued, as the master says, and a tone when they do not agree."""

    name: str
    issued: str
    master: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """The issue of a batch as quality checks it; `refusal` says why this person cannot."""

    batch: str
    product: str
    identifiers: tuple[tuple[str, str], ...]
    lines: tuple[Compared, ...]
    issued: str
    refusal: str


class IssueCheck:
    """IssueCheck(desk, person, batch).

    Callbacks: on_checked(Checked), on_past() when it is checked already, on_refused(text).
    """

    def __init__(self, desk: Visit, person: str, batch: str) -> None:
        self.desk, self.person, self.batch = desk, person, batch
        self._answer: BatchAnswer | None = None
        self._master: MasterRow | None = None
        self._signed: tuple[SignatureRow, ...] = ()
        self.on_checked: Callable[[Checked], None] = lambda _checked: None
        self.on_past: Callable[[], None] = lambda: None
        self.on_refused: Callable[[str], None] = lambda _text: None

    def ask(self) -> None:
        """Ask for the batch, then for its master and who issued it, then whether this person may check."""
        self.desk.ask(BatchQuestion(self.batch, self.person), self._got, self._not_got)

    def _not_got(self, refusal: Refusal) -> None:
        self.on_refused(refusal_words(refusal))

    def _got(self, answer: BatchAnswer) -> None:
        self._answer = answer
        if answer.status != WAITS:
            self.on_past()
            return
        self.desk.ask(Signatures(self.batch), self._signatures)

    def _signatures(self, rows: tuple[SignatureRow, ...]) -> None:
        self._signed = rows
        self.desk.ask(Masters(), self._masters)

    def _masters(self, rows: tuple[MasterRow, ...]) -> None:
        assert self._answer is not None
        wanted = (self._answer.mbr, self._answer.version)
        self._master = next((row for row in rows if (row.mbr, row.version) == wanted), None)
        self.desk.ask(Preview(CheckIssue(self.batch), self.person), self._may, self._may_not)

    def _may(self, sheet: SheetAnswer) -> None:
        covered = next((line.value for line in sheet.lines if FINGERPRINT.fullmatch(line.value)), "")
        self._show(covered, "")

    def _may_not(self, refusal: Refusal) -> None:
        self._show("", refusal_words(refusal))

    def _show(self, covered: str, refusal: str) -> None:
        assert self._answer is not None
        answer = self._answer
        lines = compared(answer, self._master, covered)
        issued = issued_words(self._signed)
        self.on_checked(Checked(answer.batch, answer.product, answer.identifiers, lines, issued, refusal))


def compared(answer: BatchAnswer, master: MasterRow | None, covered: str) -> tuple[Compared, ...]:
    """Return what was issued beside what the master says; `covered` is the fingerprint that the signature covers."""
    if master is None:
        return ()
    force = tr("{status}, since {day}", status=status_word(master.status), day=master.effective)
    found = [
        Compared(tr("Batch number"), answer.batch, tr("Chosen at issue")),
        Compared(tr("Product"), answer.product, master.product, _differs(answer.product, master.product)),
        Compared(tr("Master batch record"), answer.mbr, master.title),
        Compared(tr("Version"), answer.version, force, "" if master.status == "effective" else "warn"),
        Compared(tr("Batch size"), answer.size, range_words(master)),
    ]
    found += [Compared(label, value, tr("Given twice at issue")) for label, value in answer.identifiers]
    found.append(Compared(tr("Steps"), str(answer.total), tr("{n} entries to make", n=master.slots)))
    if covered:
        found.append(Compared(tr("Fingerprint"), covered, master.hash, _differs(covered, master.hash)))
    return tuple(found)


def range_words(master: MasterRow) -> str:
    """Return the allowed size."""
    unit = unit_words(master.size_unit)
    if master.size_low == master.size_high:
        return tr("{size} {unit}", size=figure(master.size_low), unit=unit)
    low, high = figure(master.size_low), figure(master.size_high)
    return tr("{low} to {high} {unit}", low=low, high=high, unit=unit)


def _differs(issued: str, master: str) -> str:
    return "" if issued == master else "crit"


def issued_words(rows: tuple[SignatureRow, ...]) -> str:
    """Return who issued the batch, as a signature is shown (21 CFR 11.50): name, role, meaning, time with zone."""
    found = next((row for row in rows if row.scope.startswith("batch/") and row.meaning == "performed"), None)
    if found is None:
        return ""
    return tr(
        "Issued. {meaning} {name} ({user}), {role}, {when}, {zone}",
        meaning=meaning_words(found.meaning),
        name=found.name,
        user=found.person,
        role=role_word(found.role),
        when=when_of(found.at),
        zone=found.zone,
    )
