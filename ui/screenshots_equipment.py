"""For the pictures of `ebr screenshots`: equipment and rooms in every state, recorded as people would."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ebr.cli.demonstration import password
from ebr.domain.equipment import commands as c
from ebr.domain.equipment.events import CheckLimit, Needs
from ebr.domain.equipment.state import needs_of_class
from ebr.station.door import Station
from ebr.station.questions import EquipmentList, People, Preview, UseLog

CHECK: Final = (CheckLimit("Check weight 5 kg", "g", "4999.5", "5000.5"),)
FINE: Final = Needs(calibration_days=182, checks=CHECK, capacity="6.000", minimum="0.1", resolution="0.0001", unit="kg")
PIECES: Final[tuple[tuple[str, str, str, str, Needs], ...]] = (
    ("BAL-021", "Bench balance", "balance", "D-02", FINE),
    ("BAL-040", "Floor scale", "balance", "D-02", replace(FINE, capacity="150", minimum="10", resolution="0.01")),
    ("MIX-003", "High-shear mixer 600 L", "mixer", "G-01", needs_of_class("mixer")),
    ("DRY-001", "Fluid-bed dryer", "dryer", "G-01", needs_of_class("dryer")),
    ("MIL-002", "Comminuting mill", "mill", "G-02", needs_of_class("mill")),
    ("PRE-001", "Rotary tablet press, 27 stations", "press", "C-01", needs_of_class("press")),
    ("F-03", "Filling room", "room", "Building 2", replace(needs_of_class("room"), grade="C")),
)
ASSEMBLY: Final = ("TUB-118", "Tubing set, single use", "tubing_set", "C-05", needs_of_class("tubing_set"))
SHOWN: Final = "BAL-040"
ROOM: Final = "F-03"


class Hands:
    """Hands(station): acts as one person of each role; a second person signs where one is asked for."""

    def __init__(self, station: Station) -> None:
        self.station = station
        rows = station.ask(People(active_only=True))
        self.of = {
            role: [row.person for row in rows if role in row.roles] for role in ("operator", "supervisor", "quality")
        }

    def do(self, command: object, role: str, *, sign: bool = False) -> None:
        """Do it as the first person of a role."""
        person = self.of[role][0]
        self.station.sign_in(person, password())
        seen = self.station.ask(Preview(command, person)).seen if sign else ""
        self.station.do(command, by=person, secret=password() if sign else None, seen=seen)

    @property
    def second(self) -> str:
        """Who looks at what the operator did."""
        return str(next((one for one in self.of["operator"][1:]), self.of["supervisor"][0]))


def kept(station: Station) -> tuple[str, str]:
    """Return a balance and a room worth a picture; where nothing is registered, what a picture needs is."""
    if not station.ask(EquipmentList()):
        _registered(station)
    found = [next((row.equipment for row in station.ask(EquipmentList(kind))), "") for kind in ("balance", "room")]
    pieces = {row.equipment for row in station.ask(EquipmentList())}
    return (SHOWN if SHOWN in pieces else found[0]), (ROOM if ROOM in pieces else found[1])


def _registered(station: Station) -> None:
    hands = Hands(station)
    for code, name, kind, place, needs in PIECES:
        hands.do(c.AddEquipment(code, name, kind, place, needs), "supervisor")
        hands.do(c.QualifyEquipment(code, "Report Q-2031"), "quality", sign=True)
        if needs.cleaning:
            hands.do(c.CleanEquipment(code, "SOP-CL-014", hands.second), "operator", sign=True)
        if needs.calibration_days:
            good = c.CalibrateEquipment(code, "pass", "within 0.2 g", "CAL-8841", _day(station, 300))
            hands.do(good, "supervisor", sign=True)
    code, name, kind, place, needs = ASSEMBLY
    hands.do(c.AddEquipment(code, name, kind, place, needs, lot="L-77120"), "supervisor")
    hands.do(c.QualifyEquipment(code, "Certificate of lot L-77120"), "quality", sign=True)
    _states(hands)
    station.sign_out("log-out")


def _states(hands: Hands) -> None:
    """Bring some into other states: checked today, out of service, on hold, cleared."""
    hands.do(c.CheckDaily("BAL-021", ((CHECK[0].name, "5000.1"),)), "operator")
    hands.do(c.CheckDaily(SHOWN, ((CHECK[0].name, "5000.0"),)), "operator")
    failed = c.CalibrateEquipment(SHOWN, "fail", "4.2 g too low at 100 kg", "CAL-8902")
    hands.do(failed, "supervisor", sign=True)
    hands.do(c.HoldEquipment("MIL-002", "A screen is torn; pieces are looked for"), "operator")
    work = c.MaintainEquipment("PRE-001", "Punches changed", hands.second, _day(hands.station, 365))
    hands.do(work, "operator", sign=True)
    answers = tuple((line, "yes") for line in needs_of_class("room").checklist)
    hands.do(c.ClearLine(ROOM, "HR-0001", "Hand rub", "before", answers, hands.second), "operator", sign=True)


def _day(station: Station, days: int) -> str:
    last = station.ask(UseLog(PIECES[0][0]))[-1]
    return (datetime.fromisoformat(last.at) + timedelta(days=days)).date().isoformat()
