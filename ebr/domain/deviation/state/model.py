"""The state of one deviation. Life: open > proposed > closed, and open again.

The sections of the course are kept by name; each change of one is in `history`. Whatever is written after a proposal
takes the proposal back: who closes approves what was proposed, and nothing else (floor-rules 24).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from ebr.domain.deviation import events as e
from ebr.domain.values import Stamp

Life = Literal["unknown", "open", "proposed", "closed"]
SEVERITIES: Final = ("minor", "major", "critical")
METHODS: Final = ("five_whys", "fishbone", "fault_tree", "comparison", "observation", "not_found")
"""How a cause was found: asked five times, sorted by kind, drawn as a tree, compared with a good batch, seen at once;
or not found, which is said and not hidden."""
SECTIONS: Final = ("contained", "cause", "impact", "actions")
"""What a course needs before anybody may propose to close it."""
Section = e.DeviationContained | e.CauseFound | e.ImpactAssessed | e.ActionsSet


@dataclass(frozen=True, slots=True)
class Written:
    """One section as it stands, and the entry that says so."""

    event: Section
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Mark:
    """A signed act: who, with which words, and the entry that holds the signature."""

    what: str
    text: str
    by: str
    name: str
    role: str
    meaning: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the history: what happened, by whom, with which words."""

    what: str
    text: str
    by: str
    stamp: Stamp


@dataclass(slots=True)
class DeviationState:
    """One deviation; nothing is true of it before it was opened."""

    number: str
    opened: Stamp | None = None
    rule: str = ""
    title: str = ""
    description: str = ""
    discovered: str = ""
    severity: str = ""
    exceptions: e.Exceptions = ()
    named: tuple[str, ...] = ()
    """Batches that were named by opening or linking."""
    ever: tuple[str, ...] = ()
    """Batches that an assessment named at any time."""
    described: Stamp | None = None
    classed: Stamp | None = None
    written: dict[str, Written] = field(default_factory=dict)
    files: tuple[tuple[e.FileAttached, Stamp], ...] = ()
    proposal: Mark | None = None
    closure: Mark | None = None
    reopened: Mark | None = None
    contested: bool = False
    """Something was written without its writer knowing of the closing, or the other way: it is open again."""
    twice: tuple[Stamp, ...] = ()
    """Entries that opened the same number elsewhere; what they name counts too."""
    signatures: tuple[Mark, ...] = ()
    """Every signed act, those that do not stand any more too."""
    history: list[Act] = field(default_factory=list)

    @property
    def known(self) -> bool:
        """Whether it was ever opened."""
        return self.opened is not None

    @property
    def life(self) -> Life:
        """Where it stands."""
        if not self.known:
            return "unknown"
        if self.closure is not None:
            return "closed"
        return "proposed" if self.proposal is not None else "open"

    @property
    def open(self) -> bool:
        """It is not closed."""
        return self.known and self.closure is None

    @property
    def impact(self) -> e.ImpactAssessed | None:
        """What was assessed, None before."""
        found = self.written.get("impact")
        return found.event if found is not None and isinstance(found.event, e.ImpactAssessed) else None

    @property
    def batches(self) -> tuple[str, ...]:
        """Every batch that it names: those it was opened for, and those found to be affected."""
        impact = self.impact
        return tuple(dict.fromkeys((*self.named, *(impact.affected if impact is not None else ()))))

    @property
    def missing(self) -> tuple[str, ...]:
        """The sections that nobody has written yet."""
        return tuple(name for name in SECTIONS if name not in self.written)

    @property
    def people(self) -> frozenset[str]:
        """Everybody who opened it, wrote its investigation or proposed: none of them closes it."""
        stamps = [self.opened, self.described, *(part.stamp for part in self.written.values()), *self.twice]
        stamps += [stamp for _, stamp in self.files]
        wrote = {stamp.by for stamp in stamps if stamp is not None}
        return frozenset((wrote | ({self.proposal.by} if self.proposal is not None else set())) - {""})

    @property
    def entries(self) -> tuple[str, ...]:
        """The entries of what stands: what a signature on it covers."""
        stamps = [self.opened, *self.twice, self.described, self.classed]
        stamps += [part.stamp for part in self.written.values()]
        stamps += [stamp for _, stamp in self.files]
        stamps += [self.proposal.stamp] if self.proposal is not None else []
        return tuple(dict.fromkeys(stamp.hash for stamp in stamps if stamp is not None))
