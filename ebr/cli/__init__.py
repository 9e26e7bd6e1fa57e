"""The commands without a window: `ebr COMMAND`, one file each.

Exit codes: 0 fine; 1 refused, or findings; 2 wrong usage, or something that cannot be read. Whatever goes wrong is
one clear line on standard error, never a traceback. Slow libraries are imported by the command that needs them, so
`ebr --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

from ebr import words
from ebr.cli import (
    backup,
    bench,
    bundle,
    central,
    certificate,
    check,
    copies,
    demo,
    deviation,
    device,
    export,
    fact,
    form,
    formula,
    genealogy,
    joining,
    label,
    material,
    mbr,
    qualify,
    report,
    review,
    samples,
    selftest,
    site,
    stamp,
    status,
    sync,
    trends,
    verify,
    windows,
)
from ebr.cli.speech import fault_line, refusal_line
from ebr.domain.refusal import Refusal

UNREADABLE = frozenset(
    {
        "path_is_folder",
        "path_missing",
        "path_unreadable",
        "nothing_to_verify",
        "store_missing",
        "store_other_application",
        "store_newer",
        "entries_unreadable",
        "answers_unreadable",
        "not_in_this_issue",
        "centre_address",
        "centre_certificate",
        "centre_empty",
        "centre_foreign",
        "centre_newer",
        "centre_older",
        "centre_unreachable",
        "witness_key_damaged",
        "mbr_file_unreadable",
        "text_encoding",
        "file_damaged",
        "file_foreign",
        "file_newer",
        "request_unreadable",
        "tsa_address",
        "tsa_unreachable",
    }
)
"""Refusals that mean: what was named cannot be used at all (exit 2), rather than: the answer is no (exit 1)."""

app = typer.Typer(
    name="ebr",
    help="Electronic batch record that anybody can verify without trusting its vendor.",
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _spoken(
    _language: Annotated[
        str,
        typer.Option(
            "--language", metavar="CODE", help="en, de, fr, ar, es or zh; without it EBR_LANGUAGE, else English."
        ),
    ] = "",
) -> None:
    """Say the one option that every command has; `run` takes it, wherever on the line it stands."""


app.command("demo")(demo.demo)
app.command("screenshots")(windows.screenshots)
app.command("open")(windows.open_window)
app.command("verify")(verify.verify)
app.command("status")(status.status)
app.command("report")(report.report)
app.command("certificate")(certificate.certificate)
app.command("releases")(certificate.releases)
app.command("samples")(samples.samples)
app.command("stamp")(stamp.stamp)
app.command("form")(form.form)
app.command("export")(export.export)
app.command("review")(review.review)
app.command("genealogy")(genealogy.genealogy)
app.command("trends")(trends.trends)
app.command("formula")(formula.formula)
app.command("sync")(sync.sync)
app.command("sync-check", hidden=True)(sync.check)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("self-test")(selftest.self_test)
app.command("qualify")(qualify.qualify)
app.command("doctor")(check.doctor)
app.command("bench")(bench.bench)
app.command("copy")(bundle.copy)
app.command("copy-take")(copies.take)
app.add_typer(mbr.app, name="mbr")
app.add_typer(site.app, name="site")
app.add_typer(bundle.app, name="bundle")
app.add_typer(fact.app, name="fact")
app.add_typer(device.app, name="device")
app.add_typer(deviation.app, name="deviation")
app.add_typer(label.app, name="label")
app.add_typer(material.app, name="material")
site.app.command("join")(joining.join)
site.app.command("request")(joining.request)
site.app.command("admit")(joining.admit)
site.app.command("revoke")(joining.revoke)
site.app.command("witness")(joining.witness)
site.app.command("acknowledge")(joining.acknowledge)
app.add_typer(central.app, name="central")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    return in_one_line(lambda: app(args=_heard(given), standalone_mode=False), given)


def in_one_line(work: Callable[[], object], given: list[str]) -> int:
    """Do what a line asks for and return its exit code; what goes wrong is one line on standard error."""
    try:
        code = work()
    except typer.Exit as done:
        return done.exit_code
    except typer.Abort:
        print("ebr: stopped", file=sys.stderr)
        return 2
    except TyperException as wrong:
        print(f"ebr: {' '.join(_message(wrong).split())}", file=sys.stderr)
        return 2
    except Refusal as refusal:
        print(refusal_line(refusal), file=sys.stderr)
        return 2 if refusal.code in UNREADABLE else 1
    except OSError as wrong:
        print(f"ebr: {wrong.strerror or wrong}: {wrong.filename or ''}".rstrip(": "), file=sys.stderr)
        return 2
    except Exception as fault:  # noqa: BLE001 - the entry of all commands; nothing half-written is left behind it
        print(fault_line(fault), file=sys.stderr)
        _noted(fault, given)
        return 2
    return code if isinstance(code, int) else 0


def _heard(arguments: list[str]) -> list[str]:
    """Speak the language that the line or EBR_LANGUAGE asks for, and return the line without it.

    English where nothing asks: scripts rely on it. What is drawn for a station is in the station's language
    (`ebr.cli.options.paper`).
    """
    asked, rest = words.asked(arguments)
    if asked and asked not in words.available():
        raise Refusal("setting_choice", name=words.OPTION, value=asked, choices=", ".join(words.available()))
    wanted = asked or words.wanted()
    if wanted in words.available():
        words.use_language(wanted)
    return rest


def _noted(fault: Exception, given: list[str]) -> None:
    """Leave the fault in the application log of the station that was named, for the diagnostic package."""
    from pathlib import Path

    from ebr import applog

    stations = [given[place + 1] for place, word in enumerate(given[:-1]) if word == "--station"]
    stations += [word.partition("=")[2] for word in given if word.startswith("--station=")]
    for station in stations[:1]:
        applog.begin(Path(station))
        applog.fault(fault)
        applog.end()


def _message(wrong: TyperException) -> str:
    worded = getattr(wrong, "format_message", None)
    return str(worded()) if callable(worded) else str(wrong)
