"""The locked Qt binding must not lose references: on Python 3.11 that aborts the program after some thousand calls."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject

CALLS: dict[str, Callable[[QObject], object]] = {
    "nothing returned": lambda thing: thing.setObjectName("x"),
    "None returned": lambda thing: thing.parent(),
    "True returned": lambda thing: thing.setProperty("objectName", "y"),
    "False returned": lambda thing: thing.isWidgetType(),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_call_gives_back_what_it_borrowed(call: Callable[[QObject], object]):
    thing = QObject()
    result = call(thing)
    before = sys.getrefcount(result)
    for _ in range(1000):
        call(thing)
    assert abs(sys.getrefcount(result) - before) < 100
