"""Reading the text file of a master batch record, for the commands that take one."""

from __future__ import annotations

from pathlib import Path

from ebr.domain.refusal import Refusal


def text_of(file: Path) -> str:
    """Return what a text file says.

    Refusals: `path_missing`, `path_unreadable`, `text_encoding` with the line that is no UTF-8.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise Refusal("path_missing", path=str(file)) from None
    except OSError as wrong:
        raise Refusal("path_unreadable", path=str(file), why=wrong.strerror or str(wrong)) from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise Refusal("text_encoding", path=str(file), line=str(line)) from None
