"""Randomness that the seed decides: salts and the keys of new logs, for as long as a history is played.

Fold order is decided by the ids of logs, which are hashes over salts; with these fixed a history that failed fails again. Sealing keys stay random:
nothing is decided by them.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def decided_by(seed: int) -> Iterator[random.Random]:
    """Let `secrets` give the same bytes for the same seed; gives the source."""
    source = random.Random(seed)
    kept = secrets.token_bytes, secrets.token_hex

    def token_bytes(count: int | None = None) -> bytes:
        return source.randbytes(32 if count is None else count)

    secrets.token_bytes = token_bytes
    secrets.token_hex = lambda count=None: token_bytes(count).hex()
    try:
        yield source
    finally:
        secrets.token_bytes, secrets.token_hex = kept
