"""The live sample: what the expressions of an entry come to with ordinary values, while the author types them.

Values that the author gives are taken as typed. The others are ordinary ones: the nominal batch, the quantities of the
bill of materials for it, the target of an entry or the middle of its limits, the first acceptable answer, what a
calculation comes to. Nothing is invented beyond that: an expression whose values are not known says which one is
missing, and the screen asks for it. In words: `ebr.wording.edits.sample_lines`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ebr.domain.formula import FormulaError, Value, evaluate, exact, parse
from ebr.domain.mbr.check.expressions import LIMIT_FIELDS
from ebr.domain.mbr.check.index import Index, SlotAt
from ebr.domain.mbr.check.memo import Memo
from ebr.domain.mbr.check.names import Name, is_list, names, value_unit
from ebr.domain.mbr.editing.parts import part_at
from ebr.domain.mbr.kinds import MATERIALS
from ebr.domain.mbr.model import Item, Limits, Mbr, Slot
from ebr.domain.mbr.scale import quantities
from ebr.domain.refusal import Refusal
from ebr.domain.values import number, plain, rounded

_MORE_DECIMALS = 4
"""How many decimals beyond those of the entry a computed limit is shown with."""
_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: the name of a value or of a field, what it is, in which unit ("" for none)."""

    name: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Sample:
    """What was assumed, what came of it, and per field what is in the way (a `FormulaError` with its words)."""

    given: tuple[Figure, ...] = ()
    results: tuple[Figure, ...] = ()
    troubles: tuple[tuple[str, FormulaError], ...] = ()


def sample(mbr: Mbr, part: str, inputs: Mapping[str, str], memo: Memo | None = None) -> Sample:
    """Return what the expressions of a slot or item come to; `inputs` are texts by reference ("batch.size": "20").

    Refusals `edit_part_unknown` (part), and those of a typed number (`ebr.domain.values.number`). Only references that
    the expressions name are in `given`; plain numbers alone give a sample with no `given`. With a memo that is kept
    from one call to the next, only what changed in the document is laid out again.
    """
    index = Index(mbr, memo)
    at = index.slot.get(part.partition("/")[0])
    wanted = part_at(mbr, part)
    if at is None or not isinstance(wanted, Slot | Item):
        return Sample()
    return _Sampling(index, names(index), inputs).of(at, wanted)


