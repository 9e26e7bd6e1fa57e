"""Words that the standard fixes: what a link, a parameter or a value is (BatchML V7, the enumerated types).

A reader acts on some of them and takes the others as said. A word that the standard does not have is left in the file's
list: nobody here knows what it means, so it must not vanish.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ebr.exchange.source import child
from ebr.exchange.xml_tree import Element

ENDS: Final = frozenset({"Step", "Transition", "Link"})
DATA: Final = """Amount BinaryObject Code DateTime Identifier Indicator Measure Numeric Quantity Text string byte
unsignedByte binary integer positiveInteger negativeInteger nonNegativeInteger nonPositiveInteger int unsignedInt long
unsignedLong short unsignedShort decimal float double boolean time timeInstant timePeriod duration date dateTime month
year century recurringDay recurringDate recurringDuration Name QName NCName uriReference language ID IDREF IDREFS
ENTITY ENTITIES NOTATION NMTOKEN NMTOKENS Enumeration SVG Other"""
LINKS: Final = (
    "ControlLink SynchronizationLink ParallelDivergent ParallelConvergent SerialDivergent SerialConvergent Other"
)
KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "DataInterpretation": frozenset({"Constant", "Reference", "Equation", "External", "Other"}),
    "DataType": frozenset(DATA.split()),
    "FromType": ENDS,
    "ToType": ENDS,
    "IDScope": frozenset({"External", "Internal", "Other"}),
    "LinkType": frozenset(LINKS.split()),
    "ParameterType": frozenset({"ProcessInput", "ProcessOutput", "ProcessParameter", "Other"}),
}
"""Element -> the words it may hold; `OtherValue` beside "Other" is an attribute of its own."""


def code(parent: Element | None, name: str) -> str:
    """Return the word of the first child of a name; one that the standard does not have stays for the list."""
    found = child(parent, name)
    if found is None:
        return ""
    text = " ".join(found.text.split())
    found.said = found.said or not text or text in KNOWN[name]
    return text
