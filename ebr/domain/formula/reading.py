"""From text to a checked tree: the grammar, its limits and the words for a text that is not a formula.

Decision: lark's LALR parser with the plain lexer, so `and`, `or` and `not` are words of the language everywhere and
never ids, while `order` and `nothing` stay ids. A function is an id followed by a bracket: a value may be called
`mean` without harm. lark is imported at the first formula read, not at program start.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from ebr.domain.formula import bounds
from ebr.domain.formula.functions import FUNCTIONS, ROUNDING
from ebr.domain.formula.numbers import held
from ebr.domain.formula.tree import Binary, Call, Choice, Listing, Literal, Node, Reference, Unary, walk
from ebr.domain.formula.trouble import FormulaError, trouble

if TYPE_CHECKING:
    from collections.abc import Collection

    from lark import Lark, Token, UnexpectedInput

GRAMMAR_VERSION = 1

_GRAMMAR = r"""
?start: choice
?choice: any | any IF choice ":" choice
?any: all | any OR all              -> binary
?all: negation | all AND negation   -> binary
?negation: NOT negation             -> unary
    | comparison
?comparison: sum | sum COMPARE sum  -> binary
?sum: product | sum (PLUS | MINUS) product     -> binary
?product: signed | product (TIMES | OVER) signed -> binary
?signed: MINUS signed               -> unary
    | power
?power: atom | atom POWER signed    -> binary
?atom: NUMBER                       -> number
    | TEXT                          -> text
    | NAME                          -> reference
    | NAME "(" [choice ("," choice)*] ")" -> call
    | OPEN [choice ("," choice)*] "]"     -> listing
    | "(" choice ")"
IF: "?"
OR: "or"
AND: "and"
NOT: "not"
COMPARE: "<=" | ">=" | "==" | "!=" | "<" | ">"
PLUS: "+"
MINUS: "-"
TIMES: "*"
OVER: "/"
POWER: "^"
OPEN: "["
NUMBER: /[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?/
NAME: /[a-z][a-z0-9_]*(\.[a-z0-9_]+)*/
TEXT: /"[^"\x00-\x1f\x7f]{0,200}"/
%ignore /[ \t\r\n]+/
"""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read and found well-formed: its text as written, and its ids in order of first use."""

    source: str
    references: tuple[str, ...]
    tree: Node = field(repr=False, compare=False)


@lru_cache(maxsize=4096)
def parse(source: str) -> Formula:
    """The formula a text says; the same text is read once.

    Errors: `FormulaError` for a text that is too long, is no formula, names an unknown function or gives one the wrong
    number of values. Whether the ids exist is another question: `check_references`.
    """
    if len(source) > bounds.LENGTH:
        raise trouble("too_long", length=str(len(source)), limit=str(bounds.LENGTH))
    if not source.strip():
        raise trouble("empty")
    tree = _read(source)
    names: dict[str, None] = {}
    for node, depth in walk(tree):
        if depth > bounds.DEPTH:
            raise trouble("too_deep", node.column, limit=str(bounds.DEPTH))
        if isinstance(node, Call):
            _check_call(node)
        if isinstance(node, Reference):
            names[node.name] = None
    return Formula(source, tuple(names), tree)


def check_references(formula: Formula, known: Collection[str]) -> list[FormulaError]:
    """One refusal for each place that names an id which is not known, with the nearest known id if one is near."""
    return [
        _unknown_value(node, known)
        for node, _ in walk(formula.tree)
        if isinstance(node, Reference) and node.name not in known
    ]


def ends_rounded(formula: Formula) -> bool:
    """Whether every number the formula can come to was rounded by a rule it names (floor-rules 12)."""
    return _rounded(formula.tree)


def _rounded(node: Node) -> bool:
    if isinstance(node, Choice):
        return _rounded(node.then) and _rounded(node.otherwise)
    return isinstance(node, Call) and node.function in ROUNDING


def _unknown_value(node: Reference, known: Collection[str]) -> FormulaError:
    near = difflib.get_close_matches(node.name, known, n=1)
    if near:
        return trouble("unknown_value_near", node.column, name=node.name, near=near[0])
    return trouble("unknown_value", node.column, name=node.name)


def _check_call(call: Call) -> None:
    function = FUNCTIONS.get(call.function)
    if function is None:
        raise trouble("unknown_function", call.column, function=call.function, functions=", ".join(FUNCTIONS))
    given = len(call.arguments)
    if not function.least <= given <= function.most:
        raise trouble("argument_count", call.column, function=call.function, given=str(given), usage=function.usage)


def _read(source: str) -> Node:
    from lark import UnexpectedInput

    try:
        return cast("Node", _parser().parse(source))
    except UnexpectedInput as error:
        raise _not_a_formula(source, error) from None


@cache
def _parser() -> Lark:
    from lark import Lark

    # lark calls the builder's methods by the rules' names while it reads: no second walk, no recursion.
    return Lark(_GRAMMAR, parser="lalr", lexer="basic", maybe_placeholders=False, transformer=cast("Any", _Builder()))


def _not_a_formula(source: str, error: UnexpectedInput) -> FormulaError:
    from lark import UnexpectedToken

    at = cast("int", error.pos_in_stream)
    if not isinstance(error, UnexpectedToken):
        return _bad_character(source[at], at + 1)
    found = error.token
    if found.type == "$END":
        return trouble("unfinished")
    if found == "," and source[at - 1].isdigit():
        return trouble("decimal_comma", at + 1)
    if found.type == "COMPARE" and source[:at].strip()[-1:].isalnum():
        return trouble("chained_comparison", at + 1, found=str(found))
    return trouble("unexpected", at + 1, found=str(found))


def _bad_character(character: str, column: int) -> FormulaError:
    if character == "=":
        return trouble("single_equals", column)
    if character == '"':
        return trouble("open_text", column)
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return trouble("bad_character", column, character=shown)


def _column(token: Token) -> int:
    return (token.start_pos or 0) + 1


class _Builder:
    """One method for each rule of the grammar; lark gives it the tokens and the nodes below."""

    def choice(self, parts: list[Any]) -> Node:
        condition, sign, then, otherwise = parts
        return Choice(_column(sign), condition, then, otherwise)

    def binary(self, parts: list[Any]) -> Node:
        left, sign, right = parts
        return Binary(_column(sign), str(sign), left, right)

    def unary(self, parts: list[Any]) -> Node:
        sign, operand = parts
        return Unary(_column(sign), str(sign), operand)

    def number(self, parts: list[Any]) -> Node:
        token = parts[0]
        return Literal(_column(token), held(Decimal(str(token)), _column(token)))

    def text(self, parts: list[Any]) -> Node:
        column, text = _column(parts[0]), str(parts[0])[1:-1]
        for at, character in enumerate(text, start=column + 1):
            if not character.isprintable():
                raise _bad_character(character, at)
        return Literal(column, text)

    def reference(self, parts: list[Any]) -> Node:
        return Reference(_column(parts[0]), str(parts[0]))

    def call(self, parts: list[Any]) -> Node:
        return Call(_column(parts[0]), str(parts[0]), tuple(parts[1:]))

    def listing(self, parts: list[Any]) -> Node:
        return Listing(_column(parts[0]), tuple(parts[1:]))
