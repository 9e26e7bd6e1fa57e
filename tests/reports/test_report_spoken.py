"""Reports in other languages: verified in the one they were drawn in; Arabic is joined, ordered, and found as it is read."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from shutil import which

import pikepdf
import pytest

from ebr import words
from ebr.cli.qualification.plant import BATCH, Plant, Stages
from ebr.cli.qualification.stages import STAGES
from ebr.reports.check import check_pdf
from ebr.reports.document import Document, Paragraph
from ebr.reports.pdf import arabic, bidi, chinese
from ebr.reports.pdf.draw import draw
from ebr.reports.pdf.faces import drawable, line, width, wrap
from ebr.reports.pdf.flow import Box, Piece, Rule, Run
from ebr.reports.pdf.paint import ACROSS, turned
from ebr.reports.pdf.paper import BODY, LEFT, RIGHT, STRONG, TEXT
from ebr.reports.pdf.read import words_by_page
from ebr.wording.han import CLOSING
from tests.reports.pdf_a_rules import RULES, File

SPOKEN = [code for code in words.available() if code != "en"]
FSI, PDI = words.ISOLATE
SENTENCE = f"تم تسجيل القيمة الأولى {FSI}12.50 °C{PDI} للدفعة {FSI}CT-2026-007 (A){PDI} حالياً."
"""Recorded was the first value 12.50 °C for batch CT-2026-007 (A) at present: with a ligature and with a mark."""


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    words.use_language("en")


@pytest.fixture
def mirrored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything as in a language that is read from right to left, whether its catalogue is here or not."""
    voice = replace(words._now(), code="ar", mirrored=True)
    monkeypatch.setattr(words._Spoken, "voice", voice)


def arabic_report(document: Document) -> bytes:
    return draw(replace(document, language="ar", blocks=(Paragraph(SENTENCE, "normal"),)), {})


def shown(line: str) -> str:
    """What stands on the paper from left to right."""
    pieces = (part if level % 2 == 0 else part[::-1] for part, level in bidi.runs(line))
    return words.plain("".join(pieces))


@pytest.mark.parametrize(
    ("line", "left_to_right"),
    [
        ("abc 12", "abc 12"),
        ("ابج", "جبا"),
        ("ابج 12.5 دهو", "وهد 12.5 جبا"),
        (f"ابج {FSI}AB-12 (3){PDI} دهو", "وهد AB-12 (3) جبا"),
        (f"ابج {FSI}2026-11-22 14:02 +01:00{PDI}", "2026-11-22 14:02 +01:00 جبا"),
        (f"{FSI}-5{PDI} ابج", "جبا -5"),
        ("Lot ابج 12", "Lot 12 جبا"),
        (f"{bidi.RLM}Lot 12, ابج", "جبا ,Lot 12"),
        ("12 (ABC)", "12 (ABC)"),
    ],
)
def test_letters_stand_in_the_order_of_unicode(line: str, left_to_right: str) -> None:
    assert shown(line) == left_to_right


def test_letters_are_joined_and_a_ligature_takes_less_room_than_its_letters() -> None:
    alone = sum(width(letter, TEXT, 10) for letter in "لا")
    assert 0 < width("لا", TEXT, 10) < alone
    assert {one.face for one in line(TEXT, "دفعة AB").glyphs} == {arabic.LIGHT, TEXT}


def test_marks_of_isolates_are_known_only_where_they_are_the_programs_own(mirrored: None) -> None:
    assert drawable(f"{FSI}A{PDI}") == f"{FSI}A{PDI}"
    with words.speaking("en"):
        assert drawable(f"{FSI}A{PDI}") == "[U+2068]A[U+2069]"
    assert drawable("\u202eA") == "[U+202E]A"  # an override never


def test_a_value_that_is_set_apart_is_not_parted(mirrored: None) -> None:
    lines = wrap(f"ابج دهو {FSI}2026-11-22 14:02 +01:00{PDI} ابج", TEXT, 10, 160)
    assert len(lines) > 1
    assert any("2026-11-22 14:02 +01:00" in line for line in lines)


def test_a_line_without_arabic_letters_of_a_text_that_has_some_is_drawn(document: Document, mirrored: None) -> None:
    """A label in Latin letters that is set apart, and so long that it goes on on a second line."""
    label = f"{FSI}Chain of{PDI} identity (COI)"
    lines = wrap(label, TEXT, 10, 60)
    assert lines[-1] == "(COI)"
    assert all(width(one, TEXT, 10) > 0 for one in lines)
    identity = replace(document.identity, chain=((label, "COI-7Q4M-2B81-K"),))
    assert arabic_report(replace(document, identity=identity)).startswith(b"%PDF")


def test_a_page_in_the_mirror_keeps_its_measures() -> None:
    piece = Piece(
        10.0, (Run(0.0, 8.0, TEXT, 10.0, "000000", "Batch"),), (Box(0, 0, 50, 9), Rule(5, 1, 60, 1, 1, "000000"))
    )
    there = turned(piece)
    assert there.runs[0].x + width("Batch", TEXT, 10.0) == pytest.approx(ACROSS)
    assert there.marks == (Box(ACROSS - 50, 0, 50, 9), Rule(ACROSS - 60, 1, ACROSS - 5, 1, 1, "000000"))
    assert turned(there).runs[0].x == pytest.approx(piece.runs[0].x)
    assert pytest.approx(RIGHT) == LEFT + ACROSS - BODY  # the wide margin, with its marks, is at the right


