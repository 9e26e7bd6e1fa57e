"""Dimensional analysis of a formula: whether its units fit together and give the declared one.

What is followed through the tree is a quantity: what it measures, its size if still certain, and the unit in words.
* A number written in the formula has no unit; where it is added or compared it takes the other side's unit, and as a
  factor it makes the size uncertain (it may be a conversion), so 1000 * g may be declared as mg and g alone may not.
* A percentage is a plain number of size 1/100: kg * % is not kg until something is divided by 100.
* A value without declared unit is a plain number that may be a conversion.
* Texts, yes/no values and ids that are not in `units` raise no complaint here; others check them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ebr.domain.formula.functions import ROUNDING
from ebr.domain.formula.tree import Binary, Call, Choice, Listing, Literal, Node, Reference, Unary
from ebr.domain.units.measure import raised
from ebr.domain.units.names import known
from ebr.domain.units.quantity import FREE, KELVIN, PERCENT, PLAIN, Quantity, multiplied, of_unit, raised_to
from ebr.domain.units.trouble import UnitProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ebr.domain.formula import Formula


def check_units(formula: Formula, units: Mapping[str, str | None], expect: str | None) -> list[UnitProblem]:
    """Every place where the units of a formula do not fit, in order of position; empty if all fit.

    `units` gives each id's unit (None: a number without unit); `expect` is the unit declared for the result (None:
    without).
    """
    check = _Check(units)
    check.result(check.quantity(formula.tree), expect)
    return sorted(check.problems, key=lambda problem: problem.column or 0)


def _whole(node: Node) -> int | None:
    """The whole number written at this place, if one is."""
    if isinstance(node, Unary) and node.operator == "-":
        inner = _whole(node.operand)
        return None if inner is None else -inner
    if isinstance(node, Literal) and isinstance(node.value, Decimal) and node.value == node.value.to_integral_value():
        return int(node.value)
    return None


@dataclass(slots=True)
class _Check:
    """One walk over one formula. A quantity of None means: nothing can be said, and no complaint follows from it."""

    units: Mapping[str, str | None]
    problems: list[UnitProblem] = field(default_factory=list)

    def complain(self, code: str, column: int | None, **params: str) -> None:
        place = {} if column is None else {"column": str(column)}
        self.problems.append(UnitProblem(code, {**params, **place}, column))

    def quantity(self, node: Node) -> Quantity | None:
        return _RULES[type(node)](self, node)

    def literal(self, node: Literal) -> Quantity | None:
        return FREE if isinstance(node.value, Decimal) else None

    def reference(self, node: Reference) -> Quantity | None:
        if node.name not in self.units:
            return None
        unit = self.units[node.name]
        if unit is None:
            return PLAIN
        if known(unit):
            return of_unit(unit)
        self.complain("unknown_unit", node.column, unit=unit)
        return None

    def listing(self, node: Listing) -> Quantity | None:
        return self.joined(node.items, node.column)

    def unary(self, node: Unary) -> Quantity | None:
        found = self.quantity(node.operand)
        return found if node.operator == "-" else None

    def choice(self, node: Choice) -> Quantity | None:
        self.quantity(node.condition)
        return self.joined((node.then, node.otherwise), node.column)

    def joined(self, nodes: Iterable[Node], column: int) -> Quantity | None:
        """What values that stand side by side have in common; complains if they differ."""
        found: Quantity | None = None
        for node in nodes:
            found = self.met(found, self.quantity(node), column)
        return found

    def met(self, left: Quantity | None, right: Quantity | None, column: int) -> Quantity | None:
        if left is None or right is None or left.free or right.free:
            return right if left is None or (left.free and right is not None) else left
        if left.dimensions != right.dimensions:
            self.complain("mixed_units", column, left=left.text, right=right.text)
            return None
        if left.scale is None or right.scale is None:
            return replace(left, scale=None)
        if left.scale != right.scale or left.offset != right.offset:
            self.complain("mixed_scales", column, left=left.text, right=right.text)
        return left

    def binary(self, node: Binary) -> Quantity | None:
        if node.operator == "^":
            return self.power(node)
        left, right = self.quantity(node.left), self.quantity(node.right)
        if node.operator in ("*", "/"):
            return self.product(node, left, right)
        if node.operator in ("+", "-"):
            return self.total(node, left, right)
        if node.operator not in ("and", "or"):
            self.met(left, right, node.column)
        return None

    def total(self, node: Binary, left: Quantity | None, right: Quantity | None) -> Quantity | None:
        """A sum or difference; of two temperatures only the difference means something, and it is in K."""
        if left is None or right is None or not (left.offset or right.offset):
            return self.met(left, right, node.column)
        if left.free or right.free:
            # "temp - 25" may be a difference or a lower temperature: neither use of it is wrong
            return replace(right if left.free else left, scale=None, offset=False)
        if left.offset and right.offset and node.operator == "-":
            return of_unit(KELVIN)
        if left.offset and right.offset:
            self.complain("temperature_sum", node.column, found=left.text)
            return None
        warm, difference = (left, right) if left.offset else (right, left)
        return warm if self.met(replace(warm, offset=False), difference, node.column) else None

    def product(self, node: Binary, left: Quantity | None, right: Quantity | None) -> Quantity | None:
        if self.offset(left, node.column) or self.offset(right, node.column) or left is None or right is None:
            return None
        return multiplied(left, right, 1 if node.operator == "*" else -1)

    def offset(self, quantity: Quantity | None, column: int) -> bool:
        """Complain of a temperature where only quantities with a true zero can stand."""
        if quantity is None or not quantity.offset:
            return False
        self.complain("temperature_product", column, found=quantity.text)
        return True

    def power(self, node: Binary) -> Quantity | None:
        base, exponent = self.quantity(node.left), self.quantity(node.right)
        if exponent is not None and exponent.dimensions:
            self.complain("exponent_unit", node.column, found=exponent.text)
        if base is None or base.free or self.offset(base, node.column):
            return base if base is not None and base.free and exponent is not None and exponent.free else None
        whole = _whole(node.right)
        if whole is not None:
            return raised_to(base, whole)
        if base.dimensions:
            self.complain("power_unit", node.column, found=base.text)
            return None
        return PLAIN

    def call(self, node: Call) -> Quantity | None:
        rule = _CALLS.get(node.function)
        if rule is not None:
            return rule(self, node)
        if node.function in ROUNDING:
            self.plain(node, node.arguments[1])
            return self.quantity(node.arguments[0])
        return self.joined(node.arguments, node.column)

    def plain(self, call: Call, argument: Node) -> None:
        found = self.quantity(argument)
        if found is not None and found.dimensions:
            self.complain("plain_needed", call.column, function=call.function, found=found.text)

    def result(self, found: Quantity | None, expect: str | None) -> None:
        """Compare the result with what is declared; a difference of temperatures may be declared as degC."""
        if expect is not None and not known(expect):
            self.complain("unknown_unit", None, unit=expect)
        elif found is None or found.free:
            return
        elif expect is None:
            if found.dimensions:
                self.complain("result_needs_unit", None, found=found.text)
        else:
            self.declared(found, of_unit(expect))

    def declared(self, found: Quantity, expected: Quantity) -> None:
        if found.dimensions != expected.dimensions:
            self.complain("result_unit", None, found=found.text, expected=expected.text)
        elif found.scale is not None and (found.scale != expected.scale or (found.offset and not expected.offset)):
            self.complain("result_scale", None, found=found.text, expected=expected.text)


def _sum(check: _Check, call: Call) -> Quantity | None:
    total = check.joined(call.arguments, call.column)
    if total is not None and total.offset:
        check.complain("temperature_sum", call.column, found=total.text)
        return None
    return total


def _count(check: _Check, call: Call) -> Quantity | None:
    for argument in call.arguments:
        check.quantity(argument)
    return PLAIN


def _sd(check: _Check, call: Call) -> Quantity | None:
    spread = check.joined(call.arguments, call.column)
    return of_unit(KELVIN) if spread is not None and spread.offset else spread


def _rsd(check: _Check, call: Call) -> Quantity | None:
    check.offset(check.joined(call.arguments, call.column), call.column)
    return PERCENT


def _of_plain(check: _Check, call: Call) -> Quantity | None:
    check.plain(call, call.arguments[0])
    return PLAIN


def _sqrt(check: _Check, call: Call) -> Quantity | None:
    square = check.quantity(call.arguments[0])
    if square is None or square.free or check.offset(square, call.column):
        return None if square is None or square.offset else square
    return Quantity(f"sqrt({square.text})", raised(square.dimensions, Fraction(1, 2)), None)


def _mkt(check: _Check, call: Call) -> Quantity | None:
    celsius, _, energy = (check.quantity(argument) for argument in call.arguments)
    degrees, kelvin = of_unit("degC"), of_unit(KELVIN)
    if celsius is not None and not celsius.free and not (celsius.offset or celsius.scale is None):
        check.complain("celsius_needed", call.column, found=celsius.text)
    if energy is not None and energy.dimensions and (energy.offset or energy.dimensions != kelvin.dimensions):
        check.complain("kelvin_needed", call.column, found=energy.text)
    return degrees


_CALLS: Mapping[str, Callable[[_Check, Call], Quantity | None]] = {
    "sum": _sum,
    "count": _count,
    "sd": _sd,
    "rsd": _rsd,
    "exp": _of_plain,
    "ln": _of_plain,
    "log10": _of_plain,
    "sqrt": _sqrt,
    "mkt": _mkt,
}
_RULES: Mapping[type, Callable[[_Check, Any], Quantity | None]] = {
    Literal: _Check.literal,
    Reference: _Check.reference,
    Listing: _Check.listing,
    Unary: _Check.unary,
    Binary: _Check.binary,
    Choice: _Check.choice,
    Call: _Check.call,
}
