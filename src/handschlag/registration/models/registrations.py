"""A person comes to an event."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.directory.models import Actor, Network
from handschlag.events.models import Event
from handschlag.registration.models.categories import Category


class RegistrationState(models.TextChoices):
    ASKED = "asked"  # waits for the organisers' approval
    WAITING = "waiting"  # on the waiting list
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class RegistrationSource(models.TextChoices):
    SELF = "self"
    ASSISTED = "assisted"
    IMPORTED = "imported"
    WALK_IN = "walk_in"


class Registration(models.Model):
    """One person at one event. The secret links to it and to its calendar are kept as hashes only."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations",
    )
    state = models.CharField(max_length=9, choices=RegistrationState.choices)
    way = models.CharField(max_length=8, choices=RegistrationSource.choices, default=RegistrationSource.SELF)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    name = models.CharField(max_length=120)
    # As `accounts.rules.addresses.normalised` writes it; empty for who came unannounced and named none.
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=120, blank=True)
    # The organisation: one of the directory, or the words that the person gave.
    actor = models.ForeignKey(
        Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="registrations"
    )
    organisation = models.CharField(max_length=200, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="registrations"
    )
    # Networks that the organisers know the person to belong to, beside those of the organisation.
    networks = models.ManyToManyField(Network, blank=True, related_name="+")
    place = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2, choices=[("de", "de"), ("en", "en")], default="de")
    speaks = models.JSONField(default=list)  # codes of ISO 639

    arrives_at = models.DateTimeField(null=True, blank=True)
    leaves_at = models.DateTimeField(null=True, blank=True)
    is_remote = models.BooleanField(default=False)  # takes part online, not on site
    has_lunch = models.BooleanField(default=True)
    diet = models.CharField(max_length=200, blank=True)
    needs_step_free = models.BooleanField(default=False)
    needs_quiet = models.BooleanField(default=False)
    needs_interpreter = models.BooleanField(default=False)
    needs = models.CharField(max_length=500, blank=True)
    # Who may see which fact: its name -> nobody, participants or everybody.
    visibility = models.JSONField(default=dict)

    secret_hash = models.CharField(max_length=64, unique=True)
    feed_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    # Which of the links that `rules.secrets` can make are valid now.
    link_number = models.PositiveSmallIntegerField(default=1)
    feed_number = models.PositiveSmallIntegerField(default=1)
    # What the badge's QR code says: means nothing to whoever has not the desk's list.
    badge_code = models.CharField(max_length=16, unique=True)

    # When a link that was mailed to the address was opened, or an account with this address stood behind it.
    address_proven_at = models.DateTimeField(null=True, blank=True)
    terms_accepted_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["event", "state", "asked_at"], name="registrations_in_line")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=Q(state__in=["asked", "waiting", "confirmed"], erased_at__isnull=True)
                & ~Q(email=""),
                name="a_person_registers_for_an_event_once",
            ),
            models.CheckConstraint(
                condition=Q(arrives_at__isnull=True)
                | Q(leaves_at__isnull=True)
                | Q(leaves_at__gt=F("arrives_at")),
                name="a_person_leaves_after_arriving",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False),
                name="a_confirmed_registration_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"registration {self.pk} for event {self.event_id}"

    @property
    def organisation_name(self) -> str:
        """As the directory calls it now, or as the person wrote it."""
        return self.actor.name if self.actor else self.organisation

    @property
    def wishes(self) -> dict[int, str]:
        """The chosen sessions by their ids, and how much each is wanted."""
        return {choice.session_id: choice.wish for choice in self.choices.all()}

    @property
    def consents_given(self) -> list[str]:
        """What the person agrees to now."""
        return [consent.purpose for consent in self.consents.all() if consent.withdrawn_at is None]


class NoDuplicates(models.Model):
    """Somebody has looked at two registrations that resemble each other: they are two people."""

    first = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_is_told_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="a_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"registrations {self.first_id} and {self.second_id} are two"


class ConsentPurpose(models.TextChoices):
    PARTICIPANTS_LIST = "participants_list"
    MATCHING = "matching"
    REMEMBERED = "remembered"
    CONTACT_AFTER = "contact_after"
    PHOTOS = "photos"


class Consent(models.Model):
    """A person agrees to one purpose, in words that had a version; withdrawn means from then on not."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=ConsentPurpose.choices)
    text_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["given_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registration", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_valid_consent_for_each_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"consent {self.pk} to {self.purpose}"
