"""`{% load directory_pages %}`: what a page of the directory says to machines."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def linked_data(text: str) -> SafeString:
    """JSON-LD that `screens.linked_data` wrote: it holds no character that could end the element.

    Nothing where nothing is to be said.
    """
    if not text:
        return mark_safe("")
    assert not set("<>&") & set(text), "written by screens.linked_data only"
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - without <, > and &
    )
