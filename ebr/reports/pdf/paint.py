"""Painting pieces onto a ReportLab canvas; the only module that speaks to it page by page.

The canvas counts y upwards from the foot of the paper, pieces count downwards: this module turns one into the other.
A page is painted in two rounds, first what is drawn and then all texts in one text object, which keeps the streams
short and quick.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from ebr.reports.pdf import chinese
from ebr.reports.pdf.faces import line as drawn_line
from ebr.reports.pdf.faces import whole, width
from ebr.reports.pdf.flow import Box, Drawn, Picture, Piece, Rule, Run, Shape, Squares
from ebr.reports.pdf.paper import HEIGHT, INK, LEFT, WHITE, WIDTH
from ebr.reports.pdf.shapes import SHAPES, Stroke
from ebr.words import mirrored

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.pdfgen.pathobject import PDFPathObject
    from reportlab.pdfgen.textobject import PDFTextObject

ACROSS: Final = WIDTH - 2 * LEFT
"""From a place on the paper to its place in the mirror, both measured from the left margin."""
UPRIGHT: Final[dict[int, tuple[int, int, int, int, int, int]]] = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""How each EXIF orientation maps the unit square of a stored picture to the picture as seen."""


@lru_cache(maxsize=64)
def _colour(ink: str) -> tuple[float, float, float]:
    red, green, blue = (round(int(ink[at : at + 2], 16) / 255, 4) for at in (0, 2, 4))
    return red, green, blue


def paint(canvas: Canvas, placed: Iterable[tuple[float, Piece]]) -> None:
    """Paint pieces, each at its distance from the top of the paper; in a mirror where lines go from the right.

    In the mirror everything changes its place and nothing its face: a picture, a sign and a code stay as they are.
    """
    pieces = [(HEIGHT - top, turned(piece) if mirrored() else piece) for top, piece in placed]
    for top, piece in pieces:
        for mark in piece.marks:
            DRAW[type(mark)](canvas, top, mark)
    text = canvas.beginText()
    state: tuple[object, ...] = ()
    ink = ""
    for top, piece in pieces:
        for run in piece.runs:
            if state != (run.face, run.size):
                state = (run.face, run.size)
                text.setFont(run.face, run.size)
            if ink != run.ink:
                ink = run.ink
                text.setFillColorRGB(*_colour(ink))
            if not whole(run.text):
                state = _mixed(text, LEFT + run.x, top - run.y, run)
                continue
            text.setTextOrigin(LEFT + run.x, top - run.y)
            text.textOut(run.text)
    canvas.drawText(text)
    for top, piece in pieces:
        for run in piece.runs:
            if run.struck:
                _strike(canvas, top, run)


def _mixed(text: PDFTextObject, x: float, y: float, run: Run) -> tuple[object, ...]:
    """Set a line with letters of other faces; returns the face and size that are set then."""
    face, scale = run.face, run.size / 1000.0
    for one in drawn_line(run.face, run.text).glyphs:
        if one.face != face:
            face = one.face
            text.setFont(face, run.size)
        text.setTextOrigin(x + one.x * scale, y + one.y * scale)
        if one.silent:
            text._code.append("/Span <</ActualText <FEFF>>> BDC")  # noqa: SLF001 - ReportLab has no name for it
        edge = chinese.edge(one, run.face)
        if edge:
            text.setStrokeColorRGB(*_colour(run.ink))
            text._code.append(f"{edge * run.size:.3f} w")  # noqa: SLF001 - nor for a line width inside a text
            text.setTextRenderMode(2)
        text.textOut(one.text)
        if edge:
            text.setTextRenderMode(0)
        if one.silent:
            text._code.append("EMC")  # noqa: SLF001
    return face, run.size


def turned(piece: Piece) -> Piece:
    """Return a piece as in a mirror: the margin of the marks is at the right then."""
    runs = tuple(run._replace(x=ACROSS - run.x - width(run.text, run.face, run.size)) for run in piece.runs)
    return replace(piece, runs=runs, marks=tuple(_turned(mark) for mark in piece.marks))


def _turned(mark: Drawn) -> Drawn:
    if isinstance(mark, Rule):
        return mark._replace(x1=ACROSS - mark.x2, x2=ACROSS - mark.x1)
    wide = mark.size if isinstance(mark, Shape) else mark.side if isinstance(mark, Squares) else mark.width
    return mark._replace(x=ACROSS - mark.x - wide)


