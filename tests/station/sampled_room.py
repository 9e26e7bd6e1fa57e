"""A station with a cleanroom of grade C, a batch that used it, and a settle plate above its action limit."""

from __future__ import annotations

import secrets

from ebr.domain import subjects
from ebr.domain.decision import Draft
from ebr.domain.equipment.commands import AddEquipment, QualifyEquipment
from ebr.domain.equipment.events import Needs, UseBegan, UseEnded
from ebr.domain.sample.commands import (
    BeginExposure,
    CheckRoomResult,
    EndExposure,
    IncubateSample,
    PlanRoomSample,
    ReadRoomSample,
    ReceiveSample,
    TakeRoomSample,
)
from ebr.station.questions import SampleAnswer, SampleQuestion
from tests.station.plant import Plant

ROOM = "C-05"
PLACE = "Position 2, beside the filler"


def with_room(plant: Plant) -> Plant:
    plant.done(AddEquipment(ROOM, "Filling room", "room", "Building 2", Needs(grade="C")), "sups")
    plant.signed(QualifyEquipment(ROOM, "Report Q-5"), "qlee")
    return plant


def used(plant: Plant, batch: str) -> Plant:
    """A batch works in the room for an hour."""
    for event in (UseBegan(ROOM, batch, "Aromet", "a/b/c/d", "mchen"), UseEnded(ROOM, batch)):
        draft = Draft(subjects.equipment(ROOM), event)
        plant.station.store.log.append(secrets.token_hex(16), (draft,), by="mchen", presence="", at=plant.clock.now())
        plant.wait(hours=1)
    return plant


def taken(plant: Plant, number: str) -> Plant:
    plant.done(PlanRoomSample(number, ROOM, "settle", PLACE, "50", "25"), "sups")
    plant.done(TakeRoomSample(number, "in_operation"), "mchen")
    plant.done(BeginExposure(number, PLACE), "mchen")
    plant.wait(hours=3)
    plant.done(EndExposure(number), "mchen")
    return plant


def read(plant: Plant, number: str, count: str, *, checked: bool = True) -> Plant:
    taken(plant, number)
    plant.done(ReceiveSample(number, "Laboratory"), "lab1")
    plant.done(IncubateSample(number, "Incubator 2", "20 to 25 °C", 72), "lab1")
    plant.wait(hours=72)
    plant.done(ReadRoomSample(number, count, "Bacillus" if int(count) else ""), "lab1")
    if checked:
        plant.signed(CheckRoomResult(number, one(plant, number).results[-1].entry), "lab2")
    return plant


def one(plant: Plant, number: str) -> SampleAnswer:
    found = plant.station.ask(SampleQuestion(number))
    assert isinstance(found, SampleAnswer)
    return found
