from __future__ import annotations

import ast
import gettext
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from ebr import paths, words
from installer import catalogue

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _english_again():
    yield
    words.use_language("en")


def fields(text: str) -> set[str]:
    """Return the names of the places in a text; anything but a plain name is returned too and then found missing."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_a_text_is_its_own_english_with_its_places_filled():
    assert words.tr("Sign as {name}", name="Ines Roth") == "Sign as Ines Roth"
    assert words.language() == "en"


def test_a_place_without_a_value_is_an_error():
    with pytest.raises(KeyError, match="name"):
        words.tr("Sign as {name}")
    with pytest.raises(KeyError, match="batch"):
        words.ntr("{n} entry of {batch}", "{n} entries of {batch}", 2)


@pytest.mark.parametrize(("n", "text"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries")])
def test_the_number_chooses_the_form(n: int, text: str):
    assert words.ntr("{n} entry", "{n} entries", n) == text


def test_a_value_with_braces_is_shown_as_it_is():
    assert words.tr("Found {text}", text="{name}") == "Found {name}"


def test_a_parameter_may_have_any_name():
    assert words.tr("{msgid} and {self}", msgid="a", self="b") == "a and b"


def test_a_language_without_a_catalogue_is_an_error_and_changes_nothing():
    with pytest.raises(FileNotFoundError):
        words.use_language("xx")
    assert words.language() == "en"


@pytest.fixture
def german(tmp_path: Path) -> Path:
    """A tree with four texts, two of them in German, and its catalogue refreshed."""
    (tmp_path / "ebr").mkdir()
    source = [
        'tr("Sign as {name}", name=1)',
        'ntr("{n} entry", "{n} entries", 2)',
        'mark("Later")',
        'tr("Wrong {name}", name=1)',
    ]
    (tmp_path / "ebr" / "a.py").write_text("\n".join(source), encoding="utf-8")
    po = catalogue.po_file(tmp_path, "de")
    po.parent.mkdir(parents=True)
    texts = [
        ("", "Content-Type: text/plain; charset=utf-8\\n"),
        ("Sign as {name}", "Als {name} unterschreiben"),
        ("Wrong {name}", "{nmae}"),
    ]
    po.write_text("\n".join(f'msgid "{text}"\nmsgstr "{german}"\n' for text, german in texts), encoding="utf-8")
    catalogue.refresh(tmp_path)
    return tmp_path


def test_another_language_is_read_from_its_catalogue(german: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(paths, "resources", lambda: german / "resources")
    words.use_language("de")
    assert words.tr("Sign as {name}", name="Ines Roth") == "Als Ines Roth unterschreiben"
    assert words.tr("Later") == "Later"


def test_the_catalogue_finds_every_kind_of_text(german: Path):
    assert {'msgid "Later"', 'msgid_plural "{n} entries"'} <= set(catalogue.template(german).splitlines())


def test_a_second_refresh_writes_the_same_bytes(german: Path):
    before = catalogue.po_file(german, "de").read_bytes()
    catalogue.refresh(german)
    assert catalogue.po_file(german, "de").read_bytes() == before


# The catalogue of this tree


REFRESH = "The catalogue is out of date: run `python3 -m installer words` and commit what it writes."


@pytest.fixture(scope="module")
def now() -> Catalog:
    return catalogue.extracted(ROOT)


def test_the_template_is_up_to_date(now: Catalog):
    path = catalogue.locales(ROOT) / "ebr.pot"
    assert path.exists(), REFRESH
    assert path.read_text(encoding="utf-8") == catalogue.template(ROOT, now), REFRESH


@pytest.mark.parametrize("language", catalogue.languages(ROOT))
def test_each_language_has_every_text(language: str, now: Catalog):
    kept = catalogue.po_file(ROOT, language).read_text(encoding="utf-8")
    assert kept == catalogue.refreshed(ROOT, language, now), REFRESH


def foreign_places(compiled: Path) -> list[str]:
    """Return the texts whose translation has a place that the text itself has not."""
    with compiled.open("rb") as stream:
        texts = gettext.GNUTranslations(stream)._catalog
    pairs = [(key if isinstance(key, str) else key[0], text) for key, text in texts.items() if key]
    return [key for key, text in pairs if not fields(text) <= fields(key) | {"n"}]


def test_each_compiled_catalogue_keeps_the_places_of_its_texts(german: Path):
    ours = sorted(catalogue.locales(ROOT).glob("*/LC_MESSAGES/ebr.mo"))
    assert {path.name: foreign_places(path) for path in ours if foreign_places(path)} == {}
    assert foreign_places(catalogue.po_file(german, "de").with_suffix(".mo")) == ["Wrong {name}"]


# How the source uses the three functions


@cache
def calls() -> list[tuple[str, ast.Call]]:
    found = []
    for path in sorted(path for source in catalogue.SOURCES for path in (ROOT / source).rglob("*.py")):
        nodes = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        found += [
            (path.relative_to(ROOT).as_posix(), node)
            for node in nodes
            if ast.unparse(node.func) in {"tr", "ntr", "mark", "words.tr", "words.ntr", "words.mark"}
        ]
    return found


def texts_of(call: ast.Call) -> list[ast.expr]:
    return call.args[: 2 if ast.unparse(call.func).endswith("ntr") else 1]


def test_no_sentence_is_put_together_from_pieces():
    pieced = [
        f"{name}:{call.lineno}"
        for name, call in calls()
        for text in texts_of(call)
        if isinstance(text, ast.JoinedStr | ast.BinOp | ast.Call)
    ]
    assert pieced == []
    constants = [
        (f"{name}:{call.lineno}", text.value)
        for name, call in calls()
        for text in texts_of(call)
        if isinstance(text, ast.Constant)
    ]
    assert [place for place, text in constants if text != text.strip()] == []  # a space at an edge awaits its neighbour


def test_every_place_of_a_text_is_given_a_value_where_it_is_used():
    wrong = []
    for name, call in calls():
        given = {keyword.arg for keyword in call.keywords}
        if None in given or ast.unparse(call.func).endswith("mark"):
            continue  # filled from a mapping, or later
        known = [text.value for text in texts_of(call) if isinstance(text, ast.Constant)]
        wanted = {field for text in known for field in fields(text)} - {"n"}
        if known and wanted != given - {"n"}:
            wrong.append(f"{name}:{call.lineno} wants {sorted(wanted)}, is given {sorted(given)}")
    assert wrong == []
