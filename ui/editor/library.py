"""The library in the editor: taking a building block, saving a part as one, taking a newer version over.

A block is copied: from then on the document says what it says, and a newer version changes nothing by itself. Who
takes it over loses what was changed in the part here, which one step of undo brings back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ebr.domain.mbr.library import Part, alike, minimal, part_from, reference, taken_over, taken_parts
from ebr.domain.mbr.model import Mbr
from ebr.station.door import adding_block
from ebr.station.questions import Blocks, LibraryRow
from ebr.wording import refusal_words
from ebr.wording.codes import level_word
from ebr.words import ntr, tr
from ui.ask import AskContent, AskField, Question, ask
from ui.editor.parts import Part as Placed
from ui.editor.presenter import EditorPresenter
from ui.editor.side import Side, SideLine
from ui.editor.work import Work

if TYPE_CHECKING:
    from ui.desk import Answer
    from ui.session import Session
    from ui.widgets.sheet import Sheet

MODE = "library"


@dataclass(frozen=True, slots=True)
class Newer:
    """A part of the draft for whose block a later version is approved."""

    part: str
    block: str
    version: str
    row: LibraryRow


class Library:
    """Library(session, presenter, side): draw(), pressed(value), verbed(value), save(). Callback: on_newer(count)."""

    def __init__(self, session: Session, presenter: EditorPresenter, side: Side) -> None:
        self.session, self.presenter, self.side = session, presenter, side
        self.rows: tuple[LibraryRow, ...] = ()
        self.on_newer: Callable[[int], None] = lambda _count: None
        self._told: tuple[Mbr | None, tuple[LibraryRow, ...]] = (None, ())
        presenter.desk.on_changed_below(("block/",), self.ask)
        self.ask()

    def ask(self) -> None:
        """Ask what is in the library."""
        self.presenter.desk.ask(Blocks(), self._got)

    def _got(self, rows: tuple[LibraryRow, ...]) -> None:
        self.rows = rows
        self.tell()
        if self.side.mode == MODE:
            self.draw()

    def tell(self) -> None:
        """Say how many parts of the document have a newer version, when the document or the library is another."""
        work = self.presenter.work
        if work is None or (work.mbr is self._told[0] and self.rows is self._told[1]):
            return
        self._told = (work.mbr, self.rows)
        self.on_newer(sum(1 for _ in self.newer()))

    def newer(self) -> Iterator[Newer]:
        """Yield the parts whose block has a later version that is approved."""
        work = self.presenter.work
        last = {row.block: row for row in self.rows if row.newest}
        for taken in taken_parts(work.mbr) if work is not None else ():
            row = last.get(taken.block)
            if row is not None and int(row.version) > int(taken.version):
                yield Newer(taken.part.id, taken.block, taken.version, row)

    # -- the panel

    def draw(self) -> None:
        """List what may be taken over, then what may be taken."""
        wanted = self.side.field.text().casefold() if self.side.mode == MODE else ""
        lines = [self._newer_line(one) for one in self.newer()]
        lines += [taking_line(row) for row in self._offered() if wanted in f"{row.title} {row.block}".casefold()]
        words = (
            tr("A block is copied to where you are. The document brings what the block reads.")
            if lines or wanted
            else tr("No building block is approved yet. Save a step or an operation as one.")
        )
        self.side.show_lines(
            MODE, tr("From the library"), lines, words=words, find=tr("Filter"), button=self._saves(), icon="upload"
        )

    def _saves(self) -> str:
        """What of the page can be saved as a block, as the words of a button; "" for nothing."""
        words = {"phase": tr("Save this step as a building block"), "operation": tr("Save this operation as one")}
        here = self._here()
        return words.get(here.level, "") if here is not None and self.presenter.writes else ""

    def _here(self) -> Placed | None:
        work = self.presenter.work
        return work.parts.get(work.page) if work is not None else None

    def _offered(self) -> list[LibraryRow]:
        """What fits where the author is comes first."""
        here = self._here()
        first = "operation" if here is not None and here.level in ("unit", "procedure") else "phase"
        return sorted(
            (row for row in self.rows if row.newest), key=lambda row: (row.level != first, row.title.casefold())
        )

    def _newer_line(self, one: Newer) -> SideLine:
        detail = tr(
            "From {block}; version {version} is approved", block=f"{one.block}@{one.version}", version=one.row.version
        )
        return SideLine(
            ("newer", one.part),
            self.presenter.place_words(one.part),
            detail,
            "alert-triangle",
            "warnEdge",
            verb=tr("Take over"),
        )

    def pressed(self, value: Any) -> None:
        """A tap on a line: go to the part, or take the block."""
        kind, name = value[0], value[1]
        if kind == "newer":
            self.presenter.show(name)
        else:
            self._take(next(row for row in self.rows if (row.block, row.version) == (name, value[2])))

    def verbed(self, value: Any) -> None:
        """The button of a line: take the newer version over."""
        found = next((one for one in self.newer() if one.part == value[1]), None)
        if found is not None:
            self._take_over(found)

    # -- taking

    def _take(self, row: LibraryRow) -> None:
        """Copy a block behind where the author is; its ids become free ones."""
        part = replace(part_of(row), block=f"{row.block}@{row.version}")

        def copy(work: Work) -> None:
            here = work.parts.get(work.page)
            behind = here.at + 1 if here is not None and here.level == row.level else -1
            work.copy_from(minimal(part), (part.id,), behind)

        if self.presenter.do(copy):
            self.session.notice(tr("{title} is copied here. Ctrl+Z takes it back.", title=row.title))

    def _take_over(self, one: Newer) -> None:
        work = self.presenter.work
        if work is None:
            return
        now: Any = work.parts.by_key[one.part].it
        old = next((row for row in self.rows if (row.block, row.version) == (one.block, one.version)), None)
        before = part_of(old) if old is not None else None
        lost = before is None or alike(now, before) == "changed"
        name = f"{one.block}@{one.row.version}"
        place = self.presenter.place_words(one.part)

        def over(work: Work) -> None:
            work.put_document(taken_over(work.mbr, one.part, before, part_of(one.row), name), one.part)

        if not self.presenter.do(over):
            return
        if lost:
            self.session.notice(
                tr(
                    "{place} says what {block} says. What was changed here is gone; Ctrl+Z brings it back.",
                    place=place,
                    block=name,
                ),
                "warn",
            )
        else:
            self.session.notice(tr("{place} says what {block} says now.", place=place, block=name))
        self.tell()
        self.draw()

    # -- saving

    def save(self) -> None:
        """Save the step or operation of the page as a building block, as the next version of the one it came from."""
        opened, part = self.presenter.opened, self._here()
        if part is None or opened is None or not self._saves():
            return
        self.presenter.save()
        taken = reference(part.it.block)
        field = AskField("block", tr("Id in the library"), text=taken[0] if taken is not None else part.it.id)
        question = Question(
            tr("Save as building block"),
            tr("Save"),
            (field,),
            words=tr(
                "It becomes the next version under this id. Quality approves it; then other documents can take it."
            ),
            subtitle=self.presenter.place_words(part.key),
            icon="package",
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            block = parts["block"].strip()
            version = next_of(self.rows, block)
            command = adding_block(block, version, part.it, f"draft/{opened.mbr}/{opened.version}")

            def said(answer: Answer) -> None:
                if answer.refusal is not None:
                    content.show_error(refusal_words(answer.refusal))
                    return
                sheet.close_sheet()
                self._saved(part.key, block, version)

            self.presenter.desk.do(command, by=self.presenter.person, then=said)

        ask(self.session, question, confirmed)

    def _saved(self, key: str, block: str, version: str) -> None:
        name = f"{block}@{version}"
        self.presenter.typed(key, "block", name, left=True)
        self.session.notice(tr("{block} is in the library. Quality approves it.", block=name))


def part_of(row: LibraryRow) -> Part:
    """Return the step or operation of a version."""
    return part_from(row.level, json.loads(row.part))


def next_of(rows: tuple[LibraryRow, ...], block: str) -> str:
    """Return the version that comes next under an id."""
    return str(max((int(row.version) for row in rows if row.block == block), default=0) + 1)


def taking_line(row: LibraryRow) -> SideLine:
    """A block that may be taken, as a line of the panel."""
    brings = ntr("{n} id to bring", "{n} ids to bring", len(row.outside)) if row.outside else ""
    detail = " · ".join(one for one in (f"{row.block}@{row.version}", level_word(row.level), brings) if one)
    return SideLine(("take", row.block, row.version), row.title, detail, "package")
