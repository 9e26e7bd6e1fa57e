"""Attempts in words: what was tried and refused stays in the record, and every screen that shows an entry says it."""

from __future__ import annotations

from ebr.domain.refusal import Refusal
from ebr.station.questions import EntryAnswer
from ebr.wording import refusal_words
from ebr.words import tr
from ui.shown import clock_of


def attempts_of(entry: EntryAnswer) -> list[str]:
    """Return every attempt in words (floor-rules 10)."""
    return [
        tr(
            "Attempt {n}: {value}, {why} ({name}, {time})",
            n=one.attempt,
            value=one.text,
            why=refusal_words(Refusal(one.why, **dict(one.params))),
            name=one.by_name,
            time=clock_of(one.at),
        )
        for one in entry.attempts
    ]
