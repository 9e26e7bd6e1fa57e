"""Taking an XML file over piece by piece, so that whatever was not taken is known at the end.

Every reader asks for elements and texts through these functions; each answer marks what it gave. `leftovers` then lists
the outermost elements, attributes and texts nobody asked for. A reader that forgets something lists it by that.
"""

from __future__ import annotations

from collections.abc import Iterator

from ebr.exchange.imported import At, Drafting, cleaned
from ebr.exchange.xml_tree import Document, Element

NOT_DATA = frozenset({"schemaLocation", "noNamespaceSchemaLocation"})
"""Attributes about the file itself."""


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of a name."""
    return next(children(element, name), None)


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children of some names; each one that is reached is taken."""
    for found in element.children if element is not None else ():
        if found.name in names:
            found.used = True
            yield found


def peek(element: Element, name: str) -> str:
    """Return the text of a child without taking it."""
    return next((" ".join(found.text.split()) for found in element.children if found.name == name), "")


def say(element: Element | None) -> str:
    """Return the text of an element as a record may hold it, "" when there is no element."""
    if element is None:
        return ""
    element.used = element.said = True
    return cleaned(element.text, at(element))


def word(element: Element | None, name: str) -> str:
    """Return the text of the first child of a name on one line."""
    return " ".join(say(child(element, name)).split())


def letters(element: Element | None) -> str:
    """Return the text of an element exactly, white space around it left out: what we wrote ourselves."""
    if element is None:
        return ""
    element.used = element.said = True
    return element.text.strip()


def attribute(element: Element, name: str) -> str:
    """Return an attribute."""
    element.given.add(name)
    return element.attributes.get(name, "")


def take(element: Element) -> None:
    """Take an element over with everything in it: what it says follows from something else that was taken."""
    for part in element.below():
        part.used = part.said = True
        part.given.update(part.attributes)


def at(element: Element) -> At:
    """Return where an element stands."""
    return At(xpath(element), element.line)


def xpath(element: Element) -> str:
    """Return the path of an element from the root; a position only where there are several of the name."""
    parts = []
    here: Element | None = element
    while here is not None:
        parts.append(here.name + _position(here))
        here = here.up
    return "/" + "/".join(reversed(parts))


def _position(element: Element) -> str:
    if element.up is None:
        return ""
    return f"[{element.number}]" if element.up.counts[element.name] > 1 else ""


def leftovers(document: Document, drafting: Drafting) -> None:
    """List everything of a file that was not taken: elements with all they hold, attributes, texts, comments."""
    _element(document.root, drafting)
    for comment in document.comments:
        drafting.no_place(At(comment.place, comment.line), comment.text, "comment")


def _element(element: Element, drafting: Drafting) -> None:
    if not element.used:
        text = _whole_text(element)
        if text:
            drafting.no_place(at(element), text)
        return
    for name, value in element.attributes.items():
        if name not in element.given and name not in NOT_DATA and value.strip():
            drafting.no_place(At(f"{xpath(element)}/@{name}", element.line), value)
    if not element.said and element.text.strip():
        drafting.no_place(At(f"{xpath(element)}/text()", element.line), element.text)
    for part in element.children:
        _element(part, drafting)


def _whole_text(element: Element) -> str:
    """Return the texts of an element and of all in it; an empty one says nothing."""
    said = [" ".join(part.text.split()) for part in element.below()]
    said += [f"{name}={value}" for part in element.below() for name, value in part.attributes.items() if value.strip()]
    return ", ".join(text for text in said if text)
