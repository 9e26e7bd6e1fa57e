"""The forms of all parts of a document, read off its shape: which fields there are, how each is typed, in what order.

A field of the model that this module does not arrange by hand still gets a place (at the end, with the control of its
form), so nothing that a text can say is out of the editor's reach. A field that is filled although the kind of entry
has no use for it is shown and marked, because it could not be emptied otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from ebr.domain.mbr.kinds import ALWAYS, KIND
from ebr.domain.mbr.model import KINDS, Identifier, Item, Limits, Option
from ebr.domain.mbr.shape import STATISTICS, Field, fields_of
from ebr.words import tr
from ui.editor.model import Control, FieldShown, Group, RowsShown
from ui.editor.names import choice_word, field_name, statistic_word
from ui.editor.parts import Part, Parts
from ui.editor.reach import get, shown
from ui.editor.suggestions import suggestions

FORMULAS: Final = frozenset(
    {"target", "low", "high", "alert_low", "alert_high", "formula", "theoretical", "when", "until"}
)
LINES: Final = frozenset({"instruction", "help", "note"})
SPANS: Final[Mapping[str, int]] = {
    "label": 2,
    "formula": 4,
    "theoretical": 4,
    "when": 2,
    "until": 2,
    "after": 2,
    "help": 4,
    "note": 4,
    "instruction": 4,
    "title": 2,
    "sources": 4,
    "sign": 4,
    "sha256": 4,
    "name": 2,
    "strength": 2,
    "storage": 2,
    "sop": 2,
    "source": 2,
}
LIMITS: Final = tuple(f"limits.{one.name}" for one in fields_of(Limits))
SLOT_MAIN: Final = (
    *(
        "label",
        "kind",
        "second",
        "of",
        "device",
        "leaves",
        "meaning",
        "role",
        "covers",
        "formula",
        "theoretical",
        "quantity",
        "unit",
    ),
    *("decimals", "rounding", "replicates", "rows", "most", "longest", "starts", "stops", "declared", "after_release"),
    *LIMITS,
    *("critical", "optional"),
)
"""Fields of an entry that stand open, in the order in which an author fills them."""
NODE_MAIN: Final = ("title", "critical", "scribe", "instruction", "sign", "room", "room_code", "cleanroom")
FIRST: Final = ("name", "id", "code", "version", "title")
SLOT_MORE: Final = ("id", "when", "help", "note")
LISTS: Final = ("options", "items", "media", "statistics", "identifiers")
"""Fields that are lists of rows."""
CHILDREN: Final = frozenset({"slots", "phases", "operations", "materials", "equipment", "procedure", "media"})
"""Lists of parts that stand on their own in the outline or on the page."""
MEDIA_FIXED: Final = ("name", "media", "sha256")
MEDIA_PATHS: Final = ("label", "id", *MEDIA_FIXED)
REPEATS: Final = ("repeat", "for_each", "series")

Wrong = Mapping[str, tuple[str, str]]
"""By path: what the check says, and its tone."""


class Forms:
    """Forms(parts, base, wrong): makes groups and rows for a part; `base` is the document the draft comes from."""

    def __init__(self, parts: Parts, base: Parts | None, wrong: Mapping[str, Wrong]) -> None:
        self.parts, self.base, self.wrong = parts, base, wrong

    def groups(self, part: Part) -> tuple[Group, ...]:
        """Return the groups of fields of a part, in the order in which an author fills them."""
        if part.level == "slot":
            return self._slot(part)
        if part.level == "procedure":
            return (self._group(part, "flow", tr("Flow of the unit procedures"), self._flow_paths(part)),)
        return self._facts(part) if part.level in ("material", "equipment", "header") else self._node(part)

    def _node(self, part: Part) -> tuple[Group, ...]:
        """A step, an operation, a unit procedure: what it says, then id, flow and notes."""
        names = [one.name for one in fields_of(type(part.it))]
        asked = {"room_code", "cleanroom"} if part.level == "phase" else set()  # a step seldom has a room of its own
        main = [one for one in NODE_MAIN if one in names and one not in asked]
        rest = [one for one in names if one not in CHILDREN | {*main, *LISTS, "id", "flow", "note"}]
        more = ["id", *rest, *self._flow_paths(part), "note"]
        return (
            self._group(part, "main", "", main),
            self._group(part, "more", tr("Id, flow and notes"), more, folded=True),
        )

    def _facts(self, part: Part) -> tuple[Group, ...]:
        """The first page, a material, a machine: everything in sight, its name first."""
        names = [one.name for one in fields_of(type(part.it)) if one.name not in LISTS]
        first = [one for one in FIRST if one in names]
        paths = [*first, *(one for one in names if one not in (*first, "note")), "note"]
        if "size" in paths:
            at = paths.index("size")
            paths[at : at + 1] = [f"size.{one.name}" for one in fields_of(type(part.it.size))]
        return (self._group(part, "main", "", paths),)

    def rows(self, part: Part) -> tuple[RowsShown, ...]:
        """Return the lists inside a part that its kind uses, or that hold something."""
        if part.level == "header":
            return (self._list(part, "identifiers", Identifier, tr("Add an identifier")),)
        if part.level == "phase":
            return (self._media(part),)
        if part.level != "slot":
            return ()
        kind, found = KIND.get(part.it.kind), []
        for name, row, add in (("options", Option, tr("Add an answer")), ("items", Item, tr("Add a line"))):
            if (kind is not None and kind.allows(name)) or getattr(part.it, name):
                found.append(self._list(part, name, row, add))
        if (kind is not None and kind.allows("statistics")) or part.it.statistics:
            found.append(self._statistics(part))
        return tuple(found)

    # -- entries

    def _slot(self, part: Part) -> tuple[Group, ...]:
        kind = KIND.get(part.it.kind)
        main = [one for one in SLOT_MAIN if self._has(part, one)]
        more = list(SLOT_MORE)
        known = {one.split(".")[0] for one in (*main, *more, *LISTS)}
        more += [
            one.name
            for one in fields_of(type(part.it))
            if one.name not in known and self._has(part, one.name, kind=kind)
        ]
        return (
            self._group(part, "main", "", main),
            self._group(part, "more", tr("Id, condition, help and notes"), more, folded=True),
        )

    def _has(self, part: Part, path: str, kind: Any = None) -> bool:
        """A field of the kind, or one that is filled all the same."""
        name = path.split(".", maxsplit=1)[0]
        kind = kind or KIND.get(part.it.kind)
        if kind is None or kind.allows(name):
            return True
        shape = next(one for one in fields_of(type(part.it)) if one.name == name)
        return bool(getattr(part.it, name) != shape.default)

    # -- flow

    def _flow_paths(self, part: Part) -> list[str]:
        flow = part.it.flow
        found = ["flow.order", "flow.repeats"]
        for name in REPEATS:
            inner = getattr(flow, name)
            if inner is not None:
                found += [f"flow.{name}.{one.name}" for one in fields_of(type(inner))]
        return [*found, "flow.when", "flow.after"]

    # -- lists

    def _list(self, part: Part, name: str, row: type[Any], add: str) -> RowsShown:
        paths = [path for one in fields_of(row) for path in self._flat(one)]
        rows = tuple(
            tuple(self.field(part, f"{name}.{at}.{path}") for path in paths)
            for at in range(len(getattr(part.it, name)))
        )
        return RowsShown(name, field_name(name, part.level), rows, add)

    def _media(self, part: Part) -> RowsShown:
        """What the step shows: the label is the author's, the rest says which file it is."""
        rows = tuple(
            tuple(replace(self.field(part, f"media.{at}.{name}"), fixed=name in MEDIA_FIXED) for name in MEDIA_PATHS)
            for at in range(len(part.it.media))
        )
        return RowsShown("media", field_name("media", part.level), rows, tr("Add picture or document"))

    def _statistics(self, part: Part) -> RowsShown:
        held = [name for name, _limits in part.it.statistics]
        rows = tuple(
            tuple(self.field(part, f"statistics.{name}.{one.name}") for one in fields_of(Limits)) for name in held
        )
        fresh = tuple((name, statistic_word(name)) for name in STATISTICS if name not in held)
        return RowsShown("statistics", field_name("statistics"), rows, tr("Add a figure"), fresh, movable=False)

    def _flat(self, shape: Field) -> list[str]:
        if shape.form == "part":
            return [f"{shape.name}.{one.name}" for one in fields_of(shape.part)]
        return [shape.name]

    # -- one field

    def _group(self, part: Part, key: str, title: str, paths: Iterable[str], *, folded: bool = False) -> Group:
        fields = tuple(self.field(part, path) for path in paths)
        said = [one.value for one in fields if one.value and one.path not in ("flow.order", "note", "help")]
        wrong = any(one.wrong for one in fields)
        return Group(key, title, fields, folded and not wrong, " · ".join(said) if folded else "")

    def field(self, part: Part, path: str) -> FieldShown:
        """Return one field of a part as it stands."""
        kind = part.it.kind if part.level == "slot" else ""
        last = path.rsplit(".", 1)[-1]
        name = field_name(path, part.level, kind)
        wrong, tone = self.wrong.get(part.key, {}).get(path, ("", ""))
        if path == "flow.repeats":
            value = next((one for one in REPEATS if getattr(part.it.flow, one) is not None), "")
            choices = tuple((one, choice_word("repeats", one)) for one in ("", *REPEATS))
            return FieldShown(path, name, "pick", value, 1, choices, wrong=wrong, tone=tone)
        shape = _shape(part, path)
        words = KINDS if last == "kind" and part.level == "slot" else shape.words
        if last in ("meaning", "role") and part.level == "slot":
            words = ("", *words)
        return FieldShown(
            path,
            name,
            control_of(shape, part, path),
            shown(get(part.it, path)),
            SPANS.get(last, 1),
            tuple((word, choice_word(last, word)) for word in words) or suggestions(self.parts, part, path),
            hint_of(path, part),
            needed(part, path, shape),
            wrong or self._unused(part, path),
            tone or ("warn" if self._unused(part, path) else ""),
            self._is_changed(part, path),
            part.level == "header" and path in ("id", "version"),
        )

    def _unused(self, part: Part, path: str) -> str:
        kind = KIND.get(part.it.kind) if part.level == "slot" else None
        if kind is None or kind.allows(path.split(".", maxsplit=1)[0]):
            return ""
        return tr("This kind of entry has no use for it. Empty it.")

    def _is_changed(self, part: Part, path: str) -> bool:
        before = self.base.get(part.key) if self.base is not None else None
        if self.base is None or ("." in path and path.split(".")[1].isdigit()):
            return False
        if before is None or before.level != part.level:
            return False
        return shown(get(before.it, path)) != shown(get(part.it, path))


