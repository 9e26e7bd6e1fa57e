"""Which form an entry to make is filled in with: one line for each kind of `ebr.domain.mbr.model.KINDS`.

Every form asks for exactly the parts that `ebr.domain.batch.rules.kinds` reads. An unknown kind is a KeyError:
nothing is shown as if it were text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ebr.station.questions import EntryAnswer, ValueRow
from ebr.wording import unit_words, with_unit
from ebr.words import figure, tr
from ui.dispense.model import Dispense
from ui.execution.model import Editor, FieldSpec, Rows
from ui.shown import clock_of, typed_number
from ui.widgets.limit_scale import scale_of

VOLUMES: Final = ("mL", "L", "IU", "each", "cells", "dose")
IDENTIFIER: Final = "identifier_"
COUNTS: Final = ("issued", "used", "damaged", "destroyed", "returned", "specimen")


def editor_of(entry: EntryAnswer, draft: Mapping[str, str]) -> Editor:
    """Return the form of an open entry; `draft` is what was typed and not recorded yet."""
    return FORMS[entry.kind](entry, draft)


def _acknowledge(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    return Editor("acknowledge", tr("Done"), entry.label)


def _number(entry: EntryAnswer, draft: Mapping[str, str]) -> Editor:
    typed = draft.get("number", "")
    tried = _last_attempt(entry)
    scale = scale_of(entry.limits, typed or tried, outside=entry.status == "out" and typed in ("", tried))
    rows = _numbers(entry) if _many(entry) else None
    return Editor(
        "number",
        tr("Enter"),
        entry.label,
        unit_words(entry.unit),
        scale=scale,
        rows=rows,
        many=_many(entry),
        note=_which(entry),
    )


def _last_attempt(entry: EntryAnswer) -> str:
    """What was tried last, as the record writes it: it comes in the form of the screen."""
    return typed_number(entry.attempts[-1].text.split(" ")[0]) if entry.attempts else ""


def _many(entry: EntryAnswer) -> bool:
    return int(entry.spec.get("replicates", "1") or 1) > 1


def _which(entry: EntryAnswer) -> str:
    if not _many(entry):
        return ""
    return tr("Reading {n} of {all}", n=len(entry.rows) + 1, all=entry.spec["replicates"])


def _numbers(entry: EntryAnswer) -> Rows:
    heads = (tr("Reading"), tr("Value"), tr("Recorded"))
    cells = tuple((str(row.item), row.text, f"{row.by_name}, {clock_of(row.at)}") for row in entry.rows)
    return Rows(heads, cells, _tones(entry.rows), tuple(row.item for row in entry.rows))


def _tones(rows: tuple[ValueRow, ...]) -> tuple[str, ...]:
    return tuple({"out": "crit", "alert": "warn"}.get(row.verdict, "") for row in rows)


def _table(entry: EntryAnswer, draft: Mapping[str, str]) -> Editor:
    least, most = entry.spec.get("rows", "1"), entry.spec.get("most", "1")
    at = len(entry.rows) + 1
    words = tr(
        "Sample {n} of {all}", n=at, all=most if most == least else tr("{least} to {most}", least=least, most=most)
    )
    full = at > int(most or 1)
    extras = (("close", tr("All samples are entered")),) if at > int(least or 1) else ()
    return Editor(
        "none" if full else "number",
        tr("Enter"),
        entry.label,
        unit_words(entry.unit),
        rows=_numbers(entry),
        figures=_figures(entry),
        scale=scale_of(entry.limits, draft.get("number", "")),
        extras=extras,
        note="" if full else words,
        many=True,
        main="close" if full else "",
    )


NAMES: Final[Mapping[str, Callable[[], str]]] = {
    "mean": lambda: tr("Mean"),
    "sd": lambda: tr("SD"),
    "rsd": lambda: tr("RSD"),
    "min": lambda: tr("Smallest"),
    "max": lambda: tr("Largest"),
    "count": lambda: tr("Count"),
    "total": lambda: tr("Total"),
    "active": lambda: tr("Corrected for potency"),
    "used": lambda: tr("Used so far"),
    "rest": lambda: tr("Still to add"),
    "target": lambda: tr("Target"),
}


def _figures(entry: EntryAnswer) -> tuple[tuple[str, str, str], ...]:
    known = {**entry.figures, **{name: entry.spec[name] for name in ("target", "used", "rest") if name in entry.spec}}
    if "used" in known:
        known.pop("total", None)
    return tuple(
        (NAMES[name](), with_unit(figure(text), _unit_of(name, entry)), "")
        for name, text in known.items()
        if name in NAMES
    )


def _unit_of(name: str, entry: EntryAnswer) -> str:
    if name in ("count", "rsd"):
        return "%" if name == "rsd" else ""
    return entry.unit or entry.spec.get("unit", "")


def _choice(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    return Editor("choice", "", entry.label, options=entry.options)


def _check(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    return Editor("check", tr("Enter"), entry.label)


def _text(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    return Editor("text", tr("Enter"), entry.label)


def _moment(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    return Editor("moment", tr("Enter"), entry.label)


def _scan(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    what, _, _name = entry.spec.get("of", "").partition(":")
    words = {
        "batch": tr("Scan the batch label"),
        "material": tr("Scan the container of the material"),
        "equipment": tr("Scan the tag of the equipment"),
    }.get(what, tr("Scan the code"))
    return Editor("scan", tr("Enter"), entry.label, note=words)


def _file(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    words = tr("Choose photograph") if entry.kind == "photo" else tr("Choose file")
    return Editor("file", words, entry.label, note=tr("At most 25 MiB. It is kept with the record."))


def _computed(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    return Editor("none", "", entry.label)


def _timer(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    timer = entry.timer
    if timer is None or not timer.started:
        if entry.spec.get("starts"):
            return Editor("timer", "", entry.label, note=tr("Starts by itself"))
        extras = [("start", tr("Start timer"))]
        if entry.spec.get("declared") == "yes":
            extras.append(("declare", tr("It started earlier")))
        return Editor("timer", "", entry.label, extras=tuple(extras), main="start")
    if timer.running and not entry.spec.get("stops"):
        return Editor("timer", "", entry.label, extras=(("stop", tr("Stop timer")),), main="stop")
    return Editor("timer", "", entry.label, note=tr("Stops by itself"))


def _material(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    unit = entry.unit or entry.spec.get("unit", "")
    fields = [
        FieldSpec("lot", tr("Lot"), hint=tr("Scan or type"), scans=True),
        FieldSpec("container", tr("Container"), hint="1", optional=True),
    ]
    if unit in VOLUMES:
        fields.append(FieldSpec("net", tr("Amount"), unit, "number"))
    else:
        fields += [
            FieldSpec("tare", tr("Tare"), unit, "number", optional=True),
            FieldSpec("gross", tr("Gross"), unit, "number", optional=True),
            FieldSpec("net", tr("Net"), unit, "number", hint=tr("Computed"), optional=True),
        ]
    if entry.spec.get("potency") in ("yes", "true", "1"):
        fields += [
            FieldSpec("potency", tr("Potency"), "%", "number"),
            FieldSpec("lod", tr("Loss on drying"), "%", "number"),
        ]
    fields.append(FieldSpec("expiry", tr("Expiry"), hint=tr("YYYY-MM-DD"), optional=True))
    extras = (
        (("labels", tr("Label")), ("takeback", tr("Return or spill")), ("close", tr("All of it is recorded")))
        if entry.rows
        else ()
    )
    return Editor(
        "dispense",
        tr("Record container"),
        entry.label,
        unit,
        tuple(fields),
        rows=_charges(entry),
        dispense=_before_asking(entry, unit),
        extras=extras,
        many=True,
    )


def _before_asking(entry: EntryAnswer, unit: str) -> Dispense:
    """What the batch itself says of the target, until the station has answered for the lot at hand."""
    spec = entry.spec
    return Dispense(
        unit,
        entry.decimals,
        spec.get("target", ""),
        entry.limits.get("low", ""),
        entry.limits.get("high", ""),
        spec.get("used", ""),
        spec.get("rest", ""),
        asks_assay=spec.get("potency", "") == "yes",
    )


def _charges(entry: EntryAnswer) -> Rows | None:
    if not entry.rows:
        return None
    parts = ("lot", "container", "gross", "tare", "net")
    heads = (tr("Lot"), tr("Container"), tr("Gross"), tr("Tare"), tr("Net"))
    cells = tuple(tuple(_charged(row, part) for part in parts) for row in entry.rows)
    return Rows(heads, cells, _tones(entry.rows), tuple(row.item for row in entry.rows))


def _charged(row: ValueRow, part: str) -> str:
    text = row.value.get(part, "")
    return text if part in ("lot", "container") else figure(text)


def _equipment(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    fields = (
        FieldSpec("equipment", tr("Equipment number"), hint=tr("Scan or type"), scans=True),
        FieldSpec("state", tr("State"), hint=tr("Such as clean, calibrated"), optional=True, span=4),
    )
    return Editor("fields", tr("Record equipment"), entry.label, fields=fields)


def _identity(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    named = {key.removeprefix(IDENTIFIER): label for key, label in entry.spec.items() if key.startswith(IDENTIFIER)}
    fields = tuple(FieldSpec(key, label, hint=tr("Scan or type"), scans=True, span=3) for key, label in named.items())
    return Editor(
        "fields",
        tr("Compare"),
        entry.label,
        fields=fields,
        note=tr("Scan both identifiers from the bag, one after the other"),
    )


def _clearance(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    answers = tuple((key, label, "") for key, label, *_rest in entry.items)
    return Editor("answers", tr("Record clearance"), entry.label, answers=answers)


def _environment(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    fields = tuple(
        FieldSpec(key, label, unit_words(unit), "number", _item_limits(entry, key))
        for key, label, unit, _decimals in entry.items
    )
    return Editor("fields", tr("Record readings"), entry.label, fields=fields)


def _item_limits(entry: EntryAnswer, key: str) -> str:
    low, high = (figure(entry.limits.get(f"{key}_{side}", "")) for side in ("low", "high"))
    if low and high:
        return tr("{low} to {high}", low=low, high=high)
    if high:
        return tr("at most {high}", high=high)
    return tr("at least {low}", low=low) if low else ""


def _sample(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    quantity, unit = entry.spec.get("quantity", ""), entry.unit or entry.spec.get("unit", "")
    fields = (
        FieldSpec("sample", tr("Sample number"), hint=tr("Scan or type"), scans=True),
        FieldSpec("quantity", tr("Quantity"), unit, "number", hint=figure(quantity), optional=True),
    )
    return Editor("fields", tr("Record sample"), entry.label, fields=fields)


def _result(entry: EntryAnswer, draft: Mapping[str, str]) -> Editor:
    if entry.options:
        return _choice(entry, draft)
    if entry.unit or any(name in entry.limits for name in ("low", "high", "alert_low", "alert_high")):
        return _number(entry, draft)
    return _text(entry, draft)


def _labels(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    names = (tr("Issued"), tr("Used"), tr("Damaged"), tr("Destroyed"), tr("Returned"), tr("Kept as specimen"))
    fields = tuple(
        FieldSpec(key, name, wants="number", hint=_printed(entry, key), optional=key != "issued")
        for key, name in zip(COUNTS, names, strict=True)
    )
    return Editor(
        "fields",
        tr("Record counts"),
        entry.label,
        fields=fields,
        extras=(("labels", tr("Print labels")),),
        note=tr("The record reconciles: issued = used + damaged + destroyed + returned + specimen"),
    )


def _printed(entry: EntryAnswer, key: str) -> str:
    """What came out of the printer stands in the field as a hint: two people count what is there."""
    count = entry.spec.get(f"printed_{key}", "")
    return tr("printed: {n}", n=count) if count else "0"


def _handover(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    fields = (
        FieldSpec("to", tr("Handed over to"), hint=entry.spec.get("of", ""), person=True),
        FieldSpec("condition", tr("Condition"), hint=tr("State of the product and the room"), optional=True, span=4),
    )
    return Editor("fields", tr("Record hand-over"), entry.label, fields=fields)


def _signature(entry: EntryAnswer, _draft: Mapping[str, str]) -> Editor:
    return Editor("sign", tr("Sign"), entry.label)


FORMS: Final[Mapping[str, Callable[[EntryAnswer, Mapping[str, str]], Editor]]] = {
    "instruction": _acknowledge,
    "number": _number,
    "choice": _choice,
    "check": _check,
    "text": _text,
    "datetime": _moment,
    "duration": _number,
    "scan": _scan,
    "photo": _file,
    "file": _file,
    "table": _table,
    "calculation": _computed,
    "timer": _timer,
    "material": _material,
    "qs": _number,
    "equipment": _equipment,
    "identity": _identity,
    "clearance": _clearance,
    "sample": _sample,
    "result": _result,
    "labels": _labels,
    "yield": _computed,
    "environment": _environment,
    "handover": _handover,
    "signature": _signature,
}
