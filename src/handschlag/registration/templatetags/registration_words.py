"""`{% load registration_words %}`: the words for what a registration only names by a code."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from handschlag.common.audit import verb_label
from handschlag.registration import access, check_in, invitations, models, registration_data
from handschlag.registration.access import event_days, event_place, link_of
from handschlag.registration.participants import languages_of
from handschlag.registration.people_imports import pages
from handschlag.registration.registrations import needs_of

register = template.Library()
register.filter("verb_label", verb_label)
register.filter("personal_link", link_of)
register.filter("when", event_days)
register.filter("place_of", event_place)
register.filter("needs_of", needs_of)
register.filter("languages_of", languages_of)
register.filter("arrival_word", check_in.arrival_word)
register.filter("list_state", pages.list_state)


@register.filter
def state_word(state: str) -> str:
    """How far a registration is."""
    return str(models.STATES[state])


@register.filter
def invitation_word(state: str) -> str:
    """What became of an invitation."""
    return str(invitations.STATE_WORDS[state][0])


@register.filter
def invitation_tone(state: str) -> str:
    """The tone of that word; empty where it needs none."""
    return invitations.STATE_WORDS[state][1]


@register.filter
def state_tone(state: str) -> str:
    """The tone of that word; empty where it needs none."""
    return models.TONES.get(state, "")


@register.filter
def source_word(source: str) -> str:
    """By whom somebody was registered."""
    return str(models.SOURCES[source])


@register.filter
def wish_word(wish: str) -> str:
    """How much somebody wants to hear a session."""
    return str(dict(models.WISHES)[wish])


@register.filter
def spoken_word(language: str) -> str:
    """In which language a session is held."""
    return {"de": _("in German"), "en": _("in English")}.get(language, _("in German and English"))


@register.filter
def consent_word(purpose: str) -> str:
    """What somebody agrees to."""
    return str(registration_data.CONSENTS[purpose][0])


@register.filter
def dialled(phone: str) -> str:
    """A telephone number as a device dials it."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


@register.inclusion_tag("registration/parts/tabs.html", takes_context=True)
def registration_tabs(context: Context, current: str) -> dict[str, Any]:
    """The organisers' pages of registration; `current` is the name of the open one."""
    return {"tabs": access.registration_tabs(context["event"].slug, current)}


@register.inclusion_tag("registration/parts/reception_tabs.html", takes_context=True)
def reception_tabs(context: Context, current: str) -> dict[str, Any]:
    """The pages of the reception; `current` is the name of the open one."""
    return {"tabs": access.reception_tabs(context["event"].slug, current)}
