"""The training matrix from a station: asked from the record, noted in it, sealed and written whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ebr.station.answered import Answer
from ebr.station.answers.training import matrix, of_person
from ebr.station.questions.training import PersonTraining, TrainingMatrix, TrainingOf
from ebr.station.sealed_papers import printed_now, write_sealed

if TYPE_CHECKING:
    from ebr.reports.training import PrintedPerson
    from ebr.station.inside import Inside


def print_training(station: Inside, target: Path, by: str, command_id: str = "") -> Answer:
    """Note the print in the record, then write the sealed matrix; the answer names the file. Raises `Refusal`."""
    from ebr.reports.pdf.recall import draw_recall
    from ebr.reports.training import PrintedTask, training_paper

    found = matrix(station, TrainingMatrix())
    tasks = [
        PrintedTask(row.task, row.title, row.version, row.valid_days, row.practical, row.roles) for row in found.tasks
    ]
    people = [_person(of_person(station, TrainingOf(row.person))) for row in found.people]
    printed = printed_now(station, by)
    paper = training_paper(tasks, people, printed)
    lines = sum(len(person.lines) for person in people)
    return write_sealed(
        station, "print of the training matrix", lambda: draw_recall(paper), printed, target, by, command_id, lines
    )


def _person(own: PersonTraining) -> PrintedPerson:
    from ebr.reports.training import PrintedPerson, PrintedTraining

    lines = tuple(
        PrintedTraining(
            row.task.task,
            row.task.version,
            row.level,
            row.trained_version,
            row.until,
            row.read_at,
            row.confirmed_at,
            row.confirmed_by,
            row.evidence,
        )
        for row in own.rows
        if row.needed or row.level != "missing"
    )
    return PrintedPerson(own.person, own.name, own.roles, lines)
