"""The instructions of a batch as a person reads them: in the document's own language, or in one of its others.

Only texts differ; every id, limit and formula is the document's. What quality amended while the batch runs is read in
the words of the amendment: a translation that was not amended with its original would say what no longer holds.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from ebr.domain.batch.state.model import BatchState
from ebr.domain.batch.state.plan import Plan, prepare, prepared
from ebr.domain.mbr.languages import Texts, codes, language_of, originals, texts_in, translated
from ebr.domain.mbr.model import Language, Mbr
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text


def languages_of(state: BatchState) -> tuple[str, ...]:
    """Return the languages that the batch can be read in, the document's own first."""
    return codes(state.plan.mbr) if state.plan is not None else ()


def language_shown(state: BatchState, language: str) -> str:
    """Return the language to keep with a signature: "" for the document's own; refusal `batch_language` (language)."""
    known = languages_of(state)
    if language in ("", *known[:1]):
        return ""
    if language not in known:
        raise Refusal("batch_language", language=shown_text(language), languages=", ".join(known))
    return language


def read_in(state: BatchState, language: str) -> Plan | None:
    """Return the instructions in force in a language; as they are for one that the document does not have."""
    plan, issued = state.plan, state.issued
    if plan is None or issued is None or not language or language_of(plan.mbr, language) is None:
        return plan
    return _read_in(issued.document, state.document, language)


@lru_cache(maxsize=16)
def _read_in(issued: str, document: str, language: str) -> Plan | None:
    plan = prepared(document)
    before = prepared(issued) if issued != document else None
    if plan is None:
        return None
    return prepare(translated(plan.mbr if before is None else _fitting(before.mbr, plan.mbr, language), language))


def _fitting(before: Mbr, now: Mbr, language: str) -> Mbr:
    """Return the document without the translations whose original was amended alone."""
    old, new = _originals(before), _originals(now)
    stood = texts_in(language_of(before, language))
    stale = {at for at, text in new.items() if old.get(at) != text and at in stood}
    return replace(now, languages=tuple(_without(one, stale, stood, language) for one in now.languages))


def _without(one: Language, stale: set[tuple[str, str]], stood: Texts, language: str) -> Language:
    if one.code != language:
        return one
    kept = (text for text in one.texts if (at := (text.part, text.field)) not in stale or stood[at] != text.text)
    return replace(one, texts=tuple(kept))


def _originals(mbr: Mbr) -> Texts:
    return {(one.part, one.field): one.text for one in originals(mbr)}
