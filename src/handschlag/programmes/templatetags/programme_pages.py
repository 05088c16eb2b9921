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
def call_data(context: dict[str, Any]) -> SafeString:
    """The funding call for search engines: a programme's money with the time in which one may apply."""
    call, address = context["call"], context["address"]
    giver = call.funder or (call.programme.body if call.programme else "")
    programme = call.programme.name if call.programme else call.programme_name
    return _script(
        {
            "@context": "https://schema.org",
            "@type": "FundingScheme",
            "@id": address,
            "url": address,
            "name": call.title,
            "description": " ".join(context["screen"]["paragraphs"]),
            "funder": {"@type": "Organization", "name": giver} if giver else None,
            "parentOrganization": {"@type": "FundingScheme", "name": programme} if programme else None,
            "sameAs": call.source_url,
            "potentialAction": {
                "@type": "ApplyAction",
                "startTime": call.opens_at.isoformat() if call.opens_at else None,
                "endTime": call.closes_at.isoformat(),
                "target": call.source_url,
            },
        }
    )


@register.simple_tag(takes_context=True)
def programme_data(context: dict[str, Any]) -> SafeString:
    """The programme for search engines: a script element with JSON-LD, without empty values."""
    screen = context["screen"]
    programme = screen["programme"]
    return _script(
        {
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
    )


def _script(said: dict[str, Any]) -> SafeString:
    known = {name: value for name, value in said.items() if value}
    text = json.dumps(known, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above
