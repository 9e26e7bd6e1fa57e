"""The design as tests: directions, sizes, names, threads, broad excepts, licences. Each failure names the place."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from installer import budget

ROOT = Path(__file__).resolve().parent.parent
SOURCES = list(budget.sources(ROOT))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@dataclass(frozen=True, slots=True)
class Told:
    """What the rules below ask of a source; all sources are parsed once."""

    name: str
    imports: list[str]
    broad: int


@cache
def told() -> list[Told]:
    trees = ((name_of(path), ast.parse(path.read_text(encoding="utf-8"))) for path in SOURCES)
    return [Told(name, imports(nodes := list(ast.walk(tree))), broad_catches(nodes)) for name, tree in trees]


def imports(nodes: list[ast.AST]) -> list[str]:
    """Return every module a source imports, whole, wherever the import stands."""
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    named = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return plain + [f"{node.module}.{alias.name}" for node in named for alias in node.names]


# Directions


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports; import sys; sys.path.insert(0, '.'); sys.exit(lint_imports(cache_dir=None))"
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)


def test_imports_follow_the_directions_of_the_design():
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("ebr/utils.py", "", "Inside the core, imports point down"),
        ("ebr/domain/values.py", "import sqlite3", "The domain is plain Python"),
        ("ebr/domain/batch/helpers.py", "", "Rules know state, state knows events"),
        ("ui/widgets/stray.py", "from ebr import clock", "The screens see the station"),
        ("ui/widgets/stray.py", "import threading", "Only qt_desk starts threads"),
        ("ui/somewhere/presenter.py", "from PySide6 import QtCore", "The core and the presenters know no Qt"),
        ("ebr/domain/refusal.py", "import ebr.paths", "The domain is plain Python"),
    ],
)
def test_a_violation_of_a_direction_is_noticed(tmp_path: Path, module: str, line: str, contract: str):
    for package in ("ebr", "ui"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / module
    target.parent.mkdir(exist_ok=True)
    (target.parent / "__init__.py").touch()
    with target.open("a", encoding="utf-8") as stream:
        stream.write(f"\n{line}\n")

    broken = [line for line in lint(tmp_path).stdout.splitlines() if " BROKEN" in line]

    assert any(line.startswith(contract) for line in broken), broken


# Sizes and names


def test_modules_and_functions_keep_the_size_budget():
    assert budget.measure(ROOT).problems() == []


def test_a_docstring_does_not_lengthen_a_function():
    text = 'def f() -> int:\n    """One.\n\n    Two.\n    """\n    return 1\n'
    assert budget.function_lengths(text) == [2]


def test_limits_that_are_passed_are_told():
    sizes = budget.Sizes({"ebr/a.py": 501, "ebr/b.py": 351}, [11] * 8 + [31] * 2)
    assert sizes.problems() == [
        "ebr/a.py (501) lines: no module may have more than 500.",
        "The median function has 11 lines; it may have 10.",
        "One function in ten is longer than 31 lines; the limit is 30.",
    ]
    assert sizes.over(budget.LOOK_AT) == ["ebr/a.py (501)", "ebr/b.py (351)"]


VAGUE = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "service", "services", "base", "misc"}


def test_no_module_has_a_name_that_says_nothing():
    parts = {name_of(path): {*path.stem.split("_"), *path.parent.name.split("_")} for path in SOURCES}
    assert [name for name, words in parts.items() if words & VAGUE] == []


# Threads and broad excepts

THREADS = re.compile(r"\b(QThread|QThreadPool|QRunnable|QtConcurrent)\b")


def test_threads_start_in_qt_desk_only():
    modules = [
        one.name for one in told() if {"threading", "concurrent", "_thread"} & {i.split(".")[0] for i in one.imports}
    ]
    qt_own = [name_of(path) for path in SOURCES if THREADS.search(path.read_text(encoding="utf-8"))]
    allowed = {"ui/qt_desk.py", "ebr/storage/keys.py", "ebr/devices/simulators/standing.py"}
    assert [name for name in modules + qt_own if name not in allowed] == []


# GUI entry, CLI entry, worker edge: what is caught there is shown, logged whole and ends the work.
BROAD_PLACES = ("ui/__main__.py", "ebr/cli/", "ui/qt_desk.py")


def broad_catches(nodes: list[ast.AST]) -> int:
    """Count `except:`, `except Exception`, `except BaseException` and `suppress` of them, unless the error goes on."""
    handlers = [node for node in nodes if isinstance(node, ast.ExceptHandler)]
    caught = [
        node.type for node in handlers if not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    ]
    calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress")]
    kinds = [*caught, *(argument for call in calls for argument in call.args)]
    return sum(kind is None or re.search(r"\b(Base)?Exception\b", ast.unparse(kind)) is not None for kind in kinds)


def test_broad_excepts_stand_in_three_named_places():
    found = {one.name: one.broad for one in told() if one.broad}
    by_place = {place: sum(count for name, count in found.items() if name.startswith(place)) for place in BROAD_PLACES}
    assert [name for name in found if not name.startswith(BROAD_PLACES)] == []
    assert [place for place, count in by_place.items() if count > 1] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("try:\n    f()\nexcept Exception:\n    pass\n", 1),
        ("try:\n    f()\nexcept (ValueError, BaseException) as error:\n    pass\n", 1),
        ("try:\n    f()\nexcept:\n    pass\n", 1),
        ("with contextlib.suppress(Exception):\n    f()\n", 1),
        ("try:\n    f()\nexcept ValueError:\n    pass\n", 0),
        ("try:\n    f()\nexcept BaseException:\n    tidy()\n    raise\n", 0),
    ],
)
def test_a_broad_except_is_recognised(text: str, count: int):
    assert broad_catches(list(ast.walk(ast.parse(text)))) == count


# What the program is made of


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required(requirement: str) -> str:
    return canonical(re.split(r"[\s\[;<>=!~(]", requirement, maxsplit=1)[0])


LOCKED = {required(line) for line in LOCK.splitlines() if line and line[0].isalnum()}
DECLARED = {required(line) for line in PROJECT["dependencies"]}


def test_the_lock_names_no_address_and_has_a_hash_for_every_package():
    packages = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(packages) == len([line for line in LOCK.splitlines() if re.match(r"\S+==", line)])
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert "://" not in LOCK


def test_the_lock_holds_everything_the_project_asks_for():
    asked = DECLARED | {required(line) for line in PROJECT["optional-dependencies"]["dev"]}
    assert sorted(asked - LOCKED) == []


def test_neither_the_build_nor_the_set_up_names_an_address():
    files = [ROOT / ".ci" / "run", ROOT / "pyproject.toml", *sorted((ROOT / "installer").rglob("*"))]
    texts = {
        name_of(path): path.read_text(encoding="utf-8")
        for path in files
        if path.suffix in {"", ".toml", ".py", ".spec"} and path.is_file()
    }
    assert [name for name, text in texts.items() if re.search(r"https?://|--index|extra-index", text)] == []


def test_only_the_essentials_of_qt_are_installed():
    assert sorted(name for name in LOCKED if re.match("pyside|pyqt|qt", name)) == ["pyside6-essentials"]


# Parts of Qt that PySide6-Essentials brings under the LGPL. Charts, Graphs, DataVisualization, NetworkAuth, HttpServer,
# Quick3D and VirtualKeyboard are GPL-only; whatever is not here needs a look at its licence first.
QT_PARTS = {"QtCore", "QtGui", "QtWidgets", "QtSvg", "QtSvgWidgets", "QtPrintSupport", "QtNetwork", "QtTest", "QtDBus"}


def test_only_qt_parts_under_the_lgpl_are_imported():
    used = {
        (one.name, module.split(".")[1]) for one in told() for module in one.imports if module.startswith("PySide6.")
    }
    assert sorted((name, part) for name, part in used if part not in QT_PARTS) == []


def closure(names: set[str]) -> set[str]:
    """Return these distributions and all they need, as far as they are installed here."""
    seen: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        seen.add(name)
        try:
            asks = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # another system's part; its licence is checked there
        waiting |= {required(line) for line in asks if "extra ==" not in line} - seen
    return seen


def licences(name: str) -> list[str]:
    """Return the licences one may choose from, as the distribution states them."""
    about = importlib.metadata.metadata(name)
    expression = about.get("License-Expression") or about.get("License") or ""
    classifiers = [
        line.split(" :: ")[-1] for line in about.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    return [*(part for part in re.split(r" OR | or ", expression) if part), *classifiers]


def only_gpl(choices: list[str]) -> bool:
    gpl = [re.search(r"\bA?GPL|GNU (Affero )?General Public", choice) is not None for choice in choices]
    return bool(gpl) and all(gpl)


def test_nothing_the_program_ships_is_gpl_only():
    installed = {canonical(found.name) for found in importlib.metadata.distributions()}
    assert sorted(DECLARED - installed) == []
    assert [name for name in sorted(closure(DECLARED) & installed) if only_gpl(licences(name))] == []


@pytest.mark.parametrize(
    ("choices", "verdict"),
    [
        (["GPL-3.0-only"], True),
        (["AGPL-3.0"], True),
        (["GNU General Public License v3 (GPLv3)"], True),
        (["LGPL-3.0-only", "GPL-3.0-only"], False),
        (["GNU Lesser General Public License v3 (LGPLv3)"], False),
        (["MIT"], False),
    ],
)
def test_a_licence_is_read_as_it_is_meant(choices: list[str], *, verdict: bool):
    assert only_gpl(choices) is verdict


def test_every_library_that_is_imported_is_declared():
    brought_by = importlib.metadata.packages_distributions()
    own = {"ebr", "ui", "installer"} | set(sys.stdlib_module_names)
    used = {
        (one.name, module.split(".")[0])
        for one in told()
        if not one.name.startswith("installer/")
        for module in one.imports
    }
    foreign = {(name, top) for name, top in used if top not in own}
    undeclared = [
        (name, top) for name, top in foreign if not {canonical(n) for n in brought_by.get(top, [])} & DECLARED
    ]
    assert sorted(undeclared) == []


def test_the_set_up_imports_only_the_standard_library():
    needs = {
        (one.name, module.split(".")[0])
        for one in told()
        if one.name.startswith("installer/")
        for module in one.imports
    }
    foreign = {(name, top) for name, top in needs if top not in sys.stdlib_module_names and top != "installer"}
    assert foreign == {("installer/catalogue.py", "babel")}  # which runs inside the environment only
