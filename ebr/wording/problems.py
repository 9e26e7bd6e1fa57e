"""Sentences for what is wrong with a master batch record, a formula or a unit.

Their templates stand in the domain beside the codes, because the language of master batch records is described there as
a whole. The check with its YAML reader is imported only when a problem is shown.
"""

from __future__ import annotations

from ebr.domain.formula import FormulaError
from ebr.domain.mbr.problem import Problem
from ebr.domain.units import UnitError
from ebr.words import tr


def problem_words(problem: Problem) -> str:
    """Return what the check of a master batch record found, as a sentence."""
    from ebr.domain.mbr.check.words import template_of

    template = template_of(problem.code)
    return tr(template, **problem.params)


def error_words(error: FormulaError | UnitError) -> str:
    """Return what is wrong with a formula, its values or its units, as a sentence."""
    return tr(error.template, **error.params)
