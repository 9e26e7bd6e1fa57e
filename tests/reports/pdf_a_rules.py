"""The rules of PDF/A-3b (ISO 19005-3) that our files rely on, each as a function that names what breaks it.

Written from the clauses, against pikepdf and fontTools, and apart from the code that writes the files. Where we keep a
stricter rule than the standard (no link out of the file, no JavaScript under any name, a subset tag on each font) it
says "ours". A rule returns every breach as a line of text; an empty list is a pass. The tests prove of each rule that
it can fail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import md5
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Stream

FILTERS: Final = {"/FlateDecode", "/DCTDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode", "/JPXDecode"}
RELATIONSHIPS: Final = {"/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"}
ACTIONS: Final = {"/GoTo", "/Named", "/Thread"}
INTENTS: Final = {"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"}
BLENDS: Final = {"/Normal", "/Compatible"}
COLOURS: Final = {"/DeviceRGB", "/DeviceGray"}
OPERATORS: Final = frozenset(
    [
        "b",
        "B",
        "b*",
        "B*",
        "BDC",
        "BI",
        "BMC",
        "BT",
        "c",
        "cm",
        "CS",
        "cs",
        "d",
        "d0",
        "d1",
        "Do",
        "DP",
        "EI",
        "EMC",
        "ET",
        "f",
        "F",
        "f*",
        "G",
        "g",
        "gs",
        "h",
        "i",
        "ID",
        "j",
        "J",
        "K",
        "k",
        "l",
        "m",
        "M",
        "MP",
        "n",
        "q",
        "Q",
        "re",
        "RG",
        "rg",
        "ri",
        "s",
        "S",
        "SC",
        "sc",
        "SCN",
        "scn",
        "sh",
        "T*",
        "Tc",
        "Td",
        "TD",
        "Tf",
        "Tj",
        "TJ",
        "TL",
        "Tm",
        "Tr",
        "Ts",
        "Tw",
        "Tz",
        "v",
        "w",
        "W",
        "W*",
        "y",
        "'",
        '"',
    ]
)
ANNOTATIONS: Final = {"/Link", "/Widget", "/Text", "/Popup", "/FileAttachment", "/Stamp", "/Highlight"}
INVISIBLE, HIDDEN, PRINT, NO_VIEW, TOGGLE = 1, 2, 4, 32, 256
SYMBOLIC: Final = 4
DEEPEST: Final = 28
SHORTEST, LONGEST = 3, 14400
NAMESPACES: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "x": "adobe:ns:meta/",
}


@dataclass
class File:
    """A file as bytes and as objects; what several rules ask is found once."""

    data: bytes
    pdf: pikepdf.Pdf = field(init=False)

    def __post_init__(self) -> None:
        self.pdf = pikepdf.open(BytesIO(self.data))

    @cached_property
    def objects(self) -> list[Object]:
        """Every dictionary and stream, those inside others too, each once."""
        found: list[Object] = []
        seen: set[tuple[int, int]] = set()
        waiting = [self.pdf.trailer]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Array):
                waiting.extend(part for part in one if isinstance(part, Object))
            if not isinstance(one, Dictionary | Stream):
                continue
            if one.objgen != (0, 0):
                if one.objgen in seen:
                    continue
                seen.add(one.objgen)
            found.append(one)
            waiting.extend(value for value in dict(one.items()).values() if isinstance(value, Object))
        return found

    @cached_property
    def streams(self) -> list[Stream]:
        return [one for one in self.objects if isinstance(one, Stream)]

    @cached_property
    def contents(self) -> list[tuple[str, Object, list[tuple[list[Object], str]]]]:
        """Name, resources and instructions of every page and every form."""
        parts: list[tuple[str, Object, Object]] = []
        for number, page in enumerate(self.pdf.pages, 1):
            parts.append((f"page {number}", page.obj.get("/Resources"), page.obj))
        parts += [("form", one.get("/Resources"), one) for one in self.streams if one.get("/Subtype") == "/Form"]
        return [(name, own, _instructions(one)) for name, own, one in parts]

    @cached_property
    def shown(self) -> dict[tuple[int, int], set[int]]:
        """The codes that are shown in each font (by object number)."""
        found: dict[tuple[int, int], set[int]] = {}
        for _, resources, instructions in self.contents:
            codes: set[int] = set()
            for operands, operator in instructions:
                if operator == "Tf":
                    font = resources["/Font"][str(operands[0])]
                    codes = found.setdefault(font.objgen, set())
                elif operator in {"Tj", "'", '"', "TJ"}:
                    codes.update(*(bytes(text) for text in _texts(operands)))
        return found

    @cached_property
    def fonts(self) -> list[Object]:
        return [one for one in self.objects if one.get("/Type") == "/Font"]

    @cached_property
    def xmp(self) -> ET.Element:
        return ET.fromstring(self.pdf.Root.Metadata.read_bytes())  # noqa: S314 - our own file

    def said(self, path: str) -> str | None:
        """What the metadata say under a path, None where there is nothing."""
        return self.xmp.findtext(f".//{path}", default=None, namespaces=dict(NAMESPACES))


def _instructions(one: Object) -> list[tuple[list[Object], str]]:
    return [(list(part.operands), str(part.operator)) for part in pikepdf.parse_content_stream(one)]


def _texts(operands: list[Object]) -> Iterator[pikepdf.String]:
    for one in operands:
        if isinstance(one, pikepdf.String):
            yield one
        elif isinstance(one, Array):
            yield from _texts(list(one))


Rule = Callable[[File], list[str]]


def header(file: File) -> list[str]:
    """6.1.2: %PDF-1.n with n from 0 to 7, then a comment of at least four bytes above 127."""
    lines = file.data[:64].split(b"\n", 2)
    right = re.fullmatch(rb"%PDF-1\.[0-7]\r?", lines[0])
    high = lines[1][:1] == b"%" and len([byte for byte in lines[1][1:5] if byte > 127]) == 4
    return [] if right and high else [repr(file.data[:24])]


def end(file: File) -> list[str]:
    """6.1.3: nothing stands behind the last %%EOF but one end of line."""
    behind = file.data.rsplit(b"%%EOF", 1)[-1]
    return [] if behind in {b"", b"\n", b"\r\n", b"\r"} else [repr(behind[:40])]


def identifier(file: File) -> list[str]:
    """6.1.3: /ID with two strings."""
    found = file.pdf.trailer.get("/ID")
    fit = isinstance(found, Array) and len(found) == 2 and all(len(bytes(part)) >= 16 for part in found)
    return [] if fit else ["no /ID"]


def open_to_all(file: File) -> list[str]:
    """6.1.3, 6.1.12: no /Encrypt, no permissions of anybody."""
    wrong = ["/Encrypt"] if "/Encrypt" in file.pdf.trailer else []
    return wrong + (["/Perms"] if "/Perms" in file.pdf.Root else [])


def no_lzw(file: File) -> list[str]:
    """6.1.7.2: only filters that everybody has, no LZWDecode, no Crypt."""
    names = (str(name) for stream in file.streams for name in _filters(stream))
    return sorted(set(names) - FILTERS)


def _filters(stream: Stream) -> list[Object]:
    found = stream.get("/Filter")
    return list(found) if isinstance(found, Array) else [found] if found is not None else []


def inside(file: File) -> list[str]:
    """6.1.7.1: the bytes of each stream are in the file: no /F, /FFilter, /FDecodeParms."""
    keys = ("/F", "/FFilter", "/FDecodeParms")
    return [f"{stream.objgen} {key}" for stream in file.streams for key in keys if key in stream]


def lengths(file: File) -> list[str]:
    """6.1.7.1: /Length is the number of bytes between stream and endstream (ours are written directly)."""
    wrong = []
    for found in re.finditer(rb"/Length (\d+)(?![\d ]* R)[^>]*?>>\s*stream\r?\n", file.data):
        behind = file.data[found.end() + int(found[1]) :][:12]
        if not behind.lstrip(b"\r\n").startswith(b"endstream"):
            wrong.append(f"at {found.start()}")
    return wrong


def names(file: File) -> list[str]:
    """6.1.8, 6.1.13: names are UTF-8 and at most 127 bytes long."""
    wrong = []
    for one in file.objects:
        for key in one.keys():  # noqa: SIM118 - a stream is not iterable
            raw = key.encode("utf-8", "surrogateescape")
            if len(raw) > 128 or "\ufffd" in key or any("\udc80" <= letter <= "\udcff" for letter in key):
                wrong.append(repr(key[:20]))
    return wrong


def limits(file: File) -> list[str]:
    """6.1.13: strings up to 32,767 bytes, whole numbers of 32 bits, pages of 3 to 14,400 units."""
    wrong = []
    for one in file.objects:
        for key, value in one.items():
            if isinstance(value, pikepdf.String) and len(bytes(value)) > 32767 and key != "/Contents":
                wrong.append(f"{key}: a string of {len(bytes(value))}")
            if isinstance(value, int) and not -(2**31) <= value < 2**31:
                wrong.append(f"{key}: {value}")
    for number, page in enumerate(file.pdf.pages, 1):
        left, low, right, top = (float(part) for part in page.mediabox)
        if not all(SHORTEST <= side <= LONGEST for side in (right - left, top - low)):
            wrong.append(f"page {number}")
    return wrong


def nesting(file: File) -> list[str]:
    """6.1.13: q is nested at most 28 deep, and every q has its Q."""
    wrong = []
    for name, _, instructions in file.contents:
        deep = deepest = lowest = 0
        for _, operator in instructions:
            deep += {"q": 1, "Q": -1}.get(operator, 0)
            deepest, lowest = max(deepest, deep), min(lowest, deep)
        if deepest > DEEPEST or deep or lowest < 0:
            wrong.append(name)
    return wrong


def operators(file: File) -> list[str]:
    """6.2.2: contents use only operators of ISO 32000-1."""
    return sorted({operator for _, _, found in file.contents for _, operator in found} - OPERATORS - {"INLINE IMAGE"})


def resources(file: File) -> list[str]:
    """6.2.2: a page or form that uses a font, picture or state names it in resources of its own."""
    kinds = {"Tf": "/Font", "Do": "/XObject", "gs": "/ExtGState", "sh": "/Shading"}
    wrong = []
    for name, own, instructions in file.contents:
        for operands, operator in instructions:
            kind = kinds.get(operator)
            if kind and (own is None or str(operands[0]) not in own.get(kind, {})):
                wrong.append(f"{name}: {operands[0]}")
    return wrong


def output_intent(file: File) -> list[str]:
    """6.2.3: one output intent GTS_PDFA1 with its ICC profile inside: RGB for a display, version 2 to 4, whole."""
    found = file.pdf.Root.get("/OutputIntents", Array([]))
    ours = [one for one in found if one.get("/S") == "/GTS_PDFA1"]
    if len(ours) != 1 or "/DestOutputProfile" not in ours[0] or "/OutputConditionIdentifier" not in ours[0]:
        return [f"{len(ours)} output intents"]
    profile = ours[0].DestOutputProfile
    data = profile.read_bytes()
    fit = len(data) == int.from_bytes(data[:4], "big") and data[36:40] == b"acsp" and data[8] in {2, 4}
    fit = fit and data[12:16] in {b"mntr", b"prtr"} and data[16:20] == b"RGB " and profile.get("/N") == 3
    return [] if fit else [repr(data[:40])]


def colours(file: File) -> list[str]:
    """6.2.4.3: only grey and RGB, which the output intent explains; no CMYK, no spot colours."""
    wrong = []
    for name, _, instructions in file.contents:
        for operands, operator in instructions:
            if operator in {"k", "K"} or (operator in {"cs", "CS"} and str(operands[0]) not in COLOURS):
                wrong.append(f"{name}: {operator}")
    images = [one for one in file.streams if one.get("/Subtype") == "/Image" and "/ImageMask" not in one]
    return wrong + [f"picture {one.objgen}" for one in images if not _plain(one.get("/ColorSpace"))]


def _plain(space: Object | None) -> bool:
    if isinstance(space, Array) and space and space[0] == "/Indexed":
        return _plain(space[1])
    return str(space) in COLOURS


def states(file: File) -> list[str]:
    """6.2.5: no transfer function, no halftone phase, no other black generation in a graphics state."""
    keys = ("/TR", "/HTP", "/BG", "/BG2", "/UCR", "/UCR2", "/HTO")
    wrong = [key for one in _states(file) for key in keys if key in one]
    return wrong + ["/TR2" for one in _states(file) if str(one.get("/TR2", Name.Default)) != "/Default"]


def _states(file: File) -> list[Object]:
    found = []
    for _, own, _ in file.contents:
        found += list((own.get("/ExtGState", {}) if own is not None else {}).values())
    return found


def intents(file: File) -> list[str]:
    """6.2.6: only the four rendering intents of the standard."""
    used = [str(operands[0]) for _, _, found in file.contents for operands, operator in found if operator == "ri"]
    used += [str(one.Intent) for one in file.streams if "/Intent" in one]
    return sorted(set(used) - INTENTS)


def pictures(file: File) -> list[str]:
    """6.2.8: a picture has no alternates, no OPI, is not interpolated, and has 1, 2, 4, 8 or 16 bits."""
    wrong = []
    for one in file.streams:
        if one.get("/Subtype") == "/Image":
            wrong += [f"{one.objgen} {key}" for key in ("/Alternates", "/OPI") if key in one]
            wrong += [f"{one.objgen} interpolated"] if one.get("/Interpolate", False) else []
            wrong += [f"{one.objgen} bits"] if one.get("/BitsPerComponent", 1) not in {1, 2, 4, 8, 16} else []
    return wrong


def jpegs(file: File) -> list[str]:
    """6.2.8, ours: a JPEG holds as many colours as its dictionary says: grey 1, RGB 3, never 4."""
    wrong = []
    for one in file.streams:
        if "/DCTDecode" in [str(name) for name in _filters(one)]:
            data = one.read_raw_bytes()
            if [str(name) for name in _filters(one)] != ["/DCTDecode"]:
                continue
            found = re.search(rb"\xff[\xc0-\xc2]..\x08.{4}(.)", data, re.DOTALL)
            expected = {"/DeviceRGB": 3, "/DeviceGray": 1}.get(str(one.get("/ColorSpace")))
            if found is None or found[1][0] != expected:
                wrong.append(f"{one.objgen}")
    return wrong


def forms(file: File) -> list[str]:
    """6.2.9: no PostScript, no reference to another file's page, no OPI in a form."""
    wrong = [f"{one.objgen} PS" for one in file.streams if one.get("/Subtype") == "/PS"]
    for one in file.streams:
        if one.get("/Subtype") == "/Form":
            wrong += [f"{one.objgen} {key}" for key in ("/OPI", "/Ref", "/PS") if key in one]
            wrong += [f"{one.objgen} PS"] if one.get("/Subtype2") == "/PS" else []
    return wrong


