"""Makes a Debian package of the one-folder program: `dist/ebr_<version>_amd64.deb`.

Written with the standard library, so the same files give the same bytes: names in order, fixed owners, the time of the
last change of the source (`SOURCE_DATE_EPOCH`). What the program needs is inside; what a screen needs (libEGL, libGL of
the graphics card) is the system's.

    /usr/lib/ebr/                           the program, and `kiosk`, which opens it on the whole screen
    /usr/bin/ebr                            a link to it
    /usr/share/applications, icons, man1    desktop entry, icon, man page
    /usr/lib/systemd/system                 the kiosk's unit; the package does not switch it on
    /usr/share/doc/ebr                      licences, parts, sums, changes
    /var/lib/ebr                            the station: made once by the package's script, kept by every other
"""

from __future__ import annotations

import gzip
import io
import lzma
import os
import subprocess
import tarfile
import time
from pathlib import Path

from installer import shipped

FILES = Path(__file__).parent / "files"
MAINTAINER = "EBR maintainers <maintainers@ebr.invalid>"
NEEDS = "libc6 (>= {libc}), libegl1, libgl1, passwd"
ROOT_FOLDER = "usr/lib/ebr"
FORM = tarfile.GNU_FORMAT
SCRIPTS = ("postinst", "prerm", "postrm")
CONTROL = """\
Package: ebr
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {needs}
Recommends: cage | xinit
Section: science
Priority: optional
Description: electronic batch record in which every fact is a sealed entry
 Walks operators through approved master batch records, takes electronic
 signatures, works for days without a network, and makes records that anybody
 can verify without trusting who wrote the program.
"""


def build(root: Path, folder: Path) -> Path:
    """Write the package of the program in `folder` and return its path."""
    version, when = shipped.version_of(root), epoch(root)
    data = tree(root, folder, version)
    size = sum(len(content) for content, _ in data.values()) + sum(p.stat().st_size for p in _files(folder))
    control = CONTROL.format(
        version=version,
        architecture=architecture(),
        maintainer=MAINTAINER,
        size=size // 1024,
        needs=NEEDS.format(libc=libc()),
    )
    scripts = {name: ((FILES / name).read_bytes(), 0o755) for name in SCRIPTS}
    inner = _tar({"control": (control.encode(), 0o644), **scripts}, when)
    target = root / "dist" / f"ebr_{version}_{architecture()}.deb"
    members = [("debian-binary", b"2.0\n"), ("control.tar.xz", lzma.compress(inner, preset=6))]
    _ar(target, members, _data(data, folder, when), when)
    return target


def put_kiosk(folder: Path) -> None:
    """Put the kiosk's script beside the program, before the sums are taken: it is on the list like every other file."""
    target = folder / "kiosk"
    target.write_bytes((FILES / "kiosk").read_bytes())
    target.chmod(0o755)


def windows(root: Path) -> str:
    """Return the script for Inno Setup with the program's version; its paths are those seen from `dist/`."""
    return (FILES / "ebr.iss").read_text(encoding="utf-8").replace("@VERSION@", shipped.version_of(root))


def epoch(root: Path) -> int:
    """Return the time that everything in the package has: `SOURCE_DATE_EPOCH`, else the last change of the source."""
    if os.environ.get("SOURCE_DATE_EPOCH", "").isdecimal():
        return int(os.environ["SOURCE_DATE_EPOCH"])
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True, check=False)
    return int(done.stdout) if done.stdout.strip().isdecimal() else 1_767_225_600


def architecture() -> str:
    """Return Debian's name of this machine's architecture."""
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine, os.uname().machine)


def libc() -> str:
    """Return the C library's version that the program was built with: older systems cannot run it."""
    return os.confstr("CS_GNU_LIBC_VERSION").split()[-1]  # type: ignore[union-attr]


