"""Who helps at the reception of one event, without being in its team."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from handschlag.accounts.models import PersonalLink
from handschlag.events.models.conferences import Event


class ReceptionPass(models.Model):
    """Somebody may check people in at one event: by a link, or signed in with this address."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="reception_passes")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)  # as `accounts.rules.addresses.normalised` writes it
    link = models.OneToOneField(PersonalLink, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["given_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_valid_pass_for_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"pass {self.pk} for event {self.event_id}"
