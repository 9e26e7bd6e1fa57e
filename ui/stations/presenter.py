"""The stations of the site without their looks: who belongs to it, how far each is known here, and the acts on them.

An administrator asks and quality signs, each with the own password. A station is admitted with its request as a file
and its code by another way; that the code fits is the office's business (`ebr.station.joining`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ebr.domain.refusal import Refusal
from ebr.domain.site.commands import AdmitWitness
from ebr.station.questions import AdmittedRow, Stations, StationsAnswer, WitnessRow
from ebr.wording import refusal_words
from ebr.words import mark, ntr, tr
from ui.desk import Desk
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit
from ui.shown import when_of
from ui.status.presenter import grouped

STATES: Final[Mapping[str, str]] = {
    "here": mark("This station"),
    "office": mark("Site office"),
    "admitted": mark("Belongs to the site"),
    "quarantined": mark("In quarantine"),
    "revoked": mark("Revoked"),
    "moved": mark("Went on in a new record"),
}
TONES: Final[Mapping[str, str]] = {"quarantined": "crit", "revoked": "quiet", "moved": "quiet"}
ICONS: Final[Mapping[str, str]] = {
    "here": "device-desktop",
    "office": "building-factory-2",
    "admitted": "server",
    "quarantined": "alert-triangle",
    "revoked": "ban",
    "moved": "history",
}
WITNESS: Final = "witness/"
KEY_DIGITS: Final = 64


@dataclass(frozen=True, slots=True)
class StationDetail:
    """One station in full, with what may be done."""

    key: str
    name: str
    state: str
    tone: str
    facts: tuple[Shown, ...]
    offers: tuple[Offer, ...]


class StationsPresenter:
    """StationsPresenter(desk, roles).

    Callbacks: on_lines(lines), on_detail(StationDetail | None), on_answer(StationsAnswer).
    """

    def __init__(self, desk: Desk, roles: tuple[str, ...]) -> None:
        self.desk, self.roles = Visit(desk), roles
        self.answer: StationsAnswer | None = None
        self.chosen = ""
        self.on_lines: Callable[[tuple[ListLine[str], ...]], None] = lambda _lines: None
        self.on_detail: Callable[[StationDetail | None], None] = lambda _detail: None
        self.on_answer: Callable[[StationsAnswer], None] = lambda _answer: None
        self.desk.on_changed_below(("site", "station/"), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask for all stations."""
        self.desk.ask(Stations(), self._got)

    def _got(self, answer: StationsAnswer) -> None:
        self.answer = answer
        self.on_answer(answer)
        self.on_lines(lines_of(answer))
        keys = [row.log for row in answer.stations] + [WITNESS + one.key for one in answer.witnesses]
        self.choose(self.chosen if self.chosen in keys else next(iter(keys), ""))

    def choose(self, key: str) -> None:
        """Show one station or witness."""
        self.chosen = key
        answer = self.answer
        if answer is None:
            return
        row = next((row for row in answer.stations if row.log == key), None)
        witness = next((one for one in answer.witnesses if WITNESS + one.key == key), None)
        if row is not None:
            self.on_detail(
                StationDetail(key, row.name, state_words(row), tone_of(row), facts_of(row), self._offers(row))
            )
        elif witness is not None:
            self.on_detail(witness_detail(witness))
        else:
            self.on_detail(None)

    @property
    def administers(self) -> bool:
        """Admitting and revoking are this person's to ask for."""
        return "administrator" in self.roles

    def admit_reason(self) -> str:
        """Why nobody can be admitted here by this person; "" when it is possible."""
        if not self.administers:
            return tr("An administrator admits stations, quality signs")
        if self.answer is not None and not self.answer.office_here:
            return tr("Stations are admitted at the site office's station")
        return ""

    def _offers(self, row: AdmittedRow) -> tuple[Offer, ...]:
        if row.state in ("revoked", "moved", "here") or self.answer is None:
            return ()
        off = "" if self.answer.bundles else tr("The site's policy does not allow bundles")
        found = [Offer("bundle", tr("Write a bundle for it"), "download", off)]
        if self.administers and not row.office:
            found.append(Offer("revoke", tr("Revoke"), "ban"))
        return tuple(found)

    # -- acts

    def admission(self, file: Path, code: str, then: Callable[[Any], None]) -> None:
        """Have the request checked; `then` gets the command that quality signs, or the words of a refusal."""
        self.desk.call("admission", lambda said: then(_or_words(said)), file, code.strip())

    def revocation(self, log: str, reason: str, then: Callable[[Any], None]) -> None:
        """`then` gets the command that revokes a station, which quality signs, or the words of a refusal."""
        self.desk.call("revocation", lambda said: then(_or_words(said)), log, reason)

    def witness(self, name: str, key: str, reason: str) -> AdmitWitness | str:
        """Return the command that admits a witness, which quality signs, or what is wrong with what was typed."""
        plain = "".join(key.lower().split()).replace(":", "").replace("-", "")
        if len(plain) != KEY_DIGITS or plain.strip("0123456789abcdef"):
            return tr("The key of a witness has 64 digits and letters from a to f. Type all of them.")
        return AdmitWitness(name, plain, reason, "")


