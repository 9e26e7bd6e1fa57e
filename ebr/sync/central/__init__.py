"""The central store: PostgreSQL, or a file for one site without a server; the only SQL outside of `ebr.storage`.

`side.Central` has the verbs of `ebr.sync.other_side`; `founding` makes the tables and logins, `guard` is what the
server refuses by itself, `countersigning` keeps the witness's tree and `proving` makes proofs from it.
"""

from __future__ import annotations

from ebr.sync.central.side import Central

__all__ = ["Central"]
