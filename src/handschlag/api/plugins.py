"""What the interface adds to other apps: calls, the search, the sidebar, what is kept about people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handschlag.accounts.hooks import Basis, DataHolder, Processing
from handschlag.accounts.policy import Action
from handschlag.api import deliveries
from handschlag.api.deliveries import attempt_delivery
from handschlag.api.keys import get_own_keys
from handschlag.api.models import ApiKey, Delivery, DeliveryState
from handschlag.common.audit import AuditVerbs, Labels
from handschlag.directory.hooks import FoundPage, PageSource
from handschlag.events.hooks import Phase, SidebarEntry
from handschlag.matching.hooks import MeetingEvent


def call_webhooks(event: MeetingEvent) -> None:
    """The rows belong to the change; the worker is called when it stands. Lost ones are found later."""
    endpoints = deliveries.queue_delivery(event)
    if endpoints:
        transaction.on_commit(lambda: _soon(endpoints))


def _soon(endpoints: list[int]) -> None:
    for pk in endpoints:
        attempt_delivery(endpoint_id=pk, now=timezone.now())


def drop_calls(before: datetime) -> int:
    """They are given up; how many that were."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, occurrence__at__lt=before)
    return waiting.update(state=DeliveryState.DEAD, leased_until=None)


ENTRIES = (
    SidebarEntry(
        phase=Phase.PREPARE,
        name="api:keys",
        label=_("Interfaces"),
        under="events:manage_event",
        position=98,
        action=Action.RUN_MATCHING,
        help=_("Keys and calls for other systems."),
        guide=_("Give each system its own key. You can revoke a key at any time."),
    ),
)


PAGES = (
    FoundPage(
        kind="open-data",
        view="api:open_data",
        title_de="Offene Daten",
        title_en="Open data",
        words="Open Data, Datensatz, Datensätze, Download, herunterladen, CSV, JSON, dataset, datasets",
        beside="Netzwerke, Cluster, Akteure, Förderprogramme, networks, clusters, actors, Germany",
    ),
    FoundPage(
        kind="interface",
        view="api:reference",
        title_de="Schnittstelle",
        title_en="Interface",
        words="API, REST, OpenAPI, Programmierschnittstelle",
        beside="Daten, data, Netzwerke, Cluster, clusters, networks",
    ),
)
SOURCE = PageSource(stamp=lambda: None, pages=lambda: PAGES)


def _export(user_id: int) -> Mapping[str, Any]:
    return {
        "keys": [
            {"name": one.name, "made_at": one.made_at.isoformat(), "expires_at": one.expires_at.isoformat()}
            for one in get_own_keys(user_id)
        ]
    }


def _erase(user_id: int, now: datetime) -> None:
    del now
    get_own_keys(user_id).delete()


HOLDER = DataHolder(name="api", export=_export, erase=_erase)


def _keys(event_id: int) -> int:
    return ApiKey.objects.filter(event_id=event_id).count()


PROCESSINGS: Final = (
    Processing(
        key="api.keys",
        what=_("Name, day and last use of keys for the interface, and whose they are"),
        whose=_("people who make keys"),
        purpose=_("letting other programs read, and stopping that again"),
        seen_by=_("the person; the organisers for their event"),
        kept=_("until the account or the event is deleted; a revoked or old key reads nothing"),
        basis=Basis.CONTRACT,
        count=_keys,
    ),
)


_VERBS: Final[Labels] = {
    "api.endpoint_added": _("system to be called added"),
    "api.endpoint_removed": _("system to be called removed"),
    "api.endpoint_started": _("calls to a system started again"),
    "api.endpoint_stopped": _("calls to a system stopped"),
    "api.endpoint_tried": _("test call sent"),
    "api.key_made": _("key for the interface made"),
    "api.key_revoked": _("key for the interface revoked"),
    "api.secret_renewed": _("secret of a system renewed"),
}
_KINDS: Final[Labels] = {
    "api.apikey": pgettext_lazy("kind", "key for programs"),
    "api.endpoint": pgettext_lazy("kind", "address for webhooks"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS)
