"""What accounts do regularly: unused ones are told, then erased; what has expired goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.actions import retention
from handschlag.common.jobs import Run, periodic

A_DAY = timedelta(days=1)


@periodic("accounts.retention", every=A_DAY, title=_("Deletion of unused accounts"))
def retire(run: Run) -> dict[str, Any]:
    """Once a day: erases those who were told and did not come, then tells who is next."""
    del run
    now = timezone.now()
    erased = retention.erase_unused(now=now)
    return {"erased": erased, "told": retention.give_notice(now=now)}


@periodic("accounts.clear", every=A_DAY, title=_("Removal of expired codes and links"))
def clear(run: Run) -> dict[str, Any]:
    """Once a day; the result says how many rows are gone."""
    del run
    return {"removed": retention.clear(now=timezone.now())}
