"""Sentences about people: who gets in, who may do what, whose password it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.cli.qualification.plant import BATCH, IDS, PASSWORD, Plant, fine
from ebr.cli.qualification.sentences import Act, insist
from ebr.domain.batch.commands import AddComment, RecordValue, SignStep
from ebr.domain.people.commands import ChangeBadge, ChangeRights, DeactivatePerson, ReplaceKey
from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import UnlockPerson
from ebr.station.door import Answer
from ebr.station.questions import BadgeOwner, People, PersonRow, Preview

WRONG: Final = "copper kettle 48"
TEMPORARY: Final = "violet anchor 9 boats"
OWN: Final = "blue ladder by 9 trees"
"""What Nora chose."""


def sign_in(plant: Plant, who: str) -> None:
    """Sign in with the own password."""
    plant.told(plant.station.sign_in(IDS[who], PASSWORD))


def wrong_password(plant: Plant, who: str) -> None:
    """Try a password that is not the own one."""
    plant.told(plant.station.sign_in(IDS[who], WRONG))


def wrong_often(plant: Plant, times: str, who: str) -> None:
    """Try a wrong password so many times."""
    for _ in range(int(times) - 1):
        insist(plant.station.sign_in(IDS[who], WRONG).refusal is not None, "a wrong password was accepted")
    wrong_password(plant, who)


def is_here(plant: Plant, who: str) -> None:
    """Insist on who is signed in; "nobody" is nobody."""
    insist(plant.station.present() == IDS.get(who, ""), f"signed in: {plant.station.present() or 'nobody'}")


def record_absent(plant: Plant, who: str) -> None:
    """Record in the name of somebody who is not signed in."""
    if plant.station.present():
        plant.station.sign_out("log-out")
    command = RecordValue(BATCH, plant.at("clearance"), {"no_product": "yes", "clean": "yes"})
    plant.told(plant.station.do(command, by=IDS[who]))


def remark(plant: Plant, who: str) -> None:
    """Add a remark, with whoever it is signed in or not."""
    command = AddComment(BATCH, plant.at("clearance"), "seen")
    plant.told(plant.station.do(command, by=IDS[who]))


def _sheet(plant: Plant, command: object, by: str = "aroot") -> None:
    plant.be(by)
    plant.wait(3)
    seen = str(plant.station.ask(Preview(command, by)).seen)
    plant.told(plant.station.do(command, by=by, secret=PASSWORD, seen=seen))


def deactivate(plant: Plant, who: str) -> None:
    """Have the administrator end somebody's access; quality signs."""
    _sheet(plant, DeactivatePerson(IDS[who], "left the firm", "qlee"))
    plant.station.sign_out("log-out")


def give_role(plant: Plant, who: str, role: str) -> None:
    """Have the administrator give another role; quality signs."""
    _sheet(plant, ChangeRights(IDS[who], (role,), False, "changes department", "qlee"))


def enrol_again(plant: Plant, person: str) -> None:
    """Try to give an id that somebody has or had."""
    plant.enrol(person, "Mona Chen", ("operator",))


def enrol_badge(plant: Plant, who: str) -> None:
    """Try to give a badge that somebody has."""
    plant.enrol("nnew", "Nora New", ("operator",), badge=f"BADGE-{IDS[who]}")


def enrol_new(plant: Plant) -> None:
    """Enrol Nora, who chose her own password unseen and has acknowledged nothing."""
    plant.enrol("nnew", "Nora New", ("operator",), OWN, temporary=False)
    plant.settled()


def unacknowledged(plant: Plant) -> None:
    """Have Nora sign what she recorded, before Nora has acknowledged."""
    fine(plant.station.sign_in("nnew", OWN))
    for name, value in (("clearance", {"no_product": "yes", "clean": "yes"}), ("card", {"scan": BATCH})):
        fine(plant.station.do(RecordValue(BATCH, plant.at(name), value), by="nnew"))
    command = SignStep(BATCH, plant.at("clear"), "performed")
    try:
        seen = str(plant.station.ask(Preview(command, "nnew")).seen)
    except Refusal as refusal:
        plant.told(Answer(refusal))
        return
    plant.told(plant.station.do(command, by="nnew", secret=OWN, seen=seen))


