"""A job of labels between what it holds and its dots: `LabelPlan` is plain data, `drawn` needs no station.

A hundred labels take seconds to draw. So the writer only plans a job (what it says, with which serial numbers), a child
process draws it (`ebr.station.child`), and the writer looks again whether the plan still holds before it is recorded.
A few labels are drawn where they are planned: starting a child would take longer.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ebr.devices.printer import LARGEST
from ebr.domain.batch.commands import PrintLabels
from ebr.domain.label.state.template import read
from ebr.domain.refusal import Refusal
from ebr.labels import drawing, layout
from ebr.station.label_files import as_file

EVERY: Final = 5
"""After so many labels the progress is told."""
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LabelPlan:
    """What a job says and where it goes; `document` is the template. `folder` "" sends ZPL, else a PDF goes there."""

    batch: str
    slot: str
    template: str
    version: str
    title: str
    document: str
    contents: dict[str, str]
    serials: tuple[str, ...]
    profile: str
    printer: str
    site: str
    item: int = 0
    of: str = ""
    reason: str = ""
    specimen: bool = False
    as_pdf: bool = False
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn job: what goes to the printer, the digest of its dots, its first label as PNG."""

    digest: str
    data: bytes = field(repr=False)
    picture: bytes = field(repr=False)


def drawn(plan: LabelPlan, tell: Tell = lambda _stage: None) -> Drawn:
    """Draw a job and tell how far it is ("15/100"); raises `Refusal` for what does not fit or is too large."""
    template, count = read(plan.document), len(plan.serials)
    layouts = []
    for at, serial in enumerate(plan.serials):
        layouts.append(layout.laid_out(template, {**plan.contents, "serial": serial}, plan.profile))
        if at % EVERY == 0:
            tell(f"{at // 2}/{count}")
    pages = drawing.pdf(layouts, f"{plan.title} {plan.batch}")
    tell(f"{count // 2}/{count}")
    dots = drawing.dots(pages, layouts)
    tell(f"{count}/{count}")
    zpl = drawing.zpl(dots)
    if len(zpl) > LARGEST:
        raise Refusal("print_too_large", printer=plan.printer, bytes=str(len(zpl)))
    data = as_file(pages, f"{plan.template} {plan.batch}", plan.site) if plan.as_pdf else zpl
    return Drawn(drawing.digest(dots), data, drawing.png(dots[0]))


def command_of(plan: LabelPlan, made: Drawn) -> PrintLabels:
    """Return the command that writes a drawn job down."""
    return PrintLabels(
        plan.batch,
        plan.slot,
        plan.template,
        plan.version,
        plan.contents,
        plan.serials,
        made.digest,
        plan.printer,
        plan.item,
        plan.of,
        plan.reason,
        plan.specimen,
    )


def ordered(order: dict[str, Any], tell: Tell) -> dict[str, str]:
    """Draw the job of a child's order; bytes go back as base64, for they come back over a line of JSON."""
    made = drawn(LabelPlan(**{**order, "serials": tuple(order["serials"])}), tell)
    return {
        "digest": made.digest,
        "data": base64.b64encode(made.data).decode(),
        "picture": base64.b64encode(made.picture).decode(),
    }


def from_child(told: Mapping[str, str]) -> Drawn:
    """Return what a child has drawn."""
    return Drawn(told["digest"], base64.b64decode(told["data"]), base64.b64decode(told["picture"]))
