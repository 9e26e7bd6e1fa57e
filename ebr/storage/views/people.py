"""People as a list: one row per id, for sign-in, the people screen and "who has this badge" (floor-rules 4, 8).

`roles` are separated by blanks. `standing` is "active", "temporary" (an own password is not chosen yet),
"unacknowledged", "contested" or "inactive": the one word the list shows. Yes-or-no columns hold 1 or 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import TEXT, Column, Connection, Index, Integer, MetaData, Table, select

from ebr.domain.decision import Recorded
from ebr.domain.people.state import PersonState, may_sign
from ebr.storage.views.view import Rows

METADATA = MetaData()
PEOPLE = Table(
    "people",
    METADATA,
    Column("root", TEXT, primary_key=True),
    Column("person", TEXT, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("roles", TEXT, nullable=False),
    Column("badge", TEXT, nullable=False),
    Column("duty_unlocker", Integer, nullable=False),
    Column("active", Integer, nullable=False),
    Column("standing", TEXT, nullable=False),
    Column("key", TEXT, nullable=False),
    Column("identity_checked_by", TEXT, nullable=False),
    Column("key_replacements", Integer, nullable=False),
    Column("recovery_used", Integer, nullable=False),
    Column("enrolled_at", TEXT, nullable=False),
    Column("changed_at", TEXT, nullable=False),
    Index("people_badge", "badge"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
STANDINGS = {
    "person_inactive": "inactive",
    "person_contested": "contested",
    "password_temporary": "temporary",
    "key_not_vouched": "unacknowledged",
    "acknowledgement_missing": "unacknowledged",
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as the lists show them."""

    root: str
    person: str
    name: str
    roles: str
    badge: str
    duty_unlocker: int
    active: int
    standing: str
    key: str
    identity_checked_by: str
    key_replacements: int
    recovery_used: int
    enrolled_at: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class PeopleView:
    """The view of all people."""

    name: str = "people"
    version: int = 1
    aggregate: str = "person"
    table: Table = PEOPLE

    def rows(self, _root: str, state: PersonState, _touched: Sequence[Recorded] | None) -> Rows:
        """Return the person's row, or None for an id nobody has."""
        return {(): _row(state) if state.known else None}


def people(connection: Connection, *, active_only: bool = False) -> list[PersonRow]:
    """Return everybody ever enrolled, or those who are active, by printed name."""
    query = select(PEOPLE).order_by(PEOPLE.c.name, PEOPLE.c.person)
    if active_only:
        query = query.where(PEOPLE.c.active == 1)
    return [PersonRow(*line) for line in connection.execute(query)]


def badge_holder(connection: Connection, badge: str) -> str:
    """Return the id of the active person who has the badge, empty for nobody; an empty badge is nobody's."""
    query = select(PEOPLE.c.person).where(PEOPLE.c.badge == badge, PEOPLE.c.active == 1).order_by(PEOPLE.c.person)
    return (connection.execute(query.limit(1)).scalar() or "") if badge else ""


def duty_unlockers(connection: Connection) -> int:
    """Return how many active people are on duty to unlock others."""
    return sum(row.duty_unlocker for row in people(connection, active_only=True) if row.standing != "contested")


def _row(state: PersonState) -> dict[str, str | int | None]:
    refusal = may_sign(state)
    return {
        "person": state.person,
        "name": state.name,
        "roles": " ".join(state.roles),
        "badge": state.badge,
        "duty_unlocker": int(state.duty_unlocker),
        "active": int(state.active),
        "standing": STANDINGS[refusal.code] if refusal else "active",
        "key": state.key.key if state.key else "",
        "identity_checked_by": state.identity_checked_by,
        "key_replacements": len(state.replacements),
        "recovery_used": int(bool(state.recovery_used)),
        "enrolled_at": state.enrolled_at,
        "changed_at": state.changed_at,
    }


VIEW = PeopleView()
