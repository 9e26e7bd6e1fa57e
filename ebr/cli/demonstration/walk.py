"""One batch on its way: what the record says now, how time passes, the acts one after the other.

Every act first looks what the record says and does only what is missing, so a walk may begin anew at any entry. Acts
that leave nothing to look at (a hold that was lifted, a hand-over) are counted in the audit trail: the third act of a
kind is done when there are three entries of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ebr.cli.demonstration.floor import DemoEnd, Floor
from ebr.cli.demonstration.script import Act, Script, duration
from ebr.station.questions import AuditTrail, BatchAnswer, BatchQuestion, EntryAnswer, StepAnswer

ALL = 100_000


@dataclass(slots=True)
class Walk:
    """A batch of the demonstration with its place in the script."""

    floor: Floor
    script: Script
    prepared: bool = False
    """The site is only prepared: work stands shortly before now, whatever the time of the day."""
    at: int = 0
    """Acts already passed in this run."""
    last: datetime | None = None
    """The moment of the batch's last entry."""
    events: Counter[str] = field(default_factory=Counter)
    """How many entries of each event the batch has, of those acts that are counted."""

    def begin(self) -> None:
        """Read where the batch stands."""
        trail = self.floor.station.ask(AuditTrail(batch=self.script.batch, limit=ALL))
        self.events = Counter(row.event for row in trail.rows)
        self.last = datetime.fromisoformat(trail.rows[0].wall) if trail.rows else None

    def batch(self, phase: str = "") -> BatchAnswer:
        """Return the batch as its execution screen shows it."""
        found = self.floor.station.ask(BatchQuestion(self.script.batch, self.script.by, phase))
        assert isinstance(found, BatchAnswer)
        return found

    def address(self, name: str) -> str:
        """Return the address of a step by its last part ("knead[2]"), or "" while there is no such round."""
        rows = self.batch().outline
        return next((row.address for row in rows if row.kind == "step" and row.address.rpartition("/")[2] == name), "")

    def step(self, address: str) -> StepAnswer:
        """Return a step."""
        found = self.batch(address).step
        assert found is not None
        return found

    def entry(self, step: str, slot: str) -> EntryAnswer:
        """Return one entry of a step (its address)."""
        return next(entry for entry in self.step(step).entries if entry.address == f"{step}/{slot}")

    def wait(self, seconds: float) -> None:
        """Let time pass until so long after the last entry of the batch."""
        if seconds:
            self.floor.pass_time((self.last or self.floor.now) + timedelta(seconds=seconds))

    def wait_for(self, act: Act) -> None:
        """Let the time pass that stands before an act: `wait` a duration, `until` a time of the day ("2 d 06:30").

        `prepared` is the duration instead of both where a site is only prepared.
        """
        if self.prepared and "prepared" in act.told:
            self.wait(act.time("prepared"))
            return
        self.wait(act.time("wait"))
        if "until" in act.told:
            self.floor.pass_time(self._clock_time(act.text("until")))

    def _clock_time(self, text: str) -> datetime:
        days, _, clock = text.rpartition(" ")
        hour, minute = map(int, clock.split(":"))
        since = (self.last or self.floor.now).astimezone(ZoneInfo(self.floor.site.zone)) + timedelta(
            seconds=duration(days)
        )
        found = since.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return found if days or found > since else found + timedelta(days=1)

    def about(self, *words: object) -> str:
        """Return the words that make an act's command id."""
        return "/".join((self.script.batch, *map(str, words)))

    def do(self, command: object, by: str, about: str, seconds: float = 10) -> None:
        """Carry out a command about the batch after so many seconds of a hand's work."""
        self.floor.be_there(by)
        self.floor.tick(seconds)
        self.floor.do(command, by, about)
        self.last = self.floor.now

    def refused(self, command: object, by: str, about: str) -> None:
        """Carry out a command that the record must refuse, and keep as an attempt."""
        self.floor.be_there(by)
        self.floor.tick(10)
        if self.floor.attempt(command, by, about).refusal is None:
            raise DemoEnd(f"{about}: this was to be refused")
        self.last = self.floor.now

    def sign(self, command: object, by: str, about: str, *, in_sheet: bool = False) -> None:
        """Have somebody sign about the batch."""
        self.floor.sign(command, by, about, in_sheet=in_sheet)
        self.last = self.floor.now

    def counted(self, event: str, act: Act) -> bool:
        """Tell whether this act is already in the record: as many entries as acts of its kind so far, and it."""
        return self.events[event] > act.before
