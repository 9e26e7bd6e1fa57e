"""Master batch records without their looks.

Drafts and versions with their life, a new one from a file with everything `mbr check` finds.

Author and approver are two people; the date in force is never in the past; the version in force before is superseded
on that day (211.186).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from ebr.domain.draft.commands import AbandonDraft, TakeDraft
from ebr.domain.draft.state import next_version
from ebr.domain.master.commands import BeginDraft, MakeEffective, SignMbr, SubmitDraft, WithdrawMbr
from ebr.domain.people.state import INSPECTOR
from ebr.domain.refusal import Refusal
from ebr.station.door import adding
from ebr.station.importing import ENDINGS as FOREIGN
from ebr.station.questions import DraftRow, Drafts, MasterRow, Masters
from ebr.wording import status_word, unit_words
from ebr.wording.codes import draft_word
from ebr.wording.languages import language_word
from ebr.wording.parameters import moment_words
from ebr.words import figure, tr
from ui.desk import Answer, Desk
from ui.masters.reading import Examined, Read, examined, imported, trouble_words
from ui.pages.list_line import ListLine
from ui.pages.offer import Offer, Shown
from ui.pages.visit import Visit

ICONS: Final[Mapping[str, str]] = {
    "added": "pencil",
    "signed": "signature",
    "verified": "signature",
    "approved": "calendar",
    "effective": "circle-check",
    "superseded": "history",
    "withdrawn": "ban",
    "returned": "arrow-back-up",
    "open": "pencil",
}
FILES: Final[Mapping[str, str]] = {"paper": ".pdf", "text": ".yaml", "batchml": ".xml"}
"""The forms of a version as a file, and how the file's name ends."""
ENDED: Final = ("superseded", "withdrawn", "returned")
REVIEWED: Final = ("signed", "verified", "approved")
DRAFT_ACTS: Final[Mapping[str, Callable[[str, str, str], object]]] = {
    "take": lambda mbr, version, _given: TakeDraft(mbr, version),
    "submit": lambda mbr, version, _given: SubmitDraft(mbr, version),
    "abandon": AbandonDraft,
}


@dataclass(frozen=True, slots=True)
class MasterDetail:
    """One version in full, with what may be done."""

    key: tuple[str, str]
    title: str
    status: str
    facts: tuple[Shown, ...]
    offers: tuple[Offer, ...]


