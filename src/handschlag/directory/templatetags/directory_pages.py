"""`{% load directory_pages %}`: what a page of the directory says to machines."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from handschlag.design.components.parts import script

register = template.Library()


@register.simple_tag
def linked_data(text: str) -> SafeString:
    """JSON-LD that `design.linked_data.written` made; nothing where nothing is to be said."""
    return script(text)
