"""What commands say: one line for a refusal, one for a fault, JSON where asked."""

from __future__ import annotations

import json
import os
import traceback
from pathlib import Path
from typing import Any

from ebr.domain.refusal import Refusal
from ebr.words import tr


def refusal_line(refusal: Refusal) -> str:
    """Return a refusal as one line."""
    from ebr.wording import refusal_words

    return "ebr: " + " ".join(refusal_words(refusal).split())


def fault_line(fault: Exception) -> str:
    """Return a fault of ours as one line; with EBR_DEBUG set, the whole story."""
    if os.environ.get("EBR_DEBUG"):
        return "".join(traceback.format_exception(fault))
    return "ebr: " + tr(
        "this is a fault of the program ({kind}: {what}); nothing was half written",
        kind=type(fault).__name__,
        what=" ".join(str(fault).split())[:200],
    )


def say(text: str) -> None:
    """Print one line on standard output."""
    print(text, flush=True)


def say_json(document: Any) -> None:  # noqa: ANN401 - plain data
    """Print a document as JSON."""
    print(json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False), flush=True)


def free_for(file: Path) -> None:
    """See that a file can be made, before anything is done that only this file would hold; raises `Refusal`."""
    if file.exists():
        raise Refusal("file_exists", file=str(file))
    if not file.parent.is_dir():
        raise Refusal("path_missing", path=str(file.parent))
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise Refusal("store_read_only", folder=str(file.parent))
