"""Those who ask: one of each role, and for each owner somebody who owns something else."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from tests.platform import builders
from tests.platform.accounts.device import Device

from handschlag.accounts import codes_and_links
from handschlag.accounts.models import Code, CodePurpose, RoleGrant, User
from handschlag.accounts.policy import Role
from handschlag.api import keys
from handschlag.common import jobs, mail
from handschlag.following.models import Subscription, WeeklyEmail

ROLES: dict[str, Role | None] = {
    "plain": None,
    "manager": Role.NETWORK_MANAGER,
    "other_manager": Role.NETWORK_MANAGER,
    "organiser": Role.ORGANISER,
    "other_organiser": Role.ORGANISER,
    "editor": Role.EDITOR,
    "administrator": Role.ADMINISTRATOR,
    "colleague": Role.NETWORK_MANAGER,
}


def build() -> dict[str, User]:
    made = {}
    for name, role in ROLES.items():
        made[name] = User.objects.create_user(
            email=f"{name.replace('_', '.')}@example.org", name=name.title()
        )
        if role:
            RoleGrant.objects.create(user=made[name], role=role, granted_at=builders.NOW)
    return made


def belongings(who: dict[str, User]) -> dict[str, Any]:
    """What belongs to the manager's account."""
    owner, now = who["manager"], builders.NOW
    credential = Device().register({"publicKey": {"user": {"id": "MQ"}, "challenge": "bm9uZQ"}})
    passkey = Authenticator.objects.create(
        user=owner, type=Authenticator.Type.WEBAUTHN, data={"name": "x", "credential": credential}
    )
    letter = mail.send(
        to=owner.email,
        template="accounts/mail/sign_in",
        context={"code": "1", "minutes": 10, "link_path": "/de/account/"},
        language="de",
        now=now,
    )
    code = Code.objects.create(
        purpose=CodePurpose.SIGN_IN, email=owner.email, sent_at=now, expires_at=now + codes_and_links.LIFETIME
    )
    blocked = User.objects.create_user(email="blocked@example.org", is_active=False)
    told = Subscription.objects.create(user=owner, is_by_feed=True, told_until=now)
    weekly = WeeklyEmail.objects.create(user=owner, week=now.date(), language="de", sent_at=now)
    return {
        "news_token": told.feed_token,
        "end_token": told.end_token,
        "weekly_email": weekly.pk,
        "login_token": codes_and_links.link_token_of(str(code.uid), key=settings.SECRET_KEY),
        "blocked_id": blocked.pk,
        "manager_id": owner.pk,
        "plain_id": who["plain"].pk,
        "organiser_id": who["organiser"].pk,
        "colleague_id": who["colleague"].pk,
        "own_key": keys.make_own_key(name="x", days=30, by=owner.subject, now=now).row.pk,
        "mail": letter.pk,
        "passkey": passkey.pk,
        "connection": SocialAccount.objects.create(user=owner, provider="uni", uid="1").pk,
        "job": jobs.enqueue(kind="accounts.clear", payload={}, owner_id=owner.pk, now=now).pk,
    }
