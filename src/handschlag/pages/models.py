"""Reports of visitors about pages, and how long they are kept."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from handschlag.accounts.limits import Limit
from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _

LONGEST_TEXT = 4000
MOST_LINKS = 3
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
FASTEST = timedelta(seconds=3)  # nobody fills in the form in less
SLOWEST = timedelta(days=1)

FROM_A_PLACE = Limit("reports from a place", 5, timedelta(hours=1))
FROM_EVERYWHERE = Limit("reports", 200, timedelta(hours=1))

# Who sent a report is forgotten this long after it was dealt with, or after so long in any case.
KEEP_CONTACT_AFTER_DONE = timedelta(days=90)
KEEP_CONTACT_AT_MOST = timedelta(days=365)
KEEP_REPORT_AFTER_DONE = timedelta(days=365)


class ReportFault(Reason):
    """Why a report is not taken."""

    TOO_FAST = "too_fast", _("Please send the report again.")
    TOO_OLD = "too_old", _("This form was open for too long. Please send the report again.")
    TRAPPED = "trapped", _("Leave the hidden field empty.")
    MANY_LINKS = "many_links", _("Please use three links at most.")


def fault_of(*, text: str, trap: str, taken: timedelta) -> ReportFault | None:
    """What tells a machine from a person: a field that people do not see, haste, and many links."""
    if trap:
        return ReportFault.TRAPPED
    if taken < FASTEST:
        return ReportFault.TOO_FAST
    if taken > SLOWEST:
        return ReportFault.TOO_OLD
    if len(LINK.findall(text)) > MOST_LINKS:
        return ReportFault.MANY_LINKS
    return None


class ReportKind(models.TextChoices):
    MISSING_NETWORK = "missing_network"
    ERROR = "error"
    OTHER = "other"


class Report(models.Model):
    """One report. Name and address are given of one's own accord, for an answer, and forgotten in time."""

    kind = models.CharField(max_length=16, choices=ReportKind.choices)
    text = models.TextField(max_length=4000)
    about = models.CharField(max_length=300, blank=True)
    source = models.URLField(max_length=300, blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2)
    sent_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-sent_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=False) | Q(done_by__isnull=True),
                name="who_has_done_a_report_has_done_it",
            )
        ]

    @property
    def is_about_a_page(self) -> bool:
        """Whether it was sent from a page of ours."""
        return self.about.startswith("/") and not self.about.startswith("//")

    def __str__(self) -> str:
        return f"report {self.pk}"
