"""What can be wrong with units, and the sentence for each; worded by `tr(problem.template, **problem.params)`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "unknown_unit": "{unit} is not a unit this program knows: use a name of its list, or two joined by / such as "
    "mg/mL.",
    "different_dimensions": "{left} and {right} measure different things and have no factor between them.",
    "no_factor": "{left} and {right} differ by more than a factor: temperatures have an offset.",
    "inexact_factor": "One {left} is no exact decimal number of {right}: record it in {right}, or compute from "
    "{right} to {left}.",
    "mixed_units": "At position {column} {left} meets {right}: they measure different things.",
    "mixed_scales": "At position {column} {left} meets {right}: they measure the same thing in different sizes, so "
    "convert one.",
    "result_unit": "The result is in {found}, which does not measure the same as the declared unit {expected}.",
    "result_scale": "The result is in {found} and the declared unit is {expected}: multiply or divide by the factor "
    "between them.",
    "result_needs_unit": "The result is in {found} but no unit is declared: declare one.",
    "temperature_product": "{found} at position {column} has an offset and cannot be multiplied, divided or raised: "
    "use a difference of two temperatures.",
    "temperature_sum": "Two temperatures in {found} are added at position {column}, which means nothing: use mean or "
    "a difference.",
    "exponent_unit": "The exponent at position {column} is in {found}: an exponent has no unit, so divide by a value "
    "in the same unit.",
    "power_unit": "{found} at position {column} can only be raised to a whole number written in the formula.",
    "plain_needed": "{function} at position {column} is given {found}: it takes a number without unit, so divide by a "
    "value in the same unit.",
    "celsius_needed": "mkt at position {column} is given temperatures in {found}: give them in degC.",
    "kelvin_needed": "mkt at position {column} is given an energy over gas constant in {found}: give it in K.",
}


class UnitError(Exception):
    """A question about units that has no answer: a code of `SENTENCES` and its parameters."""

    def __init__(self, code: str, **params: str) -> None:
        self.code = code
        self.params: Mapping[str, str] = params
        super().__init__(code, params)

    @property
    def template(self) -> str:
        """The English sentence with {names} where the parameters go; the key of its translation."""
        return SENTENCES[self.code]

    def __str__(self) -> str:
        return self.template.format(**self.params)


@dataclass(frozen=True, slots=True)
class UnitProblem:
    """One place in a formula whose units do not fit: a code of `SENTENCES`, its parameters, its position or None."""

    code: str
    params: Mapping[str, str]
    column: int | None = None

    @property
    def template(self) -> str:
        """The English sentence with {names} where the parameters go; the key of its translation."""
        return SENTENCES[self.code]

    def __str__(self) -> str:
        return self.template.format(**self.params)
