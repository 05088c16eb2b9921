"""What a device shows that is told to look, and what makes the page of the day an app without a network."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.common.times import format_day_and_time, format_from, format_time
from handschlag.day.next_meeting import day_fingerprint_of
from handschlag.day.offers import get_open_offers
from handschlag.day.push import for_devices
from handschlag.matching import day
from handschlag.matching.models import Participant, Party, Seat
from handschlag.matching.participant_pages import for_the_day


@require_safe
@for_the_day
def app_manifest(_request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """An app that begins with this page."""
    event = participant.service.event
    return day.offline_manifest(
        page=reverse("day:today", args=[token]),
        name=_("Today: %(event)s") % {"event": pick(event.title_de, event.title_en)},
        short_name=_("Next meeting"),
        theme_color="#062C38",
    )


@require_safe
@for_the_day
def service_worker(request: HttpRequest, _participant: Participant, _token: str) -> HttpResponse:
    """The same as that of the whole day, and it hears of news; its scope is the folder in which it lies."""
    return day.offline_worker(request, template="day/worker.js", more={"words": words_without_news()})


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNews:
    """The next meeting as it stands now; without one the times are None. `mark` changes with the day.

    With an offer it is that which is told: when, with whom, and until when to answer.
    """

    mark: str
    starts_at: datetime | None
    place: str
    names: str
    answer_until: datetime | None = None


def news_of(participant: Participant, *, now: datetime) -> DayNews:
    """What a device shows that was told to look."""
    mark = hashlib.sha256(day_fingerprint_of(participant).encode()).hexdigest()[:16]
    if offers := get_open_offers(participant, now=now):
        first = offers[0]
        return DayNews(
            mark=mark,
            starts_at=first.starts_at,
            place=first.place,
            names=first.other.name,
            answer_until=first.ends_at,
        )
    seats = Seat.objects.filter(participant=participant, meeting__ends_at__gt=now)
    seat = seats.select_related("meeting__place").order_by("starts_at").first()
    if seat is None:
        return DayNews(mark=mark, starts_at=None, place="", names="")
    others = Party.objects.filter(request_id=seat.meeting.request_id).exclude(participant=participant)
    names = others.order_by("-is_sender", "pk").values_list("participant__registration__name", flat=True)
    return DayNews(mark=mark, starts_at=seat.starts_at, place=seat.meeting.place.code, names=", ".join(names))


def words_without_news() -> dict[str, str]:
    """What a device says that cannot look: its network is gone again, or the platform is busy."""
    return {
        "title": _("Your day has changed"),
        "body": _("Open your day to see what is new."),
        "language": get_language() or "de",
    }


def news_words(news: DayNews) -> dict[str, str]:
    """What stands on the locked screen: what is offered, or that the day has changed and what is next."""
    if news.starts_at is not None and news.answer_until is not None:
        return {**words_without_news(), **_offer_words(news, news.starts_at, news.answer_until)}
    if news.starts_at is None:
        body = _("You have no further meetings.")
    else:
        body = _("Next: %(time)s, meeting point %(place)s, %(names)s") % {
            "time": format_day_and_time(news.starts_at),
            "place": news.place,
            "names": news.names,
        }
    return {**words_without_news(), "body": body, "mark": news.mark}


def _offer_words(news: DayNews, starts_at: datetime, until: datetime) -> dict[str, str]:
    time = format_from(starts_at, now=until)  # an offer of the day before names the day
    known = {"time": time, "name": news.names, "until": format_time(until)}
    return {
        "title": _("%(time)s: would you like to meet %(name)s?") % known,
        "body": _("You both have time. Say yes or no by %(until)s.") % known,
        "mark": news.mark,
    }


@require_safe
@for_the_day
@for_devices
def news_page(_request: HttpRequest, participant: Participant) -> HttpResponse:
    """What a device shows that was told to look."""
    return JsonResponse(news_words(news_of(participant, now=timezone.now())))
