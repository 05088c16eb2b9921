"""Passes for the reception: given, renewed, taken back; and a browser that begins to work with one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts import links as accounts
from handschlag.accounts.codes_and_links import LinkFault, normalised_address
from handschlag.accounts.links import look_at_link, sealed_token
from handschlag.accounts.models import PersonalLink
from handschlag.accounts.policy import Action, Subject
from handschlag.common import audit
from handschlag.common.language import pick
from handschlag.common.mail import ConcernedPerson
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_days, local_date, move_to
from handschlag.design.fields import OneLine
from handschlag.directory.emails import Letter, address, post
from handschlag.events.access import PASS_LINK, PURPOSE, valid_passes
from handschlag.events.editing import ReceptionRefusal, locked_event
from handschlag.events.hooks import sidebar_url_for
from handschlag.events.models import Event, ReceptionPass


def send_link(given: ReceptionPass, *, now: datetime) -> None:
    """To the helper, in the language of whoever gave the pass."""
    event = given.event

    def write() -> Letter:
        known = {
            "event": pick(event.title_de, event.title_en),
            "name": given.name,
            "days": format_days(event.first_day, event.last_day),
        }
        return Letter(
            subject=_("Your access to the reception: %(event)s") % known,
            paragraphs=(
                _("Hello %(name)s,") % known,
                _("You are on the reception team of “%(event)s”, %(days)s.") % known,
                _(
                    "Open the link on the device you will use. You can check people in, print "
                    "badges and register people on the day. Your access ends with the event."
                ),
            ),
            url=address("events:reception", sealed_token(given.link)),
            link=_("To the reception"),
            end=_(
                "This link is for you only. If someone else has received it, ask the organisers for a "
                "new one."
            ),
        )

    post(
        to=given.email,
        language=get_language() or "de",
        now=now,
        write=write,
        recipient=ConcernedPerson(kind="reception", id=given.pk),
    )


MOST_PASSES = 100
KEPT = timedelta(days=30)
_LONGEST = timedelta(days=400)  # the link ends with the event; this is for events in the far future


@transaction.atomic
def give_pass(*, event_id: int, name: str, email: str, by: Subject, now: datetime) -> ReceptionPass:
    """Somebody may work at the reception until the event is over, and gets a letter with the link."""
    event, address = locked_event(event_id, by), normalised_address(email)
    if event.last_day < local_date(now):
        raise Refusal(ReceptionRefusal.OVER)
    given = ReceptionPass.objects.filter(event=event, withdrawn_at=None)
    if given.filter(email=address).exists():
        raise Refusal(ReceptionRefusal.ALREADY)
    if given.count() >= MOST_PASSES:
        raise Refusal(ReceptionRefusal.TOO_MANY)
    link = _issue(event, address, by=by, now=now)
    made = ReceptionPass.objects.create(event=event, name=name, email=address, link=link, given_at=now)
    changes = {"pass": [None, made.pk]}
    audit.record(verb="event.reception_given", target=event, by_id=by.user_id, now=now, changes=changes)
    send_link(made, now=now)
    return made


@transaction.atomic
def renew_pass(*, event_id: int, pass_id: int, by: Subject, now: datetime) -> None:
    """Another link is on its way; the old one, and whoever came in by it, is out at once."""
    event = locked_event(event_id, by)
    found = _valid(event, pass_id, now=now)
    accounts.withdraw_link(link_id=found.link_id, by_id=by.user_id, now=now)
    found.link, found.opened_at = _issue(event, found.email, by=by, now=now), None
    found.save(update_fields=["link", "opened_at"])
    changes = {"pass": [None, found.pk]}
    audit.record(verb="event.reception_renewed", target=event, by_id=by.user_id, now=now, changes=changes)
    send_link(found, now=now)


@transaction.atomic
def withdraw_pass(*, event_id: int, pass_id: int, by: Subject, now: datetime) -> None:
    """The pass opens nothing any more, here and on every device."""
    event = locked_event(event_id, by)
    found = _valid(event, pass_id, now=now)
    accounts.withdraw_link(link_id=found.link_id, by_id=by.user_id, now=now)
    ReceptionPass.objects.filter(pk=found.pk).update(withdrawn_at=now)
    changes = {"pass": [found.pk, None]}
    audit.record(verb="event.reception_taken", target=event, by_id=by.user_id, now=now, changes=changes)


@transaction.atomic
def note_opened(*, pass_id: int, now: datetime) -> None:
    """A device works with this pass from now on."""
    found = ReceptionPass.objects.select_related("event").get(pk=pass_id)
    ReceptionPass.objects.filter(pk=pass_id, opened_at=None).update(opened_at=now)
    changes = {"pass": [None, pass_id]}
    audit.record(verb="event.reception_opened", target=found.event, by_id=None, now=now, changes=changes)


@transaction.atomic
def forget_passes(*, now: datetime) -> int:
    """Names and addresses of those who helped are gone a month after the event; how many passes."""
    old = ReceptionPass.objects.filter(event__last_day__lt=local_date(now - KEPT))
    return (
        PersonalLink.objects.filter(pk__in=old.values("link_id")).delete()[1].get("events.ReceptionPass", 0)
    )


def _issue(event: Event, address: str, *, by: Subject, now: datetime) -> PersonalLink:
    content = {"event": event.pk}
    return accounts.issue_link(
        purpose=PURPOSE, content=content, lasts=_LONGEST, by_id=by.user_id, now=now, email=address
    )


def _valid(event: Event, pass_id: int, *, now: datetime) -> ReceptionPass:
    found = valid_passes(today=local_date(now)).filter(event=event, pk=pass_id).first()
    if found is None:
        raise Refusal(ReceptionRefusal.GONE)
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reception_page(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows what it is for; a press begins, so that a mail scanner begins nothing."""
    found = _pass_with(token)
    begin_url = sidebar_url_for(found.event.slug, Action.CHECK_IN)
    is_begun = request.session.get(PASS_LINK) == found.link_id
    if request.method == "POST" and request.POST.get("do") == "end":
        request.session.pop(PASS_LINK, None)
        return redirect("events:reception", token=token)
    if request.method == "POST":
        if not is_begun:
            request.session.cycle_key()
            request.session[PASS_LINK] = found.link_id
            note_opened(pass_id=found.pk, now=timezone.now())
        return redirect(begin_url)
    context = {"event": found.event, "pass": found, "begin_url": begin_url, "is_begun": is_begun}
    response = render(request, "events/reception.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin"
    return response


def _pass_with(token: str) -> ReceptionPass:
    """The pass of a link, or the page that every link has that opens nothing."""
    now = timezone.now()
    link = look_at_link(token=token, purpose=PURPOSE, now=now)
    found = ReceptionPass.objects.select_related("event").get(link=link)
    move_to(found.event.time_zone)
    if not valid_passes(today=local_date(now)).filter(pk=found.pk).exists():
        raise Refusal(LinkFault.EXPIRED, expires_at=link.expires_at)
    return found


class ReceptionForm(forms.Form):
    """Who helps at the reception."""

    name = OneLine(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        max_length=254,
        help_text=gettext_lazy(
            "We send the link there. Anyone with an account for this address can sign in instead."
        ),
    )
