"""Where somebody stands in a task, as shape and words: one table for the matrix, the lists and the details."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ebr.station.questions.training import CellRow, TaskRow, TrainingAct, TrainingRow
from ebr.wording.codes import role_word, trained_word
from ebr.wording.parameters import moment_words
from ebr.wording.training import standing_words
from ebr.words import mark, ntr, tr
from ui.pages.offer import Shown

ICONS: Final[Mapping[str, str]] = {
    "trained": "check",
    "grace": "clock",
    "waiting": "hourglass",
    "expired": "alert-triangle",
    "old": "history",
    "missing": "circle-x",
}
ACTS: Final[Mapping[str, str]] = {
    "read": mark("Read and signed"),
    "confirmed": mark("Confirmed by a trainer"),
    "withdrawn": mark("Training withdrawn"),
}
GOOD: Final = frozenset({"trained", "grace"})


@dataclass(frozen=True, slots=True)
class Look:
    """One cell: an icon, its tone ("", quiet, warn, crit), a word and a quieter second line."""

    icon: str
    tone: str
    word: str
    detail: str = ""

    @property
    def said(self) -> str:
        """The cell in one line, for those who hear it."""
        return f"{self.word}, {self.detail}" if self.detail else self.word


def look_of(cell: CellRow) -> Look:
    """Return how a cell of the matrix looks; what nobody asks of the person is quiet."""
    if not cell.needed and cell.level == "missing":
        return Look("minus", "quiet", tr("Not needed"))
    if cell.level == "waiting":
        return Look(ICONS["waiting"], "warn" if cell.needed else "quiet", tr("Read"), tr("waits for trainer"))
    return Look(_icon(cell), tone_of(cell.level, needed=cell.needed, soon=cell.soon), _word(cell), _ends(cell))


def tone_of(level: str, *, needed: bool, soon: bool) -> str:
    """Return the tone of a standing."""
    if not needed:
        return "quiet"
    if level == "waiting" or (level in GOOD and soon):
        return "warn"
    return "" if level in GOOD else "crit"


def _icon(cell: CellRow) -> str:
    return "clock" if cell.level == "trained" and cell.soon else ICONS.get(cell.level, "help-circle")


def _word(cell: CellRow) -> str:
    short = {"grace": tr("Version {version}", version=cell.version), "old": tr("Old version")}
    return short.get(cell.level, trained_word(cell.level))


def _ends(cell: CellRow) -> str:
    if cell.level == "old":
        return tr("version {version}", version=cell.version)
    if not cell.until:
        return ""
    return tr("on {day}", day=cell.until) if cell.level == "expired" else tr("until {day}", day=cell.until)


def standing_of(row: TrainingRow) -> str:
    """Return where a person stands in a task, in full."""
    return standing_words(row.level, row.trained_version, row.until)


def asked_words(task: TaskRow) -> str:
    """Return what a task asks for."""
    return tr("Read and sign, then a trainer confirms") if task.practical else tr("Read and sign")


def days_words(task: TaskRow) -> str:
    """Return how long training counts."""
    if not task.valid_days:
        return tr("No end")
    return ntr("{n} day", "{n} days", task.valid_days)


def roles_words(roles: tuple[str, ...]) -> str:
    """Return roles as a list of words."""
    return ", ".join(role_word(role) for role in roles) or tr("Nobody in particular")


def name_of(task: TaskRow) -> str:
    """Return a task with its title."""
    return tr("{task} {title}", task=task.task, title=task.title)


def own_facts(row: TrainingRow) -> tuple[Shown, ...]:
    """Return what a person has of a task, line by line."""
    task = row.task
    needless = not row.needed and row.level == "missing"
    state = tr("Not needed") if needless else standing_of(row)
    facts = [
        Shown(tr("State"), state, "", tone_of(row.level, needed=row.needed, soon=row.soon)),
        Shown(tr("In force"), tr("Version {version}", version=task.version), asked_words(task)),
        Shown(tr("Read and signed"), moment_words(row.read_at) if row.read_at else tr("Not yet")),
    ]
    if task.practical:
        facts.append(_confirmed(row))
    facts.append(Shown(tr("Counts for"), days_words(task)))
    facts.append(Shown(tr("Needed by"), roles_words(task.roles)))
    return tuple(facts)


def _confirmed(row: TrainingRow) -> Shown:
    name = tr("Confirmed by")
    if row.confirmed_at:
        words = tr("by evidence: {evidence}", evidence=row.evidence) if row.evidence else ""
        told = f"{moment_words(row.confirmed_at)} · {words}" if words else moment_words(row.confirmed_at)
        return Shown(name, row.confirmed_by, told)
    who = ", ".join(row.trainer_names)
    if not row.to_confirm:
        return Shown(name, tr("Not yet"), tr("Reading comes first"))
    return Shown(name, tr("Not yet"), tr("Can confirm: {names}", names=who) if who else tr("Quality looks at evidence"))


def act_fact(act: TrainingAct) -> Shown:
    """Return a line of a person's history."""
    what = tr(ACTS[act.what]) if act.what in ACTS else act.what
    task = tr("{task}, version {version}", task=act.task, version=act.version) if act.version else act.task
    parts = (what, act.by, act.note)
    return Shown(moment_words(act.at), task, " · ".join(one for one in parts if one))
