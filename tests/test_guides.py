"""The help in other languages: built like the English pages, never older than they are, and said where it is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ebr import paths, words
from installer import guides
from ui.help.presenter import CHAPTERS, found, read

ROOT = Path(__file__).resolve().parent.parent
FOLDER = paths.resources() / "help"
TRANSLATED = guides.translated(ROOT)
MARKED = re.compile(
    r"^(?P<heading>#+) |!\[[^\]]*\]\((?P<picture>[^)]*)\)|\[[^\]]*\]\((?P<link>[^)]*)\)|`(?P<code>[^`]+)`", re.MULTILINE
)
"""What a translation keeps as it is: levels of headings, pictures, links, and what is typed or printed."""
AFTER = "Read the change, translate it, and note it with `python3 -m installer guides LANGUAGE PAGE`."


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    words.use_language("en")


def frame(file: Path) -> list[tuple[str, str]]:
    """Return what a page is built of, in order; links and code of one paragraph may stand in another order."""
    found: list[tuple[str, str]] = []
    for paragraph in re.split(r"\n\n|\n(?=[-\d|])", file.read_text(encoding="utf-8")):
        parts = [
            (kind, text) for match in MARKED.finditer(paragraph) for kind, text in match.groupdict().items() if text
        ]
        found += sorted(parts)
    return found


def shape(file: Path) -> list[str]:
    """Return how each line begins that is more than running text: items, rows of a table, headings, pictures."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [found[0] for line in lines if (found := re.match(r"#+|- |\d\. |\||!\[", line))]


@pytest.mark.parametrize(("language", "page"), TRANSLATED, ids=[f"{code}-{page}" for code, page in TRANSLATED])
class TestEach:
    """Each page in each language."""

    def test_it_is_built_like_the_english_page(self, language: str, page: str) -> None:
        assert page in CHAPTERS
        assert frame(FOLDER / language / f"{page}.md") == frame(FOLDER / f"{page}.md")
        assert shape(FOLDER / language / f"{page}.md") == shape(FOLDER / f"{page}.md")

    def test_it_was_made_from_the_english_page_of_now(self, language: str, page: str) -> None:
        assert guides.noted(ROOT).get((language, page)) == guides.digest(ROOT, page), AFTER

    def test_its_heading_is_the_title_in_the_list(self, language: str, page: str) -> None:
        words.use_language(language)
        heading = read(page).text.partition("\n")[0].removeprefix("# ")
        english = (FOLDER / f"{page}.md").read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        if english == CHAPTERS[page]:
            assert heading == read(page).title
        assert read(page).shown() == read(page).text


def test_every_language_of_the_help_is_spoken_here() -> None:
    assert {language for language, _page in TRANSLATED} <= set(words.LANGUAGES) - {"en"}


def test_nothing_is_noted_that_is_not_there() -> None:
    assert set(guides.noted(ROOT)) == set(TRANSLATED)


def test_a_change_of_the_english_page_makes_its_translation_old(tmp_path: Path) -> None:
    folder = guides.pages(tmp_path)
    (folder / "de").mkdir(parents=True)
    (folder / "page.md").write_text("# Title\n", encoding="utf-8")
    (folder / "de" / "page.md").write_text("# Titel\n", encoding="utf-8")
    assert guides.old(tmp_path) == [("de", "page")]
    guides.note(tmp_path, "de", ["page"])
    assert guides.old(tmp_path) == []
    (folder / "page.md").write_text("# Title\n\nAnd a line.\n", encoding="utf-8")
    assert guides.old(tmp_path) == [("de", "page")]


def test_a_page_that_is_not_translated_is_shown_in_english_and_says_so(tmp_path: Path) -> None:
    for key in CHAPTERS:
        (tmp_path / f"{key}.md").write_text(f"# {key}\n\nwords\n", encoding="utf-8")
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "signing.md").write_text("# Signieren\n\nWörter\n", encoding="utf-8")
    words.use_language("de")
    assert read("signing", tmp_path).shown() == "# Signieren\n\nWörter\n"
    english = read("login", tmp_path)
    assert not english.spoken
    assert (
        english.shown()
        == f"# login\n\n*{words.tr('This page is not translated yet. It is shown in English.')}*\n\nwords\n"
    )
    assert [key for key, _title in found("wörter", tmp_path)] == ["signing"]
    words.use_language("en")
    assert read("login", tmp_path).shown() == "# login\n\nwords\n"
