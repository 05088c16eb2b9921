"""The boxes of a facet: there are hundreds on a page, so they are drawn here and not by a template each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from handschlag.design import numbers
from handschlag.design.components.parts import Option


def boxes(name: str, options: Sequence[Option], *, prefix: str = "") -> SafeString:
    """One box to tick for each option, with its number where it is known."""
    return mark_safe("".join(_drawn(escape(name), options, prefix)))  # noqa: S308 - escaped one by one


def _drawn(name: str, options: Sequence[Option], prefix: str) -> Iterator[str]:
    for number, option in enumerate(options, start=1):
        own = f"f-{name}-{prefix}{number}"
        tick = " checked" if option.is_chosen else ""
        count = "" if option.count is None else numbers.format_number(option.count)
        count = f"{count} + {option.apart}" if count and option.apart else count
        shown = f' <span class="hs-count">{escape(count)}</span>' if count else ""
        yield (
            '<div class="hs-option kern-form-check"><input class="kern-form-check__checkbox" type="checkbox" '
            f'name="{name}" value="{escape(option.value)}" id="{own}"{tick}>'
            f'<label class="kern-label" for="{own}">{escape(option.label)}{shown}</label></div>\n'
        )
