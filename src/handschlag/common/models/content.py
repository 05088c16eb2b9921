"""The state of public content."""

from __future__ import annotations

from django.db import models


class PublicContent(models.Model):
    """Marks that the database itself changes with every write to a watched table: see `page_cache.triggers`.

    All of them together are the version. On SQLite there is one; PostgreSQL has as many as there ever were
    transactions at once.
    """

    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp
