"""What organising keeps about people with an account: which events they look after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from handschlag.accounts.hooks.personal_data import DataHolder
from handschlag.accounts.models import User
from handschlag.common.language import pick
from handschlag.events.models import Event, EventOrganiser, ReceptionPass


def _export(user_id: int) -> Mapping[str, Any]:
    rows = EventOrganiser.objects.filter(user_id=user_id).select_related("event").order_by("since", "pk")
    passes = ReceptionPass.objects.filter(email__in=User.objects.filter(pk=user_id).values("email"))
    return {
        "events": [
            {"title": row.event.title_de, "since": row.since.isoformat(), "only_reads": row.only_reads}
            for row in rows
        ],
        "receptions": [
            {"title": row.event.title_de, "name": row.name, "since": row.given_at.isoformat()}
            for row in passes.select_related("event")
        ],
    }


def _warnings(user_id: int) -> Sequence[str]:
    """Events that nobody but administrators could edit afterwards."""
    editors = Q(organisers__only_reads=False)
    mine = Event.objects.filter(editors, organisers__user_id=user_id).values("pk")
    team = Count("organisers", filter=editors)
    alone = Event.objects.filter(pk__in=mine).annotate(team=team).filter(team=1)
    return [
        _("Nobody else is on the team of “%(event)s”.") % {"event": pick(event.title_de, event.title_en)}
        for event in alone.order_by("first_day", "pk")
    ]


HOLDER = DataHolder(name="events.organising", export=_export, warnings=_warnings)
