"""`{% load following %}`: the button by which people follow what a page shows, and why a line is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from handschlag.following import news

register = template.Library()


@register.filter
def reason(because: Sequence[str]) -> str:
    """With the titles of what its reader follows, in the quotation marks of the language."""
    titles = ", ".join(_("“%(title)s”") % {"title": title} for title in because)
    return _("Because you follow %(titles)s") % {"titles": titles}


@register.inclusion_tag("following/parts/button.html", takes_context=True)
def follow_button(context: template.RequestContext, kind: str, key: object) -> dict[str, Any]:
    """A visitor's is a link to the question, so that the page can be kept for others."""
    request = context["request"]
    followed = news.Followed(kind, str(key))
    is_signed_in = request.user.is_authenticated
    return {
        "followed": followed,
        "here": request.get_full_path(),
        "is_signed_in": is_signed_in,
        "is_followed": is_signed_in and news.follows(request.user.pk, followed),
        "csrf_token": context.get("csrf_token"),
    }
