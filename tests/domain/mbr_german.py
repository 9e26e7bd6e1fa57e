"""The described example with a German set of texts, and the figures of the original in every one of them."""

from __future__ import annotations

import re
from dataclasses import replace

from ebr.domain.mbr import text as text_module
from ebr.domain.mbr.languages import originals
from ebr.domain.mbr.model import Language, Mbr, Translation
from ebr.domain.mbr.text import read

described = re.search(r"```yaml\n(.*?)```", text_module.__doc__ or "", re.DOTALL)
assert described is not None
ENGLISH = read(described.group(1)).mbr
assert ENGLISH is not None

TEXTS = {
    "header.title": "Kochsalzlösung 0,9 %, 5 L",
    "header.product": "Kochsalzlösung",
    "salt.name": "Natriumchlorid",
    "compounding.title": "Ansetzen",
    "preparation.title": "Vorbereitung",
    "clearing.title": "Räumung",
    "clearing.instruction": "Vergewissern Sie sich, dass von der vorigen Charge nichts übrig ist.",
    "room_clear.label": "Raum und Kessel",
    "room_clear/no_material.label": "Kein Material einer anderen Charge",
    "room_clear/clean.label": "Kessel sauber und so gekennzeichnet",
    "vessel_used.label": "Kessel",
    "balance_used.label": "Waage",
    "dissolving.title": "Lösen",
    "add_salt.title": "Salz einwiegen und zugeben",
    "add_salt.instruction": "Wiegen Sie das Natriumchlorid ein, geben Sie es in 4 L Wasser\nund rühren Sie, bis keine Kristalle mehr da sind.",
    "salt_used.label": "Natriumchlorid",
    "dissolved.label": "Lösung",
    "dissolved/clear.label": "Klar",
    "dissolved/hazy.label": "Trüb",
    "fill_up.title": "Auffüllen und prüfen",
    "fill_up.instruction": "Füllen Sie mit Wasser bis zur Marke auf. Rühren Sie, messen Sie dann zweimal.",
    "water_used.label": "Wasser bis zur Marke",
    "temp.label": "Temperatur",
    "bulk_yield.title": "Ausbeute",
    "bulk_yield.instruction": "Bestimmen Sie das Volumen und vergleichen Sie es mit der theoretischen Ausbeute.",
    "after_use.label": "Raum nach Gebrauch",
    "after_use/emptied.label": "Nichts ist übrig",
    "volume.label": "Bulk",
    "yield_percent.label": "Ausbeute",
    "bulk_sample.label": "Probe für die Gehaltsbestimmung",
    "assay.label": "Gehalt",
}


def translations(texts: dict[str, str] = TEXTS) -> tuple[Translation, ...]:
    """The texts as the model has them."""
    return tuple(Translation(*place.rsplit(".", 1), text) for place, text in texts.items())


def with_language(mbr: Mbr, code: str = "de", **texts: str) -> Mbr:
    """A document with the German set as one more language; other texts by "part__field"."""
    others = {name.replace("__", "."): text for name, text in texts.items()}
    found = {place: text for place, text in {**TEXTS, **others}.items() if text}
    return replace(mbr, languages=(*mbr.languages, Language(code, translations(found))))


BILINGUAL = with_language(ENGLISH)


def marked(mbr: Mbr, code: str = "de", mark: str = "DE ") -> Mbr:
    """Any document with a complete set of texts that only begin with a mark."""
    texts = tuple(Translation(one.part, one.field, f"{mark}{one.text}") for one in originals(mbr) if one.needed)
    return replace(mbr, languages=(*mbr.languages, Language(code, texts)))
