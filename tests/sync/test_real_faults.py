"""The simulator's story on real parts: two real stations, their real rounds, a real PostgreSQL.

The server dies with signal 9 in the middle of a round, an older copy of it takes over, a line breaks at any byte, a disk is full on either side.

After each fault everybody does rounds until nothing moves; then both stations show the same, and no entry that was confirmed is missing.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ebr.domain.refusal import Refusal
from ebr.domain.site.commands import AdmitWitness
from ebr.storage.folder import BALLAST
from ebr.sync.central import Central
from ebr.sync.central.founding import init
from ebr.sync.witness import WitnessKey, countersign_all
from tests.station import plant
from tests.sync.line_proxy import line
from tests.sync.postgres_server import Server, running
from tests.sync.site_of_two import LATER, Between, Site, embedded, log_of

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of these tests' own: it is killed and started again."""
    with running() as made:
        yield made


def killed(server: Server) -> None:
    """End the server and all its processes at once, as a power cut would."""
    postmaster = server.pid
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(postmaster)], capture_output=True, text=True, check=True
    )
    for pid in (postmaster, *map(int, children.stdout.split())):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    deadline = time.monotonic() + 20
    while Path(f"/proc/{postmaster}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)


def started(server: Server, data: Path | None = None) -> None:
    """Start the server again; it recovers from its own log."""
    (server.folder / "postmaster.pid").unlink(missing_ok=True)
    settings = f"-c listen_addresses='' -c unix_socket_directories={server.folder}"
    log = server.folder / "log"
    server.tool("pg_ctl", "-D", data or server.folder, "-w", "-t", "60", "-l", log, "-o", settings, "start")


@contextmanager
def played(home: Path, centre: Central | None = None) -> Iterator[Site]:
    """Give two stations; they are closed at the end, however it comes."""
    site = Site(home, centre)
    try:
        yield site
    finally:
        site.close()


def settled(site: Site, centre: Central) -> None:
    """Do rounds until nothing moves, and insist that both stations show the same and miss nothing."""
    for _ in range(6):
        done = [who.station.sync(centre, everything=True) for who in (site.office, site.room)]
        if not any(one.sent + one.relayed + one.taken + one.bodies + one.witnessed for one in done):
            break
    office, room = site.office.station.store, site.room.station.store
    for log in (office.log.id, room.log.id):
        assert (
            log_of(site.office.station, log)
            == log_of(site.room.station, log)
            == centre.read_after(log, 0, 1000, frozenset("*"))
        )
    assert office.views_digest() == room.views_digest()
    assert site.office.verified() == site.room.verified() == ()


def synced(site: Site, centre: Any) -> None:
    """Let everybody do a round, the office at the end again."""
    for who in (site.office, site.room, site.office):
        who.station.sync(centre, everything=True)


def through(port: int, database: str) -> str:
    """Return the address of a database behind a line."""
    return f"postgresql://postgres@127.0.0.1:{port}/{database}?sslmode=disable"


def breaks(who: plant.Plant, side: Central) -> bool:
    """Do a round over a line; tell whether it broke, which is said as such."""
    try:
        who.station.sync(side, everything=True)
    except Refusal as refusal:
        if refusal.code != "centre_unreachable":
            raise
        return True
    return False


def works(site: Site, times: int = 6) -> list[bytes]:
    """Let both stations write; return the hashes of what was confirmed."""
    for n in range(times):
        for who, person in ((site.office, "mchen"), (site.room, "")):
            if person:
                who.be(person)
                who.station.sign_out("lock")
            else:
                who.wait(60)
                who.station.store.keep_contact("note", n)
                who.reopen()
    return [entry.hash for who in (site.office, site.room) for entry in log_of(who.station)]


def there(site: Site) -> set[bytes]:
    """Return everything that both stations hold."""
    logs = [site.office.station.store.log.id, site.room.station.store.log.id]
    sides = [{entry.hash for log in logs for entry in log_of(who.station, log)} for who in (site.office, site.room)]
    return sides[0] & sides[1]


# The server dies


@pytest.mark.parametrize(
    ("verb", "at", "after"),
    [("append", 0, False), ("append", 0, True), ("read_after", 1, False), ("put_envelopes", 0, True)],
)
def test_a_server_killed_in_the_middle_of_a_round_costs_a_round(
    tmp_path: Path, server: Server, verb: str, at: int, after: object
) -> None:
    url = server.fresh()
    init(url)
    with Central.at(url) as centre, played(tmp_path, centre) as site:
        confirmed, calls = works(site), []

        def dying(real: Any, *arguments: Any) -> Any:
            calls.append(verb)
            if len(calls) != at + 1:
                return real(*arguments)
            if after:
                real(*arguments)
            killed(server)
            return real(*arguments)

        with pytest.raises(Refusal, match="centre_unreachable"):
            synced(site, Between(centre, **{verb: dying}))
        started(server)
        confirmed += works(site, 1)
        settled(site, centre)
        assert set(confirmed) <= there(site)


# An older copy takes over


@contextmanager
def older_copy(server: Server) -> Iterator[Path]:
    """Take a copy of the whole server now; after the server's death it is started in its place, and the server itself again at the end."""
    folder = Path(tempfile.mkdtemp(prefix="ebr-copy-"))
    shutil.chown(folder, server.system_user)
    server.tool("pg_basebackup", "-h", server.folder, "-U", "postgres", "-D", folder / "data", "-c", "fast")
    try:
        yield folder / "data"
    finally:
        server.tool("pg_ctl", "-D", folder / "data", "-w", "-m", "immediate", "stop")
        started(server)
        shutil.rmtree(folder, ignore_errors=True)


def test_when_an_older_copy_takes_over_stations_send_again_what_is_missing(tmp_path: Path, server: Server) -> None:
    url, key = server.fresh(), WitnessKey(Ed25519PrivateKey.generate())
    init(url)
    with Central.at(url) as centre, played(tmp_path, centre) as site:
        site.office.be("aroot")
        plant.fine(site.office.sign(AdmitWitness("vault", key.public, "the first witness", "qlee"), "aroot"))
        settled(site, centre)
        countersign_all(centre, key, site.office.clock)
        settled(site, centre)
        with older_copy(server) as data:
            confirmed = works(site)
            settled(site, centre)
            countersign_all(centre, key, site.office.clock)
            settled(site, centre)
            confirmed += works(site)  # the room's part reaches nobody before the server is gone
            site.sync(site.office)
            killed(server)
            started(server, data)
            with Central.at(url) as copy:
                assert copy.heads()[site.office.station.store.log.id].seq < len(log_of(site.office.station))
                said = [who.station.sync(copy, everything=True).witness_trouble for who in (site.office, site.room)]
                assert set(said) == {"centre_shorter"}
                settled(site, copy)
                assert set(confirmed) <= there(site)


# The line


@pytest.mark.parametrize("way", ["limit", "back"])
def test_a_line_that_breaks_at_random_bytes_of_a_round_loses_nothing(tmp_path: Path, server: Server, way: str) -> None:
    url = server.fresh()
    init(url)
    database = url.partition("?")[0].rpartition("/")[2]
    chance, broken = random.Random(way), 0
    with Central.at(url) as centre, played(tmp_path, centre) as site:
        settled(site, centre)
        confirmed = works(site)
        for _ in range(12):
            place = chance.randrange(200, 20_000 if way == "limit" else 60_000)
            with line(target=server.socket, **{way: place}) as cut, Central.at(through(cut.port, database)) as side:
                broken += breaks(site.office, side) + breaks(site.room, side)
            confirmed += works(site, 1)
        assert broken > 5
        settled(site, centre)
        assert set(confirmed) <= there(site)


# Full disks


@contextmanager
def small_disk(mebibytes: int) -> Iterator[Path]:
    """A disk of so many MiB; skips where this system lets nobody make one."""
    with tempfile.TemporaryDirectory(prefix="ebr-disk-") as name:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", name]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("no small disk can be mounted here; the failing driver covers every write (test_log_faults)")
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "-l", name], check=True)


