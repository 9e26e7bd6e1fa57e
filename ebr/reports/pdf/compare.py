"""Comparing a report with the one that its record draws: every word, and everything else that shows.

Words are compared page by page, so a digit laid over another is a finding even when the file was sealed again. What
is not words (a white box, a picture, a line, another shape for a digit in an embedded font) is found by comparing
what the pages are made of: streams as decoded, fonts, pictures, annotations, boxes, actions. Drawing is invariant, so
equal documents are equal in all of it. Compression is not compared: it differs between systems.

The one thing a sealed file has and a rebuilt one has not is the seal's invisible field, which is left out if it is
nothing else.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Final, Literal

from ebr.reports.pdf.finish import FORM, PRODUCED
from ebr.reports.pdf.read import words_by_page
from ebr.words import available, tr

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

DIRECT: Final = (0, 0)
STORED: Final = frozenset({"/Length", "/Filter", "/DecodeParms"})
"""How a stream is stored, not what it says."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a file is not what its record draws; page 0 is the file as a whole.

    kind "words": `expected` and `found` are the words. "drawing": something else that shows. "file": number of pages,
    attachments, bookmarks, metadata, actions. "form": the file does not say the form that was rebuilt.
    """

    page: int
    kind: Literal["words", "drawing", "file", "form"]
    expected: str
    found: str


def compare(pdf: bytes, rebuilt: bytes) -> list[Difference]:
    """Return where a (sealed) file differs from the rebuilt one; empty when it is what the record draws.

    ValueError when one of them cannot be read as PDF.
    """
    differences = list(_words(words_by_page(pdf), words_by_page(rebuilt)))
    return differences + list(_drawing(pdf, rebuilt))


def spoken_of(pdf: bytes) -> str:
    """Return the language in which a file's sentences were written; ValueError when the file cannot be read.

    Form 1 was always written in English and said the language of its master. A language that is not spoken here is
    taken for English: whatever the file says, its pages are compared.
    """
    code = _said(pdf, "/Lang")
    return code if code in available() and form_of(pdf) > 1 else "en"


def form_of(pdf: bytes) -> int:
    """Return the form of report that a file says it is, this program's for one that says none that there can be."""
    said = _said(pdf, "/Producer")
    number = re.fullmatch(rf"{PRODUCED}([1-9][0-9]{{0,4}})", said)
    return int(number[1]) if number else FORM


