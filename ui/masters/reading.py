"""A file read and checked before anything is added or begun: plain functions for a thread beside the screen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ebr.cli.mbr_text import text_of
from ebr.domain.master.commands import BeginDraft
from ebr.domain.mbr.yaml_walk import LARGEST_TEXT
from ebr.domain.refusal import Refusal
from ebr.station.importing import Foreign, foreign, recipes
from ebr.wording import problem_words, refusal_words
from ebr.words import ntr, tr


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a text: where, what, by which clause; only an error keeps it from being added."""

    place: str
    words: str
    clause: str
    error: bool


@dataclass(frozen=True, slots=True)
class Examined:
    """What the check of a file found, and the version it would add ("" when it cannot be read at all)."""

    name: str
    findings: tuple[Finding, ...]
    errors: int
    words: str
    imported: bool = False
    """It would become a draft, because it is somebody else's file."""
    choices: tuple[str, ...] = ()
    """The recipes of a file that holds several: one is chosen and examined."""


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a file beside the screen: what to show, and what would be added or begun."""

    shown: Examined
    text: str = ""
    begin: BeginDraft | None = None


def examined(path: Path) -> Read:
    """Read and check a text of ours; refusals: those of `text_of`."""
    from ebr.domain.mbr.check import examine

    if path.is_file() and path.stat().st_size > LARGEST_TEXT:
        return Read(Examined("", (), 1, tr("The file is too large for a master batch record")))
    text = text_of(path)
    reading = examine(text)
    findings = tuple(
        Finding(
            tr("Line {line}, {path}", line=one.line, path=one.path),
            problem_words(one),
            one.clause,
            one.severity == "error",
        )
        for one in reading.problems
    )
    errors = sum(one.error for one in findings)
    header = reading.mbr.header if reading.mbr is not None else None
    name = tr("{title}, version {version}", title=header.title, version=header.version) if header is not None else ""
    return Read(Examined(name, findings, errors, found_words(findings, errors)), "" if errors else text)


def imported(path: Path, recipe: str) -> Read:
    """Read somebody else's file; everything it would become or lose is shown before a draft is begun."""
    try:
        found = foreign(path, recipe)
    except Refusal as refusal:
        choices = recipes(path) if refusal.code == "recipe_several" else ()
        words = tr("Several recipes are in the file. Choose one.") if choices else refusal_words(refusal)
        return Read(Examined("", (), 0 if choices else 1, words, imported=True, choices=choices))
    name = tr("{title}, version {version}", title=found.title, version=found.version)
    findings = tuple(Finding(one.place, one.words, "", error=False) for one in found.told)
    begin = BeginDraft(found.mbr, found.version, document=found.document)
    return Read(Examined(name, findings, 0, import_words(found), imported=True), begin=begin)


def found_words(findings: tuple[Finding, ...], errors: int) -> str:
    """Return what the check found, in one sentence."""
    if errors:
        return ntr("{n} error: the file cannot be added", "{n} errors: the file cannot be added", errors)
    if findings:
        return ntr("No error, {n} remark; quality sees it", "No error, {n} remarks; quality sees them", len(findings))
    return tr("No error and no remark")


def import_words(found: Foreign) -> str:
    """Return what an import would mean, in one sentence."""
    left = ntr("{n} thing has no place here", "{n} things have no place here", found.left)
    return ntr("{left}; {n} mark to confirm", "{left}; {n} marks to confirm", found.marks, left=left)


def trouble_words(said: object, path: Path) -> str:
    """Return why nothing came of a file: the refusal, or that something of ours is wrong."""
    return refusal_words(said) if isinstance(said, Refusal) else tr("{file} cannot be read", file=path)
