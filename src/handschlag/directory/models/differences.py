"""Facts of joint projects that a later file tells otherwise, and where those taken over were read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from handschlag.directory.models.imports import Import
from handschlag.directory.models.projects import Participation, Project, Read

OF_THE_PROJECT = Q(participation__isnull=True)


class ProjectSource(Read):
    """Where one fact of a project, or of a part in it, was read later than all the others of it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="sources")
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, null=True, related_name="sources"
    )
    fact = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "fact"],
                condition=OF_THE_PROJECT,
                name="a_fact_of_a_project_has_one_source",
            ),
            models.UniqueConstraint(
                fields=["participation", "fact"],
                condition=~OF_THE_PROJECT,
                name="a_fact_of_a_part_has_one_source",
            ),
        ]

    def __str__(self) -> str:
        return f"source of {self.fact} of project {self.project_id}"


class ProjectDifference(models.Model):
    """A fact as the directory has it and as the file tells it; empty texts are facts that are missing.

    `source_before` is filled when it is taken over, so that undoing knows where the earlier value was read.
    """

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="differences")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, null=True, related_name="+")
    fact = models.CharField(max_length=20)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    is_taken = models.BooleanField(default=False)
    source_before = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["of", "is_taken", "project"], name="differences_that_are_taken")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["of", "project", "fact"],
                condition=OF_THE_PROJECT,
                name="a_fact_of_a_project_differs_once",
            ),
            models.UniqueConstraint(
                fields=["of", "participation", "fact"],
                condition=~OF_THE_PROJECT,
                name="a_fact_of_a_part_differs_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} of project {self.project_id}"
