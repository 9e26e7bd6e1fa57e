"""Steps of stores.feature: the real command, real folders, a real full disk where this user may mount one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from ebr.cli import run
from ebr.domain.batch.commands import AddComment
from ebr.domain.refusal import Refusal
from ebr.station.door import Station
from ebr.storage.folder import BALLAST, DATABASE
from ebr.wording import refusal_words
from tests.features.program import Done, ebr
from tests.station.plant import BATCH, MORNING, Plant, cleared, copied, fine

scenarios("stores.feature")
PAGE = 4096


@pytest.fixture
def mounted(tmp_path):
    """A file system of 40 MiB, for those who may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk: the full disk was not tried")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("this machine lets nobody mount a small disk: the full disk was not tried")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def mounted_again(place, how):
    subprocess.run(["mount", "-o", f"remount,{how}", str(place)], check=True)


@given("the station is open in one program", target_fixture="folder")
def _open(tmp_path):
    plant = Plant(copied(cleared(), tmp_path / "station"), start=MORNING + timedelta(days=2))
    yield plant.folder
    plant.close()


@given("a station on a read-only medium", target_fixture="folder")
def _read_only(mounted):
    folder = shutil.copytree(cleared(), mounted / "station", ignore=shutil.ignore_patterns(BALLAST))
    mounted_again(mounted, "ro")
    return folder


def marked(tmp_path, at, value):
    folder = copied(cleared(), tmp_path / "station")
    with (folder / DATABASE).open("r+b") as file:
        file.seek(at)
        file.write(value.to_bytes(4))
    return folder


@given("a station whose file says it is newer", target_fixture="folder")
def _newer(tmp_path):
    return marked(tmp_path, 60, 99)


@given("a station whose file belongs to another program", target_fixture="folder")
def _foreign(tmp_path):
    return marked(tmp_path, 68, 0x12345678)


@given("a station with every page of its file damaged in turn", target_fixture="pages")
def _pages(tmp_path):
    folder = copied(cleared(), tmp_path / "station")
    return folder, (folder / DATABASE).read_bytes()


@when(parsers.parse('the command "{command}" is run'), target_fixture="done")
def _run(folder, command, capsys):
    return said_by(capsys, *command.split(), "--station", folder)


def said_by(capsys, *words):
    """Run a command in this very process."""
    code = run([str(word) for word in words])
    told = capsys.readouterr()
    return Done(code, told.out, told.err)


@when("another program opens it for writing", target_fixture="done")
def _second(folder):
    return ebr("report", BATCH, "--station", folder)


@then(parsers.parse('it is told "{words}"'))
def _told(done: Done, words):
    assert done.code == 1
    assert done.quiet
    assert words in done.err


@then(parsers.parse('it ends with {code:d} and one line that says "{words}"'))
def _ends(done: Done, code, words):
    assert done.quiet, done
    assert (done.code, words in done.err) == (code, True), done


@then(parsers.parse('the command "{command}" still answers'))
def _answers(folder, command, capsys):
    place = (folder,) if command == "verify" else ("--station", folder)

    done = said_by(capsys, command, *place)

    assert (done.code, done.err) == (0, "")
    assert done.out


@when("each is verified and opened", target_fixture="outcomes")
def _each(pages, capsys):
    folder, whole = pages
    outcomes = []
    for number, at in enumerate(range(0, len(whole), PAGE)):
        page = bytearray(whole)
        page[at : at + PAGE] = bytes(byte ^ 0x55 for byte in whole[at : at + PAGE])
        for suffix in ("-wal", "-shm"):
            (folder / f"{DATABASE}{suffix}").unlink(missing_ok=True)
        (folder / DATABASE).write_bytes(page)
        done = said_by(capsys, "verify", folder)
        outcomes.append((number, done.code, done, opened(folder)))
    return outcomes


def opened(folder):
    """How opening to write ends: in words, or "" when the station opened."""
    try:
        Station.open(folder, clock=Plant.clock_at(MORNING + timedelta(days=2))).close()
    except Refusal as refusal:
        return refusal_words(refusal)
    return ""


@then(parsers.parse('the command "verify" ends with 1 or 2 and no traceback each time'))
def _never_fine(outcomes):
    for number, code, done, _ in outcomes:
        assert code in (1, 2), number
        assert done.quiet, (number, done)
        assert "fault of the program" not in done.err, (number, done.err)


@then("no station opens to write on a page that holds what was recorded last")
def _last_pages(outcomes):
    """Views are made anew from entries; a page that only holds old entries is found by the walk beside the work."""
    refused = [said for *_, said in outcomes if said]
    assert len(refused) > len(outcomes) // 2
    assert outcomes[0][3]


@given("a station on a small disk with a ballast", target_fixture="small")
def _small(mounted):
    shutil.copytree(cleared(), mounted / "station", ignore=shutil.ignore_patterns(BALLAST))
    plant = Plant(mounted / "station", start=MORNING + timedelta(days=2))
    plant.be("mchen")
    fill(mounted)
    yield plant
    plant.close()


def fill(place):
    """Leave no room on a disk."""
    with (place / f"filler-{len(list(place.iterdir()))}").open("wb", buffering=0) as file:
        for size in (2**20, 2**12):
            try:
                while True:
                    if file.write(b"\xa5" * size) < size:
                        break
            except OSError:
                continue


def say(plant, text):
    return plant.station.do(AddComment(BATCH, plant.at("temp"), text), by="mchen")


def say_until_full(plant, most):
    """Record until something is refused or the ballast is gone; return the last answer and how many were confirmed."""
    for count in range(most):
        answer = say(plant, f"remark {count} " + "words " * 60)
        if answer.refusal is not None or not (plant.folder / BALLAST).exists():
            return answer, count
    raise AssertionError("the disk never became full")


@when("Maria records until the disk is full", target_fixture="answer")
def _until(small):
    return say_until_full(small, 400)[0]


@then("the ballast was given back and her entry is there")
def _given_back(small, answer):
    fine(answer)
    assert not (small.folder / BALLAST).exists()
    assert small.station.store.low_space


@when("Maria goes on recording", target_fixture="said")
def _goes_on(small, mounted):
    fill(mounted)
    for count in range(400):
        answer = say(small, f"more {count} " + "words " * 60)
        if answer.refusal is not None:
            return answer
    raise AssertionError("the disk never became full")


@then(parsers.parse('she reads "{words}"'))
def _reads(said, words):
    assert words in refusal_words(said.refusal)


@then("everything that was confirmed is in the record and verifies")
def _kept(small):
    assert small.verified() == ()


@then("after making room she can go on")
def _room(small, mounted):
    for file in mounted.glob("filler-*"):
        file.unlink()
    fine(say(small, "there is room again"))
    assert small.verified() == ()
