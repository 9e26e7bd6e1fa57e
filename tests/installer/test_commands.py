from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ebr import paths
from installer import __main__ as entry
from installer import bundle, checks, commands
from installer.steps import Outcome, Step, run_all, summary

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize(
    ("version", "spoken"), [((3, 10, 12), True), ((2, 7, 18), True), ((3, 11, 0), False), ((3, 14, 1), False)]
)
def test_a_python_that_is_too_old_is_told_so(version: tuple[int, ...], *, spoken: bool):
    sentence = entry.too_old(version)
    assert (sentence is not None) is spoken
    assert sentence is None or "needs Python 3.11 or newer, and this is Python" in sentence


def test_the_entry_can_be_read_by_an_old_python():
    compile(
        (ROOT / "installer" / "__main__.py").read_text(encoding="utf-8"), "x", "exec", flags=0x400, _feature_version=6
    )


def test_an_unknown_command_ends_with_two():
    done = subprocess.run(
        [sys.executable, "-m", "installer", "fly"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "invalid choice: 'fly'" in done.stderr


@pytest.mark.parametrize(
    ("platform", "variables", "shown"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_window_needs_a_display(platform: str, variables: dict[str, str], *, shown: bool):
    assert commands.has_display(platform, variables) is shown


@pytest.mark.parametrize(
    ("variables", "shown"),
    [({"QT_QPA_PLATFORM": "offscreen"}, True), ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":9999"}, False)],
)
def test_a_display_that_is_named_is_tried(variables: dict[str, str], *, shown: bool):
    assert commands.opens(Path(sys.executable), {**os.environ, **variables}) is shown


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_the_demonstration_lies_where_the_program_keeps_its_data(platform: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(paths.sys, "platform", platform)
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    assert commands.data_folder(platform, {"XDG_DATA_HOME": "/data", "LOCALAPPDATA": "/local"}) == paths.data()


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_every_check_runs_and_says_what_it_should(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    steps = [
        Step("Quiet", python("print('not shown')")),
        Step("Broken", python("import sys; print('the reason'); sys.exit(3)")),
        Step("Counts", python("print('noise'); print('7 passed')"), shows="closing line"),
        Step("Figures", python("import os; print('first'); print(os.environ['WHICH'])"), shows="all"),
        Step("Endless", python("print('begun', flush=True); import time; time.sleep(60)"), limit=1.0),
    ]
    outcomes = run_all(steps, tmp_path, {"WHICH": "second"})
    told = capsys.readouterr().out

    assert [outcome.passed for outcome in outcomes] == [True, False, True, True, False]
    assert "not shown" not in told
    assert "noise" not in told
    assert all(
        text in told for text in ("FAILED", "the reason", "7 passed", "first\nsecond", "begun\n\nStopped after 1 s")
    )
    assert summary(outcomes).startswith("2 of 5 checks failed in ")
    assert summary(outcomes).endswith(": Broken, Endless.")


def test_a_run_without_a_failure_says_so():
    assert summary([Outcome("One", passed=True, seconds=1.2, output="")]) == "All 1 checks passed in 1 s."


def test_a_soak_is_passed_on():
    assert list(checks.durability("python", soak=True).command)[1:] == ["-m", "tests.durability", "--soak"]
    assert "--soak" not in checks.durability("python", soak=False).command


def test_a_bundle_with_the_gpl_keyboard_is_refused(tmp_path: Path):
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "libqtvirtualkeyboardplugin.so").touch()
    (tmp_path / "libQt6Core.so.6").touch()
    assert bundle.forbidden_files(tmp_path) == ["plugins/libqtvirtualkeyboardplugin.so"]


def test_another_story_is_played_in_another_folder(tmp_path: Path) -> None:
    for place in commands.PLAYED:
        (tmp_path / place).mkdir(parents=True)
    script = tmp_path / "resources" / "demo" / "handrub_f1.yaml"
    script.write_text("acts: [issue]")
    before = commands.demo_folder(tmp_path)

    assert before == commands.demo_folder(tmp_path)
    script.write_text("acts: [issue, check]")
    assert commands.demo_folder(tmp_path) != before
    assert before.startswith("demo-site-")
