"""Who is signed in where: sessions that know their person, so that they can be listed and ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from handschlag.accounts.models.users import User

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