def _strike(canvas: Canvas, top: float, run: Run) -> None:
    middle = run.y - run.size * 0.28
    end = run.x + width(run.text, run.face, run.size)
    _rule(canvas, top, Rule(run.x - 1.5, middle, end + 1.5, middle, 0.8, INK))


def _rule(canvas: Canvas, top: float, rule: Rule) -> None:
    canvas.setStrokeColorRGB(*_colour(rule.ink))
    canvas.setLineWidth(rule.weight)
    canvas.line(LEFT + rule.x1, top - rule.y1, LEFT + rule.x2, top - rule.y2)


def _box(canvas: Canvas, top: float, box: Box) -> None:
    if box.fill:
        canvas.setFillColorRGB(*_colour(box.fill))
    if box.edge:
        canvas.setStrokeColorRGB(*_colour(box.edge))
        canvas.setLineWidth(box.weight)
    place = (LEFT + box.x, top - box.y - box.height, box.width, box.height)
    if box.radius:
        canvas.roundRect(*place, box.radius, stroke=int(bool(box.edge)), fill=int(bool(box.fill)))
    else:
        canvas.rect(*place, stroke=int(bool(box.edge)), fill=int(bool(box.fill)))


def _shape(canvas: Canvas, top: float, shape: Shape) -> None:
    left, low = LEFT + shape.x, top - shape.y - shape.size
    ground = INK if shape.ink == WHITE else WHITE
    canvas.setStrokeColorRGB(*_colour(shape.ink))
    canvas.setLineWidth(max(0.8, shape.size * 0.11))
    for stroke in SHAPES[shape.name]:
        canvas.setFillColorRGB(*_colour(ground if stroke.how == "hole" else shape.ink))
        path = _path(canvas, stroke, left, low, shape.size)
        filled = stroke.how in ("fill", "hole")
        canvas.drawPath(path, stroke=int(not filled), fill=int(filled))


def _path(canvas: Canvas, stroke: Stroke, left: float, low: float, size: float) -> PDFPathObject:
    path = canvas.beginPath()
    (x, y), *rest = stroke.points
    path.moveTo(left + x * size, low + y * size)
    for x, y in rest:
        path.lineTo(left + x * size, low + y * size)
    if stroke.how != "line":
        path.close()
    return path


def _squares(canvas: Canvas, top: float, code: Squares) -> None:
    """Draw neighbouring dark squares as one rectangle, all in one path, on a ground that is surely white."""
    unit = code.side / len(code.rows)
    left, high = LEFT + code.x, top - code.y
    path = canvas.beginPath()
    for row, line in enumerate(code.rows):
        column = 0
        while column < len(line):
            end = column
            while end < len(line) and line[end]:
                end += 1
            if end > column:
                path.rect(left + column * unit, high - (row + 1) * unit, (end - column) * unit, unit)
            column = max(end, column + 1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawPath(path, stroke=0, fill=1)


def _picture(canvas: Canvas, top: float, picture: Picture) -> None:
    from reportlab.lib.utils import ImageReader

    canvas.saveState()
    canvas.translate(LEFT + picture.x, top - picture.y - picture.height)
    canvas.scale(picture.width, picture.height)
    canvas.transform(*UPRIGHT.get(picture.orientation, UPRIGHT[1]))
    canvas.drawImage(ImageReader(BytesIO(_plain(picture.load()))), 0, 0, 1, 1)
    canvas.restoreState()


def _plain(data: bytes) -> bytes:
    """Return a picture in grey or RGB without transparency; a JPEG in grey or YCbCr is left as its camera wrote it."""
    from PIL import Image

    with Image.open(BytesIO(data)) as picture:
        if picture.format == "JPEG" and picture.mode in ("L", "RGB"):
            return data
        flat = Image.new("RGB", picture.size, "white")
        layer = picture.convert("RGBA")
        flat.paste(layer, (0, 0), layer)
    out = BytesIO()
    flat.save(out, "BMP")
    return out.getvalue()


DRAW: Final[dict[type, Callable[[Any, float, Any], None]]] = {
    Rule: _rule,
    Box: _box,
    Shape: _shape,
    Squares: _squares,
    Picture: _picture,
}
