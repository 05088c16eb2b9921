"""Who asks, as the policy sees them."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Subject


def subject_of(user: User | AnonymousUser) -> Subject:
    """Whoever asks, as the policy sees them; somebody who has not signed in is a visitor."""
    return user.subject if isinstance(user, User) else Subject()
