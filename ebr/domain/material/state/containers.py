"""The containers of a lot in one line, as people type it: "4 x 25", "25, 24.6" or "A1: 25, A2: 24.6"."""

from __future__ import annotations

import re
from typing import Final

from ebr.domain.material.events import Amount
from ebr.domain.refusal import Refusal
from ebr.domain.values import number, plain

MANY: Final = re.compile(r"\s*(\d{1,3})\s*[x*\N{MULTIPLICATION SIGN}]\s*(\S+)\s*")
NAMED: Final = re.compile(r"\s*(.+?)\s*:\s*(\S+)\s*")
MOST: Final = 500


def containers(text: str) -> tuple[Amount, ...]:
    """Return the containers of a line; those without a name are counted. Raises `Refusal` for what is no number."""
    found: list[Amount] = []
    for part in re.split(r"[,;\n]", text):
        if not part.strip():
            continue
        many, named = MANY.fullmatch(part), NAMED.fullmatch(part)
        count = int(many[1]) if many else 1
        if count > MOST:
            raise Refusal("lot_containers", lot="", most=str(MOST))
        quantity = plain(number(many[2] if many else named[2] if named else part))
        begun = len(found) + 1
        names = [named[1]] if named else [str(at) for at in range(begun, begun + count)]
        found += [Amount(name, quantity) for name in names]
    return tuple(found)
