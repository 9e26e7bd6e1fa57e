"""The demonstration: people who walk the example records through the station's own door.

Architecture.md, "Profiles of a store".

    resources/demo/site.yaml      the plant and its people
    resources/demo/<mbr>.yaml     what happens in one batch, as an ordered list of acts
    script    reads them          walk, acts, visit    perform them, each looking first what the record says
    floor     a station, its simulated clock, people who sign in and sign

Nothing here writes but `Station.do`; every act has its own command id, so a run that was killed goes on where it stood
and nothing is recorded twice. The history lies in the past: the site was founded weeks ago, and the clock never passes
this moment.
"""

from __future__ import annotations

from ebr.cli.demonstration.floor import DemoEnd
from ebr.cli.demonstration.running import prepare, prepare_weighing, run, silent, tracing
from ebr.cli.demonstration.script import site

__all__ = ["DemoEnd", "password", "prepare", "prepare_weighing", "run", "silent", "tracing"]


def password() -> str:
    """Return the password of everybody on a demonstration site; the sign-in screen shows it there and nowhere else."""
    return site().password