def _shape(part: Part, path: str) -> Field:
    """The field of the model at a path, also where a row or a figure stands in between."""
    kind: Any = type(part.it)
    shape = fields_of(kind)[0]
    for key in path.split("."):
        if key.isdigit() or (key in STATISTICS and kind is Limits):
            continue
        found = next(one for one in fields_of(kind) if one.name == key)
        kind = Limits if found.form == "limits_by_name" else found.part
        shape = found
    return shape


def control_of(shape: Field, part: Part, path: str) -> Control:
    """Return how a field is typed."""
    last = path.rsplit(".", 1)[-1]
    if shape.form == "truth":
        return "tick"
    if shape.form == "whole":
        return "whole"
    if shape.form == "texts":
        return "marks" if shape.words else "suggest" if last == "after" else "list"
    if shape.words:
        return "pick"
    return _of_text(part, path, last)


def _of_text(part: Part, path: str, last: str) -> Control:
    if last in LINES:
        return "lines"
    if (part.level == "slot" and (last in FORMULAS or last == "quantity")) or path in (
        "flow.when",
        "flow.repeat.until",
    ):
        return "formula"
    if last in ("unit", "of", "device", "starts", "stops", "during", "room", "room_code", "kind"):
        return "suggest"
    return "code" if last in ("id", "code", "product_code") else "line"


def needed(part: Part, path: str, shape: Field) -> bool:
    """Tell whether a field must be filled before the draft can be submitted."""
    if part.level == "slot" and path.split(".", maxsplit=1)[0] not in ALWAYS and "." not in path:
        kind = KIND.get(part.it.kind)
        return kind is not None and path in kind.needs
    return shape.required and shape.form in ("text", "whole")


def hint_of(path: str, part: Part) -> str:
    """Return what stands in an empty field."""
    if part.level == "slot" and path == "limits.target":
        return tr("Number or formula")
    if path in ("starts", "stops"):
        return tr("Tapped by a person")
    if path == "device":
        return tr("Typed by a person")
    if path == "of" and part.it.kind in ("clearance", "check"):
        return tr("The room of the step")
    if path == "flow.after":
        return tr("Ids of steps or entries")
    return ""
