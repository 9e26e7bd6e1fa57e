"""The tables of a form as a draft: every part is a guess and is marked as one.

Each table of steps is an operation, each of its rows a step; a row with one filled cell is the heading of the next
operation. A limit or a place for a result makes an entry, a row with neither gets a point to confirm. A table of checks
is one step with an entry for each row. Columns for "performed by" and "checked by" become signatures.
"""

from __future__ import annotations

import re

from ebr.domain.mbr.check.ids import VERSION
from ebr.domain.refusal import Refusal
from ebr.domain.units import known as unit_known
from ebr.exchange.forms.amounts import Amount, amount
from ebr.exchange.forms.columns import Known, header_pairs, known
from ebr.exchange.forms.table import Form, Table
from ebr.exchange.imported import At, Drafting, Imported, Part
from ebr.exchange.units import TIME, unit_of
from ebr.wording.exchange import shortened
from ebr.words import tr

LONGEST_TITLE = 60
NEEDED = ("title", "product", "product_code", "strength", "form", "stage")
LATER = frozenset({"later", "number", "performed", "verified", "result"})
"""Columns that people fill while they work, or that our numbering replaces; a text in them is listed."""


def draft(form: Form) -> Imported:
    """Return the draft of a form; refusal `form_not_known` (file, columns) when no table is understood."""
    return _Draft(form).make()


