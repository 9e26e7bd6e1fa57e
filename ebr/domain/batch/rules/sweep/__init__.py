"""The exception engine: one pass over a whole batch, by published rules (211.192; floor-rules 11, 21; draft Annex 11).

`sweep` returns every flag that review must see, `departures` what completion raises because nobody did before, `proof`
the counts of what conforms. Rules only, and pure: the same entries and facts give the same flags on every station, and
a running batch can be swept at any time. The list of rules with examples is `resources/help/exception-rules.md`.

    table       every rule: family, clause, class, whether completion raises it
    limits      out of limits, alert, an average that hides a value       trend      run rules inside the limits
    entries     missing, late, skipped, out of order, repeated            changes    corrections
    attempts    what was refused                                          devices    typed instead, old readings
    use         calibration, training, lots at the time of use            versions   the master and its document
    arithmetic  computed again                                            balance    more out than in
    times       times that disagree, holds                                clocks     jumps, unconfirmed time
    people      signatures                                                pace       faster than a person
    signers     signatures and decisions that the record contradicts       apart      conflicts between stations
    form        values no screen could have entered       sources    devices, lines, files and readings used twice
    things      equipment and containers of another kind  acts       acts with nothing to do, unknown places
    rights      roles, other people's entries             releases   what was signed before what it rests on
    printing    labels as they were printed           order      begun before what it waits for; stated times
    asked       more than was asked for               moments    which of two entries came first
    placed      where a weakness of the record is seen
"""

from __future__ import annotations

from ebr.domain.batch.rules.sweep.flags import Flag, departures, sweep
from ebr.domain.batch.rules.sweep.proof import Proof, proof
from ebr.domain.batch.rules.sweep.table import MOMENT, PASS, RECORD, RULES, Rule

__all__ = ["MOMENT", "PASS", "RECORD", "RULES", "Flag", "Proof", "Rule", "departures", "proof", "sweep"]
