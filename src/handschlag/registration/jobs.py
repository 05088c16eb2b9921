"""What registration does beside the pages: prints badges, gives free places, forgets people in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.models import User
from handschlag.common.jobs import Cancelled, Run, handler, periodic
from handschlag.common.models import Job
from handschlag.events.models import Event, EventStatus
from handschlag.registration import badges, decisions, messages, personal_data
from handschlag.registration.access import require_check_in_team
from handschlag.registration.badge_designs import BadgeText
from handschlag.registration.badges import badge_text_of, get_badge_people, print_people, printed_badges
from handschlag.registration.models import PeopleList
from handschlag.registration.people_imports import actions
from handschlag.registration.people_imports.actions import delete_expired_lists
from handschlag.registration.questions import forget_answers
from handschlag.registration.registering import actions as registering_actions


def _file_of(job: Job) -> str:
    return reverse("registration:badges_file", args=[job.payload["slug"], job.pk])


@handler(
    badges.JOB,
    title=_("Badges"),
    phases={"laying": _("creating badges"), "setting": _("preparing the text")},
    leads_to=_file_of,
)
def print_badges(
    run: Run, event_id: int, slug: str, ids: list[int], paper: str, language: str
) -> dict[str, Any]:
    """With the rights that the person has now; whoever has cancelled meanwhile gets none."""
    del slug
    user = User.objects.filter(pk=run.owner_id or 0, is_active=True).first()
    event = Event.objects.filter(pk=event_id).first()
    if user is None or event is None:
        raise Cancelled
    by, now = user.subject, timezone.now()
    require_check_in_team(by, event_id, now=now)
    words: Mapping[int, BadgeText] = {}

    def tell(done: int) -> None:
        run.check()
        run.progress(phase="laying" if done < len(words) else "setting", done=done, total=len(words))

    def make() -> bytes:
        nonlocal words
        words = badge_text_of(get_badge_people(event_id, ids), on=event.first_day)
        return printed_badges(event, words, paper=paper, language=language, now=now, tell=tell)

    name = print_people(event_id, make)
    badges.note_printed(event_id=event_id, words=words, by=by, now=now)
    return {"file": name, "badges": len(words)}


def _list_of(job: Job) -> str:
    found = PeopleList.objects.select_related("event").filter(pk=job.payload["list_id"]).first()
    return reverse("registration:people_list", args=[found.event.slug, found.pk]) if found else ""


@handler(
    actions.JOB,
    title=_("Personal links"),
    phases={"sending": _("sending emails")},
    leads_to=_list_of,
)
def send_links(run: Run, list_id: int) -> dict[str, Any]:
    """Everybody of an imported list gets a letter, with the rights that the person has now."""
    user = User.objects.filter(pk=run.owner_id or 0, is_active=True).first()
    if user is None:
        raise Cancelled

    def tell(done: int, total: int) -> None:
        run.check()
        run.progress(phase="sending", done=done, total=total)

    told = actions.send_letters(list_id=list_id, by=user.subject, now=timezone.now(), tell=tell)
    return {"letters": told}


@periodic(
    "registration.fill", every=timedelta(minutes=5), title=_("Free places for people on the waiting list")
)
def fill(run: Run) -> dict[str, Any]:
    """Capacities and seats change where the event is edited; here those who wait profit from it."""
    del run
    now = timezone.now()
    coming = Event.objects.filter(status=EventStatus.PUBLISHED, last_day__gte=timezone.localdate(now))
    events = coming.filter(registrations__state__in=["waiting", "confirmed"]).distinct()
    ids = list(events.order_by("pk").values_list("pk", flat=True))
    return {"promoted": sum(decisions.fill(event_id=pk, by=None, now=now) for pk in ids)}


@periodic("registration.sendings", every=timedelta(minutes=1), title=_("Scheduled messages of organisers"))
def send_messages(run: Run) -> dict[str, Any]:
    """What organisers wrote to many goes out at its time; how many emails were written."""
    del run
    return {"written": messages.send_due(now=timezone.now())}


@periodic("registration.release", every=timedelta(minutes=5), title=_("Places that nobody confirmed"))
def release(run: Run) -> dict[str, Any]:
    """Whoever did not open the mailed link in time makes room; what was typed is deleted."""
    del run
    return {"released": registering_actions.release(now=timezone.now())}


@periodic("registration.forget", every=timedelta(days=1), title=_("Deleting registrations of past events"))
def forget(run: Run) -> dict[str, Any]:
    """Erases registrations of past events with expired answers and import lists, daily; how many of each."""
    del run
    keep = timedelta(days=settings.KEEP_REGISTRATIONS_DAYS)
    now = timezone.now()
    return {
        "answers": forget_answers(now=now),
        "erased": personal_data.forget(now=now, keep=keep),
        "lists": delete_expired_lists(now=now),
    }
