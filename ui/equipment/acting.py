"""Opens the form of an act on a piece of equipment; also registering one, changing one, and saving its use log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ebr.domain.equipment import commands as c
from ebr.domain.refusal import Refusal
from ebr.station.questions import EquipmentAnswer
from ebr.wording import refusal_words
from ebr.words import tr
from ui.ask import AskContent, AskField, Question
from ui.equipment import act_forms
from ui.equipment.asking import Asking
from ui.equipment.forms import ActsContent, EquipmentForm
from ui.equipment.presenter import ACTS
from ui.pages.offer import Offer
from ui.widgets.sheet import Sheet

FORMS: Final[Mapping[str, Callable[[Asking, EquipmentAnswer], None]]] = {
    "clear": act_forms.clear,
    "clean": act_forms.clean,
    "check": act_forms.check,
    "integrity": act_forms.integrity,
    "end": act_forms.end,
    "calibrate": act_forms.calibrate,
    "maintain": act_forms.maintain,
    "qualify": act_forms.qualify,
}


class Acting(Asking):
    """Acting(session, presenter): opens the form of an act on the chosen piece."""

    def act(self, key: str) -> None:
        """Ask what the act needs."""
        found = self.presenter.found
        if found is None:
            return
        if key == "more":
            self._more(found)
        elif key == "change":
            self._change(found)
        elif key in act_forms.REASONED:
            act_forms.reasoned(self, key, found)
        else:
            FORMS[key](self, found)

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
            command = c.ChangeEquipment(found.row.equipment, texts["name"], texts["place"], needs, parts["reason"])
            self.record(command, content, sheet)

        self.ask(found, question, confirmed, form)

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
            self.record(command, content, sheet)

        self.ask(None, question, confirmed, form)

    def print_log(self) -> None:
        """Choose a folder and write the use log of the chosen piece there as a sealed PDF."""
        from ui.pages.choose import save_file

        name = f"use-log-{safe(self.presenter.chosen)}.pdf"
        save_file(
            self.session,
            tr("Save the use log as PDF"),
            name,
            lambda folder, said: self.presenter.print_log(folder / name, said),
        )


def safe(code: str) -> str:
    """Return a code as it can stand in the name of a file."""
    return "".join(one if one.isalnum() or one in "-_." else "-" for one in code)
