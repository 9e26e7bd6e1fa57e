"""The pictures show what they say: each theme its own colours, on a terminal that has that theme."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from tests.ui.real_station import Floor
from ui.screenshots import SIZES, THEMES, Folder, pictures
from ui.screenshots_acts import Shot


def _ground(file: Path) -> QColor:
    """Return the colour of the ground beside the page, below its bar."""
    picture = QImage(str(file))
    return picture.pixelColor(3, picture.height() // 2)


def test_each_theme_has_its_own_colours(qapp: QApplication, floor: Floor, tmp_path: Path) -> None:
    shot = Shot("people", floor.station.store.state("site").founders[0], "people")
    assert pictures(floor.station, [shot], Folder(tmp_path)) == len(THEMES) * len(SIZES)
    light, dark, contrast = (_ground(tmp_path / f"people_{theme}_1280.png") for theme in THEMES)
    assert light.lightness() > 200
    assert dark.lightness() < 60
    assert contrast == QColor("black")


def test_only_the_pictures_that_are_there_are_made_anew(qapp: QApplication, floor: Floor, tmp_path: Path) -> None:
    person = floor.station.store.state("site").founders[0]
    there = tmp_path / "people_dark_1280.png"
    there.write_bytes(b"old")
    assert pictures(floor.station, [Shot("people", person, "people")], Folder(tmp_path, renew=True)) == 1
    assert [file.name for file in tmp_path.glob("*.png")] == [there.name]
    assert QImage(str(there)).width() == SIZES["1280"][0]