class _Draft:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.drafting = Drafting()
        self.header: Part = {}
        self.materials: list[Part] = []
        self.equipment: list[Part] = []
        self.operations: list[Part] = []

    def make(self) -> Imported:
        tables = [(table, known(table)) for table in self.form.tables]
        if not any(found is not None and found.about in ("steps", "checks", "materials") for _, found in tables):
            heads = [shortened(", ".join(filter(None, table.rows[0]))) for table, _ in tables if table.rows]
            raise Refusal("form_not_known", file=self.form.file, columns="; ".join(heads[:3]) or "-")
        self._header([table for table, found in tables if found is not None and found.about == "header"])
        for table, found in tables:
            if found is None:
                self._leave(table)
            elif found.about != "header":
                getattr(self, f"_{found.about}")(table, found)
                self._above(table, found)
            self._heading(table)
        for left in self.form.left:
            self.drafting.no_place(left.at, left.text, left.code)
        return self.drafting.finish(self._document())

    def _document(self) -> Part:
        unit: Part = {"id": self.drafting.names.give("procedure", otherwise="procedure"), "title": self.header["title"]}
        unit["operations"] = self.operations
        if self.operations:
            self.drafting.unsure(unit, "title", "level_added", At(self.form.file))
        return {
            "header": self.header,
            "materials": self.materials,
            "equipment": self.equipment,
            "procedure": [unit] if self.operations else [],
        }

    # -- header

    def _header(self, tables: list[Table]) -> None:
        values: dict[str, tuple[str, At]] = {}
        for table in tables:
            pairs = header_pairs(table)
            taken = {(row, column) for _, _, row, column in pairs}
            for field, value, row, column in pairs:
                if field in values:
                    self.drafting.no_place(table.at(row, column), value)
                else:
                    values[field] = (value, table.at(row, column))
            self._other_pairs(table, taken)
        here = At(self.form.file)
        name, _ = values.get("id", (self.form.file.rpartition(".")[0], here))
        made: Part = {"id": self.drafting.names.give(name, self.form.file, otherwise="form")}
        made["version"] = "1"
        made.update({field: values.get(field, ("", here))[0] for field in NEEDED})
        made["title"] = made["title"] or made["product"] or self.form.file
        made.update(profile="commercial", rules="draft")
        made["size"] = {"nominal": "", "low": "", "high": "", "unit": ""}
        self.header = made
        self.drafting.unsure(made, "id", "id_given", values.get("id", ("", here))[1])
        self._version(values.get("version"))
        self._size(values.get("size"))
        for field in (*NEEDED, "shelf_life", "storage"):
            if field in values:
                made[field] = values[field][0]
                self.drafting.unsure(made, field, "from_form", values[field][1])
            elif field in NEEDED:
                self.drafting.unsure(made, field, "missing", here)
        self.drafting.unsure(made, "profile", "profile_assumed", here)
        self.drafting.unsure(made, "rules", "rules_assumed", here)

    def _other_pairs(self, table: Table, taken: set[tuple[int, int]]) -> None:
        """List the cells of a header table that are neither a known name nor its value."""
        for number, row in enumerate(table.rows):
            filled = [column for column, text in enumerate(row) if text]
            for name, value in zip(filled[::2], [*filled[1::2], -1], strict=False):
                if (number, value) not in taken:
                    text = f"{row[name]}: {row[value]}" if value >= 0 else row[name]
                    self.drafting.no_place(table.at(number, name), text)

    def _version(self, said: tuple[str, At] | None) -> None:
        text, at = said if said is not None else ("-", At(self.form.file))
        if VERSION.fullmatch(text) and text != "-":
            self.header["version"] = text
            self.drafting.unsure(self.header, "version", "from_form", at)
        else:
            self.drafting.unsure(self.header, "version", "version_given", at, text=text)

    def _size(self, said: tuple[str, At] | None) -> None:
        if said is None:
            self.drafting.unsure(self.header, "size", "missing", At(self.form.file))
            return
        text, at = said
        found = amount(text)
        if found is None or "target" not in found.limits:
            self.drafting.unsure(self.header, "size", "value_not_number", at, text=text)
            return
        number = found.limits["target"]
        self.header["size"] = {"nominal": number, "low": number, "high": number, "unit": found.unit}
        self.drafting.unsure(self.header, "size", "limits_read", at, text=text)

    # -- bill of materials, equipment

    def _materials(self, table: Table, found: Known) -> None:
        for number, row in self._rows(table, found):
            name = _cell(row, found, "material")
            if not name:
                self._rest(table, number, row, set())
                continue
            code = _cell(row, found, "code")
            made: Part = {"id": self.drafting.names.give(name, code, otherwise="material"), "name": name, "code": code}
            made.update(quantity="", unit="")
            at = table.at(number)
            self.drafting.unsure(made, "name", "from_form", at)
            self._quantity(made, _cell(row, found, "quantity"), _cell(row, found, "unit"), at)
            if _cell(row, found, "grade"):
                made["grade"] = _cell(row, found, "grade")
            self.materials.append(made)
            self._rest(table, number, row, self._used(found, "material", "code", "quantity", "unit", "grade"))

    def _quantity(self, made: Part, text: str, unit: str, at: At) -> None:
        found = amount(text)
        if found is not None and "target" in found.limits:
            made["quantity"] = found.limits["target"]
            made["decimals"] = found.decimals
            made["unit"] = unit_of(unit) or found.unit
            self.drafting.unsure(made, "quantity", "limits_read", at, text=f"{text} {unit}".strip())
        elif re.fullmatch(r"q\.?\s?s\.?.*", text, re.IGNORECASE):
            made.update(qs=True, unit=unit_of(unit))
            self.drafting.unsure(made, "quantity", "value_not_number", at, text=text)
        else:
            made["unit"] = unit_of(unit)
            self.drafting.unsure(made, "quantity", "value_not_number", at, text=text or "-")
        if made["unit"] and not unit_known(made["unit"]):
            self.drafting.unsure(made, "unit", "unit_unknown", at, text=made["unit"])

    def _equipment(self, table: Table, found: Known) -> None:
        for number, row in self._rows(table, found):
            name = _cell(row, found, "equipment")
            if name:
                made: Part = {"id": self.drafting.names.give(name, otherwise="equipment"), "name": name}
                made["kind"] = _cell(row, found, "class")
                self.drafting.unsure(made, "name", "from_form", table.at(number))
                if not made["kind"]:
                    self.drafting.unsure(made, "kind", "class_missing", table.at(number))
                self.equipment.append(made)
            self._rest(table, number, row, self._used(found, "equipment", "class") if name else set())

    # -- steps

    def _steps(self, table: Table, found: Known) -> None:
        operation: Part | None = None
        for number, row in self._rows(table, found):
            filled = [text for text in row if text]
            text = _cell(row, found, "instruction")
            if len(filled) == 1 and len(row) > 2 and (not text or number == found.head + 1):  # noqa: PLR2004 - a heading
                operation = self._operation(filled[0], table.at(number))
                continue
            if operation is None:
                operation = self._operation(table.title or table.name, table.at(number))
            if not text:
                self._rest(table, number, row, set())
                continue
            operation["phases"].append(self._step(table, found, number, row, text))

    def _operation(self, title: str, at: At) -> Part:
        made: Part = {"id": self.drafting.names.give(title, otherwise="operation"), "title": title, "phases": []}
        self.drafting.unsure(made, "title", "from_form", at)
        self.operations.append(made)
        return made

    def _step(self, table: Table, found: Known, number: int, row: tuple[str, ...], text: str) -> Part:
        at = table.at(number)
        title = _title(text)
        made: Part = {"id": self.drafting.names.give(title, otherwise="step"), "title": title, "instruction": text}
        made["slots"] = [self._entry(found, row, title, at)]
        sign = self._sign(found)
        made["sign"] = sign
        self.drafting.unsure(made, "instruction", "from_form", at)
        if title != text:
            self.drafting.unsure(made, "title", "title_from_text", at)
        self.drafting.unsure(made, "sign", "sign_guessed", at, text=", ".join(sign))
        self._rest(table, number, row, self._used(found, "instruction", "limits", "low", "high", "unit", "number"))
        return made

    def _checks(self, table: Table, found: Known) -> None:
        title = table.title or table.name
        at = table.at(found.head)
        phase: Part = {"id": self.drafting.names.give(title, otherwise="checks"), "title": title, "instruction": ""}
        phase["slots"] = []
        for number, row in self._rows(table, found):
            name = _cell(row, found, "check")
            if name:
                phase["slots"].append(self._entry(found, row, name, table.at(number)))
            used = self._used(found, "check", "limits", "low", "high", "unit", "number") if name else set()
            self._rest(table, number, row, used)
        phase["sign"] = self._sign(found)
        self.drafting.unsure(phase, "title", "from_form", at)
        self.drafting.unsure(phase, "instruction", "instruction_missing", at)
        self.drafting.unsure(phase, "sign", "sign_guessed", at, text=", ".join(phase["sign"]))
        self._operation(title, at)["phases"].append(phase)

    def _sign(self, found: Known) -> list[str]:
        return ["performed", "verified"] if "verified" in found.columns else ["performed"]

    def _entry(self, found: Known, row: tuple[str, ...], label: str, at: At) -> Part:
        slot: Part = {"id": self.drafting.names.give(f"{label}_entry", otherwise="entry"), "label": label}
        said = _cell(row, found, "limits")
        unit = _cell(row, found, "unit")
        read = self._amount(found, row, said)
        if read is not None and read.limits:
            slot["kind"] = "number"
            slot["unit"] = unit_of(unit) or read.unit
            slot["decimals"] = read.decimals
            slot["limits"] = dict(read.limits)
            self.drafting.unsure(slot, "limits", "limits_read", at, text=said or ", ".join(read.limits.values()))
            if slot["unit"] in TIME:
                slot["kind"] = "duration"
            if not slot["unit"]:
                del slot["unit"]
                self.drafting.unsure(slot, "unit", "missing", at)
            elif not unit_known(slot["unit"]):
                self.drafting.unsure(slot, "unit", "unit_unknown", at, text=slot["unit"])
            return slot
        slot["kind"] = "text" if "result" in found.columns else "check"
        if said:
            slot["label"] = tr("{name}: {value}", name=label, value=said)
            self.drafting.unsure(slot, "limits", "limits_unread", at, text=said)
        if unit:
            self.drafting.unsure(slot, "unit", "unit_unknown", at, text=unit)
        self.drafting.unsure(slot, "kind", "kind_guessed", at, text=slot["kind"])
        return slot

    def _amount(self, found: Known, row: tuple[str, ...], said: str) -> Amount | None:
        if said:
            return amount(said)
        limits: dict[str, str] = {}
        unit = ""
        for side in ("low", "high"):
            one = amount(_cell(row, found, side))
            if one is not None and "target" in one.limits:
                limits[side] = one.limits["target"]
                unit = unit or one.unit
        return Amount(limits, unit) if limits else None

    # -- what is left

    def _rows(self, table: Table, found: Known) -> list[tuple[int, tuple[str, ...]]]:
        rows = list(enumerate(table.rows))[found.head + 1 :]
        return [(number, row) for number, row in rows if any(row)]

    def _used(self, found: Known, *roles: str) -> set[int]:
        return {found.columns[role] for role in roles if role in found.columns}

    def _rest(self, table: Table, number: int, row: tuple[str, ...], used: set[int]) -> None:
        for column, text in enumerate(row):
            if text and column not in used:
                self.drafting.no_place(table.at(number, column), text)

    def _above(self, table: Table, found: Known) -> None:
        """List what stands above the head row, and heads of columns that nobody knows."""
        for number in range(found.head):
            self._rest(table, number, table.rows[number], set())
        self._rest(table, found.head, table.rows[found.head], set(found.columns.values()))

    def _heading(self, table: Table) -> None:
        """List the heading of a table that became no operation; a sheet's name stands in every place anyway."""
        titles = {operation["title"] for operation in self.operations}
        if table.title and table.title not in titles and table.title not in table.name:
            self.drafting.no_place(At(table.name), table.title)

    def _leave(self, table: Table) -> None:
        for number, row in enumerate(table.rows):
            self._rest(table, number, row, set())


def _cell(row: tuple[str, ...], found: Known, role: str) -> str:
    return row[found.columns[role]] if role in found.columns else ""


def _title(text: str) -> str:
    """Return the beginning of an instruction as a title: its first sentence, or as many words as fit."""
    first = re.split(r"(?<=[.;:!?])\s|\n", text, maxsplit=1)[0].rstrip(".;: ")
    if len(first) <= LONGEST_TITLE:
        return first
    return first[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;: ") + "\N{HORIZONTAL ELLIPSIS}"
