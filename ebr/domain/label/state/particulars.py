"""What a label must say: particulars by letter, and which of them only a placeholder can say.

"annex_vi" is Annex VI A.1 of Regulation (EU) 536/2014, "annex_vi_small" its A.2.2 for blisters and ampoules whose
outer pack says the rest; "container" is 21 CFR 211.101(b) and (c) for what was weighed; "product" the least that a
bottle or a bag of a marketed product says (21 CFR 211.130, 211.137; EU GMP 5.52). Each is on the label, or its absence
has a reason. Words: `ebr.wording.labels`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SETS: Final[Mapping[str, tuple[str, ...]]] = {
    "annex_vi": tuple("abcdefghijkl"),
    "annex_vi_small": tuple("abcdef"),
    "container": ("name", "control", "weight", "batch", "weighed_by"),
    "product": ("name", "strength", "batch", "expiry", "storage"),
    "none": (),
}
SAID_BY: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("annex_vi", "d"): ("batch",),
    ("annex_vi", "k"): ("expiry",),
    ("annex_vi_small", "c"): ("batch",),
    ("annex_vi_small", "f"): ("expiry",),
    ("container", "name"): ("item", "item_code"),
    ("container", "control"): ("lot",),
    ("container", "weight"): ("net",),
    ("container", "batch"): ("batch",),
    ("container", "weighed_by"): ("weighed_by",),
    ("product", "batch"): ("batch",),
    ("product", "expiry"): ("expiry",),
}
"""Set and letter -> placeholders of which one must stand in what claims to say it: a fixed text would say it of every
batch."""