def transparency(file: File) -> list[str]:
    """6.2.10: a page with something transparent has a group with a colour space; only normal blending."""
    wrong = [f"blend mode {one.BM}" for one in _states(file) if str(one.get("/BM", Name.Normal)) not in BLENDS]
    for number, page in enumerate(file.pdf.pages, 1):
        if _transparent(page.obj) and "/CS" not in page.obj.get("/Group", {}):
            wrong.append(f"page {number}")
    return wrong


def _transparent(page: Object) -> bool:
    own = page.get("/Resources", {})
    things = list(own.get("/XObject", {}).values())
    states_ = list(own.get("/ExtGState", {}).values())
    soft = any("/SMask" in one or "/Group" in one for one in things)
    clear = any(float(one.get(key, 1)) < 1 for one in states_ for key in ("/ca", "/CA"))
    masked = any(str(one.get("/SMask", Name("/None"))) != "/None" for one in states_)
    return soft or clear or masked


def embedded(file: File) -> list[str]:
    """6.2.11.4.1: the program of every font is in the file."""
    keys = ("/FontFile", "/FontFile2", "/FontFile3")
    held = (one for one in file.fonts if one.get("/Subtype") != "/Type3")
    return [str(one.get("/BaseFont")) for one in held if not any(key in one.get("/FontDescriptor", {}) for key in keys)]


