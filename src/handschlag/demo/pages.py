"""One click, and somebody is a made-up person, or the clock of the demo stands elsewhere; in a demo only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.conf import settings
from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from handschlag.accounts import sessions
from handschlag.accounts.models import Method
from handschlag.accounts.sign_in import sign_in_as_demo
from handschlag.common.times import local_date
from handschlag.demo import clock, day
from handschlag.demo import conference as invented
from handschlag.demo.personas import BY_PART, PEOPLE, PersonaRole, invented_events_of, registrations_of
from handschlag.events.models import Event
from handschlag.events.moments import moment_at
from handschlag.registration.access import link_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    key: str
    answers: Mapping[str, str]


def _answered(who: str, want: str, *, together: str, market: str, size: str = "none") -> Mapping[str, str]:
    return {
        "who": who,
        "want": want,
        "together": together,
        "market": market,
        "begun": "no",
        "size": size,
    }


JOURNEYS: Final = (
    Journey(
        key="company",
        answers=_answered("company", "product", together="few", market="shown", size="sme"),
    ),
    Journey(key="professor", answers=_answered("research", "question", together="few", market="open")),
    Journey(key="association", answers=_answered("association", "question", together="six", market="open")),
    Journey(key="cluster", answers=_answered("cluster", "management", together="six", market="shown")),
    Journey(
        key="abroad",
        answers=_answered("abroad", "product", together="alone", market="shown", size="sme"),
    ),
)


def journeys() -> tuple[tuple[str, str], ...]:
    """Who each of them is, and their answers as the finder's address has them."""
    names = {
        "company": gettext("A small company with an idea"),
        "professor": gettext("A professor"),
        "association": gettext("A research association"),
        "cluster": gettext("A cluster manager"),
        "abroad": gettext("A start-up abroad"),
    }
    return tuple((names[one.key], urlencode(one.answers)) for one in JOURNEYS)


class Mark(TextChoices):
    """A moment of the invented conference."""

    TODAY = "today", _("Today, during the answering phase")
    FIXED = "fixed", _("Just after the cut-off date")
    EVE = "eve", _("The eve of the conference")
    DAY = "day", _("10:40 on the day, with three incidents waiting")
    AFTER = "after", _("90 days later: results")


def moment_of(mark: Mark) -> datetime | None:
    """None: the true time. What has passed is not come back to."""
    if mark is Mark.FIXED:
        return moment_at(invented.FIRST_DAY - timedelta(days=5), time(18, 1))
    if mark is Mark.EVE:
        return moment_at(invented.FIRST_DAY - timedelta(days=1), time(17))
    if mark is Mark.DAY:
        return moment_at(invented.FIRST_DAY, time(10, 40))
    if mark is Mark.AFTER:
        return moment_at(invented.LAST_DAY + timedelta(days=93), time(18))  # when the answers are in
    return None


def mark_now(*, now: datetime, is_true: bool) -> Mark:
    """Where the clock stands: the latest mark that has passed."""
    passed = [mark for mark in Mark if (at := moment_of(mark)) is not None and at <= now]
    return Mark.TODAY if is_true or not passed else passed[-1]


# Where the work of a part begins; the first address that exists.
DESKS = {
    PersonaRole.PARTICIPANT: ("accounts:profile",),
    PersonaRole.NETWORK_MANAGER: ("directory:manage",),
    PersonaRole.EDITOR: ("directory:moderation",),
    PersonaRole.ORGANISER: ("directory:networks",),
    PersonaRole.ADMINISTRATOR: ("common:outbox",),
}


def parts() -> list[tuple[PersonaRole, str, str]]:
    """All parts, in the order of what they may do: each with its title and what there is to do in it."""
    return [(person.part, _title_of(person.part), _todo_of(person.part)) for person in PEOPLE]


def _title_of(part: PersonaRole) -> str:
    match part:
        case PersonaRole.PARTICIPANT:
            return gettext("Participant")
        case PersonaRole.NETWORK_MANAGER:
            return gettext("Network manager")
        case PersonaRole.EDITOR:
            return gettext("Editor")
        case PersonaRole.ORGANISER:
            return gettext("Organiser")
        case PersonaRole.ADMINISTRATOR:
            return gettext("Administrator")


