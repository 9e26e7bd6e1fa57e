"""Genealogy: scan or type a number; the picture and the list of all that it went into and comes from; the recall list.

At 1280 pixels picture and list take turns beside the details, from 1600 they stand next to each other.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ebr.station.questions import FoundThings, ThingRow
from ebr.wording.genealogy import kind_word, number_words
from ebr.words import ntr, tr
from ui.desk import Desk
from ui.genealogy.graph import Graph
from ui.genealogy.picture import ICONS, Box, Picture
from ui.genealogy.presenter import GenealogyPresenter, ThingDetail, Walked
from ui.pages.choose import save_file
from ui.pages.page import DetailCard, Listed, Page, fact_list
from ui.session import Session
from ui.widgets.boxes import clear, column, panel, row, show_if
from ui.widgets.button import Button
from ui.widgets.choice import Choice, Option
from ui.widgets.data_model import Column
from ui.widgets.data_table import DataTable
from ui.widgets.facts import EmptyState
from ui.widgets.field import Field
from ui.widgets.label import Label
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip
from ui.widgets.wedge import Scan

WIDE: Final = 1600
"""From this width at scale 1.0 picture and list stand beside each other."""


class View(Page):
    """View(desk, session); show_params(kind="", name="", part="", text="")."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Genealogy"))
        self.session = session
        self.presenter = GenealogyPresenter(desk, session.person, session.roles)
        self.inside.addLayout(self._search())
        self.warning = Strip(self.theme, "warn", "")
        self.warning.hide()
        self.inside.addWidget(self.warning)
        self._empty_box = QWidget()
        self._empty = column(self.theme, self._empty_box)
        self.inside.addWidget(self._empty_box, 1)
        self.body = self._body()
        self.inside.addWidget(self.body, 1)
        self.bar.show()
        self.bar.primary.connect(lambda _value: self.print_recall())
        self.bar.acted.connect(self._bar_acted)
        p = self.presenter
        p.on_walked, p.on_picture, p.on_detail = self.show_walked, self.show_picture, self.show_detail
        p.on_several, p.on_nothing = self.show_several, self.show_nothing
        self._begin()

    # -- what the screen is made of

    def _search(self) -> Any:
        line = row(self.theme, gap=12)
        hint = tr("Scan or type: lot, container, batch, bag, machine, sample, patient")
        self.field = Field(self.theme, tr("Number to follow"), hint=hint, code=True)
        self.field.entered.connect(lambda text: self.presenter.find(str(text)))
        self.field.focused.connect(self.session.letters)
        self.find_button = Button(self.theme, tr("Find"), "large", "search")
        self.find_button.acted.connect(lambda _value: self.presenter.find(self.field.text()))
        options = (Option("backward", tr("Backward")), Option("both", tr("Both")), Option("forward", tr("Forward")))
        self.direction = Choice(self.theme, tr("Direction"), options)
        self.direction.set_chosen("both")
        self.direction.changed.connect(lambda key: self.presenter.turn(str(key)))
        line.addWidget(self.field, 1)
        line.addWidget(self.find_button)
        line.addWidget(self.direction)
        return line

    def _body(self) -> QWidget:
        body = QWidget()
        line = row(self.theme, body, gap=14)
        self.graph = Graph(self.theme)
        self.graph.highlighted.connect(self._box)
        self.graph.acted.connect(self._box_acted)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(self.graph)
        self.area.setCornerWidget(QWidget())
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.picture_box = panel("card")
        column(self.theme, self.picture_box, (2, 2, 2, 2)).addWidget(self.area)
        columns = (
            Column("number", tr("Number"), 290),
            Column("what", tr("What")),
            Column("status", tr("Status"), 140),
            Column("distance", tr("Joins"), 110, right=True, sortable=False),
        )
        self.listed = Listed(columns)
        self.table = DataTable(self.theme, columns, self.listed.fetch, name=tr("the list"))
        self.table.highlighted.connect(self._line)
        self.table.chosen.connect(self._line)
        self.detail = DetailCard(self.theme)
        self.detail.acted.connect(lambda key: self._acted(str(key)))
        line.addWidget(self.picture_box, 3)
        line.addWidget(self.table, 2)
        line.addWidget(self.detail)
        self._shown = "picture"
        return body

    def _begin(self) -> None:
        words = tr(
            "Scan a label or type a number. You see what it went into, where it comes from, and how much is accounted"
            " for."
        )
        self._say("binary-tree", tr("What shall be followed?"), words)
        self.bar.set_words(tr("The recall list is made from here once something is found"))

    def _say(self, icon: str, title: str, words: str, near: tuple[ThingRow, ...] = ()) -> None:
        clear(self._empty)
        self._empty.addWidget(EmptyState(self.theme, icon, title, words), 0 if near else 1)
        for one in near:
            made = Button(self.theme, number_words(one), "tile", ICONS[one.kind], detail=self._near_words(one))
            made.set_value(one)
            made.acted.connect(self.presenter.walk_from)
            self._empty.addWidget(made)
        if near:
            self._empty.addStretch(1)
        show_if(self._empty_box, wanted=True)
        show_if(self.body, wanted=False)
        show_if(self.warning, wanted=False)
        self.set_title(tr("Genealogy"))
        self.set_words("")
        self.bar.hide_primary()
        self.bar.set_actions(())

    @staticmethod
    def _near_words(one: ThingRow) -> str:
        return ", ".join(part for part in (kind_word(one), one.title) if part)

    # -- what the presenter tells

    def show_walked(self, walked: Walked) -> None:
        """Fills list and title."""
        show_if(self._empty_box, wanted=False)
        show_if(self.body, wanted=True)
        start = walked.start
        self.set_title(number_words(start), kind_word(start))
        self.set_words(walked.words or tr("Nothing is joined to it this way"))
        self.field.setText(number_words(start))
        show_if(self.warning, wanted=bool(walked.warning))
        self.warning.show_message("warn", walked.warning)
        self.listed.take(walked.lines)
        self.table.refresh()
        back = self.presenter.direction == "backward"
        reason = tr("Everything listed, with status and place, as a sealed PDF; noted in the record first")
        self.bar.set_primary(tr("Origin list") if back else tr("Recall list"), "printer", enabled=True, reason=reason)
        self._fit()
        if self.field.hasFocus():
            (self.graph if self.picture_box.isVisibleTo(self) else self.table.view).setFocus()

    def show_picture(self, picture: Picture) -> None:
        """Draws the picture."""
        self.graph.set_picture(picture)
        self._fit()

    def show_detail(self, detail: ThingDetail) -> None:
        """Draws one thing."""
        inside = self.detail.begin()
        self.detail.title(detail.title, detail.chip, detail.tone)
        self.detail.facts(detail.facts)
        for title, facts in ((tr("Mass balance"), detail.balance), (tr("Joins"), detail.joins)):
            if facts:
                inside.addWidget(Label(self.theme, title, "h3"))
                inside.addWidget(fact_list(self.theme, facts))
        self.detail.end(detail.offers)
        self.table.select_key(detail.key)
        self.graph.select_at(detail.key)

    def show_several(self, found: FoundThings) -> None:
        """One number, several things."""
        title = ntr("{n} thing has this number", "{n} things have this number", len(found.things))
        self._say("binary-tree", title, tr("Choose which is meant."), found.things)

    def show_nothing(self, words: str, near: tuple[ThingRow, ...]) -> None:
        """Nothing has the number."""
        more = tr("Near to it:") if near else ""
        self._say("search", tr("Not found"), " ".join(part for part in (words, more) if part), near)
        self.field.selectAll()
        self.field.setFocus()

    # -- what a person does

    def _box(self, box: Box) -> None:
        self.presenter.choose(box.at)

    def _box_acted(self, box: Box) -> None:
        if box.at < 0:
            self.presenter.open(box.key)
        elif not box.start and self.presenter.shown is not None:
            self.presenter.walk_from(self.presenter.shown.things[box.at])

    def _line(self, key: Any) -> None:
        if key is not None and key != self.presenter.chosen:
            self.presenter.choose(int(key))

    def _acted(self, key: str) -> None:
        shown = self.presenter.shown
        if shown is None:
            return
        thing = shown.things[self.presenter.chosen]
        if key == "walk":
            self.presenter.walk_from(thing)
            self.graph.setFocus()
        else:
            self.session.navigate("record", batch=thing.name)

    def _bar_acted(self, key: object) -> None:
        if key == "fold":
            self.presenter.fold()
        else:
            self._shown = str(key)
            self._fit()
            (self.graph if key == "picture" else self.table.view).setFocus()

    def print_recall(self) -> None:
        """Choose a folder and write the sealed list there."""
        name = self.presenter.file_name()
        save_file(
            self.session,
            tr("Save the list as PDF"),
            name,
            lambda folder, said: self.presenter.print_recall(folder / name, said),
        )

    # -- fitting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Picture and list beside each other on a wide screen."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() / self.theme.scale >= WIDE
        show_if(self.picture_box, wanted=wide or self._shown == "picture")
        show_if(self.table, wanted=wide or self._shown == "list")
        self.table.view.setColumnHidden(2, wide)
        self.detail.fit(self.width() if not wide else 0)
        if self.presenter.shown is None:
            return
        actions = []
        if not wide:
            other = ("list", tr("Show the list"), "list-check") if self._shown == "picture" else None
            actions.append(Action(*(other or ("picture", tr("Show the picture"), "binary-tree"))))
        if self.presenter.unfolded:
            actions.append(Action("fold", tr("Fold again"), "chevron-up"))
        self.bar.set_actions(actions)

    # -- the frame's questions

    def show_params(self, kind: str = "", name: str = "", part: str = "", text: str = "") -> None:
        """Follow a thing, or find a number."""
        if kind and name:
            self.presenter.walk(kind, name, part)
        elif text:
            self.field.setText(text)
            self.presenter.find(text)

    def here(self) -> dict[str, str]:
        """Which thing is followed, for coming back."""
        shown = self.presenter.shown
        start = shown.things[0] if shown is not None else None
        return {"kind": start.kind, "name": start.name, "part": start.part} if start is not None else {}

    def take_scan(self, scan: Scan) -> bool:
        """A scan is followed at once."""
        if scan.badge:
            return False
        self.presenter.scanned(scan.data, scan.aim, self.field.setText)
        return True

    def title(self) -> str:
        """The header's title."""
        return tr("Genealogy")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "genealogy"

    def first_field(self) -> QWidget:
        """Where a number is typed; once something is followed, the picture."""
        return self.graph if self.presenter.shown is not None and self.graph.isVisible() else self.field

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
