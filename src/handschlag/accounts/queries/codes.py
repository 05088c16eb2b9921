"""Codes and the links of their letters."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from handschlag.accounts.models import Code, CodePurpose
from handschlag.accounts.rules import codes
from handschlag.accounts.rules.codes import CodeFault
from handschlag.common.refusals import Refusal


def code_of_link(token: str, *, now: datetime) -> Code:
    """The code in whose letter the link stands; a refusal where it opens nothing any more."""
    uid = codes.uid_in_link(token, key=settings.SECRET_KEY)
    code = Code.objects.filter(uid=uid, purpose=CodePurpose.SIGN_IN).first() if uid else None
    if code is None:
        raise Refusal(CodeFault.NO_SUCH_LINK)
    fault = codes.fault_of(expires_at=code.expires_at, used_at=code.used_at, tries=0, now=now)
    if fault is not None:
        raise Refusal(fault)
    return code


def address_of_code(code_id: int, *, purpose: CodePurpose) -> str | None:
    """Where a code of this browser was sent; None where there is none."""
    return Code.objects.filter(pk=code_id, purpose=purpose).values_list("email", flat=True).first()
