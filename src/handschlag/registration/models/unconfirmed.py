"""What waits for a mailed link to be opened: registrations, and new addresses of registrations."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from handschlag.events.models import Event
from handschlag.registration.models.invitations import EventInvitation
from handschlag.registration.models.registrations import Registration


class UnconfirmedRegistration(models.Model):
    """Somebody filled in the form; whether the address is theirs is known when the mailed link is opened.

    Nothing here belongs to a person: no list, no account and no count of others sees it; only whoever has
    proven the address is handed it. `facts` is what was typed, as `rules.facts.packed` writes it; empty where
    the address was registered already (`is_repeat`) and once it has become a registration.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="unconfirmed")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254)
    facts = models.JSONField(default=dict)
    invitation = models.ForeignKey(
        EventInvitation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # Who has named this colleague; it is the colleague who consents.
    named_by = models.ForeignKey(
        Registration, on_delete=models.SET_NULL, null=True, blank=True, related_name="named"
    )
    is_repeat = models.BooleanField(default=False)
    holds_place = models.BooleanField(default=False)
    held_until = models.DateTimeField(null=True, blank=True)  # None: until the link ends
    asked_from = models.CharField(max_length=64, blank=True, default="")  # keyed: nobody can read the place
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=Q(holds_place=True),
                name="an_address_holds_one_place",
            ),
            models.CheckConstraint(
                condition=Q(registration__isnull=True) | Q(holds_place=False),
                name="a_confirmed_registration_holds_no_second_place",
            ),
        ]

    def __str__(self) -> str:
        return f"unconfirmed registration {self.pk} for event {self.event_id}"


class AddressChange(models.Model):
    """A registration is to have another address, once the link that was mailed there is opened."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="address_change")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"new address of registration {self.registration_id}"
