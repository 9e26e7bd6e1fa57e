"""What a press leads to: on the buttons of the open entry, on the bar below the step, on a picture, on a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ebr.domain.refusal import Refusal
from ebr.station.questions import MediaRow
from ebr.wording import refusal_words
from ebr.words import tr
from ui.execution import unfinished
from ui.execution.act_forms import FileForm
from ui.execution.choosing import FileContent, choose_file
from ui.execution.reading import WEIGH_ON
from ui.execution.weighing import NAMED
from ui.media.large import show_large
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.execution.acts import Acts
    from ui.execution.centre import Centre
    from ui.execution.model import Screen
    from ui.execution.presenter import ExecutionPresenter
    from ui.execution.signs import Signs
    from ui.execution.weighing import Weighing
    from ui.session import Session


class Pressed(Protocol):
    """What the view of the step lends."""

    session: Session
    presenter: ExecutionPresenter
    centre: Centre
    acts: Acts
    signs: Signs
    weighing: Weighing

    @property
    def drawn(self) -> Screen | None:
        """What is drawn."""


class Presses:
    """Presses(view): act(key, act) of an entry; bar(key), primary() and more() of the bar; read() of the balance."""

    def __init__(self, view: Pressed) -> None:
        self._view = view

    def act(self, key: str, act: str) -> None:
        """A further act of an entry."""
        view = self._view
        if act == "declare":
            view.acts.declare(key)
        elif act == "choose-file":
            self._choose_file(key)
        elif act == "sign":
            view.signs.slot(key)
        elif act == "labels":
            self._labels(key)
        elif act == NAMED:
            view.weighing.named()
        elif act.startswith(WEIGH_ON):
            view.presenter.readings.choose(key, act.removeprefix(WEIGH_ON))
        elif act == unfinished.AGAIN:
            unfinished.fill_again(view.presenter, key)
        elif act == "takeback":
            view.weighing.take_back(key)
        else:
            view.presenter.act(key, act)

    def _labels(self, key: str) -> None:
        """Go to the labels of an entry: for a material those of its last row."""
        presenter = self._view.presenter
        entry = presenter.entry(key)
        item = entry.rows[-1].item if entry is not None and entry.kind == "material" and entry.rows else 0
        self._view.session.navigate("batch_labels", batch=presenter.batch, slot=key, item=str(item))

    def read(self) -> None:
        """Read the balance into the open entry."""
        form, session = self._view.centre.form(), self._view.session
        if session.sheets or form is None or not form.ask_device():
            session.notice(tr("The open entry takes no reading of a device"), "warn")

    # -- the bar

    def bar(self, key: object) -> None:
        """A button at the left of the bar."""
        view = self._view
        {"back": view.session.back, "report": view.acts.departures.report, "more": self.more}[str(key)]()

    def more(self) -> None:
        """Everything that is done rarely."""
        if self._view.drawn is not None:
            self._view.acts.more(self._view.drawn.more)

    def primary(self) -> None:
        """The next right action, when it can be done."""
        screen = self._view.drawn
        if screen is not None and screen.bar.enabled and not self._view.session.sheets:
            self.primary_act(screen.bar.act)

    def primary_act(self, act: str) -> None:
        """Do what the bar, or a strip above the step, names."""
        view = self._view
        if act == "sign":
            view.signs.step(second=False)
        elif act == "second":
            view.signs.step(second=True)
        elif act == "next":
            view.presenter.go_on()
        elif act == "return":
            view.acts.returned()
        elif act == "record":
            view.session.navigate("record", batch=view.presenter.batch)

    # -- pictures and files

    def show_media(self, row: MediaRow) -> None:
        """A picture of the instruction, as large as the window."""
        pictures = self._view.centre.media.pictures
        if pictures is not None:
            show_large(self._view.session, pictures, row)

    def _choose_file(self, key: str) -> None:
        entry = self._view.presenter.entry(key)
        if entry is not None:
            choose_file(self._view.session, entry.label, self._attach, pictures=entry.kind == "photo")

    def _attach(self, path: Path, media: str, content: FileContent, sheet: Sheet) -> None:
        def attached(value: Mapping[str, str] | Refusal) -> None:
            if sheet.gone:
                return
            form = self._view.centre.form()
            if isinstance(value, Refusal):
                content.show_error(refusal_words(value))
                return
            sheet.close_sheet()
            if isinstance(form, FileForm):
                form.submit_file(value)

        self._view.presenter.desk.attach(path, path.name, media, attached)
