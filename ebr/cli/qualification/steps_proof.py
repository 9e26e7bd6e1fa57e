"""Sentences about proof: the verifier, reports, exports, backups, and what happens when somebody changes a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from ebr.cli.qualification.plant import BATCH, IDS, Plant, fine
from ebr.cli.qualification.sentences import Act, NotAsStated, insist
from ebr.cli.qualification.stages import packed
from ebr.clock import SimulatedClock
from ebr.domain.batch.commands import ReconcileForm
from ebr.domain.refusal import Refusal
from ebr.station.backup import Opener, backup
from ebr.station.door import Answer, Station
from ebr.station.questions import Masters, StationStatus
from ebr.station.restoring import drill
from ebr.station.verifying import verify

DATABASE: Final = "station.db"
SECRET: Final = "four blue kettles on a wall"  # noqa: S105 - of a backup that is deleted after the test


def verifies(plant: Plant) -> None:
    """Insist that the whole record is sound."""
    plant.verifies()


def restarted(plant: Plant) -> None:
    """End the program and start it again."""
    plant.restart()


def rebuilt(plant: Plant) -> None:
    """Make all lists anew from the entries and insist that they say the same."""
    before = plant.station.store.views_digest()
    plant.station.store.rebuild()
    insist(plant.station.store.views_digest() == before, "the lists made anew differ")


def altered_database(plant: Plant) -> None:
    """Change a recorded value in the file itself, as somebody with the disk could."""
    plant.station.close()
    file = plant.folder / DATABASE
    data = file.read_bytes()
    insist(b'"number":"20.4"' in data, "the value is not in the file")
    file.write_bytes(data.replace(b'"number":"20.4"', b'"number":"20.5"'))


def found_broken(plant: Plant) -> None:
    """Insist that the verifier finds something, and names it."""
    found = plant.findings()
    insist(found, "the verifier found nothing")


def report(plant: Plant, who: str) -> None:
    """Make a report of the batch and keep its file."""
    plant.be(IDS[who])
    answer = plant.told(plant.station.report(BATCH, by=IDS[who]))
    if answer.refusal is None:
        plant.kept["report"] = Path(str(answer.answer["file"]))
        plant.kept["answer"] = dict(answer.answer)


def copy_of_report(plant: Plant, who: str) -> None:
    """Make a further copy of the report."""
    answer = fine(plant.station.report(BATCH, by=IDS[who], copy_of=int(plant.kept["answer"]["report"])))
    insist(int(answer.answer["copy"]) > int(plant.kept["answer"]["copy"]), "the copy has no number of its own")
    plant.kept["report"] = Path(str(answer.answer["file"]))


def report_verifies(plant: Plant) -> None:
    """Insist that the report verifies by itself."""
    found = verify(plant.kept["report"]).findings
    insist(not found, f"found: {', '.join(one.code for one in found)}")


def report_says(plant: Plant, words: str) -> None:
    """Insist that words are printed in the report."""
    text = _text(plant.kept["report"])
    insist(words.replace(" ", "") in text, f"“{words}” is not printed")


def altered_report(plant: Plant) -> None:
    """Change a byte in the middle of the report and insist that it is found."""
    data = bytearray(plant.kept["report"].read_bytes())
    data[len(data) // 2] ^= 0x01
    plant.kept["report"].write_bytes(bytes(data))
    try:
        found = verify(plant.kept["report"]).findings
    except Refusal:
        return
    insist(found, "the verifier found nothing")


def exported(plant: Plant) -> None:
    """Export the record of the batch as a folder."""
    plant.be("sups")
    target = plant.folder.parent / f"{plant.folder.name}-export"
    fine(plant.station.export(target, BATCH, "sups"))
    plant.kept["export"] = target


def export_verifies(plant: Plant) -> None:
    """Insist that the export verifies by itself and brings a checker that needs nothing of ours."""
    target: Path = plant.kept["export"]
    found = verify(target).findings
    insist(not found, f"found: {', '.join(one.code for one in found)}")
    insist(any(target.rglob("check.py")), "the checker is missing")
    lines = (target / "entries.jsonl").read_text(encoding="utf-8").splitlines()
    insist(all(isinstance(json.loads(line), dict | list) for line in lines), "a line is not readable")


def altered_export(plant: Plant) -> None:
    """Change a digit of the export and insist that it is found."""
    file: Path = plant.kept["export"] / "entries.jsonl"
    text = file.read_text(encoding="utf-8")
    insist("20.4" in text, "the value is not in the export")
    file.write_text(text.replace("20.4", "20.5"), encoding="utf-8")
    insist(verify(plant.kept["export"]).findings, "the verifier found nothing")


def backed_up(plant: Plant) -> None:
    """Make a backup with a passphrase while the program runs."""
    target = plant.folder.parent / f"{plant.folder.name}.ebrs"
    made = backup(plant.folder, target, Opener(passphrase=SECRET), clock=plant.clock)
    plant.kept["backup"], plant.kept["made"] = target, made


def drilled(plant: Plant) -> None:
    """Restore the backup to another place, verify all of it, compare the number of entries."""
    restored = drill(plant.kept["backup"], Opener(passphrase=SECRET))
    insist(restored.report.ok, "what came back is not sound")
    insist(restored.entries == plant.kept["made"].entries, f"{restored.entries} entries came back")


def wrong_words(plant: Plant) -> None:
    """Insist that another passphrase opens nothing."""
    try:
        drill(plant.kept["backup"], Opener(passphrase=SECRET[::-1]))
    except Refusal as refusal:
        plant.told(Answer(refusal))
        return
    raise NotAsStated("the backup opened")


def nothing_clear(plant: Plant) -> None:
    """Insist that no name or value stands readable in the backup."""
    data = plant.kept["backup"].read_bytes()
    for word in (b"Maria Chen", b"PAT-4711", b"20.4", b"station.db"):
        insist(word not in data, f"{word.decode()} is readable")


def second_copy(plant: Plant) -> None:
    """Bring the copy of the log on another medium up to date."""
    target = plant.folder.parent / f"{plant.folder.name}-stick"
    target.mkdir()
    plant.be("sups")
    fine(plant.station.second_copy(target, "sups"))
    insist(any(target.rglob("*")), "nothing was copied")


def paper_form(plant: Plant) -> None:
    """Print what is left of the batch as a numbered form."""
    plant.be("sups")
    answer = plant.told(plant.station.print_form(BATCH, None, "sups"))
    plant.settled()
    plant.kept["form"] = str(answer.answer["form"])
    insist(Path(str(answer.answer["file"])).read_bytes().startswith(b"%PDF"), "no form was printed")


def all_packed(plant: Plant) -> None:
    """Do every step that is left."""
    packed(plant)


def form_settled(plant: Plant) -> None:
    """Say that the form was not used."""
    plant.sign(ReconcileForm(BATCH, plant.kept["form"], "unused", "the network came back"), "sups")


def master_printed(plant: Plant) -> None:
    """Print the master as a sealed paper."""
    row = plant.station.ask(Masters())[0]
    plant.be("qlee")
    target = plant.folder / "master.pdf"
    fine(plant.station.print_master(row.mbr, row.version, target, "qlee"))
    plant.kept["report"] = target


def clock_back(plant: Plant, hours: str) -> None:
    """Start the machine again with a clock that is hours behind."""
    plant.station.close()
    now = datetime.fromisoformat(plant.clock.now().wall)
    plant.clock = SimulatedClock(now - timedelta(hours=float(hours)))
    plant.station = Station.open(plant.folder, clock=plant.clock)


def clock_set(plant: Plant, hours: str) -> None:
    """Set the clock of the running machine."""
    plant.clock.start += timedelta(hours=float(hours))


def clock_blocked(plant: Plant) -> None:
    """Insist that the status says the clock is in doubt."""
    insist(plant.station.ask(StationStatus()).clock_blocked, "the clock is believed")


def second_program(plant: Plant) -> None:
    """Open the same folder for writing a second time."""
    try:
        Station.open(plant.folder, clock=plant.clock).close()
    except Refusal as refusal:
        plant.told(Answer(refusal))
        return
    raise NotAsStated("it opened twice")


def _text(file: Path) -> str:
    """Return all words of a PDF without the spaces between them: how a line is broken says nothing."""
    import pypdfium2

    document = pypdfium2.PdfDocument(file.read_bytes())
    try:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


SENTENCES: Final[Mapping[str, Act]] = {
    "the record verifies": verifies,
    "the program is started again": restarted,
    "all lists made anew from the entries say the same": rebuilt,
    "somebody changes a recorded value in the file of the record": altered_database,
    "the verifier finds that something was changed": found_broken,
    "{who} makes a report": report,
    "{who} makes a further copy of it": copy_of_report,
    "the paper verifies by itself": report_verifies,
    'the paper says "{words}"': report_says,
    "a changed byte in the paper is found": altered_report,
    "the record of the batch is exported": exported,
    "the export verifies by itself and brings its checker": export_verifies,
    "a changed digit in the export is found": altered_export,
    "a backup is made while the program runs": backed_up,
    "the backup comes back whole in another place and verifies": drilled,
    "other words are tried on the backup": wrong_words,
    "no name and no value can be read in the backup": nothing_clear,
    "the log is copied to a second medium": second_copy,
    "the rest of the batch is printed as a numbered form": paper_form,
    "everything is done on the screen after all": all_packed,
    "the form is accounted for": form_settled,
    "the master is printed": master_printed,
    "the machine is started with a clock that is {hours} hours behind": clock_back,
    "the clock of the machine is set {hours} hours forward": clock_set,
    "the clock is in doubt": clock_blocked,
    "a second program opens the same folder": second_program,
}
