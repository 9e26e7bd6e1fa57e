"""Refreshes the catalogue of texts from the source: `python3 -m installer words`.

`resources/locale/ebr.pot` lists every text of the program; `<language>/LC_MESSAGES/ebr.po` holds its translations, and
what was translated stays. Two runs on the same source write the same bytes: no dates, no line numbers, sorted by text.
This module runs inside `.venv`, because it needs Babel.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from installer.speech import say

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

SOURCES = ("ebr", "ui")
# What marks a text: `tr` and `mark` one text, `ntr` its singular and plural.
KEYWORDS = {"tr": None, "mark": None, "ntr": (1, 2)}
DOMAIN = "ebr"
OPERATORS = (
    "ebr/labels/",
    "ebr/reports/",
    "ebr/wording/",
    "ui/apart/",
    "ui/closing",
    "ui/dispense/",
    "ui/exceptions/",
    "ui/execution/",
    "ui/forms/",
    "ui/frame",
    "ui/heading",
    "ui/inputs",
    "ui/labels/",
    "ui/lock/",
    "ui/login/",
    "ui/main_window",
    "ui/media/",
    "ui/presences",
    "ui/queue/",
    "ui/record/",
    "ui/signing/",
    "ui/widgets/",
)
"""How the names of the files begin whose texts an operator reads, or the reader of a report."""
_ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)
"""The date in every compiled file: equal texts are equal bytes."""
_HEADER = "# Texts of the program. Made by `python3 -m installer words`; translations are kept.\n#"


def locales(root: Path) -> Path:
    """Return the folder of the catalogue."""
    return root / "resources" / "locale"


def template(root: Path, now: Catalog | None = None) -> str:
    """Return the text `ebr.pot` should have for the source as it is now (`now`, where it was read already)."""
    return _written(now or extracted(root))


def refreshed(root: Path, language: str, now: Catalog | None = None) -> str:
    """Return the text `ebr.po` of one language should have: the texts of now with the translations of before."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    path = po_file(root, language)
    if path.exists():
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=language, domain=DOMAIN)
    else:
        catalogue = Catalog(locale=language, domain=DOMAIN)
    catalogue.header_comment = _HEADER
    catalogue.update(now or extracted(root), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return _written(catalogue)


def po_file(root: Path, language: str) -> Path:
    """Return where the translations of one language lie."""
    return locales(root) / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def languages(root: Path) -> list[str]:
    """Return the languages there is a folder for; English always."""
    there = {path.parent.parent.name for path in locales(root).glob(f"*/LC_MESSAGES/{DOMAIN}.po")}
    return sorted(there | {"en"})


def refresh(root: Path) -> None:
    """Write the template, each language's texts, and for all but English the file the program reads."""
    locales(root).mkdir(parents=True, exist_ok=True)
    now = extracted(root)
    (locales(root) / f"{DOMAIN}.pot").write_text(template(root, now), encoding="utf-8", newline="\n")
    for language in languages(root):
        path = po_file(root, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(refreshed(root, language, now), encoding="utf-8", newline="\n")
        if language != "en":  # an English text is its own translation
            _compile(root, language)


def missing(root: Path, language: str) -> dict[str, list[str]]:
    """Return the texts of operator screens and reports without a translation, by the file they are in."""
    found: dict[str, list[str]] = {}
    for message in _read(po_file(root, language), language):
        files = sorted({name for name, _line in message.locations if name.startswith(OPERATORS)})
        if message.id and files and not _whole(message):
            found.setdefault(files[0], []).append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def _whole(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(texts) and not message.fuzzy


def compiled(root: Path, language: str) -> bytes:
    """Return the bytes that the file the program reads should have."""
    from babel.messages.mofile import write_mo

    stream = io.BytesIO()
    catalogue = _read(po_file(root, language), language)
    catalogue.creation_date = catalogue.revision_date = _ALWAYS
    write_mo(stream, catalogue)
    return stream.getvalue()


def _read(path: Path, language: str) -> Catalog:
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        return read_po(stream, locale=language, domain=DOMAIN)


def extracted(root: Path) -> Catalog:
    """Return every text that the source has now, by reading all of it."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_file

    catalogue = Catalog(domain=DOMAIN, header_comment=_HEADER, fuzzy=False)
    for path in sorted(path for source in SOURCES for path in (root / source).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for found in extract_from_file("python", path, keywords=KEYWORDS, comment_tags=("Translators:",)):
            _line, text, comments, _context = found
            catalogue.add(text, locations=[(name, 0)], auto_comments=comments)
    return catalogue


def _written(catalogue: Catalog) -> str:
    from babel.messages.pofile import write_po

    stream = io.BytesIO()
    write_po(stream, catalogue, width=120, sort_output=True, include_lineno=False)
    lines = stream.getvalue().decode("utf-8").splitlines()
    # Dates, tool versions and addresses in the header would make each run differ and tell nobody anything.
    kept = [line for line in lines if not line.startswith(_NOISE)]
    return "\n".join(kept).rstrip("\n") + "\n"


_NOISE = ('"POT-Creation-Date:', '"PO-Revision-Date:', '"Generated-By:', '"Report-Msgid-Bugs-To:', '"Last-Translator:')


def _compile(root: Path, language: str) -> None:
    po_file(root, language).with_suffix(".mo").write_bytes(compiled(root, language))


if __name__ == "__main__":
    here = Path(__file__).resolve().parent.parent
    refresh(here)
    say(f"Refreshed {locales(here).relative_to(here)}: {', '.join(languages(here))}.")
    sys.exit(0)
