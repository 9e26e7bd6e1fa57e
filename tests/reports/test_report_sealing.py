from __future__ import annotations

import random
import subprocess
from dataclasses import replace
from io import BytesIO
from shutil import which

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from ebr.reports.document import Cell, Table
from ebr.reports.pdf.compare import compare
from ebr.reports.pdf.draw import draw
from ebr.reports.pdf.read import SignatureStatus, attachments, signature_status, words_by_page
from ebr.reports.pdf.sign import seal_reason, sign
from tests.reports.conftest import ATTACHED
from tests.reports.seals import MADE, station


def hole(pdf: bytes) -> tuple[int, int]:
    _, start, end, _ = (int(part) for part in pdf[pdf.index(b"/ByteRange") + 11 :].split(b"]")[0].strip(b" [").split())
    return start, end


def test_the_seal_is_good_and_says_whose_it_is(sealed, site):
    status = signature_status(sealed)
    assert status.good
    assert (status.signer, status.name) == ("Station Cleanroom B-2", "Cleanroom B-2")
    assert status.chain == tuple(site.chain)
    assert "not an approval" in status.reason
    assert status.at == MADE.isoformat()


def test_sealing_only_appends(drawn, sealed):
    assert sealed.startswith(drawn)
    assert compare(sealed, drawn) == []


def test_a_file_without_a_seal_or_that_is_no_pdf_says_so(drawn):
    assert signature_status(drawn) == SignatureStatus(words=("The file carries no seal.",))
    assert not signature_status(b"not a pdf").good
    for question in (attachments, words_by_page):
        with pytest.raises(ValueError):
            question(b"not a pdf")


@pytest.mark.parametrize("seed", range(2))
def test_any_flipped_bit_is_found(sealed, seed):
    """The seal's own bytes and their padding are where a change could hide: half of the places are there."""
    pick = random.Random(seed)
    start, end = hole(sealed)
    places = [pick.randrange(start, end) for _ in range(60)] + [pick.randrange(len(sealed)) for _ in range(60)]
    for place in places:
        changed = bytearray(sealed)
        changed[place] ^= 1 << pick.randrange(8)
        assert not signature_status(bytes(changed)).good, place


def test_bytes_after_the_seal_are_found(sealed):
    assert not signature_status(sealed + b"\n% more").good


def test_a_key_on_another_curve_or_of_another_certificate_is_refused(drawn, site):
    with pytest.raises(ValueError):
        sign(drawn, ec.generate_private_key(ec.SECP384R1()), site.chain, "n", "r", MADE)
    with pytest.raises(ValueError):
        sign(drawn, ec.generate_private_key(ec.SECP256R1()), site.chain, "n", "r", MADE)


def test_a_chain_without_its_root_is_not_intact(drawn, site):
    assert not signature_status(sign(drawn, site.key, site.chain[:2], "n", "r", MADE)).good


def resealed(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out)
    thief = station("Cleanroom B-2")
    forged = sign(out.getvalue(), thief.key, thief.chain, "Cleanroom B-2", seal_reason(), MADE)
    assert signature_status(forged).good
    return forged


def overlaid(drawn: bytes, page: int, content: bytes) -> bytes:
    with pikepdf.open(BytesIO(drawn)) as pdf:
        pdf.pages[page].contents_add(pdf.make_stream(content))
        return resealed(pdf)


def test_a_digit_laid_over_and_sealed_again_is_found(drawn):
    forged = overlaid(drawn, 4, b"q 1 1 1 rg 350 500 60 12 re f 0 0 0 rg BT /F1+0 9 Tf 352 503 Td (149.5) Tj ET Q")
    found = compare(forged, drawn)
    assert any(one.page == 5 and one.kind == "words" and "149.5" in one.found for one in found)
    assert {one.page for one in found} == {5}


@pytest.mark.parametrize("content", [
    b"q 1 1 1 rg 350 500 60 12 re f Q",
    b"q 0 0 0 RG 2 w 350 500 m 350 512 l S Q",
    b"q 60 0 0 12 350 500 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q",
])  # fmt: skip
def test_anything_else_drawn_over_and_sealed_again_is_found(drawn, content):
    found = compare(overlaid(drawn, 4, content), drawn)
    assert [(one.page, one.kind) for one in found] == [(5, "drawing")]


def test_a_note_laid_over_the_page_is_found(drawn):
    with pikepdf.open(BytesIO(drawn)) as pdf:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[350, 500, 410, 512], F=4)
        pdf.pages[4].Annots = pikepdf.Array([pdf.make_indirect(note)])
        forged = resealed(pdf)
    assert [(one.page, one.kind) for one in compare(forged, drawn)] == [(5, "drawing")]


def test_another_shape_for_a_digit_in_a_font_is_found(drawn):
    with pikepdf.open(BytesIO(drawn)) as pdf:
        font = next(one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one)
        data = bytearray(font.FontFile2.read_bytes())
        data[len(data) // 2] ^= 1
        font.FontFile2.write(bytes(data))
        forged = resealed(pdf)
    assert any(one.kind == "drawing" for one in compare(forged, drawn))


def test_a_turned_or_cropped_page_and_a_script_are_found(drawn):
    with pikepdf.open(BytesIO(drawn)) as pdf:
        pdf.pages[3].CropBox = pikepdf.Array([0, 0, 595, 400])
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        forged = resealed(pdf)
    found = compare(forged, drawn)
    assert any(one.page == 4 for one in found)
    assert any(one.kind == "file" and "/OpenAction" in one.found for one in found)


def test_another_attachment_is_found(document, drawn, site):
    other = sign(draw(document, ATTACHED | {"record.zip": b"other"}), site.key, site.chain, "n", "r", MADE)
    assert {one.kind for one in compare(other, drawn)} == {"file"}


def test_a_page_left_out_is_found(drawn):
    with pikepdf.open(BytesIO(drawn)) as pdf:
        del pdf.pages[5]
        forged = resealed(pdf)
    found = compare(forged, drawn)
    assert (found[0].page, found[0].kind) == (0, "file")


def test_one_changed_word_of_the_record_is_named(document, drawn):
    rows = list(document.blocks[-1].rows)
    rows[30] = (*rows[30][:4], Cell("37.9 °C"))
    changed = replace(document, blocks=(*document.blocks[:-1], replace_rows(document.blocks[-1], rows)))
    found = [one for one in compare(draw(changed, ATTACHED), drawn) if one.kind == "words"]
    assert len(found) == 1
    assert "37.9" in found[0].found


def replace_rows(block: Table, rows) -> Table:
    return replace(block, rows=rows)


def test_pdfsig_accepts_the_seal(tmp_path, sealed):
    if which("pdfsig") is None:
        pytest.skip("pdfsig is not on this machine: nobody but us looked at the seal")
    path = tmp_path / "report.pdf"
    path.write_bytes(sealed)
    done = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False)
    assert "Signature is Valid" in done.stdout
    assert "Total document signed" in done.stdout
