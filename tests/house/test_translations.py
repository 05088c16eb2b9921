"""German is complete: every text of the platform's code and templates has one, and none is doubtful."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("django")

from handschlag.common import catalogues, translations

FLOORS = catalogues.floors()


@pytest.mark.parametrize("floor", FLOORS, ids=[floor.name for floor in FLOORS])
def test_every_text_has_its_german(floor: Path) -> None:
    assert translations.missing(floor) == []


@pytest.mark.parametrize("floor", FLOORS, ids=[floor.name for floor in FLOORS])
def test_no_catalogue_keeps_what_nobody_says(floor: Path) -> None:
    said = {(message.id, message.context) for message in translations.extract(floor)}
    kept = [(m.id, m.context) for m in catalogues.read(floor) if m.id]
    assert [text for text in kept if text not in said] == []


@pytest.mark.parametrize("floor", FLOORS, ids=[floor.name for floor in FLOORS])
def test_placeholders_are_the_same_in_both_languages(floor: Path) -> None:
    odd = {m.id: errors for m in catalogues.read(floor) if m.id and (errors := list(m.check()))}
    assert odd == {}


def test_a_text_has_one_german_on_all_floors() -> None:
    # The floors' catalogues become one: of two translations of a text one would show everywhere.
    said: dict[tuple[object, object], dict[str, object]] = {}
    for floor in FLOORS:
        if floor.name != "demo":  # its invented people are named by it, not by what a role is called
            for message in catalogues.read(floor):
                if message.id:
                    said.setdefault((message.id, message.context), {})[floor.name] = message.string
    assert [kinds for kinds in said.items() if len({str(text) for text in kinds[1].values()}) > 1] == []


def test_texts_are_found_in_code_and_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translations, "PACKAGE", tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "__init__.py").write_text("from gettext import ngettext as _\nx = gettext('In code')\n")
    page = "{% load i18n %}it's <b>{% translate 'In a page' %}</b>{% blocktranslate count n=3 trimmed %}\n"
    page += (
        "one {{ n }}\n{% plural %}many {{ n }}{% endblocktranslate %}{% translate 'May' context 'month' %}"
    )
    page += "\n<ul>\n  <li>\n    {% translate 'Deep' %}\n   </li>\n{% translate 'Not deep' %}</ul>\n"
    (tmp_path / "templates/page.html").write_text(page)
    found = {message.id for message in translations.extract(tmp_path) if message.id}
    assert found == {"In code", "In a page", ("one %(n)s", "many %(n)s"), "May", "Deep", "Not deep"}
    assert len(translations.missing(tmp_path)) == 6
