"""Events: their days, hosts and team, words in emails, passes for the reception, what was removed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from handschlag.accounts.models import PersonalLink
from handschlag.common.language import InBothLanguages
from handschlag.common.times import USUAL_ZONE
from handschlag.directory.models import Network
from handschlag.directory.models.networks import Located


class EventStatus(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class OnlineRooms(models.TextChoices):
    """Where the rooms of what takes place online are."""

    LINKS = "links"
    BIGBLUEBUTTON = "bigbluebutton"
    JITSI = "jitsi"


class Event(Located):
    """One conference. Times in it are aware; its days say from when to when the house is open."""

    slug = models.SlugField(max_length=80, unique=True)
    status = models.CharField(max_length=9, choices=EventStatus.choices, default=EventStatus.DRAFT)
    version = models.PositiveIntegerField(default=1)
    title_de = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    summary_de = models.CharField(max_length=400, blank=True)
    summary_en = models.CharField(max_length=400, blank=True)
    description_de = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    time_zone = models.CharField(max_length=60, default=USUAL_ZONE)

    venue = models.CharField(max_length=200, blank=True)
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    directions_de = models.TextField(blank=True)
    directions_en = models.TextField(blank=True)
    online_rooms = models.CharField(max_length=13, choices=OnlineRooms.choices, default=OnlineRooms.LINKS)
    # The hall plan is drawn in decimetres; zero says that there is none.
    plan_width = models.PositiveIntegerField(default=0)
    plan_depth = models.PositiveIntegerField(default=0)

    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    in_german = models.BooleanField(default=True)
    in_english = models.BooleanField(default=False)

    registration_opens_at = models.DateTimeField(null=True, blank=True)
    registration_closes_at = models.DateTimeField(null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    is_open = models.BooleanField(default=True)  # otherwise by personal link only
    needs_approval = models.BooleanField(default=False)
    has_waiting_list = models.BooleanField(default=True)
    terms_de = models.TextField(blank=True)
    terms_en = models.TextField(blank=True)

    # How often the dates or the place changed since the event is public: iCalendar's SEQUENCE.
    sequence = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=400, blank=True)
    source_seen_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    is_tryout = models.BooleanField(default=False)  # a copy with invented people, for practising
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    title = InBothLanguages()
    summary = InBothLanguages()
    description = InBothLanguages()
    directions = InBothLanguages()
    terms = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["-first_day", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="event_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(registration_closes_at__isnull=True)
                | Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                name="registration_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="event_has_room_for_somebody"
            ),
            models.CheckConstraint(
                condition=Q(in_german=True) | Q(in_english=True), name="event_has_a_language"
            ),
        ]

    def __str__(self) -> str:
        return self.title_de

    @property
    def has_days(self) -> bool:
        """Whether a time needs its day beside it."""
        return self.first_day != self.last_day


class EventDay(models.Model):
    """The house is open. A day may end after midnight."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "day"], name="a_day_of_an_event_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="a_day_closes_later"),
        ]

    def __str__(self) -> str:
        return f"{self.day} of event {self.event_id}"


class EventHost(models.Model):
    """Who invites: a network of the directory, or another body by its name."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="hosts")
    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, null=True, blank=True, related_name="hosted_events"
    )
    name = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(network__isnull=False) | ~Q(name=""), name="a_host_is_somebody"
            ),
            models.UniqueConstraint(fields=["event", "network"], name="a_network_hosts_an_event_once"),
        ]

    def __str__(self) -> str:
        return self.name or f"network {self.network_id}"


class EventOrganiser(models.Model):
    """A person looks after an event, or looks on and changes nothing."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="organisers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="organised_events"
    )
    since = models.DateTimeField()
    only_reads = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "user"], name="organiser_of_an_event_once")
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} for event {self.event_id}"


class EmailWording(models.Model):
    """For one kind of email: a sentence more in the usual text, or a text of their own instead of it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="email_wordings")
    kind = models.CharField(max_length=40)
    sentence_de = models.TextField(blank=True)
    sentence_en = models.TextField(blank=True)
    subject_de = models.CharField(max_length=120, blank=True)
    subject_en = models.CharField(max_length=120, blank=True)
    text_de = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    sentence = InBothLanguages()
    subject = InBothLanguages()
    text = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "kind"], name="one_wording_of_an_email")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of event {self.event_id}"


class ReceptionPass(models.Model):
    """Somebody may check people in at one event: by a link, or signed in with this address."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="reception_passes")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)  # as `accounts.codes_and_links.normalised` writes it
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


class Removal(models.Model):
    """A removed part of an event: its rows as they were, and which rows pointed to it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="removals")
    part = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    rows = models.JSONField()
    links = models.JSONField(default=list)  # [model, pk, column] of rows that lost the part
    removed_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-removed_at", "-pk"]

    def __str__(self) -> str:
        return f"removal {self.pk} from event {self.event_id}"
