"""What the one-folder program is made of, said beside it: version, licences, parts (CycloneDX 1.6), SHA-256 of files.

    VERSION                     the version, and the versions of Python and Qt inside
    licences/<part>/...         the licence texts of every part: Python packages, Python, Qt, libraries of this system
    sbom.cdx.json               every part with version and licence, for those who look for known faults
    SHA256SUMS                  `sha256sum -c SHA256SUMS` in the folder; `ebr qualify` compares with it

A part without a licence text stops the build: nothing is shipped whose terms nobody could read. Which packages are
inside is read from PyInstaller's own list of files and not from what is installed.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from installer.speech import Stopped

SUMS = "SHA256SUMS"
SBOM = "sbom.cdx.json"
LICENCES = "licences"
COMMON = Path("/usr/share/common-licenses")
"""Where Debian keeps the texts that packages only name."""
NAMED = {
    "PySide6_Essentials": ("LGPL-3", "GPL-3"),
    "shiboken6": ("LGPL-3", "GPL-3"),
    "psycopg-binary": ("LGPL-3", "GPL-3"),
}
"""Packages that name a licence and bring no text: the texts they name."""
OURS = {
    "ebr": "LICENSE",
    "Inter": "resources/fonts/OFL.txt",
    "Noto Sans Arabic": "resources/fonts/OFL-EbrArabic.txt",
    "WenQuanYi Micro Hei": "resources/fonts/LICENSE-EbrChinese.txt",
    "Tabler icons": "resources/icons/LICENSE.txt",
}
"""What comes from this source."""
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|copyright|authors)", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """Something inside the program: its kind as a package address names it, name, version, licence, texts."""

    kind: str
    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]


def write(root: Path, folder: Path, python: Path) -> None:
    """Write all of it into the program's folder; raises `Stopped` for a part without a licence text."""
    parts = [*packages(root, python), *libraries(root, folder)]
    silent = [part.name for part in parts if not part.texts]
    if silent:
        raise Stopped(
            f"No licence text was found of: {', '.join(silent)}. Nothing is shipped whose terms are not there."
        )
    texts(folder / LICENCES, parts, root)
    version = version_of(root)
    (folder / SBOM).write_text(json.dumps(bill(version, parts), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    inside = {part.name: part.version for part in parts}
    lines = [f"ebr {version}", f"Python {inside['python']}", f"Qt {inside['PySide6_Essentials']}"]
    (folder / "VERSION").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / SUMS).write_text(sums(folder), encoding="utf-8")


def version_of(root: Path) -> str:
    """Return the program's version."""
    found = re.search(r'^version = "([^"]+)"', (root / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    return found[1]


def sources(root: Path) -> list[Path]:
    """Return every file that PyInstaller put inside, from its own lists."""
    found = set()
    for name in ("PYZ-00.toc", "COLLECT-00.toc", "PKG-00.toc"):
        listed = ast.literal_eval((root / "build" / "ebr" / name).read_text(encoding="utf-8"))
        found |= set(_paths(listed))
    return sorted(Path(path) for path in found)


def _paths(listed: object) -> list[str]:
    if isinstance(listed, tuple) and listed[1:] and all(isinstance(part, str) for part in listed[:2]):
        return [listed[1]] if listed[1].startswith("/") else []
    if isinstance(listed, (list, tuple)):
        return [path for part in listed for path in _paths(part)]
    return []


WHICH = """
import importlib.metadata as metadata, json, sys
wanted = {line.rstrip("\\n") for line in sys.stdin}
found = []
for one in metadata.distributions():
    files = [(str(one.locate_file(file).resolve()), str(file)) for file in one.files or ()]
    if any(path in wanted for path, _ in files):
        texts = [path for path, name in files if ".dist-info/" in name]
        info = one.metadata
        terms = [line.rpartition(" :: ")[2] for line in info.get_all("Classifier", []) if line.startswith("License")]
        said = info.get("License-Expression") or "; ".join(terms) or (info.get("License") or "").split("\\n")[0]
        found.append([info["Name"], one.version, said, texts])
print(json.dumps([[sys.base_prefix, sys.version.split()[0]], sorted(found)]))
"""


def packages(root: Path, python: Path) -> list[Part]:
    """Return the Python packages inside, and Python."""
    inside = "\n".join(str(path.resolve()) for path in sources(root))
    done = subprocess.run([str(python), "-c", WHICH], input=inside, capture_output=True, text=True, check=True)
    (prefix, version), found = json.loads(done.stdout)
    parts = []
    for name, number, licence, files in found:
        if name == "ebr":
            continue
        own = tuple(Path(file) for file in files if LICENCE_FILE.search(file.partition(".dist-info/")[2]))
        named = tuple(COMMON / text for text in NAMED.get(name, ()) if (COMMON / text).exists())
        parts.append(Part("pypi", name, number, licence, own or named or _common(licence)))
    return [Part("generic", "python", version, "Python-2.0", _of_python(Path(prefix))), *parts]


def _common(licence: str) -> tuple[Path, ...]:
    """Return the text that a package only names."""
    known = {"Apache": "Apache-2.0", "BSD": "BSD", "LGPL": "LGPL-3", "GPL": "GPL-3", "MPL": "MPL-2.0"}
    return tuple(COMMON / text for word, text in known.items() if word in licence and (COMMON / text).exists())[:1]


def _of_python(prefix: Path) -> tuple[Path, ...]:
    places = [
        *prefix.glob("lib/python3*/LICENSE.txt"),
        *prefix.glob("LICENSE*"),
        *prefix.glob("share/doc/python3*/copyright"),
    ]
    return tuple(path for path in places if path.is_file())[:1]


def libraries(root: Path, folder: Path) -> list[Part]:
    """Return the libraries of this system that went along, by the Debian package they come from."""
    if shutil.which("dpkg-query") is None:
        return []
    shipped = {path.name for path in (folder / "_internal").iterdir()}
    system = [path for path in sources(root) if path.name in shipped and str(path).startswith(("/usr/lib", "/lib"))]
    parts: dict[str, Part] = {}
    for path in system:
        package = _package_of(path)
        if package:
            name, version = package
            text = Path("/usr/share/doc") / name / "copyright"
            parts[name] = Part("deb/debian", name, version, "see its text", (text,) if text.exists() else ())
    return [parts[name] for name in sorted(parts)]


def _package_of(path: Path) -> tuple[str, str] | None:
    for each in (path, path.resolve(), Path("/usr") / path.relative_to("/")):
        done = subprocess.run(["dpkg-query", "-S", str(each)], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            name = done.stdout.partition(": ")[0].split(",")[0].partition(":")[0]
            shown = subprocess.run(
                ["dpkg-query", "-W", "-f", "${Version}\n", name], capture_output=True, text=True, check=True
            )
            return name, shown.stdout.splitlines()[0]
    return None


def texts(place: Path, parts: list[Part], root: Path) -> None:
    """Copy the licence texts, a folder for each part; the fonts' and icons' stand in our resources."""
    for part in parts:
        target = place / part.name
        target.mkdir(parents=True, exist_ok=True)
        for text in part.texts:
            shutil.copyfile(text, target / text.name)
    for name, place_of in OURS.items():
        (place / name).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / place_of, place / name / Path(place_of).name)


def bill(version: str, parts: list[Part]) -> dict[str, object]:
    """Return the list of parts as CycloneDX 1.6; the same parts give the same text: it holds no time and no number."""
    rows = [
        {
            "type": "library",
            "bom-ref": f"{part.name}@{part.version}",
            "name": part.name,
            "version": part.version,
            "licenses": [{"license": {"name": part.licence or "see its text"}}],
            "purl": f"pkg:{part.kind}/{part.name.lower().replace('_', '-')}@{part.version}",
        }
        for part in parts
    ]
    program = {"type": "application", "bom-ref": f"ebr@{version}", "name": "ebr", "version": version}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": program},
        "components": rows,
    }


def sums(folder: Path) -> str:
    """Return the SHA-256 of every file in the folder but the list itself, as `sha256sum -c` reads it."""
    rows = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != SUMS:
            rows.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n")
    return "".join(rows)
