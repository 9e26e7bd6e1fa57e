"""The closed expression language of an MBR: what a formula may say, how it is read and what it comes to.

Promise: a formula is total, terminates and is bounded. Reading or evaluating one either gives a value or raises
`FormulaError` (a code, parameters and a position) whose sentence names the way out; nothing else, whatever the text or
the recorded values.

The language (grammar version 1), from weakest to strongest binding:

    c ? a : b            chosen lazily: only the branch taken needs its values        right-associative
    or   and   not       on yes/no values, lazily from the left
    == != < <= > >=      two sides at a time; texts and yes/no values know == and != only
    + -   * /            left-associative
    -x
    ^                    right-associative, stronger than the sign before it: -2^2 = -4, 2^3^2 = 512
    12  0.5  1.1e14      numbers, decimal point only, at most 28 digits
    "yes"                a text, only to compare a choice with
    [1, 2]               a list of single values
    ethanol.total        a value recorded elsewhere: lower-case words joined by points
    mean(weights.values) a function of `functions.FUNCTIONS`; no others exist

Values are exact decimals (28 significant digits, half-even; floor-rules 12) so 0.1 + 0.2 is 0.3 and a reading keeps its
decimals. A value that is not there makes the formula refuse (`missing_value`), it never counts as nothing or as zero.
"""

from __future__ import annotations

from ebr.domain.formula.evaluation import evaluate, exact
from ebr.domain.formula.reading import GRAMMAR_VERSION, Formula, check_references, ends_rounded, parse
from ebr.domain.formula.tree import Value
from ebr.domain.formula.trouble import SENTENCES, FormulaError

__all__ = [
    "GRAMMAR_VERSION",
    "SENTENCES",
    "Formula",
    "FormulaError",
    "Value",
    "check_references",
    "ends_rounded",
    "evaluate",
    "exact",
    "parse",
]
