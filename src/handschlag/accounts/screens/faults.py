"""Pages that say no: what is not allowed, and links that open nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from handschlag.accounts.labels import role_name
from handschlag.accounts.rules.links import LinkFault
from handschlag.accounts.rules.policy import MATRIX, Action, Role, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class _DeniedScreen:
    """Which roles the person has, and which would be needed."""

    needed: tuple[str, ...]
    had: tuple[str, ...]


def denied_screen(*, action: Action, subject: Subject) -> _DeniedScreen:
    """The roles that may do it and that the person lacks, and those that the person has."""
    needed = [role for role in Role if role in MATRIX[action] and role not in subject.roles]
    return _DeniedScreen(
        needed=tuple(role_name(role) for role in needed),
        had=tuple(role_name(role) for role in Role if role in subject.roles),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _LinkFaultScreen:
    title: str
    text: str


def link_fault_screen(fault: LinkFault) -> _LinkFaultScreen:
    """Why the link opens nothing, and what one can do instead."""
    title, text = {
        LinkFault.UNKNOWN: (
            _("This link does not work"),
            _(
                "Part of the link may be missing. Copy the whole address from the email or ask for a "
                "new link."
            ),
        ),
        LinkFault.EXPIRED: (
            _("This link has expired"),
            _("Links like this one expire. Ask the sender for a new one."),
        ),
        LinkFault.USED: (
            _("This link has been used already"),
            _("It works once. If it was you who used it, sign in: everything is there."),
        ),
        LinkFault.WITHDRAWN: (
            _("This link was withdrawn"),
            _("The sender has withdrawn this link. Contact them if you expected something else."),
        ),
        LinkFault.FOREIGN: (
            _("This link is for someone else"),
            _("It was sent to another address than the one of your account. Sign in with that address."),
        ),
    }[fault]
    return _LinkFaultScreen(title=title, text=text)
