"""The style sheet: `resources/style/app.qss` with `${token}` and `${pxN}` filled in.

Only what Qt draws for us (frames, inputs, scroll bars, tables) is in it; our own widgets paint themselves. Fonts are
set on widgets, never here, because a style sheet cannot ask for tabular digits or a slashed zero.
"""

from __future__ import annotations

import re
from string import Template
from typing import Final

from ebr.words import mirrored
from ui.theme.places import STYLE
from ui.theme.tokens import THEMES
from ui.theme.typography import HALF_BOLD, weight_of

_PIXELS = re.compile(r"\$\{px(\d+)\}")
_RULES = re.compile(r"(?<!\$)\{.*?\}(?=\s*(?:\n|$))", re.DOTALL)
_SIDES = re.compile(r"\b(left|right)\b")
OTHER: Final = {"left": "right", "right": "left"}
"""Borders and round corners change sides where lines are read from right to left."""


def sheet(name: str, scale: float) -> str:
    """The style sheet of a theme at a scale; a token that does not exist is a KeyError."""
    text = STYLE.read_text(encoding="utf-8")
    scaled = _PIXELS.sub(lambda found: f"{round(int(found[1]) * scale)}px", text)
    if mirrored():
        scaled = _RULES.sub(lambda rules: _SIDES.sub(lambda side: OTHER[side[0]], rules[0]), scaled)
    return Template(scaled).substitute(
        THEMES[name], half_bold=weight_of(HALF_BOLD), bar_rule="1px" if name == "hc" else "0px"
    )
