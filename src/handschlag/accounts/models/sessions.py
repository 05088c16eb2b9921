"""Who is signed in where: sessions that know their person, so that they can be listed and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from handschlag.accounts.models.people import User

if TYPE_CHECKING:
    from handschlag.accounts.sessions import SessionStore


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
        from handschlag.accounts.sessions import SessionStore

        return SessionStore
