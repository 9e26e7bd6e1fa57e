"""Comparing a report with the one that its record draws: every word, and everything else that shows.

Words are compared page by page, so a digit laid over another is a finding even when the file was sealed again. What is not
words (a white box, a picture, a line, another shape for a digit in an embedded font) is found by comparing what the pages are
made of: streams as decoded, fonts, pictures, annotations, boxes, actions. Drawing is invariant, so equal documents are
equal in all of it. Compression is not compared: it differs between systems.

The one thing a sealed file has and a rebuilt one has not is the seal's invisible field, which is left out if it is nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from ebr.reports.pdf.finish import PRODUCER
from ebr.reports.pdf.read import words_by_page
from ebr.words import tr

if TYPE_CHECKING:
    from pikepdf import Dictionary, Object, Pdf


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a file is not what its record draws; page 0 is the file as a whole.

    kind "words": `expected` and `found` are the words. "drawing": something else that shows. "file": number of pages,
    attachments, bookmarks, metadata, actions. "form": the file was made by a program that draws another form of report, so
    only words were compared.
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
            if str(found.docinfo.get("/Producer", "")) != PRODUCER:
                yield Difference(0, "form", PRODUCER, str(found.docinfo.get("/Producer", "")))
                return
            yield from _differing(_Print(found), _Print(expected))
    except pikepdf.PdfError as error:
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


class _Print:
    """Digests of what a file is made of, independent of object numbers and compression."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._known: dict[tuple[int, int], bytes] = {page.objgen: b"page %d" % n for n, page in enumerate(pdf.pages)}

    def pages(self) -> list[bytes]:
        """One digest a page."""
        return [self._page(page.obj) for page in self._pdf.pages]

    def whole(self) -> dict[str, bytes]:
        """One digest for each part of the file that is not a page."""
        root = self._pdf.Root
        parts = {name: self.digest(root[name]) for name in root.keys() if name not in ("/Pages", "/AcroForm")}
        if "/AcroForm" in root and not self._only_seal(root.AcroForm):
            parts["/AcroForm"] = self.digest(root.AcroForm)
        return parts | {"/Info": self.digest(self._pdf.docinfo)}

    def _page(self, page: Dictionary) -> bytes:
        parts = {name: page[name] for name in page.keys() if name not in ("/Parent", "/Annots")}
        lines = [name.encode() + self.digest(part) for name, part in sorted(parts.items())]
        annotations = page.get("/Annots", [])
        lines += [self.digest(one) for one in annotations if not _is_seal(one)]
        return sha256(b"|".join(lines)).digest()

    def _only_seal(self, form: Dictionary) -> bool:
        return set(form.keys()) <= {"/Fields", "/SigFlags"} and [_is_seal(one) for one in form.Fields] == [True]

    def digest(self, thing: Object) -> bytes:
        """A digest of a thing with all that it refers to."""
        key = getattr(thing, "objgen", (0, 0))
        if key in self._known and key != (0, 0):
            return self._known[key]
        if key != (0, 0):
            self._known[key] = b"above"
        found = self._fresh(thing)
        if key != (0, 0):
            self._known[key] = found
        return found

    def _fresh(self, thing: Object) -> bytes:
        import pikepdf

        if isinstance(thing, pikepdf.Stream):
            skipped = {"/Length", "/Filter", "/DecodeParms"}
            parts = [name.encode() + self.digest(thing[name]) for name in sorted(thing.keys()) if name not in skipped]
            return sha256(b"stream" + b"|".join([*parts, sha256(_decoded(thing)).digest()])).digest()
        if isinstance(thing, pikepdf.Dictionary):
            parts = [name.encode() + self.digest(thing[name]) for name in sorted(thing.keys())]
            return sha256(b"dict" + b"|".join(parts)).digest()
        if isinstance(thing, pikepdf.Array):
            return sha256(b"list" + b"|".join(self.digest(one) for one in thing)).digest()
        return sha256(type(thing).__name__.encode() + _scalar(thing)).digest()


def _scalar(thing: Object) -> bytes:
    import pikepdf

    return thing.unparse() if isinstance(thing, pikepdf.Object) else repr(thing).encode()


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
    appearance = field.get("/AP", {})
    return not appearance or (set(appearance.keys()) == {"/N"} and not appearance.N.read_bytes())


