"""One click signs in as a made-up person: in a demo, and nowhere else."""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings

from handschlag.accounts.models import User
from handschlag.accounts.rules.addresses import normalised_address
from handschlag.common.refusals import Refusal


class DemoFault(StrEnum):
    NOT_IN_A_DEMO = "not_in_a_demo"
    NOT_A_DEMO_PERSON = "not_a_demo_person"


def sign_in_as_demo(*, email: str) -> User:
    """The made-up person whom a demo lets anybody be. Refused outside a demo, and for real people in one."""
    if settings.MODE != "demo":
        raise Refusal(DemoFault.NOT_IN_A_DEMO)
    user = User.objects.filter(email=normalised_address(email), is_demo=True, is_active=True).first()
    if user is None:
        raise Refusal(DemoFault.NOT_A_DEMO_PERSON)
    return user
