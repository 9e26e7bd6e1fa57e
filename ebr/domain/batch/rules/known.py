"""What the rules of a batch know besides the batch: states by root, and the policy.

A registered thing is always checked; whether anything else may be used says the policy (`<what>_kept`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ebr.domain.decision import Facts, State
from ebr.domain.site.state import Policy


def _nothing() -> Mapping[str, State]:
    return {}


@dataclass(frozen=True, slots=True)
class Known:
    """Facts as `needs` and `further` asked for them."""

    facts: Facts = field(default_factory=_nothing)
    policy: Policy | None = None

    def kept(self, what: str) -> bool:
        """Tell whether only what is registered may be used: "materials", "equipment" or "training"."""
        return self.policy is not None and self.policy.yes(f"{what}_kept")


NOTHING_KNOWN = Known()
