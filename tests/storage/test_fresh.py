"""What folds make quickly is what the classes themselves make."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from ebr.domain.decision import Recorded
from ebr.domain.values import Stamp
from ebr.storage import fresh
from ebr.storage.chain import stamp
from ebr.storage.codec import read, read_header, told
from tests.storage.storage_world import busy, create, opened


def test_it_is_equal_and_as_frozen(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as store:
        busy(store)
        entries = store.log.read_after(store.log.id, 0)
    for entry in entries:
        header = read_header(entry.header)
        made = fresh.stamped(entry.hash, entry.log, entry.seq, told(entry.header))
        assert (made, hash(made), repr(made)) == ((whole := stamp(entry, header)), hash(whole), repr(whole))
        event = read(header.event, entry.body)
        assert fresh.recorded_alone(event, made) == Recorded(event, whole)
        with pytest.raises(FrozenInstanceError):
            made.seq = 0


def test_a_field_that_it_does_not_know_is_noticed() -> None:
    with pytest.raises(TypeError, match="other fields"):
        fresh._setters(Stamp, "hash", "log")
