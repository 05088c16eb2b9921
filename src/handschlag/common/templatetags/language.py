"""`{% load language %}`: what is there in two languages, in the one of the page."""

from __future__ import annotations

from django import template

from handschlag.common.language import pick

register = template.Library()


@register.filter
def in_language(value: object, name: str = "") -> str:
    """`{{ field|in_language:"label" }}`: `label_de` or `label_en`; without a name, `de` or `en`."""
    stem = f"{name}_" if name else ""
    return pick(getattr(value, f"{stem}de"), getattr(value, f"{stem}en"))
