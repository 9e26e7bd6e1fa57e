"""The check of a master batch record: named rules, each with a severity, a clause and a sentence.

`check` is complete and does not stop at the first problem; it is a pure function of the document. It takes about half a
second the first time, because pint is imported for the units of formulas (only here: what was approved carries no need
for pint).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ebr.domain.mbr.build import Trouble
from ebr.domain.mbr.check.catalogue import RULES, Rule, rule_of
from ebr.domain.mbr.check.completeness import completeness_problems
from ebr.domain.mbr.check.dimensions import unit_names
from ebr.domain.mbr.check.flows import flow_problems
from ebr.domain.mbr.check.formulas import formula_problems
from ebr.domain.mbr.check.ids import id_problems, reference_problems
from ebr.domain.mbr.check.index import Index
from ebr.domain.mbr.check.languages import language_problems
from ebr.domain.mbr.check.materials import material_problems
from ebr.domain.mbr.check.media import media_problems
from ebr.domain.mbr.check.memo import Memo
from ebr.domain.mbr.check.people import people_problems
from ebr.domain.mbr.check.reach import reach_problems
from ebr.domain.mbr.check.rooms import room_problems
from ebr.domain.mbr.check.slots import slot_problems
from ebr.domain.mbr.check.unconfirmed import unconfirmed_problems
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.problem import Marks, Place, Problem, nearest_mark, shown
from ebr.domain.mbr.text import Reading, read

__all__ = ["RULES", "Rule", "check", "examine", "rule_of"]

_NO_MARKS: Marks = {}

_CHECKS: tuple[Callable[[Index], Iterable[Trouble]], ...] = (
    id_problems,
    reference_problems,
    slot_problems,
    media_problems,
    flow_problems,
    formula_problems,
    reach_problems,
    unit_names,
    people_problems,
    material_problems,
    completeness_problems,
    room_problems,
    unconfirmed_problems,
    language_problems,
)


def check(mbr: Mbr, marks: Marks = _NO_MARKS) -> tuple[Problem, ...]:
    """Return every departure of a document from the rules, in the order of the text; `marks` come from `read`."""
    return tuple(problem for problem, _ in worded(mbr, troubles_of(mbr, Memo()), marks))


def troubles_of(mbr: Mbr, memo: Memo) -> list[Trouble]:
    """Return what the rules find in a document; with the memo of the one before, only what changed is looked at."""
    index = Index(mbr, memo)
    return [trouble for rules in _CHECKS for trouble in rules(index)]


def worded(mbr: Mbr, troubles: Iterable[Trouble], marks: Marks = _NO_MARKS) -> list[tuple[Problem, Place]]:
    """Return the problem of each trouble with its exact place, in the order in which they are shown."""
    found = [(_problem(mbr, marks, trouble), trouble.place) for trouble in troubles]
    return sorted(found, key=lambda pair: (pair[0].line, pair[0].column, pair[0].path, pair[0].code))


def examine(text: str) -> Reading:
    """Read a text and check what it says; `mbr` is there when the form is right, whatever the rules found."""
    reading = read(text)
    if reading.mbr is None:
        return reading
    return Reading(reading.mbr, check(reading.mbr, reading.marks), reading.marks)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return only the problems that keep a document from being used."""
    return tuple(problem for problem in problems if problem.severity == "error")


def _problem(mbr: Mbr, marks: Marks, trouble: Trouble) -> Problem:
    rule = rule_of(trouble.code)
    mark = nearest_mark(marks, trouble.place)
    params: Mapping[str, str] = trouble.params
    return Problem(mark.line, mark.column, shown(trouble.place, mbr), trouble.code, params, rule.clause, rule.severity)
