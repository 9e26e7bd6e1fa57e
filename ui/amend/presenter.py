"""Amending a running batch without the looks: the editor on the instructions in force, and what quality signs.

Nothing is saved on the way: an amendment exists when it is signed, as one entry. Until then it is kept with its writer
(`ui.drafts`), so a lock or a turn to another screen loses nothing without a question.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from ebr.domain.batch.commands import AmendBatch
from ebr.domain.batch.state.amendable import UNTRANSLATED, blocks_for
from ebr.domain.canonical import dumps
from ebr.domain.mbr.check import check, errors
from ebr.domain.mbr.compare import Change, compare
from ebr.domain.mbr.document import from_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.problem import Problem
from ebr.domain.refusal import Refusal
from ebr.station.questions import Amending, AmendingAnswer
from ebr.wording import refusal_words, status_word
from ebr.wording.changes import change_words
from ebr.words import ntr, tr
from ui.amend.work import AmendWork
from ui.desk import Desk
from ui.drafts import Drafts
from ui.editor.model import BarShown, CardShown, EditorScreen, OutlineLine, PageShown
from ui.editor.presenter import EditorPresenter
from ui.editor.store import Opened
from ui.editor.work import Work

RUNNING: Final = "running"
MOVES: Final = ("up", "down", "remove")
"""Acts that what stood before never gets."""
ALL: Final = (*MOVES, "copy", "note", "block")
ADDS: Final = ("library",)


class AmendPresenter(EditorPresenter):
    """AmendPresenter(desk, person, roles, drafts): open_batch(batch), then as an editor; command(kind, reason)."""

    work: AmendWork | None

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...], drafts: Drafts | None = None) -> None:
        super().__init__(desk, person, roles)
        self.drafts = drafts if drafts is not None else Drafts()
        self.batch = ""
        self.answer: AmendingAnswer | None = None
        self.on_opened: Callable[[], None] = lambda: None
        """Heard once, when the instructions are there."""

    # -- opening

    def open_batch(self, batch: str, show: str = "") -> None:
        """Open the instructions in force of a batch, with what this person began to change in them."""
        self.batch, self._wanted = batch, show
        self._ask()

    def _ask(self) -> None:
        self.desk.ask(Amending(self.batch), self._got, lambda refusal: self.on_closed(refusal_words(refusal)))

    def _got(self, answer: AmendingAnswer) -> None:
        self.desk.beside(
            lambda: from_json(json.loads(answer.document), unfinished=True), lambda said: self._read(answer, said)
        )

    def _read(self, answer: AmendingAnswer, said: object) -> None:
        if not isinstance(said, Mbr):
            self.on_closed(tr("The instructions of this batch cannot be read here."))
            return
        before, self.answer = self.answer, answer
        opened = Opened(
            answer.mbr, answer.version, "", said, said, "", "", here=True, holder="", notes=(), conflicts=(),
            rehearsals=(), returned_why="",
        )  # fmt: skip
        if before is not None and self.work is not None:
            self._came(before, answer, said)
        else:
            self._opened(opened)
            self._resume()
            self.on_opened()

    def _came(self, before: AmendingAnswer, answer: AmendingAnswer, document: Mbr) -> None:
        """Somebody worked in the batch, or quality amended it elsewhere, while this was written."""
        assert self.work is not None
        mine = bool(self.blocks())
        refusal = self.work.rebase(document, answer.begun)
        self._kept = self.work.force.mbr
        if refusal is not None:
            self.on_notice(refusal_words(refusal), "warn")
        elif self.blocks() and answer.amendments != before.amendments:
            self.on_notice(tr("Quality amended this batch meanwhile. Your changes now stand on those."), "warn")
        elif not mine and answer.amendments != before.amendments:
            self.on_notice(tr("Quality amended this batch meanwhile."), "warn")
        self._check()
        self.refresh()

    def _resume(self) -> None:
        """Take up what this person left when the station was locked."""
        kept = self.drafts.of(self.person, self.place).get("blocks", "")
        if kept and self.work is not None:
            try:
                self.work.resume(json.loads(kept))
            except Refusal as refusal:
                self.on_notice(refusal_words(refusal), "warn")
            self._check()
            self.refresh()

    def work_on(self, opened: Opened) -> Work:
        """Return the work, which knows what stands."""
        assert self.answer is not None
        return AmendWork(self.batch, opened.document, self.answer.begun)

    def _changed(self, roots: frozenset[str]) -> None:
        if self.answer is not None and f"batch/{self.batch}" in roots:
            self._ask()

    def close(self) -> None:
        """Keep what is not signed with its writer, and hear nothing more."""
        blocks = self.blocks()
        self.drafts.keep(self.person, self.place, {"blocks": dumps(blocks).decode() if blocks else ""})
        self.desk.close()

    def save(self) -> None:
        """Nothing is saved: an amendment exists when it is signed."""

    def drop(self) -> None:
        """Forget what was written: it was signed, or is not wanted."""
        if self.work is not None:
            self.work.forget()

    # -- what it comes to

    @property
    def place(self) -> str:
        """Under which name unsigned changes are kept."""
        return f"amend/{self.batch}"

    @property
    def writes(self) -> bool:
        """This person may amend this batch."""
        return self.answer is not None and "quality" in self.roles and self.answer.status == RUNNING

    def why_not(self) -> str:
        """Return why this person cannot amend the batch, "" when they can."""
        if "quality" not in self.roles:
            return tr("Only quality amends a running batch")
        if self.answer is not None and self.answer.status != RUNNING:
            return tr("Only a batch that runs is amended: {status}", status=status_word(self.answer.status))
        return ""

    def blocks(self) -> dict[str, str]:
        """Return the blocks that differ from the instructions in force."""
        work = self.work
        return {} if work is None or work.mbr == work.force.mbr else blocks_for(work.force.mbr, work.mbr)

    def changes(self) -> tuple[Change, ...]:
        """Return what would change, by stable ids."""
        return compare(self.work.force.mbr, self.work.mbr).changes if self.work is not None else ()

    def change_words(self) -> tuple[str, ...]:
        """Return what would change, one sentence each."""
        return tuple(change_words(change) for change in self.changes())

    def command(self, kind: str, reason: str) -> AmendBatch:
        """Return what quality signs."""
        return AmendBatch(self.batch, kind, self.blocks(), reason)

    def trouble(self, then: Callable[[str], None]) -> None:
        """Tell why it cannot be signed as it stands, "" when it can; a long document is checked beside the screen."""
        if self.work is None:
            return
        document = self.work.mbr

        def found(said: object) -> None:
            wrong = said if isinstance(said, tuple) else ()
            then(self._standing() or (_wrong(wrong[0], len(wrong)) if wrong else ""))

        self.desk.beside(lambda: tuple(_wrongs(document)), found)

    def _standing(self) -> str:
        assert self.work is not None
        try:
            self.work.stands(self.work.mbr)
        except Refusal as refusal:
            return refusal_words(refusal)
        return self.why_not()

    # -- the screen

    def do(self, act: Callable[[Work], Any]) -> bool:
        """As the editor; who may not amend is told so."""
        if not self.writes:
            self.on_notice(self.why_not(), "warn")
            return False
        return super().do(act)

    def typed(self, key: str, path: str, text: str, *, left: bool = False) -> None:
        """As the editor; what stands takes nothing and says why."""
        found = self.work.locked(key) if self.work is not None else None
        if found is not None:
            self.on_notice(refusal_words(found), "warn")
            self.refresh()
            return
        super().typed(key, path, text, left=left)

    def dressed(self, screen: EditorScreen) -> EditorScreen:
        """Show what stands as it is, with the reason in words."""
        assert self.work is not None
        lines = tuple(replace(line, locked=self._line_locked(line)) for line in screen.outline)
        return replace(screen, page=self._page(self.work, screen.page), outline=lines)

    def _line_locked(self, line: OutlineLine) -> bool:
        assert self.work is not None
        return line.level in ("header", "phase") and self.work.locked(line.key) is not None

    def _page(self, work: AmendWork, page: PageShown) -> PageShown:
        found = work.locked(page.key)
        words = refusal_words(found) if found is not None else self._partly(work, page)
        shut = not self.writes
        fixed = found is not None or shut or page.level in ("procedure", "languages")
        fixed = fixed or (page.level in ("unit", "operation") and not work.is_new(page.key))
        without = ALL if fixed else ("note",) if work.is_new(page.key) else (*MOVES, "note")
        if found is not None or shut:
            without = (*without, *ADDS)
        return replace(
            page,
            locked=self.why_not() or words,
            form=replace(page.form, fixed=fixed) if page.form is not None else None,
            cards=tuple(self._card(work, card, shut=shut or found is not None) for card in page.cards),
            add="" if found is not None or shut else page.add,
            without=without,
        )

    def _partly(self, work: AmendWork, page: PageShown) -> str:
        """What may be done where something stands and something may be added."""
        if page.level in ("materials", "equipment"):
            return tr("The lines that are here stand while the batch runs. Lines for new steps can be added.")
        if page.level == "procedure" or (page.level in ("unit", "operation") and not work.is_new(page.key)):
            return tr("Order and flow of what is here stand while the batch runs. Steps can be added.")
        return ""

    def _card(self, work: AmendWork, card: CardShown, *, shut: bool) -> CardShown:
        if shut or work.locked(card.key) is not None:
            return replace(card, fixed=True, without=ALL)
        return replace(card, without=("note",) if work.is_new(card.key) else (*MOVES, "note"))

    def _bar(self) -> BarShown:
        assert self.work is not None
        bar, count = super()._bar(), len(self.work.editing.departs())
        words = ntr("{n} part changed, not signed", "{n} parts changed, not signed", count) if count else ""
        return replace(
            bar,
            version=tr("Running batch {batch}", batch=self.batch),
            state=words or self.why_not() or tr("Nothing changed yet"),
            tone="warn" if count else "",
            kept=not count,
            submit=self.why_not() or (bar.submit if count else tr("Change a step first")),
        )


def _wrongs(document: Mbr) -> Iterator[Problem]:
    return (one for one in errors(check(document)) if one.code not in UNTRANSLATED)


def _wrong(first: Problem, count: int) -> str:
    return refusal_words(
        Refusal("mbr_has_errors", count=str(count), path=first.path, problem=first.code, clause=first.clause)
    )
