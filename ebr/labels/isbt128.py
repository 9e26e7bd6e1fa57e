"""ISBT 128 codes of cells, tissues and blood: what stands in a scan, field by field, or a refusal that says why not.

A scan is one data structure, or several behind each other under a compound message that counts them. Each begins
with a data identifier: "=" or "&" and what follows. Only the format is known here; what a product code stands for is
in tables of ICCBBA that a site licenses. Years are `cyy`: century digit 0 is 20yy, 9 is 19yy; `jjj` counts days.

Fields by structure (number of the standard): 001 din, flags; 002 groups; 003 product; 004, 005 expiry; 007 collected;
008 made; 023 structures, sequence; 025 location, patient; 032 division; 034 fin, product, code; 035 lot; 038 the
Single European Code: country, establishment, donation, system, product, split, expiry; 040 coi.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text

KEYS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
"""Characters of the check character by value (ISO/IEC 7064, modulus 37-2)."""
FLAGS_FROM: Final = 60
"""A flag of type 3 is the value of the check character plus this."""
CENTURIES: Final[Mapping[str, int]] = {"0": 2000, "1": 2100, "8": 1800, "9": 1900}
PAIR: Final = 2
"""Neighbours that a scanner may read as one, without a message that counts them."""
FIN: Final = "[A-NP-Z1-9][0-9A-NP-Z]{4}"
DIN: Final = FIN + r"[0-9]{8}"
EYE_READABLE: Final = re.compile(r"SEC:? ?([A-Z]{2}[0-9A-Z]{6}[0-9A-Z]{13}) ?([A-Z][0-9A-Z]{7}[0-9A-Z]{3}[0-9]{8})")
COI: Final = re.compile(rf"CH{FIN}[0-9]{{2}}[0-9A-Z]{{6}}")

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Structure:
    """One data structure of a scan: its number in the standard, what stands in it."""

    number: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """How a data structure is written: what it begins with, the pattern of the rest, and what its groups are."""

    number: str
    start: str
    pattern: re.Pattern[str]
    fields: Callable[[tuple[str, ...]], Fields]


def check_character(text: str) -> str:
    """Return the check character K of a donation number or an identifier (modulus 37-2)."""
    total = 0
    for sign in text:
        value = KEYS.find(sign)
        if value < 0 or value == len(KEYS) - 1:
            raise Refusal("isbt_unreadable", code=shown_text(text))
        total = (total + value) * 2 % 37
    return KEYS[(38 - total) % 37]


def checksum(text: str) -> str:
    """Return the two digits behind a basic UDI-DI: the value of its check character."""
    return f"{KEYS.index(check_character(text)):02}"


def read(data: str) -> tuple[Structure, ...]:
    """Return the data structures of one scan, in order; raises `Refusal` for anything that is not wholly one."""
    text = data.strip(" ")
    eye = EYE_READABLE.fullmatch(text)
    if eye is not None:
        return (Structure("038", _european((eye[1] + eye[2],))),)
    if not text.startswith(("=", "&")):
        raise Refusal("isbt_unreadable", code=shown_text(data))
    found: list[Structure] = []
    while text:
        form, groups, text = _next(text, data)
        found.append(Structure(form.number, _fields(form, groups, data)))
    _counted(found, data)
    return tuple(found)


def chain_of_identity(text: str) -> str:
    """Return a printed Chain of Identity identifier without its check character; raises `Refusal`.

    Printed, the check character is required: 15 characters and K, with or without spaces.
    """
    plain = text.replace(" ", "").upper()
    identifier, key = plain[:-1], plain[-1:]
    if COI.fullmatch(identifier) is None:
        raise Refusal("coi_unreadable", code=shown_text(text))
    if check_character(identifier[2:]) != key:
        raise Refusal("coi_check_character", code=shown_text(text))
    return identifier


def is_isbt(data: str) -> bool:
    """Tell whether a scan looks like ISBT 128: it begins with a known data identifier."""
    return data.startswith("SEC:") or any(form.pattern.match(data, len(form.start)) for form in _begun(data))


def _begun(text: str) -> list[Form]:
    return [form for form in FORMS if text.startswith(form.start)]


def _next(text: str, whole: str) -> tuple[Form, tuple[str, ...], str]:
    for form in _begun(text):
        found = form.pattern.match(text, len(form.start))
        if found is not None:
            return form, found.groups(), text[found.end() :]
    raise Refusal("isbt_unreadable", code=shown_text(whole))


def _fields(form: Form, groups: tuple[str, ...], whole: str) -> Fields:
    try:
        return form.fields(groups)
    except ValueError as error:
        raise Refusal("isbt_date", code=shown_text(whole)) from error


def _counted(found: list[Structure], whole: str) -> None:
    """Refuse a compound message that does not hold as many structures as it says."""
    at = [place for place, one in enumerate(found) if one.number == "023"]
    if not at:
        if len(found) > PAIR:
            raise Refusal("isbt_uncounted", code=shown_text(whole), count=str(len(found)))
        return
    wanted = int(found[0].fields["structures"]) if at == [0] else -1
    if wanted != len(found) - 1:
        raise Refusal("isbt_count", code=shown_text(whole), wanted=str(wanted), count=str(len(found) - 1))


def _day(text: str) -> date:
    """Read `cyyjjj`; ValueError when there is no such day."""
    year, day = CENTURIES[text[0]] + int(text[1:3]) if text[0] in CENTURIES else 0, int(text[3:6])
    if not year or not day:
        raise ValueError(text)
    found = date(year, 1, 1) + timedelta(days=day - 1)
    if found.year != year:
        raise ValueError(text)
    return found


def _minute(text: str) -> str:
    hour, minute = int(text[6:8]), int(text[8:10])
    if hour > 23 or minute > 59:  # noqa: PLR2004 - the hours and minutes of a day
        raise ValueError(text)
    return f"{_day(text).isoformat()}T{hour:02}:{minute:02}"


def _donation(groups: tuple[str, ...]) -> Fields:
    din, flags = groups
    if flags.isdecimal() and FLAGS_FROM <= int(flags) < FLAGS_FROM + len(KEYS):
        key = KEYS[int(flags) - FLAGS_FROM]
        if key != check_character(din):
            raise Refusal("isbt_check_character", din=din, said=key, right=check_character(din))
    return {"din": din, "fin": din[:5], "year": din[5:7], "number": din[7:], "flags": flags}


def _european(groups: tuple[str, ...]) -> Fields:
    text = groups[0]
    end = text[32:]
    expiry = date(int(end[:4]), int(end[4:6]), int(end[6:])).isoformat()
    return {
        "country": text[:2],
        "establishment": text[2:8],
        "donation": text[8:21],
        "system": text[21],
        "product": text[22:29],
        "split": text[29:32],
        "expiry": expiry,
    }


def _named(*names: str) -> Callable[[tuple[str, ...]], Fields]:
    return lambda groups: dict(zip(names, groups, strict=True))


def _one(name: str, read_it: Callable[[str], object]) -> Callable[[tuple[str, ...]], Fields]:
    return lambda groups: {name: str(read_it(groups[0]))}


def _patient(groups: tuple[str, ...]) -> Fields:
    location, length, rest = groups
    if int(length) != len(rest):
        raise Refusal("isbt_unreadable", code=shown_text("".join(groups)))
    return {"location": location, "patient": rest}


def _form(number: str, start: str, pattern: str, fields: Callable[[tuple[str, ...]], Fields]) -> Form:
    return Form(number, start, re.compile(pattern), fields)


FORMS: Final = (
    _form("023", "=+", r"([0-9]{2})([0-9]{3})", _named("structures", "sequence")),
    _form("002", "=%", r"([0-9A-Z]{4})", _named("groups")),
    _form("003", "=<", r"([A-Z][0-9A-Z]{4}[0-9A-Z][0-9A-Z]{2})", _named("product")),
    _form("004", "=>", r"([0-9]{6})", _one("expiry", _day)),
    _form("008", "=}", r"([0-9]{6})", _one("made", _day)),
    _form("032", "=,", r"([0-9A-Z]{6})", _named("division")),
    _form("034", "=/", rf"({FIN})([0-9A-Z]{{6}})([0-9A-Z]{{5}})", _named("fin", "product", "code")),
    _form("001", "=", rf"({DIN})([0-9A-Z]{{2}})", _donation),
    _form("005", "&>", r"([0-9]{10})", _one("expiry", _minute)),
    _form("007", "&*", r"([0-9]{10})", _one("collected", _minute)),
    _form("025", "&#", r"([0-9]{2})([0-9]{2})([0-9A-Z]+)", _patient),
    _form("035", "&,1", r"([0-9A-Z]{18})", _named("lot")),
    _form("038", "&,4", r"([A-Z]{2}[0-9A-Z]{6}[0-9A-Z]{13}[A-Z][0-9A-Z]{7}[0-9A-Z]{3}[0-9]{8})", _european),
    _form("040", "&/", f"({COI.pattern})", _named("coi")),
)
