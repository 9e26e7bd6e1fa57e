"""Which English page each translated page of the help was made from: `python3 -m installer guides`.

`resources/help/translated.txt` has a line for each translated page: language, page, and the first digits of the SHA-256
of the English page that was read for it. When the English page changes, its translations are old until somebody has
read the change and says so with `python3 -m installer guides LANGUAGE PAGE ...`; a test fails meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

DIGITS = 16


def pages(root: Path) -> Path:
    """Return the folder of the help."""
    return root / "resources" / "help"


def index(root: Path) -> Path:
    """Return the file that notes what each translation was made from."""
    return pages(root) / "translated.txt"


def digest(root: Path, page: str) -> str:
    """Return what an English page is now; raises FileNotFoundError if there is none."""
    text = (pages(root) / f"{page}.md").read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(text).hexdigest()[:DIGITS]


def translated(root: Path) -> list[tuple[str, str]]:
    """Return language and page of every translated page there is, in order."""
    return sorted((file.parent.name, file.stem) for file in pages(root).glob("*/*.md"))


def noted(root: Path) -> dict[tuple[str, str], str]:
    """Return the digest noted for each language and page."""
    if not index(root).is_file():
        return {}
    lines = (line.split() for line in index(root).read_text(encoding="utf-8").splitlines())
    return {(language, page): digits for language, page, digits in lines}


def old(root: Path) -> list[tuple[str, str]]:
    """Return the translations whose English page has changed since, or was never noted."""
    known = noted(root)
    return [each for each in translated(root) if known.get(each) != digest(root, each[1])]


def note(root: Path, language: str, names: Iterable[str]) -> None:
    """Note that these pages say in this language what the English ones say now."""
    known = noted(root) | {(language, page): digest(root, page) for page in names}
    there = set(translated(root))
    lines = [f"{tongue} {page} {digits}" for (tongue, page), digits in sorted(known.items()) if (tongue, page) in there]
    index(root).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
