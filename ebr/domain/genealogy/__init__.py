"""Genealogy: what went into what, forward and backward (21 CFR 211.150, 211.188; EU GMP 4.20, 5.22; Part IV 6.21).

`things` names what stands in it and what joins it, `walk` follows the joins, `balance` compares what came with what
became of it. Pure: the joins are handed in, a few at a time, by whoever keeps them.
"""

from __future__ import annotations

from ebr.domain.genealogy.things import KINDS, Link, Thing, pairs
from ebr.domain.genealogy.walk import Direction, Walk, walk

__all__ = ["KINDS", "Direction", "Link", "Thing", "Walk", "pairs", "walk"]
