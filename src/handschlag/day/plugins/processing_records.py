"""What the day does with personal data, and why."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks.processing_records import Basis, Processing
from handschlag.day.models import Mark, Outcome, PushSubscription, Signal


def _keep_days() -> int:
    return int(settings.KEEP_REGISTRATIONS_DAYS)


def _signals(event_id: int) -> int:
    return Signal.objects.filter(service__event_id=event_id).count()


def _marks(event_id: int) -> int:
    marks = Mark.objects.filter(request__service__event_id=event_id).count()
    return marks + Outcome.objects.filter(request__service__event_id=event_id).count()


def _devices(event_id: int) -> int:
    return PushSubscription.objects.filter(participant__service__event_id=event_id).count()


PROCESSINGS: Final = (
    Processing(
        key="day.signals",
        what=_("“Late”, “cannot come”, “nobody is here”, and the changes made"),
        whose=_("people who provided the information"),
        purpose=_("changing the timetable on the event day"),
        seen_by=_("the organisers and the people concerned"),
        kept=_("as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
        count=_signals,
    ),
    Processing(
        key="day.marks",
        what=_("Whether a meeting took place and was worthwhile, next steps and results"),
        whose=_("people with meetings"),
        purpose=_("measuring the benefit of the event; both people see a reported no-show and may object"),
        seen_by=_(
            "that a meeting did not take place: both people and the event’s team; contacts: those who "
            "released theirs to each other; all else: nobody but who said it, the team sees counts"
        ),
        kept=_("as long as the registration; counts without names stay"),
        basis=Basis.CONSENT,
        days=_keep_days,
        count=_marks,
    ),
    Processing(
        key="day.notes",
        what=_("Private notes about other people"),
        whose=_("people with meetings"),
        purpose=_("a memory aid for the author"),
        seen_by=_("only the author"),
        kept=_("as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
    ),
    Processing(
        key="day.push",
        what=_("Devices that want push messages: their address at the push service and keys"),
        whose=_("people who switched push messages on"),
        purpose=_("telling a device at once that the person’s day has changed"),
        seen_by=_(
            "the push service of the browser’s maker: that a message without content goes to this device; "
            "nobody else"
        ),
        kept=_("until switched off, at most as long as the registration"),
        basis=Basis.CONSENT,
        days=_keep_days,
        count=_devices,
    ),
    Processing(
        key="day.online",
        what=_("The name of whoever enters an online room"),
        whose=_("people who enter one"),
        purpose=_("meetings and sessions online"),
        seen_by=_("the video server that the operator has chosen, and those in the same room"),
        kept=_("not stored on this platform"),
        basis=Basis.CONSENT,
    ),
)