class MastersPresenter:
    """MastersPresenter(desk, person, roles).

    Callbacks: on_lines(lines), on_detail(MasterDetail | None), on_examined(Examined).
    """

    def __init__(self, desk: Desk, person: str, roles: tuple[str, ...]) -> None:
        self.desk, self.person, self.roles = Visit(desk), person, roles
        self.rows: dict[tuple[str, str], MasterRow] = {}
        self.drafts: dict[tuple[str, str], DraftRow] = {}
        self.chosen: tuple[str, str] | None = None
        self._text, self._path = "", Path()
        self._begin: BeginDraft | None = None
        self.on_lines: Callable[[tuple[ListLine[tuple[str, str]], ...]], None] = lambda _lines: None
        self.on_detail: Callable[[MasterDetail | None], None] = lambda _detail: None
        self.on_examined: Callable[[Examined], None] = lambda _found: None
        self.desk.on_changed_below(("master/", "draft/"), self.refresh)

    def close(self) -> None:
        """Hear nothing more."""
        self.desk.close()

    def refresh(self) -> None:
        """Ask for all drafts and versions."""
        self.desk.ask(Drafts(open_only=True), self._got_drafts)

    def _got_drafts(self, drafts: tuple[DraftRow, ...]) -> None:
        self.desk.ask(Masters(), lambda rows: self._got(drafts, rows))

    def _got(self, drafts: tuple[DraftRow, ...], rows: tuple[MasterRow, ...]) -> None:
        self.drafts = {(row.mbr, row.version): row for row in drafts}
        ordered = sorted(rows, key=lambda row: (row.status in ENDED, row.title.casefold(), row.version))
        self.rows = {(row.mbr, row.version): row for row in ordered}
        self.on_lines((*map(draft_line, drafts), *map(line_of, ordered)))
        if self.chosen not in self.rows and self.chosen not in self.drafts:
            self.chosen = next(iter(self.rows), next(iter(self.drafts), None))
        self._show()

    def choose(self, key: tuple[str, str]) -> None:
        """Show one version."""
        self.chosen = key
        self._show()

    def _show(self) -> None:
        draft = self.drafts.get(self.chosen) if self.chosen is not None else None
        if draft is not None:
            self.on_detail(draft_detail(draft, tuple(self._draft_offers(draft))))
            return
        row = self.rows.get(self.chosen) if self.chosen is not None else None
        self.on_detail(detail_of(row, tuple(self._offers(row))) if row is not None else None)

    def _offers(self, row: MasterRow) -> list[Offer]:
        if INSPECTOR in self.roles:
            return [Offer("save", tr("Save as a file"), "download")]
        found = []
        author, quality = "author" in self.roles, "quality" in self.roles
        if quality and row.status not in ENDED:
            found.append(Offer("withdraw", tr("Withdraw"), "ban"))
        if row.status == "added":
            why = "" if author else tr("An author signs first")
            found.append(Offer("performed", tr("Sign as author"), "signature", why, strong=not why))
        elif row.status in REVIEWED and row.from_draft and not row.effective:
            found.append(Offer("review", tr("Review"), "list-check", strong=True))
        elif row.status == "signed" and row.languages_left:
            words = tr("Confirm {language}", language=language_word(row.languages_left[0]))
            found.append(Offer(f"translated/{row.languages_left[0]}", words, "signature", strong=True))
        elif row.status == "signed":
            why = "" if quality else tr("Quality approves; the author does not")
            found.append(Offer("approved", tr("Approve"), "signature", why, strong=not why))
        elif row.status == "approved" and not row.effective:
            why = "" if quality else tr("Quality puts a version in force")
            found.append(Offer("effective", tr("Put in force"), "calendar", why, strong=not why))
        elif row.status == "effective" and "supervisor" in self.roles:
            found.append(Offer("issue", tr("Issue a batch"), "plus", strong=True))
        if row.from_draft and not any(offer.key == "review" for offer in found):
            found.append(Offer("review", tr("Changes and review"), "list-check"))
        if (author or quality) and row.status not in ENDED:
            found.append(Offer("rehearse", tr("Dry run"), "player-play"))
        if author and row.status not in ("added", "signed", "verified"):
            found.append(Offer("begin", tr("Begin the next version"), "pencil"))
        return [*found, Offer("save", tr("Save as a file"), "download")]

    def save(self, form: str, folder: Path, then: Callable[[Path, Refusal | None], None]) -> None:
        """Write the chosen version to a folder: "paper" (sealed PDF), "text" or "batchml"; noted in the record."""
        assert self.chosen is not None
        mbr, version = self.chosen
        file = folder / f"{mbr}-{version}{FILES[form]}"

        def written(said: Answer | Refusal) -> None:
            then(file, said if isinstance(said, Refusal) else said.refusal)

        if form == "paper":
            self.desk.call("print_master", written, mbr, version, file, self.person)
        else:
            self.desk.call("save_master", written, mbr, version, file, self.person, form=form)

    def _draft_offers(self, row: DraftRow) -> list[Offer]:
        if INSPECTOR in self.roles:
            return []
        if "author" not in self.roles:
            return [Offer("open", tr("Read the draft"), "pencil", strong=True)]
        held = "" if row.here else tr("Written on the station {station}", station=row.holder)
        taken = [Offer("take", tr("Go on here"), "arrow-right", strong=True)] if held else []
        words = tr("Changed on two stations: decide first which text stands") if row.contested else held
        return [
            *taken,
            Offer("open", tr("Go on writing"), "pencil", strong=not held),
            Offer("rehearse", tr("Dry run"), "player-play"),
            Offer("submit", tr("Submit for review"), "signature", words),
            Offer("abandon", tr("Give the draft up"), "ban", held),
        ]

    def next_version(self) -> str:
        """Return the version that comes after the one that is chosen."""
        return next_version(self.chosen[1]) if self.chosen is not None else ""

    def act(self, key: str, given: str = "") -> Any:
        """Return the command of an act on the chosen version; it is signed.

        `given`: the reason, or the date in force.
        """
        assert self.chosen is not None
        if key in DRAFT_ACTS:
            return DRAFT_ACTS[key](*self.chosen, given)
        row = self.rows[self.chosen]
        if key == "begin":
            return BeginDraft(row.mbr, given, row.version)
        if key == "withdraw":
            return WithdrawMbr(row.mbr, row.version, given)
        if key == "effective":
            return MakeEffective(row.mbr, row.version, given, self._in_force(row))
        meaning, _, language = key.partition("/")
        return SignMbr(row.mbr, row.version, row.hash, meaning, language=language)

    def _in_force(self, row: MasterRow) -> str:
        same = (one for one in self.rows.values() if one.mbr == row.mbr and one.version != row.version)
        return next((one.version for one in same if one.effective and one.status not in ENDED), "")

    def do(self, key: str, given: str, then: Callable[[Answer], None]) -> None:
        """Carry out an act that nobody signs."""
        self.desk.do(self.act(key, given), by=self.person, then=then)

    # -- a new version from a file

    def examine(self, path: Path, recipe: str = "") -> None:
        """Read and check a file, or one recipe in it, beside the screen; nothing is added yet."""
        self._text, self._begin = "", None
        self._path = path

        def read(said: object) -> None:
            if self._path != path:
                return  # another file was chosen meanwhile
            found = said if isinstance(said, Read) else Read(Examined("", (), 1, trouble_words(said, path)))
            self._text, self._begin = found.text, found.begin
            self.on_examined(found.shown)

        foreign_file = path.suffix.casefold() in FOREIGN
        self.desk.beside(lambda: imported(path, recipe) if foreign_file else examined(path), read)

    @property
    def imported(self) -> bool:
        """Whether what was examined last is somebody else's file."""
        return self._begin is not None

    def add(self, then: Callable[[Answer], None]) -> None:
        """Add what was examined last and has no error; begin a draft of what was imported."""
        if self._begin is not None:
            self.desk.do(self._begin, by=self.person, then=then)
            return
        try:
            command = adding(self._text)
        except Refusal as refusal:
            then(Answer(refusal))
            return
        self.desk.do(command, by=self.person, then=then)


