"""How a kind of button looks in each state, as tokens; one table instead of a style sheet.

One filled button (`primary`) stands on a screen: the next right action. `checked` appears only after somebody chose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """Geometry at scale 1.0 and type role of a kind of button."""

    name: str
    height: float = 56
    padding: float = 20
    least: float = 56
    icon: float = 24
    role: str = "button"
    leading: bool = False
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """Tokens of one state; an empty fill or edge is not drawn. Border width at scale 1.0."""

    fill: str
    edge: str
    ink: str
    border: float = 1
    quiet: str = "ink2"


KINDS: Final[dict[str, Kind]] = {
    "plain": Kind("plain", wraps=True),
    "large": Kind("plain", height=64, wraps=True),
    "primary": Kind("primary", height=64, padding=24, least=150, icon=26, role="buttonlarge", wraps=True),
    "enter": Kind("primary", height=64, padding=12, least=96, role="buttonlarge"),
    "tonal": Kind("tonal", height=64, wraps=True),
    "crit": Kind("crit", wraps=True),
    "desk": Kind("plain", height=44, padding=14, least=44, icon=20, role="metastrong", wraps=True),
    "desk-primary": Kind("primary", height=44, padding=16, least=44, icon=20, role="metastrong", wraps=True),
    "desk-ghost": Kind("ghost", height=40, padding=10, least=40, icon=20, role="metastrong"),
    "desk-row": Kind("ghost", height=40, padding=12, least=40, icon=20, role="list", leading=True),
    "pick": Kind("pick", height=44, padding=12, least=44, icon=20, role="body", leading=True, wraps=True),
    "ghost": Kind("ghost", height=48, padding=12, least=48),
    "icon": Kind("plain", padding=12),
    "pager": Kind("plain", height=48, padding=14, least=64, icon=26),
    "bar": Kind("bar", height=56, padding=12, least=56, icon=24, role="metastrong"),
    "key": Kind("key", height=84, padding=4, least=64, icon=32, role="key"),
    "key-word": Kind("plain", height=64, padding=12),
    "letter": Kind("key", height=64, padding=4, least=40, icon=26, role="letterkey"),
    "segment": Kind("segment", height=60, least=108),
    "tile": Kind("segment", height=60, leading=True, wraps=True),
    "row": Kind("row", height=72, padding=16, leading=True, wraps=True),
}

REST: Final[dict[str, Look]] = {
    "plain": Look("surface", "edge", "ink"),
    "primary": Look("accent", "accent", "onAccent", quiet="onAccent"),
    "tonal": Look("accentSoft", "accent", "accentInk"),
    "crit": Look("crit", "crit", "onCrit", quiet="onCrit"),
    "ghost": Look("", "", "accentInk"),
    "bar": Look("barField", "barLine", "barInk", quiet="barInk2"),
    "key": Look("raised", "edge", "ink"),
    "segment": Look("surface", "edge", "ink"),
    "row": Look("surface", "line", "ink"),
    "pick": Look("surface", "edge", "ink", border=2),
}
CHECKED: Final[dict[str, Look]] = {
    "": Look("accentSoft", "accent", "accentInk", border=2),
    "ok": Look("okSoft", "okEdge", "ok", border=2),
    "crit": Look("critSoft", "critEdge", "crit", border=2),
    "warn": Look("warnSoft", "warnEdge", "warn", border=2),
}
HOVER: Final[dict[str, str]] = {"primary": "accentHover", "ghost": "accentSoft", "bar": "bar", "crit": "crit"}
DOWN: Final[dict[str, str]] = {"primary": "accentDown", "crit": "crit", "bar": "bar", "key": "accentSoft"}


def look_of(kind: Kind, tone: str, state: str) -> Look:
    """The look of a kind in a state: rest, hover, down, checked or disabled. `tone` colours only what is checked."""
    if state == "disabled":
        return Look("" if kind.name == "ghost" else "disabled", "" if kind.name == "ghost" else "edge", "disabledInk")
    if state == "checked":
        return CHECKED[tone]
    rest = REST[kind.name]
    if state == "hover":
        return replace(rest, fill=HOVER.get(kind.name, "sunken"))
    if state == "down":
        return replace(rest, fill=DOWN.get(kind.name, "accentSoft"), edge=rest.edge and "accent", border=2)
    return rest
