"""Questions about reports, and about who reads them."""

from __future__ import annotations

from django.db.models import QuerySet

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Role
from handschlag.pages.models import Report


def reports(*, is_done: bool) -> QuerySet[Report]:
    """Open or finished reports with who finished them, the newest first."""
    return Report.objects.filter(done_at__isnull=not is_done).select_related("done_by")


def readers() -> QuerySet[User]:
    """The editors, who get a letter about each report."""
    return User.objects.filter(is_active=True, grants__role=Role.EDITOR).order_by("pk").distinct()
