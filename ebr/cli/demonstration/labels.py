"""Labels of the demonstration: the shipped templates put in force by three people, then issued and printed for a batch.

A supervisor issues so many for an entry, one is printed as the specimen of the record, the others in jobs, as ZPL
over TCP to the played printer. What became of a job that a kill cut off somebody has to say.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ebr.cli.demonstration.floor import DemoEnd, Floor, act_id
from ebr.cli.demonstration.script import Act, Told
from ebr.cli.demonstration.stock import signed_once
from ebr.domain.batch import commands as c
from ebr.domain.label import commands as t
from ebr.station.questions import BatchLabels, BatchLabelsAnswer, Labels

if TYPE_CHECKING:
    from ebr.cli.demonstration.walk import Walk
    from ebr.station.labelling import Wanted


PRINTERS: Final = {"handrub_f1": "LABEL-PRINTER-01", "car_t_autologous": "CART-PRINTER-01"}
PRINTER: Final = "PRINTER-01"
"""The label printer beside each line: ZPL over TCP."""
EXPIRY: Final = "expiry of "
CUT_OFF: Final = "The station stopped in between; what lay in the printer was destroyed"


def approved(floor: Floor) -> None:
    """Have every shipped template written by the author, checked by the supervisor, approved and put in force."""
    from ebr.station.label_files import shipped_templates

    author, checker = floor.site.with_role("author").id, floor.site.with_role("supervisor").id
    quality = floor.site.with_role("quality").id
    shipped = shipped_templates()
    for name, document in shipped.items():
        if not floor.done(f"label/{name}"):
            floor.be_there(author)
            floor.tick(300)
            floor.do(t.WriteLabel(name, "1", document), author, f"label/{name}")
    rows = [row for row in floor.station.ask(Labels()) if row.template in shipped and row.version == "1"]
    for row in rows:
        signed_once(floor, t.CheckLabel(row.template, "1", row.hash), checker, f"label/{row.template}/checked")
    for row in rows:
        name, today = row.template, floor.now.date().isoformat()
        signed_once(floor, t.ApproveLabel(name, "1", row.hash), quality, f"label/{name}/approved")
        signed_once(floor, t.MakeLabelEffective(name, "1", row.hash, today), quality, f"label/{name}/effective")


def labels(walk: Walk, act: Act) -> None:
    """Issue labels for an entry ("step/slot") and print all of them, the specimen first."""
    from ebr.station.labelling import MOST, Wanted

    step, _, slot = str(act.what).rpartition("/")
    address = f"{walk.address(step)}/{slot}"
    batch, count, by = walk.script.batch, int(act.text("issued")), act.text("by", walk.script.by)
    found = _told(walk, address)
    if not found.issued:
        walk.wait_for(act)
        command = c.IssueLabels(batch, address, found.template, found.version, count)
        walk.do(command, act.text("supervisor", walk.script.issued_by), walk.about(address, "issue"), seconds=40)
    wanted = Wanted(batch, address, fields=dict(act.told.get("fields", {})))
    _answered(walk, address, 0, by)
    if not any(job.specimen and job.good for job in _told(walk, address).jobs):
        _job(walk, replace(wanted, specimen=True), by)
    while left := _told(walk, address).left:
        _job(walk, replace(wanted, count=min(left, MOST)), by)


def as_printed(walk: Walk, told: Told) -> Told:
    """Return a told value; "expiry of step/slot" is what the labels of that entry say."""
    step, found, slot = str(told).removeprefix(EXPIRY).rpartition("/")
    if not isinstance(told, str) or not told.startswith(EXPIRY) or not found:
        return told
    return _told(walk, f"{walk.address(step)}/{slot}").known["expiry"]


def container(walk: Walk, address: str, item: int, by: str) -> None:
    """Print the label of one weighed container, once (211.101(b))."""
    from ebr.station.labelling import Wanted

    _answered(walk, address, item, by)
    if not any(job.item == item and job.good for job in _told(walk, address, item).jobs):
        _job(walk, Wanted(walk.script.batch, address, item=item), by)


def _told(walk: Walk, address: str, item: int = 0) -> BatchLabelsAnswer:
    found = walk.floor.station.ask(BatchLabels(walk.script.batch, address, item))
    assert isinstance(found, BatchLabelsAnswer)
    return found


def _answered(walk: Walk, address: str, item: int, by: str) -> None:
    """Say of a job that was cut off that nothing of it is used, whatever lies in the printer; it is printed anew."""
    for job in _told(walk, address, item).jobs:
        if job.open:
            command = c.AnswerPrint(walk.script.batch, job.print, "no", comment=CUT_OFF)
            walk.do(command, by, walk.about(job.print, "answer"))


def _job(walk: Walk, wanted: Wanted, by: str) -> None:
    from ebr.station import labelling

    floor = walk.floor
    floor.be_there(by)
    floor.tick(12)
    about = walk.about(wanted.slot, "print", wanted.item, len(_told(walk, wanted.slot, wanted.item).jobs))
    devices = floor.scales.printer(PRINTERS.get(walk.script.mbr, PRINTER))
    order = floor.station.label_order(wanted, by, command_id=act_id(about), devices=devices)
    floor.tell()
    if order.answer.refusal is not None:
        raise DemoEnd(f"{about}: {order.answer.refusal}")
    outcome = labelling.sent(devices, order)
    number = order.answer.answer["print"]
    walk.do(labelling.noted(wanted.batch, number, outcome), by, walk.about(number, "printed"), seconds=3)
