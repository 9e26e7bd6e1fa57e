"""What the pass over a batch found, as plain data that answers why: `ebr review BATCH --json` (211.192).

    flags   one for each: rule, class, where, item, step, line of the MBR, clause, words, state, exception, decision
    proof   counts of what conforms, and the sentence that a reviewer reads first

Words are those of the language in use; codes, addresses and parameters are as in the record. An exception that was
written before it named which reading of the environment it is about says so in its words where its limit tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ebr.domain.batch.rules.sweep import RULES, Flag, Proof, proof, sweep
from ebr.domain.batch.rules.sweep.table import ANYWHERE, RECORD
from ebr.domain.batch.state import BatchState
from ebr.domain.batch.state.plan import last_id
from ebr.domain.batch.state.slots import Row
from ebr.domain.decision import Facts
from ebr.domain.mbr.model import Item, Slot
from ebr.domain.values import Instant
from ebr.wording import rule_words
from ebr.wording.rules import record_weakness_words
from ebr.wording.sweep import family_word
from ebr.words import tr


def flag_words(state: BatchState, flag: Flag) -> str:
    """Return what a flag says, in one line."""
    if flag.source == "record":
        return record_weakness_words(flag.rule, flag.params)
    return rule_words(flag.rule, named_params(state, flag))


def named_params(state: BatchState, flag: Flag) -> Mapping[str, str]:
    """Return the parameters of a flag with the reading of the environment that it is about."""
    plan = state.plan
    slot = plan.slots.get(last_id(flag.where)) if plan is not None and flag.where else None
    item = measured(slot, row_of(state, flag), flag)
    return flag.params if item is None else {**flag.params, "measured": item.label, "unit": item.unit}


def row_of(state: BatchState, flag: Flag) -> Row | None:
    """Return the row that a flag is about, the first one where it names none."""
    rows = state.slot(flag.where).rows if flag.where else {}
    return rows.get(flag.item) or next(iter(rows.values()), None)


def measured(slot: Slot | None, row: Row | None, flag: Flag) -> Item | None:
    """Return which reading of the environment a flag speaks of; by its limit where the entry does not name it."""
    if slot is None or slot.kind != "environment":
        return None
    named = next((item for item in slot.items if item.label == flag.params.get("measured")), None)
    bound, limit = flag.params.get("bound"), flag.params.get("limit")
    if named is not None or row is None or not limit:
        return named
    fitting = [item for item in slot.items if row.limits.get(f"{item.id}_{bound}") == limit]
    return fitting[0] if len(fitting) == 1 else None


def family_of(flag: Flag) -> str:
    """Return the family of a flag's rule."""
    table = RECORD if flag.source == "record" else RULES
    return table.get(flag.rule, ANYWHERE).family


def proof_words(found: Proof) -> str:
    """Return how much conforms, in one line."""
    text = "{conforming} of {entries} entries within limits, on time, unchanged"
    return tr(text, conforming=str(found.conforming), entries=str(found.entries))


def pass_over(state: BatchState, facts: Facts, at: Instant) -> dict[str, Any]:
    """Return flags and proof of a batch as plain data."""
    flags = sweep(state, facts, at)
    found = proof(state, flags)
    return {
        "conforms": proof_words(found),
        "proof": asdict(found),
        "flags": [flag_data(state, flag) for flag in flags],
    }


def flag_data(state: BatchState, flag: Flag) -> dict[str, Any]:
    """Return one flag as plain data."""
    return {
        "rule": flag.rule,
        "family": family_of(flag),
        "severity": flag.severity,
        "state": flag.state,
        "words": flag_words(state, flag),
        "why": {
            "step": {"number": flag.number, "title": flag.step},
            "mbr_line": {"address": flag.line, "label": flag.label},
            "clause": flag.clause,
            "about": family_word(family_of(flag)),
        },
        "where": flag.where,
        "item": flag.item,
        "source": flag.source,
        "exception": flag.exception,
        "decision": flag.decision,
        "weakness": flag.name,
        "also": list(flag.also),
        "parameters": dict(flag.params),
    }
