"""What several stations of the demonstration do, in order: `resources/demo/stations.yaml`.

    play       a batch goes on at a station (`on`), from a pause (`from`) or the beginning, as far as a pause (`until`)
    act        one more act of a batch, as its own script would have it
    give       a part of a batch goes to the station `to`
    take_over  a part is taken over without contact, in a supervisor's sheet
    resolve    quality says which of two values stands (`keep`)
    judge      quality says why what came to light when the logs met may stand
    meet       a round of each station named with the centre, the witness, and one round more
    hear       a station hears that production is complete, somebody signs in there, and the office hears of that
    carry      a bundle from an air-gapped station to the office by hand, and one back

A plan for fewer stations leaves out who is not there: what the third does is done by the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ebr.cli.demonstration.script import Act, Told, folder, told_in

VERBS: Final = ("play", "act", "give", "take_over", "resolve", "judge", "meet", "hear", "carry")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the plan: its number, its verb, what it is about, and the rest."""

    number: int
    verb: str
    what: str
    told: Mapping[str, Told]

    def text(self, name: str, default: str = "") -> str:
        """Return an option as text."""
        return str(self.told.get(name, default))

    def act(self) -> Act:
        """Return the act of a line with the verb `act`: the option behind the station is its verb."""
        verb = next(name for name in self.told if name not in ("act", "on"))
        return Act(verb, self.told[verb], self.told, 0)


@dataclass(frozen=True, slots=True)
class Plan:
    """The stations by number, those that no network reaches, and what they do."""

    names: tuple[str, ...]
    air_gapped: frozenset[int]
    series: Mapping[int, str]
    """Station -> how the batch numbers begin that it may give."""
    lines: tuple[Line, ...]


def plan(count: int) -> Plan:
    """Return the plan for so many stations; a further one is named by its number and only keeps a copy."""
    told = told_in(folder() / "stations.yaml")
    names = tuple(told["stations"])
    more = tuple(f"Room-{number}" for number in range(20 + len(names) + 1, 20 + count + 1))
    gaps = frozenset(int(number) for number in told["air_gapped"] if int(number) <= count)
    lines = tuple(Line(at, next(iter(part)), str(part[next(iter(part))]), part) for at, part in enumerate(told["plan"]))
    series = {int(number): text for number, text in told["series"].items()}
    return Plan((names + more)[:count], gaps, series, lines)
