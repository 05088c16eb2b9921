"""Funding programmes: what they are for, who runs them, and where that was read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Programme(models.Model):
    """A programme or seal of networks: go-cluster, ZIM co-operation networks, IGF, a Land's policy."""

    slug = models.SlugField(max_length=60, unique=True)
    name_de = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    purpose_de = models.TextField(blank=True)
    purpose_en = models.TextField(blank=True)
    body_de = models.CharField(max_length=200, blank=True)
    body_en = models.CharField(max_length=200, blank=True)
    website = models.URLField(max_length=300, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    is_funding = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=100)
    source = models.CharField(max_length=400, blank=True)
    source_seen_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "short_name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="programme_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.short_name
