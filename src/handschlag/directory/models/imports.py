"""Tables that people bring: the file as it was read, what each row would do, and what it did."""

from __future__ import annotations

import json
import zlib
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from handschlag.common.models import Job
from handschlag.directory.models.networks import Network


class ImportState(models.TextChoices):
    COLUMNS = "columns"  # waits for somebody to say which column holds what
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"


class Import(models.Model):
    """One file on its way into the directory. Nothing of it is there before it is applied, as a whole."""

    kind = models.CharField(max_length=10)
    catalogue = models.CharField(max_length=6, blank=True)  # the public catalogue that its headings are of
    network = models.ForeignKey(Network, on_delete=models.CASCADE, null=True, related_name="imports")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    file_name = models.CharField(max_length=120)
    sheet = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=400, blank=True)
    seen_on = models.DateField(null=True)
    columns = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=ImportState.choices, default=ImportState.COLUMNS)
    version = models.PositiveIntegerField(default=1)
    counts = models.JSONField(default=dict)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["network", "-created_at"], name="imports_of_a_network")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["applied", "undoing", "undone"], applied_at__isnull=False)
                | (~Q(state__in=["applied", "undoing", "undone"]) & Q(applied_at__isnull=True)),
                name="an_applied_import_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportSheet(models.Model):
    """A sheet of the file, as texts; gone when the import is applied, or old."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="sheets")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60, blank=True)
    first_row = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    packed = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "position"], name="sheets_have_their_place")
        ]

    def __str__(self) -> str:
        return f"sheet {self.position} of import {self.of_id}"

    @property
    def rows(self) -> list[list[str]]:
        unpacked: list[list[str]] = json.loads(zlib.decompress(bytes(self.packed)))
        return unpacked

    @staticmethod
    def pack(rows: Any) -> bytes:
        return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), level=6)


class Verdict(models.TextChoices):
    """What a row will do, or did."""

    NEW = "new"
    CHANGED = "changed"
    JOINS = "joins"
    PROPOSES = "proposes"
    PROJECTS = "projects"
    UNCHANGED = "unchanged"
    UNDECIDED = "undecided"
    FAULTY = "faulty"
    LEFT_OUT = "left_out"


class ImportRow(models.Model):
    """One row: its texts (mended ones too), what was decided about it, and what follows."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    texts = models.JSONField(default=dict)
    mended = models.JSONField(default=list)
    decision = models.CharField(max_length=30, blank=True)
    verdict = models.CharField(max_length=9, choices=Verdict.choices)
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    hints = models.JSONField(default=list)
    likely = models.JSONField(default=list)
    entry_id = models.PositiveBigIntegerField(null=True)
    seen_version = models.PositiveIntegerField(null=True)
    joins = models.BooleanField(default=False)
    # What undoing needs: filled when the import is applied.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["number"]
        indexes: ClassVar = [models.Index(fields=["of", "verdict", "number"], name="rows_by_verdict")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "number"], name="rows_of_an_import_are_numbered")
        ]

    def __str__(self) -> str:
        return f"row {self.number} of import {self.of_id}"
