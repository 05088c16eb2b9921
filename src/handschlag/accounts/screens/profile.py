"""The page "Your account": who I am here, how I come in, what I may do, where I am signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.labels import method_name, role_duty, role_name
from handschlag.accounts.models import RoleGrant, Session, User
from handschlag.accounts.queries import profile
from handschlag.accounts.queries.identity_providers import provider_name
from handschlag.accounts.queries.profile import Passkey
from handschlag.accounts.rules.policy import Action, Role, may
from handschlag.accounts.rules.retention import NOTICE, UNUSED_MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class _RoleLine:
    name: str
    duty: str
    since: datetime | None
    given_by: str
    sleeps: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _SessionLine:
    browser: str
    method: str
    since: datetime | None
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _OrganisationLine:
    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProfileScreen:
    title: str
    email: str
    has_password: bool
    passkeys: Sequence[Passkey]
    organisations: Sequence[_OrganisationLine]
    roles: Sequence[_RoleLine]
    sessions: Sequence[_SessionLine]
    others: int
    needs_passkey: bool
    grants_url: str
    months: int
    days: int


def profile_screen(*, user: User, session_key: str, now: datetime) -> _ProfileScreen:
    """The browser that asks is known by `session_key` and comes first."""
    sessions = [_line_of_session(row, session_key) for row in profile.sessions_of(user.pk, now=now)]
    return _ProfileScreen(
        title=user.name or _("Your account"),
        email=user.email,
        has_password=user.has_usable_password(),
        passkeys=profile.passkeys_of(user.pk),
        organisations=[
            _OrganisationLine(id=pk, name=provider_name(provider))
            for pk, provider in profile.organisations_of(user.pk)
        ],
        roles=_lines_of_roles(user, profile.grants_of(user.pk)),
        sessions=sorted(sessions, key=lambda line: not line.is_this),
        others=sum(not line.is_this for line in sessions),
        needs_passkey=bool(user.granted & settings.PASSKEY_FOR),
        grants_url=reverse("accounts:grants") if may(user.subject, Action.GRANT_ROLE) else "",
        months=UNUSED_MONTHS,
        days=NOTICE.days,
    )


def _lines_of_roles(user: User, grants: Sequence[RoleGrant]) -> Sequence[_RoleLine]:
    everybody = _RoleLine(
        name=role_name(Role.PARTICIPANT),
        duty=role_duty(Role.PARTICIPANT),
        since=user.joined_at,
        given_by="",
        sleeps=False,
    )
    given = [
        _RoleLine(
            name=role_name(Role(grant.role)),
            duty=role_duty(Role(grant.role)),
            since=grant.granted_at,
            given_by=_giver_of(grant),
            sleeps=Role(grant.role) in user.withheld,
        )
        for grant in grants
    ]
    return [everybody, *given]


def _giver_of(grant: RoleGrant) -> str:
    if grant.granted_by is None:
        return _("by whoever runs this platform")
    return _("by %(name)s") % {"name": grant.granted_by.name or grant.granted_by.email}


def _line_of_session(row: Session, session_key: str) -> _SessionLine:
    return _SessionLine(
        browser=row.browser or _("Unknown browser"),
        method=method_name(row.method),
        since=row.started_at,
        is_this=row.session_key == session_key,
    )
