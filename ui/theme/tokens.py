"""Colour tokens of the three themes, and the contrast every pair must keep.

A token has one meaning in all themes (`ink` is what must be read, `edge` bounds a control, `line` only decorates).
Text keeps 4.5:1 (WCAG 2.2, 1.4.3), controls and meaningful graphics 3:1 (1.4.11); disabled words stay readable at 3:1
on purpose, because the reason why something is not possible has to be readable too. Green (`ok`) is for an explicit
"pass" that a person chose, never for "normal".
"""

from __future__ import annotations

from typing import Final

LIGHT: Final[dict[str, str]] = {
    "bg": "#E9EDF1",
    "surface": "#FFFFFF",
    "sunken": "#F4F6F8",
    "raised": "#FFFFFF",
    "line": "#D3DAE1",
    "track": "#D3DAE1",
    "band": "#8E9BA7",
    "edge": "#74818E",
    "ink": "#14202B",
    "ink2": "#44525F",
    "ink3": "#5A6875",
    "bar": "#12202D",
    "barInk": "#FFFFFF",
    "barInk2": "#B4C2CF",
    "barLine": "#2C3D4D",
    "barField": "#1E2F3E",
    "barWarn": "#F6BE5C",
    "accent": "#0A5AA8",
    "accentHover": "#084C8F",
    "accentDown": "#063D74",
    "onAccent": "#FFFFFF",
    "accentSoft": "#E3EEF9",
    "accentInk": "#084C8F",
    "ok": "#1A6B43",
    "okSoft": "#E4F2EA",
    "okEdge": "#3E8F68",
    "warn": "#7F4A00",
    "warnSoft": "#FFF1D6",
    "warnEdge": "#B36B00",
    "crit": "#A81E17",
    "critSoft": "#FDEBE9",
    "critEdge": "#C8322A",
    "onCrit": "#FFFFFF",
    "focus": "#0A5AA8",
    "disabled": "#E4E8EC",
    "disabledInk": "#6A7680",
    "scrim": "#0B141C",
}
DARK: Final[dict[str, str]] = {
    "bg": "#0D1319",
    "surface": "#17202A",
    "sunken": "#111921",
    "raised": "#1D2833",
    "line": "#2B3845",
    "track": "#2B3845",
    "band": "#5E6D7B",
    "edge": "#7C8B99",
    "ink": "#EDF2F6",
    "ink2": "#B7C3CE",
    "ink3": "#97A5B2",
    "bar": "#070B0F",
    "barInk": "#FFFFFF",
    "barInk2": "#A9B8C5",
    "barLine": "#25323E",
    "barField": "#141E27",
    "barWarn": "#F6BE5C",
    "accent": "#5AA9F0",
    "accentHover": "#7ABAF4",
    "accentDown": "#3F92DD",
    "onAccent": "#06192A",
    "accentSoft": "#14304A",
    "accentInk": "#8CC5F7",
    "ok": "#6FD0A0",
    "okSoft": "#12302A",
    "okEdge": "#3F9B74",
    "warn": "#F6BE5C",
    "warnSoft": "#38290C",
    "warnEdge": "#C58A24",
    "crit": "#FF9188",
    "critSoft": "#43191A",
    "critEdge": "#E2574C",
    "onCrit": "#2B0705",
    "focus": "#8CC5F7",
    "disabled": "#222D37",
    "disabledInk": "#8796A3",
    "scrim": "#000000",
}
HIGH_CONTRAST: Final[dict[str, str]] = {
    "bg": "#000000",
    "surface": "#000000",
    "sunken": "#000000",
    "raised": "#000000",
    "line": "#FFFFFF",
    "track": "#4D4D4D",
    "band": "#4DFFA6",
    "edge": "#FFFFFF",
    "ink": "#FFFFFF",
    "ink2": "#FFFFFF",
    "ink3": "#E6E6E6",
    "bar": "#000000",
    "barInk": "#FFFFFF",
    "barInk2": "#FFFFFF",
    "barLine": "#FFFFFF",
    "barField": "#000000",
    "barWarn": "#FFC24D",
    "accent": "#FFE600",
    "accentHover": "#FFF26B",
    "accentDown": "#D9C400",
    "onAccent": "#000000",
    "accentSoft": "#2A2600",
    "accentInk": "#FFE600",
    "ok": "#4DFFA6",
    "okSoft": "#000000",
    "okEdge": "#4DFFA6",
    "warn": "#FFC24D",
    "warnSoft": "#000000",
    "warnEdge": "#FFC24D",
    "crit": "#FF8A8A",
    "critSoft": "#000000",
    "critEdge": "#FF8A8A",
    "onCrit": "#000000",
    "focus": "#FFE600",
    "disabled": "#1A1A1A",
    "disabledInk": "#BFBFBF",
    "scrim": "#000000",
}
THEMES: Final[dict[str, dict[str, str]]] = {"light": LIGHT, "dark": DARK, "hc": HIGH_CONTRAST}

TEXT_PAIRS: Final[tuple[tuple[str, str], ...]] = (
    *((ink, ground) for ink in ("ink", "ink2", "ink3") for ground in ("surface", "bg", "sunken")),
    *((tone, ground) for tone in ("accentInk", "warn", "crit") for ground in ("surface", "bg", "sunken")),
    ("ok", "okSoft"),
    ("ok", "surface"),
    ("warn", "warnSoft"),
    ("crit", "critSoft"),
    ("ink", "accentSoft"),
    ("ink", "warnSoft"),
    ("ink", "critSoft"),
    ("ink2", "accentSoft"),
    ("ink2", "warnSoft"),
    ("ink2", "critSoft"),
    ("accentInk", "accentSoft"),
    ("ink", "raised"),
    ("ink2", "raised"),
    ("ink2", "okSoft"),
    ("ink2", "disabled"),
    ("onAccent", "accent"),
    ("onAccent", "accentHover"),
    ("onAccent", "accentDown"),
    ("onCrit", "crit"),
    ("barInk", "bar"),
    ("barInk", "barField"),
    ("barInk2", "bar"),
    ("barInk2", "barField"),
    ("barWarn", "bar"),
    ("barWarn", "barField"),
)
CONTROL_PAIRS: Final[tuple[tuple[str, str], ...]] = (
    ("edge", "surface"),
    ("edge", "sunken"),
    ("edge", "bg"),
    ("accent", "surface"),
    ("accent", "bg"),
    ("warnEdge", "warnSoft"),
    ("warnEdge", "surface"),
    ("critEdge", "critSoft"),
    ("critEdge", "surface"),
    ("okEdge", "surface"),
    ("focus", "surface"),
    ("focus", "bg"),
    ("barInk", "bar"),
    *(("disabledInk", ground) for ground in ("disabled", "surface", "bg", "sunken")),
)
DECORATION: Final[dict[str, str]] = {
    "line": "parts areas; what is in them stands apart without it",
    "barLine": "bounds a button of the header, whose words and icon say what it is",
    "track": "the part of a bar that is still empty; its words say how much",
    "band": "the part of a bar within limits; ticks and numbers in ink bound it",
    "scrim": "darkens what a sheet covers, which cannot be used meanwhile",
}
"""Tokens that need no contrast, and why."""

SRGB_LINEAR_END: Final = 0.03928


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB", 0 (black) to 1 (white), after WCAG 2.2."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= SRGB_LINEAR_END else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