def test_an_arabic_report_is_whole_and_keeps_the_rules_of_pdf_a(document: Document, mirrored: None) -> None:
    drawn = arabic_report(document)
    assert drawn == arabic_report(document)
    file = File(drawn)
    assert {name: wrong for name, rule in RULES.items() if (wrong := rule(file))} == {}
    with pikepdf.open(BytesIO(drawn)) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        assert any("EbrArabic" in str(font.BaseFont) for font in fonts)
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)
        assert str(pdf.Root.Lang) == "ar"
    found = [word for page in words_by_page(drawn) for word in page]
    assert {"تسجيل", "القيمة", "الأولى", "12.50"} <= set(found)


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext is not on this machine")
def test_pdftotext_finds_the_letters_in_the_order_they_are_read(
    document: Document, mirrored: None, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(arabic_report(document))
    said = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True)
    text = "".join(letter for letter in said.stdout if letter.isprintable() or letter in " \n").replace("\u200f", "")
    for part in ("تم تسجيل القيمة الأولى", "للدفعة", "حالياً", "CT-2026-007 (A)", "12.50 °C"):
        assert part in text


@pytest.fixture
def chinese_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words._Spoken, "voice", replace(words._now(), code="zh"))


CHINESE = "批次CT-2026-007（A）已于2026-11-22 14:02放行，净重12.50 g。"


def test_chinese_is_drawn_where_chinese_is_spoken_and_elsewhere_as_before(chinese_spoken: None) -> None:
    assert drawable("批次A\U0001f642") == "批次A[U+1F642]"
    assert [(one.face, one.text) for one in line(STRONG, "批次A").glyphs] == [(chinese.HAN, "批次"), (STRONG, "A")]
    assert width("批次", TEXT, 10) == pytest.approx(20)
    with words.speaking("en"):
        assert drawable("批次A") == "[U+6279][U+6B21]A"  # as sealed reports of the forms so far say it


def test_a_line_of_chinese_letters_and_arabic_ones_is_drawn(chinese_spoken: None) -> None:
    faces = {one.face for one in line(TEXT, "批次 دفعة AB").glyphs}
    assert faces == {chinese.HAN, arabic.LIGHT, TEXT}
    assert width("批次 دفعة AB", TEXT, 10) > 20


@pytest.mark.parametrize("room", range(45, 200, 7))
def test_lines_of_chinese_are_whole_and_within_their_room(chinese_spoken: None, room: int) -> None:
    lines = wrap(CHINESE, TEXT, 10, room)
    assert "".join(lines).replace(" ", "") == CHINESE.replace(" ", "")
    assert all(width(one, TEXT, 10) <= room and one[0] not in CLOSING for one in lines)
    assert room < 80 or any("CT-2026-007" in one for one in lines)


def test_a_chinese_report_keeps_the_rules_of_pdf_a_and_is_found_again(
    document: Document, chinese_spoken: None, tmp_path: Path
) -> None:
    texts = Paragraph(CHINESE, "normal"), Paragraph(CHINESE, "strong")
    drawn = draw(replace(document, language="zh", blocks=texts), {})
    file = File(drawn)
    assert {name: wrong for name, rule in RULES.items() if (wrong := rule(file))} == {}
    with pikepdf.open(BytesIO(drawn)) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        assert any("EbrChinese" in str(font.BaseFont) for font in fonts)
        assert str(pdf.Root.Lang) == "zh"
    said = "".join(word for page in words_by_page(drawn) for word in page)
    assert said.count(CHINESE.replace(" ", "")) == len(texts)


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    made = Stages(tmp_path_factory.mktemp("spoken"), STAGES).plant("stocked")
    yield made
    made.station.close()


def report_in(plant: Plant, code: str, file: Path) -> bytes:
    words.use_language(code)
    plant.be("qlee")
    answer = plant.station.report(BATCH, file, by="qlee")
    words.use_language("en")
    assert answer.refusal is None
    return file.read_bytes()


@pytest.mark.parametrize("code", SPOKEN)
def test_a_report_is_verified_in_the_language_it_was_drawn_in(plant: Plant, code: str, tmp_path: Path) -> None:
    pdf = report_in(plant, code, tmp_path / "report.pdf")
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == code
    found = check_pdf(pdf)
    assert [(one.code, one.params) for one in found.findings] == []
    assert words.language() == "en"


@pytest.mark.skipif(not SPOKEN, reason="there is no other language yet")
def test_a_file_that_says_another_language_than_its_pages_is_found(plant: Plant, tmp_path: Path) -> None:
    report_in(plant, SPOKEN[0], tmp_path / "report.pdf")
    with pikepdf.open(tmp_path / "report.pdf", allow_overwriting_input=True) as opened:
        opened.Root.Lang = pikepdf.String("en")
        opened.save(tmp_path / "other.pdf")
    codes = {one.code for one in check_pdf((tmp_path / "other.pdf").read_bytes()).findings}
    assert "pdf_differs" in codes
