"""What came of a command, and how the log keeps it: a repeated command gets the first answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ebr.domain import subjects
from ebr.domain.decision import Decision, Recorded
from ebr.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a command: why not, what it answers, and the roots that changed."""

    refusal: Refusal | None = None
    answer: Mapping[str, str] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()

    @property
    def ok(self) -> bool:
        """Nothing was refused."""
        return self.refusal is None


def kept_form(decision: Decision) -> str:
    """Return what of a decision is kept beside its entries; "" where they say it all."""
    if decision.refusal is None and not decision.answer:
        return ""
    refusal = decision.refusal
    return json.dumps(
        {"answer": dict(decision.answer), "refusal": [refusal.code, refusal.params] if refusal else None},
        sort_keys=True,
    )


def first_answer(kept: str, recorded: Sequence[Recorded]) -> Answer:
    """Return the answer that a command got when these entries were written."""
    changed = frozenset(subjects.root_of(part.stamp.subject) for part in recorded)
    if not kept:
        return Answer(changed=changed)
    parts = json.loads(kept)
    refusal = Refusal(parts["refusal"][0], **parts["refusal"][1]) if parts["refusal"] else None
    return Answer(refusal, parts["answer"], changed)