def subset(file: File) -> list[str]:
    """Ours: a font is a subset and says so: six letters and a plus before its name, the same in the descriptor."""
    wrong = []
    for one in file.fonts:
        name = str(one.get("/BaseFont"))
        if not re.fullmatch(r"/[A-Z]{6}\+\S+", name) or str(one.get("/FontDescriptor", {}).get("/FontName")) != name:
            wrong.append(name)
    return wrong


def glyphs(file: File) -> list[str]:
    """6.2.11.4.1, 6.2.11.8: each character shown has a shape in the font inside, and none is .notdef."""
    return [
        f"{one.BaseFont}: {code}"
        for one, font in _programs(file)
        for code in _codes(file, one)
        if not _glyph(font, code)
    ]


def widths(file: File) -> list[str]:
    """6.2.11.5: the width of each character shown is the one that the font itself has, within 1/1000."""
    wrong = []
    for one, font in _programs(file):
        scale = 1000 / font["head"].unitsPerEm
        for code in _codes(file, one):
            said = float(one.Widths[code - int(one.FirstChar)])
            if abs(said - font["hmtx"].metrics[font.getGlyphName(_glyph(font, code))][0] * scale) > 1:
                wrong.append(f"{one.BaseFont}: {code}")
    return wrong


def encodings(file: File) -> list[str]:
    """6.2.11.6: a TrueType font is symbolic, names no encoding, and its program has one table of characters."""
    wrong = []
    for one, font in _programs(file):
        symbolic = int(one.FontDescriptor.Flags) & SYMBOLIC
        if not symbolic or "/Encoding" in one or len(font["cmap"].tables) != 1:
            wrong.append(str(one.BaseFont))
    return wrong


