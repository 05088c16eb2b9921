"""`{% load programme_pages %}`: texts in short, and what a page says to machines: schema.org as JSON-LD."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from handschlag.design.components.parts import script
from handschlag.programmes.facts import read_words
from handschlag.programmes.linked_data import call_linked_data, programme_linked_data
from handschlag.programmes.programmes import host_of, in_short

register = template.Library()
register.filter("host_of", host_of)
register.filter("in_short", in_short)
register.filter("read_words", read_words)


@register.simple_tag(takes_context=True)
def call_data(context: dict[str, Any]) -> SafeString:
    """The funding call for search engines."""
    description = " ".join(context["screen"]["paragraphs"])
    return script(call_linked_data(context["call"], description=description, address=context["address"]))


@register.simple_tag(takes_context=True)
def programme_data(context: dict[str, Any]) -> SafeString:
    """The programme for search engines: a script element with JSON-LD, without empty values."""
    screen = context["screen"]
    text = programme_linked_data(
        screen["programme"],
        kind=screen["kind"],
        description=" ".join(screen["paragraphs"]),
        address=settings.BASE_URL + context["request"].path,
    )
    return script(text)
