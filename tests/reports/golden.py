"""What this version of the program writes, kept for every later one: station folder, report, archive, bundle.

`python -m tests.reports.golden NAME` writes `tests/data/golden/NAME.tar.xz`, from a clean tree of a version that is
given to people. A file once there is never changed: it says what that version wrote. The tests of `test_golden` open
and verify all of them.

In the record: two stations of a site; a batch in production with values, a correction, attempts, an exception decided, a timer,
a photograph and a hand-over; a batch for one patient released on condition and then finally; a lot with its supplier,
a machine, a procedure read and confirmed.
"""

from __future__ import annotations

import shutil
import sys
import tarfile
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from ebr.cli.qualification import stages
from ebr.domain.batch.commands import CorrectValue, DecideBatch, DecideException
from ebr.domain.equipment import commands as machines
from ebr.domain.material import commands as materials
from ebr.domain.station.commands import ChangeAppearance
from ebr.domain.training.commands import ConfirmTraining
from ebr.station import bundles
from ebr.storage.folder import BALLAST
from tests.station import release_room
from tests.station.plant import BATCH, Plant, copied, fine
from tests.station.two_stations import NOON, OFFICE, joined

HERE = Path(__file__).parents[1] / "data" / "golden"
CODE = stages.CODE


def write(home: Path) -> None:
    """Make everything in this folder."""
    office = Plant(copied(joined()[0], home / "station"), start=NOON + timedelta(hours=1))
    for part in (_half_made, _released, _material, _machines, _trained):
        part(office)
    office.be("qtwo")
    fine(office.station.report(BATCH, home / "report.pdf", by="qtwo"))
    fine(office.station.archive(home / "archive", release_room.BATCH, "qtwo"))
    office.close()
    (home / "station" / BALLAST).unlink(missing_ok=True)
    shutil.rmtree(home / "station" / "reports")
    _from_the_room(home)


def _from_the_room(home: Path) -> None:
    """Write the bundle that the other station sends: what it has to tell is little."""
    with tempfile.TemporaryDirectory() as place:
        room = Plant(copied(joined()[1], Path(place) / "room"), start=NOON + timedelta(hours=1))
        room.be("mchen")
        fine(room.station.do(ChangeAppearance({"theme": "dark"}), by="mchen"))
        fine(bundles.export(room.station, OFFICE, home / "bundle.ebrb"))
        room.close()


def _half_made(office: Plant) -> None:
    """Correct a value; have an exception decided."""
    office.done(CorrectValue(BATCH, office.at("stirred"), 1, {"number": "18"}, "misread the clock"), "mchen")
    for number, found in sorted(office.state.exceptions.items()):
        if found.open:
            office.signed(DecideException(BATCH, number, "accepted", "no influence on the product"), "qlee")


def _released(office: Plant) -> None:
    """Make the batch for one patient, release it on condition, and finally when the result is there."""
    office.enrol("spon", "Sybil Sponsor", ("sponsor",))
    office.acknowledge("spon")
    release_room._master(office, release_room.MBR.read_text(encoding="utf-8"))
    release_room._made(office)
    release_room.review(office)
    office.signed(DecideBatch(release_room.BATCH, "conditional", "sterility is pending"), "qper")
    release_room.sterility(office, "negative")
    release_room.review(office)
    office.signed(DecideBatch(release_room.BATCH, "certified"), "qper")


def _material(office: Plant) -> None:
    office.done(materials.AddItem(CODE, "Active substance", "active", "g"), "qlee")
    office.signed(materials.SetSpecification(CODE, "1", stages.TESTS, 12), "qlee")
    office.done(materials.AddSupplier("acme", "Acme Fine Chemicals", "Basel"), "qlee")
    office.signed(materials.QualifySupplier("acme", (CODE,), "2026-01-10", "2027-12-31"), "qlee")
    stages.lot(office, "L-1")  # type: ignore[arg-type]
    office.signed(materials.ReleaseLot("L-1"), "qlee")


def _machines(office: Plant) -> None:
    office.done(machines.AddEquipment("S-01", "The balance", "balance", "Room 12", stages.BALANCE), "sups")
    office.signed(machines.QualifyEquipment("S-01", "Report Q-1"), "qlee")
    office.signed(machines.CalibrateEquipment("S-01", "pass", "fine", "C-1", "2026-10-31"), "lab1")


def _trained(office: Plant) -> None:
    stages.train(office, "mchen", "sups")  # type: ignore[arg-type]
    office.signed(ConfirmTraining("mchen", stages.SOP, "1", "qlee", "course of 2026-04-02"), "qlee")


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nothing in the package says when or by whom it was packed."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mtime = int(datetime(2026, 5, 4).timestamp())  # noqa: DTZ001 - any moment does
    return info


def main() -> None:
    """Write the package of this name."""
    target = HERE / f"{sys.argv[1]}.tar.xz"
    if target.exists():
        raise SystemExit(f"{target.name} is there, and says what another version wrote")
    with tempfile.TemporaryDirectory() as room:
        write(Path(room))
        with tarfile.open(target, "w:xz", preset=9) as pack:
            pack.add(room, ".", filter=_plain)
    print(target.stat().st_size)


if __name__ == "__main__":
    main()
