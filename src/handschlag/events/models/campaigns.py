"""A campaign (Cluster Week): a period, its rules, and the activities of many hosts."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.common.language import InBothLanguages
from handschlag.directory.models import Field, Network
from handschlag.directory.models.networks import Located
from handschlag.programmes.models import Programme


class Campaign(models.Model):
    """A period that gathers many hosts' activities."""

    slug = models.SlugField(max_length=80, unique=True)
    is_published = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    title_de = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    description_de = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    rules_de = models.TextField(blank=True)
    rules_en = models.TextField(blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    entry_opens_at = models.DateTimeField(null=True, blank=True)
    entry_closes_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    # Another one with each change of whatever is public in it: what was read under one stamp can be kept.
    stamp = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    title = InBothLanguages()
    description = InBothLanguages()
    rules = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["-first_day", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="campaign_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.title_de


class ActivityState(models.TextChoices):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DECLINED = "declined"
    CANCELLED = "cancelled"  # was public; calendars are told
    ARCHIVED = "archived"


class Audience(models.TextChoices):
    EVERYBODY = "everybody"
    COMPANIES = "companies"
    RESEARCH = "research"
    STUDENTS = "students"
    SCHOOLS = "schools"
    PUBLIC_BODIES = "public_bodies"
    PRESS = "press"


class Activity(Located):
    """What one host does in a campaign, when, where or online, and for whom."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="activities")
    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, null=True, blank=True, related_name="activities"
    )
    host = models.CharField(max_length=200, blank=True)
    slug = models.SlugField(max_length=100)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=9, choices=ActivityState.choices, default=ActivityState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    sequence = models.PositiveIntegerField(default=0)
    title_de = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text_de = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_online = models.BooleanField(default=False)
    online_url = models.URLField(max_length=300, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    audiences = models.JSONField(default=list)  # of `Audience`
    language = models.CharField(max_length=4, default="de")  # de, en, both
    fee_cents = models.PositiveIntegerField(default=0)
    fee_note_de = models.CharField(max_length=200, blank=True)
    fee_note_en = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=300, blank=True)
    fields = models.ManyToManyField(Field, blank=True, related_name="activities")
    programme = models.ForeignKey(
        Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="activities"
    )
    picture = models.ImageField(upload_to="activities/", blank=True)
    picture_text_de = models.CharField(max_length=300, blank=True)
    picture_text_en = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    title = InBothLanguages()
    text = InBothLanguages()
    fee_note = InBothLanguages()
    picture_text = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "state", "starts_at"], name="activities_by_time")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "slug"], name="an_activity_of_a_campaign_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="activity_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(network__isnull=False) | ~Q(host=""), name="an_activity_has_a_host"
            ),
        ]

    def __str__(self) -> str:
        return self.title_de


class ChangeState(models.TextChoices):
    WAITING = "waiting"  # words of a public activity that an editor has to read first
    LIVE = "live"  # public at once; an editor has not looked at it yet
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LOOKED_AT = "looked_at"


class ActivityChange(models.Model):
    """A change of a public activity that somebody else than an editor has made."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="changes")
    state = models.CharField(max_length=9, choices=ChangeState.choices)
    facts = models.JSONField()  # name of the fact: [old, new]
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["activity"], condition=Q(state="waiting"), name="one_change_of_an_activity_waits"
            )
        ]

    def __str__(self) -> str:
        return f"change of activity {self.activity_id}"
