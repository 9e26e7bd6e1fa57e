"""`ebr self-test`: does this installation do what it must? A plant in a temporary folder, from founding to a report.

Found a site, enrol people, approve a master, make a batch with every kind of entry, sign it, verify all of it, draw and
seal its report, read the report back, find a changed byte in it. The screens are shown after it (`ui.selftest`). What
each requirement asks is not tested here but by `ebr qualify`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebr.cli.speech import say
from ebr.words import ntr, tr

if TYPE_CHECKING:
    from ebr.cli.qualification.plant import Plant


def self_test(
    *,
    window: Annotated[  # noqa: ARG001 - read by `ui.__main__`, which shows the screens
        bool, typer.Option("--window", help="Show the screens in a real window and not in memory.")
    ] = False,
) -> int:
    """Found a station, make and sign a batch, verify it, make and check its report, show every screen.

    All of it happens in a temporary folder that is removed again.

    Example: ebr self-test
    """
    from ebr.cli.qualification.plant import Stages
    from ebr.cli.qualification.stages import STAGES

    with tempfile.TemporaryDirectory(prefix="ebr-self-test-") as place:
        plant = Stages(Path(place), STAGES).plant("made")
        try:
            say(tr("founded a station, enrolled people, approved a master"))
            say(tr("made a batch: {entries} entries, every step signed", entries=plant.entries()))
            wrong = [words for words in _tried(plant) if words]
        finally:
            plant.station.close()
    for words in wrong:
        say(words)
    return 1 if wrong else 0


def _tried(plant: Plant) -> Iterator[str]:
    """Verify, report and read back; yield what is wrong, "" for nothing."""
    from ebr.cli.qualification.plant import BATCH
    from ebr.station.verifying import verify

    report = verify(plant.folder)
    count = len(report.findings)
    say(tr("verified {entries} entries: {findings} findings", entries=report.entries, findings=count))
    yield ntr("WRONG: {n} finding in the record", "WRONG: {n} findings in the record", count) if count else ""
    plant.be("sups")
    answer = plant.told(plant.station.report(BATCH, by="sups"))
    plant.settled()
    file = Path(str(answer.answer["file"]))
    found = verify(file).findings
    say(tr("made a report of {kilobytes} kB and read it back", kilobytes=file.stat().st_size // 1000))
    yield tr("WRONG: the report does not verify: {why}", why=found[0].meaning) if found else ""
    yield "" if _notices(file) else tr("WRONG: a changed byte in the report is not noticed")


def _notices(file: Path) -> bool:
    from ebr.domain.refusal import Refusal
    from ebr.station.verifying import verify

    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))
    try:
        return bool(verify(file).findings)
    except Refusal:
        return True
