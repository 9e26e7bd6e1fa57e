"""Steps of texts.feature: every bad text goes through the command and through the station's own door."""

from __future__ import annotations

import random

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from ebr.cli import run
from ebr.domain.refusal import Refusal
from ebr.station.door import adding
from tests.features.program import Done
from tests.station.plant import COMPACT, Plant, copied, founded

scenarios("texts.feature")
BOMB = "".join(
    f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" if n else 'l0: &l0 ["lol", "lol"]\n' for n in range(10)
)


def swap(old, new):
    def change(text):
        assert old in text
        return text.replace(old, new, 1)

    return change


SPOILT = {
    "cut off in the middle": lambda text: text[: len(text) // 2].rpartition("\n")[0] + "\n",
    "cut off in a word": lambda text: text[: len(text) * 2 // 3],
    "with an id used twice": swap("{id: scale_used,", "{id: vessel_used,"),
    "that refers to itself": swap("materials:\n", "materials: &m\n  - *m\n"),
    "that is a bomb of references": lambda text: BOMB + text,
    "nested ten thousand deep": swap("materials:\n", "materials: " + "[" * 10_000 + "]" * 10_000 + "\nmore:\n"),
    "with a key given twice": swap("  product: Test solution\n", "  product: Test solution\n  product: Other\n"),
    "with a control character": swap("Test solution", '"Test\\u0007solution"'),
    "that is empty": lambda _: "",
    "that is a list": lambda _: "- 1\n- 2\n...\n",
    "with a tag that runs code": swap("product: Test solution", "product: !!python/object/apply:os.system [echo]"),
    "with a second document": lambda text: text + "---\nmbr: 1\n...\n",
    "with an unknown field": swap("  strength:", "  colour: red\n  strength:"),
    "with a formula that adds grams and degrees": swap("weighed.total * 1000 / batch.size", "weighed.total + temp"),
}


@given(parsers.re(r"the compact master as a file, (?P<what>.+)"), target_fixture="text")
def _spoilt(tmp_path, what):
    path = tmp_path / "master.yaml"
    path.write_text(SPOILT[what](COMPACT.read_text(encoding="utf-8")), encoding="utf-8")
    return path


@given("a file of 40 million characters", target_fixture="text")
def _large(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_text("x: " + "y" * 40_000_000, encoding="ascii")
    return path


@given("a file of random bytes", target_fixture="text")
def _random(tmp_path):
    path = tmp_path / "random.yaml"
    path.write_bytes(b"\xff\xfe" + random.Random(1).randbytes(2000))
    return path


@when('the command "mbr check" is run on it', target_fixture="done")
def _check(text, capsys):
    code = run(["mbr", "check", str(text)])
    said = capsys.readouterr()
    return Done(code, said.out, said.err)


@then(parsers.re(r'it ends with 1, names a line and says "(?P<words>.*)"'))
def _named(done, text, words):
    assert done.code == 1
    assert done.quiet
    lines = [line.removeprefix(f"{text}:") for line in done.out.splitlines() if ": error: " in line]
    assert lines
    assert all(line.partition(":")[0].isdecimal() for line in lines)
    assert words in " ".join(lines)
    assert len(done.out) < 100_000


@then(parsers.parse('it ends with {code:d} and one line that says "{words}"'))
def _ends(done, code, words):
    assert (done.code, done.quiet) == (code, True), done
    assert words in done.err


@then("nothing can be added to a station from it")
def _not_added(text, plant):
    try:
        command = adding(text.read_text(encoding="utf-8"))
    except Refusal:
        return
    assert plant.do(command, "auth").refusal is not None


@pytest.fixture
def plant(tmp_path):
    made = Plant(copied(founded(), tmp_path / "station"))
    yield made
    made.close()
