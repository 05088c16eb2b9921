"""What the page of a programme says to machines: schema.org Service as JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from handschlag.programmes.screens.programmes import ProgrammeScreen

register = template.Library()
# JSON inside a script element: no text may end the element or begin a comment.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def programme_data(context: dict[str, Any], screen: ProgrammeScreen) -> SafeString:
    """The programme for search engines: a script element with JSON-LD, without empty values."""
    said = {
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": settings.BASE_URL + context["request"].path,
        "name": screen.name,
        "alternateName": screen.short_name,
        "serviceType": screen.kind,
        "description": " ".join(screen.purpose),
        "provider": {"@type": "Organization", "name": screen.body} if screen.body else None,
        "url": screen.website,
    }
    known = {name: value for name, value in said.items() if value}
    text = json.dumps(known, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above
