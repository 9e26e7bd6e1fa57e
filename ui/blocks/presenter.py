"""The library of building blocks without its looks: versions, their text, where they are used, and what one may do.

Who approves a version sees what it says and where an earlier version is used: the impact list is what the signature
covers (`ebr.domain.block.rules.sheets`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ebr.domain.block.commands import ApproveBlock, WithdrawBlock
from ebr.domain.mbr.library import CLASSES, minimal, part_from
from ebr.domain.mbr.model import Mbr
from ebr.station.questions import Blocks, BlockUse, LibraryRow, UseRow
from ebr.wording.changes_values import lines
from ebr.wording.codes import block_word, level_word, likeness_word, status_word
from ebr.wording.parameters import moment_words
from ebr.words import ntr, tr
from ui.desk import Desk
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit

ICONS: Final[Mapping[str, str]] = {"added": "pencil", "approved": "circle-check", "withdrawn": "ban"}
SAID: Final = frozenset({"id", "block", "title"})
"""Fields of a block that stand above its text anyway."""


@dataclass(frozen=True, slots=True)
class BlockDetail:
    """One version in full: facts, what it says, where the block is used, and what may be done.

    `impact`: the uses are those of earlier versions, which its approval leaves behind.
    """

    key: tuple[str, str]
    title: str
    status: str
    tone: str
    facts: tuple[Shown, ...]
    text: tuple[Shown, ...]
    uses_title: str
    uses: tuple[Shown, ...]
    no_use: str
    offers: tuple[Offer, ...]


class BlocksPresenter:
    """BlocksPresenter(desk, person, roles). Callbacks: on_lines(lines), on_detail(BlockDetail | None)."""

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.rows: dict[tuple[str, str], LibraryRow] = {}
        self.chosen: tuple[str, str] | None = None
        self._uses: tuple[str, tuple[UseRow, ...]] = ("", ())
        self.on_lines: Callable[[tuple[ListLine[tuple[str, str]], ...]], None] = lambda _lines: None
        self.on_detail: Callable[[BlockDetail | None], None] = lambda _detail: None
        self.desk.on_changed_below(("block/", "master/", "draft/"), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask for the library anew."""
        self.desk.ask(Blocks(), self._got)

    def _got(self, rows: tuple[LibraryRow, ...]) -> None:
        self.rows = {(row.block, row.version): row for row in rows}
        self.on_lines(tuple(line_of(row) for row in rows))
        if self.chosen not in self.rows:
            self.chosen = next(iter(self.rows), None)
        self._ask_uses()

    def choose(self, key: tuple[str, str]) -> None:
        """Show one version."""
        self.chosen = key
        self._ask_uses()

    def _ask_uses(self) -> None:
        if self.chosen is None:
            self.on_detail(None)
            return
        block = self.chosen[0]
        self.desk.ask(BlockUse(block), lambda uses: self._got_uses(block, uses))

    def _got_uses(self, block: str, uses: tuple[UseRow, ...]) -> None:
        if self.chosen is not None and self.chosen[0] == block:
            self._uses = (block, uses)
            self.on_detail(detail_of(self.rows[self.chosen], uses, tuple(self._offers(self.rows[self.chosen]))))

    def _offers(self, row: LibraryRow) -> list[Offer]:
        found = [Offer("preview", tr("Preview"), "eye")]
        if row.status == "withdrawn":
            return found
        quality = "quality" in self.roles
        if row.status == "added":
            why = "" if quality else tr("Quality approves; who wrote it does not")
            if quality and self.person in row.authors:
                why = tr("You wrote this building block; another person of quality approves it")
            found.append(Offer("approve", tr("Approve"), "signature", why, strong=not why))
        if quality:
            found.append(Offer("withdraw", tr("Withdraw"), "ban"))
        return found

    def act(self, key: str, given: str = "") -> Any:
        """Return the command of an act on the chosen version; it is signed. `given`: the reason."""
        assert self.chosen is not None
        row = self.rows[self.chosen]
        if key == "approve":
            return ApproveBlock(row.block, row.version, row.hash)
        return WithdrawBlock(row.block, row.version, given)

    def document(self) -> Mbr:
        """Return the smallest document that holds the chosen version."""
        assert self.chosen is not None
        row = self.rows[self.chosen]
        return minimal(part_from(row.level, json.loads(row.part)))


