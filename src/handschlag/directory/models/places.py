"""Regions and places, with coordinates in degrees (WGS 84)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from handschlag.common.language import InBothLanguages


class Land(models.Model):
    """One of the sixteen Länder (NUTS 1)."""

    code = models.CharField(max_length=2, primary_key=True)
    nuts1 = models.CharField(max_length=3, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    name_de = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    name = InBothLanguages()

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

    @property
    def land_name(self) -> str:
        """In the reader's language; empty where it is not known."""
        return self.land.name if self.land else ""

    @property
    def is_in_city_state(self) -> bool:
        """Then its place and its Land are one."""
        return bool(self.place) and self.place == self.land_name

    @property
    def seat(self) -> str:
        """Wörrstadt, Rheinland-Pfalz; a city that is a Land is said once."""
        return self.place if self.is_in_city_state else ", ".join(filter(None, (self.place, self.land_name)))
