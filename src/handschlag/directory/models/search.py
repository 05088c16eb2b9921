"""The search index: one document for each entry, and the count of its changes.

The database keeps a full-text index beside these rows (SQLite: FTS5 by triggers; PostgreSQL: tsvector columns
that it generates): see the migration that makes it. Both are made of the same tokens.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class EntryType(models.TextChoices):
    NETWORK = "network"
    ACTOR = "actor"
    PROGRAMME = "programme"
    FIELD = "field"
    STORY = "story"
    PROJECT = "project"


class SearchDocument(models.Model):
    """What can be found of one entry; an entry that is not public leaves an empty row behind.

    `changed_in` is the number of the change that wrote it. The columns from `name` on hold tokens of
    `rules.analysis`, not words for people.
    """

    type = models.CharField(max_length=10, choices=EntryType.choices)
    key = models.CharField(max_length=24)
    is_public = models.BooleanField(default=False)
    changed_in = models.PositiveBigIntegerField(db_index=True)
    slug = models.CharField(max_length=100, blank=True)
    title_de = models.CharField(max_length=240, blank=True)
    title_en = models.CharField(max_length=240, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    land = models.CharField(max_length=2, blank=True)
    size = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    members = models.PositiveIntegerField(null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    sort_key = models.CharField(max_length=400, blank=True)
    length = models.PositiveSmallIntegerField(default=0)
    facts = models.JSONField(default=dict)
    name = models.TextField(blank=True)
    topics = models.TextField(blank=True)
    statements = models.TextField(blank=True)
    place = models.TextField(blank=True)
    text = models.TextField(blank=True)
    spelled = models.TextField(blank=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["type", "key"], name="an_entry_has_one_document")
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.key}"


class IndexState(models.Model):
    """The last change of the index (one row), and the vocabulary by which it was made."""

    number = models.PositiveBigIntegerField(default=0)
    stamp = models.CharField(max_length=32)
    vocabulary = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="the_index_has_one_state")
        ]

    def __str__(self) -> str:
        return f"change {self.number}"


class IndexChange(models.Model):
    """One change of the index that was committed; who knows it may catch up from there."""

    number = models.PositiveBigIntegerField(primary_key=True)
    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"change {self.number}"
