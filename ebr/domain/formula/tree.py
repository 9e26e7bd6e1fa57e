"""The tree a formula is read into: seven kinds of node, each with the position (from 1) of its sign or word."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Value: TypeAlias = Decimal | bool | str | tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a text written in the formula."""

    column: int
    value: Decimal | str


@dataclass(frozen=True, slots=True)
class Reference:
    """The value recorded under a dotted id."""

    column: int
    name: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list written in the formula."""

    column: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """`-` of a number or `not` of a yes/no value."""

    column: int
    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic, comparison, `and`, `or`."""

    column: int
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Choice:
    """`condition ? then : otherwise`."""

    column: int
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the closed list with its arguments."""

    column: int
    function: str
    arguments: tuple[Node, ...]


Node: TypeAlias = Literal | Reference | Listing | Unary | Binary | Choice | Call


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, from left to right."""
    match node:
        case Listing(items=items):
            return items
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Choice(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Call(arguments=arguments):
            return arguments
    return ()


def walk(tree: Node) -> Iterator[tuple[Node, int]]:
    """Every node with its depth (the root has 1), from left to right; without recursion, so any depth is safe."""
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting.extend((child, depth + 1) for child in reversed(children(node)))