def forgot(plant: Plant, who: str) -> None:
    """Have the supervisor on duty give a temporary password; a second person signs."""
    plant.be("sups")
    asked = ReplaceKey(IDS[who], "", "", "sups", "qlee", "forgot it")
    drafted = plant.station.draft_keys(asked, TEMPORARY)
    assert isinstance(drafted, ReplaceKey)
    seen = str(plant.station.ask(Preview(drafted, "sups")).seen)
    plant.told(plant.station.replace_key(drafted, TEMPORARY, by="sups", secret=PASSWORD, seen=seen))


def temporary_record(plant: Plant, who: str) -> None:
    """Sign in with the temporary password and try to work."""
    answer = plant.told(plant.station.sign_in(IDS[who], TEMPORARY))
    if answer.refusal is not None:
        return
    command = RecordValue(BATCH, plant.at("clearance"), {"no_product": "yes", "clean": "yes"})
    plant.told(plant.station.do(command, by=IDS[who]))


def own_password(plant: Plant, who: str) -> None:
    """Choose an own password after the temporary one."""
    plant.told(plant.station.choose_password(IDS[who], TEMPORARY, "yellow lantern 31 doors"))


def short_password(plant: Plant, who: str) -> None:
    """Try to choose a password that is too short."""
    fine(plant.station.sign_in(IDS[who], PASSWORD))
    plant.told(plant.station.choose_password(IDS[who], PASSWORD, "short 1"))


def lost_badge(plant: Plant, who: str) -> None:
    """Have the administrator withdraw a badge."""
    plant.do(ChangeBadge(IDS[who], "", "lost on the bus"), "aroot")


def badge_opens(plant: Plant, who: str) -> None:
    """Insist that a badge belongs to nobody."""
    owner = plant.station.ask(BadgeOwner(f"BADGE-{IDS[who]}"))
    insist(not owner, f"the badge belongs to {owner}")


def unlock(plant: Plant, who: str, other: str) -> None:
    """Have somebody unlock somebody."""
    plant.do(UnlockPerson(IDS[other], IDS[who], "mistyped"), IDS[who])


def checked_identity(plant: Plant, who: str) -> None:
    """Insist that the list of people says who checked an identity."""
    rows: tuple[PersonRow, ...] = plant.station.ask(People())
    row = next(row for row in rows if row.person == IDS[who])
    insist(row.identity_checked_by, "nobody is named who checked the identity")
    enrolled = [entry for entry in plant.audit() if entry.event.startswith("people.person-enrolled")]
    words = [f"{entry.where} {entry.new}" for entry in plant.audit("access")]
    insist(enrolled or any("passport" in text for text in words), "the audit trail does not name the evidence")


def long_presence(plant: Plant, hours: str) -> None:
    """Let hours go by."""
    plant.wait(hours=float(hours))


def short_idle(plant: Plant) -> None:
    """Have the terminal lock after its idle time, as the screen does."""
    plant.station.sign_out("idle")


SENTENCES: Final[Mapping[str, Act]] = {
    "{who} signs in": sign_in,
    "{who} tries a wrong password": wrong_password,
    "somebody types {times} wrong passwords for {who}": wrong_often,
    "{who} is signed in": is_here,
    "a value is recorded for {who} while nobody is signed in": record_absent,
    "{who} adds a remark": remark,
    "the administrator ends the access of {who} and quality signs": deactivate,
    "the administrator gives {who} the role of {role} and quality signs": give_role,
    'the administrator enrols another person under the id "{person}"': enrol_again,
    "the administrator enrols Nora with the badge of {who}": enrol_badge,
    "the administrator enrols Nora with a password of her own": enrol_new,
    "Nora signs a step before she has acknowledged her signature": unacknowledged,
    "{who} is given a temporary password by Sam and quality": forgot,
    "{who} signs in with it and records a value": temporary_record,
    "{who} chooses a password of the own": own_password,
    "{who} chooses a password of seven characters": short_password,
    "the administrator withdraws the lost badge of {who}": lost_badge,
    "the badge of {who} opens nothing": badge_opens,
    "{who} unlocks {other}": unlock,
    "the record says who checked the identity of {who} and by what": checked_identity,
    "{hours} hours pass": long_presence,
    "the terminal is left alone until it locks": short_idle,
}
