"""The only door: everything a screen or a command does to a station.

And everything they ask (architecture.md, "Layout").

    with Station.open(folder) as station:
        station.sign_in("mchen", secret)
        station.do(RecordValue(...), by="mchen")      -> Answer: refusal or not, what changed
        station.ask(BatchQuestion(...))               -> plain values

Wires store, clock, keys and answers; holds no rule. One thread uses a `Station` (the desk's writer); readers in
other processes use `ebr.station.looking.look`.
"""

from __future__ import annotations

import secrets as random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ebr.clock import Clock, SystemClock
from ebr.domain.block.rules import adding as adding_block
from ebr.domain.draft.rules import saving
from ebr.domain.master.rules import adding
from ebr.domain.people.commands import ChoosePassword, EnrolPerson, ReplaceKey
from ebr.domain.people.rules import password_problem
from ebr.domain.people.state import PersonState
from ebr.domain.refusal import Refusal
from ebr.domain.station.commands import EndPresence, SignIn
from ebr.domain.station.state import lock_trouble, signed_in
from ebr.station import inspecting, wiping
from ebr.station.acting import Answer
from ebr.station.answers import ANSWERS
from ebr.station.founding import Answers, Founded, FounderAnswers, found
from ebr.station.inside import Inside
from ebr.station.people_keys import name_of
from ebr.storage.chain import Broken
from ebr.storage.folder import DATABASE
from ebr.storage.store import Setting, Store
from ebr.storage.verify.report import MEANINGS
from ebr.sync.other_side import OtherSide
from ebr.words import tr

if TYPE_CHECKING:
    from ebr.domain.site.commands import AdmitStation, RevokeStation
    from ebr.station.devices import Devices
    from ebr.station.going_on import Gone
    from ebr.station.joining import Request
    from ebr.station.keeping import Kept
    from ebr.station.labelling import LabelOrder, Wanted
    from ebr.station.syncing import Summary

__all__ = ["Answer", "Answers", "Founded", "FounderAnswers", "Station", "adding", "adding_block", "saving"]


