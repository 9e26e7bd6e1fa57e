"""One line of the result: our figure, the peer's, their ratio, and whether it is what was to be reached."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Bound = tuple[Literal[">", ">=", "<="], float]


@dataclass(frozen=True, slots=True)
class Row:
    """`ratio` is ours by the peer's; without a peer `to_reach` speaks of our figure itself. No target: `holds` is None."""

    name: str
    ours: float | None
    peer: float | None
    peer_name: str
    unit: str
    bound: Bound | None = None
    note: str = ""
    absolute: bool = False

    @property
    def ratio(self) -> float | None:
        """Our figure by the peer's; None when either is missing."""
        return self.ours / self.peer if self.ours is not None and self.peer else None

    @property
    def holds(self) -> bool | None:
        """Whether the target is reached; None where there is none or nothing to compare with."""
        found = self.ours if self.absolute else self.ratio
        if self.bound is None or found is None:
            return None
        side, limit = self.bound
        return {">": found > limit, ">=": found >= limit, "<=": found <= limit}[side]

    def document(self) -> dict[str, Any]:
        """Return the line as plain data."""
        plain = {name: _rounded(value) for name, value in asdict(self).items() if name not in ("bound", "absolute")}
        target = f"{self.bound[0]} {self.bound[1]:g}" if self.bound else None
        return {**plain, "ratio": _rounded(self.ratio), "to_reach": target, "holds": self.holds}


def table(rows: list[Row]) -> str:
    """Return the lines as a table for reading."""
    lines = [("measured", "ours", "peer", "unit", "ratio", "to reach", "", "peer's name")]
    for row in rows:
        found = row.document()
        verdict = {True: "holds", False: "MISSED", None: "-"}[row.holds]
        lines.append(
            (
                row.name,
                _shown(row.ours),
                _shown(row.peer),
                row.unit,
                _shown(row.ratio),
                found["to_reach"] or "",
                verdict,
                row.peer_name,
            )
        )
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    texts = ["  ".join(text.ljust(wide) for text, wide in zip(line, widths, strict=True)).rstrip() for line in lines]
    notes = [f"{row.name}: {row.note}" for row in rows if row.note]
    return "\n".join([*texts, *notes])


def _rounded(value: Any) -> Any:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
