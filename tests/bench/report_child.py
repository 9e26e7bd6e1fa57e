"""One report by one engine in a process of its own: prints seconds, seconds of a core, pages and the most memory it had.

python -m tests.bench.report_child ours|tables|bare|typst PAGES
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from ebr import paths

COLUMNS = ("No.", "When", "Who", "Step", "Value", "Result", "Comment")
WIDTHS = (34, 92, 62, 92, 58, 42, 135)
ROWS_ON_A_PAGE = 40


def rows(pages: int) -> list[list[str]]:
    """Return the rows of a table of so many pages."""
    return [
        [str(n), f"2026-10-05 12:{n // 60 % 60:02d}:{n % 60:02d}", f"Operator {n % 40:02d}", f"phase-{n % 7}/op-{n % 11}/step-{n % 23}",
         f"{60 + n % 500 / 50:.2f} °C", "PASS" if n % 37 else "OOS", "Reading at steady state, SOP-114"]
        for n in range(1, pages * ROWS_ON_A_PAGE + 1)
    ]  # fmt: skip


def ours(pages: int) -> Callable[[], bytes]:
    """Draw a record of so many pages (steps, exceptions, audit trail, a picture) as PDF/A-3b and seal it."""
    from ebr.reports.document import Document
    from ebr.reports.pdf.draw import draw
    from ebr.reports.pdf.sign import seal_reason, sign
    from tests.reports.sample import sample
    from tests.reports.seals import MADE, station

    seals = station()

    def made(document: Document) -> bytes:
        return sign(
            draw(document, {"record.zip": b"PK" * 50_000}), seals.key, seals.chain, "Bench", seal_reason(), MADE
        )

    made(sample(1, 1))  # libraries and fonts are loaded, as they are for the table
    document = sample(phases=max(pages // 6, 1), entries_of_trail=pages * 44)
    return lambda: made(document)


def tables(pages: int) -> Callable[[], bytes]:
    """Draw chunked tables with an embedded font and a footer, nothing else."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

    fonts = paths.resources() / "fonts"
    for name, file in (("R", "Inter-Regular.ttf"), ("B", "Inter-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(fonts / file)))
    style = TableStyle([
        ("FONT", (0, 0), (-1, -1), "R", 7), ("FONT", (0, 0), (-1, 0), "B", 7), ("GRID", (0, 0), (-1, -1), 0.25, colors.grey),
        ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey), ("TOPPADDING", (0, 0), (-1, -1), 5), ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ])  # fmt: skip
    content = rows(pages)

    def foot(canvas: object, document: object) -> None:
        canvas.setFont("R", 7)  # type: ignore[attr-defined]
        canvas.drawString(40, 25, f"Batch B-2026-000123   page {document.page}")  # type: ignore[attr-defined]

    def make() -> bytes:
        out = BytesIO()
        chunks = range(0, len(content), ROWS_ON_A_PAGE)
        flow = [
            Table([list(COLUMNS), *content[at : at + ROWS_ON_A_PAGE]], colWidths=WIDTHS, repeatRows=1, style=style)
            for at in chunks
        ]
        SimpleDocTemplate(out, pagesize=A4, leftMargin=40, rightMargin=40, topMargin=40, bottomMargin=40).build(
            flow, onFirstPage=foot, onLaterPages=foot
        )
        return out.getvalue()

    return make


def bare(pages: int) -> Callable[[], bytes]:
    """Draw the texts, lines and boxes of our own record where they stand, by ReportLab's canvas alone.

    Lines are broken and pages filled beforehand: no layout, no bookmarks, no PDF/A, nothing attached, no seal.
    """
    from reportlab.pdfgen.canvas import Canvas

    from ebr.reports.pdf.paper import HEIGHT, TEXT, WIDTH

    content = placed(pages)

    def make() -> bytes:
        out = BytesIO()
        canvas = Canvas(out, (WIDTH, HEIGHT), pageCompression=1, initialFontName=TEXT)
        for texts, rules, boxes in content:
            for box in boxes:
                canvas.rect(*box)
            for rule in rules:
                canvas.line(*rule)
            for x, y, face, size, text in texts:
                canvas.setFont(face, size)
                canvas.drawString(x, y, text)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    return make


def placed(pages: int) -> list[tuple[list[Any], list[Any], list[Any]]]:
    """Return for each page of our record its texts, lines and boxes with their places on the paper."""
    from ebr.reports.pdf.draw import _laid_out
    from ebr.reports.pdf.faces import FILES, face
    from ebr.reports.pdf.flow import Box, Rule
    from ebr.reports.pdf.frame import frame, top
    from ebr.reports.pdf.paper import HEIGHT, LEFT
    from tests.reports.sample import sample

    for name in FILES:
        face(name)
    document = sample(phases=max(pages // 6, 1), entries_of_trail=pages * 44)
    laid = _laid_out(document)
    found = []
    for number, page in enumerate(laid, 1):
        pieces = [
            *frame(document, number, len(laid)),
            *((top(document.identity) + one.top, one.piece) for one in page),
        ]
        runs = [(HEIGHT - at, run) for at, piece in pieces for run in piece.runs]
        marks = [(HEIGHT - at, mark) for at, piece in pieces for mark in piece.marks]
        found.append((
            [(LEFT + run.x, y - run.y, run.face, run.size, run.text) for y, run in runs],
            [(LEFT + m.x1, y - m.y1, LEFT + m.x2, y - m.y2) for y, m in marks if isinstance(m, Rule)],
            [(LEFT + m.x, y - m.y - m.height, m.width, m.height) for y, m in marks if isinstance(m, Box)],
        ))  # fmt: skip
    return found


def typst(pages: int) -> Callable[[], bytes]:
    """Draw the same table with typst."""
    import typst as engine

    fonts = paths.resources() / "fonts"
    columns = ", ".join(f"{wide}pt" for wide in WIDTHS)
    head = ", ".join(f"[*{name}*]" for name in COLUMNS)
    source = (
        '#set page(paper: "a4", margin: 40pt, footer: context [#text(size: 7pt)[page #counter(page).display()]])\n'
        '#set text(font: "Inter", size: 7pt)\n'
        f"#let rows = json(bytes(sys.inputs.rows))\n"
        f"#table(columns: ({columns}), stroke: .25pt + gray, inset: (x: 3pt, y: 6.5pt), table.header({head}), ..rows.flatten())\n"
    )
    content = json.dumps(rows(pages))

    def make() -> bytes:
        return bytes(engine.compile(source.encode(), font_paths=[str(fonts)], sys_inputs={"rows": content}))

    return make


ENGINES: Mapping[str, Callable[[int], Callable[[], bytes]]] = {
    "ours": ours,
    "tables": tables,
    "bare": bare,
    "typst": typst,
}


def most_memory() -> float:
    """Return the megabytes this program had at most.

    Linux hands `ru_maxrss` of the process that starts another on to it, so there the memory's own mark is read.
    """
    status = Path("/proc/self/status")
    if status.exists():
        mark = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(mark.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main(engine: str, pages: int) -> None:
    make = ENGINES[engine](pages)
    start, busy = time.perf_counter(), time.process_time()
    data = make()
    seconds, cpu = time.perf_counter() - start, time.process_time() - busy
    megabytes = most_memory()
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        print(json.dumps({"seconds": seconds, "cpu": cpu, "pages": len(pdf.pages), "megabytes": megabytes}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
