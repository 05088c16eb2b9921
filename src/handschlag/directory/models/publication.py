"""What may be seen by whom, and safe writing by two at once."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Identified(models.Model):
    """Ids of others: an item of Wikidata, the entry in a register, the number in European programmes."""

    wikidata_id = models.CharField(max_length=12, blank=True)
    euid = models.CharField(max_length=40, blank=True)
    pic = models.CharField(max_length=9, blank=True)

    class Meta:
        abstract = True


class Published(models.Model):
    """An entry with a state and a version: a form sends back the version that it has seen."""

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT, db_index=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
