"""Tables that people bring: the file as it was read, what each row would do, and what it did."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from handschlag.common.models import Job
from handschlag.common.table_import.drafts import PackedSheet, TableDraft
from handschlag.directory.models.networks import Network


class ImportState(models.TextChoices):
    COLUMNS = "columns"  # waits for somebody to say which column holds what
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"


# Where an import is before it enters a stage, and again when the stage comes to nothing.
BEFORE = {
    ImportState.CHECKING: ImportState.COLUMNS,
    ImportState.APPLYING: ImportState.CHECKED,
    ImportState.UNDOING: ImportState.APPLIED,
}
AT_WORK = frozenset(BEFORE)


class Import(TableDraft):
    """One file on its way into the directory. Nothing of it is there before it is applied, as a whole."""

    kind = models.CharField(max_length=10)
    catalogue = models.CharField(max_length=6, blank=True)  # the public catalogue that its headings are of
    network = models.ForeignKey(Network, on_delete=models.CASCADE, null=True, related_name="imports")
    sheet = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=400, blank=True)
    seen_on = models.DateField(null=True)
    headings = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=ImportState.choices, default=ImportState.COLUMNS)
    counts = models.JSONField(default=dict)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
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

    @property
    def current_state(self) -> ImportState:
        """A stage whose job was ended from outside came to nothing, whatever the row says."""
        state = ImportState(self.state)
        return BEFORE[state] if state in AT_WORK and self.job is not None and self.job.is_over else state


class ImportSheet(PackedSheet):
    """A sheet of the file, as texts; gone when the import is applied, or old."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="sheets")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60, blank=True)
    height = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "position"], name="sheets_have_their_place")
        ]

    def __str__(self) -> str:
        return f"sheet {self.position} of import {self.of_id}"


class ImportAction(models.TextChoices):
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


DOING = frozenset({
    ImportAction.NEW, ImportAction.CHANGED, ImportAction.JOINS, ImportAction.PROPOSES, ImportAction.PROJECTS,
})  # fmt: skip


class ImportRow(models.Model):
    """One row: its texts (mended ones too), what was decided about it, and what follows."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    texts = models.JSONField(default=dict)
    mended = models.JSONField(default=list)
    decision = models.CharField(max_length=30, blank=True)
    verdict = models.CharField(max_length=9, choices=ImportAction.choices)
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
