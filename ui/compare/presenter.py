"""Two versions of a master batch record compared, without the looks.

A side is a version or a draft, named by `Side`. What was asked for is computed beside the screen (half a second for a
thousand steps), so the window never waits; when a version or a draft changes, it is computed again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ebr.domain.mbr.compare import Change
from ebr.domain.mbr.compare.impact import Reader
from ebr.domain.mbr.compare.prose import Piece, pieces
from ebr.domain.mbr.document import from_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from ebr.station.questions import DraftDocument, DraftRow, Drafts, MasterRow, Masters, MasterVersion
from ebr.wording import moment_words, refusal_words, status_word
from ebr.wording.changes import block_words, count_words, effect_words, place_words, renumbered_words, said
from ebr.wording.changes_values import Line, part_lines, reader_words
from ebr.words import ntr, tr
from ui.compare.listing import CompareLine, Found, Key, counts, lines
from ui.desk import Answer, Desk
from ui.pages.visit import Visit

DRAFT: Final = "draft"
APPROVED: Final = ("approved", "effective", "superseded")
IN_FORCE: Final = "effective"


@dataclass(frozen=True, slots=True)
class Side:
    """A version or a draft: `words` names it with its status, "Version 2, draft"."""

    mbr: str
    version: str
    status: str
    title: str
    words: str

    @property
    def key(self) -> str:
        """What a button reports: "draft/car_t/3"."""
        kind = DRAFT if self.status == DRAFT else "master"
        return f"{kind}/{self.mbr}/{self.version}"


@dataclass(frozen=True, slots=True)
class CompareScreen:
    """Everything around the list."""

    title: str
    old: Side | None
    new: Side | None
    words: str = ""
    weaker: int = 0
    counts: dict[str, int] | None = None
    trouble: str = ""
    waiting: bool = False
    printable: bool = False


@dataclass(frozen=True, slots=True)
class ReadBy:
    """One part that reads what changed: where, as what, with which formula, and by way of what."""

    where: str
    what: str
    text: str
    through: str = ""


@dataclass(frozen=True, slots=True)
class CompareDetail:
    """One line in full. `pieces` are both texts word by word where they are running text."""

    title: str
    what: str
    effect: str = ""
    weaker: bool = False
    was: str = ""
    now: str = ""
    pieces: tuple[Piece, ...] = ()
    part: tuple[Line, ...] = ()
    readers: tuple[ReadBy, ...] = ()
    notes: tuple[str, ...] = ()
    id: str = ""


class ComparePresenter:
    """ComparePresenter(desk, person).

    Callbacks: on_screen(CompareScreen), on_lines(lines), on_detail(detail | None).
    """

    def __init__(self, desk: Desk, person: str) -> None:
        self.desk, self.person = Visit(desk), person
        self.sides: dict[str, Side] = {}
        self.old = self.new = ""
        self.mbr = ""
        self.kind = self.words = ""
        self.found: Found | None = None
        self._wanted = ("", "", "")
        self._asked = 0
        self._masters: tuple[MasterRow, ...] = ()
        self._unfolded: frozenset[str] = frozenset()
        self.on_screen: Callable[[CompareScreen], None] = lambda _screen: None
        self.on_lines: Callable[[tuple[CompareLine, ...]], None] = lambda _lines: None
        self.on_detail: Callable[[CompareDetail | None], None] = lambda _detail: None
        self.desk.on_changed(self._changed)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def _changed(self, roots: frozenset[str]) -> None:
        if any(root.startswith((f"master/{self.mbr}/", f"draft/{self.mbr}/")) for root in roots):
            self._list()

    # -- which versions there are, and which two are compared

    def open(self, mbr: str = "", old: str = "", new: str = "") -> None:
        """Compare two versions (or drafts) by their numbers; what is not named is chosen as a reviewer would."""
        self._wanted = (mbr, old, new)
        self.old = self.new = ""
        self._list()

    def _list(self) -> None:
        self.desk.ask(Masters(), self._got_masters)

    def _got_masters(self, rows: tuple[MasterRow, ...]) -> None:
        self._masters = rows
        self.desk.ask(Drafts(open_only=True), self._got_drafts)

    def _got_drafts(self, drafts: tuple[DraftRow, ...]) -> None:
        found = [version_side(row) for row in self._masters] + [draft_side(row) for row in drafts]
        self.sides = {side.key: side for side in sorted(found, key=_order)}
        self._choose()
        self._read()

    def _choose(self) -> None:
        mbr, old, new = self._wanted
        known = [side for side in self.sides.values() if not mbr or side.mbr == mbr]
        if self.new not in self.sides:
            self.new = next((side.key for side in reversed(known) if not new or side.version == new), "")
        self.mbr = self.sides[self.new].mbr if self.new else mbr
        if self.old not in self.sides or self.sides[self.old].mbr != self.mbr:
            self.old = self._before(old)

    def _before(self, version: str) -> str:
        """Return the side to compare with: the one named, else the one in force, else the one before."""
        others = [side for side in self.sides.values() if side.mbr == self.mbr and side.key != self.new]
        named = [side for side in others if side.version == version]
        in_force = [side for side in others if side.status == IN_FORCE]
        found = named or in_force or others
        return found[-1].key if found else ""

    def choose(self, old: str = "", new: str = "") -> None:
        """Compare another side; the other one stays, unless it is of another master batch record."""
        self.old, self.new = old or self.old, new or self.new
        chosen = self.sides[old or new]
        self._wanted = (chosen.mbr, "", "")
        if self.sides[self.new].mbr != chosen.mbr:
            self.new = ""
        self._choose()
        self._read()

    def swap(self) -> None:
        """Read it the other way round."""
        self.old, self.new = self.new, self.old
        self._read()

    # -- reading and comparing

    def _read(self) -> None:
        self.found = None
        self._asked += 1
        if not self.old or not self.new:
            self.on_lines(())
            self.on_detail(None)
            self.on_screen(self._screen())
            return
        self.on_screen(replace(self._screen(), waiting=True))
        self._document(self.old, self._asked, lambda old, approval: self._got_old(old, approval, self._asked))

    def _document(self, key: str, asked: int, then: Callable[[str, str], None]) -> None:
        side = self.sides[key]
        draft = side.status == DRAFT
        question = DraftDocument(side.mbr, side.version) if draft else MasterVersion(side.mbr, side.version)

        def got(answer: Any) -> None:
            if asked == self._asked:
                then(answer.document, "" if draft else approval_words(side, answer))

        self.desk.ask(question, got, self._refused)

    def _got_old(self, old: str, approval: str, asked: int) -> None:
        def got(new: str, _approval: str) -> None:
            self.desk.beside(lambda: compared(old, new, approval), lambda found: self._compared(found, asked))

        self._document(self.new, asked, got)

    def _compared(self, found: Any, asked: int) -> None:
        if asked != self._asked:
            return
        if isinstance(found, Refusal):
            self._refused(found)
        elif isinstance(found, Found):
            self.found = found
            self._unfolded = frozenset()
            self.on_screen(self._screen())
            self._show()

    def _refused(self, refusal: Refusal) -> None:
        self.on_screen(replace(self._screen(), trouble=refusal_words(refusal)))

    def _screen(self) -> CompareScreen:
        old, new = self.sides.get(self.old), self.sides.get(self.new)
        shown = CompareScreen(new.title if new else "", old, new)
        if not old or not new:
            words = tr("There is only one version, so nothing can be compared yet")
            return replace(shown, trouble=words if new else tr("No master batch record yet"))
        if self.found is None:
            return shown
        changes = self.found.comparison.changes
        same = len(self.found.comparison.unchanged_blocks)
        words = tr(
            "{changes}, {unchanged}",
            changes=count_words(len(changes)),
            unchanged=ntr("{n} part unchanged", "{n} parts unchanged", same),
        )
        weaker = sum(change.effect == "weaker" for change in changes)
        printable = DRAFT not in (old.status, new.status)
        return replace(shown, words=words, weaker=weaker, counts=counts(changes), printable=printable)

    # -- the list

    def narrow(self, kind: str) -> None:
        """Show only one kind of changes; "" for all."""
        self.kind = kind
        self._show()

    def rows(self, words: str) -> list[CompareLine]:
        """Return the list with these words."""
        self.words = words
        return lines(self.found, self.kind, words, self._unfolded) if self.found is not None else []

    def toggle(self, fold: str) -> None:
        """Open or close a fold over unchanged parts."""
        self._unfolded ^= {fold}
        self._show()

    def _show(self) -> None:
        self.on_lines(tuple(self.rows(self.words)))

    def highlight(self, key: Key) -> None:
        """Show one line in full."""
        if self.found is not None:
            self.on_detail(self._detail(self.found, key))

    def _detail(self, found: Found, key: Key) -> CompareDetail | None:
        kind, name = key
        if kind == "change":
            return change_detail(found, found.comparison.changes[int(name)])
        if kind == "step":
            return None
        words = block_words(name, found.new) if kind == "block" else tr("Unchanged parts")
        notes = [tr("Each of these parts has the same hash in both versions.")]
        notes += [found.approval] if found.approval else []
        notes += [renumbered_words(found.comparison.renumbered)] if found.comparison.renumbered else []
        return CompareDetail(words, "", notes=tuple(notes))

    # -- the paper

    def print_changes(self, file: Path, then: Callable[[Answer | Refusal], None]) -> None:
        """Write the sealed PDF of the changes."""
        old, new = self.sides[self.old], self.sides[self.new]
        self.desk.call("print_changes", then, self.mbr, (old.version, new.version), file, by=self.person)


def compared(old: str, new: str, approval: str) -> Found:
    """Compare two documents (canonical JSON), a draft's gaps included; raises `Refusal`."""
    from ebr.domain.mbr.compare import compare
    from ebr.domain.mbr.compare.impact import impact

    was, now = _mbr(old), _mbr(new)
    comparison = compare(was, now)
    return Found(was, now, comparison, impact(was, now, comparison.changes), approval)


