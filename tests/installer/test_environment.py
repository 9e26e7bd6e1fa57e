"""The set-up with a real venv and a real pip, on a project of three lines whose one locked package lies in a folder."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from installer import environment
from installer.speech import Stopped

BACKEND = """
import zipfile, pathlib
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "ebr-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder) / name, "w") as wheel:
        wheel.writestr("ebr.pth", str(pathlib.Path.cwd()))
        wheel.writestr("ebr-0.1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: ebr\\nVersion: 0.1.0\\n")
        wheel.writestr("ebr-0.1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("ebr-0.1.0.dist-info/RECORD", "")
    return name
"""
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "ebr"
version = "0.1.0"
[tool.anything]
setting = 1
"""


def wheel(folder: Path, version: str) -> str:
    """Write a package called `grain` to the folder and return its line of a lock."""
    path = folder / f"grain-{version}-py3-none-any.whl"
    about = f"grain-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("grain.py", f"version = '{version}'\n")
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: grain\nVersion: {version}\n")
        archive.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{about}/RECORD", "")
    return f"grain=={version} \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    root = tmp_path / "tree"
    root.mkdir()
    (root / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (root / "backend.py").write_text(BACKEND, encoding="utf-8")
    (root / "requirements.lock").write_text(wheel(wheels, "1.0"), encoding="utf-8")
    return root


def grain(python: Path) -> str:
    return subprocess.run(
        [python, "-c", "import grain; print(grain.version)"], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_an_environment_is_made_once_kept_and_renewed(tree: Path, capsys: pytest.CaptureFixture[str]):
    # A fresh tree gets what the lock names
    python = environment.ensure(tree)
    assert grain(python) == "1.0"
    assert "Installing the 1 packages" in capsys.readouterr().out

    # A second run does nothing, also after a tool's setting has changed
    settings = (tree / "pyproject.toml").read_text(encoding="utf-8").replace("setting = 1", "setting = 2")
    (tree / "pyproject.toml").write_text(settings, encoding="utf-8")
    environment.ensure(tree)
    assert capsys.readouterr().out == ""

    # Another lock is installed over what is there
    (tree / "requirements.lock").write_text(wheel(tree.parent / "wheels", "2.0"), encoding="utf-8")
    (tree / ".venv" / "kept").touch()
    assert grain(environment.ensure(tree)) == "2.0"
    assert (tree / ".venv" / "kept").exists()

    # A set-up that was cut off is redone from nothing
    capsys.readouterr()
    (tree / ".venv" / "ebr-setup").write_text(environment.UNFINISHED, encoding="utf-8")
    assert grain(environment.ensure(tree)) == "2.0"
    assert "interrupted" in capsys.readouterr().out
    assert not (tree / ".venv" / "kept").exists()


def test_a_package_that_is_not_the_locked_one_stops_the_set_up_and_is_redone(
    tree: Path, capsys: pytest.CaptureFixture[str]
):
    lock = (tree / "requirements.lock").read_text(encoding="utf-8")
    (tree / "requirements.lock").write_text(f"{lock[:-5]}0000\n", encoding="utf-8")
    with pytest.raises(Stopped, match="HASHES"):
        environment.ensure(tree)
    (tree / "requirements.lock").write_text(lock, encoding="utf-8")
    assert grain(environment.ensure(tree)) == "1.0"
    assert "interrupted" in capsys.readouterr().out


def test_an_environment_copied_from_another_folder_is_made_anew(tree: Path, capsys: pytest.CaptureFixture[str]):
    folder = tree / ".venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "ebr-setup").write_text("/another/folder 00", encoding="utf-8")
    environment.ensure(tree)
    assert "belongs to another folder" in capsys.readouterr().out


def test_a_missing_venv_is_answered_with_the_line_that_installs_it(tree: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(environment.debian, "here", lambda: True)
    monkeypatch.setattr(environment.debian.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(environment.sys, "version_info", type("Version", (), {"minor": 12}))
    with pytest.raises(Stopped, match="sudo apt-get install --no-install-recommends python3.12-venv"):
        environment.ensure(tree)


def test_a_second_set_up_waits_for_the_first_and_takes_over_what_it_made(tree: Path):
    code = (
        "import sys, pathlib; from installer import environment; print(environment.ensure(pathlib.Path(sys.argv[1])))"
    )
    root = Path(environment.__file__).parent.parent
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(tree)], cwd=root, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("Installing the 1 packages" in text for text in said) == 1
    assert not any("interrupted" in text for text in said)
