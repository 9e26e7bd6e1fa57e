"""Joining a site: a new station asks, the office admits it, the new station accepts only its own site.

    1  the new station makes its store. Its genesis names the fingerprint of the site's root key, which a person gave.
    2  it writes a request: a small file, and a code of 16 characters to read aloud or compare on paper
    3  at the office an administrator gives file and code, quality signs; the office's key certifies log, name and keys,
       the site's CA issues the certificate for PDFs; admission and first lease are entries
    4  the entries, the site's secret and people's wraps reach the new station by its first round or by a bundle
    5  the new station takes nothing before the chain root key -> foundation -> office -> own admission holds

The request is JSON, signed by the station's key that the genesis in it names, so file and code cannot be taken apart:
changing any of the keys in it would need another station key, and that another code. It holds no secret.
"""

from __future__ import annotations

import base64
import platform
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ebr.clock import Clock, SystemClock
from ebr.domain import canonical
from ebr.domain.decision import Actor
from ebr.domain.refusal import Refusal
from ebr.domain.site.commands import AdmitStation, RevokeStation
from ebr.domain.site.state import SiteState, station_named
from ebr.domain.station import rules as station_rules
from ebr.domain.station.commands import BeginStation
from ebr.domain.station.events import Genesis
from ebr.domain.station.state import StationState
from ebr.station import leasing
from ebr.station.answered import Answer
from ebr.station.founding import CA_KEY, PDF_KEY, PDF_LEAF
from ebr.storage import certificates, reading
from ebr.storage.chain import Broken, Entry, holds, leaf_of
from ebr.storage.codec import read
from ebr.storage.setting import Founding, Setting
from ebr.storage.site_key import certified_station, fingerprint
from ebr.storage.store import Store
from ebr.storage.views import subject_index
from ebr.storage.walk import Walk
from ebr.sync.admission import Gathered, Members

if TYPE_CHECKING:
    from ebr.station.inside import Inside

SUFFIX: Final = ".ebrj"
PURPOSE: Final = b"ebr join/1\x00"
SUITE: Final = "ebr join/1"
CODE_BYTES: Final = 10
GROUP: Final = 4
FINGERPRINT_DIGITS: Final = 64
LARGEST_REQUEST: Final = 64 * 1024


class _Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    encryption_key: str
    genesis: tuple[str, str, str]
    """Header, body and seal of the first entry, hex."""
    pdf_key: str
    signature: str
    suite: str

    def message(self) -> bytes:
        """Return what the station's key signs."""
        plain = msgspec.to_builtins(self)
        return PURPOSE + canonical.dumps({name: part for name, part in plain.items() if name != "signature"})


@dataclass(frozen=True, slots=True)
class Request:
    """A request to be admitted, checked: what the new station is, and its public keys (hex)."""

    log: str
    genesis: Genesis
    encryption_key: str
    pdf_key: bytes
    data: bytes

    @property
    def code(self) -> str:
        """The code that is read aloud: 80 bits of the log's id in groups of letters and digits."""
        return code_of(self.log)


def join(
    place: Path,
    name: str,
    site: str,
    profile: str,
    *,
    clock: Clock | None = None,
    passphrase: str | None = None,
    key_store: str | None = None,
) -> Request:
    """Make the store of a new station in a folder and return its request; raises `Refusal` and leaves nothing."""
    clock = clock or SystemClock()
    founding = Founding(name, fingerprint_of(site), profile, machine())
    _check_begin(founding, clock)
    made: list[Request] = []

    def _first(store: Store) -> None:
        key = certificates.new_key()
        store.keep_secret(PDF_KEY, store.keys.lock(PDF_KEY, certificates.key_bytes(key)))
        made.append(request_of(store))

    setting = Setting(clock=clock)
    Store.create(place, founding, passphrase=passphrase, prefer_key_store=key_store, first=_first, setting=setting)
    return made[0]


