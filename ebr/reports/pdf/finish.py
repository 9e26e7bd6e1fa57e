"""Finishing a drawn file as PDF/A-3b (ISO 19005-3): metadata, output intent, attachments, language, a fixed identifier.

- XMP is written here as text, with `pdfaid` part 3 conformance B, and says the same as the information dictionary.
- The output intent is an sRGB profile kept with the program (`resources/icc/srgb.icc`).
- Each attachment is an associated file with the relationship Source: the report is drawn from the record inside it.
- /ID is computed from the contents, so equal contents are equal bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from ebr import paths
from ebr.reports.document import Document
from ebr.reports.pdf.arabic import told
from ebr.words import tr

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

FORM: Final = 4
"""The form of our reports: it counts up when the same entries come to give other pages, a chapter more or another line.

Every file says its form as its producer. A verifier compares what shows only on files of its own form; of the others
it compares what the entries say (`ebr.reports.pages_say`). Form 1 had no chapter about equipment and people, form 2
none about release and supply; in form 3 a signature could stand at the head of a page without what it signs."""
REDRAWN: Final = (2, 3)
"""Earlier forms that this program still draws to the letter, so that files of theirs are compared in all that shows."""
PRODUCED: Final = "ebr report/"
PRODUCER: Final = f"{PRODUCED}{FORM}"
TYPES: Final = {
    ".json": "application/json",
    ".zip": "application/zip",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".py": "text/x-python",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".pdf": "application/pdf",
}
XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
{dates}</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
DATES: Final = """<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate>
"""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself; `made` as `YYYY-MM-DDTHH:MM:SSZ`, "" for a file that says no time."""

    title: str
    author: str
    language: str
    made: str = ""
    form: int = 0
    """The form of report that the file is of, 0 for this program's own."""

    @property
    def producer(self) -> str:
        """What the file says made it."""
        return f"{PRODUCED}{self.form}" if self.form else PRODUCER


def finish(drawn: bytes, document: Document, attachments: Mapping[str, bytes]) -> bytes:
    """Return the drawn file as PDF/A-3b with its attachments; OSError when the colour profile is missing."""
    identity = document.identity
    title = tr("{title} {batch}, {product}", title=document.title, batch=identity.batch, product=identity.product)
    return finished(drawn, About(title, identity.site, document.language, document.made, document.form), attachments)


def finished(drawn: bytes, about: About, attachments: Mapping[str, bytes]) -> bytes:
    """Return any drawn file as PDF/A-3b: what `finish` does, for a file that is no document (labels)."""
    import pikepdf

    out = BytesIO()
    with pikepdf.open(BytesIO(drawn)) as pdf:
        pdf.Root.Lang = pikepdf.String(about.language)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        told(pdf)
        _intent(pdf)
        _described(pdf, about)
        _attached(pdf, attachments, about.made)
        pdf.save(out, deterministic_id=True, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _date(made: str) -> str:
    """`YYYY-MM-DDTHH:MM:SSZ` as PDF writes it."""
    return "D:" + "".join(letter for letter in made if letter.isdigit()) + "+00'00'"


def _intent(pdf: Pdf) -> None:
    from pikepdf import Array, Dictionary, Name, String

    profile = pdf.make_stream((paths.resources() / "icc" / "srgb.icc").read_bytes())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        DestOutputProfile=profile,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _described(pdf: Pdf, about: About) -> None:
    from pikepdf import Name, String

    said = {"title": about.title, "author": about.author, "language": about.language, "producer": about.producer}
    dates = DATES.format(made=escape(about.made)) if about.made else ""
    words = {name: escape(_plain(text)) for name, text in said.items()}
    packet = pdf.make_stream(XMP.format_map({**words, "dates": dates}).encode())
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = packet
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"], pdf.docinfo["/Author"] = String(_plain(about.title)), String(_plain(about.author))
    pdf.docinfo["/Producer"] = String(about.producer)
    if about.made:
        pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = String(_date(about.made))


def _plain(text: str) -> str:
    """XML 1.0 has no control characters."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _attached(pdf: Pdf, attachments: Mapping[str, bytes], made: str) -> None:
    from pikepdf import Array, Dictionary, String

    if not attachments:
        return
    files = {name: _file(pdf, name, attachments[name], made) for name in sorted(attachments)}
    tree = [part for name, file in files.items() for part in (String(name), file)]
    pdf.Root.AF = Array(list(files.values()))
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(tree)))


def _file(pdf: Pdf, name: str, data: bytes, made: str) -> Object:
    from hashlib import md5

    from pikepdf import Dictionary, Name, String

    stream = pdf.make_stream(data)
    stream.Type = Name.EmbeddedFile
    stream.Subtype = Name("/" + TYPES.get(PurePosixPath(name).suffix, "application/octet-stream"))
    check = md5(data, usedforsecurity=False).digest()  # ISO 32000-1 table 46 names MD5; the seal covers the bytes
    stream.Params = Dictionary(Size=len(data), ModDate=String(_date(made)), CheckSum=String(check))
    words = String(tr("The sealed entries that this report is drawn from"))
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(name),
            UF=String(name),
            Desc=words,
            AFRelationship=Name.Source,
            EF=Dictionary(F=stream, UF=stream),
        )
    )
