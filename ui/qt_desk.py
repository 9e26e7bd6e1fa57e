"""The Desk on Qt: the one module of the screens that knows threads (architecture.md, "Directions").

One writer thread owns the station: it opens it, decides, records and reads; nothing else touches it. Answers come
back on the screen's thread through one signal of one QObject and bound methods only. Heavy work (a report, walking the
chain) runs in a child process of the same program, so a step is never slowed.

A refusal is an answer. Anything else is a fault of ours: it is kept whole, nothing is written any more, and the
person is told. `close` waits for what is under way: it was asked for, so it is recorded.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Signal

from ebr import applog
from ebr.domain.refusal import Refusal
from ui.desk import Answer, Answered, Refused, Stop, Then, as_shown, new_command_id
from ui.drawing import Drawing, LabelDrawing
from ui.network import FAILED, Network
from ui.qt_child import Ended
from ui.qt_children import Children

LARGEST_FILE = 25 * 1024 * 1024
SLOW_SECONDS = 1.0
"""Work of the writer that takes longer is noted in the application log: a person waited for it."""
Job = tuple[Callable[[], Any], Callable[[Any], None]]


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong in the program itself: one line, and everything for whoever repairs it."""

    line: str
    detail: str


class QtDesk(QObject):
    """QtDesk(open_station): `open_station()` is called on the writer thread and gives the Station, or raises Refusal.

    With None it waits for `begin(open_station)`: what is asked meanwhile is answered when the station is open.
    Signals: faulted(object: Fault), opened(object: None or the Refusal that says why not).
    """

    faulted = Signal(object)
    opened = Signal(object)
    _returned = Signal(object)
    _told = Signal(object)

    def __init__(self, open_station: Callable[[], Any] | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard: list[Callable[[frozenset[str]], None]] = []
        self._station: Any = None
        self._stopped = False
        self._children = Children(self)
        self._recording = 0
        self._returned.connect(self._deliver)
        self._told.connect(self._tell)
        self._writer = ThreadPoolExecutor(1, "writer")
        self._at_devices = threading.Lock()
        self._waiting: list[Job] | None = []
        self.rounds = Network(self, self)
        if open_station is not None:
            self.begin(open_station)

    def begin(self, open_station: Callable[[], Any]) -> None:
        """Open the station, then answer what was asked before; again after a refusal (another passphrase)."""
        waiting, self._waiting = self._waiting or [], None
        self._submit(lambda: self._open(open_station), self._is_open)
        for job, then in waiting:  # counted already when they were asked for
            self._submit(job, then)

    # -- the writer thread

    def _open(self, open_station: Callable[[], Any]) -> Any:
        self._station = open_station()
        return None

    def _submit(self, job: Callable[[], Any], then: Callable[[Any], None], *, records: bool = False) -> None:
        """Hand a job to the writer; one that `records` keeps the window open until its answer is here."""
        if records and not self._stopped:
            self._recording += 1
            then = self._recorded(then)
        if self._waiting is not None:
            self._waiting.append((job, then))
        elif not self._stopped:
            self._writer.submit(self._run, job, then)

    def _recorded(self, then: Callable[[Any], None]) -> Callable[[Any], None]:
        def answered(result: Any) -> None:
            self._recording -= 1
            then(result)

        return answered

    def _run(self, job: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """The worker's edge: whatever is no refusal stops the writing."""
        if self._stopped:
            return
        begun = time.monotonic()
        try:
            result: Any = job()
        except Refusal as refusal:
            applog.note("refused", code=refusal.code)
            result = refusal
        except Exception as error:  # noqa: BLE001 - the worker's edge: a fault is told, logged whole, and stops the writing
            self._stopped = True
            applog.fault(error)
            result = Fault(f"{type(error).__name__}: {error}", traceback.format_exc())
        if (took := time.monotonic() - begun) > SLOW_SECONDS:
            applog.note("slow", seconds=took)
        self._returned.emit((then, result))

    def at_writer(self, job: Callable[[Any], Any]) -> Any:
        """For other threads: do a job with the station, between the acts of a person, and return what it gives.

        Raises what the job raises; `ebr.station.distance.LEFT` when the station is closing. A job that fails in any
        other way than it may is a fault, and nothing is written any more.
        """
        from ebr.station.distance import EXPECTED, LEFT

        if self._stopped:
            raise LEFT
        try:
            done = self._writer.submit(self._between, job)
        except RuntimeError as closed:  # the writer was shut down a moment ago
            raise LEFT from closed
        error = done.exception()
        if error is None:
            return done.result()
        if not isinstance(error, EXPECTED):
            self._stopped = True
            applog.fault(error)
            self._returned.emit((None, _fault_of(error)))
            raise LEFT from error
        raise error

    def beside(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do something slow on a thread of its own; `then` gets what it returns, a Refusal, or FAILED after a fault.

        The thread owns nothing and may be left behind at any time: closing waits for none of it.
        """
        threading.Thread(target=self._beside, args=(work, then), name="network", daemon=True).start()

    def _beside(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """The edge of that thread: a fault is printed whole by Python, and recording goes on."""
        from ebr.station.distance import LEFT

        result: Any = FAILED
        try:
            result = work()
        except (Refusal, LEFT) as ended:
            result = ended
        finally:
            self.tell(then, result)

    def device(self, work: Callable[[Any], Any], then: Callable[[Any], None]) -> None:
        """As `Desk.device`: one job at a time has the devices; it waits for the writer only to learn where they are.

        It keeps nothing, so closing waits for no device, and a fault in one reading leaves the next alone.
        """

        def alone() -> Any:
            with self._at_devices:
                return work(self.at_writer(lambda station: station.devices()))

        self.beside(alone, then)

    def tell(self, then: Callable[[Any], None], said: Any) -> None:
        """For other threads: call `then` on the screen's thread."""
        if not self._stopped:
            self._told.emit((then, said))

    def _tell(self, told: Any) -> None:
        then, said = told
        if not self._stopped:
            then(said)

    def _between(self, job: Callable[[Any], Any]) -> Any:
        from ebr.station.distance import LEFT

        if self._stopped:
            raise LEFT
        return job(self._ready())

    def _ready(self) -> Any:
        if self._station is None:
            raise Refusal("station_not_open")
        return self._station

    # -- the screen's thread

    def _deliver(self, returned: Any) -> None:
        then, result = returned
        if isinstance(result, Fault):
            self.faulted.emit(result)
            return
        then(result)
        self.announce(result)

    def announce(self, said: Any) -> None:
        """Tell everybody which subjects an answer says have changed."""
        changed: frozenset[str] = getattr(said, "changed", frozenset())
        for heard in tuple(self._heard) if changed else ():
            heard(changed)

    def _is_open(self, result: Any) -> None:
        self.opened.emit(result)

    def do(
        self, command: Any, *, by: str, then: Then, secret: str | None = None, seen: str = "", command_id: str = ""
    ) -> None:
        """As `Desk.do`."""
        act = command_id or new_command_id()
        self._submit(
            lambda: self._ready().do(command, by=by, secret=secret, seen=seen, command_id=act),
            _answering(then),
            records=True,
        )

    def ask(self, question: Any, then: Answered, refused: Refused | None = None) -> None:
        """As `Desk.ask`."""

        def answered(result: Any) -> None:
            if not isinstance(result, Refusal):
                then(result)
            elif refused is not None:
                refused(result)

        self._submit(as_shown(lambda: self._ready().ask(question)), answered)

    def call(self, name: str, then: Answered, /, *args: Any, **kwargs: Any) -> None:
        """As `Desk.call`."""
        self._submit(lambda: getattr(self._ready(), name)(*args, **kwargs), then, records=True)

    def sign_in(self, person: str, secret: str, then: Then, *, badge: bool = False) -> None:
        """As `Desk.sign_in`."""
        self._submit(lambda: self._ready().sign_in(person, secret, badge=badge), _answering(then))

    def sign_out(self, how: str, then: Then) -> None:
        """As `Desk.sign_out`."""
        self._submit(lambda: self._ready().sign_out(how), _answering(then))

    def attach(self, source: Path | bytes, name: str, media: str, then: Answered) -> None:
        """As `Desk.attach`; the file is read on the writer thread, a too large one not at all."""
        self._submit(lambda: self._ready().attach(_content(source, name), name, media), then, records=True)

    def report(
        self,
        batch: str,
        target: Path | None,
        by: str,
        then: Then,
        *,
        copy_of: int = 0,
        stage: Callable[[str], None] = lambda _stage: None,
    ) -> Stop:
        """As `Desk.report`: the writer takes the number and a child process draws, so no step waits."""
        drawing = Drawing(self.work, self.announce, then, stage)
        self._submit(
            lambda: self._ready().report_order(batch, target, by=by, copy_of=copy_of), drawing.numbered, records=True
        )
        return drawing.stop

    def labels(
        self, wanted: Any, by: str, then: Answered, *, stage: Callable[[str], None] = lambda _stage: None
    ) -> None:
        """As `Desk.labels`: a few the writer draws by itself, many a child process."""
        drawing = LabelDrawing(self, wanted, by, then, stage)
        if drawing.few:
            self.call("label_order", then, wanted, by=by, command_id=new_command_id())
        else:
            self._submit(lambda: self._ready().label_plan(wanted), drawing.planned)

    def form(self, batch: str, by: str, then: Then, *, again: str = "") -> None:
        """As `Desk.form`: the writer takes the number and a child process draws."""
        drawing = Drawing(self.work, self.announce, then, lambda _stage: None)
        self._submit(lambda: self._ready().form_order(batch, by=by, again=again), drawing.numbered, records=True)

    def work(self, order: Mapping[str, Any], then: Ended, stage: Callable[[str], None] = lambda _stage: None) -> Stop:
        """Let a child process do an order of `ebr.station.child`; returns what stops it."""

        def ended(result: Mapping[str, Any] | Refusal | str) -> None:
            if not self._stopped:
                then(result)

        return self._children.work(order, ended, stage)

    def under_way(self) -> str:
        """Return what would go unnoticed if the window closed now: "recording", "report", or "" for nothing."""
        if self._recording:
            return "recording"
        return "report" if self._children.drawing() else ""

    def found(self, folder: Path, answers: Any, then: Answered) -> None:
        """As `Desk.found`; stretching the passwords takes seconds, so it is the writer thread's work."""

        def founded(result: Any) -> None:
            then(result)
            if not isinstance(result, Refusal):
                self.opened.emit(None)

        self._submit(lambda: self._found(folder, answers), founded, records=True)

    def _found(self, folder: Path, answers: Any) -> Any:
        from ebr.station.door import Station

        founded = Station.create(folder, answers)
        self._station = Station.open(folder, passphrase=answers.passphrase)
        return founded

    def join(self, folder: Path, asked: Mapping[str, Any], then: Answered) -> None:
        """As `Desk.join`; making keys takes a moment, so it is the writer thread's work."""

        def joined(result: Any) -> None:
            then(result)
            if not isinstance(result, Refusal):
                self.opened.emit(None)

        self._submit(lambda: self._join(folder, asked), joined, records=True)

    def _join(self, folder: Path, asked: Mapping[str, Any]) -> Any:
        from ebr.station.door import Station

        request = Station.join(folder, **asked)
        self._station = Station.open(folder, passphrase=asked.get("passphrase"))
        return request

    def on_changed(self, heard: Callable[[frozenset[str]], None]) -> Stop:
        """As `Desk.on_changed`."""
        self._heard.append(heard)
        return lambda: self._heard.remove(heard) if heard in self._heard else None

    def child(self, arguments: list[str], then: Callable[[tuple[int, str]], None]) -> None:
        """Run a command of this program in a process of its own ("verify", folder).

        `then` gets exit code and output.
        """
        self._children.run(arguments, then)

    def stop_writing(self, _kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The program's excepthook.

        An error in a slot would otherwise be printed and forgotten while recording goes on.
        """
        self._stopped = True
        applog.fault(error)
        self.faulted.emit(_fault_of(error, trace))

    def close(self) -> None:
        """Finish what was asked, end the presence, close the station."""
        faulted, self._stopped = self._stopped, True
        self.rounds.stop()
        if not faulted:
            self._writer.submit(self._close)
        self._writer.shutdown(wait=True)
        self._children.end()

    def _close(self) -> None:
        if self._station is not None:
            self._station.close()


def _fault_of(error: BaseException, trace: TracebackType | None = None) -> Fault:
    whole = traceback.format_exception(type(error), error, trace or error.__traceback__)
    return Fault(f"{type(error).__name__}: {error}", "".join(whole))


def _answering(then: Then) -> Callable[[Any], None]:
    """A refusal that was raised instead of answered is an answer too."""
    return lambda result: then(Answer(result) if isinstance(result, Refusal) else result)


def _content(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        size = source.stat().st_size
        if size > LARGEST_FILE:
            raise Refusal("file_too_large", size=str(size), largest=str(LARGEST_FILE), slot=name)
        return source.read_bytes()
    except OSError as error:
        raise Refusal("file_unreadable", name=name, why=error.strerror or "") from error
