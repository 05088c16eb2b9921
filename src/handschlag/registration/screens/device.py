"""What a device at the desk keeps: the least that lets somebody in without a network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.times import format_moment, format_slot
from handschlag.design.components.parts import Link
from handschlag.events.models import Event
from handschlag.registration.rules.check_in import CheckInEntry
from handschlag.registration.screens.badges import check_in_tabs

# Under the names by which the script asks.
WORDS: Final[Mapping[str, str | Promise]] = {
    "expected": _("not here yet"),
    "here": _("here since"),
    "waiting": _("has no place yet"),
    "not_coming": _("has cancelled, or was declined"),
    "check-in": _("Check in"),
    "undo": _("Undo"),
    "connected": _("connected; works without a network too"),
    "offline": _("no network: everything is kept here"),
    "signed-out": _("signed out: the list is gone from this device; sign in to send what waits"),
    "over": _("The event is over: the list is gone from this device."),
    "as-of": _("list as of"),
    "no-list": _("no list on this device yet"),
    "queued": _("waiting to be sent:"),
    "on-device": _("people on this device:"),
    "checked-in": _("is here:"),
    "undone": _("taken back:"),
    "already": _("was here already:"),
    "unknown-code": _(
        "This code is not on the list here. It is kept, and checked as soon as there is a network:"
    ),
    "nobody": _("Nobody fits. Another spelling, the organisation, or the code of the badge?"),
    "no-scanner": _("This browser cannot read QR codes. Type the code that stands on the badge instead."),
    "no-camera": _("The camera does not answer. Allow it in the browser, or type the code instead."),
    "problem-not_coming": _("was let in here, but has no confirmed place (any more)"),
    "problem-unknown": _("this code belongs to no registration of this event"),
    "problem-key_used": _("was sent for somebody else before"),
    "problem-unreadable": _("could not be read by the platform"),
    "seen": _("Seen to"),
    "unsent": _("Not everything is sent yet. Press once more to sign out and lose it:"),
    "cleared": _("The list is gone from this device. What waits to be sent is kept."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _DeviceScreen:
    """Nobody's name stands on this page: a browser keeps it. `words` are what its script says."""

    tabs: Sequence[Link]
    slug: str
    list_url: str
    sync_url: str
    worker_url: str
    desk_url: str
    until: str
    words: Mapping[str, str]


def until_of(event: Event) -> datetime:
    """When devices forget the list: at the end of the day after the event."""
    return datetime.combine(event.last_day + timedelta(days=2), time(), tzinfo=ZoneInfo(event.time_zone))


def device_screen(event: Event) -> _DeviceScreen:
    def to(name: str) -> str:
        return reverse(f"registration:{name}", args=[event.slug])

    return _DeviceScreen(
        tabs=check_in_tabs(event, "device"),
        slug=event.slug,
        list_url=to("desk_list"),
        sync_url=to("desk_sync"),
        worker_url=to("desk_worker"),
        desk_url=to("desk"),
        until=format_moment(until_of(event)),
        words={name: str(words) for name, words in WORDS.items()},
    )


def list_of(
    event: Event, rows: Sequence[CheckInEntry], *, seen: str, token: str, now: datetime
) -> dict[str, Any]:
    """Code, name, organisation, state and since when, and nothing else; `seen` saves sending it twice."""
    people = [
        [
            one.code,
            one.name,
            one.organisation,
            one.standing.value,
            format_slot(one.since, with_day=event.has_days) if one.since else "",
        ]
        for one in rows
    ]
    version = hashlib.sha256(json.dumps(people).encode()).hexdigest()[:16]
    answer: dict[str, Any] = {
        "seen": version,
        "at": now.isoformat(),
        "until": until_of(event).isoformat(),
        "token": token,
    }
    return answer if seen == version else {**answer, "people": people}
