"""Categories of participants that are not to meet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handschlag.matching.models.service import Service
from handschlag.registration.models import Category


class CategoriesApart(models.Model):
    """Nobody of the one category meets anybody of the other; they may be the same."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="categories_apart")
    first = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="categories_are_apart_once"),
            models.CheckConstraint(condition=Q(first__lte=F("second")), name="categories_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"categories {self.first_id} and {self.second_id}"