def today() -> str:
    """Return the first date a version can be in force."""
    return date.today().isoformat()  # noqa: DTZ011 - the station's own zone, as the rule has it


def line_of(row: MasterRow) -> ListLine[tuple[str, str]]:
    """Return a version as a line."""
    cells = (row.title, row.version, row.product, status_word(row.status), row.effective)
    return ListLine((row.mbr, row.version), cells, "quiet" if row.status in ENDED else "", ICONS.get(row.status, ""))


def draft_line(row: DraftRow) -> ListLine[tuple[str, str]]:
    """Return a draft as a line."""
    cells = (row.title or row.mbr, row.version, tr("Draft"), draft_word(row.status), "")
    return ListLine((row.mbr, row.version), cells, "warn" if row.contested else "", ICONS["open"])


def draft_detail(row: DraftRow, offers: tuple[Offer, ...]) -> MasterDetail:
    """Return a draft in full."""
    written = moment_words(row.saved) if row.saved else ""
    facts = [
        Shown(tr("Version"), row.version),
        Shown(tr("Begun from"), row.base or tr("Nothing"), returned_words(row)),
        Shown(tr("Last change"), row.saved_by, written),
        Shown(tr("Saved changes"), str(row.saves)),
        Shown(tr("Open remarks"), str(row.remarks), "", "warn" if row.remarks else ""),
        Shown(tr("Written on"), row.holder or tr("Any station")),
    ]
    if row.contested:
        words = tr("Changed on two stations; an author decides which text stands")
        facts.append(Shown(tr("Conflicts"), str(row.contested), words, "crit"))
    return MasterDetail((row.mbr, row.version), row.title or row.mbr, draft_word(row.status), tuple(facts), offers)


def returned_words(row: DraftRow) -> str:
    """Return where the text of a draft came back from."""
    return tr("Version {version} came back from review", version=row.returned) if row.returned else ""


def detail_of(row: MasterRow, offers: tuple[Offer, ...]) -> MasterDetail:
    """Return a version in full."""
    unit = unit_words(row.size_unit)
    facts = [
        Shown(tr("Product"), row.product),
        Shown(tr("Version"), row.version),
        Shown(tr("Batch size"), tr("{size} {unit}", size=figure(row.size), unit=unit), size_words(row)),
        Shown(tr("Entries to make"), str(row.slots)),
        Shown(tr("Product profile"), row.profile),
        Shown(tr("Author"), row.author or tr("Not signed yet")),
        *([Shown(tr("Verified"), row.verifier or tr("Not verified yet"))] if row.from_draft else []),
        Shown(tr("Approved by quality"), row.approver or tr("Not approved yet")),
        *([Shown(tr("Languages to be confirmed"), languages_words(row), "", "warn")] if row.languages_left else []),
        *([Shown(tr("Open remarks"), str(row.remarks), "", "warn")] if row.remarks else []),
        Shown(tr("In force from"), row.effective or tr("Not in force")),
        Shown(tr("Hash"), " ".join(row.hash[at : at + 8] for at in range(0, len(row.hash), 8))),
    ]
    return MasterDetail((row.mbr, row.version), row.title, status_word(row.status), tuple(facts), offers)


def languages_words(row: MasterRow) -> str:
    """Return which further languages wait for a signature."""
    return ", ".join(language_word(code) for code in row.languages_left)


def size_words(row: MasterRow) -> str:
    """Return the range of batch sizes that the version allows."""
    if row.size_low == row.size_high:
        return tr("No other size is allowed")
    low, high = figure(row.size_low), figure(row.size_high)
    return tr("Allowed: {low} to {high} {unit}", low=low, high=high, unit=unit_words(row.size_unit))
