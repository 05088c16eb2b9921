"""What the interface does with personal data, and why."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks.processing_records import Basis, Processing
from handschlag.api.models import ApiKey


def _keys(event_id: int) -> int:
    return ApiKey.objects.filter(event_id=event_id).count()


PROCESSINGS: Final = (
    Processing(
        key="api.keys",
        what=_("Name, day and last use of keys for the interface, and whose they are"),
        whose=_("people who make keys"),
        purpose=_("letting other programs read, and stopping that again"),
        seen_by=_("the person; the organisers for their event"),
        kept=_("until the account or the event is deleted; a revoked or old key reads nothing"),
        basis=Basis.CONTRACT,
        count=_keys,
    ),
)
