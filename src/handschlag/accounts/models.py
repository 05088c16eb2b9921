"""People who sign in, and what they are trusted with."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, BaseUserManager
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from handschlag.accounts.codes_and_links import TRIES, normalised_address
from handschlag.accounts.policy import Role, Subject
from handschlag.common.mail import ConcernedPerson

RECENT = timedelta(minutes=15)
WORKDAY = timedelta(hours=12)


class Method(StrEnum):
    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    PASSKEY = "passkey"
    ORGANISATION = "organisation"
    LINK = "link"
    DEMO = "demo"


# What proves that the person is there who owns the account, when something cannot be taken back.
PROOFS = frozenset({Method.CODE, Method.PASSWORD, Method.PASSKEY, Method.ORGANISATION, Method.DEMO})


def is_confirmed(shown: Mapping[str, datetime], *, now: datetime) -> bool:
    """Whether the person has shown within a quarter of an hour who they are."""
    return any(now - at < RECENT for method, at in shown.items() if method in PROOFS)


def has_passkey(shown: Mapping[str, datetime], *, now: datetime) -> bool:
    """Whether a passkey was used today: what administrators need."""
    at = shown.get(Method.PASSKEY)
    return at is not None and now - at < WORKDAY


class Tally(models.Model):
    """A count. The key is a keyed hash: the row says neither who nor from where."""

    key = models.CharField(max_length=64)
    ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "ends_at"], name="one_tally_for_each_window")
        ]

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"


class PersonalLink(models.Model):
    """What a link stands for. Its secret is computed from the platform's key; only a hash of it is kept."""

    purpose = models.CharField(max_length=40)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(max_length=254, blank=True)
    content = models.JSONField(default=dict)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="a_link_is_used_or_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return f"link {self.pk} to {self.purpose}"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=normalised_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=normalised_address(username or ""))


class User(AbstractBaseUser):
    """One person. The address is how they sign in; a name is theirs to give."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=[("de", "de"), ("en", "en")], default="de")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    seen_on = models.DateField(null=True, blank=True, db_index=True)
    erasure_noticed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    # Roles that this request may not use, for instance an administrator's without a passkey.
    withheld: frozenset[Role] = frozenset()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="address_is_in_lower_case")
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"

    @property
    def granted(self) -> frozenset[Role]:
        """Every role that was given to this person; one query, kept for the life of the object."""
        if not hasattr(self, "_granted"):
            self._granted = frozenset(Role(grant.role) for grant in self.grants.all())
        return self._granted

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that count here and now."""
        return (self.granted - self.withheld) | {Role.PARTICIPANT}

    @property
    def subject(self) -> Subject:
        return Subject(user_id=self.pk, roles=self.roles, asleep=self.granted & self.withheld)


class RoleGrant(models.Model):
    """A role somebody was given, by whom and when."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    granted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="a_role_is_granted_once"),
            models.CheckConstraint(
                condition=~Q(role__in=["visitor", "participant"]), name="everybody_is_a_participant_anyway"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of user {self.user_id}"


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


METHOD, BROWSER, STARTED = "accounts_method", "accounts_browser", "accounts_started"


class Session(AbstractBaseSession):
    """A browser that is recognised; signed in where it has a person. No network address is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    method = models.CharField(max_length=12, blank=True)
    browser = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-started_at"]

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore


class SessionStore(DatabaseStore):
    """What Django's settings name as the engine of sessions."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        made = super().create_model_instance(data)
        assert isinstance(made, Session)
        started = data.get(STARTED)
        made.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        made.method = data.get(METHOD, "")
        made.browser = data.get(BROWSER, "")
        made.started_at = datetime.fromisoformat(started) if started else None
        return made


def subject_of(user: User | AnonymousUser) -> Subject:
    """Whoever asks, as the policy sees them; somebody who has not signed in is a visitor."""
    return user.subject if isinstance(user, User) else Subject()


ACCOUNT: Final = "account"


def addressee(user: User) -> ConcernedPerson:
    """Whom a letter goes to, or names: it is erased with the account, whatever address it went to."""
    return ConcernedPerson(kind=ACCOUNT, id=user.pk)
