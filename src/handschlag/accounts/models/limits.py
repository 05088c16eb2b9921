"""How often something was tried in a window of time; shared by all processes, kept over a restart."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Tally(models.Model):
    """A count. The key is a keyed hash: the row says neither who nor from where."""

    key = models.CharField(max_length=64)
    ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "ends_at"], name="one_tally_for_each_window")
        ]

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"
