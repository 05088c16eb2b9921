"""News and success stories of a network."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from handschlag.common.language import InBothLanguages
from handschlag.directory.models.actors import Actor
from handschlag.directory.models.networks import Network
from handschlag.directory.models.publication import Published


class StoryKind(models.TextChoices):
    NEWS = "news"
    SUCCESS = "success"


class Story(Published):
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="stories")
    kind = models.CharField(max_length=8, choices=StoryKind.choices)
    slug = models.SlugField(max_length=100, unique=True)
    day = models.DateField()
    title_de = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text_de = models.TextField()
    text_en = models.TextField(blank=True)
    title = InBothLanguages()
    text = InBothLanguages()
    actors = models.ManyToManyField(Actor, blank=True, related_name="stories")
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.title_de