def request_of(store: Store) -> Request:
    """Return the request of a station, as often as it is needed."""
    box = store.secret(PDF_KEY)
    if box is None:
        raise Refusal("request_unreadable", file=str(store.folder))
    pdf_key = certificates.key_from(store.keys.unlock(PDF_KEY, box))
    first = store.log.read_after(store.log.id, 0, 1)[0]
    genesis = (first.header.hex(), (first.body or b"").hex(), first.seal.hex())
    public = certificates.public_bytes(pdf_key.public_key())
    unsigned = _Form(store.keys.encryption_public, genesis, public.hex(), "", SUITE)
    form = msgspec.structs.replace(unsigned, signature=store.keys.signing.sign(unsigned.message()).hex())
    data = msgspec.json.format(msgspec.json.encode(form, order="sorted"), indent=1) + b"\n"
    return Request(store.log.id, store.genesis, form.encryption_key, public, data)


def read_request(path: Path) -> Request:
    """Return a request from its file, checked in itself; raises `Refusal`."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_REQUEST + 1)
    except FileNotFoundError:
        raise Refusal("path_missing", path=str(path)) from None
    except OSError as wrong:
        raise Refusal("path_unreadable", path=str(path), why=wrong.strerror or str(wrong)) from wrong
    try:
        return _checked(data)
    except (msgspec.MsgspecError, ValueError, Broken):
        raise Refusal("request_unreadable", file=str(path)) from None


def code_of(log: str) -> str:
    """Return the code of a log's id."""
    text = base64.b32encode(bytes.fromhex(log)[:CODE_BYTES]).decode()
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def fingerprint_of(text: str) -> str:
    """Return a fingerprint as it was typed in its one form; raises `Refusal`."""
    plain = "".join(text.lower().split()).replace(":", "").replace("-", "")
    if len(plain) != FINGERPRINT_DIGITS or plain.strip("0123456789abcdef"):
        raise Refusal("fingerprint_form")
    return plain


def admission(station: Inside, request: Request, code: str, quality: str) -> AdmitStation:
    """Return the command by which the office admits a station, with the certificates made; raises `Refusal`.

    `code` is what was read aloud at the new station. A restored station names its log before in its genesis.
    """
    office, ca_key = _office(station)
    genesis = request.genesis
    if _plain(code) != _plain(request.code):
        raise Refusal("request_code")
    if genesis.profile != station.store.genesis.profile:
        raise Refusal("other_profile", found=genesis.profile, own=station.store.genesis.profile)
    if genesis.site != fingerprint(office.root_key) and genesis.previous_log not in office.stations:
        raise Refusal("request_other_site", station=genesis.station)
    now = datetime.fromisoformat(station.clock.now().wall)
    ca = bytes.fromhex(office.issuing_ca)
    public = certificates.public_from(request.pdf_key)
    leaf = certificates.station_leaf(ca, ca_key, genesis.station, genesis.profile, public, now).hex()
    before = office.stations.get(genesis.previous_log)
    certificate = certified_station(
        station.store.keys.signing,
        request.log,
        genesis.station,
        genesis.key,
        leaf,
        request.encryption_key,
        office=before is not None and before.office and before.key == genesis.key,
    )
    return AdmitStation(
        request.log,
        genesis.station,
        genesis.key,
        request.encryption_key,
        leaf,
        certificate,
        genesis.previous_log,
        quality,
    )


def admit(station: Inside, command: AdmitStation, *, by: str, secret: str, seen: str, command_id: str = "") -> Answer:
    """Admit a station and grant its first lease: the administrator asks, `secret` is quality's, who signs."""
    answer = station.do(command, by=by, secret=secret, seen=seen, command_id=command_id)
    if not answer.ok:
        return answer
    if station.store.state("site").stations[command.log].office:
        accept(station.store, members_here(station.store))
    else:
        leasing.grant(station, command.log)
    return answer


