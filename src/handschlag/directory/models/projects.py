"""Joint projects of public catalogues, who took part in them, and what files tell otherwise."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handschlag.directory.models.imports import Import
from handschlag.directory.models.networks import Actor

IN_ORDER = Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))


class Catalogue(models.TextChoices):
    CORDIS = "cordis"
    FOERDERKATALOG = "foekat"


class ProjectStatus(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"


class Read(models.Model):
    """Where a row was read and when, and the import that brought it."""

    source = models.CharField(max_length=400)
    seen_on = models.DateField()
    brought_by = models.ForeignKey(Import, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        abstract = True


class Project(Read):
    """A joint project. `reference` is the number of its grant; where only parts have one, its name."""

    slug = models.SlugField(max_length=100, unique=True)
    catalogue = models.CharField(max_length=6, choices=Catalogue.choices)
    reference = models.CharField(max_length=420)
    acronym = models.CharField(max_length=100, blank=True)
    title_de = models.CharField(max_length=600, blank=True)
    title_en = models.CharField(max_length=600, blank=True)
    programme = models.CharField(max_length=200, blank=True)
    funder = models.CharField(max_length=100, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    status = models.CharField(max_length=9, choices=ProjectStatus.choices, default=ProjectStatus.DRAFT)
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-starts_on", "reference"]
        indexes: ClassVar = [models.Index(fields=["brought_by", "status"], name="projects_of_an_import")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["catalogue", "reference"], name="a_project_is_listed_once"),
            models.CheckConstraint(condition=~Q(title_de="", title_en=""), name="a_project_has_a_title"),
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True)
                | Q(status="published", published_at__isnull=False),
                name="a_published_project_has_a_time",
            ),
            models.CheckConstraint(
                condition=IN_ORDER,
                name="a_project_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.acronym or self.title_de or self.title_en


class ProjectRole(models.TextChoices):
    COORDINATOR = "coordinator"
    PARTNER = "partner"
    ASSOCIATED = "associated"
    UNKNOWN = ""


class Participation(Read):
    """An actor in a project. `organisation` is the actor's number there, `reference` that of its grant."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="participations")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="participations")
    role = models.CharField(max_length=11, choices=ProjectRole.choices, blank=True)
    organisation = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    title_de = models.CharField(max_length=600, blank=True)
    cents = models.BigIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["organisation"], name="actors_of_a_catalogue"),
            models.Index(fields=["brought_by"], name="participations_of_an_import"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "organisation", "reference"], name="a_participation_is_listed_once"
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="a_grant_is_listed_once"
            ),
            models.CheckConstraint(
                condition=~Q(organisation="", reference=""), name="a_participation_has_a_number"
            ),
            models.CheckConstraint(
                condition=Q(cents__isnull=True) | Q(cents__gte=0), name="a_grant_is_not_negative"
            ),
            models.CheckConstraint(
                condition=IN_ORDER,
                name="a_grant_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"actor {self.actor_id} in project {self.project_id}"


class ActorSource(Read):
    """Where a fact about an actor was read; gone as soon as somebody changes the fact."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="sources")
    fact = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["actor", "fact"], name="a_fact_of_an_actor_has_one_source")
        ]

    def __str__(self) -> str:
        return f"source of {self.fact} of actor {self.actor_id}"


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
