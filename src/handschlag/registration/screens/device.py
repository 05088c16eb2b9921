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
    "not_coming": _("has cancelled or was declined"),
    "check-in": _("Check in"),
    "undo": _("Undo"),
    "connected": _("connected; also works offline"),
    "offline": _("offline: everything is saved on this device"),
    "signed-out": _(
        "signed out: the list has been deleted from this device; sign in to send the waiting check-ins"
    ),
    "over": _("The event is over. The list has been deleted from this device."),
    "as-of": _("list as of"),
    "no-list": _("no list on this device yet"),
    "queued": _("waiting to be sent:"),
    "on-device": _("people on this device:"),
    "checked-in": _("Checked in:"),
    "undone": _("Undone:"),
    "already": _("Already checked in:"),
    "unknown-code": _(
        "This code is not on the list. It is saved and will be checked when you are online again:"
    ),
    "nobody": _("No matches. Try another spelling, the organisation or the badge code."),
    "no-scanner": _("This browser cannot read QR codes. Type in the code from the badge."),
    "no-camera": _("We cannot access the camera. Allow it in your browser or type in the code."),
    "problem-not_coming": _("admitted here, but no longer has a confirmed place"),
    "problem-unknown": _("this code does not belong to a registration for this event"),
    "problem-key_used": _("was sent for someone else before"),
    "problem-unreadable": _("could not be processed"),
    "seen": _("Done"),
    "unsent": _("Some check-ins have not been sent yet. Press again to sign out and discard them:"),
    "cleared": _("The list has been deleted from this device. Check-ins waiting to be sent are kept."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _DeviceScreen:
    """Nobody's name stands on this page: a browser keeps it. `words` are what its script says."""

    tabs: Sequence[Link]
    slug: str
    list_url: str
    sync_url: str
    worker_url: str
    until: str
    words: Mapping[str, str]


def until_of(event: Event) -> datetime:
    """When devices forget the list: at the end of the day after the event."""
    return datetime.combine(event.last_day + timedelta(days=2), time(), tzinfo=ZoneInfo(event.time_zone))


def device_screen(event: Event) -> _DeviceScreen:
    """What the offline page shows, and the addresses and words that its script needs."""

    def to(name: str) -> str:
        return reverse(f"registration:{name}", args=[event.slug])

    return _DeviceScreen(
        tabs=check_in_tabs(event, "device"),
        slug=event.slug,
        list_url=to("desk_list"),
        sync_url=to("desk_sync"),
        worker_url=to("desk_worker"),
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
