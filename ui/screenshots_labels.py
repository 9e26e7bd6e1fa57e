"""For the pictures of `ebr screenshots`: label templates in force, labels printed, delivered, asked about."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ebr.cli.demonstration import password
from ebr.domain import subjects
from ebr.domain.batch.commands import IssueLabels, TakeInLabels
from ebr.domain.label.commands import ApproveLabel, CheckLabel, MakeLabelEffective, WriteLabel
from ebr.station.door import Station
from ebr.station.label_files import shipped_templates
from ebr.station.labelling import Wanted
from ebr.station.questions import Labels, People, Preview

TO_CHECK: Final = "cart_bag"
BOTTLE: Final = "handrub_bottle"
ENTRY: Final = "bottle_labels"


class Roles:
    """Roles(station): acts as the first person of a role who did nothing yet here."""

    def __init__(self, station: Station) -> None:
        self.station = station
        rows = station.ask(People(active_only=True))
        every = ("author", "supervisor", "quality", "operator")
        self.of = {role: [row.person for row in rows if role in row.roles] for role in every}

    def do(self, command: object, role: str, *, sign: bool = True) -> dict[str, str]:
        """Do it, signed where it is signed."""
        person = self.of[role][0]
        self.station.sign_in(person, password())
        seen = self.station.ask(Preview(command, person)).seen if sign else ""
        said = self.station.do(command, by=person, secret=password() if sign else None, seen=seen)
        return dict(said.answer)


def labelled(station: Station, batch: str) -> str:
    """Return the address of an entry with labels printed, one job of which asks what came out; "" without one."""
    roles = Roles(station)
    known = {row.template for row in station.ask(Labels())}
    for template, document in shipped_templates().items():
        if template not in known and all(roles.of.values()):
            _brought(roles, template, document)
    state = station.store.state(subjects.batch(batch)) if batch else None
    plan = getattr(state, "plan", None)
    if plan is None or ENTRY not in plan.places:
        return ""
    slot = str(plan.address(ENTRY, {}))
    roles.do(IssueLabels(batch, slot, BOTTLE, "1", 100, "first issue"), "supervisor", sign=False)
    station.label_order(Wanted(batch, slot, count=2), by=roles.of["supervisor"][0])
    roles.do(TakeInLabels(batch, slot, "DN-88214", "Etiket Print Ltd", 500), "operator", sign=False)
    station.sign_out("log-out")
    return slot


def _brought(roles: Roles, template: str, document: str) -> None:
    digest = roles.do(WriteLabel(template, "1", document), "author", sign=False).get("hash", "")
    if template == TO_CHECK or not digest:
        return
    today = datetime.fromisoformat(roles.station.clock.now().wall).date().isoformat()
    roles.do(CheckLabel(template, "1", digest), "supervisor")
    roles.do(ApproveLabel(template, "1", digest), "quality")
    roles.do(MakeLabelEffective(template, "1", digest, today), "quality")
