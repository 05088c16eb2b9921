"""What this floor keeps about people with an account: reports that they sent from its e-mail address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handschlag.accounts.hooks.personal_data import DataHolder
from handschlag.accounts.models import User
from handschlag.pages.models import Report


def _export(user_id: int) -> Mapping[str, Any]:
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    reports = Report.objects.filter(email__iexact=email).order_by("pk")
    return {
        "reports": [
            {"kind": one.kind, "text": one.text, "name": one.name, "sent_at": one.sent_at.isoformat()}
            for one in reports
        ]
    }


def _erase(user_id: int, now: datetime) -> None:
    del now
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    Report.objects.filter(email__iexact=email).update(name="", email="")


HOLDER = DataHolder(name="pages", export=_export, erase=_erase)
