"""Codes that were sent by mail: to sign in, to confirm who asks, to prove a new address."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from handschlag.accounts.models.users import User
from handschlag.accounts.rules.codes import TRIES


class CodePurpose(models.TextChoices):
    SIGN_IN = "sign_in"
    CONFIRM = "confirm"
    NEW_ADDRESS = "new_address"


class Code(models.Model):
    """One code. It is worth something only in the browser whose session holds this row's id."""

    purpose = models.CharField(max_length=12, choices=CodePurpose.choices)
    email = models.EmailField(max_length=254)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="codes")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(tries__lte=TRIES), name="a_code_is_tried_a_few_times")
        ]

    def __str__(self) -> str:
        return f"code {self.pk} to {self.purpose}"
