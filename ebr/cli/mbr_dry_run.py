"""`ebr mbr dry-run FILE`: generated batches over the real rules, and what they reached of the document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebr.cli.options import AsJson
from ebr.cli.speech import free_for, say, say_json
from ebr.domain.refusal import Refusal
from ebr.words import ntr, tr

if TYPE_CHECKING:
    from ebr.domain.mbr.coverage import Coverage
    from ebr.domain.mbr.model import Mbr
    from ebr.rehearsal import Progress

MOST = 100_000
SHOWN = 40
"""Lines of what was not reached that a terminal gets; the report and --json have all."""


def dry_run(
    file: Annotated[Path, typer.Argument(help="An MBR in its text form (YAML).")],
    batches: Annotated[
        int, typer.Option("--batches", min=0, max=MOST, help="Batches to play; 0: until nothing new is reached.")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", help="The same seed plays the same batches.")] = 1,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write the coverage as PDF as well.")] = None,
    as_json: AsJson = False,
) -> int:
    """Play generated batches: every branch, limit, timer and round, with seeded faults that must be answered.

    Exit 1 when a batch got stuck, a step cannot be reached or a seeded fault was not answered.

    Example: ebr mbr dry-run handrub_f1.yaml --seed 7 -o coverage.pdf
    """
    from ebr.station.rehearsing import rehearse, write_paper

    if output is not None:
        free_for(output)
    mbr = _checked(file)
    coverage = rehearse(mbr, seed=seed, batches=batches, progress=_told)
    sha256 = write_paper(mbr, coverage, output) if output is not None else ""
    if as_json:
        from ebr.domain.mbr.coverage import to_json

        say_json({**to_json(coverage), **({"report_sha256": sha256} if sha256 else {})})
    else:
        for line in lines(mbr, coverage):
            say(line)
        if output is not None:
            say(tr("{file}, SHA-256 {sha256}", file=output, sha256=sha256))
    return 0 if coverage.passed else 1


def _checked(file: Path) -> Mbr:
    """Return the document of a file that its check lets pass; else say every error and raise `Refusal`."""
    from ebr.cli.mbr_text import text_of
    from ebr.domain.mbr.check import errors, examine
    from ebr.wording import problem_words

    found = examine(text_of(file))
    wrong = errors(found.problems) or (found.problems if found.mbr is None else ())
    if wrong or found.mbr is None:
        for one in wrong:
            print(f"{file}:{one.line}:{one.column}: {problem_words(one)}", file=sys.stderr)
        raise Refusal("mbr_has_errors", count=str(len(wrong)), first=problem_words(wrong[0]))
    return found.mbr


def _told(progress: Progress) -> None:
    """Say on standard error how far it is: on a terminal in one line, elsewhere every hundred batches."""
    words = ntr(
        "{n} batch, {reached} of {whole} reached",
        "{n} batches, {reached} of {whole} reached",
        progress.batches,
        reached=progress.reached,
        whole=progress.whole,
    )
    if sys.stderr.isatty():
        print(f"\r{words}", end="" if progress.batches % 10 else "\n", file=sys.stderr, flush=True)
    elif progress.batches % 100 == 0 or progress.batches == 1:
        print(words, file=sys.stderr, flush=True)


def lines(mbr: Mbr, coverage: Coverage) -> list[str]:
    """Return everything that the command prints about a dry run."""
    from ebr.wording import coverage as w

    names = w.named(mbr)
    told = [w.batches_words(coverage)]
    told += [w.figure_words(kind, *pair) for kind, pair in coverage.figures().items()]
    told += [w.dead_end_words(end, names) for end in coverage.dead_ends]
    told += [tr("{fault}: not answered", fault=w.fault_words(fault, names)) for fault in coverage.silent()]
    missing = coverage.not_reached()
    told += [tr("{point} ({why})", point=w.point_words(p, names), why=w.why_words(p.why)) for p in missing[:SHOWN]]
    if len(missing) > SHOWN:
        more = len(missing) - SHOWN
        told.append(
            ntr("{n} more that was not reached: see --json", "{n} more that were not reached: see --json", more)
        )
    told += [w.gap_words(gap, names) for gap in coverage.gaps]
    return [*told, w.verdict_words(coverage)]
