"""Heavy work in a process of its own, so that a step typed meanwhile stays as fast as before (architecture.md).

The window starts the same program with `--child` and writes one order, a line of JSON, to its standard input; secrets
travel there and nowhere else. The child answers with lines of JSON on its standard output:

    {"stage": "drawing"}                     what it is doing now
    {"done": {...}}                          the end: plain facts
    {"refused": {"code": ..., "params": {}}} the end: an expected "no"

Any other end is a fault of ours: the error stands on standard error, and the exit code is not 0. A child only reads the
record; what it finds is written down by the one writer. It gives way to everything else on the machine.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from ebr.domain.refusal import Refusal
from ebr.words import use_language

FLAG: Final = "--child"
"""The argument that makes the program a child; it has no other."""
FEW_LABELS: Final = 5
"""Labels up to which the writer draws a job by itself: it takes less than a tenth of a second."""
YIELDS: Final = 10
"""How much less than others a child asks of the processor (nice)."""
Tell = Callable[[str], None]
Work = Callable[[dict[str, Any], Tell], dict[str, Any]]


def run() -> int:
    """Read the order, do it, answer; return the exit code."""
    if hasattr(os, "nice"):
        os.nice(YIELDS)
    order = json.loads(sys.stdin.readline())
    use_language(order.pop("language", "en"))
    try:
        done = WORKS[order.pop("work")](order, lambda stage: _say({"stage": stage}))
    except Refusal as refusal:
        _say({"refused": {"code": refusal.code, "params": refusal.params}})
    else:
        _say({"done": done})
    return 0


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def undrawn(why: str, *, stopped: bool) -> Refusal:
    """Return what the person is told when a child ended before its report was written; the number stays taken."""
    return Refusal("report_cancelled") if stopped else Refusal("report_not_drawn", why=why)


def labels_undrawn(why: str) -> Refusal:
    """Return what the person is told when a child ended before its labels were drawn; nothing was printed."""
    return Refusal("labels_not_drawn", why=why) if why else Refusal("labels_not_drawn")


def _report(order: dict[str, Any], tell: Tell) -> dict[str, Any]:
    from ebr.station.reporting import Order, drawn

    return {"file": str(drawn(Order(**order), tell))}


def _form(order: dict[str, Any], tell: Tell) -> dict[str, Any]:
    from ebr.station.forms import FormOrder, drawn

    return {"file": str(drawn(FormOrder(**order), tell))}


def _walk(order: dict[str, Any], _tell: Tell) -> dict[str, Any]:
    """The quick walk over the hashes of every log (record-and-sync.md, "Read these first" 4)."""
    from ebr.station.looking import look

    with look(Path(order["folder"])) as here:
        entries, findings = here.walk()
    found = [{"log": one.log, "seq": one.seq, "code": one.code, "words": one.meaning} for one in findings]
    return {"entries": entries, "findings": found}


def _rehearse(order: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """A dry run of a document; the stage says how far it is."""
    from ebr.station.rehearsing import ordered

    return ordered(order, tell)


def _labels(order: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """A job of labels; the stage says how many are drawn."""
    from ebr.station.label_drawing import ordered

    return dict(ordered(order, tell))


WORKS: Final[Mapping[str, Work]] = {
    "report": _report,
    "form": _form,
    "labels": _labels,
    "walk": _walk,
    "rehearse": _rehearse,
}
