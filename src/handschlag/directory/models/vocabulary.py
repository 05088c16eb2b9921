"""The shared vocabulary: fields in two levels, and concepts below them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from handschlag.common.language import InBothLanguages


class Field(models.Model):
    """A technology field; `parent` is None for the upper level."""

    code = models.CharField(max_length=8, primary_key=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    slug = models.SlugField(max_length=80, unique=True)
    label_de = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    label = InBothLanguages()
    synonyms = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "code"]

    def __str__(self) -> str:
        return self.label_de


class ConceptKind(models.TextChoices):
    TECHNOLOGY = "technology"
    APPLICATION = "application"
    SERVICE = "service"
    COOPERATION = "cooperation"
    MATERIAL = "material"
    METHOD = "method"


class Concept(models.Model):
    """A term below a field, with labels, synonyms and abbreviations in both languages."""

    code = models.CharField(max_length=24, primary_key=True)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, null=True, blank=True, related_name="concepts")
    kind = models.CharField(max_length=12, choices=ConceptKind.choices)
    label_de = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160)
    label = InBothLanguages()
    synonyms_de = models.JSONField(default=list)
    synonyms_en = models.JSONField(default=list)
    abbreviations = models.JSONField(default=list)
    related = models.ManyToManyField("self", blank=True)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.label_de
