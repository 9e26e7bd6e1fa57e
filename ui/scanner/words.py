"""What a tried scanner is told, and the way out, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ebr.domain.values import shown_text
from ebr.words import tr
from ui.scanner import verdict as v

MOST_PAIRS: Final = 8
SEEN: Final = "[GS]"
"""The separator as it can be read; the fonts of the program have no picture for it."""
GERMAN: Final = ("y", "z")
FRENCH: Final = ("a", "q")


@dataclass(frozen=True, slots=True)
class Said:
    """Tone and icon, what was found, more of it, and the way out; `came` is what the scanner sent, to be read off."""

    tone: str
    icon: str
    title: str
    words: str
    mend: str = ""
    came: str = ""


def waiting() -> Said:
    """Nothing was scanned yet."""
    return Said("", "scan", tr("Scan one of the two codes"), tr("What comes is compared sign by sign with the code."))


def nothing() -> Said:
    """The person said that nothing comes."""
    words = tr(
        "Nothing has reached this program. Is the scanner plugged in or paired, does its lamp go on, does it beep? Then"
        " it reads, and sends elsewhere."
    )
    mend = tr("Set the scanner up as a keyboard (USB HID), or name its serial port in the card Devices.")
    return Said("warn", "alert-triangle", tr("Nothing came"), words, mend)


def said(found: v.Verdict, came: str) -> Said:
    """Return the words for a verdict."""
    title, words, mend = _words(found)
    right = found.kind == v.RIGHT
    icon, tone = ("circle-check", "") if right else ("alert-triangle", "warn")
    return Said(tone, icon, title, words, mend, readable(came))


def readable(came: str) -> str:
    """Return what came, its separators as a sign that can be seen."""
    return shown_text(came.replace(v.GS, SEEN), 120)


def _words(found: v.Verdict) -> tuple[str, str, str]:
    special = {v.RIGHT: _right, v.IDENTIFIER: _identifier, v.LAYOUT: _layout, v.AROUND: _around}
    return special[found.kind](found) if found.kind in special else _plain(found.kind)


def _right(found: v.Verdict) -> tuple[str, str, str]:
    if found.code is not None and v.GS in found.code.text:
        words = tr("Every sign came, the separator and the name of the code too: labels are read safely.")
        return tr("Right"), words, ""
    return tr("Right"), tr("Every sign came."), tr("Scan the square code too: it shows whether separators come.")


def _identifier(found: v.Verdict) -> tuple[str, str, str]:
    title = tr("The code is not named as it is")
    if not found.aim:
        words = tr("The text came, but not the symbology identifier (AIM) before it.")
        return title, words, tr("Switch the identifier on in the scanner: without it this station refuses codes.")
    wanted = found.code.aim if found.code is not None else ""
    words = tr("The scanner calls this code {aim}; it is {wanted}.", aim=found.aim, wanted=wanted)
    return title, words, tr("Set the scanner's identifiers back to AIM, and GS1 codes on.")


def _layout(found: v.Verdict) -> tuple[str, str, str]:
    pairs = ", ".join(tr("'{a}' came as '{b}'", a=a, b=b) for a, b in found.swapped[:MOST_PAIRS])
    if GERMAN in found.swapped:
        words = tr("Scanner or station is set to a German keyboard, the other one is not: {pairs}.", pairs=pairs)
    elif FRENCH in found.swapped:
        words = tr("Scanner or station is set to a French keyboard, the other one is not: {pairs}.", pairs=pairs)
    else:
        words = tr("Scanner and station are set to keyboards of different countries: {pairs}.", pairs=pairs)
    mend = tr("Choose this station's keyboard in the scanner, or connect it to a serial port, which knows no keyboard.")
    return tr("Signs have changed places"), words, mend


def _around(found: v.Verdict) -> tuple[str, str, str]:
    before, behind = shown_text(found.before, 20), shown_text(found.behind, 20)
    if before and behind:
        words = tr("{before} came before the code and {behind} behind it.", before=before, behind=behind)
    elif before:
        words = tr("{before} came before the code.", before=before)
    else:
        words = tr("{behind} came behind the code.", behind=behind)
    mend = tr("Take prefix and suffix out of the scanner: only Enter belongs behind a code.")
    return tr("Something stands around the code"), words, mend


def _plain(kind: str) -> tuple[str, str, str]:
    return {
        v.SEPARATOR: (
            tr("The separator is lost"),
            tr("Everything came but the separator (GS, FNC1)."),
            tr("Have the scanner send the separator as Ctrl+] or as sign 29."),
        ),
        v.CAPITALS: (
            tr("Capital and small letters have changed places"),
            tr("Caps Lock is on at this station, or the scanner believes so."),
            tr("Switch Caps Lock off and scan again."),
        ),
        v.BARE: (
            tr("Enter is missing behind the code"),
            tr("The text came, but nothing ended it."),
            tr("Set the scanner's suffix to Enter (CR)."),
        ),
        v.SLOW: (
            tr("The code came too slowly"),
            tr("More than 40 ms lay between two signs, as with a hand."),
            tr("Take the pause between signs out of the scanner's settings."),
        ),
        v.OTHER: (
            tr("This is another code, or it was misread"),
            tr("It is none of the two codes on this screen."),
            tr("Hold the scanner on one of the two codes, a hand's width away, and scan again."),
        ),
    }[kind]
