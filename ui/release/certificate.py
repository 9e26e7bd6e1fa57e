"""The certificate as a sheet: the same facts as on paper, before it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from ebr.station.questions.releases import ReleaseAnswer, SpecifiedRow
from ebr.wording import meaning_words, moment_words, role_word, status_word
from ebr.wording.releases import verdict_word
from ebr.words import tr
from ui.pages.offer import Shown
from ui.pages.page import fact_list
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.label import Label
from ui.widgets.sheet import Sheet
from ui.widgets.strip import Strip

if TYPE_CHECKING:
    from ui.session import Session

TONES: Final = {"out": "crit", "pending": "warn", "alert": "warn"}


class CertificateContent(QWidget):
    """CertificateContent(session, answer): facts, results and signatures, as they will stand on the paper."""

    def __init__(self, session: Session, answer: ReleaseAnswer) -> None:
        super().__init__()
        theme = session.theme
        whole = column(theme, self, gap=12)
        if answer.status != "certified":
            whole.addWidget(Strip(theme, "warn", status_word(answer.status)))
        whole.addWidget(fact_list(theme, certificate_facts(answer), names=190))
        whole.addWidget(Label(theme, tr("Results against the specification"), "h3"))
        whole.addWidget(fact_list(theme, results_of(answer), names=300))
        whole.addWidget(Label(theme, tr("Signatures"), "h3"))
        whole.addWidget(fact_list(theme, signers(answer), names=190))


def results_of(answer: ReleaseAnswer) -> tuple[Shown, ...]:
    """Return each result with its limits, whether it conforms and who tested it."""
    return tuple(_result(one) for one in answer.results)


def _result(one: SpecifiedRow) -> Shown:
    parts = (verdict_word(one.verdict), one.limits, one.by, one.checked_by)
    return Shown(one.label, one.value or "-", " · ".join(part for part in parts if part), TONES.get(one.verdict, ""))


def certificate_facts(answer: ReleaseAnswer) -> tuple[Shown, ...]:
    """Return what stands at the top of a certificate."""
    return (
        Shown(tr("Product"), answer.product, ", ".join(one for one in (answer.strength, answer.form) if one)),
        Shown(tr("Batch"), answer.batch, answer.size),
        *(Shown(label, text) for label, text in answer.identifiers if text),
        Shown(tr("Master batch record"), answer.mbr, tr("version {version}", version=answer.version)),
        Shown(tr("Production complete"), moment_words(answer.completed_at) or tr("No")),
    )


def signers(answer: ReleaseAnswer) -> tuple[Shown, ...]:
    """Return the signatures that stand."""
    return tuple(
        Shown(meaning_words(one.meaning), f"{one.name}, {role_word(one.role)}", moment_words(one.at))
        for one in answer.decided
        if one.valid
    )


def show_certificate(session: Session, answer: ReleaseAnswer, save: Callable[[], None]) -> None:
    """Open the certificate as a sheet, with the way to write it."""
    theme = session.theme
    footer = QWidget()
    line = row(theme, footer, gap=12)
    back = Button(theme, tr("Close"), "large")
    made = Button(theme, tr("Save as PDF"), "primary", "printer")
    line.addWidget(back)
    line.addStretch(1)
    line.addWidget(made)
    title = tr("Certificate of {batch}", batch=answer.batch)
    content = CertificateContent(session, answer)
    sheet = Sheet(theme, session.host, title, content, footer=footer, width=1080)
    back.acted.connect(lambda _value: sheet.close_sheet())
    sheet.cancelled.connect(lambda _value: sheet.close_sheet())

    def write(_value: object) -> None:
        sheet.close_sheet()
        save()

    made.acted.connect(write)
    session.show_sheet(sheet)
