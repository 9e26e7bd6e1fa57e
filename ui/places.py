"""Where a person is: which screen is shown, where Back leads, and what somebody who locked comes back to.

A screen is made when it is shown and thrown away when it is left (`ui.session`); its place is a name with parameters,
so it can be made again. The queue is the root of every trail.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from ui import screens
from ui.closing import may_leave
from ui.inspector import root
from ui.session import Session

if TYPE_CHECKING:
    from ui.frame import Frame
    from ui.last_place import LastPlace

Place = tuple[str, dict[str, str]]


class Places:
    """Places(session, frame). `frame` is replaced when the window is laid out anew; `on_shown()` is told each time."""

    def __init__(self, session: Session, frame: Frame, on_shown: Callable[[], None]) -> None:
        self.session, self.frame, self.on_shown = session, frame, on_shown
        self.on_left: Callable[[], None] = lambda: None
        """Told after a view was."""
        self.last: LastPlace | None = None
        """What outlives a crash; None where there is no folder to keep it in."""
        self._trail: list[Place] = []
        self._kept: dict[str, list[Place]] = {}

    # -- moving

    def go(self, name: str, params: dict[str, str]) -> None:
        """Show a screen; Back will lead here. A screen whose work would be lost asks first."""
        self.session.close_sheets()
        if may_leave(self.session, self.frame, lambda: self._go(name, params)):
            self._go(name, params)

    def _go(self, name: str, params: dict[str, str]) -> None:
        self._note()
        self._trail = self._with(name, params)
        self._show(name, params)

    def _with(self, name: str, params: dict[str, str]) -> list[Place]:
        """The trail with one place more: the queue is the root, and the same screen is not left twice."""
        if name == root(self.session):
            return [(name, params)]
        before = self._trail[:-1] if self._trail and self._trail[-1][0] == name else self._trail
        return [*before, (name, params)]

    def _note(self) -> None:
        """A view that can say where in it a person is (`here()`) is shown there again."""
        here = getattr(self.frame.view, "here", None)
        if callable(here) and self._trail:
            name, params = self._trail[-1]
            self._trail[-1] = (name, {**params, **here()})

    def back(self) -> None:
        """The screen before; from the queue nowhere. Esc in a sheet is the sheet's."""
        if self.session.presence is None or self.session.sheets or not self._trail[1:]:
            return
        if may_leave(self.session, self.frame, self._back):
            self._back()

    def _back(self) -> None:
        self._trail.pop()
        self.again()

    def again(self) -> None:
        """Make the screen of the present place anew."""
        self._show(*self._trail[-1])

    def keep(self, person: str) -> None:
        """Remember where somebody who locks was."""
        self._note()
        self.session.drafts.remember(person)
        self._kept[person] = list(self._trail)

    def forget(self, person: str) -> None:
        """Somebody left for good."""
        self._kept.pop(person, None)
        if self.last is not None:
            self.last.keep(person, {})
        if self.session.drafts.left is not None:
            self.session.drafts.left.forget(person)

    def close(self) -> None:
        """The program is closed on purpose: nothing is left to come back to."""
        if self.last is not None:
            self.last.forget()
        if self.session.drafts.left is not None:
            self.session.drafts.left.forget()

    def remember(self) -> None:
        """Keep where a person is, and what they typed, for the case that the program ends without a word.

        Called each second.
        """
        if self.session.presence is not None:
            self.session.drafts.remember(self.session.person)
        elif self.session.drafts.left is not None:
            self.session.drafts.left.follow()
        if self.last is not None and self.session.presence is not None:
            spot = getattr(self.frame.view, "spot", None)
            self.last.keep(self.session.person, spot() if callable(spot) else {})

    def _after_crash(self, person: str) -> list[Place]:
        spot = self.last.of(person) if self.last is not None else {}
        return [(root(self.session), {}), ("execution", spot)] if spot else []

    def resume(self, person: str) -> None:
        """Show somebody's own place, or the queue."""
        self._trail = self._kept.pop(person, []) or self._after_crash(person) or [(root(self.session), {})]
        self.again()

    # -- the screen itself

    def _show(self, name: str, params: dict[str, str]) -> None:
        view = screens.factory(name)(self.session.desk, self.session)
        self.put(view)
        show = getattr(view, "show_params", None)
        if callable(show):
            show(**params)
            self._found_again(view)
        self.on_shown()

    def put(self, view: QWidget) -> None:
        """Show a view instead of the one before, with the focus in its first field."""
        self.leave()
        self.frame.undock_letters()
        self.frame.show_view(view)
        self.on_shown()
        self._focus(view)

    def leave(self) -> None:
        """Tell the view that it is about to be thrown away."""
        leave = getattr(self.frame.view, "leave", None)
        if callable(leave):
            leave()
        self.on_left()

    def focus_back(self) -> None:
        """The last sheet is gone: what had the focus before may have been redrawn meanwhile."""
        view, now = self.frame.view, QApplication.focusWidget()
        first = getattr(view, "first_field", None)
        if view is None or not callable(first) or (now is not None and view.isAncestorOf(now) and now is not view):
            return
        self._focus(view)

    def _found_again(self, view: QWidget) -> None:
        """What has the focus may be hidden now that the screen is filled."""
        now = QApplication.focusWidget()
        if self.frame.view is view and not self.session.sheets and (now is None or not view.isAncestorOf(now)):
            self._focus(view)

    def _focus(self, view: QWidget) -> None:
        """The first field; without one the view itself, which a screen reader calls by the screen's title."""
        first = getattr(view, "first_field", None)
        target = first() if callable(first) else None
        if isinstance(target, QWidget) and target.isVisibleTo(view) and target.isEnabled():
            target.setFocus()
            return
        title = getattr(view, "title", None)
        view.setAccessibleName(view.accessibleName() or (title() if callable(title) else view.windowTitle()))
        view.setFocus()