def _todo_of(part: PersonaRole) -> str:
    match part:
        case PersonaRole.PARTICIPANT:
            return gettext(
                "Takes part in matchmaking at the invented conference: recommendations with reasons, "
                "requests to answer, a day that fills up."
            )
        case PersonaRole.NETWORK_MANAGER:
            return gettext(
                "Manages an invented hydrogen cluster: requests to join, an unfinished draft, missing facts."
            )
        case PersonaRole.EDITOR:
            return gettext("Reviews what others have written: changes, news and duplicates.")
        case PersonaRole.ORGANISER:
            return gettext(
                "Runs the invented conference: programme, registrations, readiness, rules, timetable, "
                "publishing."
            )
        case PersonaRole.ADMINISTRATOR:
            return gettext("Sees the outbox, the jobs and the audit trail, and gives roles.")


def dashboard_url_of(part: PersonaRole, *, now: datetime) -> str:
    """The address at which the work of a part begins."""
    for name, args in (*_own_desks(part, now=now), *((name, ()) for name in (*DESKS[part], "pages:start"))):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return "/"


def _own_desks(part: PersonaRole, *, now: datetime) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Addresses that belong to this person: the own recommendations, the own event."""
    address = BY_PART[part].address
    if part is PersonaRole.PARTICIPANT:
        for own in registrations_of(address):
            yield _page_of(own.event, now=now), (link_of(own),)
    if part is PersonaRole.ORGANISER:
        for event in invented_events_of(address):
            yield "matching:readiness", (event.slug,)
            yield "events:manage_event", (event.slug,)


def _page_of(event: Event, *, now: datetime) -> str:
    """Where somebody who takes part is today: before, on the day, or afterwards."""
    today = local_date(now)
    if today < event.first_day:
        return "matching:recommended"
    return "day:today" if today <= event.last_day else "day:afterwards"


def only_in_a_demo() -> None:
    """Elsewhere these pages do not exist."""
    if settings.MODE != "demo":
        raise Http404


@require_GET
def choose_page(request: HttpRequest) -> HttpResponse:
    """The page where a visitor picks a made-up person or a journey; 404 outside a demo."""
    only_in_a_demo()
    now = timezone.now()
    return render(
        request,
        "demo/people.html",
        {
            "parts": parts(),
            "journeys": journeys(),
            "marks": Mark.choices,
            "mark_now": mark_now(now=now, is_true=not clock.ahead()),
            "now": now,
        },
    )


@require_POST
def enter(request: HttpRequest, part: str) -> HttpResponse:
    """Signs in as the person of this part, then leads to their dashboard; 404 for unknown parts."""
    only_in_a_demo()
    if part not in set(PersonaRole):
        raise Http404
    user = sign_in_as_demo(email=BY_PART[PersonaRole(part)].address)
    sessions.sign_in(request, user, method=Method.DEMO, now=timezone.now())
    return HttpResponseRedirect(dashboard_url_of(PersonaRole(part), now=timezone.now()))


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Signs out, then leads to the start page; 404 outside a demo."""
    only_in_a_demo()
    sessions.sign_out(request)
    return HttpResponseRedirect(reverse("pages:start"))


@require_POST
def set_clock(request: HttpRequest, mark: str) -> HttpResponse:
    """Whoever is signed in stays so: a session would have ended long before."""
    only_in_a_demo()
    if mark not in set(Mark):
        raise Http404
    user = request.user
    clock.set_clock(moment_of(Mark(mark)))
    if mark == Mark.EVE:
        day.confirm_people()
    if mark == Mark.DAY:
        day.begin_day(now=timezone.now())
    if mark == Mark.AFTER:
        day.check_in_people()
        day.write_feedback(now=timezone.now())
    if user.is_authenticated:
        sessions.sign_in(request, user, method=Method.DEMO, now=timezone.now())
    return HttpResponseRedirect(reverse("demo:start"))
