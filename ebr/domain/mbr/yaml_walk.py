"""From YAML text to plain maps, lists and text, with the position of everything: the strict part of reading.

Decision: the events of libyaml are walked with a stack of our own; its composer is not used. Nothing is built before
its bounds are known, no depth of nesting can exhaust the machine's stack, an alias is seen before it could be expanded,
and the events tell what a composed tree has forgotten (tags written out, the end marker). What has no place in a record
is refused here: comments would be lost by the canonical writer, anchors and merge keys make one line mean another, tags
run code elsewhere.

YAML that cannot be parsed stops the walk at that place; everything else is collected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from ebr.domain.mbr.build import Trouble, unwanted_character
from ebr.domain.mbr.problem import Mark, Place

LARGEST_TEXT = 8 * 1024 * 1024
"""Bytes of UTF-8; a thousand full steps take 1.4 million, and 91,000 nodes."""
DEEPEST = 20
MOST_NODES = 300_000

_BLOCK_HEADER = re.compile(r"[|>][-+0-9]{0,2}[ ]*")


@dataclass(slots=True)
class Walked:
    """What the walk found; `whole` tells whether the text was read to its end, so that gaps are worth naming."""

    document: object | None = None
    whole: bool = False
    marks: dict[Place, Mark] = field(default_factory=dict)
    troubles: list[tuple[Mark, Trouble]] = field(default_factory=list)

    def report(self, mark: Mark, place: Place, code: str, **params: str) -> None:
        """Keep a problem with where it stands."""
        self.troubles.append((mark, Trouble(place, code, params)))


def walk(text: str) -> Walked:
    """Return the plain tree of a text, or what is wrong with it; never raises for any text."""
    walked = Walked()
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > LARGEST_TEXT:
        walked.report(Mark(1, 1), (), "document_too_large", size=str(size), limit=str(LARGEST_TEXT))
        return walked
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\r\n", "\n")
    if _clean(text, walked):
        _Walk(text, walked).run()
    return walked


def _clean(text: str, walked: Walked) -> bool:
    """Report each line with a character that no record may hold."""
    found = False
    for number, line in enumerate(text.split("\n"), start=1):
        unwanted = unwanted_character(line)
        if unwanted is not None:
            found = True
            column = 1 + next(n for n, c in enumerate(line) if unwanted_character(c))
            walked.report(Mark(number, column), (), "control_character", character=unwanted)
    return not found


@dataclass(slots=True)
class _Open:
    """A map or list being filled; `key` is the key whose value comes next."""

    place: Place
    into: dict[str, object] | list[object]
    key: str | None = None


class _Walk:
    """Fills plain maps and lists from the events of one document."""

    def __init__(self, text: str, walked: Walked) -> None:
        self.text = text
        self.hashed = "#" in text
        self.walked = walked
        self.open: list[_Open] = []
        self.nodes = 0
        self.documents = 0
        self.read_to = 0

    def run(self) -> None:
        try:
            for event in self._events():
                # Nearly all events are of this one class.
                if not (self._node(event) if type(event) is yaml.ScalarEvent else self._take(event)):
                    return
            self._end()
        except yaml.YAMLError as error:
            self._unreadable(error)

    def _events(self) -> Iterator[yaml.Event]:
        loader = yaml.CSafeLoader(self.text)
        try:
            check, get = loader.check_event, loader.get_event
            while check():
                if (event := get()) is not None:
                    yield event
        finally:
            loader.dispose()

    def _take(self, event: yaml.Event) -> bool:
        """Handle one event; False ends the walk."""
        match event:
            case yaml.DocumentStartEvent():
                return self._document_start(event)
            case yaml.DocumentEndEvent():
                self._document_end(event)
            case yaml.AliasEvent():
                self._report(event, "alias", name=str(event.anchor))
                self._put(_mark(event), "")
            case yaml.ScalarEvent() | yaml.CollectionStartEvent():
                return self._node(event)
            case yaml.CollectionEndEvent():
                self.open.pop()
        return True

    def _document_start(self, event: yaml.DocumentStartEvent) -> bool:
        self.documents += 1
        if self.documents > 1:
            self._report(event, "second_document")
            return False
        if event.version is not None or event.tags:
            self._report(event, "directive")
        return True

    def _document_end(self, event: yaml.DocumentEndEvent) -> None:
        self._gap(_start(event) if event.explicit else len(self.text))
        self.read_to = _end(event)
        if not event.explicit:
            self._report(event, "end_missing")
        else:
            self._gap(len(self.text))

    def _end(self) -> None:
        if self.walked.document in (None, ""):
            self.walked.report(Mark(1, 1), (), "document_empty")
        else:
            self.walked.whole = True

    def _node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> bool:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._report(event, "too_many_nodes", limit=str(MOST_NODES))
            return False
        if event.anchor is not None:
            self._report(event, "anchor", name=str(event.anchor))
        if event.tag is not None:
            self._report(event, "tag", tag=str(event.tag))
        if isinstance(event, yaml.CollectionStartEvent):
            return self._collection(event)
        self._scalar(event)
        return True

    def _collection(self, event: yaml.CollectionStartEvent) -> bool:
        if len(self.open) >= DEEPEST:
            self._report(event, "too_deep", limit=str(DEEPEST))
            return False
        into: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        place = self._put(_mark(event), into)
        self.open.append(_Open(place, into))
        return True

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if self.hashed:
            self._gap(_start(event))
            self.read_to = _end(event)
        text, style = event.value, event.style
        if style in ("|", ">"):
            self._block_header(event)
        if not style and text == "" and self.open:
            self._report(event, "value_missing", key=self._next_key())
        # Every line of the text was looked at before; only an escape in quotes can still say something else.
        unwanted = unwanted_character(text) if style == '"' else None
        if unwanted is not None:
            self._report(event, "control_character", character=unwanted)
        self._put(_mark(event), text)

    def _block_header(self, event: yaml.ScalarEvent) -> None:
        line = self.text[_start(event) :].partition("\n")[0]
        if not _BLOCK_HEADER.fullmatch(line):
            self._report(event, "comment")

    def _gap(self, until: int) -> None:
        """Report comments between one scalar and the next: outside scalars a # can be nothing else."""
        gap = self.text[self.read_to : until]
        if "#" not in gap:
            return
        before = self.text[: self.read_to + gap.index("#")]
        mark = Mark(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        self.walked.report(mark, self.open[-1].place if self.open else (), "comment")

    def _next_key(self) -> str:
        return (self.open[-1].key or "") if self.open else ""

    def _put(self, mark: Mark, value: object) -> Place:
        """Put a node where it belongs and return its place; a key is a node too."""
        if not self.open:
            self.walked.document = value
            self.walked.marks[()] = mark
            return ()
        top = self.open[-1]
        if isinstance(top.into, list):
            place = (*top.place, len(top.into))
            top.into.append(value)
        elif top.key is None:
            return self._key(top, mark, value)
        else:
            place = (*top.place, top.key)
            if top.key not in top.into:
                top.into[top.key] = value
            top.key = None
        self.walked.marks.setdefault(place, mark)
        return place

    def _key(self, top: _Open, mark: Mark, key: object) -> Place:
        assert isinstance(top.into, dict)
        if not isinstance(key, str):
            self.walked.report(mark, top.place, "key_not_text")
            top.key = ""
        elif key == "<<":
            self.walked.report(mark, top.place, "merge_key")
            top.key = key
        else:
            top.key = key
            place = (*top.place, key)
            if key in top.into:
                first = self.walked.marks[place]
                self.walked.report(mark, place, "key_twice", key=_short(key), line=str(first.line))
            return place
        return (*top.place, top.key)

    def _report(self, event: yaml.Event, code: str, **params: str) -> None:
        place = self.open[-1].place if self.open else ()
        params = {name: _short(value) for name, value in params.items()}
        self.walked.report(_mark(event), place, code, **params)

    def _unreadable(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None)
        at = Mark(mark.line + 1, mark.column + 1) if mark is not None else Mark(1, 1)
        problem = _short(str(getattr(error, "problem", None) or "not readable"), 80)
        place = self.open[-1].place if self.open else ()
        self.walked.report(at, place, "yaml_unreadable", problem=problem)


def _mark(event: yaml.Event) -> Mark:
    start = event.start_mark
    assert start is not None
    return Mark(start.line + 1, start.column + 1)


def _start(event: yaml.Event) -> int:
    """Return where an event begins, in characters."""
    assert event.start_mark is not None
    return event.start_mark.index


def _end(event: yaml.Event) -> int:
    assert event.end_mark is not None
    return event.end_mark.index


def _short(text: str, longest: int = 40) -> str:
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return line if len(line) <= longest else line[: longest - 1] + "\N{HORIZONTAL ELLIPSIS}"
