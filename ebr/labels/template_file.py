"""A label template as a YAML file: every scalar is text, nothing is expanded, no name stands twice.

    title: Weighed material
    kind: container
    width: 75
    ...

The fields are those of `ebr.domain.label.state.template`; templates that come with the program are in
`resources/labels`, named `<id>_<version>.yaml`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from ebr import paths
from ebr.domain.label.state.template import read, text_of
from ebr.domain.refusal import Refusal
from ebr.domain.values import shown_text

LARGEST: Final = 64 * 1024
"""Bytes of a file."""


def read_file(file: Path) -> str:
    """Return the canonical JSON of the template in a file; raises `Refusal`."""
    try:
        data = file.read_bytes() if file.stat().st_size <= LARGEST else b"\xff"
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise Refusal("path_unreadable", path=str(file), why=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise Refusal("label_file", file=shown_text(file.name)) from error
    return document(text, file.name)


def document(text: str, name: str = "") -> str:
    """Return the canonical JSON of a template written as YAML, read back once; raises `Refusal`."""
    import yaml

    try:
        tree = yaml.load(text, Loader=_loader())  # noqa: S506 - the loader below makes texts, lists and maps only
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Refusal("label_file", file=shown_text(name)) from error
    if not isinstance(tree, dict):
        raise Refusal("label_document", place="", problem="not_a_map")
    found = text_of(tree)
    read(found)
    return found


def shipped() -> dict[str, str]:
    """Return the templates that come with the program: id -> canonical JSON."""
    files = sorted((paths.resources() / "labels").glob("*.yaml"))
    return {file.stem.rpartition("_")[0]: read_file(file) for file in files}


def _loader() -> Any:  # noqa: ANN401 - a class of PyYAML
    import yaml

    class Plain(yaml.BaseLoader):
        """Texts, lists and maps; no alias (it could grow without end) and no name twice (one would vanish)."""

        def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 - as PyYAML has it
            if self.check_event(yaml.AliasEvent):
                raise ValueError("alias")
            return super().compose_node(parent, index)

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - as PyYAML has it
            names = [key.value for key, _ in node.value]
            if len(set(map(str, names))) != len(names):
                raise ValueError("twice")
            return super().construct_mapping(node, deep)

    return Plain
