"""What this floor keeps about people with an account: that they staff a stand under their e-mail address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from handschlag.accounts.models import User
from handschlag.accounts.personal_data import Holder
from handschlag.events.models import StandStaff


def rows_of(user_id: int) -> QuerySet[StandStaff]:
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    return (
        StandStaff.objects.filter(email__iexact=email).order_by("pk") if email else StandStaff.objects.none()
    )


def export(user_id: int) -> Mapping[str, Any]:
    return {
        "at_stands": [
            {
                "event": row.stand.event.title_de,
                "stand": row.stand.code,
                "name": row.name,
                "organisation": row.organisation,
                "email": row.email,
                "name_is_public": row.is_named,
            }
            for row in rows_of(user_id).select_related("stand__event")
        ]
    }


def erase(user_id: int, now: datetime) -> None:
    del now
    rows_of(user_id).delete()


HOLDER = Holder(name="events.stands", export=export, erase=erase)
