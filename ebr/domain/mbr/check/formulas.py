"""Rules about expressions: that they can be read, know what they use, and give what is asked (21 CFR 211.68(b))."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ebr.domain.formula import FormulaError, check_references, evaluate, parse
from ebr.domain.formula.tree import Binary, Call, Choice, Listing, Literal, Node, Reference, Unary, children
from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.dependence import order_problems
from ebr.domain.mbr.check.dimensions import unit_problems
from ebr.domain.mbr.check.expressions import Expression, Read, expressions
from ebr.domain.mbr.check.index import Index, NodeAt
from ebr.domain.mbr.check.names import Name, names

_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "and", "or"})


def formula_problems(index: Index) -> Iterator[Trouble]:
    """Yield what is wrong with the expressions of a document."""
    known = names(index)
    readable: list[Read] = []
    for expression in expressions(index):
        try:
            readable.append(Read(expression, parse(expression.text)))
        except FormulaError as error:
            yield _formula_trouble(expression, error)
    for read in readable:
        for unknown in check_references(read.formula, known):
            yield _formula_trouble(read.at, unknown)
        for rule in (_result, _lists, _answers, _constants, _rounds):
            yield from rule(read, known)
    yield from order_problems(readable, known)
    yield from unit_problems(readable, known)


def _formula_trouble(expression: Expression, error: FormulaError) -> Trouble:
    return Trouble(expression.place, f"formula.{error.code}", dict(error.params))


def _is_truth(node: Node) -> bool:
    match node:
        case Binary(operator=operator):
            return operator in _COMPARISONS
        case Unary(operator=operator):
            return operator == "not"
        case Choice(then=then, otherwise=otherwise):
            return _is_truth(then) and _is_truth(otherwise)
    return False


def _result(read: Read, known: Mapping[str, Name]) -> Iterator[Trouble]:
    """A condition must be one, and a limit must not; a limit is one number, not a list or a text."""
    truth = _is_truth(read.formula.tree)
    if read.at.use == "truth":
        if not truth:
            yield Trouble(read.at.place, "condition_wanted", {"formula": read.at.text})
    elif truth or (isinstance(read.formula.tree, Literal) and isinstance(read.formula.tree.value, str)):
        yield Trouble(read.at.place, "number_wanted", {"formula": read.at.text})
    elif isinstance(read.formula.tree, Reference):
        name = known.get(read.formula.tree.name)
        if name is not None and (name.sort != "number" or _is_list(name, read.at.node)):
            yield Trouble(read.at.place, "number_wanted", {"formula": read.at.text})


def _lists(read: Read, known: Mapping[str, Name]) -> Iterator[Trouble]:
    """A value of many rounds is a list outside them, and no single number (floor-rules 1)."""
    for parent, node in _pairs(read.formula.tree):
        if not isinstance(node, Reference) or parent is None or isinstance(parent, Call | Listing):
            continue
        name = known.get(node.name)
        if name is not None and _is_list(name, read.at.node):
            yield Trouble(read.at.place, "list_as_number", {"name": node.name, "column": str(node.column)})


def _is_list(name: Name, node: NodeAt) -> bool:
    if name.sort == "list":
        return True
    if not name.bare or name.slot is None:
        return False
    return any(repeating not in node.chain for repeating in name.slot.repeating)


def _pairs(tree: Node) -> Iterator[tuple[Node | None, Node]]:
    waiting: list[tuple[Node | None, Node]] = [(None, tree)]
    while waiting:
        parent, node = waiting.pop()
        yield parent, node
        waiting.extend((node, child) for child in children(node))


def _answers(read: Read, known: Mapping[str, Name]) -> Iterator[Trouble]:
    """A condition on an answer that nobody can give is never reached."""
    for _, node in _pairs(read.formula.tree):
        if not isinstance(node, Binary) or node.operator not in ("==", "!="):
            continue
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(side, Reference) and isinstance(other, Literal) and isinstance(other.value, str):
                answers = _possible(known.get(side.name))
                if answers and other.value not in answers:
                    params = {"name": side.name, "answer": other.value, "answers": ", ".join(answers)}
                    yield Trouble(read.at.place, "answer_impossible", params)


def _possible(name: Name | None) -> tuple[str, ...]:
    if name is None or name.slot is None:
        return ()
    if name.slot.slot.kind == "check":
        return ("yes", "no", "na")
    return tuple(option.id for option in name.slot.slot.options)


def _constants(read: Read, known: Mapping[str, Name]) -> Iterator[Trouble]:
    """A condition without any value in it is always the same: a step nobody reaches, or a loop that cannot end."""
    loop = read.at.place[-1] == "until"
    if read.formula.references:
        if loop and not any(_changes(name, known, read.at.node) for name in read.formula.references):
            yield Trouble(read.at.place, "until_unchanging", {"formula": read.at.text})
        return
    try:
        value = evaluate(read.formula, {})
    except FormulaError as error:
        yield _formula_trouble(read.at, error)
        return
    if read.at.use == "truth" and isinstance(value, bool):
        code = "until_unchanging" if loop else "when_always" if value else "when_never"
        yield Trouble(read.at.place, code, {"formula": read.at.text})


def _changes(reference: str, known: Mapping[str, Name], node: NodeAt) -> bool:
    name = known.get(reference)
    if name is None or name.slot is None:
        return reference == "round"
    return node.first <= name.slot.order < node.last


def _rounds(read: Read, known: Mapping[str, Name]) -> Iterator[Trouble]:
    """`round` means nothing where nothing repeats."""
    del known
    if "round" in read.formula.references and not any(node.flow.repeats() for node in read.at.node.chain):
        yield Trouble(read.at.place, "round_outside", {"formula": read.at.text})