def unicode(file: File) -> list[str]:
    """6.2.11.7 (what level U asks for): each character shown says which letter it is, and not 0, U+FEFF or U+FFFE."""
    wrong = []
    for one in file.fonts:
        letters = _letters(one)
        bad = [code for code in _codes(file, one) if letters.get(code, 0) in {0, 0xFEFF, 0xFFFE}]
        wrong += [f"{one.get('/BaseFont')}: {code}" for code in bad]
    return wrong


def _programs(file: File) -> list[tuple[Object, TTFont]]:
    held = [one for one in file.fonts if "/FontFile2" in one.get("/FontDescriptor", {})]
    return [(one, TTFont(BytesIO(one.FontDescriptor.FontFile2.read_bytes()))) for one in held]


def _codes(file: File, font: Object) -> list[int]:
    return sorted(file.shown.get(font.objgen, set()))


def _glyph(font: TTFont, code: int) -> int:
    name = font["cmap"].tables[0].cmap.get(code)
    return 0 if name is None else int(font.getGlyphID(name))


def _letters(font: Object) -> dict[int, int]:
    if "/ToUnicode" not in font:
        return {}
    text = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, int] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        found.update({int(a, 16): int(b, 16) for a, b in re.findall(r"<(\w+)>\s*<(\w+)>", block)})
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for low, high, start in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            found.update(
                {code: int(start, 16) + code - int(low, 16) for code in range(int(low, 16), int(high, 16) + 1)}
            )
        for low, _, many in re.findall(r"<(\w+)>\s*<(\w+)>\s*\[(.*?)\]", block, re.DOTALL):
            found.update({int(low, 16) + at: int(one, 16) for at, one in enumerate(re.findall(r"<(\w+)>", many))})
    return found