def tree(root: Path, folder: Path, version: str) -> dict[str, tuple[bytes, int]]:
    """Return the files beside the program itself: name -> content and rights."""
    page = man(root, folder, version)
    found = {
        "usr/share/applications/ebr.desktop": ((FILES / "ebr.desktop").read_bytes(), 0o644),
        "usr/share/icons/hicolor/scalable/apps/ebr.svg": ((FILES / "ebr.svg").read_bytes(), 0o644),
        "usr/share/man/man1/ebr.1.gz": (gzip.compress(page.encode(), mtime=0), 0o644),
        "usr/lib/systemd/system/ebr-kiosk.service": ((FILES / "ebr-kiosk.service").read_bytes(), 0o644),
        "usr/share/doc/ebr/copyright": ((root / "LICENSE").read_bytes(), 0o644),
        "usr/share/doc/ebr/changelog.gz": (gzip.compress((root / "CHANGELOG.md").read_bytes(), mtime=0), 0o644),
    }
    for name in (shipped.SBOM, shipped.SUMS):
        found[f"usr/share/doc/ebr/{name}"] = ((folder / name).read_bytes(), 0o644)
    return found


def man(root: Path, folder: Path, version: str) -> str:
    """Return the man page, with the commands as the program itself tells them."""
    environment = {"PATH": "", "COLUMNS": "200", "TERM": "dumb", "HOME": "/nonexistent"}
    done = subprocess.run([str(folder / "ebr"), "--help"], env=environment, capture_output=True, text=True, check=True)
    rows = [line.strip().partition("  ") for line in done.stdout.partition("Commands:")[2].splitlines() if line.strip()]
    commands = "\n".join(f".TP\n.B {name}\n{said.strip()}" for name, _, said in rows if said.strip())
    day = time.strftime("%Y-%m-%d", time.gmtime(epoch(root)))
    text = (FILES / "ebr.1").read_text(encoding="utf-8")
    return text.replace("@DATE@", day).replace("@VERSION@", version).replace("@COMMANDS@", commands)


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]


def _data(data: dict[str, tuple[bytes, int]], folder: Path, when: int) -> bytes:
    buffer = io.BytesIO()
    with lzma.open(buffer, "wb", preset=1) as packed, tarfile.open(fileobj=packed, mode="w", format=FORM) as tar:
        folders: set[str] = set()
        for name, (content, rights) in sorted(data.items()):
            _folders(tar, name, folders, when)
            _add(tar, name, content, rights, when)
        for path in sorted(folder.rglob("*")):
            name = f"{ROOT_FOLDER}/{path.relative_to(folder).as_posix()}"
            _folders(tar, name, folders, when)
            if path.is_symlink():
                _link(tar, name, str(path.readlink()), when)
            elif path.is_file():
                _add(tar, name, path.read_bytes(), 0o755 if os.access(path, os.X_OK) else 0o644, when)
        _folders(tar, "usr/bin/ebr", folders, when)
        _link(tar, "usr/bin/ebr", "../lib/ebr/ebr", when)
    return buffer.getvalue()


def _tar(files: dict[str, tuple[bytes, int]], when: int) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=FORM) as tar:
        for name, (content, rights) in sorted(files.items()):
            _add(tar, name, content, rights, when)
    return buffer.getvalue()


def _info(name: str, kind: bytes, rights: int, when: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(f"./{name}")
    info.type, info.mode, info.mtime, info.uname, info.gname = kind, rights, when, "root", "root"
    return info


def _folders(tar: tarfile.TarFile, name: str, known: set[str], when: int) -> None:
    for parent in reversed(Path(name).parents):
        place = parent.as_posix()
        if place != "." and place not in known:
            known.add(place)
            tar.addfile(_info(place, tarfile.DIRTYPE, 0o755, when))


def _add(tar: tarfile.TarFile, name: str, content: bytes, rights: int, when: int) -> None:
    info = _info(name, tarfile.REGTYPE, rights, when)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


def _link(tar: tarfile.TarFile, name: str, target: str, when: int) -> None:
    info = _info(name, tarfile.SYMTYPE, 0o777, when)
    info.linkname = target
    tar.addfile(info)


def _ar(target: Path, members: list[tuple[str, bytes]], data: bytes, when: int) -> None:
    """Write the archive whole: under another name first, then renamed."""
    partial = target.with_suffix(".new")
    with partial.open("wb") as out:
        out.write(b"!<arch>\n")
        for name, content in [*members, ("data.tar.xz", data)]:
            out.write(f"{name:<16}{when:<12}0     0     100644  {len(content):<10}`\n".encode())
            out.write(content + b"\n" * (len(content) % 2))
    partial.rename(target)
