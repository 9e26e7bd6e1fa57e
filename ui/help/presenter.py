"""The chapters of the help without their looks: which there are, in which order, and their text.

A chapter is a Markdown file of `resources/help/`, named by its key. A screen names its chapter with `help_key()`;
screens that share one are listed in `SHARED`. A key without a chapter shows the first
chapter: help never ends in a dead end.

A chapter is read in the language that is spoken, from `resources/help/<language>/`. One that is not translated is shown
in English and says so in a line below its title. The search looks in what would be shown. Which English text each
translation was made from stands in `resources/help/translated.txt` (`python3 -m installer guides`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ebr import paths
from ebr.words import language, mark, tr

CHAPTERS: Final[Mapping[str, str]] = {
    "first-hour": mark("The first hour"),
    "guide-operator": mark("Guide for operators"),
    "guide-supervisor": mark("Guide for supervisors"),
    "guide-quality": mark("Guide for quality"),
    "guide-author": mark("Guide for authors"),
    "guide-administrator": mark("Guide for administrators"),
    "messages": mark("What a message means"),
    "login": mark("Signing in, locking, leaving"),
    "queue": mark("Your work"),
    "execution": mark("Carrying out a step"),
    "signing": mark("Signing"),
    "exceptions": mark("Exceptions"),
    "deviations": mark("Deviations"),
    "exception-rules": mark("Rules of review"),
    "exception-rules-moment": mark("Rules of review: the moment of entry, the record"),
    "exception-rules-values": mark("Rules of review: values and use"),
    "exception-rules-times": mark("Rules of review: times, sequence, arithmetic"),
    "exception-rules-people": mark("Rules of review: people, versions, release"),
    "record": mark("The batch record"),
    "review": mark("Reviewing a batch"),
    "release": mark("Releasing a batch"),
    "amend": mark("Amending a running batch"),
    "audit": mark("The audit trail"),
    "trends": mark("Product review"),
    "genealogy": mark("Genealogy and recall"),
    "issue": mark("Issuing a batch"),
    "masters": mark("Master batch records"),
    "editor": mark("Working in the editor"),
    "blocks": mark("Building blocks"),
    "compare": mark("Comparing versions"),
    "dry-run": mark("Dry run"),
    "equipment": mark("Equipment and rooms"),
    "devices": mark("Devices"),
    "weighing": mark("Weighing and dispensing"),
    "materials": mark("Materials, suppliers, lots"),
    "lot-quantities": mark("Quantities of lots"),
    "samples": mark("Samples and results"),
    "labels": mark("Labels"),
    "people": mark("People"),
    "training": mark("Training"),
    "scanners": mark("Trying a scanner, and sounds"),
    "policy": mark("Policy of the site"),
    "status": mark("Status of this station"),
    "first_start": mark("Founding a site"),
    "central": mark("The central store"),
    "central-care": mark("Looking after the central store"),
    "stations": mark("Stations of the site"),
    "hand-over": mark("A batch at several stations"),
    "bundles": mark("Stations without a network"),
    "archive": mark("Archives and inspections"),
    "recovery": mark("When something is lost"),
    "installation": mark("Installing the program"),
    "qualification": mark("Qualification of the installation"),
    "mbr-format": mark("Writing a master batch record"),
    "mbr-rooms": mark("Rooms and cleaning in a master"),
    "mbr-example": mark("A small master batch record"),
    "exchange": mark("Recipes and forms of others"),
    "formulas": mark("Formulas"),
    "rules-document": mark("Rules of the check: the document"),
    "rules-steps": mark("Rules of the check: steps and formulas"),
    "record-format": mark("The format of the record"),
    "rules": mark("Rules and where they are kept"),
    "commands": mark("Commands without a window"),
}
"""Key and title, in the order of the list."""
SHARED: Final[Mapping[str, str]] = {
    "use_log": "equipment",
    "batch_labels": "labels",
    "lots": "materials",
    "items": "materials",
    "suppliers": "materials",
    "quality": "review",
    "releases": "release",
    "reviews": "review",
    "questions": "review",
    "lock": "login",
    "verify": "signing",
    "batches": "record",
    "appearance": "status",
    "scanner": "scanners",
    "apart": "hand-over",
    "forms": "record",
    "join": "stations",
    "help": "queue",
    "rehearse": "dry-run",
    "my_training": "training",
    "training_tasks": "training",
}
"""Screens whose help stands in the chapter of another."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter as it is shown; `spoken`: its text is in the language in use, or there is only the English one."""

    key: str
    title: str
    text: str
    spoken: bool = True

    def shown(self) -> str:
        """Return the Markdown of the page, with the line that says why it is in another language."""
        if self.spoken:
            return self.text
        note = tr("This page is not translated yet. It is shown in English.")
        title, _, rest = self.text.partition("\n")
        return f"{title}\n\n*{note}*\n{rest}"


def known(key: str) -> str:
    """Return the key of the chapter that a screen's key leads to."""
    found = SHARED.get(key, key)
    return found if found in CHAPTERS else next(iter(CHAPTERS))


def read(key: str, folder: Path | None = None) -> Chapter:
    """Return a chapter with its text in the language in use, else in English."""
    found = known(key)
    pages = folder or paths.resources() / "help"
    own = pages / language() / f"{found}.md"
    spoken = language() == "en" or own.is_file()
    file = own if spoken and language() != "en" else pages / f"{found}.md"
    return Chapter(found, tr(CHAPTERS[found]), file.read_text(encoding="utf-8"), spoken)


def found(words: str, folder: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Return key and title of the chapters in which every word stands, those with all of them in the title first.

    Part of a word is enough; capital letters make no difference. Nothing asked for gives every chapter, in order.
    """
    asked = words.casefold().split()
    kept = [(key, title) for key, title in titles() if _has(f"{title} {read(key, folder).text}", asked)]
    return tuple(sorted(kept, key=lambda chapter: not _has(chapter[1], asked)))


def _has(text: str, asked: list[str]) -> bool:
    low = text.casefold()
    return all(word in low for word in asked)


def titles() -> tuple[tuple[str, str], ...]:
    """Return key and title of every chapter, in order."""
    return tuple((key, tr(title)) for key, title in CHAPTERS.items())
