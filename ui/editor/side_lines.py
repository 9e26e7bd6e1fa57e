"""What stands in the panel beside the page, and what a tap on it does: problems, search, comments, copying."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ebr.domain.mbr.document import LANGUAGE, from_json
from ebr.domain.mbr.editing import Found
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from ebr.station.questions import DraftDocument, Drafts, Masters, MasterVersion
from ebr.wording.languages import language_word
from ebr.words import ntr, tr
from ui.ask import AskContent, AskField, Question, ask, closing
from ui.editor.library import MODE as LIBRARY
from ui.editor.library import Library
from ui.editor.lines import ICONS, LEVEL_ICONS, title_of
from ui.editor.model import EditorScreen, ProblemShown
from ui.editor.parts import Parts
from ui.editor.presenter import EditorPresenter
from ui.editor.proposals import MODE as PROPOSALS
from ui.editor.proposals import ProposalList
from ui.editor.side import Side, SideLine
from ui.session import Session
from ui.shown import when_of
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.desk import Answer

AROUND = 28
"""Characters on both sides of a hit."""


class SideLines:
    """SideLines(session, presenter, side): toggle(mode, screen), refresh(screen), ask_note(part)."""

    def __init__(self, session: Session, presenter: EditorPresenter, side: Side) -> None:
        self.session, self.presenter, self.side = session, presenter, side
        self._source: tuple[str, Parts] | None = None
        self._picked: tuple[str, ...] = ()
        self._at = -1
        side.pressed.connect(lambda sent: self._pressed(*sent))
        side.verbed.connect(lambda sent: self._verbed(*sent))
        side.searched.connect(lambda _sent: self._again())
        side.acted.connect(lambda mode: self._acted(str(mode)))
        self.library = Library(session, presenter, side)
        self.proposals = ProposalList(session, presenter, side)
        side.othered.connect(lambda sent: self.proposals.othered(sent[1]))
        self._screen: EditorScreen | None = None

    def toggle(self, mode: str, screen: EditorScreen | None) -> None:
        """Open a panel, or close the one that is open."""
        mode = {"check": "problems"}.get(mode, mode)
        if mode == "conflicts":
            from ui.editor.conflicts import show_conflicts

            show_conflicts(self.session, self.presenter)
            return
        if self.side.mode == mode and mode != "find":
            self.side.close_panel()
            return
        self._screen, self._source, self._picked = screen, None, ()
        self._draw(mode)
        self.side.first_field().setFocus()

    def refresh(self, screen: EditorScreen) -> None:
        """The document changed."""
        self._screen = screen
        self.library.tell()
        self.proposals.tell()
        if self.side.mode and self.side.mode != "copy":
            self._draw(self.side.mode)

    def _again(self) -> None:
        self._draw(self.side.mode)

    def _draw(self, mode: str) -> None:
        draw = {"problems": self._problems, "find": self._find, "notes": self._notes, "copy": self._copy}.get(mode)
        if mode == LIBRARY:
            self.library.draw()
        if mode == PROPOSALS:
            self.proposals.draw()
        if draw is not None and self._screen is not None:
            draw(self._screen)

    # -- problems

    def _problems(self, screen: EditorScreen) -> None:
        lines = [problem_line(one) for one in screen.problems]
        words = "" if lines else tr("The check finds nothing to mend.")
        self.side.show_lines("problems", tr("Check"), lines, words=words)

    def next_problem(self, problems: Sequence[ProblemShown]) -> None:
        """Go round through the problems."""
        self._at = (self._at + 1) % len(problems)
        one = problems[self._at]
        self.presenter.show(one.part, one.path)
        place = one.place or self.presenter.place_words(one.part)
        self.session.notice(tr("{at} of {n}: {place}", at=self._at + 1, n=len(problems), place=place))

    # -- finding

    def _find(self, _screen: EditorScreen) -> None:
        text = self.side.field.text() if self.side.mode == "find" else ""
        found = self.presenter.find(text)
        lines = [self._hit(one) for one in found]
        words = (
            ntr("{n} place", "{n} places", len(found))
            if text.strip()
            else tr("Names, instructions, formulas, ids: everything that is written.")
        )
        self.side.show_lines("find", tr("Find"), lines, words=words, find=tr("Find in this record"))

    def _hit(self, one: Found) -> SideLine:
        """One hit; a translation leads to the page of languages, where it stands beside its original."""
        snipped = snippet(one.text, one.start, one.end)
        if not one.part.startswith(LANGUAGE):
            return SideLine((one.part, one.field), self.presenter.place_words(one.part), snipped, "search")
        place = self.presenter.place_words(one.field.rpartition(".")[0])
        language = language_word(one.part.removeprefix(LANGUAGE))
        words = tr("{place}, {language}", place=place, language=language)
        return SideLine(("languages", ""), words, snipped, "flag")

    # -- comments

    def _notes(self, screen: EditorScreen) -> None:
        ordered = sorted(screen.notes, key=lambda one: not one.open)
        lines = [
            SideLine(
                ("note", one.part, one.key),
                one.text,
                tr("{place} · {who}, {when}", place=one.place, who=one.who, when=when_of(one.when)),
                "message",
                verb=tr("Settle") if one.open else "",
                quiet=not one.open,
            )
            for one in ordered
        ]
        words = "" if lines else tr("Nobody has remarked on this draft.")
        self.side.show_lines(
            "notes", tr("Comments"), lines, words=words, button=tr("Comment on this page"), icon="message"
        )

    def ask_note(self, part: str) -> None:
        """Remark on a part."""
        place = self.presenter.place_words(part)
        question = Question(
            tr("Comment"),
            tr("Comment"),
            (AskField("text", tr("What should be looked at")),),
            subtitle=place,
            icon="message",
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            heard = closing(self.session, sheet, content.show_error, tr("Recorded"))
            self.presenter.note("" if part == "header" else part, parts["text"], heard)

        ask(self.session, question, confirmed)

    def _settle(self, note: str) -> None:
        def settled(said: Answer) -> None:
            from ebr.wording import refusal_words

            if said.refusal is not None:
                self.session.notice(refusal_words(said.refusal), "warn")

        self.presenter.close_note(note, settled)

    # -- copying from another record

    def _copy(self, _screen: EditorScreen) -> None:
        if self._source is None:
            self._ask_sources()
        else:
            self._show_source()

    def _ask_sources(self) -> None:
        self.side.show_lines(
            "copy", tr("Copy from"), (), words=tr("Choose a record, then what to copy."), find=tr("Filter")
        )
        self.presenter.desk.ask(Masters(), self._sources)

    def _sources(self, masters: Any) -> None:
        def drafts(rows: Any) -> None:
            if self.side.mode != "copy" or self._source is not None:
                return
            wanted = self.side.field.text().casefold()
            found = [
                (("draft", one.mbr, one.version), one.title, tr("Draft {version}", version=one.version)) for one in rows
            ]
            found += [
                (("master", one.mbr, one.version), one.title, tr("Version {version}", version=one.version))
                for one in masters
            ]
            lines = [
                SideLine(key, title, version, "file-certificate" if key[0] == "master" else "pencil")
                for key, title, version in found
                if wanted in f"{title} {version}".casefold()
            ]
            self.side.show_lines(
                "copy", tr("Copy from"), lines, words=tr("Choose a record, then what to copy."), find=tr("Filter")
            )

        self.presenter.desk.ask(Drafts(open_only=True), drafts)

    def _open_source(self, kind: str, mbr: str, version: str) -> None:
        question = DraftDocument(mbr, version) if kind == "draft" else MasterVersion(mbr, version)

        def read(said: Any) -> None:
            if isinstance(said, Mbr) and self.side.mode == "copy":
                self._source, self._picked = (said.header.title, Parts(said)), ()
                self.side.field.setText("")
                self._show_source()
            elif isinstance(said, Refusal):
                self.session.notice(tr("This record cannot be read"), "warn")

        def answered(answer: Any) -> None:
            self.presenter.desk.beside(lambda: from_json(json.loads(answer.document), unfinished=True), read)

        self.presenter.desk.ask(question, answered)

    def _show_source(self) -> None:
        assert self._source is not None
        title, parts = self._source
        wanted = self.side.field.text().casefold()
        depth = {"unit": 0, "operation": 0, "phase": 1, "slot": 2}
        lines = []
        for one in parts.all:
            if one.level in ("header", "procedure") or wanted not in f"{title_of(one)} {one.key}".casefold():
                continue
            on = one.key in self._picked
            icon = (
                "check" if on else ICONS.get(one.it.kind, "circle") if one.level == "slot" else LEVEL_ICONS[one.level]
            )
            lines.append(
                SideLine(
                    ("part", one.key),
                    title_of(one, one.number),
                    tr("Chosen") if on else "",
                    icon,
                    "accentInk" if on else "ink2",
                    indent=depth.get(one.level, 0),
                )
            )
        n = len(self._picked)
        button = ntr("Copy {n} part here", "Copy {n} parts here", n) if n else ""
        self.side.show_lines(
            "copy", title, lines, words=tr("What it uses comes along."), find=tr("Filter"), button=button, icon="copy"
        )

    def _pick(self, key: str) -> None:
        assert self._source is not None
        parts = self._source[1]
        if key in self._picked:
            self._picked = tuple(one for one in self._picked if one != key)
        else:
            level = parts.by_key[key].level
            same = [one for one in self._picked if parts.by_key[one].level == level]
            self._picked = tuple(one.key for one in parts.all if one.key in (*same, key))
        self._show_source()

    def _take_copies(self) -> None:
        assert self._source is not None
        parts, picked = self._source[1], self._picked
        if picked and self.presenter.do(lambda work: work.copy_from(parts.mbr, picked)):
            self.session.notice(ntr("{n} part copied", "{n} parts copied", len(picked)))
            self._picked = ()
            self._show_source()

    # -- taps

    def _pressed(self, mode: str, value: Any) -> None:
        if mode in ("problems", "find"):
            self.presenter.show(*value)
        elif mode == "notes":
            self.presenter.show(value[1] or "header")
        elif mode == LIBRARY:
            self.library.pressed(value)
        elif mode == PROPOSALS:
            self.proposals.pressed(value)
        elif value[0] == "part":
            self._pick(value[1])
        else:
            self._open_source(*value)

    def _verbed(self, mode: str, value: Any) -> None:
        if mode == LIBRARY:
            self.library.verbed(value)
        elif mode == PROPOSALS:
            self.proposals.verbed(value)
        else:
            self._settle(value[2])

    def _acted(self, mode: str) -> None:
        if mode == LIBRARY:
            self.library.save()
        elif mode == "copy":
            self._take_copies()
        elif mode == "notes" and self._screen is not None:
            self.ask_note(self._screen.page.key)


def problem_line(one: ProblemShown) -> SideLine:
    """A problem as a line of the panel."""
    icon, token = ("alert-triangle-filled", "critEdge") if one.error else ("alert-triangle", "warnEdge")
    return SideLine(
        (one.part, one.path), one.words, " · ".join(part for part in (one.place, one.clause) if part), icon, token
    )


def snippet(text: str, start: int, end: int) -> str:
    """A hit with a little around it."""
    before = text[max(0, start - AROUND) : start]
    after = text[end : end + AROUND]
    first, last = "…" if start > AROUND else "", "…" if end + AROUND < len(text) else ""
    return f"{first}{before}{text[start:end]}{after}{last}".replace("\n", " ")
