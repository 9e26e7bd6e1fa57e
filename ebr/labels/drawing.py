"""One layout as PDF, as the dots of a printer, as PNG and as ZPL.

The PDF is drawn with the embedded Inter; the dots are that very page, rendered at the printer's resolution and cut at
half grey, and PNG and ZPL hold those dots. So what was previewed, what is kept as a specimen and what comes out of
the printer are the same, by construction.

ZPL carries the dots as a graphic field (^GFA), never text fields: a printer has no Inter, and a text measured in one
font and printed in another is clipped or runs over. Nor ^BX: how printers escape FNC1 in it differs between firmware,
and the code that was read back in the tests would not be the code that is printed. Elements of codes are whole dots.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ebr.labels import faces
from ebr.labels.layout import MM, Layout, Run

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument
    from reportlab.pdfgen.canvas import Canvas

INCH: Final = 25.4
RUNS: Final = re.compile(r"(.)\1*")
MOST_REPEATED: Final = 400
"""Digits that one letter of ZPL's short form can repeat."""
HALF_GREY: Final = 128
BITS: Final = 8


@dataclass(frozen=True, slots=True)
class Dots:
    """One label as a printer prints it: rows of bits, 1 is dark, each row filled up to whole bytes."""

    width: int
    height: int
    data: bytes

    @property
    def row(self) -> int:
        """Bytes of a row."""
        return (self.width + BITS - 1) // BITS


def pdf(layouts: Sequence[Layout], title: str) -> bytes:
    """Return the labels as a PDF, a page each; the same layouts give the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    page = io.BytesIO()
    first = faces.name_of(bold=False)
    faces.face(first)  # the canvas's own first font would slip in unembedded
    canvas = Canvas(page, invariant=1, pageCompression=1, initialFontName=first)
    canvas.setTitle(title)
    canvas.setCreator("ebr")
    for layout in layouts:
        canvas.setPageSize((layout.width * MM, layout.height * MM))
        _draw(canvas, layout)
        canvas.showPage()
    canvas.save()
    return page.getvalue()


def _draw(canvas: Canvas, layout: Layout) -> None:
    high = layout.height * MM
    canvas.setFillGray(0)
    for one in layout.dark:
        top = high - (one.y + one.height) * MM
        canvas.rect(one.x * MM, top, one.width * MM, one.height * MM, stroke=0, fill=1)
    for run in layout.runs:
        canvas.setFillGray(1 if run.white else 0)
        x = run.x * MM
        for name, part in faces.parts(run.text, bold=run.bold):
            _set(canvas, (x, high - run.y * MM), part, name, run)
            x += faces.face(name).stringWidth(part, run.size)


def _set(canvas: Canvas, place: tuple[float, float], part: str, name: str, run: Run) -> None:
    canvas.setFont(name, run.size)
    if name != faces.HAN or not run.bold:
        canvas.drawString(*place, part)
        return
    canvas.setStrokeGray(1 if run.white else 0)
    canvas.setLineWidth(faces.EDGE * run.size)
    canvas.drawString(*place, part, mode=2)


def dots(pages: bytes, layouts: Sequence[Layout]) -> list[Dots]:
    """Return the dots of the labels of a PDF (`pdf` of these layouts) at the resolution of their template."""
    import pypdfium2

    with pypdfium2.PdfDocument(pages) as document:
        return [_dots(document, at, layout) for at, layout in enumerate(layouts)]


def _dots(document: PdfDocument, at: int, layout: Layout) -> Dots:
    from PIL import Image

    page = document[at]
    drawn = page.render(scale=layout.dots * INCH / 72, grayscale=True, optimize_mode="print").to_pil()
    page.close()
    size = (round(layout.width * layout.dots), round(layout.height * layout.dots))
    grey = drawn.convert("L").crop((0, 0, *size))
    dark = grey.point([255 if level < HALF_GREY else 0 for level in range(256)]).convert("1", dither=Image.Dither.NONE)
    return Dots(*size, dark.tobytes())


def png(found: Dots, scale: int = 1) -> bytes:
    """Return dots as a picture, black on white, `scale` pixels for a dot, with the resolution it is printed at."""
    from PIL import Image, ImageChops

    picture = Image.frombytes("1", (found.width, found.height), found.data)
    picture = ImageChops.invert(picture.convert("L"))
    if scale > 1:
        picture = picture.resize((found.width * scale, found.height * scale), Image.Resampling.NEAREST)
    page = io.BytesIO()
    picture.save(page, "PNG", optimize=True)
    return page.getvalue()


def zpl(labels: Sequence[Dots]) -> bytes:
    """Return a job of labels for a printer that reads ZPL II: one format each, one copy each."""
    return b"".join(_format(one) for one in labels)


def _format(one: Dots) -> bytes:
    total = one.row * one.height
    head = f"^XA^PW{one.width}^LL{one.height}^LH0,0^PON^FO0,0^GFA,{total},{total},{one.row},"
    return head.encode() + _compressed(one).encode() + b"^FS^PQ1^XZ\n"


def _compressed(one: Dots) -> str:
    """Return the dots in the short form of ZPL II: a tenth of the hexadecimal digits, read by every ZPL printer.

    A letter before a digit repeats it (G-Y: 1 to 19, g-z: 20 to 400), "," fills a row with zeros, ":" repeats the row.
    """
    found, before = [], ""
    for at in range(0, len(one.data), one.row):
        row = one.data[at : at + one.row].hex().upper()
        found.append(":" if row == before else _row(row))
        before = row
    return "".join(found)


def _row(row: str) -> str:
    bare = row.rstrip("0")
    short = "".join(_run(found[0][0], len(found[0])) for found in RUNS.finditer(bare))
    return short if len(bare) == len(row) else f"{short},"


def _run(digit: str, count: int) -> str:
    if count == 1:
        return digit
    many, twenties, ones = "z" * (count // MOST_REPEATED), count % MOST_REPEATED // 20, count % 20
    return many + (chr(ord("f") + twenties) if twenties else "") + (chr(ord("F") + ones) if ones else "") + digit


def digest(labels: Sequence[Dots]) -> str:
    """Return the SHA-256 of a job: of the dots of its labels, each with its size before it."""
    total = hashlib.sha256()
    for one in labels:
        total.update(f"{one.width} {one.height}\n".encode() + one.data)
    return total.hexdigest()
