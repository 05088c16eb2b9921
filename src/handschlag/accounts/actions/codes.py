"""Codes are sent and tried."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from handschlag.accounts import emails
from handschlag.accounts.actions import limits as tallies
from handschlag.accounts.models import Code, CodePurpose
from handschlag.accounts.queries.codes import code_of_link
from handschlag.accounts.rules import codes, limits
from handschlag.accounts.rules.addresses import normalised_address
from handschlag.accounts.rules.codes import CodeFault
from handschlag.accounts.rules.limits import LimitFault
from handschlag.common.refusals import Refusal


def send_code(
    *,
    purpose: CodePurpose,
    email: str,
    place: str,
    language: str,
    now: datetime,
    user_id: int | None = None,
    known: str = "",
) -> Code:
    """A code is on its way, the same for every address: whether it has an account is not even looked up.

    `known` names a browser that signed in at this address before: it is counted by itself.
    """
    email = normalised_address(email)
    _count_code(email, place=place, user_id=user_id, purpose=purpose, known=known, now=now)
    with transaction.atomic():
        code = Code.objects.create(
            purpose=purpose,
            email=email,
            user_id=user_id,
            sent_at=now,
            expires_at=now + codes.LIFETIME,
        )
        emails.send_code(code, language=language, now=now)
    return code


def _count_code(
    email: str, *, place: str, user_id: int | None, purpose: CodePurpose, known: str, now: datetime
) -> None:
    """Refused where there were too many; what strangers ask for is not counted against the owner."""
    if purpose is CodePurpose.NEW_ADDRESS:
        tallies.count(limits.CODES_FOR_A_NEW_ADDRESS, email, now=now)
    if user_id is not None:
        tallies.count(limits.CODES_FOR_A_KNOWN_BROWSER, f"person {user_id}", now=now)
    elif known:
        tallies.count(limits.CODES_FOR_A_KNOWN_BROWSER, f"{email} {known}", now=now)
    else:
        there = LimitFault.LETTERS_ARE_THERE
        tallies.count(limits.CODES_FROM_A_PLACE, place, now=now)
        from_here = f"{email} {place}"
        tallies.count(limits.CODES_FOR_AN_ADDRESS_FROM_A_PLACE, from_here, now=now, fault=there)
        tallies.count(limits.CODES_FOR_AN_ADDRESS, email, now=now, fault=there)


def use_link(*, token: str, now: datetime) -> Code:
    """The link of a letter has been used, once; how often its code was tried does not matter."""
    code = code_of_link(token, now=now)
    if Code.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=now) != 1:
        raise Refusal(CodeFault.USED)
    return code


def use_code(
    *,
    code_id: int,
    purpose: CodePurpose,
    typed: str,
    now: datetime,
    user_id: int | None = None,
) -> Code:
    """The code has been used, once, by the person it was sent to.

    Not one transaction on purpose: a wrong try stays counted although it is refused. One statement counts, so
    that a hundred guesses at once are a hundred tries.
    """
    code = Code.objects.filter(pk=code_id, purpose=purpose).first()
    if code is None or code.user_id != user_id:
        raise Refusal(CodeFault.NONE_SENT)
    worth_something = Code.objects.filter(
        pk=code.pk, used_at__isnull=True, expires_at__gt=now, tries__lt=codes.TRIES
    )
    if worth_something.update(tries=F("tries") + 1) != 1:
        code.refresh_from_db()
        fault = codes.fault_of(expires_at=code.expires_at, used_at=code.used_at, tries=code.tries, now=now)
        raise Refusal(fault or CodeFault.NONE_SENT)
    if not codes.is_right(codes.as_typed(typed), uid=str(code.uid), key=settings.SECRET_KEY):
        code.refresh_from_db()
        raise Refusal(CodeFault.WRONG, left=codes.TRIES - code.tries)
    if Code.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=now) != 1:
        raise Refusal(CodeFault.USED)
    return code
