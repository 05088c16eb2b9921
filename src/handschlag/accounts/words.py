"""How accounts speak: names of roles, ways to sign in, and what a refusal says."""

from __future__ import annotations

from django.utils.translation import gettext as _

from handschlag.accounts.rules.confirmation import Method
from handschlag.accounts.rules.grants import GrantFault
from handschlag.accounts.rules.policy import Role


def role_name(role: Role) -> str:
    return {
        Role.VISITOR: _("Visitor"),
        Role.PARTICIPANT: _("Participant"),
        Role.NETWORK_MANAGER: _("Network manager"),
        Role.EDITOR: _("Editor"),
        Role.ORGANISER: _("Organiser"),
        Role.ADMINISTRATOR: _("Administrator"),
    }[role]


def role_duty(role: Role) -> str:
    """What a role is for, in one sentence."""
    return {
        Role.VISITOR: _("Reads what is public."),
        Role.PARTICIPANT: _("Has an account. Everybody who signs in is a participant."),
        Role.NETWORK_MANAGER: _("Looks after the page, the actors and the news of own networks."),
        Role.EDITOR: _("Checks and publishes entries of the whole directory."),
        Role.ORGANISER: _("Prepares events and runs them."),
        Role.ADMINISTRATOR: _("Gives roles, and sees what was changed by whom. Needs a passkey."),
    }[role]


def method_name(method: str) -> str:
    """How somebody signed in."""
    names = {
        Method.CODE: _("code by e-mail"),
        Method.PASSWORD: _("password"),
        Method.PASSKEY: _("passkey"),
        Method.ORGANISATION: _("organisation"),
        Method.LINK: _("personal link"),
        Method.DEMO: _("demo"),
    }
    return names.get(Method(method), "") if method in set(Method) else ""


def grant_fault(fault: GrantFault) -> str:
    return {
        GrantFault.NOT_GRANTABLE: _("This role cannot be given: everybody has it."),
        GrantFault.ONLY_BY_ADMINISTRATORS: _("Only an administrator can give this role."),
        GrantFault.LAST_ADMINISTRATOR: _(
            "This is the last administrator. Appoint another one first, then take the role away."
        ),
        GrantFault.UNKNOWN_PERSON: _("This account no longer exists."),
    }[fault]
