"""Issuing a batch without its looks: version in force, number, size within its range, identifiers given twice; and quality's check of it.

An identifier is scanned or typed two times and must be the same both times: what is wrong here is wrong in every entry that follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ebr.domain.batch.commands import CheckIssue, IssueBatch
from ebr.domain.refusal import Refusal
from ebr.station.questions import BatchAnswer, BatchQuestion, MasterRow, Masters
from ebr.wording import refusal_words, status_word, unit_words
from ebr.words import tr
from ui.desk import Desk
from ui.masters.presenter import size_words
from ui.pages.offer import Shown
from ui.pages.visit import Visit
from ui.shown import number_of


@dataclass(frozen=True, slots=True)
class Given:
    """What was filled in so far; identifiers by id: first and second time."""

    number: str = ""
    size: str = ""
    first: dict[str, str] = field(default_factory=dict)
    again: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """A version in force, to choose."""

    key: str
    title: str
    detail: str
    size: str
    unit: str
    range_words: str
    identifiers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """An issued batch as quality checks it."""

    batch: str
    product: str
    identifiers: tuple[tuple[str, str], ...]
    status: str
    facts: tuple[Shown, ...]
    possible: str
    """Why it cannot be checked (now, or by this person); "" when it can."""


class IssuePresenter:
    """IssuePresenter(desk, person, roles). Callbacks: on_versions(versions), on_check(Check), on_refused(text)."""

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.versions: dict[str, Version] = {}
        self._rows: dict[str, MasterRow] = {}
        self.chosen = ""
        self.on_versions: Callable[[tuple[Version, ...]], None] = lambda _versions: None
        self.on_check: Callable[[Check], None] = lambda _check: None
        self.on_refused: Callable[[str], None] = lambda _text: None

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def start(self) -> None:
        """Ask which versions are in force."""
        self.desk.ask(Masters(), self._got)

    def _got(self, rows: tuple[MasterRow, ...]) -> None:
        self._rows = {f"{row.mbr}/{row.version}": row for row in rows if row.status == "effective"}
        self.versions = {key: version_of(key, row) for key, row in self._rows.items()}
        self.on_versions(tuple(self.versions.values()))

    def missing(self, given: Given) -> str:
        """Return what is still to be done before the batch can be issued, in words; "" when nothing is."""
        version = self.versions.get(self.chosen)
        if version is None:
            return tr("Choose the master batch record")
        if not given.number.strip():
            return tr("Type the batch number")
        return self._size(version, given.size.strip()) or self._identifiers(version, given)

    def _size(self, version: Version, size: str) -> str:
        row = self._rows[version.key]
        value, low, high = (number_of(text) for text in (size, row.size_low, row.size_high))
        if value is None:
            return tr("Type the batch size as a number")
        if (low is not None and value < low) or (high is not None and value > high):
            return tr("The size is outside the range: {range}", range=version.range_words)
        return ""

    def _identifiers(self, version: Version, given: Given) -> str:
        for key, label in version.identifiers:
            first, again = given.first.get(key, "").strip(), given.again.get(key, "").strip()
            if not first:
                return tr("Scan or type: {label}", label=label)
            if not again:
                return tr("Once more: {label}", label=label)
            if first != again:
                return tr("{label}: the two entries differ", label=label)
        return ""

    def command(self, given: Given) -> IssueBatch:
        """Return the command; it is signed."""
        row = self._rows[self.chosen]
        identifiers = {key: given.first[key].strip() for key, _label in self.versions[self.chosen].identifiers}
        return IssueBatch(given.number.strip(), row.mbr, row.version, given.size.strip(), identifiers)

    # -- quality's check

    def check(self, batch: str) -> None:
        """Show an issued batch for its check."""
        refused: Callable[[Refusal], None] = lambda refusal: self.on_refused(refusal_words(refusal))
        self.desk.ask(BatchQuestion(batch, self.person), self._batch, refused)

    def _batch(self, answer: BatchAnswer) -> None:
        def known(rows: tuple[MasterRow, ...]) -> None:
            row = next((one for one in rows if (one.mbr, one.version) == (answer.mbr, answer.version)), None)
            found = check_of(answer, row)
            why = "" if "quality" in self.roles else tr("Quality checks the issue")
            if answer.status != "to_check":
                why = tr("The issue is checked already")
            self.on_check(replace(found, possible=why))

        self.desk.ask(Masters(), known)

    def check_command(self, batch: str) -> CheckIssue:
        """Return quality's command; it is signed."""
        return CheckIssue(batch)


def version_of(key: str, row: MasterRow) -> Version:
    """Return a version to choose."""
    unit = unit_words(row.size_unit)
    detail = tr("Version {version}, {product}", version=row.version, product=row.product)
    return Version(key, row.title, detail, row.size, unit, size_words(row), row.identifiers)


def check_of(answer: BatchAnswer, row: MasterRow | None) -> Check:
    """Return what quality compares: the snapshot of the master, its size, its identifiers."""
    facts = [
        Shown(tr("Batch"), answer.batch),
        Shown(tr("Product"), answer.product, answer.strength),
        Shown(tr("Master batch record"), answer.mbr, tr("version {version}", version=answer.version)),
        Shown(tr("Batch size"), answer.size, tr("Allowed: {range}", range=size_words(row)) if row is not None else ""),
        *(Shown(label, value) for label, value in answer.identifiers),
        Shown(tr("Steps"), str(answer.total)),
    ]
    if row is not None:
        grouped = " ".join(row.hash[at : at + 8] for at in range(0, len(row.hash), 8))
        facts.append(Shown(tr("Hash of the approved master"), grouped))
        facts.append(Shown(tr("Author and approval"), tr("{author}; {approver}", author=row.author, approver=row.approver)))
    return Check(answer.batch, answer.product, answer.identifiers, status_word(answer.status), tuple(facts), "")
