"""The check of a master batch record of 1,000 steps: whole, while its author types, and the opening of its text.

The document is the CAR-T example repeated, so it has the formulas, materials and conditions of a real one. The peer of
the check is jsonschema with our published schema: it knows the form alone, ours also what the document means. The peer
of the opening is PyYAML's C loader, which gives plain data and forgets where things stand.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

from ebr.domain.mbr.check import check
from ebr.domain.mbr.check.live import LiveCheck
from ebr.domain.mbr.document import from_json, to_json
from ebr.domain.mbr.editing import CopyParts, Editing, RemovePart, SetField
from ebr.domain.mbr.editing.history import done
from ebr.domain.mbr.model import Mbr
from ebr.domain.mbr.schema import schema
from ebr.domain.mbr.text import read
from ebr.domain.mbr.write import write
from tests.bench.rows import Row
from tests.bench.sizes import QUICK, Sizes
from tests.bench.timing import Side, take_turns, timed

EXAMPLE = Path(__file__).parents[2] / "resources" / "mbr" / "car_t_autologous.yaml"
COPIES = 23
"""Of the example's 45 steps."""
KEY = 0.1
"""Seconds from the last key to the problems."""
TYPED = "dose_needed * final_volume / bag_target / car_conc"


def measure(_folder: Path, sizes: Sizes) -> Iterator[Row]:
    mbr, twice = (grown(2 if sizes == QUICK else COPIES * times) for times in (1, 2))
    steps = f"{sum(1 for _ in mbr.phases()):,} steps"
    validator, document = Draft202012Validator(schema()), to_json(mbr)
    check(mbr)
    text = write(mbr)
    sides = take_turns(
        {
            "check": lambda: [timed(lambda: check(mbr))],
            "twice": lambda: [timed(lambda: check(twice))],
            "schema": lambda: [timed(lambda: list(validator.iter_errors(document)))],
            "read": lambda: [timed(lambda: read(text))],
            "yaml": lambda: [timed(lambda: yaml.load(text, yaml.CSafeLoader))],
            "document": lambda: [timed(lambda: from_json(document))],
            "typing": lambda: typing(mbr),
            "structure": lambda: structure(mbr),
        },
        sizes.rounds,
    )
    whole = sides["check"].seconds()
    yield Row(f"check of {steps}", whole, sides["schema"].seconds(), "jsonschema, form alone", "s", ("<=", 1.0))
    yield Row("check of twice as many, by one", sides["twice"].seconds(), whole, "check of one", "s", ("<=", 3.0))
    yield Row(
        "check while typing a formula, 99 of 100 keys", sides["typing"].p99(), whole, "whole check", "s", ("<=", 0.6)
    )
    yield Row("the same, under 0.1 s", sides["typing"].p99(), None, "", "s", ("<=", KEY), absolute=True)
    yield Row("check while typing, median key", _median(sides["typing"]), whole, "whole check", "s", ("<=", 0.25))
    yield Row("check after a step came or went", sides["structure"].seconds(), whole, "whole check", "s", ("<=", 0.25))
    yield Row("the same, under 0.1 s", sides["structure"].p99(), None, "", "s", ("<=", KEY), absolute=True)
    yield Row(
        f"open the text of {steps}",
        sides["read"].seconds(),
        sides["yaml"].seconds(),
        "PyYAML, C loader",
        "s",
        ("<=", 4.0),
    )
    yield Row("the same, under a second", sides["read"].seconds(), None, "", "s", ("<=", 1.0), absolute=True)
    yield Row(f"open the document of {steps}", sides["document"].seconds(), None, "", "s", ("<=", 1.0), absolute=True)


def _median(side: Side) -> float:
    return statistics.median(seconds for acts in side.rounds for seconds in acts)


def grown(copies: int) -> Mbr:
    """Return the example with its unit procedures so many times."""
    mbr = read(EXAMPLE.read_text(encoding="utf-8")).mbr
    assert mbr is not None
    units = tuple(unit.id for unit in mbr.procedure)
    found = mbr
    for _ in range(copies - 1):
        found = done(found, CopyParts(mbr, units, "procedure", -1))[0]
    return found


def typing(mbr: Mbr) -> list[float]:
    """Return what the check took after each key of a formula, half of which name nothing yet."""
    live, editing = LiveCheck(), Editing(mbr)
    live.problems(mbr)
    took = []
    for length in range(1, len(TYPED) + 1):
        editing.apply(SetField("harvest_take", "formula", TYPED[:length]), joined=True)
        took.append(timed(lambda: live.problems(editing.document)))
    return took


def structure(mbr: Mbr) -> list[float]:
    """Return what the check took after the first step went, and after it came back."""
    live, editing = LiveCheck(), Editing(mbr)
    live.problems(mbr)
    first = next(mbr.phases())[2].id
    editing.apply(RemovePart(first))
    took = [timed(lambda: live.problems(editing.document))]
    editing.undo()
    return [*took, timed(lambda: live.problems(editing.document))]
