"""A seed means the same run in every process and on every machine: whoever reads the report can play it again."""

from __future__ import annotations

import os
import subprocess
import sys

PLAYED = """
from ebr.domain.mbr.coverage import to_json
from ebr.rehearsal import rehearse
from tests.domain.batch_floor import example
print(to_json(rehearse(example("car_t_autologous"), seed=1, batches=2)))
"""


def played(hashing: str) -> str:
    """What a process of its own plays, with its own order of sets."""
    environment = {**os.environ, "PYTHONHASHSEED": hashing}
    done = subprocess.run([sys.executable, "-c", PLAYED], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_another_process_plays_the_same_batches() -> None:
    first, second = played("1"), played("2")
    assert len(first) > 1000
    assert first == second
