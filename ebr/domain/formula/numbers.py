"""When a decimal can be held exactly by the language, and the words for a decimal that cannot."""

from __future__ import annotations

from decimal import Decimal, DecimalException, Overflow, Underflow

from ebr.domain.formula import bounds
from ebr.domain.formula.trouble import FormulaError, trouble


def held(number: Decimal, column: int) -> Decimal:
    """The number itself if 28 digits and 10^99 hold it exactly; else `too_many_digits`, `too_large` or `too_small`."""
    try:
        same = bounds.ARITHMETIC.plus(number)
    except DecimalException as error:
        raise arithmetic_trouble(error, column) from None
    if same != number:
        raise trouble("too_many_digits", column, limit=str(bounds.DIGITS))
    return same


def arithmetic_trouble(error: DecimalException, column: int) -> FormulaError:
    """A signal of the decimal arithmetic as a refusal of the formula."""
    if isinstance(error, Overflow):
        return trouble("too_large", column, limit=str(bounds.MAGNITUDE + 1))
    if isinstance(error, Underflow):
        return trouble("too_small", column, limit=str(bounds.MAGNITUDE))
    return trouble("no_result", column)
