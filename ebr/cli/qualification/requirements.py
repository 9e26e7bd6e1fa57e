"""What the rules ask, clause by clause, as shipped in `requirements.yaml`: claimed or not, and why not.

- clause: 21 CFR 11.10(d)
  text: Limit access to authorised people.
  claimed: yes
- clause: 21 CFR 11.100(c)
  text: ...
  claimed: no
  why: the letter is the firm's own
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from ebr.station.qualifying import Requirement


def requirements_in(file: Path) -> tuple[Requirement, ...]:
    """Return the requirements in their order; raises ValueError for a list that contradicts itself."""
    rows: Sequence[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    found = tuple(_requirement(row) for row in rows)
    names = [one.clause for one in found]
    if len(set(names)) != len(names):
        raise ValueError(f"a clause stands twice in {file.name}")
    return found


def _requirement(row: dict[str, Any]) -> Requirement:
    claimed, why = bool(row["claimed"]), " ".join(str(row.get("why", "")).split())
    if not claimed and not why:
        raise ValueError(f"{row['clause']} is not claimed and does not say why")
    return Requirement(str(row["clause"]), " ".join(str(row["text"]).split()), claimed=claimed, why=why)
