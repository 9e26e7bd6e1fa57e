"""What the tables of a form are about, told by their head row (English and German).

A table is *steps* when a column holds instructions, *materials* with names and quantities, *checks* with something to
test and a limit or result, *equipment* with machines. A table of pairs (name, value) is the form's *header*. A table
that is none of these is left, and listed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ebr.exchange.forms.table import Table

HEAD_ROWS = 8
"""Rows at the top of a table in which its head row is looked for."""
LEAST_COLUMNS = 2

About = Literal["steps", "materials", "checks", "equipment", "header"]

ROLES: Mapping[str, tuple[str, ...]] = {
    "instruction": (
        "instructions?",
        "description of (the )?(step|operation)",
        "process (step|description)",
        "procedure",
        "operations?",
        "activity",
        "action",
        "task",
        "directions",
        "anweisung(en)?",
        "arbeitsschritt",
        "t(ä|ae)tigkeit",
        "durchf(ü|ue)hrung",
        "beschreibung",
        "description",
        "process steps?",
        "manufacturing steps?",
        "what to do",
    ),
    "quantity": (
        r"(target |required |theoretical |nominal |std\.? |standard )?(quantity|amount|qty\.?|weight)( (per|for) .*)?",
        "menge",
        "sollmenge",
        "einwaage",
        "quantity/batch",
    ),
    "material": (
        "(raw |starting )?materials?( name)?",
        "ingredients?",
        "components?",
        "excipients?",
        "substances?",
        "rohstoff(e)?",
        "ausgangsstoff(e)?",
        "bestandteil(e)?",
        "material(bezeichnung)?",
    ),
    "equipment": (
        "equipment( name)?",
        "machines?",
        "instruments?",
        "devices?",
        "apparatus",
        "ger(ä|ae)te?",
        "anlage(n)?",
        "equipment used",
    ),
    "check": (
        "(in.?process )?(tests?|checks?|controls?|parameters?)( name)?",
        "ipc",
        "pr(ü|ue)fung",
        "merkmal",
        "kontrolle",
        "attribute",
    ),
    "limits": (
        "limits?",
        "specifications?",
        "acceptance (criteria|criterion|limits?)",
        "range",
        "target( (value|/ ?range))?",
        "set ?point",
        "criteria",
        "criterion",
        "requirements?",
        "standard",
        "sollwert",
        "grenz(wert)?e?",
        "vorgabe",
        "spezifikation",
        "soll",
        "target and limits",
    ),
    "low": (r"(lower limit|min(imum)?\.?|low|untergrenze)",),
    "high": (r"(upper limit|max(imum)?\.?|high|obergrenze)",),
    "result": (
        "(actual|recorded|observed|measured)( .*)?",
        "results?",
        "values?",
        "readings?",
        "observations?",
        "entry",
        "ist(wert)?",
        "ergebnis",
        "messwert",
        "wert",
        "actual (value|quantity)",
    ),
    "unit": (
        "units?( of measure)?",
        "uom",
        "einheit",
    ),
    "performed": (
        "(performed|done|carried out|executed|weighed|recorded|operated|signed) by.*",
        "operator.*",
        "initials?",
        "sign(ature)?s?",
        "by",
        "durchgef(ü|ue)hrt( von)?",
        "ausgef(ü|ue)hrt.*",
        "bearbeiter",
        "unterschrift",
        "visum",
    ),
    "verified": (
        "(checked|verified|witnessed|reviewed|second person|supervised) ?(by)?.*",
        "supervisor.*",
        "gepr(ü|ue)ft.*",
        "kontrolliert.*",
        "check(er)?",
    ),
    "code": (
        r"(item|material|part|article|product|raw material|rm) ?(code|no\.?|number|nr\.?)",
        "code",
        r"artikel(nummer|-?nr\.?)",
        "sap.*",
    ),
    "grade": (
        "grade",
        "quality",
        "pharmacopoeia",
        "qualit(ä|ae)t",
        r"specification (no\.?|grade)",
    ),
    "class": (
        "class",
        "type",
        "kind",
        "typ",
        "klasse",
        "equipment type",
    ),
    "number": (
        r"(step|no\.?|nr\.?|#|item|pos\.?|lfd\.? nr\.?|s\.? ?no\.?|sr\.? ?no\.?|schritt)( (no\.?|nr\.?|number|#))?",
    ),
    "later": (
        "lot.*",
        "batch (no|number).*",
        "charge(n.*)?",
        "date.*",
        "time.*",
        "datum",
        "(uhr)?zeit",
        "remarks?",
        "comments?",
        "bemerkung(en)?",
        "gross",
        "tare",
        "net",
        r"equipment (id|no)\.?",
        r"id( no\.?)?",
        "calibration.*",
        "start.*",
        "end.*",
        "stop.*",
    ),
}
"""Each role's head words; the first that fits wins. `later` are cells that people fill while they work."""

