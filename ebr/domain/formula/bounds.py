"""How large anything in a formula may get: text, nesting, lists, exponents, results.

Decision: every bound lies far beyond what a batch record needs (2000 characters, 10^99) and near enough that no
formula can keep the station busy for longer than a person notices.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, DivisionByZero, InvalidOperation, Overflow, Underflow

LENGTH = 2000
DEPTH = 100
LIST = 10_000
EXPONENT = 300
MAGNITUDE = 99
DIGITS = 28
DECIMALS = 20

_TRAPS = [InvalidOperation, DivisionByZero, Overflow, Underflow]

# What a formula computes in.
ARITHMETIC = Context(
    prec=DIGITS, rounding=ROUND_HALF_EVEN, Emin=-MAGNITUDE, Emax=MAGNITUDE, capitals=1, clamp=0, flags=[], traps=_TRAPS
)
# What the list functions compute in before their result is rounded once to 28 digits: a constant series then has sd 0
# and mkt itself.
INNER = Context(
    prec=60,
    rounding=ROUND_HALF_EVEN,
    Emin=-99_999,
    Emax=99_999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
