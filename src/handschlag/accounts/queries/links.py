"""The tokens of personal links, computed when they are needed."""

from __future__ import annotations

import uuid
from typing import Final

from django.conf import settings

from handschlag.accounts.models import PersonalLink
from handschlag.accounts.rules import links
from handschlag.common import mail

LINK_SEAL: Final = "link"


def token_of(purpose: str, uid: uuid.UUID) -> str:
    """What stands in the address of the link."""
    secret = links.secret_of(str(uid), purpose=purpose, key=settings.SECRET_KEY)
    return links.token_of(secret, purpose=purpose, key=settings.SECRET_KEY)


def sealed_token(link: PersonalLink) -> str:
    """What stands in the letter to the link's person until it is sent."""
    return mail.seal(LINK_SEAL, link.pk, to=link.email)


def token_in_letter(link_id: int, to: str) -> str | None:
    """The token, as long as the link opens something and the letter goes to its person."""
    rows = PersonalLink.objects.filter(pk=link_id, email=to, used_at=None, withdrawn_at=None)
    link = rows.first()
    return token_of(link.purpose, link.uid) if link else None
