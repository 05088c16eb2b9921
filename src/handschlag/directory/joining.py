"""An organisation asks to join a network, without an account: asked, confirmed, forgotten in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts import limits, sessions
from handschlag.accounts import links as accounts
from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.limits import Limit, LimitFault
from handschlag.accounts.links import sealed_token
from handschlag.accounts.models import User, addressee, subject_of
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.mail import ConcernedPerson, forget_person
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.times import format_date, format_time
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Crumb
from handschlag.design.fields import OneLine, TidyText, WebAddress
from handschlag.directory.contents import ActorContent
from handschlag.directory.creating import create_actor
from handschlag.directory.emails import Letter, address, post
from handschlag.directory.entries import is_looked_after, manages
from handschlag.directory.memberships import add_member
from handschlag.directory.models import (
    JoinRequest,
    JoinState,
    ManagedNetwork,
    MemberProposal,
    Membership,
    Network,
    Status,
)
from handschlag.directory.public import public_networks

PRESSED_TWICE = timedelta(minutes=5)  # the same form once more: it brings no second letter
CONFIRM_WITHIN = timedelta(days=3)
# What nobody decided is deleted after half a year, a decision's names and words after ninety days.
KEEP_UNDECIDED = timedelta(days=180)
KEEP_DECIDED = timedelta(days=90)

FROM_A_PLACE = Limit("join requests from a place", 20, timedelta(hours=1))
OF_AN_ADDRESS = Limit("join requests of an address", 3, timedelta(hours=1))
TO_A_NETWORK = Limit("join requests to a network", 60, timedelta(hours=1))


class JoinRefusal(Reason):
    NOT_TAKEN = "not_taken", _("This network does not accept requests here at present.")
    DECIDED = "decided", _("A colleague has decided about this request already.")
    GONE = "gone", _("This request has been deleted.")


ASKER: Final = "join_request"


def asker_of(request: JoinRequest) -> ConcernedPerson:
    """Under which name letters know whoever asks."""
    return ConcernedPerson(kind=ASKER, id=request.pk)


def ask_to_confirm(request: JoinRequest, *, token: str, expires_at: datetime, now: datetime) -> None:
    """To the address that was given: whoever owns it says whether the request is theirs."""

    def write() -> Letter:
        names = {"organisation": request.organisation, "network": request.network.name}
        return Letter(
            subject=gettext("Please confirm: %(organisation)s would like to join “%(network)s”") % names,
            paragraphs=(
                gettext("This address was given for a request of “%(organisation)s” to join “%(network)s”.")
                % names,
                gettext(
                    "The network sees the request only after you have confirmed the address, until %(day)s."
                )
                % {"day": format_date(expires_at)},
            ),
            url=address("directory:join_confirm", token),
            link=gettext("Confirm the address"),
            end=gettext(
                "If this was not you, you do not need to do anything. The request is deleted after "
                "three days."
            ),
        )

    post(
        to=request.contact_email,
        language=request.language,
        now=now,
        write=write,
        expires_at=expires_at,
        recipient=asker_of(request),
    )


def tell_asked(request: JoinRequest, *, now: datetime) -> None:
    """To the organisation, when the request has reached the network."""

    def write() -> Letter:
        names = {"organisation": request.organisation, "network": request.network.name}
        return Letter(
            subject=gettext("Your request has reached “%(network)s”") % names,
            paragraphs=(
                gettext("The team of “%(network)s” now decides about “%(organisation)s”.") % names,
                gettext(
                    "You get the answer at this address. Your details are deleted %(days)s days "
                    "after the answer, or after half a year without one."
                )
                % {"days": KEEP_DECIDED.days},
            ),
            url=address("directory:network", request.network.slug),
            link=gettext("The page of the network"),
        )

    post(
        to=request.contact_email,
        language=request.language,
        now=now,
        write=write,
        recipient=asker_of(request),
    )


def tell_managers(request: JoinRequest, *, managers: list[User], now: datetime) -> None:
    """To everybody who looks after the network."""
    for user in managers:

        def write() -> Letter:
            names = {"organisation": request.organisation, "network": request.network.name}
            return Letter(
                subject=gettext("%(organisation)s would like to join “%(network)s”") % names,
                paragraphs=(
                    gettext("%(organisation)s asks to become a member of “%(network)s”.") % names,
                    gettext("Without an answer the request is deleted after %(days)s days.")
                    % {"days": KEEP_UNDECIDED.days},
                ),
                url=address("directory:manage_request", request.network.slug, request.pk),
                link=gettext("Read the request and answer"),
            )

        post(
            to=user.email,
            language=user.language,
            now=now,
            write=write,
            recipient=addressee(user),
            named=[asker_of(request)],
        )


def tell_accepted(request: JoinRequest, *, is_proposed: bool, now: datetime) -> None:
    """To the organisation; `is_proposed` says that others keep its entry and are asked first."""

    def write() -> Letter:
        names = {"organisation": request.organisation, "network": request.network.name}
        return Letter(
            subject=gettext("Welcome to “%(network)s”") % names,
            paragraphs=(
                gettext("“%(network)s” has accepted “%(organisation)s” as a member.") % names,
                gettext(
                    "Your organisation has an entry that others manage. They or an editor confirm "
                    "the membership before it is shown."
                )
                if is_proposed
                else gettext("The entry appears in the directory after it has been reviewed."),
            ),
            quote=request.answer,
            url=address("directory:network", request.network.slug),
            link=gettext("The page of the network"),
        )

    post(
        to=request.contact_email,
        language=request.language,
        now=now,
        write=write,
        recipient=asker_of(request),
    )


def tell_declined(request: JoinRequest, *, now: datetime) -> None:
    """To the organisation, with what the network answered and a way to other networks."""

    def write() -> Letter:
        names = {"organisation": request.organisation, "network": request.network.name}
        return Letter(
            subject=gettext("About your request to join “%(network)s”") % names,
            paragraphs=(
                gettext(
                    "Unfortunately “%(network)s” cannot accept “%(organisation)s” as a member at the "
                    "moment. They write:"
                )
                % names,
            ),
            quote=request.answer,
            url=address("directory:networks"),
            link=gettext("Other networks that may fit"),
        )

    post(
        to=request.contact_email,
        language=request.language,
        now=now,
        write=write,
        recipient=asker_of(request),
    )


PURPOSE = "join_request"


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipRequest:
    """What an organisation says about itself, and how it is reached."""

    organisation: str
    place: str
    website: str
    contact_name: str
    contact_email: str
    message: str
    language: str


@transaction.atomic
def request_membership(
    *, network_id: int, asking: MembershipRequest, origin: str, by: Subject, now: datetime
) -> None:
    """A letter to confirm the address is on its way; nobody sees the request before.

    Whether the same request waits already is told to nobody: there is no second letter then.
    """
    require(by, Action.REQUEST_TO_JOIN)
    network = Network.objects.filter(pk=network_id, status=Status.PUBLISHED).first()
    if network is None or not ManagedNetwork.objects.filter(network=network).exists():
        raise Refusal(JoinRefusal.NOT_TAKEN)
    address = normalised_address(asking.contact_email)
    limits.count(FROM_A_PLACE, origin, now=now)
    limits.count(TO_A_NETWORK, str(network.pk), now=now)
    limits.count(OF_AN_ADDRESS, address, now=now)
    same = JoinRequest.objects.filter(network=network, contact_email=address)
    just_now = Q(state=JoinState.UNCONFIRMED, asked_at__gt=now - PRESSED_TWICE)
    if same.filter(just_now | Q(state=JoinState.OPEN)).exists():
        return
    request = JoinRequest.objects.create(
        network=network,
        organisation=asking.organisation,
        place=asking.place,
        website=asking.website,
        contact_name=asking.contact_name,
        contact_email=address,
        message=asking.message,
        language=asking.language,
        asked_at=now,
    )
    request.link = accounts.issue_link(
        purpose=PURPOSE,
        content={"request": request.pk},
        lasts=CONFIRM_WITHIN,
        by_id=None,
        now=now,
        email=address,
    )
    request.save(update_fields=["link"])
    audit.record(verb="asked", target=request, by_id=by.user_id, now=now)
    ask_to_confirm(request, token=sealed_token(request.link), expires_at=now + CONFIRM_WITHIN, now=now)


@transaction.atomic
def confirm(*, token: str, now: datetime) -> JoinRequest:
    """The address is that of who asked: now those who look after the network see the request."""
    link = accounts.redeem_link(token=token, purpose=PURPOSE, by_id=None, now=now)
    request = JoinRequest.objects.select_related("network").filter(pk=link.content["request"]).first()
    if request is None:
        raise Refusal(JoinRefusal.GONE)
    request.state, request.confirmed_at = JoinState.OPEN, now
    request.save(update_fields=["state", "confirmed_at"])
    audit.record(verb="confirmed", target=request, by_id=None, now=now)
    managers = User.objects.filter(managed_networks__network=request.network, is_active=True)
    tell_managers(request, managers=list(managers), now=now)
    tell_asked(request, now=now)
    return request


def _decide(request_id: int, *, state: JoinState, answer: str, by: Subject, now: datetime) -> JoinRequest:
    """Of two who decide at once, the second is told that it is decided."""
    request = JoinRequest.objects.select_related("network").filter(pk=request_id).first()
    if request is None:
        raise Refusal(JoinRefusal.GONE)
    require(by, Action.DECIDE_JOIN_REQUEST, owns=manages(by, request.network_id))
    values = {"state": state, "decided_at": now, "decided_by_id": by.user_id, "answer": answer}
    if not JoinRequest.objects.filter(pk=request_id, state=JoinState.OPEN).update(**values):
        raise Refusal(JoinRefusal.DECIDED)
    audit.record(verb=state.value, target=request, by_id=by.user_id, now=now)
    request.refresh_from_db()
    return request


@transaction.atomic
def accept(
    *,
    request_id: int,
    actor: int | ActorContent,
    since: date | None,
    answer: str,
    by: Subject,
    now: datetime,
) -> JoinRequest:
    """The organisation is a member: as an actor that was there already, or as a new one."""
    request = _decide(request_id, state=JoinState.ACCEPTED, answer=answer, by=by, now=now)
    network_id, is_proposed = request.network_id, False
    if isinstance(actor, ActorContent):
        made = create_actor(network_id=network_id, content=actor, since=since, by=by, now=now)
        request.actor_id = made.pk
    else:
        if not Membership.objects.filter(network_id=network_id, actor_id=actor, until=None).exists():
            joined = add_member(network_id=network_id, actor_id=actor, since=since, by=by, now=now)
            is_proposed = isinstance(joined, MemberProposal)
        request.actor_id = actor
    request.save(update_fields=["actor"])
    tell_accepted(request, is_proposed=is_proposed, now=now)
    return request


@transaction.atomic
def decline(*, request_id: int, answer: str, by: Subject, now: datetime) -> JoinRequest:
    """The organisation does not become a member, and is told why in kind words."""
    request = _decide(request_id, state=JoinState.DECLINED, answer=answer, by=by, now=now)
    tell_declined(request, now=now)
    return request


@transaction.atomic
def delete_expired_requests(*, now: datetime) -> int:
    """What people wrote is deleted when its time has come; how many requests that were."""
    old = (
        Q(state=JoinState.UNCONFIRMED, asked_at__lt=now - CONFIRM_WITHIN)
        | Q(state=JoinState.OPEN, confirmed_at__lt=now - KEEP_UNDECIDED)
        | Q(decided_at__lt=now - KEEP_DECIDED)
    )
    return delete_requests(JoinRequest.objects.filter(old), now=now)


@transaction.atomic
def delete_requests(requests: QuerySet[JoinRequest], *, now: datetime) -> int:
    """With the letters about them; how many. Needs no right of its own: it is a part of erasing."""
    rows = list(requests)
    for row in rows:
        forget_person(asker_of(row), now=now)
        audit.record(verb="forgotten", target=row, by_id=None, now=now)
    JoinRequest.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


class JoinForm(forms.Form):
    """`topic` is a trap: people do not see it, and programs that fill in everything do."""

    organisation = OneLine(label=gettext_lazy("Your organisation"), max_length=200)
    place = OneLine(label=gettext_lazy("Place"), max_length=100, required=False)
    website = WebAddress(label=gettext_lazy("Website"), required=False)
    contact_name = OneLine(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("Your email address"),
        max_length=254,
        help_text=gettext_lazy(
            "We send you a link. The network can see your request after you have opened it."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    message = TidyText(
        label=gettext_lazy("What brings you to this network?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("The network may read these details to decide about my request and to answer it."),
        error_messages={"required": gettext_lazy("Without your consent we cannot pass the request on.")},
    )
    topic = forms.CharField(required=False)


class AnswerForm(forms.Form):
    """Words that go with an answer."""

    answer = TidyText(label=gettext_lazy("Short message"), max_length=2000, required=False)


class DeclineForm(forms.Form):
    answer = TidyText(
        label=gettext_lazy("Reason (polite)"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("The organisation gets exactly this text."),
    )


def join_context(network: Network, form: forms.Form, *, fault: str = "") -> dict[str, Any]:
    """The form for a request to join; `is_taken` says whether anybody looks after the network."""
    return {
        "network": network,
        "crumbs": (
            Crumb(gettext("Networks"), reverse("directory:networks")),
            Crumb(network.short_name or network.name, reverse("directory:network", args=[network.slug])),
            Crumb(gettext("Join")),
        ),
        "form": form,
        "is_taken": is_looked_after(network),
        "keep_undecided": KEEP_UNDECIDED.days,
        "keep_decided": KEEP_DECIDED.days,
        "confirm_within": CONFIRM_WITHIN.days,
        "fault": fault,
    }


UNFIT, TOO_MANY = 422, 429


def _network_at(slug: str) -> Network:
    network = public_networks().filter(slug=slug).first()
    if network is None:
        raise Http404
    return network


@require_http_methods(["GET", "HEAD", "POST"])
def join_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The public form for a request to join; whatever a program fills in is dropped without a word."""
    network = _network_at(slug)
    data = request.POST if request.method == "POST" else None
    form = JoinForm(data)
    sent = HttpResponseRedirect(reverse("directory:join_sent", args=[slug]))
    if data is not None and data.get("topic"):
        return sent  # a program filled in what no person sees: it learns nothing from the answer
    if data is not None and form.is_valid():
        asking = MembershipRequest(
            language=(get_language() or "de")[:2],
            **{name: form.cleaned_data[name] for name in FIELDS},
        )
        try:
            request_membership(
                network_id=network.pk,
                asking=asking,
                origin=sessions.place(request),
                by=subject_of(request.user),
                now=timezone.now(),
            )
        except Refusal as no:
            return _refused(request, network, form, no)
        return sent
    status = UNFIT if data is not None else 200
    screen = join_context(network, form)
    return render(request, "directory/joining/join.html", {"screen": screen}, status=status)


