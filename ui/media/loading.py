"""Pictures and documents of steps as images, read beside the screen; offline, and never a crash.

A file is compared with its SHA-256 before anything of it is shown: a picture that is not the one that was approved is
not shown at all. What cannot be shown is said in a sentence (`Loaded.why`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QBuffer, QByteArray, QMutex, QMutexLocker, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from ebr.station.questions import KeptFile, MediaRow
from ebr.words import tr
from ui.pages.visit import Visit

PAGES: Final = 20
"""So many pages of a document are shown."""
PDF: Final = "application/pdf"
BEGINS: Final = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff", PDF: b"%PDF-"}
"""How the bytes of each type begin: a file is what it says, or it is not taken."""
TRIED: Final = 64
KEPT: Final = 24
"""So many small pictures stay in memory."""
_DRAWING: Final = QMutex()
"""pdfium draws for one thread at a time."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Images of a file, `pages` in all, or why there are none, in words."""

    images: tuple[QImage, ...] = ()
    pages: int = 1
    why: str = ""


Then = Callable[[Loaded], None]


class Pictures:
    """Pictures(visit): small(row, size, then), large(row, room, then), part(row, room, first, then).

    Sizes are in pixels of the device.
    """

    def __init__(self, desk: Visit) -> None:
        self._desk = desk
        self._small: dict[tuple[str, int, int], Loaded] = {}

    def small(self, row: MediaRow, size: QSize, then: Then) -> None:
        """Hand on one image that fits into a size: of a document, its first page."""
        key = (row.sha256, size.width(), size.height())
        known = self._small.get(key)
        if known is not None:
            then(known)
            return

        def kept(loaded: Loaded) -> None:
            if not loaded.why:
                self._small[key] = loaded
                while len(self._small) > KEPT:
                    self._small.pop(next(iter(self._small)))
            then(loaded)

        self._load(row, size, 1, kept)

    def large(self, row: MediaRow, room: QSize, then: Then) -> None:
        """Hand on the picture that fits into a room, or the pages of a document in its width."""
        width = room.width()
        self._load(row, QSize(width, width * 4) if row.media == PDF else room, PAGES, then)

    def part(self, row: MediaRow, room: QSize, first: int, then: Then) -> None:
        """Hand on the pages of a document from a place on, in the width of a room."""
        self._load(row, QSize(room.width(), room.width() * 4), PAGES, then, first)

    def _load(self, row: MediaRow, size: QSize, most: int, then: Then, first: int = 0) -> None:
        def found(path: str) -> None:
            self._desk.beside(lambda: loaded(row, path, size, most, first), told)

        def told(said: Any) -> None:
            then(said if isinstance(said, Loaded) else Loaded(why=tr("{name} cannot be shown.", name=row.name)))

        self._desk.ask(KeptFile(row.sha256), found, lambda _why: told(None))


def loaded(row: MediaRow, path: str, size: QSize, most: int, first: int = 0) -> Loaded:
    """Return the images of a file, at most so many pages, of a document from a place on; runs on any thread."""
    data = _read(path)
    if data is None:
        return Loaded(why=tr("The file {name} has not arrived at this station yet.", name=row.name))
    if hashlib.sha256(data).hexdigest() != row.sha256:
        return Loaded(why=tr("The file {name} is not the one that was approved. Call quality.", name=row.name))
    shown = _pages(data, size, most, first) if row.media == PDF else _picture(data, size)
    return shown or Loaded(why=tr("{name} cannot be shown.", name=row.name))


def showable(path: Path, media: str) -> bool:
    """Tell whether a file is a picture or document of its type; runs on any thread."""
    data = _read(str(path))
    if data is None or not data.startswith(BEGINS.get(media, b"\0")):
        return False
    size = QSize(TRIED, TRIED)
    return (_pages(data, size, 1) if media == PDF else _picture(data, size)) is not None


def _read(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes() if path else None
    except OSError:
        return None


def _picture(data: bytes, size: QSize) -> Loaded | None:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    full = reader.size()
    if full.isValid() and (full.width() > size.width() or full.height() > size.height()):
        reader.setScaledSize(full.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else Loaded((image,))


def _pages(data: bytes, size: QSize, most: int, first: int = 0) -> Loaded | None:
    import pypdfium2

    with QMutexLocker(_DRAWING):
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return None
        try:
            count = len(document)
            images = tuple(_page(document[at], size) for at in range(first, min(count, first + most)))
        except pypdfium2.PdfiumError:
            return None
        finally:
            document.close()
    return Loaded(images, count) if images else None


def _page(page: Any, size: QSize) -> QImage:
    width, height = page.get_size()
    bitmap = page.render(scale=min(size.width() / max(width, 1), size.height() / max(height, 1)), rev_byteorder=False)
    form = {3: QImage.Format.Format_BGR888, 4: QImage.Format.Format_RGB32}.get(bitmap.n_channels)
    if form is None:
        form = QImage.Format.Format_Grayscale8
    return QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, form).copy()