def _mbr(document: str) -> Mbr:
    try:
        return from_json(json.loads(document), unfinished=True)
    except (ValueError, RecursionError) as error:
        raise Refusal("mbr_document", place="", problem="not_json") from error


def change_detail(found: Found, change: Change) -> CompareDetail:
    """Return one change in full, with everybody who reads it."""
    told = said(change)
    part = change.place[0].partition("/")[0]
    reached = next((one.readers for one in found.reached if one.part.id == part), ())
    return CompareDetail(
        title=place_words(change),
        what=told.what[:1].upper() + told.what[1:],
        effect=effect_words(change.effect),
        weaker=change.effect == "weaker",
        was=told.was,
        now=told.now,
        pieces=pieces(told.was, told.now) if told.prose else (),
        part=part_lines(change),
        readers=tuple(read_by(reader) for reader in reached),
        id=change.place[0],
    )


def read_by(reader: Reader) -> ReadBy:
    """Return in words who reads a change."""
    through = ", ".join(part.title for part in reader.through)
    where = f"{reader.part.number} {reader.part.title}".strip()
    return ReadBy(where, reader_words(reader), reader.text, tr("By way of {parts}", parts=through) if through else "")


def version_side(row: MasterRow) -> Side:
    """Return a version as a side."""
    words = tr("Version {version}, {status}", version=row.version, status=status_word(row.status).lower())
    return Side(row.mbr, row.version, row.status, row.title, words)


def draft_side(row: DraftRow) -> Side:
    """Return a draft as a side."""
    words = tr("Version {version}, draft", version=row.version)
    return Side(row.mbr, row.version, DRAFT, row.title, words)


def approval_words(side: Side, answer: Any) -> str:
    """Return which approval the parts of a version carry; "" for one that was never approved."""
    if side.status not in APPROVED:
        return ""
    signed = next((one for one in answer.signatures if one.meaning == "approved" and one.name), None)
    if signed is None:
        return ""
    at = moment_words(signed.at)[:10]
    return tr("Approved by {name}, version {version}, {at}", name=signed.name, version=side.version, at=at)


def _order(side: Side) -> tuple[str, str, bool, tuple[int, str]]:
    number = int(side.version) if side.version.isdecimal() else 0
    return side.title.casefold(), side.mbr, side.status == DRAFT, (number, side.version)
