"""Whole batches on the real screens: by keyboard only, by touch only, by scanner with password."""

from __future__ import annotations

import pytest

from tests.ui.flows.conftest import Begin
from tests.ui.flows.hands import Hand, Keys, Scanner, Touch


@pytest.mark.parametrize(
    ("mbr", "hands"),
    [("handrub_f1", Keys), ("handrub_f1", Touch), ("handrub_f1", Scanner)],
    ids=lambda value: value if isinstance(value, str) else value.__name__.lower(),
)
def test_a_batch_from_issue_to_report(begin: Begin, mbr: str, hands: type[Hand]) -> None:
    operator = begin(mbr, hands)
    for act in operator.script.acts:
        operator.play(act)
