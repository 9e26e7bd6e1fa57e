"""What the source of the program says: every code that is raised, with the parameters that stand beside it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

EBR = Path(__file__).resolve().parents[2] / "ebr"
ANY = "**"


@dataclass(frozen=True)
class Site:
    """One place that makes something: its literal codes (none when computed), and the names of its keywords."""

    where: str
    codes: tuple[str, ...]
    names: frozenset[str]

    @property
    def open(self) -> bool:
        """More parameters come from elsewhere (`**params`)."""
        return ANY in self.names


@cache
def trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(EBR).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(EBR.rglob("*.py"))
    }


@cache
def _calls_by_name() -> dict[str, list[tuple[str, ast.Call]]]:
    """Every call of the program, walked once: a hundred tests ask."""
    found: dict[str, list[tuple[str, ast.Call]]] = {}
    for file, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found.setdefault(called(node), []).append((f"{file}:{node.lineno}", node))
    return found


def calls(*names: str) -> list[tuple[str, ast.Call]]:
    """Return every call of these functions, with `file:line`."""
    return [call for name in names for call in _calls_by_name().get(name, [])]


def called(node: ast.Call) -> str:
    return (
        node.func.id
        if isinstance(node.func, ast.Name)
        else node.func.attr
        if isinstance(node.func, ast.Attribute)
        else ""
    )


def texts(node: ast.expr) -> tuple[str, ...]:
    """Return the texts an expression can be: a literal, or the two of `a if c else b`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return (node.value,)
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    return ()


def sites(*names: str, argument: int = 0) -> list[Site]:
    return [
        Site(
            where,
            texts(node.args[argument]) if len(node.args) > argument else (),
            frozenset(k.arg or ANY for k in node.keywords),
        )
        for where, node in calls(*names)
    ]


def constants(file: str, *functions: str, argument: int = 0) -> set[str]:
    """Return the literal arguments in one place (the first) of calls of these functions in a file."""
    found = [
        node
        for node in ast.walk(trees()[file])
        if isinstance(node, ast.Call) and called(node) in functions and len(node.args) > argument
    ]
    return {text for node in found for text in texts(node.args[argument])}


def returned(file: str, function: str) -> set[str]:
    """Return every text that a function of a file can return as it stands."""
    found: set[str] = set()
    for node in ast.walk(trees()[file]):
        if isinstance(node, ast.FunctionDef) and node.name == function:
            found |= {
                text
                for part in ast.walk(node)
                if isinstance(part, ast.Return) and part.value
                for text in texts(part.value)
            }
    assert found, f"{file} has no function {function} that returns a text"
    return found


def literals(file: str, names: str) -> set[str]:
    """Return the texts in a tuple or dict that a file gives this name."""
    for node in ast.walk(trees()[file]):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if any(isinstance(target, ast.Name) and target.id == names for target in targets) and node.value is not None:
            return {c.value for c in ast.walk(node.value) if isinstance(c, ast.Constant) and isinstance(c.value, str)}
    raise AssertionError(f"{file} has no {names}")
