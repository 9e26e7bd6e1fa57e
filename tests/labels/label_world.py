"""Templates for tests: the shipped ones, and a small one to spoil."""

from __future__ import annotations

import copy

from ebr import paths
from ebr.domain.label.state.template import from_tree, read
from ebr.labels.template_file import document

SMALL = {
    "title": "Small",
    "kind": "product",
    "width": "60",
    "height": "40",
    "particulars": "none",
    "texts": [
        {"id": "name", "x": "3", "y": "3", "width": "54", "size": "9", "lines": "2", "text": "{product}"},
        {"id": "lot", "x": "3", "y": "13", "width": "30", "size": "8", "text": "LOT {batch}"},
    ],
    "codes": [
        {
            "id": "scan",
            "kind": "gs1_datamatrix",
            "x": "40",
            "y": "14",
            "module": "0.5",
            "fields": [{"ai": "01", "value": "{gtin}"}, {"ai": "10", "value": "{batch}"}],
        }
    ],
}


def shipped(name: str) -> str:
    """Return the canonical JSON of a template that comes with the program."""
    return document((paths.resources() / "labels" / f"{name}.yaml").read_text("utf-8"), name)


def names() -> list[str]:
    return sorted(file.stem for file in (paths.resources() / "labels").glob("*.yaml"))


def small(**changes):
    """Return the small template with fields changed; "texts.0.size" names one inside."""
    tree = copy.deepcopy(SMALL)
    for place, value in changes.items():
        *above, last = place.split("__")
        part = tree
        for step in above:
            part = part[int(step)] if step.isdecimal() else part[step]
        if value is None:
            del part[int(last) if last.isdecimal() else last]
        else:
            part[int(last) if last.isdecimal() else last] = value
    return from_tree(tree)


def template(name: str):
    return read(shipped(name))
