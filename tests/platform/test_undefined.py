"""Names that a template uses are there, or it says that they need not be."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template import Context, Origin, Template
from tests.platform.undefined import OURS, Undefined

pytestmark = pytest.mark.once
GIVEN = {"row": SimpleNamespace(name="Optik", none=None), "rows": ["a", "b"]}


def drawn(text: str, place: str = OURS) -> str:
    return Template(text, origin=Origin(place)).render(Context(GIVEN))


@pytest.mark.parametrize(
    "text",
    [
        "{{ nobody }}",
        "{{ nobody|upper }}",
        "{{ row.nmae }}",
        "{{ row.none.name }}",
        "{% if row.nmae %}a{% endif %}",
        '{{ row.nmae|default:"a" }}',
        "{% for one in nobody %}a{% endfor %}",
        "{% with a=nobody %}a{% endwith %}",
        "{% firstof row.nmae 'a' %}",
    ],
)
def test_what_nobody_has_given_is_a_mistake(text: str) -> None:
    with pytest.raises(Undefined):
        drawn(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{% if nobody %}a{% else %}b{% endif %}", "b"),
        ("{% if row.none.name %}a{% else %}b{% endif %}", "b"),
        ('{{ nobody|default:"a" }}', "a"),
        ('{{ row.none|default_if_none:"a"|upper }}', "A"),
        ("{% firstof nobody row.name %}", "Optik"),
        ("{% for one in nobody|default:rows %}{{ one|upper }}{% endfor %}", "AB"),
        ("{{ row.name|lower }}", "optik"),
    ],
)
def test_a_template_may_ask_whether_something_is_there(text: str, shown: str) -> None:
    assert drawn(text) == shown


def test_templates_of_libraries_keep_their_ways() -> None:
    assert drawn("{{ nobody }}", "/library/") == ""
