"""`{% load programme_pages %}`: texts in short, and what a page says to machines: schema.org as JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from handschlag.programmes.screens.facts import read_words
from handschlag.programmes.screens.programmes import host_of, in_short

register = template.Library()
register.filter("host_of", host_of)
register.filter("in_short", in_short)
register.filter("read_words", read_words)
# JSON inside a script element: no text may end the element or begin a comment.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def programme_data(context: dict[str, Any]) -> SafeString:
    """The programme for search engines: a script element with JSON-LD, without empty values."""
    screen = context["screen"]
    programme = screen["programme"]
    said = {
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": settings.BASE_URL + context["request"].path,
        "name": programme.name,
        "alternateName": programme.short_name if programme.short_name != programme.name else "",
        "serviceType": screen["kind"],
        "description": " ".join(screen["paragraphs"]),
        "provider": {"@type": "Organization", "name": programme.body} if programme.body else None,
        "url": programme.website,
    }
    known = {name: value for name, value in said.items() if value}
    text = json.dumps(known, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above
