"""What a formula comes to with the values of a batch, and a value as plain text.

Decision: the tree is walked anew each time, one rule per kind of node, in one decimal context (28 digits, half-even,
every doubt trapped). The context is local to the call, so nothing a caller or another thread sets can change a result.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal, DecimalException, localcontext
from typing import TYPE_CHECKING, Any

from ebr.domain.formula import bounds
from ebr.domain.formula.functions import FUNCTIONS
from ebr.domain.formula.numbers import arithmetic_trouble, held
from ebr.domain.formula.tree import Binary, Call, Choice, Listing, Literal, Node, Reference, Unary, Value
from ebr.domain.formula.trouble import trouble

if TYPE_CHECKING:
    from ebr.domain.formula.reading import Formula

Values = Mapping[str, Value]


def evaluate(formula: Formula, values: Values) -> Value:
    """The value of the formula with these values recorded.

    Errors: only `FormulaError`; `missing_value` with `name` for an id that has no value and is needed. The branch not
    taken of `c ? a : b`, and what follows a decided `and` / `or`, need no values.
    """
    with localcontext(bounds.ARITHMETIC):
        return _value(formula.tree, values)


def exact(value: Value) -> str:
    """The value as plain text: every digit, no exponent, no sign before zero; `yes` / `no`; lists in brackets."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{abs(value) if value.is_zero() else value:f}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(exact, value))}]"
    return value


def _value(node: Node, values: Values) -> Value:
    return _RULES[type(node)](node, values)


def _number(node: Node, values: Values) -> Decimal:
    value = _value(node, values)
    if isinstance(value, Decimal):
        return value
    raise trouble("number_needed", node.column)


def _yes(node: Node, values: Values) -> bool:
    value = _value(node, values)
    if isinstance(value, bool):
        return value
    raise trouble("yes_no_needed", node.column)


def _literal(node: Literal, _values: Values) -> Value:
    return node.value


def _reference(node: Reference, values: Values) -> Value:
    value = values.get(node.name)
    if value is None:
        raise trouble("missing_value", node.column, name=node.name)
    if isinstance(value, (tuple, list)):
        if len(value) > bounds.LIST:
            raise trouble("list_too_long", node.column, length=str(len(value)), limit=str(bounds.LIST))
        return tuple(_single(item, node) for item in value)
    return _single(value, node)


def _single(value: Value, node: Reference) -> Value:
    if isinstance(value, Decimal) and value.is_finite():
        return held(value, node.column)
    if isinstance(value, (bool, str)):
        return value
    raise trouble("not_a_value", node.column, name=node.name)


def _listing(node: Listing, values: Values) -> Value:
    items = tuple(_value(item, values) for item in node.items)
    for item, written in zip(items, node.items, strict=True):
        if isinstance(item, tuple):
            raise trouble("single_value_needed", written.column)
    return items


def _unary(node: Unary, values: Values) -> Value:
    if node.operator == "not":
        return not _yes(node.operand, values)
    return -_number(node.operand, values)


def _binary(node: Binary, values: Values) -> Value:
    arithmetic = _ARITHMETIC.get(node.operator)
    if arithmetic is not None:
        left, right = _number(node.left, values), _number(node.right, values)
        try:
            return arithmetic(left, right, node.column)
        except DecimalException as error:
            raise arithmetic_trouble(error, node.column) from None
    if node.operator == "and":
        return _yes(node.left, values) and _yes(node.right, values)
    if node.operator == "or":
        return _yes(node.left, values) or _yes(node.right, values)
    return _compared(node, _value(node.left, values), _value(node.right, values))


def _compared(node: Binary, left: Value, right: Value) -> bool:
    if type(left) is not type(right) or isinstance(left, tuple):
        raise trouble("not_comparable", node.column)
    if node.operator in _ORDER and not isinstance(left, Decimal):
        raise trouble("no_order", node.column)
    return bool(_COMPARISON[node.operator](left, right))


def _choice(node: Choice, values: Values) -> Value:
    return _value(node.then if _yes(node.condition, values) else node.otherwise, values)


def _call(node: Call, values: Values) -> Value:
    arguments = [_value(argument, values) for argument in node.arguments]
    try:
        return FUNCTIONS[node.function].run(node, arguments)
    except DecimalException as error:
        raise arithmetic_trouble(error, node.column) from None


def _divided(left: Decimal, right: Decimal, column: int) -> Decimal:
    if not right:
        raise trouble("divide_by_zero", column)
    return left / right


def _power(base: Decimal, exponent: Decimal, column: int) -> Decimal:
    if abs(exponent) > bounds.EXPONENT:
        raise trouble("exponent_too_large", column, limit=str(bounds.EXPONENT))
    whole = exponent == exponent.to_integral_value()
    if (not base and exponent <= 0) or (base < 0 and not whole):
        raise trouble("undefined_power", column)
    return base**exponent


_ARITHMETIC: Mapping[str, Callable[[Decimal, Decimal, int], Decimal]] = {
    "+": lambda left, right, _column: left + right,
    "-": lambda left, right, _column: left - right,
    "*": lambda left, right, _column: left * right,
    "/": _divided,
    "^": _power,
}
_ORDER: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COMPARISON: Mapping[str, Callable[[Any, Any], Any]] = {"==": operator.eq, "!=": operator.ne, **_ORDER}
_RULES: Mapping[type, Callable[[Any, Values], Value]] = {
    Literal: _literal,
    Reference: _reference,
    Listing: _listing,
    Unary: _unary,
    Binary: _binary,
    Choice: _choice,
    Call: _call,
}