def fill(disk: Path, leaving: int) -> None:
    """Fill a disk but for so many bytes, with `disk / "filling"`."""
    with (disk / "filling").open("ab", buffering=0) as file:
        try:
            while True:
                file.write(b"\xa5" * 4096)
        except OSError:
            file.truncate(max(0, file.tell() - leaving))


def test_a_stations_disk_that_is_full_in_a_round_keeps_what_it_has_and_goes_on_later(tmp_path: Path) -> None:
    """On a disk without room for its ballast the round is refused, nothing is half there, and with room again it goes on."""
    with small_disk(8) as disk, played(tmp_path / "site") as site:
        site.settle()
        site.room.close()
        shutil.copytree(site.room.folder, disk / "room", ignore=shutil.ignore_patterns(BALLAST))
        fill(disk, 2**20)
        site.room = room = plant.Plant(disk / "room", start=LATER + timedelta(days=1))
        fill(disk, 100_000)
        office = site.office.station
        before = log_of(room.station, office.store.log.id)
        works_office(site, 120)
        site.sync(site.office)
        with pytest.raises(Refusal, match="disk_full"):
            room.station.sync(site.centre, everything=True)
        kept = log_of(room.station, office.store.log.id)
        assert log_of(office)[: len(kept)] == kept
        assert kept[: len(before)] == before
        (disk / "filling").unlink()
        room.station.sync(site.centre, everything=True)
        assert log_of(room.station, office.store.log.id) == log_of(office)
        assert room.verified() == ()
        room.station.store.close()


def works_office(site: Site, times: int) -> None:
    """Let the office write alone."""
    for _ in range(times):
        site.office.be("mchen")
        site.office.station.sign_out("lock")


def goes_on(site: Site, rounds: int) -> None:
    """Let the office write and send, again and again."""
    for _ in range(rounds):
        works_office(site, 20)
        site.sync(site.office)


def test_the_centres_disk_that_is_full_takes_nothing_by_halves(tmp_path: Path) -> None:
    with small_disk(2) as disk, embedded(disk / "central.db") as centre, played(tmp_path / "site", centre) as site:
        site.settle()
        works_office(site, 200)
        fill(disk, 100_000)
        before = site.centre.heads()
        with pytest.raises(Refusal, match="centre_full"):
            goes_on(site, 50)
        after = site.centre.heads()[site.office.station.store.log.id]
        assert after.seq >= before[site.office.station.store.log.id].seq
        assert log_of(site.office.station)[after.seq - 1].hash == after.hash
        (disk / "filling").unlink()
        site.sync(site.office)
        assert site.centre.heads()[site.office.station.store.log.id].seq == log_of(site.office.station)[-1].seq
