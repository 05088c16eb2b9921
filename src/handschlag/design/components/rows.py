"""Rows and boxes of long lists: drawn here and not by a template each, for there are hundreds on a page.

Rows of long lists: each shape of a row is drawn once by its template, then only its texts are put in.

To draw a row anew by its template takes many times as long.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.template.defaulttags import IfNode
from django.template.loader import get_template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from handschlag.design import tallies
from handschlag.design.components.parts import Option


def boxes(name: str, options: Sequence[Option], *, prefix: str = "") -> SafeString:
    """One box to tick for each option, with its number where it is known."""
    return mark_safe("".join(_drawn(escape(name), options, prefix)))  # noqa: S308 - escaped one by one


def _drawn(name: str, options: Sequence[Option], prefix: str) -> Iterator[str]:
    for number, option in enumerate(options, start=1):
        own = f"f-{name}-{prefix}{number}"
        tick = " checked" if option.is_chosen else ""
        count = "" if option.count is None else tallies.format_number(option.count)
        count = f"{count} + {option.apart}" if count and option.apart else count
        shown = f' <span class="hs-count">{escape(count)}</span>' if count else ""
        yield (
            '<div class="hs-option kern-form-check"><input class="kern-form-check__checkbox" type="checkbox" '
            f'name="{name}" value="{escape(option.value)}" id="{own}"{tick}>'
            f'<label class="kern-label" for="{own}">{escape(option.label)}{shown}</label></div>\n'
        )


type Values = Mapping[str, str | bool]
BEGIN, END = "\ue000", "\ue001"  # private characters: no template has them
MARK: Final = re.compile(f"{BEGIN}aB(\\w+){END}")  # a letter of each kind: whoever changes the case breaks it
MOST_SHAPES: Final = 1_000


class Pattern:
    """A template of one row that writes its texts as they are, and asks of them only whether they are empty.

    What is true or false makes another shape, and so does a text that is empty. The template knows nothing
    but the values: no visitor, no form token. Shapes are kept for each language.
    """

    def __init__(self, template: str) -> None:
        self.template = template
        self._source: object = None
        self._shapes: dict[tuple[object, ...], str] = {}

    def drawn(self, rows: Iterable[Values]) -> SafeString:
        """All rows, one after the other; texts that are not safe are escaped."""
        template: Any = get_template(self.template)
        if template.template is not self._source or len(self._shapes) > MOST_SHAPES:
            self._source, self._shapes = template.template, {}  # loaded anew while somebody edits it
        language, shapes, parts = get_language(), self._shapes, []
        for values in rows:
            shape = (language, *values, *[bool(value) for value in values.values()])
            text = shapes.get(shape)
            if text is None:
                text = shapes[shape] = _shape(template, values)
            parts.append(text % _escaped(values))
        return mark_safe("".join(parts))  # noqa: S308 - a template, and texts that were escaped one by one


def _escaped(values: Values) -> dict[str, str]:
    """The texts, as a template would write them."""
    return {
        name: html.escape(value) if value.__class__ is str else conditional_escape(str(value))
        for name, value in values.items()
        if value.__class__ is not bool
    }


def _shape(template: Any, values: Mapping[str, Any]) -> str:
    """The row with marks in place of its texts, as a pattern of `%`; filled it must be the row itself."""
    wrong = [name for name, value in values.items() if not isinstance(value, str | bool)]
    if wrong:
        raise TypeError(f"{template.template.name} takes texts and what is true or false, not {wrong}")
    marks = {
        name: mark_safe(f"{BEGIN}aB{name}{END}") if value and isinstance(value, str) else value  # noqa: S308
        for name, value in values.items()
    }
    text = template.render(marks)
    shape = MARK.sub(r"%(\1)s", text.replace("%", "%%"))
    is_broken = text.count(BEGIN) != len(MARK.findall(text))
    if is_broken or shape % _escaped(values) != template.render(dict(values)) or _compares(template.template):
        raise ValueError(f"{template.template.name} changes a text that it should only write, or compares it")
    return shape


def _compares(template: Any) -> bool:
    """Whether it asks more of something than whether it is empty: other texts would answer otherwise."""
    asked = [
        condition
        for node in template.nodelist.get_nodes_by_type(IfNode)
        for condition, _then in node.conditions_nodelists
    ]
    while asked:
        one = asked.pop()
        if one is None:  # `else`, and what `not` has in its second place
            continue
        if (one.id == "literal" and one.value.filters) or one.id not in {"literal", "and", "or", "not"}:
            return True
        asked += [one.first, one.second]
    return False
