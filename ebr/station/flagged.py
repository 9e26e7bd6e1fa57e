"""What the pass over a batch found, as plain data that answers why: `ebr review BATCH --json` (211.192).

    flags   one for each: rule, class, where, item, step, line of the MBR, clause, words, state, exception, decision
    proof   counts of what conforms, and the sentence that a reviewer reads first

Words are those of the language in use; codes, addresses and parameters are as in the record.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ebr.domain.batch.rules.sweep import RULES, Flag, Proof, proof, sweep
from ebr.domain.batch.rules.sweep.table import ANYWHERE, RECORD
from ebr.domain.batch.state import BatchState
from ebr.domain.decision import Facts
from ebr.domain.values import Instant
from ebr.wording import rule_words
from ebr.wording.rules import record_weakness_words
from ebr.wording.sweep import family_word
from ebr.words import tr


def flag_words(flag: Flag) -> str:
    """Return what a flag says, in one line."""
    words = record_weakness_words if flag.source == "record" else rule_words
    return words(flag.rule, flag.params)


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
        "flags": [flag_data(flag) for flag in flags],
    }


def flag_data(flag: Flag) -> dict[str, Any]:
    """Return one flag as plain data."""
    return {
        "rule": flag.rule,
        "family": family_of(flag),
        "severity": flag.severity,
        "state": flag.state,
        "words": flag_words(flag),
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
