"""Tables of sessions and speakers that organisers bring."""

from __future__ import annotations

import json
import zlib
from typing import Any, ClassVar

from django.db import models

from handschlag.common.table_import.models import TableDraft
from handschlag.events.models.conferences import Event


class ProgrammeImportState(models.TextChoices):
    CHECKED = "checked"
    APPLIED = "applied"


class ProgrammeImport(TableDraft):
    """One file on its way into the programme: at most a sheet of sessions and one of speakers."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="programme_imports")
    packed = models.BinaryField()
    state = models.CharField(
        max_length=7, choices=ProgrammeImportState.choices, default=ProgrammeImportState.CHECKED
    )

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"import {self.pk} for event {self.event_id}"

    @property
    def sheets(self) -> list[dict[str, Any]]:
        """Kind, name, first row and rows of each; nothing where the file has been deleted."""
        found: list[dict[str, Any]] = json.loads(zlib.decompress(bytes(self.packed))) if self.packed else []
        return found

    @staticmethod
    def pack(sheets: list[dict[str, Any]]) -> bytes:
        return zlib.compress(json.dumps(sheets, ensure_ascii=False, separators=(",", ":")).encode(), level=6)

    def columns_of(self, kind: str) -> dict[int, str]:
        """What the columns of this sheet hold."""
        return {int(index): str(name) for index, name in self.columns.get(kind, {}).items()}
