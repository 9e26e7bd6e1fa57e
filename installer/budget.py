"""The size budget: how long modules and functions may be, measured on the source as it is.

A reader should be able to read a module in one sitting and see a function at once. Docstrings do not count as length
of a function: saying what is promised costs nothing. `python3 -m installer.budget` prints the figures.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from installer.speech import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PACKAGES = ("ebr", "ui", "installer")
LOOK_AT = 350  # lines of a module that call for a hard look
LONGEST = 500  # lines no module may pass
MEDIAN = 10  # lines of the median function
NINE_OF_TEN = 30  # lines nine of ten functions keep within


@dataclass(frozen=True, slots=True)
class Sizes:
    """What was measured: lines by module, and code lines of every function."""

    modules: Mapping[str, int]
    functions: Sequence[int]

    def middle(self) -> float:
        """Return the median function length."""
        return median(self.functions)

    def tail(self) -> float:
        """Return the length that nine of ten functions keep within."""
        return quantiles(self.functions, n=10, method="inclusive")[-1]

    def over(self, lines: int) -> list[str]:
        """Return the modules longer than this, longest first."""
        found = sorted(((size, name) for name, size in self.modules.items() if size > lines), reverse=True)
        return [f"{name} ({size})" for size, name in found]

    def problems(self) -> list[str]:
        """Return a sentence for each limit that is passed."""
        found = [f"{module} lines: no module may have more than {LONGEST}." for module in self.over(LONGEST)]
        if self.middle() > MEDIAN:
            found.append(f"The median function has {self.middle():g} lines; it may have {MEDIAN}.")
        if self.tail() > NINE_OF_TEN:
            found.append(f"One function in ten is longer than {self.tail():g} lines; the limit is {NINE_OF_TEN}.")
        return found


def measure(root: Path) -> Sizes:
    """Measure every module of the program below `root`."""
    modules: dict[str, int] = {}
    functions: list[int] = []
    for path in sources(root):
        text = path.read_text(encoding="utf-8")
        modules[path.relative_to(root).as_posix()] = len(text.splitlines())
        functions.extend(function_lengths(text))
    return Sizes(modules, functions)


def sources(root: Path) -> Iterator[Path]:
    """Yield every Python file of the program, in order."""
    for package in PACKAGES:
        yield from sorted((root / package).rglob("*.py"))


def function_lengths(text: str) -> list[int]:
    """Return the code lines of each function in a source text: without decorators and docstring."""
    nodes = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [_length(node) for node in nodes]


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node, clean=False) is None:
        return lines
    doc = node.body[0]
    return lines - ((doc.end_lineno or doc.lineno) - doc.lineno + 1)


def told(sizes: Sizes) -> str:
    """Return the figures in words, and every limit that is passed."""
    hard_look = ", ".join(sizes.over(LOOK_AT)) or "none"
    figures = (
        f"{len(sizes.modules)} modules, {sum(sizes.modules.values())} lines; {len(sizes.functions)} functions, "
        f"median {sizes.middle():g}, nine of ten within {sizes.tail():g}; modules over {LOOK_AT} lines: {hard_look}."
    )
    return "\n".join([figures, *sizes.problems()])


if __name__ == "__main__":
    measured = measure(Path(__file__).resolve().parent.parent)
    say(told(measured))
    sys.exit(1 if measured.problems() else 0)
