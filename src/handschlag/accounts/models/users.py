"""People who sign in, and what they are trusted with."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from handschlag.accounts.rules.addresses import normalised_address
from handschlag.accounts.rules.policy import Role, Subject


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
