"""What the execution screen shows, as plain frozen data.

The presenter makes it, the view draws it, nobody else sees it.

States of a card are those of `ui.widgets.entry_card`: todo, active, out, done, locked, na. Forms of an editor:
"acknowledge", "number", "choice", "check", "text", "moment", "scan", "file", "fields", "dispense", "answers",
"timer", "sign", "none".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ebr.station.questions import MediaRow
from ui.dispense.model import Dispense
from ui.widgets.limit_scale import LimitScale


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One thing to fill in. `scans` takes the next scan; `wants` says which on-screen keys fit."""

    key: str
    label: str
    unit: str = ""
    wants: str = "text"
    hint: str = ""
    scans: bool = False
    optional: bool = False
    span: int = 2
    """Of six columns."""
    person: bool = False
    """Somebody's badge fills it while it is empty."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What is recorded already in an entry with many rows.

    Heads, cells, the tone of each row, the item number of each.
    """

    heads: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    tones: tuple[str, ...] = ()
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Editor:
    """The open part of a card. `extras` are further acts: key and verb ("close", "start", "stop", "declare")."""

    form: str
    confirm: str = ""
    name: str = ""
    unit: str = ""
    fields: tuple[FieldSpec, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[str, str, str], ...] = ()
    """Lines of a checklist: key, words, detail."""
    rows: Rows | None = None
    figures: tuple[tuple[str, str, str], ...] = ()
    """Name, value, tone."""
    scale: LimitScale | None = None
    extras: tuple[tuple[str, str], ...] = ()
    note: str = ""
    many: bool = False
    main: str = ""
    """Which extra is the next right action, when there is nothing to fill in."""
    device: str = ""
    """The verb that reads a device; "" for none."""
    device_parts: tuple[str, ...] = ()
    """Parts that it can fill."""
    device_note: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    """Where the shown text of a part came from, in words."""
    busy: str = ""
    """The part that is being read now."""
    dispense: Dispense | None = None
    """How much of a material to weigh, and of which lot."""


@dataclass(frozen=True, slots=True)
class Card:
    """One entry to make. `second` is the verb by which a second person signs it, "" when none is waited for."""

    key: str
    title: str
    state: str
    detail: str = ""
    badge: str = ""
    value: str = ""
    source_icon: str = ""
    source: str = ""
    scale: LimitScale | None = None
    change: str = ""
    attempts: tuple[str, ...] = ()
    message: str = ""
    message_tone: str = "crit"
    message_action: str = ""
    exception: str = ""
    second: str = ""
    second_words: str = ""
    editor: Editor | None = None
    notes: tuple[str, ...] = ()
    before: str = ""
    """What the person had typed and not recorded when the program ended, said in words."""


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line of the outline, in the states of `ui.widgets.outline`."""

    key: str
    number: str
    text: str
    state: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RoundLine:
    """What may be done about a repeating part: words and verbs.

    `thing` names what a new round is for ("" when it has no name).
    """

    node: str
    text: str
    open_verb: str = ""
    end_verb: str = ""
    thing: str = ""


@dataclass(frozen=True, slots=True)
class TimerLine:
    """A timer as it stood when it was asked: seconds, and the bounds in seconds."""

    key: str
    name: str
    elapsed: float
    low: float | None
    high: float | None
    running: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class SideLine:
    """A line of the context column: exception, material or equipment."""

    key: str
    title: str
    detail: str = ""
    amount: str = ""
    done: bool = False
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """The sign bar: the next right action or why it is not possible. `act`: "sign", "second", "next", "return", ...

    Or "".
    """

    act: str = ""
    text: str = ""
    icon: str = ""
    enabled: bool = False
    reason: str = ""
    detail: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class StepView:
    """The step in the centre."""

    key: str
    number: str
    title: str
    instruction: str
    sop: str
    critical: bool
    status: str
    strip_tone: str = ""
    strip: str = ""
    strip_action: str = ""
    strip_act: str = ""
    cards: tuple[Card, ...] = ()
    signatures: tuple[tuple[str, bool], ...] = ()
    """Each signature in words, and whether it still stands."""
    rounds: tuple[RoundLine, ...] = ()
    scribe: str = ""
    room: str = ""
    """The room that the step asks for, in words."""
    scribe_allowed: bool = False
    media: tuple[MediaRow, ...] = ()
    """Pictures and documents shown with the instruction."""
    language: str = ""
    """In which language it is shown, by that language's own name; "" where there is only one."""
    amended: str = ""
    """That quality changed or added this step while the batch ran, and when; "" when not."""
    amended_words: str = ""
    """What changed, and why."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything on the screen."""

    batch: str
    product: str
    identifiers: tuple[tuple[str, str], ...]
    outline: tuple[OutlineLine, ...]
    current: str
    done: int
    total: int
    step: StepView | None
    exceptions: tuple[SideLine, ...]
    exceptions_open: int
    materials: tuple[SideLine, ...]
    equipment: tuple[SideLine, ...]
    bar: Bar
    active: str = ""
    timers: tuple[TimerLine, ...] = ()
    more: tuple[tuple[str, str], ...] = field(default=())
    """Further acts of the menu: key and words."""
