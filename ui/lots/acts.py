"""What may be done with a lot, by role and status: what the rules would refuse for the status says so at its button."""

from __future__ import annotations

from typing import Final

from ebr.station.questions import LotAnswer
from ebr.words import tr
from ui.pages.offer import Offer

STORE: Final = ("operator", "supervisor")


def offers(answer: LotAnswer, person: str, roles: tuple[str, ...]) -> tuple[Offer, ...]:
    """Return what a person may do with a lot; an act that the status forbids says why."""
    found: list[Offer] = []
    dead = _dead(answer)
    if "laboratory" in roles:
        found += _laboratory(answer, person, dead)
    if "quality" in roles:
        found += _quality(answer, person, dead)
    if set(STORE) & set(roles):
        found += [
            Offer("move", tr("Move"), "truck"),
            Offer("count", tr("Count a container"), "calculator"),
            Offer("above", tr("Counted more than it came with"), "users", dead),
            Offer("back", tr("Return material"), "arrow-back-up", dead),
            Offer("spill", tr("Spilled"), "droplet"),
            Offer("split", tr("Split off a part"), "arrow-forward-up", dead),
            Offer("join", tr("Join with other lots"), "link", dead),
        ]
    if {"supervisor", "quality"} & set(roles):
        found.append(Offer("allocate", tr("Allocate to a station"), "device-desktop", dead))
    if {*STORE, "quality"} & set(roles):
        gone = tr("Nothing is left") if answer.row.status == "destroyed" else ""
        found.append(Offer("destroy", tr("Destroy"), "trash", gone))
    return tuple(found)


def _dead(answer: LotAnswer) -> str:
    if answer.row.status == "rejected":
        return tr("The lot is rejected")
    return tr("Nothing is left") if answer.row.status == "destroyed" else ""


def _laboratory(answer: LotAnswer, person: str, dead: str) -> list[Offer]:
    no_sample = dead or ("" if answer.samples else tr("Take a sample first"))
    others = [one for one in answer.analysts_to_check if one != person]
    own = tr("You recorded them; another person of the laboratory checks")
    check = dead or (
        own if answer.analysts_to_check and not others else "" if others else tr("Every result is checked")
    )
    certificate = dead or ("" if any(one.certificate for one in answer.tests) else tr("Quality allowed none"))
    return [
        Offer("result", tr("Record a result"), "microscope", no_sample, strong=not no_sample and bool(answer.missing)),
        Offer("check", tr("Check results"), "signature", check, strong=not check),
        Offer("sample", tr("Take a sample"), "test-pipe", dead),
        Offer("certificate", tr("Take over a certificate"), "file-certificate", certificate),
    ]


def _quality(answer: LotAnswer, person: str, dead: str) -> list[Offer]:
    own = tr("You received or tested it; another person of quality decides") if person in answer.people else ""
    failing = [one for one in answer.results if one.verdict == "fail" and one.standing not in ("aside", "brought")]
    release = dead or own or _not_ready(answer, failing=bool(failing))
    found = [] if release else [Offer("release", tr("Release"), "signature", strong=not answer.reason)]
    if answer.row.status not in ("quarantine", "rejected", "destroyed"):
        found.append(Offer("quarantine", tr("Back into quarantine"), "hand-stop"))
    if release:
        found.append(Offer("release", tr("Release"), "signature", release))
    found.append(Offer("reject", tr("Reject"), "circle-x", dead or own))
    if answer.row.retest:
        found.append(Offer("extend", tr("Extend the retest date"), "calendar", dead or own))
    if answer.counts:
        counted = any(person in one.people for one in answer.counts)
        why = tr("You counted it; another person of quality decides") if counted else ""
        found.insert(0, Offer("found_out", tr("Decide the count"), "signature", why, strong=not why))
    if answer.outside:
        strong = answer.blocked is not None and answer.blocked.code == "lot_out_of_storage"
        found.insert(0, Offer("stored", tr("Judge the time out of storage"), "signature", dead, strong=strong))
    if failing:
        found.append(Offer("aside", tr("Set a result aside"), "ban", own))
    return found


def _not_ready(answer: LotAnswer, *, failing: bool) -> str:
    if answer.row.status in ("released", "used_up", "expired", "retest_due", "out_of_storage") and not answer.contested:
        return tr("It is released")
    if answer.counts:
        return tr("A count is not decided")
    if failing:
        return tr("A result fails")
    if answer.missing:
        return tr("Missing: {tests}", tests=", ".join(answer.missing))
    return tr("Results are not checked yet") if answer.analysts_to_check else ""
