"""PDF/A-3b: every rule that we rely on, on every kind of file that the program makes; and each rule can fail.

The rules are in `pdf_a_rules`, the files in `papers`. A file of a kind that is not here cannot hide: the last test
looks for every place that draws one.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from shutil import which

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String, pdfa

from ebr.reports.pdf.finish import PRODUCER
from tests.reports import papers
from tests.reports.pdf_a_rules import RULES, File

ROOT = Path(__file__).parents[2]
Break = Callable[[Pdf], None]


@lru_cache
def file(kind: str) -> File:
    return File(papers.KINDS[kind]())


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kind", papers.KINDS)
def test_every_file_keeps_every_rule(kind: str, rule: str) -> None:
    assert RULES[rule](file(kind)) == []


@pytest.mark.parametrize("kind", papers.KINDS)
def test_qpdf_finds_nothing(kind: str, tmp_path: Path) -> None:
    if which("qpdf") is None:
        pytest.skip("qpdf is not on this machine")
    place = tmp_path / "file.pdf"
    place.write_bytes(papers.KINDS[kind]())
    done = subprocess.run(["qpdf", "--check", str(place)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr


NOT_JUDGED = ("/Trans are not checked", "(/AcroForm) are not supported", "embedded files are not supported")
"""What the checker of pikepdf, made from the rules of veraPDF, says that it does not look at: our own rules do."""


@pytest.mark.parametrize("kind", papers.KINDS)
def test_a_checker_that_others_wrote_knows_nothing_against_it(kind: str) -> None:
    found = pdfa.validate_written(BytesIO(papers.KINDS[kind]()), "3b").findings
    assert [str(one) for one in found if not one.message.endswith(NOT_JUDGED)] == []


def test_that_checker_finds_what_is_wrong() -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(papers.KINDS["certificate"]())) as pdf:
        del pdf.Root.OutputIntents
        pdf.save(out)
    found = pdfa.validate_written(BytesIO(out.getvalue()), "3b").findings
    assert [one for one in found if not one.message.endswith(NOT_JUDGED)]


@pytest.mark.parametrize("kind", papers.KINDS)
def test_verapdf_accepts_it(kind: str, tmp_path: Path) -> None:
    if which("verapdf") is None:
        pytest.skip("veraPDF is not on this machine: our own rules are all that looked at the file")
    place = tmp_path / "file.pdf"
    place.write_bytes(papers.KINDS[kind]())
    done = subprocess.run(["verapdf", "-f", "3b", str(place)], capture_output=True, text=True, check=False)
    assert 'isCompliant="true"' in done.stdout, done.stdout[:2000]


@pytest.mark.parametrize("kind", papers.KINDS)
def test_the_files_are_not_empty_of_what_the_rules_are_about(kind: str) -> None:
    found = file(kind)
    assert found.fonts
    assert any(codes for codes in found.shown.values())
    assert found.said("dc:title/rdf:Alt/rdf:li")


def test_the_report_has_pictures_of_every_kind_and_attachments() -> None:
    pictures = [one for one in file("report").streams if one.get("/Subtype") == "/Image"]
    assert len(pictures) >= len(papers.PICTURES)
    assert len(file("report").pdf.Root.AF) == len(papers.ATTACHED)
    assert file("sealed report").pdf.Root.AcroForm.Fields[0].V


def first(pdf: Pdf, **wanted: str) -> pikepdf.Object:
    """The first dictionary or stream with these entries."""
    for one in pdf.objects:
        held = isinstance(one, pikepdf.Dictionary | pikepdf.Stream)
        if held and all(str(one.get(f"/{key}", "")) == value for key, value in wanted.items()):
            return one
    raise LookupError(wanted)


def font(pdf: Pdf) -> pikepdf.Object:
    return first(pdf, Type="/Font")


def drawn(pdf: Pdf, content: bytes) -> None:
    pdf.pages[0].contents_add(pdf.make_stream(content))


def spec(pdf: Pdf) -> pikepdf.Object:
    return pdf.Root.AF[0]


def retold(old: bytes, new: bytes) -> Break:
    def change(pdf: Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert old in data
        pdf.Root.Metadata.write(data.replace(old, new, 1))

    return change


def put(where: Callable[[Pdf], pikepdf.Object], key: str, value: object) -> Break:
    def change(pdf: Pdf) -> None:
        where(pdf)[key] = value

    return change


def gone(where: Callable[[Pdf], pikepdf.Object], key: str) -> Break:
    def change(pdf: Pdf) -> None:
        del where(pdf)[key]

    return change


def root(pdf: Pdf) -> pikepdf.Object:
    return pdf.Root


def page(pdf: Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj


def image(pdf: Pdf) -> pikepdf.Object:
    return first(pdf, Subtype="/Image")


def photograph(pdf: Pdf) -> pikepdf.Object:
    return next(
        one for one in pdf.objects if isinstance(one, pikepdf.Stream) and "DCTDecode" in repr(one.get("/Filter"))
    )


def widget(pdf: Pdf) -> pikepdf.Object:
    return pdf.Root.AcroForm.Fields[0]


def stream(pdf: Pdf) -> pikepdf.Object:
    return pdf.Root.OutputIntents[0].DestOutputProfile


def state(**entries: object) -> Break:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Resources.ExtGState = Dictionary(GS=Dictionary(**entries))

    return change


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def note(pdf: Pdf, **entries: object) -> None:
    one = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], F=4, **entries)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(one)])


def unsaid(pdf: Pdf) -> None:
    font(pdf).ToUnicode.write(b"begincmap endcmap")


def wider(pdf: Pdf) -> None:
    font(pdf).Widths = Array([1234] * 256)


def shapeless(pdf: Pdf) -> None:
    name = next(iter(pdf.pages[0].obj.Resources.Font))
    drawn(pdf, b"BT %s 9 Tf (\xfe) Tj ET" % name.encode())


def blended(pdf: Pdf) -> None:
    state(ca=0.5)(pdf)


def far(pdf: Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], F=4)
    link.A = Dictionary(S=Name.URI, URI=String("https://example.org"))
    pdf.pages[0].obj.Annots = Array([link])


def form(**entries: object) -> Break:
    def change(pdf: Pdf) -> None:
        made = pdf.make_stream(b"")
        made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
        for key, value in entries.items():
            made[f"/{key}"] = value
        pdf.pages[0].obj.Resources.XObject = Dictionary(Odd=made)

    return change


BREAKS: dict[str, list[tuple[str, Break]]] = {
    "open_to_all": [("report", put(root, "/Perms", Dictionary()))],
    "inside": [("report", put(stream, "/F", String("elsewhere.icc")))],
    "names": [("report", put(root, "/" + "N" * 200, 1))],
    "limits": [
        ("report", put(page, "/MediaBox", Array([0, 0, 20000, 100]))),
        ("report", put(root, "/Long", String("x" * 40000))),
        ("report", put(root, "/Large", 2**40)),
    ],
    "nesting": [
        ("report", lambda pdf: drawn(pdf, b"q " * 30 + b"Q " * 30)),
        ("report", lambda pdf: drawn(pdf, b"q")),
    ],
    "operators": [("report", lambda pdf: drawn(pdf, b"1 0 foo"))],
    "resources": [("report", lambda pdf: drawn(pdf, b"/Nowhere gs"))],
    "output_intent": [
        ("report", gone(root, "/OutputIntents")),
        ("report", lambda pdf: stream(pdf).write(b"no profile" * 20)),
        ("report", put(stream, "/N", 4)),
    ],
    "colours": [
        ("report", lambda pdf: drawn(pdf, b"0 0 0 1 k")),
        ("report", lambda pdf: drawn(pdf, b"/Spot cs")),
        ("report", put(image, "/ColorSpace", Name.DeviceCMYK)),
    ],
    "states": [("report", state(TR=Name.Identity)), ("report", state(TR2=Name.Identity))],
    "intents": [("report", lambda pdf: drawn(pdf, b"/Pretty ri"))],
    "pictures": [("report", put(image, "/Interpolate", True)), ("report", put(image, "/BitsPerComponent", 3))],
    "jpegs": [
        ("report", put(photograph, "/ColorSpace", Name.DeviceCMYK)),
    ],
    "forms": [
        ("report", form(OPI=Dictionary())),
        ("report", form(Ref=Dictionary())),
        ("report", form(Subtype2=Name.PS)),
    ],
    "transparency": [
        ("report", blended),
        ("report", state(BM=Name.Multiply)),
        ("report", form(Group=Dictionary(S=Name.Transparency))),
    ],
    "embedded": [("report", gone(lambda pdf: font(pdf).FontDescriptor, "/FontFile2"))],
    "subset": [("report", put(font, "/BaseFont", Name.Helvetica))],
    "glyphs": [("report", shapeless)],
    "widths": [("report", wider)],
    "encodings": [
        ("report", put(font, "/Encoding", Name.WinAnsiEncoding)),
        ("report", put(lambda pdf: font(pdf).FontDescriptor, "/Flags", 32)),
    ],
    "unicode": [("report", unsaid), ("report", gone(font, "/ToUnicode"))],
    "annotation_kinds": [("sealed report", put(widget, "/Subtype", Name.Screen))],
    "annotation_flags": [
        ("sealed report", put(widget, "/F", 0)),
        ("sealed report", put(widget, "/F", 4 + 2)),
        ("sealed report", put(widget, "/F", 4 + 32)),
    ],
    "appearances": [("sealed report", gone(widget, "/AP")), ("report", note)],
    "fields": [
        ("sealed report", put(widget, "/AA", Dictionary())),
        ("sealed report", put(lambda one: one.Root.AcroForm, "/NeedAppearances", True)),
    ],
    "signatures": [("sealed report", put(lambda one: widget(one).V, "/SubFilter", Name.Other))],
    "actions": [("report", script), ("report", far)],
    "triggers": [("report", script), ("report", put(page, "/AA", Dictionary()))],
    "external": [("report", far), ("report", gone(spec, "/EF"))],
    "metadata": [
        ("report", gone(root, "/Metadata")),
        ("report", retold(b"</x:xmpmeta>", b"")),
        ("report", retold(b"?>", b' bytes="9"?>')),
    ],
    "schemas": [("report", retold(b"<dc:format>application/pdf</dc:format>", b'<o:own xmlns:o="urn:own">1</o:own>'))],
    "claims": [("report", retold(b"<pdfaid:part>3", b"<pdfaid:part>1"))],
    "docinfo": [
        ("report", retold(PRODUCER.encode(), b"other")),
        ("report", put(lambda one: one.docinfo, "/Title", String("Other"))),
        ("report", put(lambda one: one.docinfo, "/Keywords", String("more"))),
        ("report", retold(b"<xmp:CreateDate>2026", b"<xmp:CreateDate>2025")),
    ],
    "titled": [("report", gone(root, "/Lang")), ("report", gone(root, "/ViewerPreferences"))],
    "attachments": [
        ("report", gone(spec, "/AFRelationship")),
        ("report", gone(spec, "/UF")),
        ("report", gone(spec, "/Desc")),
        ("report", gone(lambda one: spec(one).EF.F, "/Subtype")),
    ],
    "associated": [("report", gone(root, "/AF"))],
    "attached_whole": [("report", lambda pdf: spec(pdf).EF.F.write(b"other"))],
    "layers": [("report", put(root, "/OCProperties", Dictionary()))],
    "one_way": [("report", put(root, "/Requirements", Array())), ("report", put(page, "/PresSteps", Dictionary()))],
}
"""For each rule what breaks it: the kind of file and the change."""

BYTES: dict[str, Callable[[bytes], bytes]] = {
    "header": lambda data: data.replace(b"%PDF-1.7", b"%PDF-2.0", 1),
    "end": lambda data: data + b"<more>",
    "lengths": lambda data: re.sub(rb"/Length (\d+)", lambda found: b"/Length %d" % (int(found[1]) - 2), data, count=1),
    "no_lzw": lambda data: data.replace(b"/FlateDecode", b"/LZWDecode  ", 1),
    "identifier": lambda data: data.replace(b"/ID [", b"/IE [", 1),
}
"""What cannot be broken through objects is broken in the bytes."""


def broken(rule: str, at: int) -> File:
    if rule in BYTES:
        data = papers.report()
        changed = BYTES[rule](data)
        assert changed != data
        return File(changed)
    kind, change = BREAKS[rule][at]
    out = BytesIO()
    with pikepdf.open(BytesIO(papers.KINDS[kind]())) as pdf:
        change(pdf)
        pdf.save(out, static_id=True, fix_metadata_version=False)
    return File(out.getvalue())


def test_every_rule_has_something_that_breaks_it() -> None:
    assert set(BREAKS) | set(BYTES) == set(RULES)


@pytest.mark.parametrize(
    ("rule", "at"), [(rule, at) for rule in RULES for at in range(1 if rule in BYTES else len(BREAKS[rule]))]
)
def test_a_file_that_breaks_a_rule_is_found(rule: str, at: int) -> None:
    assert RULES[rule](broken(rule, at)) != []


def test_an_encrypted_file_is_found() -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(papers.report())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user=""))
    assert RULES["open_to_all"](File(out.getvalue())) == ["/Encrypt"]


def test_a_label_without_its_first_font_would_have_one_that_is_not_embedded() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(9, 9, "x")
    canvas.save()
    assert RULES["embedded"](File(out.getvalue())) == ["/Helvetica"]


def test_labels_are_the_same_file_every_time_and_say_no_time() -> None:
    assert papers.label.__wrapped__() == papers.label()
    assert file("label").said("xmp:CreateDate") is None


def test_every_place_that_draws_a_file_is_looked_at_here() -> None:
    """A new kind of paper has to be added to `papers`."""
    text = (ROOT / "tests" / "reports" / "papers.py").read_text(encoding="utf-8")
    made = set()
    for place in (ROOT / "ebr" / "reports").rglob("*.py"):
        made |= set(
            re.findall(r"^def (\w+)\([^)]*\) -> (?:RecallPaper|MasterPaper)", place.read_text("utf-8"), re.MULTILINE)
        )
    drawing = {"draw_recall", "draw_paper", "draw_form", "draw", "drawn_example"}
    assert {name for name in made | drawing if f"{name}(" not in text} == set()
    finishing = {
        place.name
        for folder in ("reports", "station", "labels")
        for place in (ROOT / "ebr" / folder).rglob("*.py")
        if "finish import" in place.read_text("utf-8")
    }
    assert finishing == {
        "check.py",
        "compare.py",
        "draw.py",
        "form.py",
        "label_files.py",
        "master.py",
        "recall.py",
    }