class _Sampling:
    """One sample; a value that needs itself is not known."""

    def __init__(self, index: Index, known: Mapping[str, Name], inputs: Mapping[str, str]) -> None:
        self.index = index
        self.known = known
        self.inputs = inputs
        self.under_way: set[str] = set()
        self.given: dict[str, Figure] = {}

    def of(self, at: SlotAt, wanted: Slot | Item) -> Sample:
        unit = value_unit(at, self.index) or "" if isinstance(wanted, Slot) else wanted.unit
        decimals = self.decimals(at) if isinstance(wanted, Slot) else wanted.decimals
        results: list[Figure] = []
        troubles: list[tuple[str, FormulaError]] = []
        for field, text in _expressions(wanted):
            try:
                value = self.value(text, at, shown=True)
            except FormulaError as error:
                troubles.append((field, error))
            else:
                results.append(_figure(field, value, at.slot if wanted is at.slot else None, unit, decimals))
        if at.slot.kind == "yield" and isinstance(percent := self.computed(at), Decimal):
            results.append(Figure("yield", plain(percent), at.slot.unit))
        return Sample(tuple(self.given.values()), tuple(results), tuple(troubles))

    def decimals(self, at: SlotAt) -> int:
        material = self.index.material.get(at.slot.of) if at.slot.kind in MATERIALS else None
        return material.decimals if material is not None else at.slot.decimals

    def value(self, text: str, at: SlotAt, *, shown: bool = False) -> Value:
        formula = parse(text)
        values: dict[str, Value] = {}
        for reference in formula.references:
            found = self.reference(reference, at)
            if found is not None:
                values[reference] = found
                if shown:
                    unit = self.known[reference].unit if reference in self.known else None
                    self.given[reference] = Figure(reference, exact(found), unit or "")
        return evaluate(formula, values)

    def reference(self, reference: str, at: SlotAt) -> Value | None:
        name = self.known.get(reference)
        typed = self.inputs.get(reference, "").strip()
        if typed:
            return typed if name is not None and name.sort == "text" else number(typed)
        if name is None or reference in self.under_way:
            return None
        self.under_way.add(reference)
        try:
            found = self.ordinary(reference, name)
        finally:
            self.under_way.discard(reference)
        if found is None or isinstance(found, tuple) or not is_list(name, at.node):
            return found
        return (found,) * (name.slot.slot.rows if name.slot is not None else 1)

    def ordinary(self, reference: str, name: Name) -> Value | None:
        """Return the ordinary value of a reference, or None where nothing in the document says one."""
        if name.slot is None:
            return self.of_batch(reference)
        slot, figure = name.slot.slot, reference.partition(".")[2]
        if slot.kind in MATERIALS:
            return self.of_batch(f"material.{slot.of}.quantity")
        if slot.kind == "timer":
            limit = self.number(slot.limits.high or slot.limits.low, name.slot)
            return None if limit is None else limit * _SECONDS.get(slot.unit, 1)
        if slot.kind == "labels":
            return None
        if slot.kind in ("calculation", "yield") and slot.formula:
            return self.computed(name.slot)
        if name.sort == "text":
            return next(
                (option.id for option in slot.options if option.accept), "yes" if slot.kind == "check" else None
            )
        return {"count": Decimal(slot.rows), "sd": Decimal(0), "rsd": Decimal(0)}.get(figure) or self.middle(name.slot)

    def of_batch(self, reference: str) -> Value | None:
        if reference == "round":
            return Decimal(1)
        size = self.inputs.get("batch.size", "").strip() or self.index.mbr.header.size.nominal
        try:
            batch = number(size)
            if reference == "batch.size":
                return batch
            return quantities(self.index.mbr, batch).get(reference.split(".")[1])
        except (Refusal, ArithmeticError):  # an unfinished size or bill of materials: not known, and the check says so
            return None

    def computed(self, at: SlotAt) -> Value | None:
        try:
            value = self.value(at.slot.formula, at)
            if at.slot.kind == "yield" and isinstance(value, Decimal):
                part = self.value(at.slot.theoretical, at)
                value = value / part * 100 if isinstance(part, Decimal) and part else value
        except FormulaError:
            return None
        return rounded(value, at.slot.decimals, at.slot.rounding) if isinstance(value, Decimal) else value

    def middle(self, at: SlotAt) -> Decimal | None:
        """Return the target of a slot, else the middle of its limits, else its one limit."""
        limits = at.slot.limits
        target = self.number(limits.target, at)
        if target is not None:
            return target
        low, high = (self.number(text, at) for text in (limits.low, limits.high))
        if low is not None and high is not None:
            return rounded((low + high) / 2, at.slot.decimals, "half_up")
        return high if low is None else low

    def number(self, text: str | None, at: SlotAt) -> Decimal | None:
        try:
            value = self.value(text, at) if text else None
        except FormulaError:
            return None
        return value if isinstance(value, Decimal) else None


def _expressions(part: Slot | Item) -> list[tuple[str, str]]:
    found = _limits("limits", part.limits)
    if isinstance(part, Slot):
        texts = {name: getattr(part, name) for name in ("formula", "theoretical", "quantity", "when")}
        found = [(name, text) for name, text in texts.items() if text] + found
        for name, limits in part.statistics:
            found += _limits(f"statistics.{name}", limits)
    return found


def _limits(place: str, limits: Limits) -> list[tuple[str, str]]:
    return [(f"{place}.{name}", text) for name in LIMIT_FIELDS if (text := getattr(limits, name))]


def _figure(field: str, value: Value, slot: Slot | None, unit: str, decimals: int) -> Figure:
    """Write a result with at least the decimals of the entry; a calculation exactly as it will be recorded."""
    if not isinstance(value, Decimal):
        return Figure(field, exact(value), "")
    if slot is not None and slot.kind == "yield" and field in ("formula", "theoretical"):
        return Figure(field, exact(value), "")  # in a unit of its own; the yield is in percent
    if slot is not None and field == "formula":
        return Figure(field, plain(rounded(value, decimals, slot.rounding)), unit)
    exponent = value.as_tuple().exponent
    has = -exponent if isinstance(exponent, int) else 0
    return Figure(field, plain(rounded(value, min(max(has, decimals), decimals + _MORE_DECIMALS), "half_up")), unit)