_PATTERNS = {role: re.compile("|".join(heads), re.IGNORECASE) for role, heads in ROLES.items()}

HEADER: Mapping[str, tuple[str, ...]] = {
    "title": (
        "(document )?title",
        "titel",
        "name of (the )?(document|record)",
    ),
    "product": (
        "product( name)?",
        "name of (the )?product",
        "produkt(name)?",
        "pr(ä|ae)parat",
    ),
    "product_code": (
        r"(product|item|article) (code|no\.?|number)",
        r"artikel(nummer|-?nr\.?)",
        "produktcode",
        r"material (no\.?|number)",
    ),
    "strength": (
        "strength",
        "dose",
        "potency",
        "st(ä|ae)rke",
        "wirkst(ä|ae)rke",
        "dosierung",
    ),
    "form": (
        "(dosage|pharmaceutical) form",
        "form",
        "darreichungsform",
    ),
    "stage": (
        "stage",
        "manufacturing stage",
        "stufe",
        "herstellungsstufe",
    ),
    "size": (
        "(theoretical |standard |nominal )?batch size",
        "lot size",
        "chargengr(ö|oe)(ß|ss)e",
        "ansatz(gr(ö|oe)(ß|ss)e)?",
    ),
    "version": (
        "version",
        "revision",
        r"rev\.?",
        "edition",
        "ausgabe",
        r"version no\.?",
    ),
    "shelf_life": (
        "shelf.?life",
        "haltbarkeit",
        "laufzeit",
    ),
    "storage": (
        "storage( conditions?)?",
        "lagerung",
        "lagerbedingungen",
    ),
    "id": (
        r"(document|mbr|record|form) (no\.?|number|id|code)",
        r"dokument(en)?(nummer|-?nr\.?)",
    ),
}
_HEADER = {field: re.compile("|".join(names), re.IGNORECASE) for field, names in HEADER.items()}


@dataclass(frozen=True, slots=True)
class Known:
    """A table that was recognised: what about, where its head row is, and the column of each role."""

    about: About
    head: int
    columns: Mapping[str, int]


def known(table: Table) -> Known | None:
    """Return what a table is about, or None when nobody can tell."""
    for number, row in enumerate(table.rows[:HEAD_ROWS]):
        columns = _roles(row)
        about = _about(columns)
        if about is not None:
            return Known(about, number, columns)
    if len(header_pairs(table)) >= LEAST_COLUMNS:
        return Known("header", -1, {})
    return None


def _roles(row: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, text in enumerate(row):
        role = role_of(text)
        if role and role not in found:
            found[role] = column
    return found


def role_of(text: str) -> str:
    """Return the role of a column by its head, "" for none."""
    head = " ".join(text.replace("\n", " ").strip(" :*").split())
    head = re.sub(r"\s*[\[(].*[\])]$", "", head)
    return next((role for role, pattern in _PATTERNS.items() if head and pattern.fullmatch(head)), "")


def _about(columns: Mapping[str, int]) -> About | None:
    if len(columns) < LEAST_COLUMNS:
        return None
    if "material" in columns and "quantity" in columns:
        return "materials"
    if "instruction" in columns:
        return "steps"
    if "check" in columns and columns.keys() & {"limits", "low", "high", "result"}:
        return "checks"
    return "equipment" if "equipment" in columns else None


def header_pairs(table: Table) -> list[tuple[str, str, int, int]]:
    """Return the pairs of a header table: field, value, row, column of the value."""
    found = []
    for number, row in enumerate(table.rows):
        filled = [(column, text) for column, text in enumerate(row) if text]
        for (_, name), (column, value) in zip(filled[::2], filled[1::2], strict=False):
            field = field_of(name)
            if field:
                found.append((field, value, number, column))
    return found


def field_of(text: str) -> str:
    """Return the field of the header that a name stands for, "" for none."""
    name = " ".join(text.strip(" :*").split())
    return next((field for field, pattern in _HEADER.items() if pattern.fullmatch(name)), "")
