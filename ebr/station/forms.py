"""Printing an emergency form: numbered by an entry first, then drawn, sealed, written whole (floor-rules 18).

As with reports the writer only takes the number, and drawing is anybody's who has the order: a command does both after
each other, the window gives the order to a child process. A crash between leaves a number without a file; `reprint`
draws a numbered form once more, with the same entries and the same number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ebr.domain import subjects
from ebr.domain.batch.commands import PrintForm
from ebr.domain.batch.state import BatchState
from ebr.domain.people.state import PersonState
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState
from ebr.reports.form import Form, Place, build
from ebr.station.answered import Answer
from ebr.station.founding import PDF_KEY, PDF_LEAF
from ebr.station.looking import Look, look
from ebr.station.reporting import write
from ebr.storage import certificates
from ebr.storage.site_key import fingerprint
from ebr.words import language

if TYPE_CHECKING:
    from ebr.station.inside import Inside

FOLDER = "forms"


@dataclass(frozen=True, slots=True)
class FormOrder:
    """Everything that drawing a numbered form needs; texts only, so that it can be handed on.

    `target` "" writes into the station's own folder of forms.
    """

    folder: str
    batch: str
    form: str
    target: str
    station: str
    leaf: str
    authority: str
    key: str = field(repr=False)
    """The station's P-256 key: in no argument, no environment, no message."""
    language: str = "en"


def make(station: Inside, batch: str, target: Path | None, by: str, command_id: str = "") -> Answer:
    """Number a form, draw it and write it; the answer names form, number of entries and file."""
    answer, order = ordered(station, batch, target, by, command_id=command_id)
    if order is None:
        return answer
    return replace(answer, answer={**answer.answer, "file": str(drawn(order))})


def ordered(
    station: Inside, batch: str, target: Path | None, by: str, again: str = "", command_id: str = ""
) -> tuple[Answer, FormOrder | None]:
    """Take the number in the record, and return what drawing needs; refused: the answer and None.

    `again` names a form that has its number already.
    """
    if again:
        return Answer(None, {"form": again}), _order(station, batch, again, target)
    answer = station.do(PrintForm(batch), by=by, command_id=command_id)
    return (answer, _order(station, batch, answer.answer["form"], target)) if answer.ok else (answer, None)


def reprint(station: Inside, batch: str, form: str, target: Path | None) -> Path:
    """Draw a form that was numbered before, and return its file; raises `Refusal`."""
    return drawn(_order(station, batch, form, target))


def _order(station: Inside, batch: str, form: str, target: Path | None) -> FormOrder:
    box, leaf = station.store.secret(PDF_KEY), station.store.secret(PDF_LEAF)
    assert box is not None
    assert leaf is not None
    return FormOrder(
        folder=str(station.folder),
        batch=batch,
        form=form,
        target=str(target or ""),
        station=station.store.genesis.station,
        leaf=leaf.hex(),
        authority=station.store.state("site").issuing_ca,
        key=station.store.keys.unlock(PDF_KEY, box).hex(),
        language=language(),
    )


def drawn(order: FormOrder, tell: Callable[[str], None] = lambda _stage: None) -> Path:
    """Draw, seal and write a numbered form; return its file."""
    from ebr.reports.pdf import sign
    from ebr.reports.pdf.form import draw_form

    folder = Path(order.folder)
    tell("reading")
    with look(folder) as here:
        form = read(here, order.batch, order.form)
    tell("drawing")
    pages = draw_form(form)
    tell("sealing")
    chain = [bytes.fromhex(order.leaf), bytes.fromhex(order.authority)]
    key = certificates.key_from(bytes.fromhex(order.key))
    data = sign.sign(pages, key, chain, order.station, sign.seal_reason(), datetime.fromisoformat(form.made))
    tell("writing")
    place = Path(order.target) if order.target else folder / FOLDER / f"{order.batch}-{order.form}.pdf"
    try:
        write(place, data)
    except OSError as wrong:
        raise Refusal("report_not_written", file=str(place), why=wrong.strerror or "") from wrong
    return place


def read(here: Look, batch: str, form: str) -> Form:
    """Return a printed form as data, from the record as it is now; raises `Refusal`."""
    state, site = here.state(subjects.batch(batch)), here.state("site")
    assert isinstance(state, BatchState)
    assert isinstance(site, SiteState)

    def name(person: str) -> str:
        found = here.state(subjects.person(person))
        assert isinstance(found, PersonState)
        return f"{found.name} ({person})" if found.name else person

    return build(state, form, Place(site.name, fingerprint(site.root_key), here.status().profile, name))
