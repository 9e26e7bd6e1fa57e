from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from shutil import which

import pikepdf
import pypdfium2
import pytest

from ebr.reports.document import Column, Document, Entries, Entry, Image, Paragraph, Table
from ebr.reports.pdf.draw import draw
from ebr.reports.pdf.faces import drawable, width, wrap
from ebr.reports.pdf.paper import CODE, TEXT
from ebr.reports.pdf.read import attachments, words_by_page
from tests.reports.conftest import ATTACHED
from tests.reports.sample import picture, sample


def text_of(pdf: bytes) -> list[str]:
    return [" ".join(words) for words in words_by_page(pdf)]


def test_importing_the_document_loads_no_drawing_library():
    code = "import sys, ebr.reports.document; print({'reportlab', 'pikepdf', 'pyhanko', 'PIL', 'pypdfium2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_same_document_gives_the_same_bytes_in_this_process_and_in_another(document, drawn):
    assert draw(document, ATTACHED) == drawn
    code = (
        "import hashlib; from ebr.reports.pdf.draw import draw; from tests.reports.sample import sample;"
        "from tests.reports.conftest import ATTACHED; print(hashlib.sha256(draw(sample(), ATTACHED)).hexdigest())"
    )
    import hashlib

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(drawn).hexdigest()


def test_every_font_is_embedded(drawn):
    with pikepdf.open(BytesIO(drawn)) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        assert len(fonts) >= 4
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_every_page_names_the_batch_the_identity_the_profile_the_report_and_its_place(document, drawn):
    pages = text_of(drawn)
    assert len(pages) > 15
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert document.identity.batch in page
        assert all(value in page for _, value in document.identity.chain)
        assert "Report 2, copy 1" in page
        assert "MBR car_t_autologous version 3" in page
        assert page.count("Demonstration: not a production record") >= 2


def test_a_production_report_has_no_band(document):
    production = replace(document, identity=replace(document.identity, profile="production"), blocks=())
    assert not any("not a production record" in page for page in text_of(draw(production, {})))


def test_contents_name_the_pages_on_which_the_chapters_stand(document, drawn):
    pages = text_of(drawn)
    for chapter in ("1 Exceptions", "3 Execution", "6 Audit trail"):
        stands = next(n for n, page in enumerate(pages[2:], 3) if chapter in page)
        assert f"{chapter} {stands}" in pages[1]


def test_bookmarks_name_chapters_and_phases(drawn):
    with pikepdf.open(BytesIO(drawn)) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert titles[0] == "About this report"
        assert "3  Execution" in titles
        execution = next(item for item in outline.root if item.title == "3  Execution")
        assert execution.children[0].title == "3.1  Wash and count, round 1"


def test_a_corrected_value_is_struck_through_with_reason_and_mark(document):
    """21 CFR 11.10(e), Annex 11 8.2: the line through the earlier value is really drawn across its middle."""
    only = replace(document, blocks=(Entries(tuple(sample_entry())),))
    pdf = draw(only, {})
    opened = pypdfium2.PdfDocument(pdf)
    page = opened[len(opened) - 1]
    text = page.get_textpage()
    place = text.search("184.5 mL").get_next()
    left, low, _, high = text.get_charbox(place[0])
    picture = page.render(scale=4, grayscale=True).to_pil()
    x0, x1 = int(left * 4), int(text.get_charbox(place[0] + 7)[2] * 4)
    rows = [page.get_height() * 4 - (low + (high - low) * part) * 4 for part in (0.2, 0.3, 0.4, 0.5, 0.6)]
    dark = [all(picture.getpixel((x, int(y))) < 140 for x in range(x0, x1)) for y in rows]
    opened.close()
    assert any(dark)
    words = text_of(pdf)[-1]
    assert "Earlier value, corrected" in words
    assert "Reason: digits exchanged" in words
    assert "Changed after entry" in words


def sample_entry():
    from ebr.reports.document import Earlier

    earlier = (Earlier("184.5 mL", "digits exchanged", "Maria Chen", "2026-10-05 09:09:12 +02:00"),)
    yield Entry(
        "1", "Volume", "148.5 mL", "Maria Chen", "2026-10-05 09:12:12 +02:00", earlier=earlier, marks=("changed",)
    )


def test_a_signature_shows_name_role_meaning_and_time_and_a_void_one_why(drawn):
    whole = " ".join(text_of(drawn))
    assert "Dr Lena Weiss" in whole
    assert "lweiss · Qualified person" in whole
    assert "Certified" in whole
    assert "Void: a covered value was corrected on 2026-10-05 09:31" in whole


def test_entries_not_witnessed_are_counted_in_words(drawn):
    assert "14 entries not witnessed." in text_of(drawn)[1]


def test_the_codes_can_be_read_from_the_page(document, drawn):
    import zxingcpp

    opened = pypdfium2.PdfDocument(drawn)
    for index in (0, 1):
        found = zxingcpp.read_barcodes(opened[index].render(scale=3).to_pil())
        assert document.verification.qr in [code.text for code in found]
    opened.close()


