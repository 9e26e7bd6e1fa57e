"""A batch at several stations: what quality decides, sides beside each other, then the parts and their holders."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ebr.words import tr
from ui.apart.presenter import ApartPresenter, ApartScreen, ContestCard, PartLine, SideCard, WeakCard, waits_words
from ui.ask import AskContent, AskField, Question, ask, closing
from ui.desk import Answer, Desk
from ui.pages.offer import Offer
from ui.pages.page import Page, Tall
from ui.session import Session
from ui.widgets.boxes import Scroll, clear, column, panel, row
from ui.widgets.button import Button
from ui.widgets.facts import EmptyState
from ui.widgets.header import Identifier, Identity
from ui.widgets.label import Chip, Icon, Label
from ui.widgets.sheet import Sheet
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip

ACROSS: Final = 2
"""Sides beside each other; a third stands below."""
DECISIONS: Final = ("keep", "judge")
"""Offers that never have the focus by themselves: a ring would look like advice."""


class View(Page):
    """View(desk, session). Parameters: batch."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session.theme, tr("Stations of the batch"))
        self.session = session
        self.presenter = ApartPresenter(desk, session.person, session.roles)
        body = Tall()
        self._body = column(self.theme, body, gap=12)
        self._scroll = Scroll(self.theme, body)
        self.inside.addWidget(self._scroll, 1)
        self.bar.show()
        self.bar.acted.connect(lambda key: self._acted(str(key)))
        self._first: Button | None = None
        p = self.presenter
        p.on_screen, p.on_refused = self.show_screen, self._refused

    def show_params(self, batch: str = "") -> None:
        """Shows a batch; without one, the list of all."""
        if not batch:
            self.session.navigate("batches")
            return
        self.presenter.open(batch)

    # -- drawing

    def show_screen(self, screen: ApartScreen) -> None:
        """Draws everything."""
        clear(self._body)
        self._first = None
        self.set_title(tr("Stations of the batch"), waits_words(screen), "warn")
        decides = "quality" in self.session.roles
        if not decides:
            self._show_parts(screen)
        if screen.open:
            self._section(tr("Two stations wrote the same"), [self._contest(one) for one in screen.open])
        if screen.weaknesses:
            self._section(tr("What came to light"), [self._weak(one) for one in screen.weaknesses])
        if decides:
            self._show_parts(screen)
        if screen.settled:
            self._section(tr("Decided"), [self._contest(one) for one in screen.settled])
        self._body.addStretch(1)
        actions = [
            Action("record", tr("Record of the batch"), "file-text"),
            Action("execution", tr("Steps"), "list-check"),
            Action("status", tr("Status of this station"), "server"),
        ]
        self.bar.set_actions(actions)
        self.bar.hide_primary()
        calm = not screen.open and not screen.weaknesses
        self.bar.set_words(tr("No two stations wrote the same, as far as is known here") if calm else "")
        self.session.header_changed()
        first = self.first_field()
        if first is not None and not self.session.sheets:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_parts(self, screen: ApartScreen) -> None:
        self._section(tr("Parts and where they are"), [self._parts(screen)])

    def _section(self, title: str, widgets: list[QFrame]) -> None:
        self._body.addWidget(Label(self.theme, title, "h2"))
        for widget in widgets:
            self._body.addWidget(widget)

    def _offer(self, offer: Offer, name: str, act: object) -> Button:
        made = Button(self.theme, offer.text, "large", offer.icon, name=f"{offer.text}: {name}")
        made.setEnabled(not offer.reason)
        made.setAccessibleDescription(offer.reason)
        made.acted.connect(act)
        if self._first is None and not offer.reason and offer.key not in DECISIONS:
            self._first = made
        return made

    def _contest(self, contest: ContestCard) -> QFrame:
        card = panel("card")
        inside = column(self.theme, card, (18, 14, 18, 16), 10)
        inside.addWidget(Label(self.theme, contest.title, "h3", wrap=True))
        grid = QGridLayout()
        grid.setSpacing(self.theme.px(12))
        for at, side in enumerate(contest.sides):
            grid.addWidget(self._side(contest, side), at // ACROSS, at % ACROSS)
        for at in range(ACROSS):
            grid.setColumnStretch(at, 1)
        inside.addLayout(grid)
        if contest.decision:
            inside.addWidget(Strip(self.theme, "quiet", contest.decision))
        elif "quality" not in self.session.roles:
            inside.addWidget(
                Strip(self.theme, "quiet", tr("Quality decides which one stands. Both stay in the record."))
            )
        return card

    def _side(self, contest: ContestCard, side: SideCard) -> QFrame:
        frame = panel("sunk")
        inside = column(self.theme, frame, (16, 12, 16, 14), 6)
        line = row(self.theme, gap=8)
        line.addWidget(Icon(self.theme, "device-desktop"), 0, Qt.AlignmentFlag.AlignTop)
        station = Label(self.theme, side.station, "h3", wrap=True, code=True)
        station.setMinimumHeight(self.theme.px(30))
        line.addWidget(station, 1)
        if side.state:
            line.addWidget(Chip(self.theme, side.state, ""), 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(line)
        inside.addWidget(Label(self.theme, side.value, "big", wrap=True))
        inside.addWidget(Label(self.theme, tr("{name}, {when}", name=side.by, when=side.at), "body", wrap=True))
        inside.addStretch(1)
        if side.offer is not None:
            inside.addWidget(self._offer(side.offer, side.value, lambda _value: self.ask_keep(contest, side)))
        return frame

    def _weak(self, weak: WeakCard) -> QFrame:
        card = panel("card")
        line = row(self.theme, card, (18, 12, 18, 12), 12)
        pair = column(self.theme, gap=4)
        pair.addWidget(Label(self.theme, weak.text, "body", wrap=True))
        pair.addWidget(Label(self.theme, weak.state, "metastrong", weak.tone, wrap=True))
        line.addLayout(pair, 1)
        if weak.offer is not None:
            line.addWidget(self._offer(weak.offer, weak.text, lambda _value: self.ask_judge(weak)))
        return card

    def _parts(self, screen: ApartScreen) -> QFrame:
        card = panel("card")
        inside = column(self.theme, card, (18, 10, 18, 10), 8)
        for part in screen.parts:
            inside.addLayout(self._part(part))
        return card

    def _part(self, part: PartLine) -> QGridLayout:
        line = QGridLayout()
        line.setHorizontalSpacing(self.theme.px(14))
        line.setColumnStretch(1, 3)
        line.setColumnStretch(2, 2)
        line.setRowMinimumHeight(0, self.theme.px(64))
        icon = "map-pin" if part.here else "alert-triangle" if part.taken else "device-desktop"
        line.addWidget(Icon(self.theme, icon, "accent" if part.here else "ink2"), 0, 0)
        line.addWidget(Label(self.theme, part.title, "body", wrap=True), 0, 1)
        where = column(self.theme, gap=0)
        where.addStretch(1)
        holder = tr("{station}, here", station=part.holder) if part.here else part.holder
        where.addWidget(Label(self.theme, holder, "metastrong", "" if part.here else "ink2", wrap=True, code=True))
        since = tr("taken over {when}", when=part.since) if part.taken else tr("since {when}", when=part.since)
        where.addWidget(Label(self.theme, since, "meta", wrap=True))
        if part.to:
            where.addWidget(Label(self.theme, tr("{name} goes on", name=part.to), "meta", wrap=True))
        where.addStretch(1)
        line.addLayout(where, 0, 2)
        acts = column(self.theme, gap=2)
        for offer in part.offers:
            act = self.ask_give if offer.key == "give" else self.ask_take
            made = self._offer(offer, part.title, lambda _value, act=act: act(part))
            made.setFixedWidth(self.theme.px(300))
            acts.addWidget(made)
            if offer.reason:
                acts.addWidget(Label(self.theme, offer.reason, "meta", wrap=True))
        line.addLayout(acts, 0, 3)
        return line

    def _refused(self, text: str) -> None:
        clear(self._body)
        self._body.addWidget(EmptyState(self.theme, "alert-triangle", tr("This batch cannot be shown"), text))

    # -- acts

    def _acted(self, key: str) -> None:
        if key == "status":
            self.session.navigate("status")
        else:
            self.session.navigate(key, batch=self.presenter.batch)

    def ask_give(self, part: PartLine) -> None:
        """Ask for the station and a note, then give the part away."""
        stations = self.presenter.screen.stations if self.presenter.screen is not None else ()
        words = tr(
            "From now on this part goes on there, and nothing more can be recorded in it here."
            " Whoever goes on there finds everything that was recorded before."
        )
        question = Question(
            tr("Give to another station"),
            tr("Give away"),
            (
                AskField("to", tr("Who goes on there, if known"), tr("User name"), needed=False, scans=True),
                AskField("note", tr("Note for whoever goes on, if any"), needed=False),
            ),
            tuple((name, name) for name in stations),
            tr("Station"),
            words,
            part.title,
            "switch-horizontal",
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            notice = tr("{part} is with {station} now", part=part.title, station=parts["tile"])
            close = closing(self.session, sheet, content.show_error, notice)

            def then(said: Answer) -> None:
                close(said)
                self._untrained(said, parts["to"])

            self.presenter.give(part.key, parts["tile"], parts["note"], parts["to"], then)

        ask(self.session, question, confirmed)

    def _untrained(self, said: Answer, name: str) -> None:
        """Say what whoever goes on is not trained in yet, while it can be made good."""
        later = said.answer.get("untrained", "")
        if said.refusal is None and later:
            words = tr("{name} is not trained yet for steps to come: {tasks}.", name=name, tasks=later)
            self.session.notice(words, "warn")

    def ask_take(self, part: PartLine) -> None:
        """Ask why, then a supervisor signs."""
        words = tr(
            "Only when {station} cannot be reached: it may hold entries that nobody else has seen yet."
            " This is a major exception; what arrives later stands beside what is recorded here.",
            station=part.holder,
        )
        title = tr("Take over without contact")
        fields = (
            AskField("reason", tr("Reason")),
            AskField("to", tr("Who goes on here, if not who signs"), tr("User name"), needed=False, scans=True),
        )
        question = Question(title, tr("Continue to signature"), fields, (), "", words, part.title, "arrow-right")
        self._signed(
            question,
            lambda parts: self.presenter.taking(part.key, parts["reason"], parts["to"]),
            title,
            tr("{part} is with this station now", part=part.title),
            second=not self.presenter.supervises,
        )

    def ask_keep(self, contest: ContestCard, side: SideCard) -> None:
        """Ask why this side stands, then quality signs."""
        words = tr("The other side stays in the record with its person, station and time. What is computed follows.")
        subtitle = tr("{place}: {value} from {station}", place=contest.title, value=side.value, station=side.station)
        title = tr("This one stands")
        field = AskField("reason", tr("Reason"))
        question = Question(title, tr("Continue to signature"), (field,), (), "", words, subtitle, "arrow-right")
        self._signed(
            question,
            lambda parts: self.presenter.resolution(contest.where, contest.item, side.key, parts["reason"]),
            title,
            tr("Decided"),
        )

    def ask_judge(self, weak: WeakCard) -> None:
        """Ask why a weakness may stand, then quality signs."""
        title = tr("Decide that it may stand")
        field = AskField("reason", tr("Assessment"))
        question = Question(title, tr("Continue to signature"), (field,), (), "", weak.text, "", "arrow-right")
        self._signed(question, lambda parts: self.presenter.judgement(weak.name, parts["reason"]), title, tr("Decided"))

    def _signed(self, question: Question, command_of: object, title: str, notice: str, *, second: bool = False) -> None:
        assert callable(command_of)

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            def answered(said: Answer) -> None:
                if said.refusal is None:
                    self.session.notice(notice)
                    self._untrained(said, parts.get("to", "") or tr("Who signed"))

            sheet.close_sheet()
            self.session.sign(command_of(parts), answered, second=second, title=title)

        ask(self.session, question, confirmed)

    # -- the frame's questions

    def identity(self) -> Identity | None:
        """The batch."""
        screen = self.presenter.screen
        return Identity(screen.product, (Identifier(tr("Batch"), screen.batch),)) if screen is not None else None

    def title(self) -> str:
        """The header's title."""
        return tr("Stations of the batch")

    def help_key(self) -> str:
        """Chapter of the help."""
        return "hand-over"

    def first_field(self) -> QWidget | None:
        """The first act that is possible and no decision, else the way back to the record."""
        return self._first or next((one for one in self.bar.findChildren(Button) if not one.isHidden()), None)

    def leave(self) -> None:
        """Stops hearing."""
        self.presenter.close()
