"""What an author did, for "Undo: ..." and "Redo: ...", and the line of the live sample calculation."""

from __future__ import annotations

from collections.abc import Mapping

from ebr.domain.mbr.editing import (
    AddPart,
    CopyParts,
    Edit,
    Figure,
    MovePart,
    RemovePart,
    RenameId,
    Sample,
    SetField,
    TakeDocument,
)
from ebr.wording.lines import limits_line, with_unit
from ebr.wording.problems import error_words
from ebr.words import figure, mark, ntr, tr

LEVELS: Mapping[str, str] = {
    "unit": mark("unit procedure"),
    "operation": mark("operation"),
    "phase": mark("step"),
    "slot": mark("entry"),
    "option": mark("answer"),
    "item": mark("line"),
    "media": mark("picture or document"),
    "identifier": mark("identifier"),
    "material": mark("material"),
    "equipment": mark("equipment"),
    "header": mark("header"),
    "procedure": mark("procedure"),
    "language": mark("language"),
}


def level_word(level: str) -> str:
    """Return the word for a level of parts."""
    return tr(LEVELS[level]) if level in LEVELS else level


def edit_words(edit: Edit) -> str:
    """Return what an edit does, in a few words: "Change limits.high of temp"."""
    match edit:
        case SetField(part, field):
            return tr("Change {field} of {part}", field=field, part=part)
        case AddPart(inside, _, level):
            return tr("Add {level} to {part}", level=level_word(level), part=inside)
        case RemovePart(part):
            return tr("Remove {part}", part=part)
        case MovePart(part):
            return tr("Move {part}", part=part)
        case RenameId(part, to):
            return tr("Rename {part} to {to}", part=part, to=to)
        case CopyParts(_, parts):
            return ntr("Copy {count} part", "Copy {count} parts", len(parts), count=str(len(parts)))
        case TakeDocument():
            return tr("Take over another document")


FIGURES: Mapping[str, str] = {
    "formula": mark("result {value}"),
    "yield": mark("yield {value}"),
    "theoretical": mark("theoretical {value}"),
    "quantity": mark("quantity {value}"),
    "when": mark("condition {value}"),
    "limits.target": mark("target {value}"),
    "alert": mark("alert limits {value}"),
    "limits": mark("limits {value}"),
}


def sample_lines(sample: Sample) -> tuple[str, ...]:
    """Return a sample calculation in words: one line with what came of which values, one for each that is missing.

    "With batch.volume 244.0 mL and density 1.0245 g/mL: target 250.0 g, limits 245.0 to 255.0 g". Nothing for an entry
    without expressions, or with plain numbers only.
    """
    lines = [tr("{field}: {problem}", field=field, problem=error_words(error)) for field, error in sample.troubles]
    figures = _figures(sample.results)
    if sample.given and figures:
        given = _joined([f"{found.name} {with_unit(figure(found.value), found.unit)}" for found in sample.given])
        lines.insert(0, tr("With {given}: {figures}", given=given, figures=", ".join(figures)))
    return tuple(lines)


def _figures(results: tuple[Figure, ...]) -> list[str]:
    by_field = {found.name: found for found in results}
    words = []
    for field in ("when", "formula", "theoretical", "yield", "quantity", "limits.target"):
        found = by_field.get(field)
        if found is not None:
            words.append(tr(FIGURES[field], value=_value(found)))
    for name, low, high in (("alert", "alert_low", "alert_high"), ("limits", "low", "high")):
        fields = {"low": f"limits.{low}", "high": f"limits.{high}"}
        sides = {side: by_field[field] for side, field in fields.items() if field in by_field}
        if sides:
            line = limits_line({side: found.value for side, found in sides.items()}, next(iter(sides.values())).unit)
            words.append(tr(FIGURES[name], value=line))
    return words


def _value(found: Figure) -> str:
    if found.name == "when":
        return tr("met") if found.value == "yes" else tr("not met")
    return with_unit(figure(found.value), found.unit)


def _joined(words: list[str]) -> str:
    if len(words) < 2:  # noqa: PLR2004 - one stands alone
        return "".join(words)
    return tr("{some} and {last}", some=", ".join(words[:-1]), last=words[-1])