class Station(Inside):
    """One station, open for writing by this program alone."""

    @classmethod
    def create(cls, folder: Path, answers: Answers, clock: Clock | None = None) -> Founded:
        """Found a site with its first station in a folder; raises `Refusal` and leaves nothing."""
        return found(folder, answers, clock)

    @classmethod
    def join(cls, folder: Path, *, name: str, site: str, profile: str, passphrase: str | None = None) -> Request:
        """Make a station that asks to join the site with this fingerprint; raises `Refusal` and leaves nothing."""
        from ebr.station import joining

        kept = "demonstration" if profile == "demonstration" else None
        return joining.join(folder, name, site, profile, passphrase=passphrase, key_store=kept)

    @classmethod
    def open(cls, folder: Path, *, clock: Clock | None = None, passphrase: str | None = None) -> Station:
        """Open a station for writing; raises `Refusal` in words for everything that stands against it."""
        clock = clock or SystemClock()
        try:
            store = Store.open(folder, passphrase=passphrase, setting=Setting(clock=clock))
        except Broken as broken:
            why = tr(MEANINGS[broken.code], **broken.params)
            raise Refusal("store_damaged", file=str(folder / DATABASE), why=why) from broken
        if store.genesis.profile == "production" and not isinstance(clock, SystemClock):
            store.close()
            raise Refusal("clock_simulated")
        station = cls(store, clock)
        wiping.daily(station)
        return station

    def ask(self, question: object) -> Any:  # noqa: ANN401 - the question's docstring names the type of its answer
        """Answer a question with plain values; raises `Refusal`."""
        inspecting.may_ask(self, question)
        wiping.daily(self)
        return ANSWERS[type(question)](self, question)

    def close(self) -> None:
        """End the presence and close; everything was durable long before."""
        present = self.present()
        if present:
            self.sign_out("stop")
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # After a fault nothing more is written: the presence ends with the next start.
        self.store.close() if error is not None else self.close()

    def sign_in(self, person: str, secret: str, *, badge: bool = False) -> Answer:
        """Begin a presence with user name or badge and the full password (11.200(a)(1))."""
        wiping.daily(self)
        state = self.acting.person(person)
        trouble = wiping.people_trouble(self)
        if trouble is not None and state.known and self.store.secret(name_of(person)) is None:
            return Answer(trouble)  # no password opens what is gone: none is wrong for that
        opened = bool(secret) and self._opens(state, secret)
        known = person if state.known else ""
        return self.do(SignIn(known, random.token_hex(8), opened, badge))

    def sign_out(self, how: str) -> Answer:
        """End the presence: "lock", "idle", "switch", "log-out", "leave-now" or "stop"."""
        found = signed_in(self.station_state())
        if found is None:
            return Answer()
        return self.do(EndPresence(found.id, how), by=found.person)

    def choose_password(self, person: str, old: str, new: str) -> Answer:
        """Choose an own password; after a temporary one fresh keys are made with it."""
        state = self.acting.person(person)
        locked = lock_trouble(self.station_state(), person)
        if locked is not None:
            return Answer(locked)
        keys = self.people_keys.unwrapped(state, old) if state.known and state.key else None
        if keys is None:
            return Answer(self.acting.note_failure(person, "choose", self.clock.now()))
        problem = self._password_problem(new, state)
        if problem is not None or new == old:
            return Answer(problem or Refusal("password_same"))
        return self._choose(state, new, keys)

    def enrol(
        self, command: EnrolPerson, password: str, *, by: str, secret: str, seen: str = "", command_id: str = ""
    ) -> Answer:
        """Enrol a person: keys are made here, `secret` is the quality person's who signs."""
        problem = self._password_problem(password, PersonState(person=command.person, name=command.name))
        return (
            Answer(problem) if problem is not None else self._with_keys(command, password, by, secret, seen, command_id)
        )

    def replace_key(
        self, command: ReplaceKey, password: str, *, by: str, secret: str, seen: str = "", command_id: str = ""
    ) -> Answer:
        """Help after a forgotten password: a temporary one and a key that signs nothing.

        `secret` is the second person's.
        """
        problem = self._password_problem(password, self.acting.person(command.person))
        return (
            Answer(problem) if problem is not None else self._with_keys(command, password, by, secret, seen, command_id)
        )

    def draft_keys(self, command: EnrolPerson | ReplaceKey, password: str) -> EnrolPerson | ReplaceKey:
        """Return the command with fresh public keys.

        Remembered with their wrap until it is done (the sheet shows them).
        """
        keys, wrap = self.people_keys.new(command.person, password)
        self._drafted = {keys.public: wrap}
        return replace(command, key=keys.public, encryption_key=keys.encryption_public)

    _drafted: dict[str, bytes]

    def report(
        self, batch: str, target: Path | None = None, by: str = "", *, copy_of: int = 0, command_id: str = ""
    ) -> Answer:
        """Make a report (or a numbered copy of one) as a sealed PDF; the answer names report, copy and file."""
        from ebr.station import reporting

        return reporting.make(self, batch, target, by, copy_of, command_id)

    def report_order(
        self, batch: str, target: Path | None = None, by: str = "", *, copy_of: int = 0, command_id: str = ""
    ) -> tuple[Answer, dict[str, Any] | None]:
        """Number a report and return what a child process needs to draw it (`ebr.station.child`).

        It holds the station's key for PDFs: it goes to that child's standard input and nowhere else.
        """
        from dataclasses import asdict

        from ebr.station import reporting

        answer, order = reporting.ordered(self, batch, target, by, copy_of, command_id)
        return answer, asdict(order) if order is not None else None

    def label_order(
        self, wanted: Wanted, by: str = "", *, command_id: str = "", devices: Devices | None = None
    ) -> LabelOrder:
        """Draw labels and write the job down; `ebr.station.labelling.sent` sends it, on the devices' thread.

        `devices` are those of another terminal, None for this one's.
        """
        from ebr.station import labelling

        return labelling.ordered(self, wanted, devices or self.devices(), by, command_id)

    def label_plan(self, wanted: Wanted) -> dict[str, Any]:
        """Return the order of a child that draws a job of labels (`ebr.station.child`); raises `Refusal`."""
        from dataclasses import asdict

        from ebr.station import labelling

        return {"work": "labels", **asdict(labelling.plan_for(self, wanted, self.devices()))}

    def label_written(
        self, wanted: Wanted, order: Mapping[str, Any], told: Mapping[str, str], by: str = "", *, command_id: str = ""
    ) -> LabelOrder:
        """Write a job down that a child has drawn for an order of `label_plan`, where it still holds."""
        from ebr.station import labelling
        from ebr.station.label_drawing import LabelPlan, from_child

        given = {name: part for name, part in order.items() if name != "work"}
        plan = LabelPlan(**{**given, "serials": tuple(given["serials"])})
        return labelling.written(self, wanted, plan, from_child(told), self.devices(), by, command_id)

    def label_preview(self, wanted: Wanted) -> bytes:
        """Return a label of a batch as PNG, as it would be printed now; raises `Refusal`."""
        from ebr.station import labelling

        return labelling.preview(self, wanted)

    def print_form(self, batch: str, target: Path | None = None, by: str = "", *, command_id: str = "") -> Answer:
        """Print the rest of a batch as a numbered emergency form; the answer names form, entries and file."""
        from ebr.station import forms

        return forms.make(self, batch, target, by, command_id)

    def form_order(
        self, batch: str, target: Path | None = None, by: str = "", *, again: str = "", command_id: str = ""
    ) -> tuple[Answer, dict[str, Any] | None]:
        """Number an emergency form, or name one to print again; returns what a child process needs to draw it.

        It holds the station's key for PDFs, as that of `report_order`.
        """
        from dataclasses import asdict

        from ebr.station import forms

        answer, order = forms.ordered(self, batch, target, by, again, command_id)
        return answer, {"work": "form", **asdict(order)} if order is not None else None

    def print_master(self, mbr: str, version: str, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write a version of a master batch record as a sealed PDF (21 CFR 211.186); the answer names the file."""
        from ebr.station import master_papers

        return master_papers.print_master(self, mbr, version, target, by, command_id)

    def save_master(
        self, mbr: str, version: str, target: Path, by: str = "", *, form: str = "text", command_id: str = ""
    ) -> Answer:
        """Write a version of a master batch record for other programs: "text" or "batchml"; the answer names it."""
        from ebr.station import master_files

        return master_files.save_master(self, mbr, version, target, by, form, command_id)

    def print_changes(
        self, mbr: str, versions: tuple[str, str], target: Path, by: str = "", *, command_id: str = ""
    ) -> Answer:
        """Write what changed between two versions of a master batch record as a sealed PDF, as `print_master`."""
        from ebr.station import master_papers

        return master_papers.print_changes(self, mbr, versions, target, by, command_id)

    def print_recall(
        self, thing: tuple[str, str, str], direction: str, target: Path, by: str = "", *, command_id: str = ""
    ) -> Answer:
        """Write all that a thing (kind, number, container) reached as a sealed PDF; the answer names the file."""
        from ebr.station import recalling

        return recalling.print_recall(self, thing, direction, target, by, command_id)

    def print_inventory(self, lot: str, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write the inventory record of a lot (21 CFR 211.184) as a sealed PDF; the answer names the file."""
        from ebr.station import inventories

        return inventories.print_inventory(self, lot, target, by, command_id)

    def print_product(
        self, mbr: str, slot: str, rules: str, last: int, target: Path, by: str = "", *, command_id: str = ""
    ) -> Answer:
        """Write the product review of a master, or of one value, as a sealed PDF or CSV; the answer names the file."""
        from ebr.station import product_papers

        return product_papers.print_product(self, mbr, slot, rules, last, target, by, command_id)

    def print_use_log(self, equipment: str, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write the use log of a piece of equipment as a sealed PDF; the answer names the file. Raises `Refusal`."""
        from ebr.station import use_logs

        return use_logs.print_use_log(self, equipment, target, by, command_id)

    def print_training(self, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write who is trained for what as a sealed PDF; the answer names the file. Raises `Refusal`."""
        from ebr.station import training_papers

        return training_papers.print_training(self, target, by, command_id)

    def print_certificate(self, batch: str, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write the certificate of a decided batch as a sealed PDF; the answer names the file. Raises `Refusal`."""
        from ebr.station import release_papers

        return release_papers.print_certificate(self, batch, target, by, command_id)

    def print_analysis(self, batch: str, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write the certificate of analysis of a batch as a sealed PDF; the answer names the file. Raises `Refusal`."""
        from ebr.station import analysis_papers

        return analysis_papers.print_analysis(self, batch, target, by, command_id)

    def print_register(self, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write the register of releases as a sealed PDF, or as CSV for a name that ends so. Raises `Refusal`."""
        from ebr.station import release_papers

        return release_papers.print_register(self, target, by, command_id)

    def export_deviation(self, number: str, form: str, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write a deviation as "json", "csv" or sealed "pdf"; the answer names the file. Raises `Refusal`."""
        from ebr.station import deviation_papers

        return deviation_papers.export_deviation(self, number, form, target, by, command_id)

    def print_deviations(self, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Write the register of deviations as a sealed PDF, or as CSV for a name that ends so. Raises `Refusal`."""
        from ebr.station import deviation_papers

        return deviation_papers.print_deviations(self, target, by, command_id)

    def export(self, target: Path, batch: str = "", by: str = "", *, command_id: str = "") -> Answer:
        """Write the record, or one batch, with its checker as a folder or .zip; the answer counts the entries."""
        from ebr.station import exporting

        return exporting.write(self, target, batch, by, command_id)

    def archive(self, target: Path, batch: str, by: str = "", *, command_id: str = "") -> Answer:
        """Write all about a batch for thirty years as a folder or .zip; the answer counts entries and papers."""
        from ebr.station import exporting

        return exporting.archive(self, target, batch, by, command_id)

    def second_copy(self, target: Path, by: str = "", *, command_id: str = "") -> Answer:
        """Bring the copy of the log in a folder on another medium up to date (floor-rules 18)."""
        from ebr.station import second_copy

        return second_copy.second_copy(self, target, by, command_id)

    def keep_second_copy(self) -> Kept:
        """Write the second copy to the medium that the terminal's settings name when it is due; or say why not."""
        from ebr.station import keeping

        return keeping.keep(self)

    def take_copies(self, folder: Path, by: str = "") -> tuple[Gone, ...]:
        """Take the second copies of other stations in a folder, to go on with their batches; raises `Refusal`."""
        from ebr.station import going_on

        return going_on.take_copies(self, folder, by)

    def devices(self) -> Devices:
        """Return the devices of this terminal: a plain object for another thread, the same while nothing is changed."""
        from ebr.station.devices import devices_of

        self._devices = devices_of(self, self._devices)
        return self._devices

    _devices: Devices | None = None

    def sync(self, other: OtherSide, *, everything: bool = False, **how: Any) -> Summary:  # noqa: ANN401 - as `syncing.sync`
        """Do one round with another side and return what it did; `everything`: contents of all batches.

        Raises `Refusal`. A screen runs `ebr.station.syncing.steps` instead, job by job.
        """
        from ebr.station import syncing

        return syncing.sync(self, other, everything=everything, **how)

    def admission(self, file: Path, code: str) -> AdmitStation:
        """Return the command that admits the station of a request file with the code read aloud; raises `Refusal`."""
        from ebr.station import joining

        return joining.admission(self, joining.read_request(file), code, "")

    def admit(self, command: AdmitStation, *, by: str, secret: str, seen: str, command_id: str = "") -> Answer:
        """Admit a station and grant its first lease; `secret` is quality's, who signs."""
        from ebr.station import joining

        return joining.admit(self, command, by=by, secret=secret, seen=seen, command_id=command_id)

    def revocation(self, log: str, reason: str) -> RevokeStation:
        """Return the command that revokes a station behind what is here of its log; raises `Refusal`."""
        from ebr.station import joining

        return joining.revocation(self, log, reason, "")

    def write_bundle(self, to: str, target: Path, by: str = "", command_id: str = "") -> Answer:
        """Write a bundle for a station; the answer names bundle, file and number of entries (without a new receipt)."""
        from ebr.station import bundles

        return bundles.export(self, to, target, by, command_id=command_id)

    def export_fact(self, entry: str, by: str = "", command_id: str = "") -> Answer:
        """Note that a fact leaves by the screen and return its codes, as `facts.export`."""
        from ebr.station import facts

        return facts.export(self, entry, "screen", by, command_id)

    def take_fact(self, lines: Sequence[str], by: str = "", command_id: str = "") -> Answer:
        """Take in a fact that a scanner read, as `facts.take`."""
        from ebr.station import facts

        return facts.take(self, lines, by, command_id)

    def take_bundle(self, file: Path, by: str = "", command_id: str = "") -> Answer:
        """Take a bundle in, whole and verified or not at all; the answer counts entries and names the sender."""
        from ebr.station import bundles

        return bundles.take(self, file, by, command_id)

    def fetch(self, batch: str) -> None:
        """Want the contents of a batch here; the next round brings them."""
        from ebr.station import syncing

        syncing.fetch(self, batch)

    def attach(self, data: bytes, name: str, media: str) -> dict[str, str]:
        """Keep a file durably and return the value of a photograph or file entry that names it."""
        return {"media": media, "name": name, "sha256": self.attachments.add(data), "size": str(len(data))}

    def _opens(self, state: PersonState, secret: str) -> bool:
        try:
            return state.known and self.people_keys.unwrapped(state, secret) is not None
        except Refusal:
            return False

    def _password_problem(self, password: str, state: PersonState) -> Refusal | None:
        policy = self.store.state("site").policy
        return password_problem(password, policy, state)

    def _with_keys(
        self, command: EnrolPerson | ReplaceKey, password: str, by: str, secret: str, seen: str, command_id: str
    ) -> Answer:
        drafted = command if command.key else self.draft_keys(command, password)
        return self.acting.do(
            drafted, by, secret, seen, command_id, keep={name_of(command.person): self._drafted[drafted.key]}
        )

    def _choose(self, state: PersonState, new: str, keys: Any) -> Answer:  # noqa: ANN401 - PersonKeys
        if state.temporary:
            fresh, wrap = self.people_keys.new(state.person, new)
            command = ChoosePassword(
                state.person, secret_ok=True, key=fresh.public, encryption_key=fresh.encryption_public
            )
        else:
            wrap = self.people_keys.wrap(state.person, keys, new)
            command = ChoosePassword(state.person, secret_ok=True)
        by = "" if state.temporary else state.person
        return self.acting.do(command, by, None, "", "", keep={name_of(state.person): wrap})
