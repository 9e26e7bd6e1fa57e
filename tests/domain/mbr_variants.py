"""Documents made from others: a small one with every level in it, and the same with one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from ebr.domain.mbr import model as m
from ebr.domain.mbr.shape import STATISTICS, Field, fields_of

SIZE = m.BatchSize("10", "5", "50", "L")
HEADER = m.Header(
    "m", "1", "Title", "Product", "C", "S", "F", "commercial", "G", "EU", SIZE, (m.Identifier("patient", "Patient"),)
)


def phase(name: str, *slots: m.Slot, **more: Any) -> m.Phase:
    """A step with entries."""
    return m.Phase(name, f"Step {name}", "Do it.", slots, **more)


def number(name: str, **more: Any) -> m.Slot:
    """A number in degC."""
    return m.Slot(name, "number", f"Entry {name}", unit="degC", **more)


def document(*operations: m.Operation, **more: Any) -> m.Mbr:
    """A document of one unit."""
    return m.Mbr(HEADER, (), (), (m.UnitProcedure("unit", "Unit", operations),), **more)


FLOW = m.Flow("any", "x = 1", ("b",), m.Repeat(3, "x > 1"), m.ForEach("bag", 1, 2), m.Series("b", 10, 1, 4))
FULL = m.Mbr(
    HEADER,
    (m.Material("water", "Water", "RM-1", "10", "L"),),
    (m.Equipment("scale", "Scale", "balance"),),
    (
        m.UnitProcedure(
            "unit",
            "Unit",
            (
                m.Operation(
                    "op",
                    "Operation",
                    (
                        phase(
                            "a",
                            m.Slot(
                                "s",
                                "choice",
                                "Entry s",
                                options=(m.Option("clear", "Clear"),),
                                items=(m.Item("inlet", "Inlet"),),
                                statistics=(("mean", m.Limits(high="3")),),
                            ),
                            flow=FLOW,
                        ),
                        phase("b"),
                    ),
                    flow=FLOW,
                ),
            ),
            flow=FLOW,
        ),
    ),
    flow=FLOW,
)
"""Every level once, and every part that may be absent."""


def other(part: type[Any], f: Field, value: Any) -> Any:
    """Another value than this one for a field that is no part."""
    match f.form:
        case "truth":
            return not value
        case "whole":
            return value + 1
        case "texts":
            return (*value, f.words[0] if f.words else "else") if not f.words or f.words[0] not in value else ()
        case "limits_by_name":
            return (*value, (next(n for n in STATISTICS if n not in dict(value)), m.Limits(high="9")))
        case _:
            return next(word for word in f.words if word != value) if f.words else f"{value or ''}7"


def variants(part: Any, rebuild: Callable[[Any], m.Mbr], path: str = "") -> Iterator[tuple[str, m.Mbr]]:
    """Every document that differs from the one around a part in one field, with the path of the field.

    Ids are left alone: a part with another id is another part.
    """
    for f in fields_of(type(part)):
        value = getattr(part, f.name)

        def put(new: Any, name: str = f.name) -> m.Mbr:
            return rebuild(replace(part, **{name: new}))

        at = f"{path}{type(part).__name__}.{f.name}"
        if f.form == "part":
            if value is not None:
                yield from variants(value, put, f"{at}:")
            if value is not None and not f.required and f.default is None:
                yield f"{at} dropped", put(None)
        elif f.form == "parts":
            for index, inner in enumerate(value):
                yield from variants(
                    inner, lambda new, i=index, v=value, p=put: p((*v[:i], new, *v[i + 1 :])), f"{at}[{index}]:"
                )
            if value:
                yield f"{at} emptied", put(())
        elif f.name != "id":
            yield at, put(other(type(part), f, value))


EVERY_FIELD = dict(variants(FULL, lambda mbr: mbr))
