"""The editor without its looks: one draft, edited, saved by itself, checked while it is typed.

What is typed is in the document at once and in the log at the next pause (`save`): a draft is entries like everything
else. Nothing waits: opening, saving and checking answer later, and an answer that is older than the document is put
right by the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ebr.domain.mbr.editing import Completion, Found, completions
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.words import ntr, tr
from ui.desk import Answer, Desk
from ui.editor.checking import Checked, Checking
from ui.editor.lines import outline_of, title_of
from ui.editor.model import BarShown, EditorScreen, Note, ProblemShown
from ui.editor.pages import Pages
from ui.editor.store import Opened, Store, with_seen
from ui.editor.work import Work
from ui.pages.visit import Visit


class EditorPresenter:
    """EditorPresenter(desk, person, roles).

    Callbacks: on_screen(EditorScreen), on_focus(part, field), on_notice(text, tone), on_closed(words) when the draft
    cannot be opened, on_later() when something waits to be saved.
    """

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.store = Store(self.desk, person)
        self.checking = Checking(self.desk)
        self.work: Work | None = None
        self.opened: Opened | None = None
        self.problems: tuple[ProblemShown, ...] = ()
        self._sample: tuple[str, tuple[str, ...]] = ("", ())
        self.state, self._saving, self._again = "", False, False
        self._own = False
        """The next change that is told is our own save: there is nothing to read again."""
        self._kept: Mbr | None = None
        """The document as the log has it: the same object means that nothing waits to be saved."""
        self.on_screen: Callable[[EditorScreen], None] = lambda _screen: None
        self.on_focus: Callable[[str, str], None] = lambda _part, _path: None
        self.on_notice: Callable[[str, str], None] = lambda _text, _tone: None
        self.on_closed: Callable[[str], None] = lambda _words: None
        self.on_later: Callable[[], None] = lambda: None
        self.checking.on_found = self._checked
        self.desk.on_changed(self._changed)

    # -- opening

    def open(self, mbr: str, version: str, show: str = "") -> None:
        """Open a draft and show a part of it."""
        self._wanted = show
        self.store.open(mbr, version, self._opened, lambda refusal: self.on_closed(refusal_words(refusal)))

    def _opened(self, opened: Opened) -> None:
        fresh = self.work is None
        self.opened = opened
        if fresh:
            self.work = self.work_on(opened)
            self._kept = opened.document
            self.work.on_focus = self._focus
            first = next(iter(self.work.parts.of_level("phase")), None)
            self.work.show(self._wanted or (first.key if first is not None else "header"))
        elif self.work is not None and self._kept is self.work.mbr and self.work.mbr != opened.document:
            self.work.take(opened.document)
            self._kept = self.work.mbr
            self.on_notice(tr("Changes of another author came in"), "")
        self._check()
        self.refresh()

    def work_on(self, opened: Opened) -> Work:
        """Return the work on what was opened."""
        return Work(opened.document, opened.base)

    def dressed(self, screen: EditorScreen) -> EditorScreen:
        """Return the screen as this editor shows it."""
        return screen

    def _focus(self, part: str, path: str) -> None:
        self.on_focus(part, path)

    def close(self) -> None:
        """Save what is not saved and hear nothing more."""
        self.save()
        self.desk.close()

    def _changed(self, roots: frozenset[str]) -> None:
        own, self._own = self._own, False
        if own:
            return
        if self.opened is not None and any(root.startswith("draft/") for root in roots) and not self._saving:
            self.store.open(self.opened.mbr, self.opened.version, self._opened, lambda _refusal: None)

    # -- doing

    @property
    def writes(self) -> bool:
        """This person may write here."""
        opened = self.opened
        return opened is not None and "author" in self.roles and not opened.closed and opened.here

    def do(self, act: Callable[[Work], Any]) -> bool:
        """Do something to the document; what is refused is said. True when it was done."""
        if self.work is None:
            return False
        if not self.writes:
            self.on_notice(tr("Only an author changes a draft"), "warn")
            return False
        try:
            act(self.work)
        except Refusal as refusal:
            self.on_notice(refusal_words(refusal), "warn")
            return False
        self._after()
        return True

    def _after(self) -> None:
        assert self.work is not None
        self.work.stay()
        self.on_later()
        self._check()
        self.refresh()

    def typed(self, key: str, path: str, text: str, *, left: bool = False) -> None:
        """Something was typed into a field."""
        self.do(lambda work: work.typed(key, path, text, left=left))

    def show(self, key: str, path: str = "") -> None:
        """Go to a part, and into a field of it."""
        if self.work is not None:
            self.work.show(key, path="")
            self.refresh()
            self._check()
            self.on_focus(key, path)

    def open_card(self, key: str) -> None:
        """Open a card of the page; a page's own part opens its page."""
        if self.work is None:
            return
        part = self.work.parts.get(key)
        if part is not None and part.level in ("phase", "operation", "unit"):
            self.work.show(key)
        else:
            self.work.open_card(key)
        self.refresh()
        self._check()
        self.on_focus(key, "")

    def choose_line(self, key: str) -> None:
        """Show a line of a table in full; the caret stays in the table."""
        if self.work is not None and self.work.card != key:
            self.work.open_card(key)
            self.refresh()
            self._check()

    def undo(self) -> None:
        """Take back the last step, wherever it was."""
        self.do(lambda work: work.undo())

    def redo(self) -> None:
        """Do again what was taken back."""
        self.do(lambda work: work.redo())

    # -- checking

    def _check(self) -> None:
        if self.work is not None:
            self.checking.check(self.work.parts, self.work.card)

    def _checked(self, found: Checked) -> None:
        if (found.problems, found.card, found.sample) == (self.problems, *self._sample):
            return
        self.problems, self._sample = found.problems, (found.card, found.sample)
        self.refresh()

    # -- saving

    def save(self) -> None:
        """Record what changed since the last time; one at a time."""
        if self.work is None or self.opened is None or not self.writes:
            return
        if self._saving:
            self._again = True
            return
        if self._kept is self.work.mbr:
            return
        blocks = dict(self.work.editing.changed_blocks())
        if not blocks:
            self._kept = self.work.mbr
            return
        self._saving, document = True, self.work.mbr
        self.store.save(self.opened, blocks, lambda said: self._saved(document, said))
        self.refresh()

    def _saved(self, document: Mbr, said: Answer) -> None:
        self._saving = False
        self._own = bool(said.changed)
        if said.refusal is not None:
            self.state = refusal_words(said.refusal)
            self.on_notice(self.state, "warn")
            self.refresh()
            return
        assert self.work is not None
        assert self.opened is not None
        self.state = ""
        self.work.editing.saved(document)
        self._kept = document
        self.opened = with_seen(self.opened, said.answer.get("seen", ""))
        if said.answer.get("merged") or said.answer.get("contested"):
            self.store.open(self.opened.mbr, self.opened.version, self._opened, lambda _refusal: None)
        self.refresh()
        if self._again:
            self._again = False
            self.save()

    # -- comments and conflicts

    def note(self, key: str, text: str, then: Callable[[Answer], None]) -> None:
        """Remark on a part."""
        assert self.opened is not None
        self.save()
        self.store.note(self.opened, key, text, then)

    def dismiss(self, batch: str, number: int, reason: str, then: Callable[[Answer], None]) -> None:
        """Leave an amendment of a batch out of the record on purpose."""
        assert self.opened is not None
        self.store.dismiss(self.opened, batch, number, reason, then)

    def close_note(self, note: str, then: Callable[[Answer], None]) -> None:
        """Settle a remark."""
        assert self.opened is not None
        self.store.close_note(self.opened, note, then)

    def resolve(self, block: str, kept: str, then: Callable[[Answer], None]) -> None:
        """Let one side of a block stand that two authors changed."""
        assert self.opened is not None
        self.store.resolve(self.opened, block, kept, then)

    # -- asking

    def complete(
        self, key: str, path: str, text: str, caret: int, then: Callable[[tuple[Completion, ...]], None]
    ) -> None:
        """Tell what can stand at the caret of a formula; a long document takes longer than a key."""
        if self.work is None:
            return
        mbr = self.work.mbr

        def found(said: object) -> None:
            if isinstance(said, tuple):
                then(said)

        self.desk.beside(lambda: completions(mbr, key, path, text, caret), found)

    def find(self, text: str) -> tuple[Found, ...]:
        """Every place where a text stands."""
        return self.work.find(text) if self.work is not None else ()

    def place_words(self, key: str) -> str:
        """A part by number and name."""
        if self.work is None:
            return key
        part = self.work.parts.get(key.partition("/")[0])
        if part is None:
            named = {"materials": tr("Bill of materials"), "equipment": tr("Equipment"), "languages": tr("Languages")}
            return named.get(key, key)
        if part.level == "header":
            return tr("First page")
        if part.level == "procedure":
            return tr("Procedure")
        return title_of(part, self.work.numbers.get(part.key, ""))

    # -- the screen

    def refresh(self) -> None:
        """Draw everything; what is the same stays as it is."""
        if self.work is None or self.opened is None:
            return
        work, opened = self.work, self.opened
        notes = [one for one in opened.notes if one.open]
        by_part: dict[str, int] = {}
        for one in notes:
            by_part[one.part] = by_part.get(one.part, 0) + 1
        pages = Pages(work, self.problems, by_part, self._sample)
        counts = self._by_page(pages.counts)
        outline = outline_of(
            work.parts,
            work.numbers,
            work.departing.pages(work.parts),
            counts,
            self._sum({k: (n, "") for k, n in by_part.items()}),
        )
        screen = EditorScreen(
            self._bar(), outline, pages.page(), self.problems, self._notes(opened), len(opened.conflicts)
        )
        self.on_screen(self.dressed(screen))

    def _notes(self, opened: Opened) -> tuple[Note, ...]:
        return tuple(
            Note(one.key, one.who, one.when, one.text, one.open, one.part, self.place_words(one.part or "header"))
            for one in opened.notes
        )

    def _by_page(self, counts: Mapping[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
        assert self.work is not None
        found: dict[str, tuple[int, str]] = {}
        for key, (count, tone) in counts.items():
            page = self.work.parts.page_of(key)
            before, worse = found.get(page, (0, ""))
            found[page] = (before + count, "crit" if "crit" in (tone, worse) else tone or worse)
        return found

    def _sum(self, counts: Mapping[str, tuple[int, str]]) -> dict[str, int]:
        return {key: count for key, (count, _tone) in self._by_page(counts).items()}

    def _bar(self) -> BarShown:
        assert self.work is not None
        assert self.opened is not None
        from ui.editor.undoing import undo_words

        parts = self.work.parts
        header, opened, editing = self.work.mbr.header, self.opened, self.work.editing
        errors = sum(one.error for one in self.problems)
        undoes, redoes = editing.undoes, editing.redoes
        state, tone = self._state()
        return BarShown(
            header.title or header.id,
            tr("Draft {version}, from {base}", version=opened.version, base=opened.base_version)
            if opened.base_version
            else tr("Draft {version}", version=opened.version),
            opened.base_version,
            state,
            tone,
            undo_words(undoes, parts, self.place_words),
            undo_words(redoes, parts, self.place_words),
            len(self.problems),
            errors,
            self.checking.busy,
            not self._saving and self._kept is self.work.mbr,
            self._why_not(errors),
        )

    def _state(self) -> tuple[str, str]:
        assert self.opened is not None
        if self.state:
            return self.state, "crit"
        if not self.writes:
            return tr("Read only"), ""
        if self.opened.conflicts:
            n = len(self.opened.conflicts)
            return ntr("{n} conflict with another author", "{n} conflicts with another author", n), "warn"
        if self._saving or self.work is None or self._kept is not self.work.mbr:
            return tr("Saving"), ""
        return tr("Saved"), ""

    def _why_not(self, errors: int) -> str:
        assert self.opened is not None
        if self.opened.conflicts:
            return tr("Decide the conflicts first")
        if errors:
            return ntr("{n} error is left", "{n} errors are left", errors)
        return ""
