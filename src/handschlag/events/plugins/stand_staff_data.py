"""What this floor keeps about people with an account: that they staff a stand under their e-mail address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from handschlag.accounts.hooks.personal_data import DataHolder
from handschlag.accounts.models import User
from handschlag.events.models import Removal, StandStaff
from handschlag.events.rules.components import EventComponent


def _rows_of(user_id: int) -> QuerySet[StandStaff]:
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    return (
        StandStaff.objects.filter(email__iexact=email).order_by("pk") if email else StandStaff.objects.none()
    )


def _export(user_id: int) -> Mapping[str, Any]:
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
            for row in _rows_of(user_id).select_related("stand__event")
        ],
        "removed_from_stands": [one["name"] for row, found in _removed(user_id) for one in found],
    }


def _removed(user_id: int) -> Iterator[tuple[Removal, list[dict[str, Any]]]]:
    """What was removed lately and still names the person, under their e-mail address."""
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    for row in Removal.objects.filter(
        part__in=(EventComponent.STAND.value, EventComponent.STAFF.value)
    ).order_by("pk"):
        staff = [one["fields"] for one in row.rows if one["model"] == StandStaff._meta.label_lower]  # noqa: SLF001
        if email and (found := [one for one in staff if one["email"].lower() == email.lower()]):
            yield row, found


def _erase(user_id: int, now: datetime) -> None:
    del now
    _rows_of(user_id).delete()
    for row, found in list(_removed(user_id)):
        row.rows = [one for one in row.rows if one["fields"] not in found]
        if row.part == EventComponent.STAFF.value:
            row.delete()
        else:
            row.save(update_fields=["rows"])


HOLDER = DataHolder(name="events.stands", export=_export, erase=_erase)
