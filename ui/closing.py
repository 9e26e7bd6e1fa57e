"""The end: what closing the window would lose without a word, and what is left to say when the program cannot go on.

Everything recorded is durable before a screen confirms it, so there is never anything to save. Three things could go
unnoticed all the same: something that is shown once and never again (half of the recovery words, a first password), an
answer that has not come yet (it may be a refusal), and a report that is being drawn (its number is taken).

A screen, or the content of a sheet, that shows something once says so with `shown_once() -> str`: what it is, in words,
or "" when nothing would be lost. A desk that is at work says so with `under_way() -> str`: "recording", "report" or "".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ebr.words import tr

if TYPE_CHECKING:
    from ebr.domain.refusal import Refusal
    from ui.frame import Frame
    from ui.session import Session
    from ui.theme import Theme
    from ui.widgets.facts import EmptyState
    from ui.widgets.sheet import Sheet


def may_close(session: Session, frame: Frame, close: Callable[[], None]) -> bool:
    """Tell whether closing loses nothing; otherwise ask, and call `close` when the person wants it all the same."""
    if session.closing:
        return False
    under_way = _said(session.desk, "under_way")
    if under_way == "recording":
        session.notice(tr("Something is being recorded. Close the window when the answer is here."), "warn")
        return False
    words = _shown_once(session, frame)
    if words:
        lost = tr("This is shown only once: {what}. When the window closes it is lost.", what=words)
        _ask(session, close, lost, tr("Close and lose it"))
        return False
    unsaved = _said(frame.view, "unsaved")
    if unsaved:
        _ask(session, close, unsaved, tr("Close and drop the changes"))
        return False
    if under_way == "report":
        _ask(
            session,
            close,
            tr("A report is being made. Its number is taken: without its file it can be made again as a copy."),
            tr("Close without the file"),
        )
        return False
    return True


def may_leave(session: Session, frame: Frame, leave: Callable[[], None]) -> bool:
    """Tell whether leaving the screen loses nothing; otherwise ask, and call `leave` when the person wants it.

    A screen whose work is kept nowhere yet says so with `unsaved() -> str`, and forgets it with `drop()`.
    """
    view = frame.view
    words = _said(view, "unsaved")
    if not words:
        return True

    def drop(_parts: object, _content: object, sheet: Sheet) -> None:
        sheet.close_sheet()
        getattr(view, "drop", _nothing)()
        leave()

    from ui.ask import Question, ask

    ask(session, Question(tr("Leave without signing?"), tr("Leave and drop the changes"), words=words, icon="x"), drop)
    return False


def _nothing() -> None:
    """Stands for a screen that has nothing to forget."""


def _shown_once(session: Session, frame: Frame) -> str:
    places = (session.founding, frame.view, *(sheet.content for sheet in session.sheets))
    return next((words for place in places if (words := _said(place, "shown_once"))), "")


def _said(place: object, name: str) -> str:
    ask = getattr(place, name, None)
    return str(ask()) if callable(ask) else ""


def _ask(session: Session, close: Callable[[], None], words: str, button: str) -> None:
    from ui.ask import Question, ask

    session.closing = True
    question = Question(tr("Close the window?"), button, words=words, icon="x")
    content = ask(session, question, lambda _parts, _content, _sheet: close())
    content.destroyed.connect(lambda _gone: setattr(session, "closing", False))


def fault_view(theme: Theme, line: str, detail: str, close: Callable[[], object]) -> EmptyState:
    """Return what is shown when the program found a fault in itself."""
    from ui.widgets.facts import EmptyState

    view = EmptyState(
        theme,
        "alert-triangle-filled",
        tr("The program stopped because of a fault of its own"),
        tr("Nothing more is written. Everything confirmed before is safe. Start the program again. {line}", line=line),
        tr("Close the program"),
    )
    view.setToolTip(detail)
    view.acted.connect(lambda _value: close())
    return view


def refused_view(theme: Theme, refusal: Refusal, close: Callable[[], object]) -> EmptyState:
    """Return what is shown when the station cannot be opened: why, and what to do."""
    from ebr.wording import refusal_words
    from ui.widgets.facts import EmptyState

    view = EmptyState(
        theme,
        "alert-triangle",
        tr("This station cannot be opened"),
        refusal_words(refusal),
        tr("Close the program"),
    )
    view.acted.connect(lambda _value: close())
    return view
