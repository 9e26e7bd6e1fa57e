"""What a round with another side says: its stages, what it did, and what is wrong with a log or with the witness.

What is wrong inside of an entry has its words where the verifier has them (`ebr.storage.verify.report`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from ebr.words import mark, tr

STAGES: Mapping[str, str] = {
    "describe": mark("Asking the other side what it is …"),
    "heads": mark("Comparing what both sides have …"),
    "send": mark("Sending entries …"),
    "relay": mark("Passing on entries of other stations …"),
    "take": mark("Taking and checking entries …"),
    "bodies": mark("Fetching contents …"),
    "show": mark("Bringing lists up to date …"),
    "files": mark("Exchanging files …"),
    "envelopes": mark("Exchanging sealed keys …"),
    "witness": mark("Asking the witness …"),
    "write": mark("Writing the bundle …"),
    "look": mark("Checking the bundle …"),
}

ALARMS: Mapping[str, str] = {
    "fork": mark("Two different entries exist under one number: somebody copied or changed this record."),
    "clone": mark("There is more of this record elsewhere than was written here."),
    "station_name_twice": mark("A second record is written under the name of the station {name}."),
    "other_profile": mark("It comes from another kind of store ({found})."),
    "two_histories": mark(
        "The witness showed two histories that cannot both be true. Its receipts do not count until an administrator "
        "and quality have looked and admitted a witness anew."
    ),
    "centre_shorter": mark(
        "The witness shows less than it had countersigned: the central store was restored from an older copy, or "
        "somebody took something out. Its receipts do not count until a witness is admitted anew."
    ),
    "receipt_inclusion": mark("The witness's receipt does not prove that it holds this record."),
    "receipt_head": mark("The witness's receipt is about an entry that is not in this record."),
    "witness_missing": mark("The site has not admitted a witness."),
    "own_log_ahead": mark("The central store has more of this record than there is here: this disk is an older copy."),
    "own_log_forked": mark("Another computer has gone on with this record: one of the two is a copy."),
}


KEPT_BACK: Mapping[str, str] = {
    "centre_log_not_yours": mark(
        "{count} entries of {station} stay here: this login brings its own record only. Its own station brings them, or"
        " a relay's login."
    ),
    "body_missing": mark("{count} entries of {station} stay here: their contents are not on this station."),
    "": mark("{count} entries of {station} stay here: what the other side has of that record parts from it."),
}


class Behind(Protocol):
    """Entries of another station that could not be passed on (`ebr.station.syncing.KeptBackOf`)."""

    @property
    def station(self) -> str:
        """Its name, "" where the site does not know it."""
        ...

    @property
    def log(self) -> str:
        """Its log."""
        ...

    @property
    def entries(self) -> int:
        """How many."""
        ...

    @property
    def code(self) -> str:
        """Why."""
        ...


class Clocks(Protocol):
    """Two clocks that are too far apart (`ebr.station.clocks.ClocksApart`)."""

    @property
    def name(self) -> str:
        """The other side."""
        ...

    @property
    def here(self) -> str:
        """What the clock here said."""
        ...

    @property
    def there(self) -> str:
        """What the other one said."""
        ...


class Counted(Protocol):
    """What a round did (`ebr.station.syncing.Summary`)."""

    @property
    def name(self) -> str:
        """The other side."""
        ...

    @property
    def sent(self) -> int:
        """Entries of the own log."""
        ...

    @property
    def relayed(self) -> int:
        """Entries of other logs passed on."""
        ...

    @property
    def taken(self) -> int:
        """Entries that arrived."""
        ...

    @property
    def bodies(self) -> int:
        """Contents fetched later."""
        ...

    @property
    def files(self) -> int:
        """Files either way."""
        ...

    @property
    def secrets(self) -> int:
        """Sealed keys that arrived."""
        ...

    @property
    def missing_bodies(self) -> int:
        """Contents that the other side lacks too."""
        ...

    @property
    def witnessed(self) -> int:
        """Up to which own entry a receipt came, 0 for none."""
        ...

    @property
    def kept_back(self) -> Sequence[Behind]:
        """What could not be passed on."""
        ...

    @property
    def clocks_apart(self) -> Clocks | None:
        """Two clocks that are too far apart."""
        ...


def stage_words(stage: str) -> str:
    """Return what a round is doing; the stage's own name when it is not known."""
    return tr(STAGES[stage]) if stage in STAGES else stage


def alarm_words(code: str, params: Mapping[str, str]) -> str:
    """Return what is wrong with a log or a witness, "" for a code whose words the verifier has."""
    return tr(ALARMS[code], **params) if code in ALARMS else ""


def revoked_words(station: str, accepted: str) -> str:
    """Return what becomes of entries of a revoked station that came by bundle."""
    return tr(
        "{station} was revoked: what it wrote behind entry {entry} is kept and marked, and blocks release until"
        " quality decides.",
        station=station,
        entry=accepted,
    )


def summary_lines(done: Counted) -> list[str]:
    """Return what a round did, in a few lines."""
    lines = [
        tr(
            "With {name}: {sent} entries sent, {taken} taken, {files} files exchanged.",
            name=done.name,
            sent=done.sent,
            taken=done.taken,
            files=done.files,
        )
    ]
    if done.relayed:
        lines.append(tr("{count} entries of other stations passed on.", count=done.relayed))
    if done.bodies:
        lines.append(tr("{count} contents fetched.", count=done.bodies))
    if done.secrets:
        lines.append(tr("{count} sealed keys received.", count=done.secrets))
    if done.missing_bodies:
        lines.append(tr("{count} contents are not there yet; they come with a later round.", count=done.missing_bodies))
    if done.witnessed:
        lines.append(tr("Countersigned up to entry {entry}.", entry=done.witnessed))
    lines += [kept_back_words(one) for one in done.kept_back]
    if done.clocks_apart is not None:
        lines.append(clocks_words(done.clocks_apart))
    return lines


def kept_back_words(one: Behind) -> str:
    """Return what could not be passed on, and why."""
    words = KEPT_BACK.get(one.code, KEPT_BACK[""])
    return tr(words, count=one.entries, station=one.station or one.log[:16])


def clocks_words(found: Clocks) -> str:
    """Return that two clocks are too far apart."""
    return tr(
        "The clock of this station said {here} when that of {name} said {there}: one of them is wrong. Have an "
        "administrator and quality look at it.",
        here=found.here,
        name=found.name,
        there=found.there,
    )
