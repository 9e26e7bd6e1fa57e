"""Samples: the laboratory's work list, one sample in detail, and what floor, laboratory and quality do with it."""

from __future__ import annotations

from typing import Final

from ebr.station.questions import RoomToSample, SampleToPlan
from ebr.words import tr
from ui.desk import Desk
from ui.lots.form_page import FormPage
from ui.lots.more import open_acts
from ui.pages.choose import save_file
from ui.pages.offer import Offer
from ui.samples.lines import SampleDetail
from ui.samples.planning import PLANNERS, batches_of, entries_of
from ui.samples.planning import form_of as planning_form
from ui.samples.presenter import SamplesPresenter
from ui.samples.room_forms import kinds_of, plan_form, rooms_of
from ui.session import Session
from ui.widgets.boxes import show_if
from ui.widgets.choice import Option
from ui.widgets.data_model import Column
from ui.widgets.sign_bar import Action
from ui.widgets.strip import Strip
from ui.widgets.wedge import Scan

FIRST: Final = 2
"""Facts above the results: what it is, and of which batch."""


class View(FormPage):
    """View(desk, session); show_params(sample="", batch="")."""

    CHAPTER = "samples"
    presenter: SamplesPresenter

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(session, SamplesPresenter(desk, session.person, session.roles), tr("Samples"))
        columns = (
            Column("sample", tr("Sample"), 300),
            Column("label", tr("Name")),
            Column("batch", tr("Batch or room"), 150),
            Column("waits", tr("What waits"), 150),
            Column("due", tr("Results due"), 205),
            Column("results", tr("Results"), 90),
            Column("place", tr("Place"), 200),
        )
        self.filters = self.add_filters(tr("Show samples of which something waits"))
        self.filters.changed.connect(lambda key: self.presenter.filter(str(key)))
        empty = tr("Nothing waits. Samples appear here once a batch records one, or one of a room is planned.")
        self.add_list(columns, name=tr("samples"), empty=empty, narrow=(2, 5, 6))
        self._bar()
        p = self.presenter
        p.on_lines, p.on_filters, p.on_detail = self.fill, self.show_filters, self.show_detail
        p.on_notice = lambda words: session.notice(words, "warn")
        p.refresh()

    def _bar(self) -> None:
        self.bar.show()
        may = bool(set(PLANNERS) & set(self.session.roles))
        acts = (("plan", tr("Plan a sample"), "plus"), ("plan_room", tr("Sample a room"), "map-pin"))
        plan = [Action(*one) for one in acts] if may else []
        self.bar.set_actions([*plan, Action("analysis", tr("Certificate of analysis"), "file-certificate")])
        self.bar.acted.connect(lambda key: self._acted(str(key)))
        self.bar.set_words(tr("Scan a label to see its sample"))

    def show_params(self, sample: str = "", batch: str = "") -> None:
        """Show one sample, or the samples of one batch with those still to be taken."""
        if batch:
            self.presenter.stage, self.presenter.batch = "all", batch
            self.presenter.refresh()
        if sample:
            self.presenter.show(sample)

    def here(self) -> dict[str, str]:
        """Where one is, for coming back."""
        found = {"sample": self.presenter.chosen, "batch": self.presenter.batch}
        return {name: text for name, text in found.items() if text}

    def show_filters(self, filters: tuple[tuple[str, str], ...]) -> None:
        """What waits, with numbers."""
        self.filters.set_options([Option(key, words) for key, words in filters])
        if self.presenter.stage not in [key for key, _ in filters]:
            self.presenter.stage = ""
        self.filters.set_chosen(self.presenter.stage)

    def show_detail(self, detail: SampleDetail | None) -> None:
        """Draws one sample: what is wrong, what it is, each expected result, what else was found, its course."""
        show_if(self.detail, wanted=detail is not None)
        if detail is None:
            return
        inside = self.detail.begin()
        self.detail.title(detail.sample, detail.status, detail.tone)
        if detail.alarm:
            inside.addWidget(Strip(self.theme, "warn", detail.alarm))
        self.detail.facts(detail.facts[:FIRST])
        self.section(inside, tr("Results"), detail.tests, detail.no_tests)
        self.section(inside, tr("Retests, and results set aside"), detail.others)
        self.section(inside, tr("What it means for batches"), detail.follows)
        self.section(inside, tr("Where it is"), detail.facts[FIRST:])
        self.section(inside, tr("Course"), detail.course)
        self._more = detail.more
        self.detail.end(detail.offers)
        self.table.select_key(detail.sample)

    # -- acts

    def _acted(self, key: str) -> None:
        answer = self.presenter.answer
        if key == "plan":
            self.presenter.to_plan(self._plan)
        elif key == "plan_room":
            self.presenter.rooms(self._plan_room)
        elif answer is None:
            return
        elif key == "more":
            open_acts(self.session, answer.row.sample, self._more, self._acted)
        elif key.startswith("kind:"):
            self._choose_one(answer.row.sample, self.presenter.of_kind(key.partition(":")[2]))
        elif key == "batch":
            self.session.navigate("execution", batch=answer.row.batch)
        elif key == "room":
            self.session.navigate("equipment", equipment=answer.row.room)
        elif key == "analysis" and answer.row.room:
            self.session.notice(tr("A certificate of analysis is of a batch. Of a room there is its use log."), "warn")
        elif key == "analysis":
            self._print()
        else:
            self._begin(key)

    def _choose_one(self, sample: str, found: tuple[Offer, ...]) -> None:
        """The only test at once; of several, one is chosen first."""
        if len(found) == 1:
            self._begin(found[0].key)
        else:
            open_acts(self.session, sample, found, self._begin, across=1)

    def _begin(self, key: str) -> None:
        self.begin(self.presenter.form(key), self.presenter.do)

    def _plan(self, rows: tuple[SampleToPlan, ...]) -> None:
        """Choose the batch, then the entry, then give number and day; a choice of one is none."""
        if not rows:
            self.session.notice(tr("No batch in production asks for a sample that is not taken or planned"), "warn")
            return
        named = batches_of(rows)

        def entry(batch: str) -> None:
            self._plan_entry(tuple(row for row in rows if row.batch == batch))

        if len(named) == 1:
            entry(named[0].key)
        else:
            open_acts(self.session, "", named, entry, across=1, title=tr("Plan a sample: of which batch?"))

    def _plan_entry(self, rows: tuple[SampleToPlan, ...]) -> None:
        def chosen(address: str) -> None:
            row = next(one for one in rows if one.address == address)
            self.open(planning_form(row), self.presenter.plan)

        title = tr("Plan a sample of {batch}", batch=rows[0].batch)
        open_acts(self.session, "", entries_of(rows), chosen, across=1, title=title)

    def _plan_room(self, rows: tuple[RoomToSample, ...]) -> None:
        """Choose the room, then the kind, then limits, number and day."""
        if not rows:
            self.session.notice(tr("No room is registered. Add it under Equipment, with the class room."), "warn")
            return

        def kind(room: str) -> None:
            row = next(one for one in rows if one.room == room)
            title = tr("Sample {room}: what kind?", room=row.name)

            def chosen(name: str) -> None:
                self.open(plan_form(row, name), self.presenter.plan)

            open_acts(self.session, "", kinds_of(row), chosen, across=1, title=title)

        open_acts(self.session, "", rooms_of(rows), kind, across=1, title=tr("Sample which room?"))

    def _print(self) -> None:
        name = self.presenter.file_name
        save_file(self.session, tr("Save the certificate of analysis as PDF"), name, self.presenter.print_analysis)

    def scanned(self, scan: Scan) -> bool:
        """A label shows its sample."""
        self.presenter.scanned(scan.data)
        return True
