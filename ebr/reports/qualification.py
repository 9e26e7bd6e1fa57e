"""The qualification report as data: installation checked, operation tested, requirement and test matched both ways.

21 CFR 11.10(a) and 211.68(a), Annex 11 section 4: whoever uses the program shows that it does here what it was made
for. Nothing is left out to look better: a requirement that is claimed and has no test is a gap in the matrix and in the
summary, a test that failed stands with the sentence at which it did, and what is not claimed says why. The last page
is the form of the performance qualification, which only the site can do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ebr.domain import canonical
from ebr.domain.canonical import Json
from ebr.reports import document as d
from ebr.reports.master_paper import Printed
from ebr.reports.recall import RecallPaper
from ebr.words import ntr, tr

LINES: Final = 8
"""Empty rows of the form for the site's own runs."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at on this machine. `result`: "pass", "fail" or "note" (worth knowing, decides nothing)."""

    chapter: str
    what: str
    found: str
    result: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One clause in our words; one that is not claimed says why."""

    clause: str
    text: str
    claimed: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ran:
    """One scenario that ran: `failed` is the sentence at which it stopped with what was found, "" for passed."""

    title: str
    clauses: tuple[str, ...]
    place: str
    steps: tuple[str, ...]
    failed: str = ""

    @property
    def passed(self) -> bool:
        """Every sentence was so."""
        return not self.failed


@dataclass(frozen=True, slots=True)
class Qualification:
    """All that was looked at and run; `machine` are facts about where, `seconds` how long the tests took."""

    checks: tuple[Check, ...]
    requirements: tuple[Requirement, ...]
    tests: tuple[Ran, ...]
    machine: tuple[tuple[str, str], ...] = ()

    @property
    def failures(self) -> tuple[Ran, ...]:
        """Tests that did not pass."""
        return tuple(test for test in self.tests if not test.passed)

    @property
    def gaps(self) -> tuple[Requirement, ...]:
        """Claimed requirements without any test."""
        return tuple(one for one in self.requirements if one.claimed and not self.tests_of(one.clause))

    @property
    def strays(self) -> tuple[str, ...]:
        """Clauses that a test names and no requirement does: a slip of the pen would hide a test."""
        known = {one.clause for one in self.requirements}
        return tuple(sorted({clause for test in self.tests for clause in test.clauses} - known))

    @property
    def sound(self) -> bool:
        """Nothing failed, nothing claimed is untested, every clause of a test is known."""
        fine = all(check.result != "fail" for check in self.checks)
        return fine and bool(self.tests) and not self.failures and not self.gaps and not self.strays

    def tests_of(self, clause: str) -> tuple[Ran, ...]:
        """Return the tests that are evidence for a clause."""
        return tuple(test for test in self.tests if clause in test.clauses)


def qualification_paper(found: Qualification, printed: Printed) -> RecallPaper:
    """Return the paper."""
    return RecallPaper(
        title=tr("Qualification report"),
        about=tr("Installation and operation"),
        words=tr("Evidence from this machine, for 21 CFR Part 11, 21 CFR Part 211 and EU GMP Annex 11"),
        hash=qualification_hash(found),
        printed=printed,
        facts=tuple(_facts(found)),
        blocks=tuple(_blocks(found)),
        remarks=tuple(_remarks(found)),
    )


def qualification_hash(found: Qualification) -> str:
    """Return the SHA-256 over results: two reports with one hash say the same of every check, test and clause."""
    checks: list[Json] = [[one.chapter, one.what, one.found, one.result] for one in found.checks]
    tests: list[Json] = [[one.title, list(one.steps), one.failed] for one in found.tests]
    wanted: list[Json] = [[one.clause, one.text, one.claimed, one.why] for one in found.requirements]
    return hashlib.sha256(canonical.dumps([checks, tests, wanted])).hexdigest()


def _facts(found: Qualification) -> Iterator[d.Fact]:
    yield d.Fact(tr("Outcome"), tr("Everything passed") if found.sound else tr("NOT everything passed: see below"))
    checked = [one for one in found.checks if one.result != "note"]
    failed = sum(one.result == "fail" for one in checked)
    yield d.Fact(tr("Installation checks"), _score(len(checked) - failed, failed))
    yield d.Fact(tr("Operational tests"), _score(len(found.tests) - len(found.failures), len(found.failures)))
    claimed = [one for one in found.requirements if one.claimed]
    yield d.Fact(tr("Requirements claimed"), str(len(claimed)))
    yield d.Fact(tr("Claimed without a test"), str(len(found.gaps)))
    yield d.Fact(tr("Requirements not claimed"), str(len(found.requirements) - len(claimed)))
    for label, value in found.machine:
        yield d.Fact(label, value)


def _score(passed: int, failed: int) -> str:
    return tr("{passed} passed, {failed} failed", passed=passed, failed=failed)


def _remarks(found: Qualification) -> Iterator[str]:
    broken = [one.what for one in found.checks if one.result == "fail"]
    if broken:
        yield tr("Installation checks that failed: {what}", what="; ".join(broken))
    if found.failures:
        yield ntr("{n} test failed", "{n} tests failed", len(found.failures))
    if found.gaps:
        named = ", ".join(one.clause for one in found.gaps)
        yield tr("GAP: claimed, but no test shows it: {clauses}", clauses=named)
    if found.strays:
        yield tr("Tests name clauses that are no requirement: {clauses}", clauses=", ".join(found.strays))


def _blocks(found: Qualification) -> Iterator[d.Block]:
    yield d.Heading(1, "1", tr("Installation qualification"))
    yield from _installation(found.checks)
    yield d.Heading(1, "2", tr("Operational qualification"))
    yield d.Paragraph(
        tr(
            "Each test ran on this machine against a station that was founded for it in a temporary folder, with a"
            " simulated clock, through the same program that the floor uses. No record of the site was touched."
        )
    )
    yield _results(found.tests)
    yield d.Heading(1, "3", tr("From requirement to test"))
    yield _forward(found)
    yield d.Heading(1, "4", tr("From test to requirement"))
    yield _backward(found.tests)
    yield d.Heading(1, "5", tr("What the tests did"))
    yield from _sentences(found.tests)
    yield d.Heading(1, "6", tr("Performance qualification"))
    yield from _performance()


def _installation(checks: Sequence[Check]) -> Iterator[d.Block]:
    columns = (d.Column(tr("Checked"), 1.6), d.Column(tr("Found"), 3.4), d.Column(tr("Result"), 0.8))
    chapters = list(dict.fromkeys(one.chapter for one in checks))
    for number, chapter in enumerate(chapters, 1):
        yield d.Heading(2, f"1.{number}", chapter)
        rows = [(one.what, one.found, _result(one.result)) for one in checks if one.chapter == chapter]
        yield d.Table(columns, rows, dense=True)


def _result(result: str) -> str | d.Cell:
    if result == "fail":
        return d.Cell(tr("FAILED"), tone="critical")
    return tr("passed") if result == "pass" else d.Cell(tr("to know"), tone="quiet")


def _results(tests: Sequence[Ran]) -> d.Block:
    columns = (d.Column(tr("No."), 0.4), d.Column(tr("Test"), 4.6), d.Column(tr("Result"), 1.2))
    rows = [(str(n), test.title, _outcome(test)) for n, test in enumerate(tests, 1)]
    return d.Table(columns, rows, dense=True)


def _outcome(test: Ran) -> str | d.Cell:
    return tr("passed") if test.passed else d.Cell(tr("FAILED: {where}", where=test.failed), tone="critical")


def _forward(found: Qualification) -> d.Block:
    columns = (
        d.Column(tr("Clause"), 1.0),
        d.Column(tr("What it asks, in our words"), 2.8),
        d.Column(tr("Shown by test"), 1.5),
        d.Column(tr("Result"), 1.0),
    )
    numbers = {test.title + test.place: str(n) for n, test in enumerate(found.tests, 1)}
    rows = [_forward_row(one, found.tests_of(one.clause), numbers) for one in found.requirements]
    return d.Table(columns, rows, dense=True)


def _forward_row(
    one: Requirement, tests: Sequence[Ran], numbers: dict[str, str]
) -> tuple[str | d.Cell, str | d.Cell, str | d.Cell, str | d.Cell]:
    shown = ", ".join(numbers[test.title + test.place] for test in tests)
    if not one.claimed:
        words = tr("Not claimed: {why}", why=one.why)
        return (one.clause, one.text, d.Cell("; ".join(part for part in (shown, words) if part), tone="quiet"), "–")
    if not tests:
        return (one.clause, one.text, d.Cell(tr("GAP: no test"), tone="critical"), d.Cell(tr("GAP"), tone="critical"))
    good = all(test.passed for test in tests)
    return (one.clause, one.text, shown, tr("passed") if good else d.Cell(tr("FAILED"), tone="critical"))


def _backward(tests: Sequence[Ran]) -> d.Block:
    columns = (d.Column(tr("Test"), 0.5), d.Column(tr("Clauses"), 4.4), d.Column(tr("Result"), 0.8))
    rows = [
        (
            str(n),
            "; ".join(test.clauses) or d.Cell(tr("no clause"), tone="warn"),
            tr("passed") if test.passed else d.Cell(tr("FAILED"), tone="critical"),
        )
        for n, test in enumerate(tests, 1)
    ]
    return d.Table(columns, rows, dense=True)


def _sentences(tests: Sequence[Ran]) -> Iterator[d.Block]:
    columns = (d.Column(tr("Test"), 0.5), d.Column(tr("Sentences"), 4.2), d.Column(tr("File and line"), 1.3, code=True))
    rows = [(str(n), "\n".join(test.steps), test.place) for n, test in enumerate(tests, 1)]
    yield d.Table(columns, rows, dense=True)


def _performance() -> Iterator[d.Block]:
    yield d.Paragraph(
        tr(
            "This part is the site's. Write the processes that matter here, run each with your people, your materials"
            " and your machines, and say what came of it. Acceptance criteria are set before the run."
        )
    )
    columns = (
        d.Column(tr("Process and master"), 1.6),
        d.Column(tr("Acceptance criterion"), 1.8),
        d.Column(tr("Batch or run"), 0.9),
        d.Column(tr("Result, deviation"), 1.4),
        d.Column(tr("Name, date, signature"), 1.4),
    )
    rows = [("\n\n", "", "", "", "") for _ in range(LINES)]
    yield d.Table(columns, rows)
    named = (
        d.Column(tr("Role"), 1.4),
        d.Column(tr("Name"), 1.8),
        d.Column(tr("Date"), 0.9),
        d.Column(tr("Signature"), 2),
    )
    roles = (tr("Performed by"), tr("Reviewed by"), tr("Approved by the quality unit"))
    yield d.Heading(2, "6.1", tr("Approval of this qualification"))
    yield d.Table(named, [(f"{role}\n\n", "", "", "") for role in roles])
