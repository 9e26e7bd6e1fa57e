"""Where a person stands in a task, in words: for screens and for the printed matrix."""

from __future__ import annotations

from ebr.wording.codes import trained_word
from ebr.words import tr


def standing_words(level: str, version: str, until: str) -> str:
    """Return where a person stands: `version` is the one the standing is about, `until` its last day or ""."""
    match level:
        case "grace":
            return tr("Version {version} counts until {day}", version=version, day=until)
        case "old":
            return tr("Version {version} only, a newer one is in force", version=version)
        case "expired":
            return tr("Expired on {day}", day=until)
        case "trained" if until:
            return tr("Trained until {day}", day=until)
        case _:
            return trained_word(level)