def name_of(row: LibraryRow) -> str:
    """Return how a document names the version."""
    return f"{row.block}@{row.version}"


def line_of(row: LibraryRow) -> ListLine[tuple[str, str]]:
    """Return a version as a line."""
    uses = ntr("{n} use", "{n} uses", row.uses) if row.uses else ""
    cells = (row.title, name_of(row), level_word(row.level), block_word(row.status), uses)
    quiet = row.status == "withdrawn" or (row.status == "approved" and not row.newest)
    tone = "warn" if row.passed_over else "quiet" if quiet else ""
    return ListLine((row.block, row.version), cells, tone, ICONS.get(row.status, ""))


def detail_of(row: LibraryRow, uses: Sequence[UseRow], offers: tuple[Offer, ...]) -> BlockDetail:
    """Return a version in full."""
    approving = row.status == "added"
    told = [use for use in uses if not approving or int(use.version) < int(row.version)]
    title = tr("Uses an earlier version") if approving else tr("Where it is used")
    none = tr("Nothing uses an earlier version.") if approving else tr("Nothing uses this building block.")
    tone = {"approved": "ok", "withdrawn": "crit"}.get(row.status, "warn")
    return BlockDetail(
        (row.block, row.version),
        row.title,
        block_word(row.status),
        tone,
        facts_of(row),
        text_of(row),
        title,
        tuple(use_fact(use) for use in told),
        "" if told else none,
        offers,
    )


def facts_of(row: LibraryRow) -> tuple[Shown, ...]:
    """Return who wrote and approved it, and what a document has to bring."""
    facts = [
        Shown(tr("Building block"), name_of(row), level_word(row.level)),
        Shown(tr("Written by"), ", ".join(row.author_names), moment_words(row.added_at)),
        Shown(
            tr("Approved by quality"),
            row.approver or tr("Not approved yet"),
            moment_words(row.approved_at) if row.approved_at else "",
        ),
    ]
    if row.outside:
        words = tr("Materials, equipment and values that it reads")
        facts.append(Shown(tr("The document brings"), ", ".join(row.outside), words))
    if row.findings:
        facts.append(Shown(tr("Remarks of the check"), str(row.findings), "", "warn"))
    if row.withdrawn:
        facts.append(Shown(tr("Withdrawn by"), row.withdrawn_by, row.withdrawn))
    if row.passed_over:
        words = tr("Written apart under the same version; add it again as the next version")
        facts.append(Shown(tr("Another text, passed over"), ", ".join(row.passed_over), words, "warn"))
    return tuple(facts)


def text_of(row: LibraryRow) -> tuple[Shown, ...]:
    """Return all that the step or operation says, line by line."""
    found = lines(CLASSES[row.level], json.loads(row.part))
    return tuple(Shown(one.name, one.value) for one in found if one.depth or one.field not in SAID)


def use_fact(use: UseRow) -> Shown:
    """Return where a part uses a version of the block, as a line."""
    where = tr("{title}, version {version}", title=use.title, version=use.mbr_version)
    number = tr("{number} {title}", number=use.number, title=use.part_title)
    newer = tr("version {version} is approved", version=use.newer) if use.newer else ""
    status = status_word(use.status) if use.status != "open" else tr("Draft")
    parts = (status, number, f"{use.block}@{use.version}", likeness_word(use.likeness), newer)
    tone = "warn" if use.likeness in ("changed", "unknown") else ""
    return Shown(where, number, " · ".join(one for one in (parts[0], *parts[2:]) if one), tone)
