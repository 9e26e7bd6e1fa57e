"""The report says in which language a signed instruction was shown, where that was not the record's own."""

from __future__ import annotations

from typing import Any, cast

import pytest

from ebr.domain.batch.state.model import BatchState, SignatureState
from ebr.domain.signature import Signed
from ebr.domain.values import Instant, Stamp
from ebr.reports.record.steps import signature

NOW = Instant("2026-03-02T08:00:00.000000+01:00", "Europe/Zurich", "boot", 1, "system")


class Nowhere:
    """A context that adds nothing to a time."""

    @staticmethod
    def where(at: str, _stamp: Stamp) -> str:
        return at


@pytest.mark.parametrize(
    ("language", "covers", "said"),
    [
        ("", "Temperature", "Temperature"),
        ("de", "", "Instruction shown in German"),
        ("de", "Temperature", "Temperature. Instruction shown in German"),
    ],
)
def test_a_signature_tells_the_language_of_the_instruction(language: str, covers: str, said: str) -> None:
    signed = Signed(
        **{name: "x" for name in Signed.__dataclass_fields__ if name not in ("covered", "at", "meaning")},
        covered=(), at=NOW.wall, meaning="performed",
    )  # fmt: skip
    stamp = Stamp("hash", "log", 1, "batch/b", "olga", "presence", NOW)
    found = SignatureState("a/b", "performed", signed, stamp, language=language)

    shown = signature(BatchState("b"), cast("Any", Nowhere()), found, covers)

    assert shown.covers == said
