"""`ebr formula 'EXPR'`: the exact decimal of an expression."""

from __future__ import annotations

from typing import Annotated

import typer

from ebr.cli.speech import say
from ebr.words import tr


def formula(expression: Annotated[str, typer.Argument(help="An expression of the MBR's formula language.")]) -> int:
    """Compute an expression with exact decimals.

    Example: ebr formula 'round_half_up(8333 * 0.96 / 10000 * 100, 2)'
    """
    from ebr.domain.formula import FormulaError, evaluate, exact, parse

    try:
        say(exact(evaluate(parse(expression), {})))
    except FormulaError as wrong:
        words = tr(wrong.template, **wrong.params)
        if wrong.column:
            words = tr("{problem} (column {column})", problem=words, column=wrong.column)
        raise typer.BadParameter(words) from None
    return 0
