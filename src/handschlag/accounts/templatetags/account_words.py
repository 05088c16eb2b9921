"""`{% load account_words %}`: roles and ways to sign in as people read them."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from handschlag.accounts import labels
from handschlag.accounts.models import User
from handschlag.accounts.policy import Role

register = template.Library()
register.filter("method_name", labels.method_name)


@register.filter
def role_name(role: str) -> str:
    """What the role is called."""
    return labels.role_name(Role(role))


@register.filter
def role_duty(role: str) -> str:
    """What the role is for, in one sentence."""
    return labels.role_duty(Role(role))


@register.filter
def role_names(user: User) -> Sequence[str]:
    """The roles that somebody was given, the lowest first."""
    return [labels.role_name(role) for role in Role if role in user.granted]
