"""What every aggregate's rules take and give.

    needs(command, state)                      -> roots whose states the decision relies on
    further(command, state, facts, actor)      -> more of them that those lead to, until nothing new comes; optional
    decide(state, facts, command, actor, at)   -> Decision
    sheet(state, event)                        -> Sheet for an event that carries a signature
    apply(state, recorded)                     -> state; total: never raises, never refuses

`decide` leaves `signed` empty. The station shows the sheet, compares it with what the person saw, makes the
signature and puts it into the event; so rules hold no cryptography, and `ebr verify` derives the same sheet from the
entries before the event. A state is a private accumulator of its fold: `apply` may change it in place and returns
it; rules only read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ebr.domain import canonical
from ebr.domain.canonical import Json
from ebr.domain.refusal import Refusal
from ebr.domain.values import Stamp

Event = object
State = object
FORM: Final = "sheet"
"""The key under which a signature's document says its form."""
Facts = Mapping[str, State]
"""States by root, as the station knows them now; every one used is named in the entry's `relies`."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, and where: the person (empty for the program itself), the roles, and the presence the person is in.

    `station` is the name of the station that asks and `log` the id of its log; both empty where no rule needs them.
    """

    person: str
    name: str = ""
    roles: frozenset[str] = frozenset()
    presence: str = ""
    station: str = ""
    log: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event about to be written, and its subject."""

    subject: str
    event: Event


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as the log holds it.

    `beside` holds the hashes of the entries of the same root that come before in the fold order without its writer
    having known them: open branches of other stations (architecture.md, "Folding what came apart"). It is empty as
    long as one log alone writes.
    """

    event: Event
    stamp: Stamp
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """What is written, and the refusal if what was asked is not done; both may be there (an attempt is kept)."""

    drafts: tuple[Draft, ...] = ()
    refusal: Refusal | None = None
    answer: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a signature covers: the document shown to the signer, and the hashes of the entries in it.

    `form` counts up when the same act comes to give another document: the document then says which form it is, so a
    verifier of any later program knows whether it has to find the very same letters. The first form says nothing.
    """

    document: Json
    covered: tuple[str, ...]
    meaning: str
    form: int = 1

    @property
    def text(self) -> str:
        """The document as it is signed and kept: canonical JSON."""
        document = self.document
        if self.form > 1:
            assert isinstance(document, Mapping)
            document = {**document, FORM: self.form}
        return canonical.dumps(document).decode()


def form_of(document: object) -> int:
    """Return the form that a kept document says it has; 0 for one that says nonsense."""
    found = document.get(FORM, 1) if isinstance(document, Mapping) else 1
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else 0


def refuse(code: str, **params: str) -> Decision:
    """Return a decision that writes nothing."""
    return Decision(refusal=Refusal(code, **params))
