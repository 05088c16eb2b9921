"""What every table keeps on its way in; whoever takes tables derives a model from these."""

from __future__ import annotations

import json
import zlib
from typing import Any, Final

from django.conf import settings
from django.db import models

AT_A_TIME: Final = 500  # rows of a large table that go to the database together


class TableDraft(models.Model):
    """One file on its way in. Nothing of it is there before it is applied, as a whole."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    file_name = models.CharField(max_length=120)
    columns = models.JSONField(default=dict)  # index, as text -> field
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def fields(self) -> dict[int, str]:
        """What its columns hold, by index."""
        return {int(index): str(field) for index, field in self.columns.items()}

    @property
    def current_state(self) -> str:
        """Where it is now."""
        state: str = self.state  # type: ignore[attr-defined]  # each kind of draft has its own states
        return state


class PackedSheet(models.Model):
    """A sheet from its headings on, as texts."""

    first_row = models.PositiveIntegerField()  # the number of the row with the headings
    packed = models.BinaryField()

    class Meta:
        abstract = True

    @property
    def rows(self) -> list[list[str]]:
        """Nothing where the file has been deleted."""
        unpacked: list[list[str]] = json.loads(zlib.decompress(bytes(self.packed))) if self.packed else []
        return unpacked

    @staticmethod
    def pack(rows: Any) -> bytes:
        return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), level=6)
