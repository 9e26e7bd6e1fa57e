"""Rules about expressions: that they can be read, know what they use, and give what is asked (21 CFR 211.68(b)).

What an expression without names means is a matter of its phase alone; the others are asked again when one of the names
of their phase stands for something else than in the document before.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import is_

from ebr.domain.formula import FormulaError, check_references, evaluate, parse
from ebr.domain.formula.tree import Binary, Call, Choice, Listing, Literal, Node, Reference, Unary, children
from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.dependence import Early, early_of, edges_of, order_problems
from ebr.domain.mbr.check.dimensions import unit_problems
from ebr.domain.mbr.check.expressions import Expression, Read, of_nodes, of_phase
from ebr.domain.mbr.check.index import Index, NodeAt, PhaseAt, placed, within
from ebr.domain.mbr.check.memo import Memo
from ebr.domain.mbr.check.names import Name, is_list, names
from ebr.domain.mbr.check.reach import skipped_problems

_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "and", "or"})
_NEAR = 3
"""By how many letters a name may be longer or shorter than the one that was meant."""

_LOOKED_AT = 200
"""How many names are compared letter by letter, so that a mistyped name costs the same in any document."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was found in the expressions of one phase that use names, and the names as they were then.

    Places begin at the phase.
    """

    names: tuple[Name | None, ...]
    near: Mapping[str, str]
    troubles: tuple[Trouble, ...]
    early: tuple[Early, ...]
    edges: Mapping[str, frozenset[str]]


def formula_problems(index: Index) -> Iterator[Trouble]:
    """Yield what is wrong with the expressions of a document."""
    known = names(index)
    if index.memo.names.keys() != known.keys():
        index.memo.near, index.memo.like = {}, {}
    index.memo.names = known
    yield from index.local(_alone)
    meanings = [_meaning_of(at, index, known) for at in index.phases if at.fact(_reads, index)]
    reads, unread = _of_nodes(index)
    yield from unread
    meanings.append(_meaning(reads, known, index.memo))
    edges: dict[str, frozenset[str]] = {}
    for meaning in meanings:
        yield from meaning.troubles
        for slot, used in meaning.edges.items():
            edges[slot] = edges.get(slot, frozenset()) | used
    every = [read for at in index.phases for read in at.fact(_reads, index)]
    yield from order_problems(every, [early for meaning in meanings for early in meaning.early], edges)


def _alone(phase: PhaseAt, index: Index) -> Iterator[Trouble]:
    """Yield what is wrong with expressions that use no names, or cannot be read."""
    for expression in of_phase(phase, index):
        try:
            read = Read(expression, parse(expression.text))
        except FormulaError as error:
            yield _formula_trouble(expression, error)
        else:
            if not read.formula.references:
                yield from _result(read, {})
                yield from _constants(read, {})
                yield from unit_problems([read], {})


def _reads(phase: PhaseAt, index: Index) -> tuple[Read, ...]:
    """Return the readable expressions of a phase that use names."""
    if not phase.lasting(_uses_names, index):
        return ()
    return tuple(_readable(of_phase(phase, index)))


def _uses_names(phase: PhaseAt, index: Index) -> bool:
    return any(True for _ in _readable(of_phase(phase, index)))


def _readable(found: Iterator[Expression]) -> Iterator[Read]:
    for expression in found:
        try:
            read = Read(expression, parse(expression.text))
        except FormulaError:
            continue  # reported by itself
        if read.formula.references:
            yield read


def _of_nodes(index: Index) -> tuple[list[Read], list[Trouble]]:
    """Return the expressions of unit procedures and operations, and what is wrong with those that cannot be read."""
    reads, troubles = [], []
    for expression in of_nodes(index):
        try:
            reads.append(Read(expression, parse(expression.text)))
        except FormulaError as error:
            troubles.append(_formula_trouble(expression, error))
    return reads, troubles


def _references(phase: PhaseAt, index: Index) -> tuple[str, ...]:
    return tuple({name: None for read in phase.fact(_reads, index) for name in read.formula.references})


def _meaning_of(phase: PhaseAt, index: Index, known: Mapping[str, Name]) -> Meaning:
    """Return what the expressions of a phase mean; as before where their names do."""
    now = tuple(known.get(name) for name in phase.fact(_references, index))
    held: Meaning | None = phase.facts.get(_meaning_of)
    if held is None or not all(map(is_, held.names, now)) or (None in now and held.near is not index.memo.near):
        held = replace(_moved(_meaning(phase.fact(_reads, index), known, index.memo), within, phase.node), names=now)
        phase.facts[_meaning_of] = held
    return _moved(held, placed, phase.node)


def _moved(meaning: Meaning, to: Callable[[NodeAt, Trouble], Trouble], node: NodeAt) -> Meaning:
    """Return a meaning with other places, the very same where it has nothing to say."""
    if not meaning.troubles and not meaning.early:
        return meaning
    troubles = tuple(to(node, trouble) for trouble in meaning.troubles)
    early = tuple(replace(found, trouble=to(node, found.trouble)) for found in meaning.early)
    return replace(meaning, troubles=troubles, early=early)


def _meaning(reads: Sequence[Read], known: Mapping[str, Name], memo: Memo) -> Meaning:
    troubles: list[Trouble] = []
    for read in reads:
        troubles.extend(_unknown(read, known, memo))
        for rule in (_result, _lists, _answers, _constants, _rounds):
            troubles.extend(rule(read, known))
    troubles.extend(skipped_problems(reads, known))
    troubles.extend(unit_problems(reads, known))
    return Meaning((), memo.near, tuple(troubles), tuple(early_of(reads, known)), edges_of(reads, known))


def _unknown(read: Read, known: Mapping[str, Name], memo: Memo) -> Iterator[Trouble]:
    """Yield each name that stands for nothing, with the one that was probably meant."""
    missing = [name for name in read.formula.references if name not in known]
    if missing:
        candidates = {name for name in read.formula.references if name in known}
        candidates.update(near for name in missing if (near := _nearest(name, known, memo)))
        for unknown in check_references(read.formula, candidates):
            yield _formula_trouble(read.at, unknown)


def _nearest(name: str, known: Mapping[str, Name], memo: Memo) -> str:
    """Return the known name most like an unknown one, "" for none; looked for among those of its form."""
    if name not in memo.near:
        if not memo.like:
            for other in known:
                memo.like.setdefault((other[:1], other.count(".")), []).append(other)
        form = memo.like.get((name[:1], name.count(".")), [])
        apart = [(difference, other) for other in form if (difference := abs(len(other) - len(name))) <= _NEAR]
        like = [other for _, other in sorted(apart)[:_LOOKED_AT]]
        memo.near[name] = next(iter(difflib.get_close_matches(name, like, n=1)), "")
    return memo.near[name]


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
        if name is not None and (name.sort != "number" or is_list(name, read.at.node)):
            yield Trouble(read.at.place, "number_wanted", {"formula": read.at.text})


def _lists(read: Read, known: Mapping[str, Name]) -> Iterator[Trouble]:
    """A value of many rounds is a list outside them, and no single number (floor-rules 1)."""
    for parent, node in _pairs(read.formula.tree):
        if not isinstance(node, Reference) or parent is None or isinstance(parent, Call | Listing):
            continue
        name = known.get(node.name)
        if name is not None and is_list(name, read.at.node):
            yield Trouble(read.at.place, "list_as_number", {"name": node.name, "column": str(node.column)})


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
