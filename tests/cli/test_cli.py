"""Commands without a window: help with an example, exit codes 0, 1 and 2, one line on standard error, JSON that is JSON."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
import typer.main

from ebr.cli import app, run
from tests.features.program import Done, ebr
from tests.station.forgery import entries_in
from tests.station.plant import BATCH, COMPACT, MORNING, PASSWORD, Plant, busy, copied, founded


def commands(group=None, path=()):
    """Every command of the program, as the words that call it."""
    group = group or typer.main.get_command(app)
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


COMMANDS = list(commands())


@pytest.fixture
def said(capsys):
    """Run a command in this very process and return what it said."""

    def call(*words) -> Done:
        code = run([str(word) for word in words])
        out = capsys.readouterr()
        return Done(code, out.out, out.err)

    return call


@pytest.fixture
def folder(tmp_path):
    return copied(busy(), tmp_path / "station")


def test_the_commands_are_those_of_the_program():
    assert {" ".join(words) for words in COMMANDS} >= {
        "demo", "verify", "status", "report", "export", "review", "formula", "self-test", "doctor", "mbr check", "mbr format", "mbr add", "site create",
    }  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_each_command_explains_itself_with_an_example(said, words):
    done = said(*words, "--help")

    assert (done.code, done.err) == (0, "")
    assert f"Example: ebr {' '.join(words)}" in " ".join(done.out.split())


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_wrong_option_is_one_line_and_two(said, words):
    done = said(*words, "--no-such-option")

    assert done.code == 2
    assert (done.out, done.quiet) == ("", True)
    assert done.err.startswith("ebr: ")


@pytest.mark.parametrize("words", [
    ("verify", "{none}"), ("status", "--station", "{none}"), ("review", BATCH, "--station", "{none}"), ("report", BATCH, "--station", "{none}"),
    ("export", "--station", "{none}", "-o", "{none}/x.zip"), ("mbr", "check", "{none}"), ("mbr", "format", "{none}"),
    ("site", "create", "--station", "{none}", "--answers", "{none}/a.json"), ("no-such-command",), ("verify",), ("formula", "1 +"), ("formula", "nothing"),
    ("formula", "1/0"),
])  # fmt: skip
def test_what_cannot_be_used_is_one_line_and_two(said, tmp_path, words):
    done = said(*(word.format(none=tmp_path / "none") for word in words))

    assert done.code == 2, done
    assert (done.out, done.quiet) == ("", True)
    assert done.err.startswith("ebr: ")
    assert "fault of the program" not in done.err


@pytest.mark.parametrize("words", [
    ("report", "B-9999", "--station", "{folder}"), ("review", "B-9999", "--station", "{folder}"),
    ("report", BATCH, "--station", "{folder}", "--copy-of", "9"), ("verify", "{folder}", "--site", "00"),
    ("verify", "{folder}", "--head", "00"), ("mbr", "add", str(COMPACT), "--station", "{folder}"),
])  # fmt: skip
def test_a_no_is_one(said, folder, words):
    done = said(*(word.format(folder=folder) for word in words))

    assert done.code == 1, done
    assert done.quiet


def test_verify_says_what_it_looked_at(said, folder):
    done = said("verify", folder)

    assert (done.code, done.err) == (0, "")
    assert f"{len(entries_in(folder))} entries are whole and unchanged" in done.out
    assert "demonstration" in done.out


def test_the_json_of_verify_has_one_form(said, folder):
    found = json.loads(said("verify", folder, "--json").out)

    assert set(found) == {"entries", "findings", "fingerprint", "heads", "kind", "notes", "ok", "path", "profile"}
    assert (found["ok"], found["kind"], found["profile"]) == (True, "station", "demonstration")
    assert {"code", "params", "words"} == set(found["notes"][0])


def test_the_json_of_status_and_review(said, folder):
    status, review = (
        json.loads(said(*words, "--station", folder, "--json").out) for words in (("status",), ("review", BATCH))
    )

    assert status["station"] == "Room-12"
    assert BATCH not in json.dumps(status)
    assert (review["batch"], review["attempts"]) == (BATCH, 1)


def test_the_json_of_mbr_check(said, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        COMPACT.read_text(encoding="utf-8").replace("{id: scale_used,", "{id: vessel_used,"), encoding="utf-8"
    )
    done = said("mbr", "check", broken, "--json")

    assert done.code == 1
    first = json.loads(done.out)[0]
    assert set(first) == {"clause", "code", "column", "line", "path", "severity", "words"}
    assert first["line"] > 1
    assert json.loads(said("mbr", "check", COMPACT, "--json").out) == []


def test_formatting_twice_changes_nothing(said, tmp_path):
    once, twice = tmp_path / "once.yaml", tmp_path / "twice.yaml"

    assert said("mbr", "format", COMPACT, "-o", once).code == 0
    assert said("mbr", "format", once, "-o", twice).code == 0
    assert once.read_bytes() == twice.read_bytes()
    assert said("mbr", "check", once).code == 0


@pytest.mark.parametrize(
    ("text", "value"), [("2^3^2", "512"), ("-2^2", "-4"), ("0.1+0.2", "0.3"), ("round_half_up(2.5, 0)", "3")]
)
def test_a_formula_is_exact(said, text, value):
    assert said("formula", "--", text).out.strip() == value


def test_a_report_and_its_check(said, folder, tmp_path):
    target = tmp_path / "mine.pdf"

    assert said("report", BATCH, "--station", folder, "-o", target).code == 0
    assert said("verify", target).code == 0


def test_somebody_named_must_know_the_password(folder, said):
    """The real program: the secret comes on standard input and is never said again."""
    wrong = ebr("report", BATCH, "--station", folder, "--as", "sups", stdin="not the password\n")
    right = ebr("report", BATCH, "--station", folder, "--as", "sups", stdin=f"{PASSWORD}\n")

    assert (wrong.code, wrong.quiet) == (1, True)
    assert "not the password" not in wrong.out + wrong.err
    assert (right.code, right.err) == (0, "")
    assert said("verify", right.out.strip()).code == 0


def test_a_password_that_is_not_given_is_no_try(folder, said, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    done = said("report", BATCH, "--station", folder, "--as", "sups")

    assert (done.code, done.quiet) == (1, True)
    assert "sups" in done.err
    assert "wrong" not in done.err
    plant = Plant(folder, start=MORNING + timedelta(days=4000))
    assert "station.sign-in-failed/1" not in plant.events()
    plant.close()


def test_a_site_that_nothing_can_keep_a_key_for_is_told_what_is_missing_and_makes_nothing(said, tmp_path, monkeypatch):
    """No passphrase, and a machine without a key store."""
    monkeypatch.setattr("ebr.storage.key_store.probe_keyring", lambda: "NoKeyringError")
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(founding(profile="production")), encoding="utf-8")

    done = said("site", "create", "--station", tmp_path / "new", "--answers", answers, "--recovery", tmp_path)

    assert (done.code, done.quiet) == (1, True)
    assert "no passphrase was given" in done.err
    assert '"passphrase"' in done.err
    assert not (tmp_path / "recovery-plant.json").exists()
    assert not (tmp_path / "new" / "station.db").exists()


def founding(**more):
    """The answers of a site that can be."""
    founder = {"password": PASSWORD, "identity_evidence": "passport"}
    people = [
        {**founder, "person": "aroot", "name": "Anna Root", "roles": ["administrator"], "identity_checked_by": "broot"},
        {**founder, "person": "broot", "name": "Ben Root", "roles": ["administrator"], "identity_checked_by": "aroot"},
        {**founder, "person": "qlee", "name": "Quinn Lee", "roles": ["quality"], "identity_checked_by": "aroot"},
    ]
    return {"site": "Plant", "station": "Room-1", "founders": people, **more}


def test_a_site_from_a_file_of_answers(said, tmp_path):
    given = founding(profile="rehearsal", key_store="demonstration")
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(given), encoding="utf-8")

    done = said("site", "create", "--station", tmp_path / "new", "--answers", answers, "--recovery", tmp_path)

    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "recovery-plant.json").is_file()
    assert PASSWORD not in done.out
    assert said("verify", tmp_path / "new").code == 0
    again = said("site", "create", "--station", tmp_path / "new", "--answers", answers, "--recovery", tmp_path)
    assert (again.code, again.quiet) == (1, True)


@pytest.mark.parametrize("change", [
    lambda g: g.pop("site"), lambda g: g.update(founders=[]), lambda g: g["founders"].pop(), lambda g: g.update(profile="holiday"),
    lambda g: g["founders"][0].update(password="short"), lambda g: g["founders"][0].update(roles=["wizard"]), lambda g: g.update(founders="x"),
    lambda g: g["founders"][0].update(identity_checked_by="aroot"), lambda g: g.update(station="a/b"), lambda g: g.update(settings=[1]),
])  # fmt: skip
def test_answers_that_cannot_be_make_no_station(said, tmp_path, change):
    given = founding(profile="rehearsal", key_store="demonstration")
    change(given)
    (tmp_path / "answers.json").write_text(json.dumps(given), encoding="utf-8")

    done = said(
        "site", "create", "--station", tmp_path / "new", "--answers", tmp_path / "answers.json", "--recovery", tmp_path
    )

    assert done.code in (1, 2), done
    assert done.quiet
    assert "fault of the program" not in done.err, done.err
    assert not (tmp_path / "new" / "station.db").exists()


def test_a_person_brings_a_master(monkeypatch, said, tmp_path):
    folder = copied(founded(), tmp_path / "station")
    monkeypatch.setattr("ebr.cli.access.secret", lambda _person: PASSWORD)

    done = said("mbr", "add", COMPACT, "--station", folder, "--as", "auth")

    assert (done.code, done.err) == (0, "")
    assert "compact version 1 added" in done.out
    plant = Plant(folder, start=MORNING + timedelta(days=4000))
    assert plant.events().count("master.added/1") == 1
    plant.close()
