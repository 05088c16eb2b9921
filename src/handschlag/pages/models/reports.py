"""What visitors tell the editors: a network is missing, a fact is wrong, or something else."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


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
