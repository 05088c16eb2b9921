"""Actors: organisations or parts of them, with what they offer and seek."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handschlag.common.language import InBothLanguages
from handschlag.directory.models.places import Located
from handschlag.directory.models.publication import Identified, Published
from handschlag.directory.models.vocabulary import Concept, Field


class ActorKind(models.TextChoices):
    COMPANY = "company"
    UNIVERSITY = "university"
    RESEARCH = "research"
    OTHER = "other"


class Actor(Published, Located, Identified):
    """A company, a university chair or institute, a research department, or other."""

    kind = models.CharField(max_length=12, choices=ActorKind.choices)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True)
    is_sme = models.BooleanField(null=True, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts")
    website = models.URLField(max_length=300, blank=True)
    ror_id = models.CharField(max_length=9, blank=True)
    description_de = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    description = InBothLanguages()
    fields = models.ManyToManyField(Field, blank=True, related_name="actors")
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [models.Index(fields=["status", "name"]), models.Index(fields=["status", "land"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="actor_is_not_its_own_parent"
            ),
            models.UniqueConstraint(fields=["ror_id"], condition=~Q(ror_id=""), name="one_actor_per_ror_id"),
        ]

    def __str__(self) -> str:
        return self.name


class Direction(models.TextChoices):
    OFFER = "offer"
    NEED = "need"


class Statement(models.Model):
    """Something an actor offers or seeks, in words, with concepts of the vocabulary."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="statements")
    direction = models.CharField(max_length=5, choices=Direction.choices)
    text_de = models.CharField(max_length=300, blank=True)
    text_en = models.CharField(max_length=300, blank=True)
    text = InBothLanguages()
    concepts = models.ManyToManyField(Concept, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text_de="", text_en=""), name="statement_says_something")
        ]

    def __str__(self) -> str:
        return self.text_de or self.text_en
