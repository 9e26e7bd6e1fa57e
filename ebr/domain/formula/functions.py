"""The functions of a formula: a closed list, written out.

Decisions:
* sum, mean, sd, rsd, min, max and count take numbers and lists mixed: max(a, b) and max(weights.values) both work.
* sd is the sample standard deviation (n - 1); rsd is 100 * sd / |mean|, in percent.
* They compute with 60 digits and round once to 28, so equal readings have sd 0.
* round_half_up is the rounding of limits (USP 7.20). round_up goes away from zero, as in a spreadsheet and in
  `ebr.domain.values`: a charge of active, never negative, is then not less than 100 % (21 CFR 211.101(a), floor-rules
  12).
* A rounding to n decimals shows n decimals; a negative n rounds to tens, hundreds and so on.
* mkt(temperatures, weights, dh_over_r) takes and gives degC: the temperature that would have done the same harm at a
  steady activation energy (USP <1079.2>); dh_over_r is in K (10000, or the energy over the gas constant); weights are
  a list as long as the first, or 1 for readings at equal intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext

from ebr.domain.formula import bounds
from ebr.domain.formula.tree import Call, Value
from ebr.domain.formula.trouble import trouble

KELVIN = Decimal("273.15")
ROUNDING: Mapping[str, str] = {
    "round_half_up": ROUND_HALF_UP,
    "round_half_even": ROUND_HALF_EVEN,
    "round_up": ROUND_UP,
}

Run = Callable[[Call, Sequence[Value]], Decimal]


@dataclass(frozen=True, slots=True)
class Function:
    """One function: how many arguments it takes, how it is written, what it does (in the caller's decimal context)."""

    run: Run
    usage: str
    least: int = 1
    most: int = 1


def _number(call: Call, value: Value) -> Decimal:
    if isinstance(value, Decimal):
        return value
    raise trouble("list_of_numbers_needed", call.column, function=call.function)


def _numbers(call: Call, arguments: Sequence[Value], least: int = 1) -> list[Decimal]:
    """All numbers of the arguments, lists opened; at least `least` of them."""
    found = [_number(call, item) for argument in arguments for item in _opened(argument)]
    if len(found) > bounds.LIST:
        raise trouble("list_too_long", call.column, length=str(len(found)), limit=str(bounds.LIST))
    if not found:
        raise trouble("list_empty", call.column, function=call.function)
    if len(found) < least:
        raise trouble("too_few", call.column, function=call.function, least=str(least))
    return found


def _opened(argument: Value) -> tuple[Value, ...]:
    return argument if isinstance(argument, tuple) else (argument,)


def _positive(call: Call, argument: Value) -> Decimal:
    number = _number(call, argument)
    if number <= 0:
        raise trouble("not_positive", call.column, function=call.function)
    return number


def _count(_call: Call, arguments: Sequence[Value]) -> Decimal:
    return Decimal(sum(len(_opened(argument)) for argument in arguments))


def _sum(call: Call, arguments: Sequence[Value]) -> Decimal:
    numbers = _numbers(call, arguments)
    with localcontext(bounds.INNER):
        total = sum(numbers, Decimal(0))
    return +total


def _mean(call: Call, arguments: Sequence[Value]) -> Decimal:
    numbers = _numbers(call, arguments)
    with localcontext(bounds.INNER):
        mean = _inner_mean(numbers)
    return +mean


def _inner_mean(numbers: Sequence[Decimal]) -> Decimal:
    return sum(numbers, Decimal(0)) / len(numbers)


def _inner_sd(numbers: Sequence[Decimal]) -> Decimal:
    mean = _inner_mean(numbers)
    return (sum(((number - mean) ** 2 for number in numbers), Decimal(0)) / (len(numbers) - 1)).sqrt()


def _sd(call: Call, arguments: Sequence[Value]) -> Decimal:
    numbers = _numbers(call, arguments, least=2)
    if min(numbers) == max(numbers):
        return Decimal(0)
    with localcontext(bounds.INNER):
        deviation = _inner_sd(numbers)
    return +deviation


def _rsd(call: Call, arguments: Sequence[Value]) -> Decimal:
    numbers = _numbers(call, arguments, least=2)
    with localcontext(bounds.INNER):
        mean = _inner_mean(numbers)
        if not mean:
            raise trouble("mean_zero", call.column)
        relative = Decimal(0) if min(numbers) == max(numbers) else 100 * _inner_sd(numbers) / abs(mean)
    return +relative


def _min(call: Call, arguments: Sequence[Value]) -> Decimal:
    return min(_numbers(call, arguments))


def _max(call: Call, arguments: Sequence[Value]) -> Decimal:
    return max(_numbers(call, arguments))


def _exp(call: Call, arguments: Sequence[Value]) -> Decimal:
    return _number(call, arguments[0]).exp()


def _ln(call: Call, arguments: Sequence[Value]) -> Decimal:
    return _positive(call, arguments[0]).ln()


def _log10(call: Call, arguments: Sequence[Value]) -> Decimal:
    return _positive(call, arguments[0]).log10()


def _abs(call: Call, arguments: Sequence[Value]) -> Decimal:
    return abs(_number(call, arguments[0]))


def _sqrt(call: Call, arguments: Sequence[Value]) -> Decimal:
    number = _number(call, arguments[0])
    if number < 0:
        raise trouble("negative_root", call.column)
    return number.sqrt()


def _round(call: Call, arguments: Sequence[Value]) -> Decimal:
    number, decimals = _number(call, arguments[0]), _number(call, arguments[1])
    if decimals != decimals.to_integral_value() or abs(decimals) > bounds.DECIMALS:
        raise trouble("bad_decimals", call.column, function=call.function, limit=str(bounds.DECIMALS))
    if number.adjusted() + decimals >= bounds.DIGITS:
        return number  # so large that it has no digit to lose, nor room in 28 digits for the zeros
    return number.quantize(Decimal(1).scaleb(-int(decimals)), ROUNDING[call.function])


def _mkt(call: Call, arguments: Sequence[Value]) -> Decimal:
    celsius = _numbers(call, arguments[:1])
    weights = _weights(call, arguments[1], len(celsius))
    energy = _positive(call, arguments[2])
    if min(celsius) <= -KELVIN:
        raise trouble("below_absolute_zero", call.column)
    with localcontext(bounds.INNER):
        powers = [-energy / (reading + KELVIN) for reading in celsius]
        highest = max(powers)
        harm = sum(
            (weight * (power - highest).exp() for weight, power in zip(weights, powers, strict=True)), Decimal(0)
        )
        kinetic = energy / -(highest + (harm / sum(weights, Decimal(0))).ln()) - KELVIN
    return +kinetic


def _weights(call: Call, argument: Value, count: int) -> list[Decimal]:
    weights = _numbers(call, (argument,))
    if not isinstance(argument, tuple):
        weights = weights * count
    if len(weights) != count:
        raise trouble("lengths_differ", call.column, values=str(count), weights=str(len(weights)))
    if min(weights) < 0 or not any(weights):
        raise trouble("bad_weights", call.column)
    return weights


_ANY = bounds.LENGTH

FUNCTIONS: Mapping[str, Function] = {
    "sum": Function(_sum, "sum(list)", most=_ANY),
    "mean": Function(_mean, "mean(list)", most=_ANY),
    "sd": Function(_sd, "sd(list)", most=_ANY),
    "rsd": Function(_rsd, "rsd(list)", most=_ANY),
    "min": Function(_min, "min(list)", most=_ANY),
    "max": Function(_max, "max(list)", most=_ANY),
    "count": Function(_count, "count(list)", most=_ANY),
    "exp": Function(_exp, "exp(x)"),
    "ln": Function(_ln, "ln(x)"),
    "log10": Function(_log10, "log10(x)"),
    "abs": Function(_abs, "abs(x)"),
    "sqrt": Function(_sqrt, "sqrt(x)"),
    "mkt": Function(_mkt, "mkt(list, weights, dh_over_r)", least=3, most=3),
    "round_half_up": Function(_round, "round_half_up(x, decimals)", least=2, most=2),
    "round_half_even": Function(_round, "round_half_even(x, decimals)", least=2, most=2),
    "round_up": Function(_round, "round_up(x, decimals)", least=2, most=2),
}
