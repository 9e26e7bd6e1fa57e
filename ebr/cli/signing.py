"""What a command needs to have signed: the sheet is shown field by field, then the signer's secret is asked for.

The terminal is no narrower than the screen (11.50): whoever signs sees everything that the signature will cover, and
its hash goes back with the command, so that nothing else is signed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ebr.cli.access import secret
from ebr.cli.speech import say

if TYPE_CHECKING:
    from ebr.station.door import Station


def shown(here: Station, command: object, person: str, signer: str) -> str:
    """Show what `signer` will sign, field by field and with its sentence, and return its hash."""
    from ebr.station.questions import Preview
    from ebr.wording import moment_words, sentence_words

    sheet: Any = here.ask(Preview(command, person))
    for line in sheet.lines:
        say("  ".join(part for part in (line.label, line.value, line.limits) if part))
    name = here.acting.person(signer).name or sheet.name
    say(sentence_words(sheet.sentence, name, moment_words(here.clock.now().wall), sheet.meaning))
    return str(sheet.seen)


def signed(here: Station, command: object, by: str, signer: str) -> None:
    """Show the sheet of a command, have it signed and carried out; raises `Refusal`."""
    seen = shown(here, command, by, signer)
    answer = here.do(command, by=by, secret=secret(signer), seen=seen)
    if answer.refusal is not None:
        raise answer.refusal
