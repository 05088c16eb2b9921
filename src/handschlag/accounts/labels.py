"""How accounts speak: names of roles, ways to sign in, and what a refusal says."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.accounts.codes_and_links import CodeFault
from handschlag.accounts.models import Method
from handschlag.accounts.policy import Role
from handschlag.common import web
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_time


def role_name(role: Role) -> str:
    """The role as people read it, in the language of the page."""
    return {
        Role.VISITOR: _("Visitor"),
        Role.PARTICIPANT: _("Participant"),
        Role.RECEPTION: _("Reception"),
        Role.NETWORK_MANAGER: _("Network manager"),
        Role.EDITOR: _("Editor"),
        Role.ORGANISER: _("Organiser"),
        Role.ADMINISTRATOR: _("Administrator"),
    }[role]


def role_duty(role: Role) -> str:
    """What a role is for, in one sentence."""
    return {
        Role.VISITOR: _("Reads what is public."),
        Role.PARTICIPANT: _("Has an account. Everyone who signs in is a participant."),
        Role.RECEPTION: _("Checks people in at one event until it is over. Its organisers give access."),
        Role.NETWORK_MANAGER: _("Manages the page, the actors and the news of their own networks."),
        Role.EDITOR: _("Checks and publishes entries of the whole directory."),
        Role.ORGANISER: _("Prepares events and runs them."),
        Role.ADMINISTRATOR: _("Gives roles, and sees what was changed by whom. Needs a passkey."),
    }[role]


def method_name(method: str) -> str:
    """How somebody signed in."""
    names = {
        Method.CODE: _("code by email"),
        Method.PASSWORD: _("password"),
        Method.PASSKEY: _("passkey"),
        Method.ORGANISATION: _("organisation"),
        Method.LINK: _("personal link"),
        Method.DEMO: _("demo"),
    }
    return names.get(Method(method), "") if method in set(Method) else ""


def pause_of_downloads(again_at: datetime) -> str:
    """Why a file is not given just now, and when it is again."""
    return _(
        "Many files were downloaded from your internet connection in a short time. Please try "
        "again after %(time)s."
    ) % {"time": format_time(again_at)}


def refusal_message(refusal: Refusal) -> str:
    """What a refusal of this floor says to people: with the tries that are left, or with a time."""
    reason, details = refusal.reason, refusal.details
    if reason is CodeFault.WRONG and details.get("left"):
        return ngettext(
            "This is not the code that we sent. You have one more try.",
            "This is not the code that we sent. You have %(left)d more tries.",
            details["left"],
        ) % {"left": details["left"]}
    message = web.refusal_message(reason)
    return message % {"time": format_time(details["again_at"])} if "again_at" in details else message
