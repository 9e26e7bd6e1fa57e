"""Founding a site without its looks: what is asked in which order, and what is still missing in words.

Pages: "site", "founders", "making", "half_a", "half_b", "file", "done", "scanner". The halves of the recovery words are
shown one after the other, never together, and each is confirmed by typing two of its groups: what nobody wrote down is
lost for ever (architecture.md, "First start"). Nothing secret is kept longer than its page: passwords leave with the
foundation, each half with its confirmation.

The presenter outlives the view (`ui.first_start.kept`): a look into the help must not lose a half that was shown.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ebr.domain.refusal import Refusal
from ebr.wording import refusal_words
from ebr.words import language, tr
from ui.desk import Desk

if TYPE_CHECKING:
    from ebr.station.door import Answers, Founded

PAGES: Final = ("site", "founders", "making", "half_a", "half_b", "file", "done", "scanner")
PROFILES: Final = ("production", "practice", "demonstration", "rehearsal")
ADMINISTRATORS: Final = 2
ASKED_GROUPS: Final = 2
"""How many groups of a half are typed again."""


@dataclass(frozen=True, slots=True)
class FounderForm:
    """What is typed about one founder; `role` is "administrator" or "quality"."""

    role: str
    person: str = ""
    name: str = ""
    password: str = ""
    again: str = ""
    checked_by: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Half:
    """One half of the recovery words on the screen: its letter, its groups, and which are asked for again (from 1)."""

    letter: str
    groups: tuple[str, ...]
    asked: tuple[int, ...]


@dataclass(slots=True)
class Typed:
    """Everything that was typed so far."""

    site: str = ""
    station: str = ""
    profile: str = ""
    """Nothing is chosen before somebody chose: the profile is for ever."""
    passphrase: str = ""
    passphrase_again: str = ""


class FirstStartPresenter:
    """FirstStartPresenter(desk, folder). `on_page(page)` draws another page, `on_error(text)` says why not."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder
        self.page = "site"
        self.typed = Typed()
        self.founders = [FounderForm("administrator"), FounderForm("administrator"), FounderForm("quality")]
        self.at = 0
        """Which founder is shown."""
        self.half: Half | None = None
        self.recovery_password = ""
        self.saved: Path | None = None
        self._founded: Founded | None = None
        self.on_page: Callable[[str], None] = lambda _page: None
        self.on_error: Callable[[str], None] = lambda _text: None
        self.on_language: Callable[[str], None] = lambda _code: None

    def speak(self, code: str) -> None:
        """Go on in another language, which the station will keep; what was typed stays."""
        self.on_language(code)

    def go(self, page: str) -> None:
        """Show a page."""
        self.page = page
        self.on_page(page)

    # -- site

    def site_missing(self) -> str:
        """What keeps the first page from being left; "" for nothing."""
        typed = self.typed
        if not typed.site.strip():
            return tr("Fill in: {what}", what=tr("Name of the site"))
        if not typed.station.strip():
            return tr("Fill in: {what}", what=tr("Name of this station"))
        if typed.passphrase != typed.passphrase_again:
            return tr("The two passphrases differ")
        return "" if typed.profile else tr("Choose: {what}", what=tr("Profile, for ever"))

    # -- founders

    def add_founder(self, role: str) -> None:
        """Ask for one more founder."""
        self.founders.append(FounderForm(role))
        self.on_page(self.page)

    def remove_founder(self, at: int) -> None:
        """Take a founder out who is more than the least."""
        if self.may_remove(at):
            del self.founders[at]
            self.at = min(self.at, len(self.founders) - 1)
            self.on_page(self.page)

    def may_remove(self, at: int) -> bool:
        """Two administrators and one of quality always stay."""
        role = self.founders[at].role
        least = ADMINISTRATORS if role == "administrator" else 1
        return sum(one.role == role for one in self.founders) > least

    def change_founder(self, at: int, key: str, text: str) -> None:
        """Something was typed."""
        changes: dict[str, Any] = {key: text}
        self.founders[at] = replace(self.founders[at], **changes)

    def founder_missing(self, at: int) -> str:
        """What is missing or wrong about one founder; "" when all is there."""
        form = self.founders[at]
        needed = {
            "person": tr("User name"),
            "name": tr("Printed name"),
            "password": tr("Password"),
            "checked_by": tr("Identity checked by"),
            "evidence": tr("Evidence of identity"),
        }
        empty = next((words for key, words in needed.items() if not getattr(form, key).strip()), "")
        if empty:
            return tr("Fill in: {what}", what=empty)
        if form.password != form.again:
            return tr("The two passwords differ")
        return self._person_trouble(at, form)

    def _person_trouble(self, at: int, form: FounderForm) -> str:
        others = [one.person.strip() for place, one in enumerate(self.founders) if place != at]
        if form.person.strip() in others:
            return tr("Two founders have the user name {person}", person=form.person.strip())
        if form.checked_by.strip() == form.person.strip():
            return tr("Another founder checks the identity")
        if form.checked_by.strip() not in others:
            return tr("{person} is not one of the founders", person=form.checked_by.strip())
        return ""

    def founders_missing(self) -> str:
        """What keeps the site from being founded."""
        for at, form in enumerate(self.founders):
            missing = self.founder_missing(at)
            if missing:
                who = form.name.strip() or tr("Founder {n}", n=at + 1)
                return tr("{who}: {missing}", who=who, missing=missing)
        return ""

    # -- the foundation

    def found(self) -> None:
        """Found the site; on a refusal nothing was made, and the founders are shown again with its words."""
        self.go("making")
        self.desk.found(self.folder, self._answers(), self._made)

    def _answers(self) -> Answers:
        from ebr.station.door import Answers, FounderAnswers

        founders = tuple(
            FounderAnswers(
                one.person.strip(),
                one.name.strip(),
                (one.role,),
                one.password,
                one.checked_by.strip(),
                one.evidence.strip(),
                duty_unlocker=True,
            )
            for one in self.founders
        )
        store = "demonstration" if self.typed.profile == "demonstration" else None
        return Answers(
            self.typed.site.strip(),
            self.typed.station.strip(),
            founders,
            self.typed.profile,
            passphrase=self.typed.passphrase or None,
            key_store=store,
            language=language(),
        )

    def _made(self, said: Founded | Refusal) -> None:
        if isinstance(said, Refusal):
            self._refused(said)
            return
        self.founders = [replace(one, password="", again="") for one in self.founders]
        self.typed.passphrase = self.typed.passphrase_again = ""
        self._founded = said
        self.recovery_password = said.recovery_password
        self._show_half("A", said.recovery.words_a, "half_a")

    def _refused(self, refusal: Refusal) -> None:
        """Nothing was made: the founder whom the refusal names is shown with its words, else the page it is about."""
        names = [one.person.strip() for one in self.founders]
        if refusal.params.get("person") in names:
            self.at = names.index(refusal.params["person"])
            self.go("founders")
        else:
            self.go("site")
        self.on_error(refusal_words(refusal))

    # -- recovery

    def _show_half(self, letter: str, words: str, page: str) -> None:
        groups = tuple(words.split())
        asked = sorted(secrets.SystemRandom().sample(range(1, len(groups) + 1), ASKED_GROUPS))
        self.half = Half(letter, groups, tuple(asked))
        self.go(page)

    def confirm_half(self, given: tuple[str, ...]) -> None:
        """Compare what was typed with the half on the screen; right: it disappears for good."""
        if self.half is None or self._founded is None:
            return
        wanted = tuple(self.half.groups[at - 1] for at in self.half.asked)
        if tuple(text.strip().upper() for text in given) != wanted:
            self.on_error(tr("This is not what stands in the half. Look at what was written down."))
            return
        if self.half.letter == "A":
            self._show_half("B", self._founded.recovery.words_b, "half_b")
            return
        self.half = None
        self.go("file")

    def file_name(self) -> str:
        """The name of the recovery file."""
        return f"recovery-{re.sub(r'[^a-z0-9]+', '-', self.typed.site.lower()).strip('-') or 'site'}.json"

    def save(self, folder: str) -> None:
        """Write the recovery file into a folder, never over another one and never beside the record."""
        if self._founded is None:
            return
        place = Path(folder).expanduser()
        if not place.is_dir():
            self.on_error(tr("There is no folder {folder}", folder=str(place)))
            return
        if self.folder.resolve() in (place.resolve(), *place.resolve().parents):
            self.on_error(tr("Choose another place than the station's own folder: both would be lost together"))
            return
        target = place / self.file_name()
        try:
            with target.open("xb") as file:
                file.write(self._founded.recovery.file)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            self.on_error(tr("{file} cannot be written: {why}", file=str(target), why=error.strerror or ""))
            return
        self.saved = target
        self._founded = None
        self.go("done")

    def shown_once(self) -> str:
        """What would be lost for ever if the window closed now; "" for nothing (`ui.closing`)."""
        if self.half is not None:
            return tr("half {half} of the recovery words", half=self.half.letter)
        if self._founded is not None:
            return tr("the recovery file, which is not saved yet")
        return tr("the password of the recovery administrator") if self.recovery_password else ""

    def finish(self) -> None:
        """Forget what was shown last, and have the terminal's scanner tried."""
        self.recovery_password = ""
        self.go("scanner")
