"""Rows that are drawn once for each shape, and then filled."""

from __future__ import annotations

from enum import StrEnum

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from handschlag.design.components.rows import Pattern, Values

pytestmark = pytest.mark.once
LINE = "events/conferences/parts/line.html"
BOX = "events/conferences/parts/box.html"
TALK: Values = {
    "number": "7",
    "url": "/de/7/",
    "title": "50 % <b>Transfer</b> & %(url)s {{ begin }}",
    "begin": "2027-04-14T10:00+02:00",
    "clock": "10:00",
    "until": "bis 10:30",
    "kind": "Vortrag",
    "about": "Ole O'Hara",
    "track": "",
    "is_pause": False,
    "is_cancelled": False,
    "is_time_invented": False,
    "is_chosen": False,
}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"track": "Transfer"},
        {"about": "", "is_pause": True},
        {"is_cancelled": True},
        {"is_chosen": True, "is_time_invented": True},
        {"title": mark_safe("<i>H&shy;2</i>")},
    ],
)
def test_a_filled_row_is_the_row_its_template_draws(language: str, changed: Values) -> None:
    pattern, values = Pattern(LINE), {**TALK, **changed}
    with override(language):
        whole = render_to_string(LINE, values)
        assert pattern.drawn([TALK, values, {**values, "number": "8"}]) == (
            render_to_string(LINE, TALK) + whole + render_to_string(LINE, {**values, "number": "8"})
        )


def test_each_language_has_shapes_of_its_own() -> None:
    pattern = Pattern(LINE)
    with override("de"):
        german = pattern.drawn([TALK])
    with override("en"):
        english = pattern.drawn([TALK])
    assert "Auswählen" in german
    assert "Choose" in english
    assert pattern.drawn([]) == ""


CELL: Values = {
    **{name: str(number) for number, name in enumerate(("row", "long", "column", "wide"), 2)},
    "url": "/de/7/",
    "title": "Transfer",
    "span": "10:00 bis 10:30",
    "people": "Ole",
    "is_pause": False,
    "is_cancelled": False,
    "is_chosen": False,
}


@pytest.mark.parametrize(
    "changed",
    [{}, {"is_pause": True, "people": ""}, {"is_cancelled": True}, {"is_chosen": True}],
)
def test_a_filled_box_is_the_box_its_template_draws(changed: Values) -> None:
    hostile = {"title": '<b>"50 %"</b> & %(url)s', "people": 'O\'Hara <i>, "%s"', "url": '/de/"x"/'}
    values = {**CELL, **changed}
    rows = [values, {**values, **{name: text for name, text in hostile.items() if values[name]}}]
    assert Pattern(BOX).drawn(rows) == "".join(render_to_string(BOX, row) for row in rows)


class _Kind(StrEnum):
    TALK = "<talk>"


def _rows(template: str) -> override_settings:
    """A template `row` with this text."""
    loader = ("django.template.loaders.locmem.Loader", {"row": template})
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [loader]}}
    return override_settings(TEMPLATES=[engine])


@pytest.mark.parametrize(
    "changing",
    [
        *("{{ name|upper }}", "{{ name|lower }}", "{{ name|title }}", "{{ name|urlencode }}"),
        *("{{ name|length }}", "{{ name|slice:':2' }}", "{% if name == 'ada' %}Ada{% endif %}"),
        *("{% if town and not name == 'bo' %}Bo{% endif %}", "{% if 'o' in name %}{{ name }}{% endif %}"),
        "{% if town %}{% if name|slice:'3:' %}{{ name }}{% endif %}{% endif %}",
    ],
)
def test_a_template_that_changes_a_text_is_refused(changing: str) -> None:
    with _rows(changing + ", {{ town }}"), pytest.raises(ValueError, match="changes a text"):
        Pattern("row").drawn([{"name": "ada", "town": "Jena"}])


def test_a_text_that_is_not_there_is_not_changed() -> None:
    with _rows("{{ name|upper }}, {{ town }}"):
        assert Pattern("row").drawn([{"name": "", "town": "Jena & 100 %"}]) == ", Jena &amp; 100 %"


def test_texts_of_any_kind_are_escaped_and_other_values_refused() -> None:
    with _rows("{{ name }}"):
        assert Pattern("row").drawn([{"name": "a<"}, {"name": _Kind.TALK}]) == "a&lt;&lt;talk&gt;"
        for wrong in (7, gettext_lazy("cancelled"), None):
            with pytest.raises(TypeError, match="name"):
                Pattern("row").drawn([{"name": wrong}])  # type: ignore[dict-item]  # what is refused
