"""The work queue without its looks.

Three tabs, one card for each piece of work, one action on each card, scan or type to jump.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ebr.station.questions import (
    Batches,
    BatchRow,
    DraftRow,
    Drafts,
    MasterRow,
    Masters,
    Queue,
    QueueAnswer,
    QueueCard,
)
from ebr.wording import waits_words
from ebr.words import mark, ntr, tr
from ui.desk import Desk
from ui.pages.visit import Visit
from ui.queue.versions import VersionCard, version_cards
from ui.shown import span_of

TABS: Final = ("mine", "room", "verify")
VERBS: Final[Mapping[str, str]] = {
    "start": mark("Start"),
    "continue": mark("Continue"),
    "verify": mark("Verify"),
    "resolve": mark("Resolve"),
    "check_issue": mark("Check issue"),
    "complete": mark("Complete"),
    "review": mark("Review"),
    "decide": mark("Decide"),
    "open": mark("Open it"),
    "answer": mark("Answer"),
}
WAITS: Final[Mapping[str, str]] = {
    "check_issue": mark("Issued; quality checks it against the approved master"),
    "complete": mark("All steps are signed; production can be declared complete"),
    "resolve": mark("Exceptions wait for a decision"),
    "review": mark("Production is complete; the record waits for its review"),
    "decide": mark("Reviewed; the batch waits for its disposition"),
    "answer": mark("Review asks you something"),
}
"""What a card says that is about the batch as a whole."""
TARGETS: Final[Mapping[str, str]] = {
    "start": "execution",
    "continue": "execution",
    "open": "execution",
    "verify": "execution",
    "resolve": "exceptions",
    "check_issue": "issue",
    "complete": "record",
    "review": "quality",
    "answer": "questions",
    "decide": "record",
}
"""The screen on which each action is done."""


@dataclass(frozen=True, slots=True)
class WorkCard:
    """One piece of work, in words; `mbr` and `version` instead of a batch for a master batch record."""

    batch: str
    phase: str
    product: str
    step: str
    identifiers: tuple[tuple[str, str], ...]
    action: str
    verb: str
    chip: str
    tone: str
    mbr: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """The whole screen: chosen tab, its cards, how many each tab has, and what is searched for."""

    tab: str
    cards: tuple[WorkCard, ...]
    counts: tuple[tuple[str, int], ...]
    text: str


class QueuePresenter:
    """QueuePresenter(desk, person, name, roles). Callbacks: on_work(Work), on_go(screen, params), on_unknown(text)."""

    def __init__(self, desk: Desk, person: str, name: str = "", roles: tuple[str, ...] = ()) -> None:
        self.desk, self.person, self.name, self.roles = Visit(desk), person, name, roles
        self.tab, self.text = "mine", ""
        self.on_work: Callable[[Work], None] = lambda _work: None
        self.on_go: Callable[[str, dict[str, str]], None] = lambda _name, _params: None
        self.on_unknown: Callable[[str], None] = lambda _text: None
        self.desk.on_changed(lambda _roots: self.refresh())

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def choose(self, tab: str) -> None:
        """Show another tab."""
        self.tab = tab
        self.refresh()

    def search(self, text: str) -> None:
        """Show what matches."""
        self.text = text.strip()
        self.refresh()

    def refresh(self) -> None:
        """Ask again."""
        asked = self.tab
        self.desk.ask(Queue(self.person, asked, self.text), lambda answer: self._got(asked, answer))

    def _got(self, tab: str, answer: QueueAnswer) -> None:
        if tab != self.tab:
            return
        if {"author", "quality"} & set(self.roles):
            self._ask_versions(tab, answer)
        else:
            self._told(tab, answer, ())

    def _ask_versions(self, tab: str, answer: QueueAnswer) -> None:
        """Authors write and quality approves: their work is on master batch records too."""

        def masters(drafts: tuple[DraftRow, ...], rows: tuple[MasterRow, ...]) -> None:
            if tab == self.tab:
                self._told(tab, answer, version_cards(drafts, rows, self.name, self.roles))

        self.desk.ask(
            Drafts(open_only=True), lambda drafts: self.desk.ask(Masters(), lambda rows: masters(drafts, rows))
        )

    def _told(self, tab: str, answer: QueueAnswer, versions: tuple[VersionCard, ...]) -> None:
        fitting = [one for one in versions if self.text.casefold() in f"{one.title} {one.version}".casefold()]
        cards = [card_of(card) for card in answer.cards]
        cards += [work_of(one) for one in fitting] if tab == "mine" else []
        counts = (("mine", answer.mine + len(fitting)), ("room", answer.room), ("verify", answer.verify))
        self.on_work(Work(tab, tuple(cards), counts, self.text))

    def act(self, card: WorkCard) -> None:
        """Go where the card's work is done."""
        if card.mbr:
            self.on_go(card.action, {"mbr": card.mbr, "version": card.version})
            return
        params = (
            {"batch": card.batch, "phase": card.phase} if TARGETS[card.action] == "execution" else {"batch": card.batch}
        )
        self.on_go(TARGETS[card.action], {name: value for name, value in params.items() if value})

    def jump(self, code: str) -> None:
        """Go straight to the batch of a scanned or typed code: its number or one of its identifiers."""
        self.desk.ask(Batches(code), lambda rows: self._found(code, rows))

    def _found(self, code: str, rows: tuple[BatchRow, ...]) -> None:
        exact = [row for row in rows if code in (row.batch, *(value for _caption, value in row.identifiers))]
        chosen = exact or list(rows)
        if len(chosen) == 1:
            self.on_go("execution", {"batch": chosen[0].batch})
        elif chosen:
            self.search(code)
        else:
            self.on_unknown(tr("No batch here has the number or identifier {code}", code=code))


def work_of(one: VersionCard) -> WorkCard:
    """Return a draft or a version as a card; its action is the screen it leads to."""
    return WorkCard("", "", one.title, one.words, (), one.screen, one.verb, one.chip, one.tone, one.mbr, one.version)


def card_of(card: QueueCard) -> WorkCard:
    """Return a card in words."""
    waits = tr(WAITS[card.action]) if card.action in WAITS else ""
    title = card.title or waits
    step = tr("{number} {title}", number=card.number, title=card.title) if card.number else title
    chip = _chip_words(card.chip, card.chip_params)
    tone = "" if card.chip_tone == "plain" else card.chip_tone
    return WorkCard(
        card.batch, card.phase, card.product, step, card.identifiers, card.action, tr(VERBS[card.action]), chip, tone
    )


def _chip_words(chip: str, params: Mapping[str, str]) -> str:
    if chip == "timer":
        seconds = float(params["seconds"])
        time = span_of(abs(seconds))
        return (
            tr("{label}: {time} left", label=params["label"], time=time)
            if seconds > 0
            else tr("{label}: {time} over", label=params["label"], time=time)
        )
    if chip == "held":
        return tr("On hold")
    if chip == "questions":
        return ntr("{n} question", "{n} questions", int(params["count"]))
    if chip == "open_exceptions":
        return ntr("{n} open exception", "{n} open exceptions", int(params["count"]))
    return waits_words(chip, params) if chip else ""