def _said(pdf: bytes, name: str) -> str:
    import pikepdf

    try:
        with pikepdf.open(BytesIO(pdf)) as found:
            return str((found.Root if name == "/Lang" else found.docinfo).get(name, ""))
    except (pikepdf.PdfError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _words(found: list[list[str]], expected: list[list[str]]) -> Iterator[Difference]:
    if len(found) != len(expected):
        counts = [tr("{count} pages", count=len(pages)) for pages in (expected, found)]
        yield Difference(0, "file", *counts)
    for number, (is_there, should) in enumerate(zip(found, expected, strict=False), 1):
        if is_there == should:
            continue
        for kind, a, b, c, d in SequenceMatcher(None, should, is_there, autojunk=False).get_opcodes():
            if kind != "equal":
                yield Difference(number, "words", " ".join(should[a:b]), " ".join(is_there[c:d]))


def _drawing(pdf: bytes, rebuilt: bytes) -> Iterator[Difference]:
    import pikepdf

    try:
        with pikepdf.open(BytesIO(pdf)) as found, pikepdf.open(BytesIO(rebuilt)) as expected:
            is_there, should = (str(one.docinfo.get("/Producer", "")) for one in (found, expected))
            if is_there != should:
                yield Difference(0, "form", should, is_there)
                return
            yield from _differing(_Print(found), _Print(expected))
    except (pikepdf.PdfError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _differing(found: _Print, expected: _Print) -> Iterator[Difference]:
    for number, (is_there, should) in enumerate(zip(found.pages(), expected.pages(), strict=False), 1):
        if is_there != should:
            words = tr("the page as the record draws it"), tr("something else that shows on the page")
            yield Difference(number, "drawing", *words)
    for name, should in expected.whole().items():
        if found.whole().get(name) != should:
            yield Difference(0, "file", tr("{part} as the record gives it", part=name), tr("another {part}", part=name))
    for name in found.whole().keys() - expected.whole().keys():
        yield Difference(0, "file", tr("no {part}", part=name), name)


Number = tuple[int, int]
Part = bytes | Number


class _Print:
    """Digests of what a file is made of, independent of object numbers and compression.

    Objects refer to each other in circles and in chains as long as the outline, so nothing here follows a reference by
    recursion: objects get new numbers in the order in which they are met, and are read one after the other.
    """

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._pages = {_number(page.obj): b"page %d" % n for n, page in enumerate(pdf.pages)}
        self._parts: dict[Number, tuple[Part, ...]] = {}

    def pages(self) -> list[bytes]:
        """One digest a page."""
        return [self._page(page.obj) for page in self._pdf.pages]

    def whole(self) -> dict[str, bytes]:
        """One digest for each part of the file that is not a page."""
        root = self._pdf.Root
        parts = {name: self._digest([root[name]]) for name in map(str, root) if name not in ("/Pages", "/AcroForm")}
        if "/AcroForm" in root and not _only_seal(root.AcroForm):
            parts["/AcroForm"] = self._digest([root.AcroForm])
        return parts | {"/Info": self._digest([self._pdf.docinfo])}

    def _page(self, page: Object) -> bytes:
        names = sorted(name for name in map(str, page) if name not in ("/Parent", "/Annots"))
        notes = [one for one in page.Annots if not _is_seal(one)] if "/Annots" in page else []
        return sha256("|".join(names).encode() + self._digest([*(page[name] for name in names), *notes])).digest()

    def _digest(self, things: list[Object]) -> bytes:
        found = sha256()
        met: dict[Number, int] = {}
        waiting: deque[Number] = deque()
        parts = [part for thing in things for part in self._read(thing)]
        while True:
            for part in parts:
                if isinstance(part, bytes):
                    found.update(part)
                    continue
                if part not in met:
                    met[part] = len(met)
                    waiting.append(part)
                found.update(b" ref %d " % met[part])
            if not waiting:
                return found.digest()
            number = waiting.popleft()
            if number not in self._parts:
                self._parts[number] = tuple(_contents(self._pdf.get_object(number), self._pages))
            parts = [b" object ", *self._parts[number]]

    def _read(self, thing: Object) -> list[Part]:
        number = _number(thing)
        return [number] if number != DIRECT else list(_contents(thing, self._pages))


def _inside(thing: Object, pages: dict[Number, bytes]) -> Iterator[Part]:
    """What stands inside another object: itself, or the number of what is referred to."""
    number = _number(thing)
    if number == DIRECT:
        yield from _contents(thing, pages)
    else:
        yield pages.get(number, number)


def _contents(thing: Object, pages: dict[Number, bytes]) -> Iterator[Part]:
    import pikepdf

    if isinstance(thing, pikepdf.Stream):
        yield b"stream" + sha256(_decoded(thing)).digest()
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        skipped = STORED if isinstance(thing, pikepdf.Stream) else frozenset[str]()
        yield b"<<"
        for name in sorted(set(map(str, thing.keys())) - skipped):
            yield name.encode() + b" "
            yield from _inside(thing[name], pages)
        yield b">>"
    elif isinstance(thing, pikepdf.Array):
        yield b"["
        for one in thing:
            yield from _inside(one, pages)
        yield b"]"
    else:
        yield type(thing).__name__.encode() + b" " + _scalar(thing) + b" "


def _number(thing: object) -> Number:
    """The object number and generation of an indirect object, DIRECT for any other thing."""
    number, generation = getattr(thing, "objgen", DIRECT)
    return int(number), int(generation)


def _scalar(thing: object) -> bytes:
    import pikepdf

    # pikepdf gives numbers, booleans and null as Python's own.
    return thing.unparse() if isinstance(thing, pikepdf.Object) else repr(thing).encode()


def _only_seal(form: Object) -> bool:
    return set(form.keys()) <= {"/Fields", "/SigFlags"} and [_is_seal(one) for one in form.Fields] == [True]


def _decoded(stream: Object) -> bytes:
    import pikepdf

    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        # A filter that keeps pictures (JPEG): the stored bytes are the picture.
        return stream.Filter.unparse() + bytes(stream.read_raw_bytes())


def _is_seal(field: Object) -> bool:
    """Tell whether a field is a signature that shows nothing at all."""
    place = [float(edge) for edge in field.get("/Rect", [0, 0, 1, 1])]
    if field.get("/FT") != "/Sig" or field.get("/Subtype") != "/Widget" or place[0] != place[2] or place[1] != place[3]:
        return False
    return "/AP" not in field or (set(field.AP.keys()) == {"/N"} and not field.AP.N.read_bytes())
