"""What this floor keeps about people with an account: registrations and invitations of their address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handschlag.accounts.hooks.personal_data import DataHolder
from handschlag.accounts.models import User
from handschlag.registration.actions import erasure
from handschlag.registration.queries.export import everything_of_account, hand_out_of_account


def _export(user_id: int) -> Mapping[str, Any]:
    return everything_of_account(User.objects.get(pk=user_id))


def _hand_out(user_id: int) -> Mapping[str, Any]:
    return hand_out_of_account(User.objects.get(pk=user_id))


def _erase(user_id: int, now: datetime) -> None:
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    erasure.erase_of_account(user_id=user_id, email=email, now=now)


HOLDER = DataHolder(name="registration", export=_export, hand_out=_hand_out, erase=_erase)
