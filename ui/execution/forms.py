"""Which widget draws which form; written out, so that a form nobody draws is a KeyError."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ui.execution.act_forms import ComputedForm, FileForm, SignForm, TimerForm
from ui.execution.answer_forms import AcknowledgeForm, AnswersForm, CheckForm, ChoiceForm
from ui.execution.dispense_form import DispenseForm
from ui.execution.field_forms import FieldsForm, MomentForm, NumberForm, ScanForm, TextForm
from ui.execution.form import Form
from ui.execution.model import Editor
from ui.theme import Theme

FORMS: Final[Mapping[str, type[Form]]] = {
    "acknowledge": AcknowledgeForm,
    "number": NumberForm,
    "choice": ChoiceForm,
    "check": CheckForm,
    "text": TextForm,
    "moment": MomentForm,
    "scan": ScanForm,
    "file": FileForm,
    "fields": FieldsForm,
    "dispense": DispenseForm,
    "answers": AnswersForm,
    "timer": TimerForm,
    "sign": SignForm,
    "none": ComputedForm,
}


def form_of(theme: Theme, editor: Editor, *, embedded: bool = False) -> Form:
    """The widget of an editor; an unknown form is a KeyError.

    A row of a material that is corrected in a sheet is only fields: nothing is weighed there.
    """
    if editor.form == "dispense" and embedded:
        return FieldsForm(theme, editor, embedded=True)
    return FORMS[editor.form](theme, editor, embedded=embedded)
