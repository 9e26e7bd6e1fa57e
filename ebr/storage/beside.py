"""What a store keeps beside the record: it is no entry, is replaced and wiped, and never leaves in an export.

`secret` holds wrapped keys, `contact` what is remembered of other sides, and under names that begin with `held.FACT`
single entries that count before their log arrives (`ebr.storage.held`).
"""

from __future__ import annotations

import json
from typing import Any

from ebr.storage.chain import Entry
from ebr.storage.held import FACT, HeldFacts, entry_of, kept_form
from ebr.storage.log import Log
from ebr.storage.reading import contact_of, contacts_of
from ebr.storage.tables import PUT_CONTACT


class Beside:
    """The tables `secret` and `contact` of an open store, and the facts that are held in the second."""

    log: Log
    _held: HeldFacts

    def secret(self, name: str) -> bytes | None:
        """Return something kept in the table of secrets, None when there is none."""
        with self.log.transaction() as connection:
            found = connection.exec_driver_sql("SELECT value FROM secret WHERE name = ?", (name,)).scalar()
        return None if found is None else bytes(found)

    def keep_secret(self, name: str, value: bytes | None) -> None:
        """Keep something outside the record, replacing what was there; None wipes it."""
        with self.log.transaction() as connection:
            connection.exec_driver_sql("DELETE FROM secret WHERE name = ?", (name,))
            if value is not None:
                connection.exec_driver_sql("INSERT INTO secret (name, value) VALUES (?, ?)", (name, value))

    def secret_names(self) -> list[str]:
        """Return the names of everything kept outside the record."""
        with self.log.transaction() as connection:
            return list(connection.exec_driver_sql("SELECT name FROM secret ORDER BY name").scalars())

    def contact(self, name: str) -> Any:  # noqa: ANN401 - plain data, as it was kept
        """Return what is remembered of other sides under a name, None for nothing."""
        with self.log.transaction() as connection:
            return contact_of(connection, name)

    def keep_contact(self, name: str, value: object) -> None:
        """Remember plain data outside the record, replacing what was there; None forgets it."""
        with self.log.transaction() as connection:
            if value is None:
                connection.exec_driver_sql("DELETE FROM contact WHERE name = ?", (name,))
            else:
                connection.exec_driver_sql(PUT_CONTACT, (name, json.dumps(value, sort_keys=True)))

    def contacts(self, start: str) -> dict[str, Any]:
        """Return everything remembered under names that begin so, by the rest of the name."""
        with self.log.transaction() as connection:
            return contacts_of(connection, start)

    def hold(self, entry: Entry) -> None:
        """Hold an entry beside the record: it counts for the state of its root until its log arrives."""
        self.keep_contact(FACT + entry.hash.hex(), kept_form(entry))
        self._held.forget()

    def let_go(self, name: str) -> None:
        """Hold an entry (its hash, hex) no longer."""
        self.keep_contact(FACT + name, None)
        self._held.forget()

    def held(self) -> list[Entry]:
        """Return the entries that are held beside the record."""
        return [entry_of(name, kept) for name, kept in sorted(self.contacts(FACT).items())]
