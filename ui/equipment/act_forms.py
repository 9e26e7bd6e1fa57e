"""The form of each act on a piece of equipment: what is asked, and the command that it becomes."""

from __future__ import annotations

from typing import Final

from ebr.domain.equipment import commands as c
from ebr.station.questions import EquipmentAnswer
from ebr.words import mark, tr
from ui.ask import AskContent, AskField, Question
from ui.equipment.asking import Asking
from ui.equipment.forms import Checklist, check_fields
from ui.equipment.presenter import ACTS
from ui.widgets.sheet import Sheet

RESULTS: Final = (("pass", mark("Passed")), ("fail", mark("Failed")))
REASONED: Final = {
    "hold": (c.HoldEquipment, mark("Nobody uses it until quality lifts the hold.")),
    "out": (c.TakeOutOfService, mark("Nobody uses it until quality returns it to service.")),
    "release": (c.ReleaseEquipment, mark("Say what was found and why it can be used. All holds shown are lifted.")),
    "return": (c.ReturnToService, mark("Say what was done, and what became of the batches in doubt.")),
}
SIGNED: Final = ("release", "return")


def reasoned(asking: Asking, key: str, found: EquipmentAnswer) -> None:
    """Ask for a reason: stopping it, or letting it go on."""
    made, words = REASONED[key]
    signed = key in SIGNED
    button = tr("Continue to signature") if signed else tr(ACTS[key].words)
    icon = "arrow-right" if signed else ACTS[key].icon
    fields = (AskField("reason", tr("Reason")),)
    question = Question(tr(ACTS[key].words), button, fields, words=tr(words), icon=icon)

    def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
        command = made(found.row.equipment, parts["reason"])
        if signed:
            asking.own(command, sheet)
        else:
            asking.record(command, content, sheet)

    asking.ask(found, question, confirmed)


def clean(asking: Asking, found: EquipmentAnswer) -> None:
    """A cleaning, and who looked at it."""
    from ui.equipment.photograph import Photograph

    words = tr("Somebody else looks at the result and signs.")
    fields = (AskField("procedure", tr("Cleaning procedure: scan it or type its number"), scans=True),)
    question = Question(tr("Cleaning"), tr("Continue to the second person"), fields, words=words)
    needed = "clean" in found.photographs
    photograph = Photograph(asking.session, asking.presenter.desk, title=tr("Cleaning"), needed=needed)

    def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
        asking.second(c.CleanEquipment(found.row.equipment, parts["procedure"], "", photograph.sha256), sheet)

    asking.ask(found, question, confirmed, below=photograph)


def maintain(asking: Asking, found: EquipmentAnswer) -> None:
    """Maintenance or a repair, and who looked at it."""
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
        asking.second(command, sheet)

    asking.ask(found, question, confirmed)


def check(asking: Asking, found: EquipmentAnswer) -> None:
    """The readings of today."""
    named = check_fields(found.needs)
    fields = tuple(AskField(key, words, hint, wants="number") for key, (words, hint) in named.items())
    words = tr("A reading outside its limits puts the equipment on hold.")
    question = Question(tr("Daily check"), tr("Record the check"), fields, words=words)

    def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
        readings = tuple((one.name, parts[str(at)]) for at, one in enumerate(found.needs.checks))
        asking.record(c.CheckDaily(found.row.equipment, readings), content, sheet)

    asking.ask(found, question, confirmed)


def integrity(asking: Asking, found: EquipmentAnswer) -> None:
    """The integrity test of an assembly."""
    fields = (AskField("method", tr("Method")), AskField("reading", tr("Reading with its unit")))
    tiles = tuple((key, tr(words)) for key, words in RESULTS)
    words = tr("What failed its test is never used.")
    question = Question(tr("Integrity test"), tr("Record the test"), fields, tiles, tr("Result"), words)

    def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
        command = c.CheckIntegrity(found.row.equipment, parts["method"], parts["reading"], parts["tile"])
        asking.record(command, content, sheet)

    asking.ask(found, question, confirmed)


def calibrate(asking: Asking, found: EquipmentAnswer) -> None:
    """A calibration, signed by whoever records it."""
    fields = (
        AskField("as_found", tr("What was found")),
        AskField("certificate", tr("Certificate"), scans=True),
        AskField("due", tr("Last day, such as 2027-05-31; empty if it failed"), needed=False, wants="moment"),
    )
    tiles = tuple((key, tr(words)) for key, words in RESULTS)
    words = tr("A failure takes it out of service and names every batch since the last good calibration.")
    question = Question(tr("Calibration"), tr("Continue to signature"), fields, tiles, tr("Result"), words)

    def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
        command = c.CalibrateEquipment(
            found.row.equipment, parts["tile"], parts["as_found"], parts["certificate"], parts["due"]
        )
        asking.own(command, sheet)

    asking.ask(found, question, confirmed)


def qualify(asking: Asking, found: EquipmentAnswer) -> None:
    """Quality's finding that it is fit."""
    fields = (
        AskField("evidence", tr("Evidence, such as the number of the report")),
        AskField("until", tr("Last day, such as 2028-05-31; empty: without end"), needed=False, wants="moment"),
    )
    words = tr("You find it fit for use with everything that is registered for it; the sheet lists it.")
    question = Question(tr("Qualify for use"), tr("Continue to signature"), fields, words=words, icon="arrow-right")

    def confirmed(parts: dict[str, str], _content: AskContent, sheet: Sheet) -> None:
        asking.own(c.QualifyEquipment(found.row.equipment, parts["evidence"], parts["until"]), sheet)

    asking.ask(found, question, confirmed)


def end(asking: Asking, found: EquipmentAnswer) -> None:
    """The end of a use."""
    tiles = tuple((batch, batch) for batch in found.row.batches)
    words = tr("The batch uses it no more. What needs cleaning is dirty from now on.")
    question = Question(tr("End of use"), tr("End the use"), (), tiles, tr("Batch"), words)

    def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
        asking.record(c.EndUse(found.row.equipment, parts["tile"]), content, sheet)

    asking.ask(found, question, confirmed)


def clear(asking: Asking, found: EquipmentAnswer) -> None:
    """A line clearance, and who looked at it."""
    from ui.equipment.photograph import Photograph

    lines = Checklist(asking.session.theme, found.needs.checklist)
    needed = "clear" in found.photographs
    photograph = Photograph(asking.session, asking.presenter.desk, title=tr("Line clearance"), needed=needed)
    tiles = (("before", tr("Before the batch")), ("after", tr("After the batch")))
    fields = (AskField("batch", tr("Batch: scan it or type its number"), scans=True),)
    words = tr("Somebody else looks at everything and signs.")
    question = Question(tr("Line clearance"), tr("Continue to the second person"), fields, tiles, tr("When?"), words)

    def confirmed(parts: dict[str, str], content: AskContent, sheet: Sheet) -> None:
        missing = lines.missing()
        if missing:
            content.show_error(tr("Answer with yes or no: {line}", line=missing))
            return

        def made(command: object) -> None:
            asking.second(command, sheet)

        p = asking.presenter
        p.clearing(parts["batch"], parts["tile"], lines.answers(), photograph.sha256, made)

    asking.ask(found, question, confirmed, lines, photograph)