def _or_words(said: Any) -> Any:
    return refusal_words(said) if isinstance(said, Refusal) else said


def tone_of(row: AdmittedRow) -> str:
    """Return the tone of a station's state."""
    return TONES.get(row.state, "")


def state_words(row: AdmittedRow) -> str:
    """Return what a station is for the site; the office is often this very station."""
    return tr("This station, site office") if row.state == "here" and row.office else tr(STATES[row.state])


def lines_of(answer: StationsAnswer) -> tuple[ListLine[str], ...]:
    """Return stations and witnesses as lines."""
    stations = [
        ListLine(
            row.log,
            (row.name, state_words(row), row.room, known_words(row)),
            tone_of(row),
            ICONS[row.state],
        )
        for row in answer.stations
    ]
    witnesses = [
        ListLine(WITNESS + one.key, (one.name, witness_state(one), "", ""), "" if one.asked else "quiet", "certificate")
        for one in answer.witnesses
    ]
    return (*stations, *witnesses)


def known_words(row: AdmittedRow) -> str:
    """Return how far a station's record is known here."""
    if not row.seq:
        return tr("Nothing arrived yet")
    return tr("Entry {seq}, {at}", seq=row.seq, at=when_of(row.last_at))


def facts_of(row: AdmittedRow) -> tuple[Shown, ...]:
    """Return a station in full."""
    facts = [
        Shown(tr("Last entry known here"), known_words(row)),
        Shown(tr("Room"), row.room or tr("Not stated")),
        Shown(tr("Code"), row.code, tr("As its request to join said it")),
        Shown(tr("Record of the station"), grouped(row.log)),
    ]
    if row.state == "quarantined":
        words = tr("What arrived does not go on from what is here. See the status of this station.")
        facts.insert(0, Shown(tr("Quarantine"), tr("Nothing more is taken of it"), words, "crit"))
    if row.revoked_after:
        words = tr("Trusted up to entry {seq}", seq=row.revoked_after)
        facts.insert(0, Shown(tr("Revoked"), words, row.reason, "warn"))
    if row.lease_until:
        facts.insert(1, Shown(tr("May work without contact until"), when_of(row.lease_until)))
    if row.previous_log:
        facts.append(Shown(tr("Record before"), grouped(row.previous_log)))
    return tuple(facts)


def witness_state(one: WitnessRow) -> str:
    """Return what a witness is for the site."""
    return tr("Witness") if one.asked else tr("Witness before")


def witness_detail(one: WitnessRow) -> StationDetail:
    """Return a witness in full."""
    words = tr("Its receipts prove that another machine has seen the record of a station.")
    facts = (Shown(tr("Key"), grouped(one.key), words),)
    return StationDetail(WITNESS + one.key, one.name, witness_state(one), "", facts, ())


def counted(answer: StationsAnswer) -> str:
    """Return how many stations belong to the site."""
    count = sum(row.state not in ("revoked", "moved") for row in answer.stations)
    return ntr("{n} station belongs to the site", "{n} stations belong to the site", count)
