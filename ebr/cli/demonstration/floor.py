"""A station with a simulated clock and people in front of it: they sign in, act, sign, and time passes between.

Time is told relative to the last entry of the batch, so a run that goes on after a kill waits no second time for what
had already passed. The clock never passes this moment (floor-rules 16: the history of a demonstration ends before now).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from ebr.cli.demonstration.scales import Scales
from ebr.cli.demonstration.script import Site
from ebr.clock import SimulatedClock
from ebr.domain.people.commands import EnrolPerson
from ebr.domain.refusal import Refusal
from ebr.station.door import Answer, Station
from ebr.station.questions import Preview
from ebr.words import tr

Echo = Callable[[str], None]
Act = Callable[..., Answer]
"""How a command is carried out when it is more than `Station.do`."""
Committed = Callable[[int, str], None]
"""Called after each durable commit, with the number and the hash of each entry in it."""

IDLE: Final = timedelta(minutes=10)
"""A wait as long as this locks the terminal first."""


class DemoEnd(Exception):  # noqa: N818 - it ends the demonstration, in words
    """The demonstration cannot go on in this folder; the text says why."""


class Floor:
    """Everything that people of the demonstration do at the terminal."""

    def __init__(
        self, station: Station, clock: SimulatedClock, site: Site, committed: Committed | None = None, known: int = 0
    ) -> None:
        self.station = station
        self.site = site
        self._clock = clock
        self._committed = committed
        self._told = known
        self.scales = Scales(clock)

    @property
    def now(self) -> datetime:
        """The simulated moment."""
        return datetime.fromisoformat(self._clock.now().wall)

    def pass_time(self, until: datetime) -> None:
        """Let time pass until a moment; a longer wait locks the terminal. A moment that is over changes nothing."""
        wait = until - self.now
        if wait <= timedelta():
            return
        if until > datetime.now(UTC):
            raise DemoEnd(tr("its history would pass this moment"))
        if wait >= IDLE and self.station.present():
            self.station.sign_out("lock")
            self.tell()
        self._clock.advance((until - self.now).total_seconds())

    def tick(self, seconds: float) -> None:
        """Let the seconds pass that a hand needs."""
        self._clock.advance(seconds)

    def be_there(self, person: str) -> None:
        """Have somebody at the terminal: badge and password, unless they are there already."""
        if self.station.present() == person:
            return
        self.tick(6)
        self._fine(self.station.sign_in(person, self.site.password, badge=True), f"sign-in of {person}")

    def leave(self) -> None:
        """Sign out whoever is there."""
        if self.station.present():
            self.tick(5)
            self.station.sign_out("log-out")
            self.tell()

    def mistype(self, person: str) -> None:
        """Have somebody type a wrong password at the sign-in."""
        self.tick(6)
        self.station.sign_in(person, self.site.password.replace("7", "8"))
        self.tell()

    def do(self, command: object, by: str, about: str) -> Answer:
        """Carry out a command for somebody at the terminal; a refusal that nobody planned ends the demonstration."""
        return self._fine(self.attempt(command, by, about), about)

    def enrol(self, command: EnrolPerson, by: str) -> Answer:
        """Enrol a person who types the password of the demonstration; quality signs in the sheet."""
        drafted = self.station.draft_keys(command, self.site.password)
        assert isinstance(drafted, EnrolPerson)
        about = f"enrol/{command.person}"
        seen = self._seen(drafted, by, about)
        answer = self.station.enrol(
            drafted, self.site.password, by=by, secret=self.site.password, seen=seen, command_id=act_id(about)
        )
        return self._fine(answer, about)

    def attempt(self, command: object, by: str, about: str) -> Answer:
        """Carry out a command that may be refused; `about` names the act and makes its command id."""
        self.be_there(by)
        answer = self.station.do(command, by=by, command_id=act_id(about))
        self.tell()
        return answer

    def sign(self, command: object, by: str, about: str, *, in_sheet: bool = False) -> Answer:
        """Have somebody read the sheet and sign it; in a sheet the one at the terminal stays signed in."""
        if not in_sheet:
            self.be_there(by)
        self.tick(8)
        seen = self._seen(command, by, about)
        answer = self.station.do(command, by=by, secret=self.site.password, seen=seen, command_id=act_id(about))
        return self._fine(answer, about)

    def sign_beside(self, command: object, by: str, about: str, act: Act | None = None) -> Answer:
        """Have one person ask and another sign in the sheet: an administrator and quality (floor-rules 4)."""
        self.be_there(by)
        self.tick(30)
        seen = self._seen(command, by, about)
        carry_out = act or self.station.do
        return self._fine(
            carry_out(command, by=by, secret=self.site.password, seen=seen, command_id=act_id(about)), about
        )

    def done(self, about: str) -> bool:
        """Tell whether an act is in the record of this station, by its command id."""
        return self.station.store.log.answered(act_id(about)) is not None

    def tell(self) -> None:
        """Say what became durable since the last time."""
        log = self.station.store.log
        if self._committed is None:
            return
        for entry in log.read_after(log.id, self._told):
            self._told = entry.seq
            self._committed(entry.seq, entry.hash.hex())

    def _seen(self, command: object, by: str, about: str) -> str:
        try:
            return str(self.station.ask(Preview(command, by)).seen)
        except Refusal as refusal:
            raise DemoEnd(f"{about}: {refusal}") from refusal

    def _fine(self, answer: Answer, about: str) -> Answer:
        self.tell()
        if answer.refusal is not None:
            raise DemoEnd(f"{about}: {answer.refusal}")
        return answer


def act_id(about: str) -> str:
    """Return the command id of an act: the same words are the same act, in this run and in the next."""
    return hashlib.sha256(f"ebr demo\0{about}".encode()).hexdigest()[:32]
