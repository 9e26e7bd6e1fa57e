"""`ebr label`: a template is drawn and never looks real; a code is read, or refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from ebr.cli import run

GTIN = "09506000134352"


@pytest.mark.parametrize(("name", "start"), [("x.png", b"\x89PNG"), ("x.pdf", b"%PDF"), ("x.zpl", b"^XA")])
def test_a_template_is_drawn(tmp_path: Path, name: str, start: bytes) -> None:
    assert run(["label", "draw", "metformin_bottle", "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_what_is_drawn_without_a_station_is_not_real(tmp_path: Path) -> None:
    assert run(["label", "draw", "metformin_bottle", "-o", str(tmp_path / "x.png")]) == 0
    (code,) = zxingcpp.read_barcodes(Image.open(tmp_path / "x.png"))
    assert code.symbology_identifier == "]d1"
    assert code.bytes.startswith(b"NOT REAL REHEARSAL ")


def test_the_check_symbol_has_a_separator_in_it(tmp_path: Path) -> None:
    assert run(["label", "check-symbol", "-o", str(tmp_path / "check.png")]) == 0
    (code,) = zxingcpp.read_barcodes(Image.open(tmp_path / "check.png"))
    assert code.symbology_identifier == "]d2"
    assert b"10SCANNER-CHECK\x1d211" in code.bytes


def test_another_ending_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["label", "draw", "container", "-o", str(tmp_path / "x.bmp")]) == 1
    assert ".bmp" in capsys.readouterr().err


def test_a_code_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["label", "read", f"]d201{GTIN}10L-7~2142"]) == 0
    assert "lot\tL-7\nserial\t42" in capsys.readouterr().out
    assert run(["label", "read", f"]d201{GTIN}10L-7~2142", "--profile", "practice"]) == 1
    assert "real label" in capsys.readouterr().err
    assert run(["label", "read", f"01{GTIN}10L-7"]) == 1
    assert "AIM" in capsys.readouterr().err


@pytest.mark.parametrize("code", ["", "  "])
def test_nothing_scanned_is_refused(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["label", "read", code]) == 1
    assert "nothing was scanned" in capsys.readouterr().err