def revocation(station: Inside, name: str, reason: str, quality: str) -> RevokeStation:
    """Return the command that revokes a station behind the last of its entries that is here; raises `Refusal`."""
    site: SiteState = station.store.state("site")
    found = station_named(site, name) or site.stations.get(name)
    if found is None:
        raise Refusal("station_unknown", station=name)
    with station.store.log.transaction() as connection:
        last = reading.last_of(connection, found.log)
    # Of a log of which nothing arrived, its first entry is all that was admitted: its hash is the log's id.
    seq, name = (last.seq, last.hash.hex()) if last is not None else (1, found.log)
    return RevokeStation(found.log, seq, name, reason, quality)


def accept(store: Store, members: Members) -> None:
    """Keep the certificate for PDFs of the own admission; raises `Refusal` while the site does not vouch for us."""
    own = members.stations.get(store.log.id)
    if own is None or own.key != store.keys.public or own.encryption_key != store.keys.encryption_public:
        raise Refusal("not_admitted_yet", code=code_of(store.log.id))
    leaf = bytes.fromhex(own.pdf_certificate)
    if store.secret(PDF_LEAF) != leaf:
        store.keep_secret(PDF_LEAF, leaf)


def fingerprint_here(store: Store) -> str:
    """Return the fingerprint of the site: by its foundation, or as this station's genesis names it."""
    site: SiteState = store.state("site")
    return fingerprint(site.root_key) if site.founded else store.genesis.site


def members_here(store: Store, also: Gathered | None = None) -> Members:
    """Return the stations of the site as its own entries prove them, here and in what was gathered elsewhere."""
    here = Gathered()
    with store.reading() as connection:
        here.see(subject_index.entries(connection, "site"))
        if here.foundation is not None:
            here.see(reading.read_after(connection, *here.founders()))
    return here.joined(also or Gathered()).members(fingerprint_here(store))


def machine() -> dict[str, str]:
    """Return what a genesis says about the machine."""
    return {"machine": platform.machine(), "node": platform.node(), "system": platform.system()}


def _office(station: Inside) -> tuple[SiteState, Any]:
    """Return the site and the CA's key; raises `Refusal` on a station that is not the office."""
    site, box = station.store.state("site"), station.store.secret(CA_KEY)
    # A restored office admits its own new log.
    own = site.stations.get(station.store.log.id) or site.stations.get(station.store.genesis.previous_log)
    if own is None or not own.office or box is None:
        raise Refusal("not_the_office")
    return site, certificates.key_from(station.store.keys.unlock(CA_KEY, box))


def _checked(data: bytes) -> Request:
    form = msgspec.json.decode(data, type=_Form)
    header, body, seal = (bytes.fromhex(part) for part in form.genesis)
    name = leaf_of(header)
    entry = Entry(name.hex(), 1, header, body, name, seal)
    read_header = Walk(entry.log).step(entry)
    genesis = read(read_header.event, body)
    if not isinstance(genesis, Genesis) or form.suite != SUITE:
        raise ValueError("not a genesis")
    if not holds(genesis.key, bytes.fromhex(form.signature), form.message()):
        raise ValueError("not signed by the station's key")
    pdf_key = bytes.fromhex(form.pdf_key)
    certificates.public_from(pdf_key)
    if len(bytes.fromhex(form.encryption_key)) != len(bytes.fromhex(genesis.key)):
        raise ValueError("no key")
    return Request(entry.log, genesis, form.encryption_key, pdf_key, data)


def _check_begin(founding: Founding, clock: Clock) -> None:
    """Ask the rules whether a station may begin so; the key that it will have does not exist yet."""
    command = BeginStation(founding.station, founding.site, founding.profile, "0" * 64, founding.machine)
    begun = station_rules.decide(StationState(), {}, command, Actor(""), clock.now())
    if begun.refusal is not None:
        raise begun.refusal


def _plain(code: str) -> str:
    return "".join(code.upper().split()).replace("-", "")
