from __future__ import annotations

import pytest

from installer import debian, native
from installer.speech import Stopped


def loader(*there: str):
    """Return a loader of a system that has only these libraries."""

    def load(name: str) -> str:
        if name not in there:
            raise OSError(name)
        return name

    return load


def test_every_library_the_loader_does_not_find_is_missing():
    assert native.missing({"liba.so.1": "liba1", "libb.so.2": "libb2"}, loader("liba.so.1")) == ["libb.so.2"]


def test_nothing_is_missing_on_the_machine_that_runs_these_tests():
    native.ensure(window=False)


def test_without_root_the_exact_line_is_given(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(native, "DRAWING", {"libnowhere.so.9": "libnowhere9"})
    monkeypatch.setattr(debian, "here", lambda: True)
    monkeypatch.setattr(debian.os, "geteuid", lambda: 1000)
    with pytest.raises(Stopped) as stop:
        native.ensure(window=False)
    assert "libnowhere.so.9" in str(stop.value)
    assert "\n    sudo apt-get install --no-install-recommends libnowhere9\n" in str(stop.value)


def test_on_another_system_the_libraries_are_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(native, "DRAWING", {"libnowhere.so.9": "libnowhere9"})
    monkeypatch.setattr(debian, "here", lambda: False)
    with pytest.raises(Stopped, match=r"libnowhere\.so\.9.*\n.*your system's packages"):
        native.ensure(window=False)