def _annotations(file: File) -> list[Object]:
    return [one for page in file.pdf.pages for one in page.obj.get("/Annots", [])]


def annotation_kinds(file: File) -> list[str]:
    """6.3.1: no sound, film, 3D or screen; ours: only what a report can have."""
    return sorted({str(one.get("/Subtype")) for one in _annotations(file)} - ANNOTATIONS)


def annotation_flags(file: File) -> list[str]:
    """6.3.2: an annotation prints, and is not hidden, invisible or without a view."""
    wrong = []
    for one in _annotations(file):
        flags = int(one.get("/F", 0))
        if one.get("/Subtype") != "/Popup" and (not flags & PRINT or flags & (INVISIBLE | HIDDEN | NO_VIEW | TOGGLE)):
            wrong.append(f"{one.objgen}: {flags}")
    return wrong


def appearances(file: File) -> list[str]:
    """6.3.3: an annotation has a normal appearance, a form, and no other kind of appearance."""
    wrong = []
    for one in _annotations(file):
        if one.get("/Subtype") in {"/Popup", "/Link"}:
            continue
        looks = one.get("/AP")
        if not isinstance(looks, Dictionary) or list(looks.keys()) != ["/N"] or looks.N.get("/Subtype") != "/Form":
            wrong.append(f"{one.objgen}")
    return wrong


def fields(file: File) -> list[str]:
    """6.4.1, 6.4.2: fields have no actions; no XFA; nobody has to draw them anew."""
    form = file.pdf.Root.get("/AcroForm", Dictionary())
    wrong = [key for key in ("/XFA", "/NeedAppearances") if key in form]
    return wrong + [f"field {key}" for one in form.get("/Fields", []) for key in ("/A", "/AA") if key in one]


