"""The engine of sessions: Django's own in the database, and each session knows its person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from handschlag.accounts.models.sessions import Session

METHOD, BROWSER, STARTED = "accounts_method", "accounts_browser", "accounts_started"


class SessionStore(DatabaseStore):
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
