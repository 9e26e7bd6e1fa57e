"""`ebr self-test`: does this installation do what it must? Founds a station in a temporary folder and uses it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ebr.cli.speech import say
from ebr.words import tr

PASSWORD = "copper kettle 47"  # noqa: S105 - of people who live for a second in a temporary folder


def self_test() -> int:
    """Found a station, sign in, sign, verify; in a temporary folder that is removed again.

    Example: ebr self-test
    """
    from ebr.station.door import Answers, FounderAnswers, Station
    from ebr.station.verifying import verify

    def founder(person: str, name: str, role: str, checker: str) -> FounderAnswers:
        return FounderAnswers(person, name, (role,), PASSWORD, checker, "self-test")

    people = (
        founder("aone", "Ada One", "administrator", "btwo"),
        founder("btwo", "Bea Two", "administrator", "aone"),
        founder("cqua", "Cid Qua", "quality", "aone"),
    )
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "station"
        Station.create(folder, Answers("Self-test", "Station-1", people, "rehearsal", key_store="demonstration"))
        say(tr("founded a station"))
        with Station.open(folder) as station:
            answer = station.sign_in("cqua", PASSWORD)
            if answer.refusal is not None:
                raise answer.refusal
            say(tr("signed in"))
        report = verify(folder)
        say(
            tr("verified {entries} entries: {findings} findings", entries=report.entries, findings=len(report.findings))
        )
    return 1 if report.findings else 0
