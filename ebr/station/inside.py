"""What every part of a station works with: its store, clock, keys, files, and the one way to act.

`ebr.station.door.Station` is this with a door; answers, reports and exports take it as it is, so that none of them
needs the door itself.
"""

from __future__ import annotations

from ebr.clock import Clock
from ebr.domain.station.state import StationState, signed_in
from ebr.station.acting import Acting
from ebr.station.answered import Answer
from ebr.station.people_keys import PeopleKeys
from ebr.storage.attachments import Attachments
from ebr.storage.store import Store


class Inside:
    """The parts of one open station."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.folder = store.folder
        self.attachments = Attachments(store.folder)
        self.people_keys = PeopleKeys(store)
        self.acting = Acting(store, self.people_keys, clock)
        self.wraps_seen = ""
        """The day on which the lease on people was looked at last (`ebr.station.wiping`)."""

    def do(
        self, command: object, *, by: str = "", secret: str | None = None, seen: str = "", command_id: str = ""
    ) -> Answer:
        """Carry out a command. `by` asks.

        `secret` opens the signer's key, `seen` is the hash of the sheet that was shown.
        """
        return self.acting.do(command, by, secret, seen, command_id)

    def station_state(self) -> StationState:
        """Return the state of this station."""
        state = self.store.state(self.acting.station_root)
        assert isinstance(state, StationState)
        return state

    def present(self) -> str:
        """Return the id of the person signed in, or ""."""
        found = signed_in(self.station_state())
        return found.person if found is not None else ""
