"""Personal links are given out, looked at, used once, and withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from handschlag.accounts import codes_and_links
from handschlag.accounts.codes_and_links import LinkFault, normalised_address
from handschlag.accounts.models import PersonalLink
from handschlag.common import audit, mail
from handschlag.common.refusals import Refusal

LINK_SEAL: Final = "link"


def token_of(purpose: str, uid: uuid.UUID) -> str:
    """What stands in the address of the link."""
    secret = codes_and_links.secret_of(str(uid), purpose=purpose, key=settings.SECRET_KEY)
    return codes_and_links.token_of(secret, purpose=purpose, key=settings.SECRET_KEY)


def sealed_token(link: PersonalLink) -> str:
    """What stands in the letter to the link's person until it is sent."""
    return mail.seal(LINK_SEAL, link.pk, to=link.email)


def token_in_letter(link_id: int, to: str) -> str | None:
    """The token, as long as the link opens something and the letter goes to its person."""
    rows = PersonalLink.objects.filter(pk=link_id, email=to, used_at=None, withdrawn_at=None)
    link = rows.first()
    return token_of(link.purpose, link.uid) if link else None


@transaction.atomic
def issue_link(
    *,
    purpose: str,
    content: Mapping[str, Any],
    lasts: timedelta,
    by_id: int | None,
    now: datetime,
    email: str = "",
) -> PersonalLink:
    """There is a link; its token is put into the letter to its person when that is sent."""
    uid = uuid.uuid4()
    token = token_of(purpose, uid)
    link = PersonalLink.objects.create(
        uid=uid,
        purpose=purpose,
        secret_hash=codes_and_links.hash_of(token[: codes_and_links.SECRET_LENGTH]),
        email=normalised_address(email),
        content=dict(content),
        issued_by_id=by_id,
        issued_at=now,
        expires_at=now + lasts,
    )
    audit.record(verb="link.issue", target=link, by_id=by_id, now=now, changes={"purpose": [None, purpose]})
    return link


def look_at_link(*, token: str, purpose: str, now: datetime, email: str | None = None) -> PersonalLink:
    """The link that this token stands for, unused as it was; or a refusal that says why it opens nothing.

    `email` is the address of whoever holds it, where only the person it was sent to may use it.
    """
    stored = codes_and_links.hash_in(token, purpose=purpose, key=settings.SECRET_KEY)
    link = PersonalLink.objects.filter(secret_hash=stored, purpose=purpose).first() if stored else None
    if link is None:
        raise Refusal(LinkFault.UNKNOWN)
    fault = codes_and_links.link_fault(
        expires_at=link.expires_at, used_at=link.used_at, withdrawn_at=link.withdrawn_at, now=now
    )
    if fault is None and email is not None and link.email and link.email != normalised_address(email):
        fault = LinkFault.FOREIGN
    if fault is not None:
        raise Refusal(fault, expires_at=link.expires_at, used_at=link.used_at)
    return link


@transaction.atomic
def redeem_link(
    *, token: str, purpose: str, by_id: int | None, now: datetime, email: str | None = None
) -> PersonalLink:
    """The link has been used; of two who come at once, one is told that it was used already."""
    link = look_at_link(token=token, purpose=purpose, now=now, email=email)
    unused = PersonalLink.objects.filter(pk=link.pk, used_at__isnull=True, withdrawn_at__isnull=True)
    if unused.update(used_at=now, used_by_id=by_id) != 1:
        raise Refusal(LinkFault.USED)
    link.used_at, link.used_by_id = now, by_id
    audit.record(verb="link.redeem", target=link, by_id=by_id, now=now)
    return link


@transaction.atomic
def withdraw_link(*, link_id: int, by_id: int | None, now: datetime) -> bool:
    """The link opens nothing any more; false where it had been used or withdrawn before."""
    unused = PersonalLink.objects.filter(pk=link_id, used_at__isnull=True, withdrawn_at__isnull=True)
    if unused.update(withdrawn_at=now) != 1:
        return False
    audit.record(verb="link.withdraw", target=PersonalLink(pk=link_id), by_id=by_id, now=now)
    return True
