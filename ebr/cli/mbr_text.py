"""Reading the text file of a master batch record, for the commands that take one."""

from __future__ import annotations

from pathlib import Path

from ebr.domain.refusal import Refusal


def text_of(file: Path) -> str:
    """Return what a text file says; raises `Refusal` for one that is missing or no text."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Refusal("path_missing", path=str(file)) from None
    except (OSError, UnicodeDecodeError) as wrong:
        raise Refusal("path_unreadable", path=str(file), why=str(wrong)) from None
