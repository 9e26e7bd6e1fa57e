"""`Session`: what the main window lends a screen: who is signed in, the theme, and ways to move and to speak.

A screen is `View(desk, session)`, made when it is first shown and thrown away when left; parameters of `navigate`
reach it through its method `show_params(**params)`, called after it was made and each time the same screen is asked
for again. A View may also have `first_field() -> QWidget | None` (what gets the focus), `take_scan(scan)` (a
`ui.widgets.wedge.Scan`; True when it was for this screen), `title() -> str` (the header's title), `identity()`
(`ui.widgets.header.Identity | None`), `help_key()` (chapter of the help) and `leave()` (called once, before it is
thrown away). A View that calls `session.header_changed()` has its title and identity asked again.

The main window gives the functions; a test gives its own. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ui.drafts import Drafts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ebr.station.questions import Presence, StatusAnswer
    from ui.desk import Answer, Desk
    from ui.theme import Theme
    from ui.watch import Walked
    from ui.widgets.field import Field
    from ui.widgets.sheet import Sheet

Navigate = Callable[[str, dict[str, str]], None]


def _nothing(*_args: Any, **_kwargs: Any) -> None:
    """Stands for a function that the main window has not given."""


@dataclass(slots=True, weakref_slot=True)
class Session:
    """Plain state and functions. `host` is the window's content.

    Sheets are made with `Sheet(session.theme, session.host, ...)`.
    """

    desk: Desk
    theme: Theme
    host: QWidget
    presence: Presence | None = None
    status: StatusAnswer | None = None
    go: Navigate = _nothing
    go_back: Callable[[], None] = _nothing
    say: Callable[[str, str], None] = _nothing
    change_header: Callable[[], None] = _nothing
    open_letters: Callable[[Field], None] = _nothing
    refresh_presence: Callable[[Callable[[], None]], None] = _nothing
    sign_command: Callable[..., None] = _nothing
    speak: Callable[[str], None] = _nothing
    """Another language for as long as whoever is here stays; "" is the station's again."""
    play: Callable[[str], None] = _nothing
    """Begin a sound (`ui.sounds`): never the only sign of anything."""
    focus_back: Callable[[], None] = _nothing
    """Called when the last sheet is gone: what had the focus before may have been redrawn meanwhile."""
    awake: Callable[[], None] = _nothing
    """Somebody is at work who touches nothing: a scanner reads, a balance is filled. The idle time begins anew."""
    hold_idle: Callable[[bool], None] = _nothing
    """While held (a device is being read) the station does not lock by itself."""
    drafts: Drafts = field(default_factory=Drafts)
    sheets: list[Sheet] = field(default_factory=list)
    founding: Any = None
    """The site that is being founded in this window (`ui.first_start.presenter`), or None: a look into the help or a
    new size must not lose a half that was shown."""
    walked: Walked | None = None
    """The last walk over the whole chain; None where nobody walks it (`ui.watch`)."""
    separators: bool = False
    """A scanner of this station has sent a separator since the program started (`ui.execution.scans`)."""
    closing: bool = False
    """The person is being asked whether the window may close."""

    @property
    def person(self) -> str:
        """Id of who is signed in; "" for nobody."""
        return self.presence.person if self.presence is not None else ""

    @property
    def roles(self) -> tuple[str, ...]:
        """Roles of who is signed in."""
        return self.presence.roles if self.presence is not None else ()

    def may(self, *roles: str) -> bool:
        """Tell whether one of these roles is held. Only for what a screen offers; the rules decide."""
        return any(role in self.roles for role in roles)

    def setting(self, name: str, default: str = "") -> str:
        """A setting of this station, "" included."""
        return self.status.settings.get(name, default) if self.status is not None else default

    def navigate(self, name: str, **params: str) -> None:
        """Show another screen.

        "queue", "execution" (batch, phase), "record" (batch), "verify", "exceptions", "people", "policy",
        "masters", "issue", "status", "audit", "help" (chapter), "appearance" ...
        """
        self.go(name, params)

    def back(self) -> None:
        """Show the screen before."""
        self.go_back()

    def notice(self, text: str, tone: str = "") -> None:
        """Say briefly that something worked (tone ""), or that it did not (tone "warn")."""
        self.say(text, tone)

    def header_changed(self) -> None:
        """Title or identity of the shown screen changed."""
        self.change_header()

    def letters(self, target: Field) -> None:
        """Dock the letter panel (or number keys) for a field, when this station works by touch; otherwise nothing."""
        self.open_letters(target)

    def show_sheet(self, sheet: Sheet) -> None:
        """Open a sheet on top; Esc, its cross and a lock close it. The newest lies on top."""
        self.sheets.append(sheet)
        sheet.closed.connect(lambda _value: self._forget(sheet))
        sheet.open()

    def close_sheet(self) -> None:
        """Close the newest sheet."""
        if self.sheets:
            self.sheets[-1].close_sheet()

    def close_sheets(self) -> None:
        """Close all sheets, newest first."""
        while self.sheets:
            self.close_sheet()

    def _forget(self, sheet: Sheet) -> None:
        if sheet in self.sheets:
            self.sheets.remove(sheet)
        if not self.sheets:
            self.focus_back()

    def sign(
        self,
        command: Any,
        then: Callable[[Answer], None],
        *,
        second: bool = False,
        title: str = "",
        names: str = "",
        through: str = "",
        extra: tuple[Any, ...] = (),
    ) -> None:
        """Sign a command with the sheet that lists everything covered (`Preview`), the signer's full password.

        And `seen`.

        `then` is called once, after it is durable; a refusal stays in the sheet, where the person can correct it.
        With `second` somebody else signs (badge or user name first) and the person signed in stays so: the second
        person asks and signs (verifying a step), or, with `names` = "quality" or "second", only signs and is put into
        that field of the command (people, policy). `through` is another method of the station than `do` ("enrol",
        "replace_key"), called with the command, `extra`, and by, secret, seen, command_id.
        """
        self.sign_command(command, then, second=second, title=title, names=names, through=through, extra=extra)
