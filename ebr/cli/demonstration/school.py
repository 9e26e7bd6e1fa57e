"""What the people of the demonstration are trained for, from `resources/demo/training.yaml`.

Quality sets the procedures with their documents; everybody reads and signs the own; quality looks at the first
trainer's evidence, and the trainer confirms the others. One person after the other does all that is theirs.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ebr.cli.demonstration.floor import Floor
from ebr.cli.demonstration.script import Told, duration, folder, told_in
from ebr.domain.training.commands import ConfirmTraining, SetTask, SignRead
from ebr.station.questions import Tasks

PDF = "application/pdf"
LEFT, TOP, LINE, SIZE = 72, 740, 26, 11
"""Of a page, in points."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One version of a procedure: who reads it and whom the trainer confirms."""

    task: str
    version: str
    title: str
    practical: bool
    days: int
    roles: tuple[str, ...]
    read: tuple[str, ...]
    confirmed: tuple[str, ...]
    says: tuple[str, ...]
    grace: str


def training_data() -> Mapping[str, Told]:
    """Return what stands in the file; every scalar is the text that a person would type."""
    found: Mapping[str, Told] = told_in(folder() / "training.yaml")
    return found


def lessons() -> tuple[Lesson, ...]:
    """Return every version of every procedure, an earlier one before a later one."""
    return tuple(one for part in training_data()["tasks"] for one in _lessons(part))


def _lessons(part: Mapping[str, Told]) -> Iterator[Lesson]:
    yield _lesson(part)
    if "next" in part:
        yield _lesson({**part, "confirmed": [], **part["next"]})


def _lesson(part: Mapping[str, Told]) -> Lesson:
    return Lesson(
        part["task"],
        part.get("version", "1"),
        part["title"],
        part["needs"] == "practical",
        int(part.get("days", "0")),
        tuple(part["for"]),
        tuple(part["read"]),
        tuple(part.get("confirmed", ())),
        tuple(part["says"]),
        part.get("grace", ""),
    )


def trained(floor: Floor) -> None:
    """Have the procedures set and everybody trained, first versions before later ones."""
    every = lessons()
    first = [one for one in every if not one.grace]
    for part in (first, [one for one in every if one.grace]):
        _set(floor, part)
        _read(floor, part)
    _confirm(floor, first)


def _set(floor: Floor, part: list[Lesson]) -> None:
    quality = floor.site.with_role("quality").id
    for one in part:
        about = f"training/{one.task}/{one.version}"
        if floor.done(about):
            continue
        value = floor.station.attach(document(one), f"{one.task}-{one.version}.pdf", PDF)
        until = (floor.now + timedelta(seconds=duration(one.grace))).date().isoformat() if one.grace else ""
        command = SetTask(one.task, one.version, one.title, one.days, one.practical, one.roles, value, until)
        floor.sign(command, quality, about)


def _read(floor: Floor, part: list[Lesson]) -> None:
    shown = {row.task: row.sha256 for row in floor.station.ask(Tasks())}
    for person in dict.fromkeys(person for one in part for person in one.read):
        for one in part:
            about = f"training/{one.task}/{one.version}/{person}/read"
            if person in one.read and not floor.done(about):
                floor.be_there(person)
                floor.tick(90)
                floor.sign(SignRead(person, one.task, one.version, shown[one.task]), person, about)


def renewed(floor: Floor, task: str, people: Sequence[str]) -> None:
    """Have people read a procedure again whose training has ended, each once."""
    row = next(row for row in floor.station.ask(Tasks()) if row.task == task)
    for person in people:
        about = f"training/{task}/{row.version}/{person}/again"
        if not floor.done(about):
            floor.be_there(person)
            floor.tick(90)
            floor.sign(SignRead(person, task, row.version, row.sha256), person, about)


def _confirm(floor: Floor, part: list[Lesson]) -> None:
    first = training_data()["first"]
    trainer, quality = first["trainer"], first["by"]
    practical = [one for one in part if one.practical]
    for one in practical:
        _confirmed(floor, one, trainer, quality, first["evidence"])
    for one in practical:
        for person in one.confirmed:
            _confirmed(floor, one, person, trainer)


def _confirmed(floor: Floor, one: Lesson, person: str, trainer: str, evidence: str = "") -> None:
    about = f"training/{one.task}/{one.version}/{person}/confirmed"
    if not floor.done(about):
        floor.sign(ConfirmTraining(person, one.task, one.version, trainer, evidence), trainer, about)


def document(one: Lesson) -> bytes:
    """Return a procedure as a PDF, the same bytes each time."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    page = Canvas(made, pagesize=A4, invariant=1)
    page.setTitle(f"{one.task} {one.title}")
    page.setFont("Helvetica-Bold", SIZE * 1.5)
    page.drawString(LEFT, TOP, f"{one.task}  {one.title}")
    page.setFont("Helvetica", SIZE)
    page.drawString(LEFT, TOP - LINE, f"Version {one.version}. Demonstration: an invented procedure.")
    for at, text in enumerate(one.says, 1):
        page.drawString(LEFT, TOP - (at + 2) * LINE, f"{at}.  {text}")
    page.showPage()
    page.save()
    return made.getvalue()
