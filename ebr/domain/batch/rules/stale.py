"""Working on facts whose lease has ended (floor-rules 19; features.md, traps 2 and 3).

On a station that is not the office: recording goes on, with one exception for each unit procedure that a supervisor
decides; issuing on a master nobody could have withdrawn for us, and the decisions about the whole batch, wait for
contact. A lot or a piece of equipment is used on stale facts only by an exception of quality or of a supervisor
(`of_use`). A station that knows it is revoked does nothing more for production.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ebr.domain.batch import commands as c
from ebr.domain.batch.commands.release import SponsorRelease
from ebr.domain.batch.rules.holding import title
from ebr.domain.batch.rules.raised import raised
from ebr.domain.batch.state import BatchState
from ebr.domain.decision import Actor, Draft, Facts
from ebr.domain.refusal import Refusal
from ebr.domain.site.state import SiteState, lease_trouble, site_in
from ebr.domain.values import Instant

RECORDING = (
    c.RecordValue,
    c.CorrectValue,
    c.CloseItems,
    c.StartTimer,
    c.StopTimer,
    c.SignStep,
    c.OpenRound,
    c.EndRounds,
    c.NameScribe,
    c.HandOver,
)
NEEDED = {
    c.IssueBatch: ("master",),
    c.ReviewBatch: ("people", "policy", "master"),
    c.DecideBatch: ("people", "policy", "master"),
    SponsorRelease: ("people", "policy", "master"),
}
"""Kinds of fact without which a command is refused."""
OF_RECORDING = ("people", "policy")
STALE = ("lease_ended", "lease_missing")
SAID = ("stale_facts", "lease_over")
"""Rules of the exceptions that say that a station worked on."""


def trouble(facts: Facts, command: object, actor: Actor, at: Instant) -> Refusal | None:
    """Refuse what may not rest on stale facts; the way out is contact with the site office."""
    rejects = isinstance(command, c.DecideBatch) and command.decision == "rejected"
    kinds = () if rejects else NEEDED.get(type(command), ())
    if not actor.log or not (kinds or isinstance(command, RECORDING)):
        return None
    site = site_in(facts)
    if actor.log in site.revoked:
        return lease_trouble(site, actor.log, "people", at)
    return next((found for kind in kinds if (found := lease_trouble(site, actor.log, kind, at))), None)


def of_use(facts: Facts, kind: str, actor: Actor, at: Instant, what: str) -> Refusal | None:
    """Refuse to use a registered lot or piece of equipment on what a station last knew of it too long ago."""
    found = lease_trouble(site_in(facts), actor.log, kind, at) if actor.log else None
    if found is None or found.code not in STALE:
        return None
    station, until = actor.station, found.params.get("until", "")
    if kind == "lots":
        return Refusal("lot_stale", what=what, station=station, until=until)
    return Refusal("equipment_stale", what=what, station=station, until=until)


def departures(
    state: BatchState, facts: Facts, command: object, actor: Actor, at: Instant, drafts: Sequence[Draft]
) -> list[Draft]:
    """Return the exception of each unit procedure in which this records on stale facts for the first time."""
    if not actor.log or not isinstance(command, RECORDING):
        return []
    site = site_in(facts)
    stale = [kind for kind in OF_RECORDING if (why := lease_trouble(site, actor.log, kind, at)) and why.code in STALE]
    if not stale:
        return []
    units = dict.fromkeys(draft.subject.rpartition("/unit/")[2] for draft in drafts if "/unit/" in draft.subject)
    return [
        raised(
            state,
            unit,
            "stale_facts",
            "minor",
            {"kind": stale[0], "station": actor.station, "step": title(state, unit)},
        )
        for unit in units
        if not _said(state, unit, actor)
    ]


def over_lease(state: BatchState, site: SiteState) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the log, name and time of each station that worked on after the lease that is known by now.

    Nothing where an exception says so already.
    """
    if any(found.rule in SAID for found in state.exceptions.values()):
        return
    last = {log: stamp for (log, _), stamp in state.acted.items() if log in site.stations}
    for log, stamp in last.items():
        why = [found for kind in OF_RECORDING if (found := lease_trouble(site, log, kind, stamp.at)) is not None]
        if any(found.code in STALE for found in why):
            yield log, {"station": site.stations[log].name, "at": stamp.at.wall}


def _said(state: BatchState, unit: str, actor: Actor) -> bool:
    """Tell whether this station has said so for this unit procedure."""
    found = (state.exceptions[number] for number in state.excepted.get(unit, ()))
    return any(one.rule == "stale_facts" and one.params.get("station") == actor.station for one in found)
