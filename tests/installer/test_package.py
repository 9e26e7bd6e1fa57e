"""The Debian package, the list of parts and the Windows script, on a small folder that stands for the program."""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from installer import bundle, package, shipped

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """#!/bin/sh
echo "Commands:"
echo "  verify   Say whether a record is whole."
echo "  report   Make a signed PDF."
"""


@pytest.fixture
def tree(tmp_path: Path) -> tuple[Path, Path]:
    """A source with a program of three files in `dist/ebr`."""
    root, folder = tmp_path / "source", tmp_path / "source" / "dist" / "ebr"
    folder.mkdir(parents=True)
    for name in ("pyproject.toml", "LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, root / name)
    (folder / "ebr").write_text(PROGRAM, encoding="utf-8")
    (folder / "ebr").chmod(0o755)
    (folder / "_internal").mkdir()
    (folder / "_internal" / "data").write_bytes(b"\x00" * 100)
    (folder / "_internal" / "link").symlink_to("data")
    (folder / shipped.SBOM).write_text("{}", encoding="utf-8")
    package.put_kiosk(folder)
    (folder / shipped.SUMS).write_text(shipped.sums(folder), encoding="utf-8")
    return root, folder


def members(deb: Path) -> dict[str, bytes]:
    data, found, at = deb.read_bytes(), {}, 8
    assert data.startswith(b"!<arch>\n")
    while at < len(data):
        name, size = data[at : at + 16].decode().strip(), int(data[at + 48 : at + 58])
        found[name] = data[at + 60 : at + 60 + size]
        at += 60 + size + size % 2
    return found


def opened(packed: bytes) -> tarfile.TarFile:
    return tarfile.open(fileobj=io.BytesIO(lzma.decompress(packed)))


def test_a_package_holds_the_program_its_link_and_nothing_of_a_station(tree, monkeypatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    found = members(package.build(*tree))
    assert list(found) == ["debian-binary", "control.tar.xz", "data.tar.xz"]
    data = opened(found["data.tar.xz"])
    names = {member.name.removeprefix("./"): member for member in data.getmembers()}
    assert names["usr/bin/ebr"].linkname == "../lib/ebr/ebr"
    assert names["usr/lib/ebr/ebr"].mode == 0o755
    assert names["usr/lib/ebr/kiosk"].mode == 0o755
    assert names["usr/lib/ebr/_internal/link"].linkname == "data"
    assert {member.uid for member in names.values()} == {0}
    assert {member.mtime for member in names.values()} == {1_700_000_000}
    assert not [name for name in names if name.startswith(("var", "etc", "home"))]
    control = opened(found["control.tar.xz"])
    assert f"Version: {shipped.version_of(ROOT)}\n" in control.extractfile("./control").read().decode()
    assert all(control.getmember(f"./{name}").mode == 0o755 for name in package.SCRIPTS)


def test_the_same_files_make_the_same_package(tree, monkeypatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first = package.build(*tree).read_bytes()
    assert package.build(*tree).read_bytes() == first


def elsewhere(root: Path, target: Path) -> tuple[Path, Path]:
    """The same tree as another machine has it: written in another order, at another time, with other rights."""
    for path in sorted(root.rglob("*"), reverse=True):
        there = target / path.relative_to(root)
        there.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink():
            there.symlink_to(path.readlink())
        elif path.is_file():
            there.write_bytes(path.read_bytes())
            there.chmod(0o700 if os.access(path, os.X_OK) else 0o600)
            os.utime(there, (1_000_000_000, 1_000_000_000))
    return target, target / "dist" / "ebr"


def test_the_same_program_built_on_another_machine_is_the_same_package(tree, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    root, folder = tree
    (folder / "_internal" / "Z.so").write_bytes(b"z")
    (folder / "_internal" / "a b").mkdir()
    (folder / "_internal" / "a b" / "ä.txt").write_text("ä", encoding="utf-8")
    other_root, other = elsewhere(root, tmp_path / "other")
    (folder / shipped.SUMS).write_text(shipped.sums(folder), encoding="utf-8")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    (other / shipped.SUMS).write_text(shipped.sums(other), encoding="utf-8")
    assert (other / shipped.SUMS).read_bytes() == (folder / shipped.SUMS).read_bytes()
    one, two = package.build(root, folder), package.build(other_root, other)
    assert hashlib.sha256(one.read_bytes()).digest() == hashlib.sha256(two.read_bytes()).digest()


def test_the_list_of_sums_is_in_order_and_names_each_file_once(tree) -> None:
    _, folder = tree
    names = [line.split("  ", 1)[1] for line in shipped.sums(folder).splitlines()]
    assert names == sorted(names, key=lambda name: name.split("/"))
    assert len(names) == len(set(names)) == sum(path.is_file() for path in folder.rglob("*")) - 1


def test_the_page_of_the_manual_names_every_command(tree) -> None:
    page = package.man(*tree, "9.9")
    assert "ebr 9.9" in page
    assert ".B verify\nSay whether a record is whole." in page
    assert "@" not in page


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no dpkg-deb here: the package was not read by it")
def test_debians_own_tool_reads_the_package(tree) -> None:
    made = package.build(*tree)
    done = subprocess.run(["dpkg-deb", "--contents", made], capture_output=True, text=True, check=True)
    assert "./usr/share/man/man1/ebr.1.gz" in done.stdout
    done = subprocess.run(["dpkg-deb", "--field", made, "Package"], capture_output=True, text=True, check=True)
    assert done.stdout == "ebr\n"


@pytest.mark.parametrize("name", [*package.SCRIPTS, "kiosk"])
def test_scripts_are_valid_shell_and_never_remove_a_station(name: str) -> None:
    path = package.FILES / name
    subprocess.run(["sh", "-n", str(path)], check=True)
    assert "rm -" not in path.read_text(encoding="utf-8")


def test_purging_keeps_records_and_says_so(tmp_path: Path) -> None:
    """The script itself, with its folder put elsewhere."""
    place = tmp_path / "ebr"
    (place / "station").mkdir(parents=True)
    for name in ("unrecorded.json", "unrecorded.json.new", "station.db"):
        (place / "station" / name).write_text("x")
    text = (package.FILES / "postrm").read_text(encoding="utf-8").replace("/var/lib/ebr", str(place))
    done = subprocess.run(["sh", "-c", text, "postrm", "purge"], capture_output=True, text=True, check=True)
    assert [path.name for path in (place / "station").iterdir()] == ["station.db"]
    assert "is kept" in done.stdout
    assert "never recorded" in done.stdout, "what goes is said as well"
    (place / "station" / "station.db").unlink()
    (place / "station").rmdir()
    subprocess.run(["sh", "-c", text, "postrm", "purge"], check=True)
    assert not place.exists(), "an empty folder holds no record"


def test_sums_name_every_file_and_their_tool_agrees(tree) -> None:
    _, folder = tree
    listed = dict(reversed(line.split("  ", 1)) for line in (folder / shipped.SUMS).read_text().splitlines())
    assert listed["_internal/data"] == hashlib.sha256(b"\x00" * 100).hexdigest()
    assert shipped.SUMS not in listed
    assert "kiosk" in listed, "or `ebr qualify` names it as a file that nobody released"
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "-c", "--quiet", shipped.SUMS], cwd=folder, check=True)


def test_the_list_of_parts_is_cyclonedx_and_the_same_each_time() -> None:
    part = shipped.Part("pypi", "Some_Part", "1.2", "MIT", ())
    found = shipped.bill("0.1", [part])
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    (row,) = found["components"]
    assert row["purl"] == "pkg:pypi/some-part@1.2"
    assert json.dumps(found) == json.dumps(shipped.bill("0.1", [part]))


def test_what_may_not_be_shipped_is_found_by_name(tmp_path: Path) -> None:
    for name in ("PySide6/Qt/plugins/libQt6VirtualKeyboard.so.6", "libreadline.so.8", "libfine.so"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert bundle.forbidden_files(tmp_path) == ["PySide6/Qt/plugins/libQt6VirtualKeyboard.so.6", "libreadline.so.8"]


def test_the_script_for_windows_is_kept_in_step_and_says_that_it_was_not_run() -> None:
    text = (package.FILES / "ebr.iss").read_text(encoding="utf-8")
    assert "NOT RUN" in text
    filled = package.windows(ROOT)
    assert f'#define Version "{shipped.version_of(ROOT)}"' in filled
    assert "@" not in filled
    for path in re.findall(r'(?:Source: "|LicenseFile=)\.\.\\([^"\n*]+)', text):
        assert path.rstrip("\\").replace("\\", "/") in ("dist/ebr", "LICENSE")
    assert "open " in text
    assert "--full-screen" in text
    main = (ROOT / "ui" / "__main__.py").read_text(encoding="utf-8")
    assert 'FULL_SCREEN: Final = "--full-screen"' in main
    assert 'given[0] == "open"' in main
    unit = (package.FILES / "ebr-kiosk.service").read_text(encoding="utf-8")
    assert f"ExecStart=/{package.ROOT_FOLDER}/kiosk" in unit
    assert "--full-screen" in (package.FILES / "kiosk").read_text(encoding="utf-8")


def test_time_of_the_package_is_that_of_the_source(monkeypatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert package.epoch(ROOT) >= 1_700_000_000
    assert package.architecture() in ("amd64", "arm64", os.uname().machine)


def test_a_package_of_a_higher_version_leaves_the_program_it_was_made_of_alone(tree, tmp_path: Path) -> None:
    """What the run on a fresh Debian upgrades with (`tests.installer.on_debian`)."""
    pytest.importorskip("jeepney", reason="only Linux brings what speaks with a screen reader's bus")
    from tests.installer.on_debian import newer

    root, folder = tree
    version = shipped.version_of(ROOT)
    (folder / "VERSION").write_text(f"ebr {version}\n", encoding="utf-8")
    before = (folder / shipped.SUMS).read_text(encoding="utf-8")
    made = newer(package.build(root, folder), tmp_path)
    assert f"ebr_{version}+1_" in made.name
    data = opened(members(made)["data.tar.xz"])
    said = data.extractfile(f"./{package.ROOT_FOLDER}/VERSION")
    assert said is not None
    assert said.read().decode() == f"ebr {version}+1\n"
    assert (folder / "VERSION").read_text(encoding="utf-8") == f"ebr {version}\n"
    assert (folder / shipped.SUMS).read_text(encoding="utf-8") == before
