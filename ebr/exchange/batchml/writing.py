"""A master batch record as a BatchML V7 master recipe that validates against the published schemas.

Unit procedures, operations and phases are recipe elements; each level has its chart (begin, steps, transitions, links,
end); materials are the formula's inputs, equipment the recipe's requirements, entries to make the parameters of their
phase. What BatchML has no place for stands beside (`fields`), so reading the file back gives the same document.

Decision: the schemas are not shipped and no file is validated while the program runs. What is written is a function of
the document with a fixed skeleton; only texts vary, and those are escaped and checked for the few places that want a
number or one line. Tests validate every example, every given recipe and random documents against the V7 schemas, which
a validator at run time could only repeat: for two seconds a start, 1.2 MB of schemas and two more libraries to qualify.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast
from xml.sax.saxutils import escape, quoteattr

from ebr.domain.mbr.document import to_json
from ebr.domain.mbr.model import Mbr
from ebr.domain.refusal import Refusal
from ebr.exchange.batchml.fields import BEGIN, BESIDE, END, FORMAT, TYPES, beside, one_line
from ebr.exchange.batchml.values import NUMBER
from ebr.exchange.imported import Part

NAMESPACE = "http://www.mesa.org/xml/B2MML"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
INPUTS = frozenset({"material", "qs"})
OUTPUTS = frozenset({"yield", "sample"})

Lines = Iterator[str]


def write_recipe(mbr: Mbr) -> bytes:
    """Return the recipe as UTF-8; the same document gives the same bytes.

    Refusal `export_id_twice` for a document whose ids are not unique: steps are found by them.
    """
    document = cast("Part", to_json(mbr))
    _ids(document)
    lines = [HEAD, f'<BatchInformation xmlns="{NAMESPACE}">', *_in(_recipe(document)), "</BatchInformation>", ""]
    return "\n".join(lines).encode()


def _ids(document: Part) -> None:
    seen: set[str] = set()
    parts = [document["header"], *document["materials"], *document["equipment"], *_below(document["procedure"])]
    for part in parts:
        if part["id"] in seen:
            raise Refusal("export_id_twice", id=part["id"])
        seen.add(part["id"])


def _below(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        for level in TYPES:
            yield from _below(part.get(level, ()))


def _recipe(document: Part) -> Lines:
    header = document["header"]
    native = {"id", "title"} | {name for name in ("version", "product", "product_code") if one_line(header[name])}
    size = header["size"]
    plain = _plain_size(size)
    if plain:
        native.add("size")
    yield from _group("MasterRecipe", _recipe_parts(document, native, size if plain else None))


def _recipe_parts(document: Part, native: set[str], size: Part | None) -> Lines:
    header = document["header"]
    yield _text("ID", header["id"])
    if "version" in native:
        yield _text("Version", header["version"])
    yield _text("Description", header["title"])
    yield from _group("Header", _product(header, native, size))
    for line in document["equipment"]:
        yield from _group("EquipmentRequirement", _requirement(line))
    yield from _group("Formula", (text for one in document["materials"] for text in _material(one)))
    yield from _level(document["procedure"], document.get("flow", {}))
    yield from _other(FORMAT, str(document["mbr"]))
    fields = {**header, **{name: document[name] for name in BESIDE if name in document}}
    for name, text in beside(fields, native):
        yield from _other(name, text)


def _product(header: Part, native: set[str], size: Part | None) -> Lines:
    for name, field in (("ProductID", "product_code"), ("ProductName", "product")):
        if field in native:
            yield _text(name, header[field])
    if size is not None:
        fields = (("Nominal", "nominal"), ("Min", "low"), ("Max", "high"), ("UnitOfMeasure", "unit"))
        yield from _group("BatchSize", (_text(name, size[field]) for name, field in fields))


def _plain_size(size: Part) -> bool:
    return all(NUMBER.fullmatch(size[field]) for field in ("nominal", "low", "high")) and one_line(size["unit"])


def _requirement(line: Part) -> Lines:
    yield _text("ID", line["id"])
    for name, text in beside(line, {"id", "name"}):
        yield from _group("Constraint", (_text("ID", name), _text("Condition", text)))
    yield _text("Description", line["name"])


def _material(one: Part) -> Lines:
    native = {"id", "name", "scaling", "quantity", "unit"} if not one["unit"] or one_line(one["unit"]) else {"id"}
    yield from _group("Parameter", _material_parts(one, native))


def _material_parts(one: Part, native: set[str]) -> Lines:
    yield _text("ID", one["id"])
    if "name" in native:
        yield _text("Description", one["name"])
    yield _text("ParameterType", "ProcessInput")
    if "unit" in native:
        yield from _value(one["quantity"], one["unit"])
        yield _text("Scaled", "No" if one.get("scaling") == "fixed" else "Yes")
    yield from _nested(beside(one, native))


def _value(text: str, unit: str = "", kind: str = "") -> Lines:
    number = NUMBER.fullmatch(text) is not None
    yield from _group(
        "Value",
        (
            _text("ValueString", text),
            _text("DataInterpretation", "Constant" if number or kind else "Equation"),
            _text("DataType", kind or ("decimal" if number else "string")),
            _text("UnitOfMeasure", unit),
        ),
    )


def _nested(fields: Iterable[tuple[str, str]]) -> Lines:
    for name, text in fields:
        kind = _text("ParameterType", "Other", {"OtherValue": "ebr"})
        yield from _group("Parameter", (_text("ID", name), kind, *_value(text, kind="string")))


def _other(name: str, text: str) -> Lines:
    yield from _group("OtherInformation", (_text("ID", name), *_value(text, kind="string")))


# -- the procedure


def _level(parts: list[Part], flow: Mapping[str, Any]) -> Lines:
    """Write the chart and the elements of one level."""
    if not parts:
        return
    chain = flow.get("order", "sequence") == "sequence"
    yield from _group("ProcedureLogic", _chart([part["id"] for part in parts], chain=chain))
    for name, kind in ((BEGIN, "Begin"), (END, "End")):
        yield from _group("RecipeElement", (_text("ID", name), _text("RecipeElementType", kind)))
    for part in parts:
        yield from _group("RecipeElement", _element(part))


def _chart(names: list[str], *, chain: bool) -> Lines:
    last = len(names) + 1
    groups = [[0], *([at] for at in range(1, last)), [last]] if chain else [[0], list(range(1, last)), [last]]
    number = 0
    for at in range(len(groups) - 1):
        transition = f"T{at + 1}"
        for link in (_join(groups[at], [transition]), _join([transition], groups[at + 1])):
            number += 1
            yield from _group("Link", (_text("ID", f"L{number}"), *link))
    for at, name in enumerate([BEGIN, *names, END]):
        step = (_text("ID", f"S{at + 1}"), _text("RecipeElementID", name), _text("RecipeElementVersion", ""))
        yield from _group("Step", step)
    for at, group in enumerate(groups[:-1]):
        done = "True" if group == [0] else " and ".join(f"S{step + 1}" for step in group)
        condition = done if group == [0] else f"Step {done} is Completed"
        yield from _group("Transition", (_text("ID", f"T{at + 1}"), _text("Condition", condition)))


def _join(sources: list[Any], targets: list[Any]) -> Lines:
    for what, ends in (("From", sources), ("To", targets)):
        for end in ends:
            step = isinstance(end, int)
            yield from _group(
                f"{what}ID",
                (
                    _text(f"{what}IDValue", f"S{end + 1}" if step else end),
                    _text(f"{what}Type", "Step" if step else "Transition"),
                    _text("IDScope", "Internal"),
                ),
            )
    kinds = {True: "ParallelConvergent", False: "ControlLink"}
    yield _text("LinkType", "ParallelDivergent" if len(targets) > 1 else kinds[len(sources) > 1])
    yield _text("Depiction", "LineAndArrow")


def _element(part: Part) -> Lines:
    level = next(level for level in TYPES if level in part)
    yield _text("ID", part["id"])
    yield _text("Description", part["title"])
    if part.get("instruction"):
        yield _text("Description", part["instruction"])
    yield _text("RecipeElementType", TYPES[level])
    if level == "slots":
        yield from _entries(part["slots"])
    else:
        yield from _level(part[level], part.get("flow", {}))
    for name, text in beside(part, {"id", "title", "instruction", level}):
        yield from _other(name, text)


def _entries(slots: list[Part]) -> Lines:
    used = dict.fromkeys(slot["of"] for slot in slots if slot["kind"] == "equipment" and one_line(slot.get("of")))
    for name in used:
        yield from _group("EquipmentRequirement", (_text("ID", name),))
    for slot in slots:
        yield from _group("Parameter", _entry(slot))


def _entry(slot: Part) -> Lines:
    unit, limits = slot.get("unit", ""), dict(slot.get("limits", {}))
    target = limits.get("target", "")
    native = {"id", "label"}
    yield _text("ID", slot["id"])
    yield _text("Description", slot["label"])
    kind = slot["kind"]
    yield _text("ParameterType", _type(kind))
    if one_line(target) and (not unit or one_line(unit)):
        native |= {"unit", "limits"}
        del limits["target"]
        yield from _value(target, unit)
        fields = {**slot, "bounds": limits} if limits else slot
    else:
        fields = slot
    yield from _nested(beside(fields, native))


def _type(kind: str) -> str:
    if kind in INPUTS:
        return "ProcessInput"
    return "ProcessOutput" if kind in OUTPUTS else "ProcessParameter"


# -- lines


def _group(name: str, inside: Iterable[str]) -> Lines:
    yield f"<{name}>"
    yield from _in(inside)
    yield f"</{name}>"


def _in(lines: Iterable[str]) -> Lines:
    return (f" {line}" for line in lines)


def _text(name: str, text: str, attributes: Mapping[str, str] | None = None) -> str:
    given = "".join(f" {key}={quoteattr(value)}" for key, value in (attributes or {}).items())
    return f"<{name}{given}>{escape(text)}</{name}>" if text else f"<{name}{given}/>"