FIELDS = ("organisation", "place", "website", "contact_name", "contact_email", "message")


def _refused(request: HttpRequest, network: Network, form: JoinForm, no: Refusal) -> HttpResponse:
    """The page once more, with everything that was typed."""
    if no.reason is LimitFault.TOO_OFTEN:
        until = format_time(no.details["again_at"])
        fault, status = (
            gettext("Too many requests. Try again at %(time)s.") % {"time": until},
            TOO_MANY,
        )
    else:
        fault, status = refusal_message(no.reason), UNFIT
    screen = join_context(network, form, fault=fault)
    return render(request, "directory/joining/join.html", {"screen": screen}, status=status)


@require_safe
def join_sent_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page after a request was sent: it asks to look for the email that confirms it."""
    return render(request, "directory/joining/sent.html", _about(_network_at(slug)))


@require_safe
def join_done_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page after a request was confirmed; needs a network that is public."""
    return render(request, "directory/joining/done.html", _about(_network_at(slug)))


def _about(network: Network) -> dict[str, object]:
    return {"name": network.name, "url": reverse("directory:network", args=[network.slug])}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_confirm_page(request: HttpRequest, token: str) -> HttpResponse:
    """Only the button confirms: programs that read letters follow every link in them."""
    now = timezone.now()
    if request.method == "POST":
        done = confirm(token=token, now=now)
        return HttpResponseRedirect(reverse("directory:join_done", args=[done.network.slug]))
    link = accounts.look_at_link(token=token, purpose=PURPOSE, now=now)
    row = JoinRequest.objects.select_related("network").filter(link=link).first()
    if row is None:
        raise Http404
    context = {"organisation": row.organisation, **_about(row.network)}
    response = render(request, "directory/joining/confirm.html", context)
    # Nobody learns the secret address. With "no-referrer" a browser would say "null" for an origin,
    # and the form be refused.
    response["Referrer-Policy"] = "strict-origin"
    return response
