"""The console's search finds people who registered."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action
from handschlag.events.hooks.console_search import SearchHit, SearchProvider
from handschlag.registration.queries.lists import registrations
from handschlag.registration.rules.registration_query import RegistrationQuery

MOST = 12


class RegistrationSearch(SearchProvider):
    """By name, address or organisation."""

    title = _("Registrations")
    action = Action.HANDLE_REGISTRATIONS

    def find(self, event_id: int, slug: str, text: str) -> Iterable[SearchHit]:
        for row in registrations(event_id, RegistrationQuery(text=text, order="name"))[:MOST]:
            yield SearchHit(
                name=row.name,
                about=row.organisation_name,
                url=reverse("registration:registration", args=[slug, row.pk]),
            )