def signatures(file: File) -> list[str]:
    """6.4.3: a seal covers the whole file but its own place, is one of PAdES, and has one signer."""
    from asn1crypto import cms

    wrong = []
    for one in file.pdf.Root.get("/AcroForm", Dictionary()).get("/Fields", []):
        seal = one.get("/V")
        if one.get("/FT") != "/Sig" or seal is None:
            continue
        start, first, second, rest = (int(part) for part in seal.ByteRange)
        signed = cms.ContentInfo.load(bytes(seal.Contents), strict=False)["content"]
        whole = start == 0 and second + rest == len(file.data) and file.data[first : first + 1] == b"<"
        if not whole or seal.SubFilter != "/ETSI.CAdES.detached" or len(signed["signer_infos"]) != 1:
            wrong.append("seal")
        if not signed["certificates"]:
            wrong.append("no certificate")
    return wrong


def actions(file: File) -> list[str]:
    """6.5.1, ours: no action but going to a page; no JavaScript, program, form action or film under any name."""
    found = {str(one["/S"]) for one in file.objects if one.get("/Type") == "/Action" or _is_action(one)}
    wrong = found - ACTIONS
    names_ = file.pdf.Root.get("/Names", Dictionary())
    scripts = {"/JavaScript"} if "/JavaScript" in names_ or any("/JS" in one for one in file.objects) else set()
    return sorted(wrong | scripts)


def _is_action(one: Object) -> bool:
    return isinstance(one.get("/S"), Name) and str(one["/S"]) in {
        "/JavaScript", "/Launch", "/URI", "/SubmitForm", "/ResetForm", "/ImportData", "/GoToR", "/GoToE", "/Sound",
        "/Movie", "/Hide", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView",
    }  # fmt: skip


def triggers(file: File) -> list[str]:
    """6.5.2: nothing happens when a file or a page is opened or closed."""
    wrong = [key for key in ("/AA", "/OpenAction") if key in file.pdf.Root]
    return wrong + [f"page {n}" for n, page in enumerate(file.pdf.pages, 1) if "/AA" in page.obj]


def external(file: File) -> list[str]:
    """Ours: nothing leads out of the file: no address, no other file, no web capture."""
    wrong = []
    for one in file.objects:
        wrong += [key for key in ("/URI", "/URLS", "/IDS", "/SpiderInfo", "/FS") if key in one]
        wrong += ["file not inside"] if one.get("/Type") == "/Filespec" and "/EF" not in one else []
    return wrong


def metadata(file: File) -> list[str]:
    """6.6.2.1: the catalogue has an XMP packet, UTF-8, in clear text, without the old attributes of its header."""
    stream = file.pdf.Root.get("/Metadata")
    if not isinstance(stream, Stream) or stream.get("/Subtype") != "/XML" or stream.get("/Type") != "/Metadata":
        return ["no /Metadata"]
    data = stream.read_raw_bytes()
    wrong = ["filter"] if "/Filter" in stream else []
    head = data.split(b"?>", 1)[0]
    clean = head.startswith(b"<?xpacket begin=") and b"bytes=" not in head and b"encoding=" not in head
    try:
        ET.fromstring(data.decode("utf-8"))  # noqa: S314 - our own file
    except (UnicodeDecodeError, ET.ParseError) as error:
        return [*wrong, str(error)]
    return wrong + (
        [] if clean and data.rstrip().endswith((b'<?xpacket end="r"?>', b'<?xpacket end="w"?>')) else ["header"]
    )


def schemas(file: File) -> list[str]:
    """6.6.2.3: every property of the metadata is of a schema that the standard knows, and says something."""
    known = {f"{{{NAMESPACES[name]}}}" for name in ("dc", "xmp", "pdf", "pdfaid", "rdf", "x")}
    return sorted({one.tag for one in file.xmp.iter() if not one.tag.startswith(tuple(known))})


def claims(file: File) -> list[str]:
    """6.6.4: the file says part 3, conformance B."""
    said = (file.said("pdfaid:part"), file.said("pdfaid:conformance"))
    return [] if said == ("3", "B") else [str(said)]