@pytest.mark.parametrize(("text", "shown"), [
    ("tab\there", "tab[U+0009]here"),
    ("\u202e5.21", "[U+202E]5.21"),
    ("細胞", "[U+7D30][U+80DE]"),
    ("µg ± 5 °C – Łódź Ω", "µg ± 5 °C – Łódź Ω"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_drawn_as_its_number(text, shown):
    assert drawable(text) == shown


def test_all_digits_have_one_width_and_the_code_face_tells_letters_apart():
    assert len({width(digit, TEXT, 10) for digit in "0123456789"}) == 1
    assert len({width(digit, CODE, 10) for digit in "0123456789"}) == 1


def test_wrapping_loses_nothing():
    text = "a" * 300 + " and the rest  of it"
    lines = wrap(text, TEXT, 9, 80)
    assert all(width(line, TEXT, 9) <= 80 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_very_long_texts_in_every_place_are_complete(document):
    long = " ".join(f"word{n}" for n in range(1500))
    blocks = (
        Paragraph(long), Table((Column("A"), Column("B", 3)), [("x", long)]),
        Entries((Entry("1", "label", long, "by", "at", notes=(long,)),)),
    )  # fmt: skip
    pages = text_of(draw(replace(document, blocks=blocks), {}))
    assert sum(page.count("word1499") for page in pages) == 4
    assert sum(page.count("word700") for page in pages) == 4


def test_a_table_repeats_its_head_on_every_page(drawn):
    pages = [page for page in text_of(drawn) if "incubator temperature" in page]
    assert len(pages) > 5
    assert all("No. When Who What Details" in page for page in pages)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_upright(document, orientation):
    from PIL import Image as Pillow

    source = Pillow.new("RGB", (80, 40), "white")
    source.paste((0, 0, 0), (0, 0, 20, 10))
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    out = BytesIO()
    source.save(out, "JPEG", exif=exif, quality=95)
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(Pillow.open(BytesIO(out.getvalue())))
    pdf = draw(replace(document, blocks=(Image("0" * 64, out.getvalue, "caption"),)), {})
    opened = pypdfium2.PdfDocument(pdf)
    page = opened[len(opened) - 1]
    (drawn_one,) = page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    left, low, right, high = drawn_one.get_bounds()
    shown = page.render(scale=1).to_pil()
    box = (int(left), int(page.get_height() - high), int(right), int(page.get_height() - low))
    small = shown.crop(box).convert("L").resize(upright.size)
    opened.close()
    corner = {
        (x, y): upright.convert("L").getpixel((x, y)) < 100
        for x in (4, upright.width - 5)
        for y in (3, upright.height - 4)
    }
    assert corner == {at: small.getpixel(at) < 100 for at in corner}


def test_attachments_come_back_as_they_went_in(drawn):
    assert attachments(drawn) == ATTACHED


def test_the_file_says_that_it_is_pdf_a_3b_and_keeps_its_rules(drawn):
    """What ISO 19005-3 asks and can be checked without veraPDF."""
    with pikepdf.open(BytesIO(drawn)) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        assert b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in packet
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert all("/AFRelationship" in one and "/Subtype" in one.EF.F for one in pdf.Root.AF)
        assert "/Encrypt" not in pdf.trailer
        assert "/ID" in pdf.trailer
        assert str(pdf.docinfo["/Title"]) == "Batch record CT-2026-0417, Autologous CAR-T cells"
        assert str(pdf.Root.Lang) == "en"
        assert all("/JS" not in one for one in pdf.objects if isinstance(one, pikepdf.Dictionary))


@pytest.mark.parametrize(("program", "arguments"), [("qpdf", ["--check"]), ("verapdf", ["--flavour", "3b"])])
def test_other_programs_accept_the_file(tmp_path, sealed, program, arguments):
    if which(program) is None:
        pytest.skip(f"{program} is not on this machine: its check of PDF/A was not made")
    path = tmp_path / "report.pdf"
    path.write_bytes(sealed)
    done = subprocess.run([program, *arguments, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_picture_is_loaded_only_while_drawing():
    loads = []

    def load() -> bytes:
        loads.append(1)
        return picture()

    block = Image("0" * 64, load, "caption")
    assert block == Image("0" * 64, picture, "caption")
    assert loads == []


def test_an_empty_document_can_be_drawn():
    empty = sample(1, 3)
    bare: Document = replace(
        empty, blocks=(), heads=(), summary=(), signatures=(), verification=None, changes=(), supersedes=""
    )
    assert len(words_by_page(draw(bare, {}))) == 2


def test_a_report_with_a_thousand_bookmarks_can_be_compared(document):
    from ebr.reports.document import Heading
    from ebr.reports.pdf.compare import compare

    long = replace(document, blocks=tuple(Heading(3, str(n), "Round") for n in range(1000)))
    assert compare(draw(long, {}), draw(long, {})) == []
