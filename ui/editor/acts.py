"""What an author does to parts: move, duplicate, delete, add, remark, preview, submit; each a tap or a key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ebr.domain.master.commands import SubmitDraft
from ebr.wording import kind_word, refusal_words
from ebr.words import tr
from ui.editor import placing
from ui.editor.adding import ask_kind
from ui.editor.presenter import EditorPresenter
from ui.media.loading import Pictures

if TYPE_CHECKING:
    from ui.desk import Answer
    from ui.session import Session


class Acts:
    """Acts(session, presenter, note, focus): `note(part)` asks for a remark, `focus(part, field)` puts the caret."""

    def __init__(
        self,
        session: Session,
        presenter: EditorPresenter,
        note: Callable[[str], None],
        focus: Callable[[str, str], None],
    ) -> None:
        self.session, self.presenter, self._note, self._focus = session, presenter, note, focus

    def part(self, key: str, act: str) -> None:
        """Do an act of the page or the outline to a part: up, down, raise, lower, copy, remove, note, preview."""
        p = self.presenter
        if not key or p.work is None:
            return
        steps = {"up": -1, "down": 1}
        if act in steps:
            p.do(lambda work: work.step(key, steps[act]))
        elif act in ("raise", "lower"):
            p.do(lambda work: work.level(key, -1 if act == "raise" else 1))
        elif act == "copy":
            p.do(lambda work: work.duplicate(key))
        elif act == "remove":
            self._remove(key)
        elif act == "note":
            self._note(key)
        elif act == "preview":
            self._preview(key)
        elif act == "missing":
            p.work.only_missing = not p.work.only_missing
            p.refresh()

    def _remove(self, key: str) -> None:
        """At once, because it can be undone; who reads it is said first."""
        work = self.presenter.work
        if work is None or work.parts.get(key) is None or key in ("header", "procedure"):
            return
        name = self.presenter.place_words(key)
        readers = {one.part for one in work.uses(key)} - {key}
        if not self.presenter.do(lambda work: work.remove(key)):
            return
        if readers:
            first = self.presenter.place_words(min(readers))
            self.session.notice(
                tr("{name} is deleted; {reader} refers to it. Ctrl+Z brings it back.", name=name, reader=first), "warn"
            )
        else:
            self.session.notice(tr("{name} is deleted. Ctrl+Z brings it back.", name=name))

    def drop(self, key: str, over: str, below: bool) -> None:
        """Put a part where it was let go."""
        self.presenter.do(lambda work: work.move(key, placing.dragged(work.parts, key, over, below=below)))

    def add(self, level: str) -> None:
        """Add what belongs on the page: an entry to a step, a step to an operation, a line to a table."""
        adds = {"phase": "slot", "operation": "phase", "unit": "operation", "procedure": "unit",
            "materials": "material", "equipment": "equipment"}  # fmt: skip
        work = self.presenter.work
        if work is None or work.page == "languages":
            return
        here = work.parts.get(work.page)
        wanted = level or adds.get(here.level if here is not None else work.page, "phase")
        if wanted == "slot":
            ask_kind(self.session, self._add_slot)
            return
        self._added(wanted, {})

    def _add_slot(self, kind: str, name: str) -> None:
        self._added("slot", {"kind": kind, "label": name or kind_word(kind)})

    def _added(self, level: Any, document: dict[str, Any]) -> None:
        made: list[str] = []
        if self.presenter.do(lambda work: made.append(work.add(level, document))):
            field = {"slot": "label", "material": "name", "equipment": "name"}.get(level, "title")
            self._focus(made[0], field)

    def _preview(self, key: str) -> None:
        from ui.editor.preview import preview

        work = self.presenter.work
        if work is not None:
            part = work.parts.get(work.parts.page_of(key))
            if part is not None and part.level == "phase":
                preview(self.session, work.mbr, part, work.numbers, Pictures(self.presenter.desk))

    def submit(self) -> None:
        """Sign the draft as its author: it becomes a version in review."""
        opened = self.presenter.opened
        if opened is None:
            return
        self.presenter.save()

        def signed(said: Answer) -> None:
            if said.refusal is None:
                self.session.notice(tr("Submitted. Two others approve it now."))
                self.session.navigate("review", mbr=opened.mbr, version=opened.version)
            else:
                self.session.notice(refusal_words(said.refusal), "warn")

        command = SubmitDraft(opened.mbr, opened.version, opened.in_force)
        self.session.sign(command, signed, title=tr("Submit the draft"))
