"""Which badges have been printed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from handschlag.registration.models.registrations import Registration


class Badge(models.Model):
    """A badge was printed last; `says` is a hash of its words, so that a changed name is noticed."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="badge")
    says = models.CharField(max_length=64)
    printed_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(says=""), name="a_printed_badge_says_something")
        ]

    def __str__(self) -> str:
        return f"badge of registration {self.registration_id}"
