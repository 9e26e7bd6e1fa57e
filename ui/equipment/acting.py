"""What is asked for each act on a piece of equipment, and how it is recorded: at once, or signed in a sheet.

Cleaning, maintenance and clearance are signed by a second person who looked; calibration by whoever records it; what
quality decides, by quality.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ebr.domain.equipment import commands as c
from ebr.domain.refusal import Refusal
from ebr.station.questions import EquipmentAnswer
from ebr.wording import refusal_words
from ebr.words import mark, tr
from ui.ask import AskContent, AskField, Question, ask, closing
from ui.desk import Answer
from ui.equipment.forms import ActsContent, Checklist, EquipmentForm, check_fields
from ui.equipment.presenter import ACTS, EquipmentPresenter
from ui.pages.offer import Offer
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.session import Session

RESULTS: Final = (("pass", mark("Passed")), ("fail", mark("Failed")))
REASONED: Final = {
    "hold": (c.HoldEquipment, mark("Nobody uses it until quality lifts the hold.")),
    "out": (c.TakeOutOfService, mark("Nobody uses it until quality returns it to service.")),
    "release": (c.ReleaseEquipment, mark("Say what was found and why it can be used. All holds shown are lifted.")),
    "return": (c.ReturnToService, mark("Say what was done, and what became of the batches in doubt.")),
}
SIGNED: Final = ("release", "return")


class Acting:
    """Acting(session, presenter): opens the form of an act on the chosen piece."""

    def __init__(self, session: Session, presenter: EquipmentPresenter) -> None:
        self.session, self.presenter = session, presenter
        self.asking: AskContent | None = None
        """The form that is open: it takes scans."""

    def act(self, key: str) -> None:
        """Ask what the act needs."""
        found = self.presenter.found
        if found is None:
            return
        forms: dict[str, Callable[[EquipmentAnswer], None]] = {
            "more": self._more,
            "clear": self._clear,
            "clean": self._clean,
            "check": self._check,
            "integrity": self._integrity,
            "end": self._end,
            "calibrate": self._calibrate,
            "maintain": self._maintain,
            "qualify": self._qualify,
            "change": self._change,
        }
        if key in REASONED:
            self._reasoned(key, found)
        else:
            forms[key](found)

    # -- how it is recorded

    def _ask(self, found: EquipmentAnswer | None, question: Question, confirmed: Any, above: Any = None) -> None:
        row = found.row if found is not None else None
        subtitle = f"{row.name} · {row.equipment}" if row is not None else ""
        shown = Question(
            question.title,
            question.button,
            question.fields,
            question.tiles,
            question.tiles_title,
            question.words,
            subtitle,
            question.icon,
        )
        content = ask(self.session, shown, confirmed, above)
        self.asking = content
        self.session.sheets[-1].closed.connect(lambda _value: self._forget(content))

    def _forget(self, content: AskContent) -> None:
        if self.asking is content:
            self.asking = None

    def _record(self, command: object, content: AskContent, sheet: Sheet) -> None:
        self.presenter.do(command, closing(self.session, sheet, content.show_error, tr("Recorded")))

    def _own(self, command: object, sheet: Sheet) -> None:
        sheet.close_sheet()
        self.session.sign(command, self._said, title=tr("Sign about the equipment"))

    def _second(self, command: object, sheet: Sheet) -> None:
        sheet.close_sheet()
        title = tr("A second person checked it and signs")
        self.session.sign(command, self._said, second=True, title=title, names="checked_by")

    def _said(self, said: Answer) -> None:
        if said.refusal is None:
            touched = said.answer.get("touched", "")
            words = tr("Recorded. Batches in doubt: {batches}", batches=touched) if touched else tr("Recorded")
            self.session.notice(words, "warn" if touched else "")

    # -- the forms

    def _more(self, found: EquipmentAnswer) -> None:
        acts = [Offer(key, tr(ACTS[key].words), ACTS[key].icon) for key in self.presenter.able(found)]
        content = ActsContent(self.session.theme, acts)
        title = tr("What is to be recorded?")
        sheet = Sheet(self.session.theme, self.session.host, title, content, subtitle=found.row.name, width=620)

        def chosen(key: object) -> None:
            sheet.close_sheet()
            self.act(str(key))

        content.chosen.connect(chosen)
        sheet.cancelled.connect(lambda _value: sheet.close_sheet())
        self.session.show_sheet(sheet)

    def _reasoned(self, key: str, found: EquipmentAnswer) -> None:
        made, words = REASONED[key]
        signed = key in SIGNED
        button = tr("Continue to signature") if signed else tr(ACTS[key].words)
        icon = "arrow-right" if signed else ACTS[key].icon
        fields = (AskField("reason", tr("Reason")),)
        question = Question(tr(ACTS[key].words), button, fields, words=tr(words), icon=icon)

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            command = made(found.row.equipment, parts["reason"])
            if signed:
                self._own(command, sheet)
            else:
                self._record(command, content, sheet)

        self._ask(found, question, confirmed)

    def _clean(self, found: EquipmentAnswer) -> None:
        words = tr("Somebody else looks at the result and signs.")
        fields = (AskField("procedure", tr("Cleaning procedure: scan it or type its number"), scans=True),)
        question = Question(tr("Cleaning"), tr("Continue to the second person"), fields, words=words)

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            self._second(c.CleanEquipment(found.row.equipment, parts["procedure"], ""), sheet)

        self._ask(found, question, confirmed)

    def _maintain(self, found: EquipmentAnswer) -> None:
        fields = (
            AskField("work", tr("Work that was done")),
            AskField(
                "due",
                tr("Due again: the last day, such as 2027-05-31"),
                needed=bool(found.needs.maintenance_days),
                wants="moment",
            ),
        )
        tiles = (("no", tr("It works as before")), ("yes", tr("Quality has to qualify it again")))
        words = tr("Somebody else looks at the work and signs.")
        title = tr("What did the work touch?")
        question = Question(tr("Maintenance"), tr("Continue to the second person"), fields, tiles, title, words)

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            again = parts["tile"] == "yes"
            command = c.MaintainEquipment(found.row.equipment, parts["work"], "", parts["due"], again)
            self._second(command, sheet)

        self._ask(found, question, confirmed)

    def _check(self, found: EquipmentAnswer) -> None:
        named = check_fields(found.needs)
        fields = tuple(AskField(key, words, hint, wants="number") for key, (words, hint) in named.items())
        words = tr("A reading outside its limits puts the equipment on hold.")
        question = Question(tr("Daily check"), tr("Record the check"), fields, words=words)

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            readings = tuple((one.name, parts[str(at)]) for at, one in enumerate(found.needs.checks))
            self._record(c.CheckDaily(found.row.equipment, readings), content, sheet)

        self._ask(found, question, confirmed)

    def _integrity(self, found: EquipmentAnswer) -> None:
        fields = (AskField("method", tr("Method")), AskField("reading", tr("Reading with its unit")))
        tiles = tuple((key, tr(words)) for key, words in RESULTS)
        words = tr("What failed its test is never used.")
        question = Question(tr("Integrity test"), tr("Record the test"), fields, tiles, tr("Result"), words)

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            command = c.CheckIntegrity(found.row.equipment, parts["method"], parts["reading"], parts["tile"])
            self._record(command, content, sheet)

        self._ask(found, question, confirmed)

    def _calibrate(self, found: EquipmentAnswer) -> None:
        fields = (
            AskField("as_found", tr("What was found")),
            AskField("certificate", tr("Certificate"), scans=True),
            AskField(
                "due", tr("Holds until the end of, such as 2027-05-31; empty if it failed"), needed=False, wants="moment"
            ),
        )
        tiles = tuple((key, tr(words)) for key, words in RESULTS)
        words = tr("A failure takes it out of service and names every batch since the last good calibration.")
        question = Question(tr("Calibration"), tr("Continue to signature"), fields, tiles, tr("Result"), words)

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            command = c.CalibrateEquipment(
                found.row.equipment, parts["tile"], parts["as_found"], parts["certificate"], parts["due"]
            )
            self._own(command, sheet)

        self._ask(found, question, confirmed)

    def _qualify(self, found: EquipmentAnswer) -> None:
        fields = (
            AskField("evidence", tr("Evidence, such as the number of the report")),
            AskField(
                "until", tr("Fit until the end of, such as 2028-05-31; empty: without end"), needed=False, wants="moment"
            ),
        )
        words = tr("You find it fit for use with everything that is registered for it; the sheet lists it.")
        question = Question(tr("Qualify for use"), tr("Continue to signature"), fields, words=words, icon="arrow-right")

        def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
            self._own(c.QualifyEquipment(found.row.equipment, parts["evidence"], parts["until"]), sheet)

        self._ask(found, question, confirmed)

    def _end(self, found: EquipmentAnswer) -> None:
        tiles = tuple((batch, batch) for batch in found.row.batches)
        words = tr("The batch uses it no more. What needs cleaning is dirty from now on.")
        question = Question(tr("End of use"), tr("End the use"), (), tiles, tr("Batch"), words)

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            self._record(c.EndUse(found.row.equipment, parts["tile"]), content, sheet)

        self._ask(found, question, confirmed)

    def _clear(self, found: EquipmentAnswer) -> None:
        from ui.equipment.photograph import Photograph

        lines = Checklist(self.session.theme, found.needs.checklist)
        photograph = Photograph(self.session, self.presenter.desk, lines)
        tiles = (("before", tr("Before the batch")), ("after", tr("After the batch")))
        fields = (AskField("batch", tr("Batch: scan it or type its number"), scans=True),)
        words = tr("Somebody else looks at everything and signs.")
        question = Question(
            tr("Line clearance"), tr("Continue to the second person"), fields, tiles, tr("When?"), words
        )

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            missing = lines.missing()
            if missing:
                content.show_error(tr("Answer with yes or no: {line}", line=missing))
                return

            def made(command: object) -> None:
                self._second(command, sheet)

            p = self.presenter
            p.clearing(parts["batch"], parts["tile"], lines.answers(), photograph.sha256, made)

        self._ask(found, question, confirmed, photograph)

    def _change(self, found: EquipmentAnswer) -> None:
        form = EquipmentForm(self.session.theme, found)
        form.focused.connect(self.session.letters)
        words = tr("Other needs ask for quality again: the equipment is not used before it is qualified anew.")
        question = Question(tr("Change what it is"), tr("Change"), (AskField("reason", tr("Reason")),), words=words)

        def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            texts = form.texts()
            try:
                needs = form.needs()
            except Refusal as refusal:
                content.show_error(refusal_words(refusal))
                return
            command = c.ChangeEquipment(
                found.row.equipment, texts["name"], texts["place"], needs, parts["reason"]
            )
            self._record(command, content, sheet)

        self._ask(found, question, confirmed, form)

    def add(self) -> None:
        """Register something new."""
        form = EquipmentForm(self.session.theme)
        form.focused.connect(self.session.letters)
        words = tr("It can be used after quality has qualified it.")
        question = Question(tr("Register equipment or a room"), tr("Register"), (), words=words)

        def confirmed(_parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
            texts = form.texts()
            try:
                needs = form.needs()
            except Refusal as refusal:
                content.show_error(refusal_words(refusal))
                return
            command = c.AddEquipment(
                texts["equipment"], texts["name"], texts["kind"], texts["place"], needs, texts["serial"], texts["lot"]
            )
            self._record(command, content, sheet)

        self._ask(None, question, confirmed, form)

    def print_log(self) -> None:
        """Choose a folder and write the use log of the chosen piece there as a sealed PDF."""
        from ui.pages.choose import choose_path

        name = f"use-log-{safe(self.presenter.chosen)}.pdf"

        def write(folder: Path, done: Callable[[str], bool]) -> None:
            def written(said: Any) -> None:
                refusal = said if isinstance(said, Refusal) else said.refusal
                if done(refusal_words(refusal) if refusal is not None else "") and refusal is None:
                    self.session.notice(tr("Saved: {file}", file=name))

            self.presenter.print_log(folder / name, written)

        choose_path(self.session, tr("Save the use log as PDF"), tr("Save"), write, words=name)


def safe(code: str) -> str:
    """Return a code as it can stand in the name of a file."""
    return "".join(one if one.isalnum() or one in "-_." else "-" for one in code)
