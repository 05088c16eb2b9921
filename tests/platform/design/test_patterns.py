"""Rows that are drawn once for each shape, and then filled."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils.safestring import mark_safe
from django.utils.translation import override

from handschlag.design.components.patterns import Pattern, Values

pytestmark = pytest.mark.once
LINE = "events/conferences/parts/line.html"
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


@override_settings(
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.locmem.Loader", {"row": "{{ name|upper }}, {{ town }}"})
                ]
            },
        }
    ]
)
def test_a_template_that_changes_a_text_is_refused() -> None:
    assert Pattern("row").drawn([{"name": "", "town": "Jena & 100 %"}]) == ", Jena &amp; 100 %"
    with pytest.raises(ValueError, match="changes a text"):
        Pattern("row").drawn([{"name": "Ada", "town": "Jena"}])
