"""Label templates as files, drawn without a station, and codes read without one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from ebr.domain.label.rules.checking import examine
from ebr.domain.label.state.marks import CHECK, REAL
from ebr.domain.label.state.template import from_tree, read
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text
from ebr.labels import drawing, layout, reading, template_file
from ebr.station.scanner_check import FIELDS
from ebr.words import language

AIM_LENGTH: Final = 3


def read_template(file: Path) -> str:
    """Return the canonical JSON of a template in a YAML file; raises `Refusal`."""
    return template_file.read_file(file)


def shipped_templates() -> dict[str, str]:
    """Return the templates that come with the program: id -> canonical JSON, as `WriteLabel` takes it."""
    return template_file.shipped()


def drawn_example(template: str, suffix: str) -> bytes:
    """Return a template (a YAML file, or a shipped one by its id) as .png, .pdf or .zpl, marked as a rehearsal."""
    shipped = shipped_templates()
    found = read(shipped[template] if template in shipped else read_template(Path(template)))
    examine(found)
    layout.fits(found)
    laid = [layout.laid_out(found, found.longest(), "rehearsal")]
    pages = drawing.pdf(laid, found.title)
    dots = drawing.dots(pages, laid)
    kinds: dict[str, Callable[[], bytes]] = {
        ".pdf": lambda: as_file(pages, found.title, ""),
        ".png": lambda: drawing.png(dots[0]),
        ".zpl": lambda: drawing.zpl(dots),
    }
    if suffix not in kinds:
        raise Refusal("setting_choice", name="-o", value=shown_text(suffix), choices=", ".join(kinds))
    return kinds[suffix]()


def as_file(pages: bytes, title: str, site: str) -> bytes:
    """Return drawn labels as PDF/A-3b; the same labels give the same bytes, so it says no time."""
    from ebr.reports.pdf.finish import About, finished

    return finished(pages, About(title, site, language()), {})


def check_symbol() -> bytes:
    """Return the check symbol of a terminal as PNG: a GS1 DataMatrix with a separator, which stands for nothing."""
    fields = [{"ai": ai, "value": value} for ai, value in FIELDS]
    code = {"id": "scan", "kind": "gs1_datamatrix", "x": "15", "y": "4", "module": "0.5", "fields": fields}
    text = {"id": "what", "x": "3", "y": "23", "width": "39", "size": "8", "align": "centre", "text": "Scanner check"}
    tree = {"title": CHECK, "kind": "product", "width": "45", "height": "30", "texts": [text], "codes": [code]}
    laid = [layout.laid_out(from_tree(tree), {}, REAL)]
    return drawing.png(drawing.dots(drawing.pdf(laid, CHECK), laid)[0])


def said_by(data: str, profile: str) -> tuple[str, str, Mapping[str, str]]:
    """Return what a scan with its AIM identifier says: kind, the line for people, facts; raises `Refusal`."""
    aim = data[:AIM_LENGTH] if data.startswith("]") else ""
    found = reading.read(data[len(aim) :], aim, profile, datetime.now().astimezone().date())
    return found.kind, found.readable, found.facts
