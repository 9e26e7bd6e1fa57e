"""What can be wrong with a formula or with the values it meets, and the sentence for each.

A sentence is a template: `tr(error.template, **error.params)` words it in the reader's language, `str(error)` in
English. Every sentence says what to do next. Positions count characters of the formula from 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    # reading
    "empty": "The formula is empty: write a number, the name of a value or a calculation.",
    "too_long": "The formula has {length} characters and at most {limit} are read: split it into several calculations.",
    "too_deep": "The formula is nested deeper than {limit} levels at position {column}: split it into several "
    "calculations, or add up many values with sum([...]).",
    "bad_character": "{character} at position {column} has no meaning in a formula: remove it. Names are lower-case "
    "letters, digits, _ and points.",
    "open_text": "The text that begins at position {column} is not closed: end it with a quotation mark on the same "
    "line, within 200 characters.",
    "single_equals": "A single = at position {column} has no meaning: write == to compare two values.",
    "decimal_comma": "The comma at position {column} has no meaning there: write decimals with a point, as in 1.5.",
    "chained_comparison": "{found} at position {column} compares a third value: compare two at a time and join them, "
    "as in a < b and b < c.",
    "unexpected": "{found} is not expected at position {column}: remove it, or put in the operator, value or bracket "
    "that is missing before it.",
    "unfinished": "The formula ends too early: complete what follows its last sign, or close the open bracket.",
    "unknown_function": "There is no function called {function} (position {column}): use one of {functions}.",
    "argument_count": "{function} at position {column} is given {given} values in its brackets: give it {usage}.",
    "unknown_value": "No value is called {name} (position {column}): use the id of an entry of this MBR.",
    "unknown_value_near": "No value is called {name} (position {column}): perhaps {near} is meant.",
    "unreadable": "The formula cannot be read: check the MBR for what is wrong with it.",
    # numbers
    "too_large": "The number at position {column} reaches 10^{limit} or more: check the values and their units.",
    "too_small": "The number at position {column} is closer to zero than 10^-{limit}: check the values and their "
    "units.",
    "too_many_digits": "The number at position {column} has more than {limit} digits: give it with fewer digits.",
    "exponent_too_large": "The exponent at position {column} is beyond {limit}: check the values, or use a smaller "
    "exponent.",
    "undefined_power": "The power at position {column} has no value: zero needs a positive exponent, and a negative "
    "number a whole one.",
    "divide_by_zero": "The division at position {column} is by zero: check the value below the line.",
    "not_positive": "{function} at position {column} needs a number above zero: check the value given to it.",
    "negative_root": "sqrt at position {column} needs a number that is not negative: check the value given to it.",
    "bad_decimals": "{function} at position {column} needs a whole number of decimals from -{limit} to {limit}.",
    "no_result": "The calculation at position {column} has no result: check the values it uses.",
    # kinds of value
    "missing_value": "{name} has no value yet: record it first.",
    "not_a_value": "{name} holds something a formula cannot use: it takes finite numbers, yes/no, texts and lists of "
    "them.",
    "number_needed": "A single number is needed at position {column}, not a text, a list or a yes/no value.",
    "list_of_numbers_needed": "{function} at position {column} takes numbers or lists of numbers only.",
    "yes_no_needed": "A comparison or a yes/no value is needed at position {column}.",
    "single_value_needed": "A list holds single values only: take the list at position {column} out of the other list.",
    "not_comparable": "The two sides at position {column} cannot be compared: compare numbers with numbers and "
    "choices with texts, and use a yes/no value by itself.",
    "no_order": "At position {column} only numbers can be compared by size: use == or != for choices.",
    # lists
    "list_too_long": "The list at position {column} has {length} values and at most {limit} are computed: summarise "
    "it first.",
    "list_empty": "{function} at position {column} has no values to work on: record at least one.",
    "too_few": "{function} at position {column} needs at least {least} values: record more.",
    "mean_zero": "rsd at position {column} is relative to a mean of zero and has no value: use sd instead.",
    "lengths_differ": "mkt at position {column} has {values} temperatures and {weights} weights: give one weight for "
    "each, or 1.",
    "bad_weights": "mkt at position {column} needs weights that are not negative and not all zero.",
    "below_absolute_zero": "mkt at position {column} has a temperature at or below -273.15 degC: check the readings.",
}


class FormulaError(Exception):
    """One thing wrong with a formula or its values: a code of `SENTENCES`, its parameters, its position or None."""

    def __init__(self, code: str, params: Mapping[str, str], column: int | None) -> None:
        self.code = code
        self.params = params
        self.column = column
        super().__init__(code, params, column)

    @property
    def template(self) -> str:
        """The English sentence with {names} where the parameters go; the key of its translation."""
        return SENTENCES[self.code]

    def __str__(self) -> str:
        return self.template.format(**self.params)


def trouble(code: str, column: int | None = None, **params: str) -> FormulaError:
    """The error with these parameters; its position, if it has one, is among them."""
    return FormulaError(code, params if column is None else {**params, "column": str(column)}, column)
