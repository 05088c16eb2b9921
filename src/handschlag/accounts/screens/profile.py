"""The page "Your account": who I am here, how I come in, what I may do, where I am signed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from handschlag.accounts.models import User
from handschlag.accounts.queries import profile
from handschlag.accounts.queries.identity_providers import provider_name
from handschlag.accounts.rules.policy import Action, may
from handschlag.accounts.rules.retention import NOTICE, UNUSED_MONTHS


def profile_screen(*, user: User, session_key: str, now: datetime) -> dict[str, Any]:
    """The browser that asks is known by `session_key` and comes first."""
    sessions = profile.sessions_of(user.pk, now=now)
    return {
        "account": user,
        "passkeys": profile.passkeys_of(user.pk),
        "organisations": [
            (pk, provider_name(provider)) for pk, provider in profile.organisations_of(user.pk)
        ],
        "grants": profile.grants_of(user.pk),
        "sessions": sorted(sessions, key=lambda session: session.session_key != session_key),
        "session_key": session_key,
        "has_others": any(session.session_key != session_key for session in sessions),
        "needs_passkey": bool(user.granted & settings.PASSKEY_FOR),
        "may_grant": may(user.subject, Action.GRANT_ROLE),
        "months": UNUSED_MONTHS,
        "days": NOTICE.days,
    }
