"""`{% load names %}`: names of people in templates."""

from __future__ import annotations

from django import template

from handschlag.common import names

register = template.Library()


@register.simple_tag
def initials(name: object) -> str:
    """The letters of a hand: of the first name and of the surname."""
    return names.initials(str(name))