def docinfo(file: File) -> list[str]:
    """Ours (6.6.2.1, ISO 32000-1 14.3.3): title, author, producer and dates are the same in both places."""
    said = {
        "/Title": file.said("dc:title/rdf:Alt/rdf:li"),
        "/Author": file.said("dc:creator/rdf:Seq/rdf:li"),
        "/Producer": file.said("pdf:Producer"),
        "/CreationDate": _digits(file.said("xmp:CreateDate")),
        "/ModDate": _digits(file.said("xmp:ModifyDate")),
    }
    held = {key: str(value) for key, value in file.pdf.docinfo.items()}
    held |= {
        key: _digits(held[key].removesuffix("+00'00'")) or "" for key in ("/CreationDate", "/ModDate") if key in held
    }
    wrong = [key for key in said if (said[key] or "") != held.get(key, "")]
    return wrong + sorted(set(held) - set(said))


def _digits(text: str | None) -> str | None:
    return None if text is None else re.sub(r"\D", "", text)


def titled(file: File) -> list[str]:
    """Ours: the file has a language and a title, and the title is what a window shows."""
    root = file.pdf.Root
    wrong = [] if re.fullmatch(r"[a-z]{2}(-\w+)*", str(root.get("/Lang", ""))) else ["language"]
    wrong += [] if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False) else ["title not shown"]
    return wrong + ([] if file.said("dc:title/rdf:Alt/rdf:li") else ["no title"])


def _specs(file: File) -> list[Object]:
    tree = file.pdf.Root.get("/Names", Dictionary()).get("/EmbeddedFiles", Dictionary())
    return list(tree.get("/Names", []))[1::2]


def attachments(file: File) -> list[str]:
    """6.8: an embedded file has both names, a relationship of the standard and a type; ours: and words."""
    wrong = []
    for one in _specs(file):
        name = str(one.get("/UF", ""))
        fit = name and str(one.get("/F", "")) == name and str(one.get("/AFRelationship")) in RELATIONSHIPS
        stream = one.get("/EF", Dictionary()).get("/F")
        fit = fit and isinstance(stream, Stream) and re.fullmatch(r"/[a-z]+/[\w.+-]+", str(stream.get("/Subtype")))
        if not fit or not str(one.get("/Desc", "")):
            wrong.append(name or "no name")
    return wrong


def associated(file: File) -> list[str]:
    """6.8: every embedded file is an associated file of the document."""
    named = {one.objgen for one in file.pdf.Root.get("/AF", [])}
    return [str(one.get("/UF")) for one in _specs(file) if one.objgen not in named]


def attached_whole(file: File) -> list[str]:
    """Ours (ISO 32000-1 7.11.4): size and MD5 of an embedded file are those of its bytes; it says when it was made."""
    wrong = []
    for one in _specs(file):
        stream = one.EF.F
        data = stream.read_bytes()
        said = stream.get("/Params", Dictionary())
        sum_ = md5(data, usedforsecurity=False).digest()
        if (
            int(said.get("/Size", -1)) != len(data)
            or bytes(said.get("/CheckSum", b"")) != sum_
            or "/ModDate" not in said
        ):
            wrong.append(str(one.UF))
    return wrong


def layers(file: File) -> list[str]:
    """6.9, ours: nothing can be switched on or off: no optional content."""
    return ["/OCProperties"] if "/OCProperties" in file.pdf.Root else []


def one_way(file: File) -> list[str]:
    """6.10, 6.11: no alternate presentations, no demands on the reader's program."""
    wrong = [key for key in ("/Requirements", "/Collection") if key in file.pdf.Root]
    wrong += ["/AlternatePresentations"] if "/AlternatePresentations" in file.pdf.Root.get("/Names", {}) else []
    return wrong + [f"page {n}" for n, page in enumerate(file.pdf.pages, 1) if "/PresSteps" in page.obj]


RULES: Final[Mapping[str, Rule]] = {
    rule.__name__: rule
    for rule in (
        header, end, identifier, open_to_all, no_lzw, inside, lengths, names, limits, nesting, operators, resources,
        output_intent, colours, states, intents, pictures, jpegs, forms, transparency, embedded, subset, glyphs, widths,
        encodings, unicode, annotation_kinds, annotation_flags, appearances, fields, signatures, actions, triggers,
        external, metadata, schemas, claims, docinfo, titled, attachments, associated, attached_whole, layers, one_way,
    )
}  # fmt: skip
