"""What a station can speak: whole for operators and reports, with the same places, read fast, and never stale."""

from __future__ import annotations

import string
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from ebr import words
from ebr.domain.station.state.settings import SPOKEN
from ebr.wording.lines import limits_line
from installer import catalogue
from ui.shown import when_of

ROOT = Path(__file__).resolve().parent.parent
OTHERS = tuple(code for code in words.LANGUAGES if code != "en")
LOADED_MS = 150
"""A first painting waits for the catalogue: 16 ms were measured for 5,800 texts."""
POUR = "Translate them in resources/locale/<language>/LC_MESSAGES/ebr.po and run `python3 -m installer words`."


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    words.use_language("en")


def places(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None})


def test_a_station_may_be_set_to_what_the_program_speaks() -> None:
    assert SPOKEN == words.LANGUAGES


def test_every_language_that_is_named_has_a_catalogue() -> None:
    assert set(words.LANGUAGES) <= set(catalogue.languages(ROOT))


@pytest.mark.parametrize("code", [code for code in OTHERS if code in words.available()])
class TestEach:
    """Each language that is here."""

    def test_operators_and_readers_of_reports_find_every_text(self, code: str) -> None:
        assert catalogue.missing(ROOT, code) == {}, POUR

    def test_a_translation_has_the_places_of_its_text(self, code: str) -> None:
        """A place more cannot be filled; a place less hides what was recorded. A form for one or two may name no number."""
        with catalogue.po_file(ROOT, code).open("rb") as stream:
            texts = read_po(stream, locale=code)
        wrong = []
        for message in texts:
            if not message.id or not message.string:
                continue
            ids = (message.id,) if isinstance(message.id, str) else message.id
            forms = (message.string,) if isinstance(message.string, str) else message.string
            full = places(ids[-1])
            if any(form and not set(full) - {"n"} <= set(places(form)) <= set(full) | {"n"} for form in forms):
                wrong.append(ids[0])
        assert wrong == []

    def test_plural_texts_have_every_form_of_the_language(self, code: str) -> None:
        with catalogue.po_file(ROOT, code).open("rb") as stream:
            texts = read_po(stream, locale=code)
        plural = [message for message in texts if isinstance(message.id, tuple | list) and any(message.string)]
        assert plural
        assert [one.id[0] for one in plural if len(one.string) != texts.num_plurals or not all(one.string)] == []

    def test_the_file_the_program_reads_is_what_the_texts_say(self, code: str) -> None:
        path = catalogue.po_file(ROOT, code).with_suffix(".mo")
        assert path.read_bytes() == catalogue.compiled(ROOT, code), POUR

    def test_it_is_read_at_once(self, code: str) -> None:
        best = min(_loaded(code) for _ in range(5))
        assert best < LOADED_MS

    def test_a_value_keeps_its_order_in_it(self, code: str) -> None:
        words.use_language(code)
        said = words.tr("Sign as {name}", name="Ines Roth (QA)")
        assert ("\u2068Ines Roth (QA)\u2069" in said) == (code in words.RIGHT_TO_LEFT)
        assert "Ines Roth (QA)" in words.plain(said)


def _loaded(code: str) -> float:
    start = time.perf_counter()
    words.use_language(code)
    return (time.perf_counter() - start) * 1000


def test_a_missing_text_of_an_operator_is_found(tmp_path: Path) -> None:
    (tmp_path / "ui" / "login").mkdir(parents=True)
    (tmp_path / "ui" / "login" / "a.py").write_text('tr("Sign in")', encoding="utf-8")
    (tmp_path / "ui" / "desk_only.py").write_text('tr("Elsewhere")', encoding="utf-8")
    catalogue.po_file(tmp_path, "de").parent.mkdir(parents=True)
    catalogue.po_file(tmp_path, "de").write_text(catalogue.refreshed(tmp_path, "de"), encoding="utf-8")
    assert catalogue.missing(tmp_path, "de") == {"ui/login/a.py": ["Sign in"]}


def test_another_language_is_spoken_within_a_block_and_by_nobody_else() -> None:
    other = next((code for code in OTHERS if code in words.available()), "en")
    with words.speaking(other):
        assert words.language() == other
    assert words.language() == "en"


@pytest.mark.parametrize(
    ("line", "code", "rest"),
    [
        (["report", "B-1", "--language", "de", "-o", "x"], "de", ["report", "B-1", "-o", "x"]),
        (["--language=ar", "status"], "ar", ["status"]),
        (["report", "--language"], "", ["report", "--language"]),
        (["formula", "--", "--language", "de"], "", ["formula", "--", "--language", "de"]),
    ],
)
def test_a_line_of_arguments_names_its_language_anywhere(line: list[str], code: str, rest: list[str]) -> None:
    assert words.asked(line) == (code, rest)


def test_the_environment_names_a_language_only_if_it_is_spoken() -> None:
    assert words.wanted({"EBR_LANGUAGE": "de"}) == "de"
    assert words.wanted({"EBR_LANGUAGE": "xx"}) == ""
    assert words.wanted({}) == ""


def test_texts_beside_each_other_keep_their_own_direction() -> None:
    with words.speaking("ar"):
        both = words.beside(("5.9 mL", "", "Maria Chen"), ". ")
        assert both == f"{words.isolated('5.9 mL')}. {words.isolated('Maria Chen')}"
        assert words.plain(both) == "5.9 mL. Maria Chen"
    assert words.beside(("5.9 mL", "", "Maria Chen"), ". ") == "5.9 mL. Maria Chen"


def test_a_line_with_values_begins_where_its_language_begins() -> None:
    with words.speaking("ar"):
        line = words.led(words.isolated("EX-001") + "، جسيم")
        assert line.startswith(words.LEAD)
        assert words.led(line) == line
        assert words.plain(line) == "EX-001، جسيم"
        assert words.led("جسيم") == "جسيم"
    assert words.led("EX-001, major") == "EX-001, major"


def test_a_list_has_the_commas_of_its_language() -> None:
    with words.speaking("ar"):
        assert words.plain(words.listed(("60.0 mL", "A-1"))) == "60.0 mL، A-1"
    with words.speaking("zh"):
        assert words.listed(("60.0 mL", "A-1")) == "60.0 mL、A-1"
    assert words.listed(("60.0 mL", "", "A-1")) == "60.0 mL, A-1"


def test_a_limit_and_its_unit_never_part() -> None:
    assert limits_line({"low": "2.0", "high": "8.0"}, "°C") == "2.0 to 8.0 °C"
    with words.speaking("ar"):
        line = limits_line({"low": "2.0", "high": "8.0"}, "°C")
        assert words.isolated("8.0 °C") in line
        assert words.isolated("2.0 °C") in limits_line({"low": "2.0"}, "°C")


def test_a_zone_stays_behind_its_time_where_the_month_is_written_from_the_right() -> None:
    with words.speaking("ar"):
        assert words.isolated("06:10 +01:00") in when_of("2026-11-14T06:10:00+01:00")
    assert when_of("2026-11-14T06:10:00+01:00") == "2026-11-14 06:10 +01:00"
