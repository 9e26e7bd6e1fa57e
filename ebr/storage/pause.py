"""Work in large pieces without looking for cycles among objects.

Decoding and folding make millions of small objects and no cycles; while thousands are made, Python's collector walks
all of them again and again, which took a third of a rebuild and half of a verification. At the end what was made goes
straight to the oldest generation (freezing and unfreezing moves lists, it visits nothing): the first small collection
would otherwise visit all of it at once, a tenth of opening a batch. A full collection looks at it as at everything.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collections() -> Iterator[None]:
    """Leave cycles uncollected inside the `with`; one inside another changes nothing."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
