"""XML of unknown origin as a small tree with line numbers, read within bounds.

A document type is refused where it begins. Without one there is no entity, so neither a file of this computer nor a
billion laughs can come in by one; what remains (size, depth, number of parts) is bounded here. The parser is expat.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from ebr.domain.refusal import Refusal

LARGEST = 16 * 1024 * 1024
"""Bytes of an XML file, also of each one inside a Word or Excel file."""
DEEPEST = 100
MOST_ELEMENTS = 200_000


@dataclass(slots=True, eq=False)
class Element:
    """One element: its name without prefix, namespace, attributes (local names), own text and children.

    `number` counts it among its siblings of the same name (`counts` of the parent), from 1. `used` is set by whoever
    takes the element over, `said` when its text was taken too, and `given` holds the names of the attributes taken:
    what is left unset at the end had no place (`ebr.exchange.source`).
    """

    name: str
    space: str
    line: int
    up: Element | None
    number: int = 1
    counts: dict[str, int] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""
    used: bool = False
    said: bool = False
    given: set[str] = field(default_factory=set)

    def below(self) -> Iterator[Element]:
        """Yield the element and everything in it, in document order."""
        waiting = [self]
        while waiting:
            here = waiting.pop()
            yield here
            waiting.extend(reversed(here.children))


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark of the file that is no data: a comment, or an instruction to another program; `place` as in XPath."""

    line: int
    text: str
    place: str = "comment()"


@dataclass(frozen=True, slots=True)
class Document:
    """A whole file: its root and the comments in it."""

    root: Element
    comments: tuple[Comment, ...]


def read_xml(data: bytes) -> Document:
    """Return the tree of an XML file.

    Refusals: `import_too_large`, `xml_doctype`, `xml_unreadable`, `xml_too_deep`, `xml_too_many`, each with its line.
    """
    if len(data) > LARGEST:
        raise Refusal("import_too_large", size=megabytes(len(data)), limit=megabytes(LARGEST))
    return _Reader().read(data)


def megabytes(size: int) -> str:
    """Return a number of bytes in MB, for a sentence."""
    return f"{size / 1_000_000:.1f}"


class _Reader:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.CommentHandler = self._comment
        self.parser.ProcessingInstructionHandler = self._instruction
        self.root: Element | None = None
        self.here: Element | None = None
        self.texts: list[list[str]] = []
        self.count = 0
        self.comments: list[Comment] = []

    def read(self, data: bytes) -> Document:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as wrong:
            problem = expat.ErrorString(wrong.code) or ""
            raise Refusal(
                "xml_unreadable", line=str(wrong.lineno), column=str(wrong.offset + 1), problem=problem
            ) from None
        except (LookupError, ValueError):  # an encoding that nobody here knows
            raise Refusal("xml_encoding", line="1") from None
        assert self.root is not None
        return Document(self.root, tuple(self.comments))

    def _line(self) -> int:
        return self.parser.CurrentLineNumber

    def _doctype(self, name: str, _system: str | None, _public: str | None, _inside: bool) -> None:  # noqa: FBT001
        raise Refusal("xml_doctype", line=str(self._line()), name=name[:40])

    def _one_more(self) -> None:
        """Count elements, comments and instructions alike: each costs memory here and a line in the list."""
        self.count += 1
        if self.count > MOST_ELEMENTS:
            raise Refusal("xml_too_many", line=str(self._line()), limit=str(MOST_ELEMENTS))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._one_more()
        if len(self.texts) >= DEEPEST:
            raise Refusal("xml_too_deep", line=str(self._line()), limit=str(DEEPEST))
        space, _, local = name.rpartition(" ")
        named = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(local, space, self._line(), self.here, attributes=named)
        if self.here is None:
            self.root = element
        else:
            self.here.children.append(element)
            element.number = self.here.counts[local] = self.here.counts.get(local, 0) + 1
        self.here = element
        self.texts.append([])

    def _end(self, _name: str) -> None:
        assert self.here is not None
        self.here.text = "".join(self.texts.pop())
        self.here = self.here.up

    def _characters(self, text: str) -> None:
        if self.texts:
            self.texts[-1].append(text)

    def _comment(self, text: str) -> None:
        self._one_more()
        self.comments.append(Comment(self._line(), " ".join(text.split())))

    def _instruction(self, name: str, text: str) -> None:
        self._one_more()
        words = " ".join((name, *text.split()))
        self.comments.append(Comment(self._line(), words, "processing-instruction()"))
