"""`{% load following %}`: the button by which people follow what a page shows, and why a line is told."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from handschlag.following.labels import reason_of
from handschlag.following.queries.things import follows
from handschlag.following.rules.news import Followed

register = template.Library()
register.filter("reason", reason_of)


@register.inclusion_tag("following/parts/button.html", takes_context=True)
def follow_button(context: template.RequestContext, kind: str, key: object) -> dict[str, Any]:
    """A visitor's is a link to the question, so that the page can be kept for others."""
    request = context["request"]
    followed = Followed(kind, str(key))
    is_signed_in = request.user.is_authenticated
    return {
        "kind": kind,
        "key": followed.key,
        "here": request.get_full_path(),
        "is_signed_in": is_signed_in,
        "is_followed": is_signed_in and follows(request.user.pk, followed),
        "new_url": f"{reverse('following:new')}?{urlencode({'kind': kind, 'key': followed.key})}",
        "csrf_token": context.get("csrf_token"),
    }
