"""Registrations and what belongs to them: choices, consents, badges, invitations, imported lists."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.common.language import InBothLanguages
from handschlag.common.table_import.drafts import PackedSheet, TableDraft
from handschlag.common.times import at_place, local_date
from handschlag.directory.models import Actor, Network
from handschlag.events.models import Event, Session


class Category(models.Model):
    """For example speakers, exhibitors, guests. People choose among those that are open when registering."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="categories")
    name_de = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)  # none of its own: that of the event
    is_open = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    name = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "name_de"], name="a_category_of_an_event_once"),
            models.CheckConstraint(condition=~Q(name_de=""), name="a_category_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"category {self.pk} of event {self.event_id}"


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
    # As `accounts.codes_and_links.normalised` writes it; empty for who came unannounced and named none.
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


class SessionWish(models.TextChoices):
    MUST = "must"
    LIKE = "like"


class SeatState(models.TextChoices):
    NONE = "none"  # the session has no seats to book
    SEATED = "seated"
    WAITING = "waiting"


class SessionChoice(models.Model):
    """A person wants to hear a session, and whether a seat is kept."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="choices")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="choices")
    wish = models.CharField(max_length=4, choices=SessionWish.choices, default=SessionWish.LIKE)
    seat = models.CharField(max_length=7, choices=SeatState.choices, default=SeatState.NONE)
    chosen_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["chosen_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "session"], name="a_session_is_chosen_once")
        ]

    def __str__(self) -> str:
        return f"registration {self.registration_id} for session {self.session_id}"


class EventInvitation(models.Model):
    """Somebody is asked to come. The secret of the link is kept as a hash only."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254)
    organisation = models.CharField(max_length=200, blank=True)
    actor = models.ForeignKey(Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=2, choices=[("de", "de"), ("en", "en")], default="de")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    registration = models.OneToOneField(
        Registration, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitation"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)  # the person cannot come
    # Who cannot come has named this colleague; without `sent_at` the organisers have not invited them yet.
    suggested_by = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="suggested"
    )

    class Meta:
        ordering: ClassVar = ["-invited_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "email"], name="a_person_is_invited_to_an_event_once")
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to event {self.event_id}"


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


class BadgeDesign(models.Model):
    """Colour and logo of an event's badges, and the paper on which they were printed last."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="badge_design")
    paper = models.CharField(max_length=4, default="a4")
    colour = models.CharField(max_length=7, blank=True)  # #rrggbb; empty: black
    logo = models.CharField(max_length=100, blank=True)  # the file's name in the store

    def __str__(self) -> str:
        return f"badges of event {self.event_id}"

    @property
    def logo_name(self) -> str:
        """The name of the file without its folder."""
        return self.logo.rpartition("/")[2]


class Certificate(models.Model):
    """A person has taken a certificate. The code on it is kept as a hash; revoked it is no longer valid."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="certificate")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["issued_at", "pk"]

    def __str__(self) -> str:
        return f"certificate of registration {self.registration_id}"


class CheckIn(models.Model):
    """A desk let somebody in, or took that back. `key` is made on the device: sent twice it counts once."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="check_ins")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    is_undone = models.BooleanField(default=False)
    at = models.DateTimeField()  # by the device's clock
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"check-in {self.pk} of registration {self.registration_id}"


class ListState(models.TextChoices):
    COLUMNS = "columns"  # waits for somebody to say which column holds what
    CHECKED = "checked"
    APPLIED = "applied"
    UNDONE = "undone"


class PeopleList(TableDraft, PackedSheet):
    """One file on its way to registrations. Nobody of it is registered before it is applied, as a whole."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="people_lists")
    sheet = models.CharField(max_length=60, blank=True)
    mended = models.JSONField(default=dict)  # row -> field -> text
    left_out = models.JSONField(default=list)
    state = models.CharField(max_length=7, choices=ListState.choices, default=ListState.COLUMNS)
    made = models.JSONField(default=list)  # ids of registrations, in the order of the rows
    told = models.PositiveIntegerField(default=0)  # how many of them have a letter

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["applied", "undone"], applied_at__isnull=False)
                | (~Q(state__in=["applied", "undone"]) & Q(applied_at__isnull=True)),
                name="an_applied_list_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"list {self.pk} for event {self.event_id}"


class SendingState(models.TextChoices):
    DRAFT = "draft"
    PLANNED = "planned"  # goes out at its time
    SENT = "sent"
    CANCELLED = "cancelled"


class EmailSending(models.Model):
    """One message to one audience. Who belongs to it is asked when it goes out, in the order of keys."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sendings")
    audience = models.CharField(max_length=40)
    subject_de = models.CharField(max_length=120)
    subject_en = models.CharField(max_length=120)
    text_de = models.TextField()
    text_en = models.TextField()
    state = models.CharField(max_length=9, choices=SendingState.choices, default=SendingState.DRAFT)
    send_at = models.DateTimeField(null=True)
    done_up_to = models.PositiveBigIntegerField(default=0)  # key of the last registration that was written to
    number = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    subject = InBothLanguages()
    text = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "send_at"], name="sendings_that_are_due")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(send_at__isnull=False), name="a_planned_sending_has_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"sending {self.pk} of event {self.event_id}"


type Word = str | Promise

STATES: Final[dict[str, Word]] = {
    RegistrationState.ASKED: _("waiting for approval"),
    RegistrationState.WAITING: _("on the waiting list"),
    RegistrationState.CONFIRMED: _("confirmed"),
    RegistrationState.DECLINED: _("declined"),
    RegistrationState.CANCELLED: _("cancelled"),
}
TONES: Final[dict[str, str]] = {
    RegistrationState.ASKED: "wait",
    RegistrationState.WAITING: "wait",
    RegistrationState.CONFIRMED: "ok",
}
SOURCES: Final[dict[str, Word]] = {
    RegistrationSource.SELF: _("by themselves"),
    RegistrationSource.ASSISTED: _("by the organisers"),
    RegistrationSource.IMPORTED: _("from a list"),
    RegistrationSource.WALK_IN: _("at reception"),
}
WISHES: Final[tuple[tuple[str, Word], ...]] = (
    ("", pgettext_lazy("wish for a session", "No")),
    ("like", pgettext_lazy("wish for a session", "Would like to attend")),
    ("must", pgettext_lazy("wish for a session", "Must attend")),
)


def here_since(event_id: int) -> Mapping[int, datetime]:
    """Those who are there, and since when; one query."""
    rows = CheckIn.objects.filter(registration__event_id=event_id).order_by("at", "pk")
    found: dict[int, datetime] = {}
    for registration_id, is_undone, at in rows.values_list("registration_id", "is_undone", "at"):
        if is_undone:
            found.pop(registration_id, None)
        else:
            found.setdefault(registration_id, at)
    return found


def arrival_of(registration: Registration) -> datetime | None:
    """Since when this person was there; None for whoever was not checked in."""
    since = None
    rows = registration.check_ins.order_by("at", "pk")
    for is_undone, at in rows.values_list("is_undone", "at"):
        since = None if is_undone else since or at
    return since


def here_on_days(event: Event) -> Mapping[int, Mapping[date, datetime]]:
    """Since when each was there on each day, by the clocks of the event; one query.

    What is undone is the newest arrival, whenever that is noticed.
    """
    rows = CheckIn.objects.filter(registration__event=event).order_by("at", "pk")
    found: dict[int, dict[date, datetime]] = defaultdict(dict)
    with at_place(event.time_zone):
        for registration_id, is_undone, at in rows.values_list("registration_id", "is_undone", "at"):
            days = found[registration_id]
            if not is_undone:
                days.setdefault(local_date(at), at)
            elif days:
                days.popitem()
    return found


MOST_DAYS: Final = 365


class QuestionKind(models.TextChoices):
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    SEVERAL = "several"


class QuestionAudience(models.TextChoices):
    ORGANISERS = "organisers"
    PARTICIPANTS = "participants"  # on the list of participants, of those who stand there


class Question(models.Model):
    """One question of an event. `options` are pairs of words in German and English."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=7, choices=QuestionKind.choices, default=QuestionKind.TEXT)
    label_de = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200, blank=True)
    hint_de = models.CharField(max_length=300, blank=True)
    hint_en = models.CharField(max_length=300, blank=True)
    options = models.JSONField(default=list)
    is_required = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=12, choices=QuestionAudience.choices, default=QuestionAudience.ORGANISERS
    )
    kept_days = models.PositiveSmallIntegerField(default=30)  # after the event; then the answers go
    position = models.PositiveSmallIntegerField(default=0)

    label = InBothLanguages()
    hint = InBothLanguages()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(label_de=""), name="a_question_asks_something"),
            models.CheckConstraint(condition=Q(kept_days__lte=MOST_DAYS), name="answers_go_in_time"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk} of event {self.event_id}"


class Answer(models.Model):
    """What somebody answered: one text, or the German words of the chosen options."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    said = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["question__position", "question_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "registration"], name="a_question_is_answered_once")
        ]

    def __str__(self) -> str:
        return f"answer of registration {self.registration_id} to question {self.question_id}"
