"""What differs in the further languages of two versions: a language that came or went, and each text by its place.

A translation is known by the part and field it translates, in the words of the version that has it; where a part only
got another id, its translations went with it and are told as its other texts are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ebr.domain.mbr.address import HEADER, parts_of
from ebr.domain.mbr.compare.change import Change, Kind
from ebr.domain.mbr.document import LANGUAGE
from ebr.domain.mbr.model import Language, Mbr, Translation
from ebr.domain.mbr.numbering import numbering

LIST = "languages"
"""The block that says which languages there are."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What the parts of a version are called, and the numbers of its steps."""

    titles: dict[str, str]
    numbers: dict[str, str]


def language_blocks(mbr: Mbr) -> dict[str, object]:
    """Return the blocks of the languages by name, as `blocks_of` names them."""
    if not mbr.languages:
        return {}
    found = {f"{LANGUAGE}{name}": language for name, language in _by_name(mbr).items()}
    return {LIST: tuple(_by_name(mbr)), **found}


def language_changes(old: Mbr, new: Mbr) -> Iterator[Change]:
    """Yield every difference in the languages, in the order of the new version."""
    if old.languages == new.languages:
        return
    was, now = _by_name(old), _by_name(new)
    before, after = _names(old), _names(new)
    for name in dict.fromkeys([*now, *was]):
        here, there = now.get(name), was.get(name)
        if here is not None and there is not None:
            yield from _texts(name, there, here, before, after)
        else:
            kind: Kind = "added" if here is not None else "removed"
            count = str(len((here or there or Language("")).texts))
            yield _whole(kind, name, "" if here is None else count, "" if there is None else count)
    kept = [name for name in now if name in was]
    if kept != [name for name in was if name in now]:
        yield Change("moved", LIST, "language", (LIST, ""), "", "", _listed(was), _listed(now))


def _by_name(mbr: Mbr) -> dict[str, Language]:
    found: dict[str, Language] = {}
    for language in mbr.languages:
        name = language.code
        while name in found:
            name += "+"
        found[name] = language
    return found


def _listed(languages: dict[str, Language]) -> str:
    return ", ".join(languages)


def _whole(kind: Kind, name: str, now: str, was: str) -> Change:
    return Change(kind, f"{LANGUAGE}{name}", "language", (f"{LANGUAGE}{name}", ""), "", name, was or None, now or None)


def _texts(name: str, was: Language, now: Language, before: _Names, after: _Names) -> Iterator[Change]:
    old, new = _by_place(was.texts), _by_place(now.texts)
    for at in dict.fromkeys([*new, *old]):
        if old.get(at) != new.get(at):
            yield _text(name, at, old.get(at), new.get(at), after if at in new else before)
    both = [at for at in new if at in old]
    if (was.texts != now.texts and old == new) or both != [at for at in old if at in new]:
        yield Change("moved", f"{LANGUAGE}{name}", "language", (f"{LANGUAGE}{name}", "texts"), "", name)


Place = tuple[str, str, int]
"""Part, field, and how many texts for it stand before."""


def _by_place(texts: tuple[Translation, ...]) -> dict[Place, str]:
    found: dict[Place, str] = {}
    times: dict[tuple[str, str], int] = {}
    for one in texts:
        time = times.get((one.part, one.field), 0)
        times[one.part, one.field] = time + 1
        found[one.part, one.field, time] = one.text
    return found


def _text(name: str, at: Place, was: str | None, now: str | None, names: _Names) -> Change:
    part, field, _ = at
    return Change(
        "changed",
        f"{LANGUAGE}{name}",
        "translation",
        (part, field),
        names.numbers.get(part.partition("/")[0], ""),
        names.titles.get(part, part),
        was,
        now,
        inner=name,
    )


def _names(mbr: Mbr) -> _Names:
    """Return what every part is called: an answer or item after its entry."""
    numbers = dict(numbering(mbr))
    titles: dict[str, str] = {}
    for address, part in parts_of(mbr):
        said = str(getattr(part, "label", "") or getattr(part, "title", "") or getattr(part, "name", ""))
        around = titles.get(address.partition("/")[0], "") if "/" in address and not address.startswith(HEADER) else ""
        titles[address] = f"{around}, {said}" if around else said
    for phase, slot in mbr.slots():
        numbers[slot.id] = numbers.get(phase.id, "")
    return _Names(titles, numbers)
