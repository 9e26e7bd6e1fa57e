"""A scan for the open entry: what a GS1 or an ISBT 128 code says goes into the fields it is about (floor-rules 13).

The station reads the code (`ebr.labels.reading`): a code that is not certain, of another profile or of another material
is refused in words and kept as an attempt. Lot, container (serial number or shipping unit), expiry of a material are
filled in; everything else takes the part of the code that the entry asks for. A plain code goes on as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from ebr.domain.batch.commands import RecordValue
from ebr.domain.label.state.marks import CHECK, PROFILES, mark
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text
from ebr.station.questions import CodeAnswer, EntryAnswer, ReadCode
from ebr.wording import refusal_words
from ebr.words import tr
from ui.desk import Answer, Answered, Refused
from ui.execution.form import Form
from ui.widgets.wedge import Scan

GS: Final = "\x1d"
GS1: Final = ("]d2", "]C1", "]Q3", "]e0", "]e1", "]e2", "]J1")
OF_MATERIAL: Final = {"lot": ("lot", "din"), "container": ("serial", "sscc", "division"), "expiry": ("expiry",)}
"""Field of a material entry -> what of a code fills it, the first that is there."""
OF_SCAN: Final = {"batch": ("lot",), "material": ("item", "lot", "din"), "text": ("din", "coi")}
"""What a scan entry asks for -> the part of the code that is compared; else the code as it stands."""


class Asking(Protocol):
    """The part of a desk that is needed here."""

    def ask(self, question: Any, then: Answered, refused: Refused | None = None) -> None:
        """Ask a question."""


class Terminal(Protocol):
    """What belongs to the terminal, whoever is signed in (`ui.session.Session`)."""

    separators: bool

    def notice(self, text: str, tone: str = "") -> None:
        """Say something in passing."""


class Working(Protocol):
    """What the presenter knows and does here."""

    batch: str

    @property
    def desk(self) -> Asking:
        """What questions are asked of."""

    def active(self) -> str:
        """Address of the open entry."""

    def entry(self, address: str) -> EntryAnswer | None:
        """One entry by its address."""

    def performer(self) -> str:
        """Who performs."""

    def act_on(self, command: object, address: str, then: Callable[[Answer], None]) -> None:
        """Send a command about the open entry."""

    def refresh(self) -> None:
        """Ask again."""


class Scans:
    """Scans(presenter, form, terminal): `take(scan)` for every code; `form()` is the open form.

    `terminal` says why not, and remembers that a scanner here has sent a separator: then a last field cannot hide a
    lost one. The check symbol of the terminal (`ebr label check-symbol`) is scanned for nothing but that.
    """

    def __init__(self, presenter: Working, form: Callable[[], Form | None], terminal: Terminal) -> None:
        self._p, self._form, self._terminal = presenter, form, terminal
        self._notice = terminal.notice

    def take(self, scan: Scan) -> bool:
        """Give a scan to the open entry; always True: a scan belongs to it or to nothing."""
        if CHECK in scan.data:
            self._checked(scan)
            return True
        if plain(scan):
            self._give(scan.data)
            return True
        address = self._p.active()
        question = ReadCode(scan.data, scan.aim, self._terminal.separators)
        self._terminal.separators = self._terminal.separators or GS in scan.data.strip(GS)
        self._p.desk.ask(
            question, lambda said: self._read(address, said), lambda refusal: self._refused(address, scan, refusal)
        )
        return True

    def _checked(self, scan: Scan) -> None:
        """The check symbol: a scanner that sends its separator may be trusted, one that loses it may not."""
        self._terminal.separators = scan.aim in GS1 and GS in scan.data.strip(GS)
        if self._terminal.separators:
            self._notice(tr("This scanner sends separators: codes with several fields are read"), "")
        else:
            self._notice(tr("This scanner loses separators or does not name the code. Set it up anew."), "crit")

    def _give(self, text: str) -> None:
        form = self._form()
        if form is None or not form.take_scan(text):
            self._notice(tr("This scan has no place in the open entry"), "warn")

    def _read(self, address: str, said: CodeAnswer) -> None:
        entry, form = self._p.entry(address), self._form()
        if entry is None or form is None or address != self._p.active():
            self._notice(tr("This scan has no place in the open entry"), "warn")
            return
        if entry.kind != "material" or said.kind == "plain":
            self._give(_part(said, OF_SCAN.get(entry.spec.get("of", "").partition(":")[0], ())) or said.text)
            return
        item, code = said.facts.get("item", ""), entry.spec.get("code", "")
        if item and code and item != code:
            words = tr("This label says material {item}; this entry needs {code}", item=item, code=code)
            self._attempt(address, said.text, words)
            return
        parts = {field: found for field, names in OF_MATERIAL.items() if (found := _part(said, names))}
        if "lot" not in parts:
            words = tr("The code {code} names no lot. Scan the code that does, or type it.", code=said.readable)
            self._attempt(address, said.text, words)
            return
        form.take_facts(parts)

    def _refused(self, address: str, scan: Scan, refusal: Refusal) -> None:
        self._attempt(address, scan.aim + scan.data, refusal_words(refusal))

    def _attempt(self, address: str, raw: str, words: str) -> None:
        """Keep what was scanned in vain, and say why (floor-rules 10)."""
        self._notice(words, "warn")
        if self._p.entry(address) is None:
            return
        source = {"how": "device", "device": tr("scanner"), "raw": shown_text(raw, 80)}
        value = {"trouble": "device_garbage"}
        command = RecordValue(self._p.batch, address, value, performed_by=self._p.performer(), source=source)
        self._p.act_on(command, "", lambda _said: self._p.refresh())


def plain(scan: Scan) -> bool:
    """Tell whether a scan goes on as it is: no GS1 code, no separator, no mark of a profile, no ISBT 128."""
    marked = any(scan.data.startswith(mark(profile)) for profile in PROFILES[1:])
    return not (marked or scan.aim in GS1 or GS in scan.data or scan.data[:1] in ("=", "&"))


def _part(said: CodeAnswer, names: tuple[str, ...]) -> str:
    facts: Mapping[str, str] = said.facts
    return next((facts[name] for name in names if facts.get(name)), "")
