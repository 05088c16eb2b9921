"""Regions and places, with coordinates in degrees (WGS 84)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Land(models.Model):
    """One of the sixteen Länder (NUTS 1)."""

    code = models.CharField(max_length=2, primary_key=True)
    nuts1 = models.CharField(max_length=3, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    name_de = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)

    class Meta:
        ordering: ClassVar = ["name_de"]

    def __str__(self) -> str:
        return self.name_de


class District(models.Model):
    """A Kreis or a city of its own (NUTS 3)."""

    nuts3 = models.CharField(max_length=5, primary_key=True)
    ags = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    land = models.ForeignKey(Land, on_delete=models.PROTECT, related_name="districts")
    population = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A town or village, to find coordinates by name."""

    name = models.CharField(max_length=100, db_index=True)
    land = models.ForeignKey(Land, on_delete=models.PROTECT, related_name="+")
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["-population", "name"]

    def __str__(self) -> str:
        return self.name


class Located(models.Model):
    """Somewhere in Germany; every part may be missing, and the page says so."""

    place = models.CharField(max_length=100, blank=True)
    land = models.ForeignKey(Land, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        abstract = True
