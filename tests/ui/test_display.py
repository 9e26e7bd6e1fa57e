"""Where no window can be shown, the program says so in one line and ends; nothing of Qt's is repeated."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui.display import why

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")


def without_display(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the program where there is neither X nor Wayland."""
    gone = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    variables = {name: text for name, text in os.environ.items() if name not in gone}
    return subprocess.run(
        [sys.executable, "-m", "ui", *words],
        env={**variables, "HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("words", [[], ["open", "station"]])
def test_a_program_without_a_display_says_so_in_one_line(words: list[str], tmp_path: Path) -> None:
    done = without_display(*words[:1], *(str(tmp_path / word) for word in words[1:]), home=tmp_path)

    assert done.returncode == 2
    assert done.stderr.startswith("ebr: there is no display here")
    assert len(done.stderr.splitlines()) == 1
    assert "ebr demo --station DIR --headless" in done.stderr
    assert not done.stdout


def test_a_folder_for_pictures_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    done = without_display("screenshots", str(tmp_path / "file" / "pictures"), home=tmp_path)

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert str(tmp_path / "file") in done.stderr


def test_a_missing_library_of_qt_is_named_with_the_way_out() -> None:
    said = ["From 6.5.0, xcb-cursor0 or libxcb-cursor0 is needed to load the Qt xcb platform plugin.", "This failed."]

    line = why(said)

    assert "libxcb-cursor0 is needed" in line
    assert "python3 -m installer run" in line
